"""Whom a text names: a key, an account, a name in any case, or a role in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from mappings.model import ContractMapping, Person

_ENDING = re.compile(r"(?:ого|его|ому|ему|ыми|ими|ый|ий|ая|яя|ым|им|ом|ем|ой|ей|ою|ую|юю|[аяуюыиеоьй])$")
"""What the case of a Russian name changes; two words that differ in nothing else are one name."""
_MIN_STEM_CHARS = 3
_MIN_INFLECTED_CHARS = 4
_ROLES = {
    "директор": "director",
    "менеджер": "manager",
    "руководитель": "manager",
    "владелец": "owner",
    "дизайнер": "designer",
    "разработчик": "developer",
    "аккаунт": "account",
    "бухгалтер": "accountant",
    "юрист": "lawyer",
    "редактор": "editor",
    "маркетолог": "marketer",
}
"""The Russian words for what people are often called by in a mapping."""
_CONTACTS = ("клиент", "заказчик", "client", "customer")
"""Words for the person of the client's side who is asked where nobody is named."""


def find_people(mapping: ContractMapping, text: str) -> tuple[str, ...]:
    """Return the keys of the people whom a text may name.

    It may give the key, the account, a mention of the account, the name in any case, the first word of the
    name, how the person is addressed, or the role in Russian. Several are returned where people share a
    name: then somebody is asked which.
    """
    wanted = _fold(text.strip().strip("@[]~\"'«»").removeprefix("accountid:"))
    wanted = wanted.removeprefix("the ")
    if not wanted:
        return ()
    keys = {_fold(key) for key in mapping.people}
    contact = mapping.waiting.contact if mapping.waiting else None
    tries: tuple[Callable[[str, Person], bool], ...] = (
        lambda _, person: wanted == _fold(person.account or ""),
        # A key may be a first name, too: "anna" of two is either.
        lambda key, person: wanted in (_fold(key), *_names_of(person)) and wanted in keys,
        lambda _, person: _fold(person.name) == wanted,
        lambda _, person: wanted in _names_of(person),
        lambda _, person: _is_same_name(wanted, _fold(person.name)),
        lambda _, person: any(_is_same_name(wanted, each) for each in _short_names(person)),
        lambda key, _: any(_is_same_name(wanted, role) and _fold(key) == of for role, of in _ROLES.items()),
        lambda key, _: key == contact and any(_is_same_name(wanted, role) for role in _CONTACTS),
    )
    found = (tuple(key for key, person in mapping.people.items() if fits(key, person)) for fits in tries)
    return next(filter(None, found), ())


def _names_of(person: Person) -> tuple[str, ...]:
    return _first(person.name), _fold(person.call or "")


def _short_names(person: Person) -> Iterator[str]:
    yield from filter(None, (_first(person.name), _fold(person.call or "")))


def _first(name: str) -> str:
    return _fold(next(iter(name.split()), ""))


def _fold(text: str) -> str:
    return text.strip().casefold().replace("ё", "е")


def _is_same_name(written: str, name: str) -> bool:
    """Tell whether two names differ in nothing but the case of their words."""
    ours, theirs = written.split(), name.split()
    return len(ours) == len(theirs) and all(map(_is_same_word, ours, theirs))


def _is_same_word(written: str, known: str) -> bool:
    if written == known:
        return True
    stem, of_known = _ENDING.sub("", written), _ENDING.sub("", known)
    is_long = len(known) >= _MIN_INFLECTED_CHARS and len(stem) >= _MIN_STEM_CHARS
    # «Павел» loses its vowel: «Павла».
    without_vowel = re.sub(r"[ео]([бвгджзклмнпрстфхцчшщ])$", r"\1", of_known)
    return is_long and stem in (of_known, without_vowel)

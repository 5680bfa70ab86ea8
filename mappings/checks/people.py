"""Check people: who is named, who may decide, who signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mappings.faults import Fault
from mappings.sections import Located, Section
from mappings.suggestions import did_you_mean, join_words

_SURNAME = re.compile(
    r"[А-ЯЁ][а-яё]*(?:ов|ова|ёв|ев|ева|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|енко|чук|юк|дзе|швили|ян)",
    re.UNICODE,
)
_PATRONYMIC = re.compile(r".+(?:вич|вна|ична|инична|оглы|кызы)")
_FIRST_NAMES = frozenset(
    {
        "константин",
        "валентин",
        "валентина",
        "августин",
        "мартин",
        "мартина",
        "севастьян",
        "касьян",
        "марьян",
        "галина",
        "ирина",
        "марина",
        "полина",
        "алина",
        "арина",
        "карина",
        "кристина",
        "екатерина",
        "регина",
        "сабина",
        "эвелина",
        "ангелина",
        "василина",
        "северин",
        "нина",
        "дина",
        "зарина",
        "эльвина",
        "антонина",
        "альбина",
        "фаина",
        "лев",
        "ева",
        "иван",
        "ян",
        "юлиан",
        "устин",
        "устина",
        "эмин",
        "амин",
        "амина",
        "мадина",
        "медина",
        "яна",
    }
)
"""Given names with the ending of a surname."""

_CLIENT_POWERS = ("decide", "sign_off")


@dataclass(frozen=True)
class _KnownPeople:
    """People and their powers, gathered once."""

    people: dict[str, Section]
    powers: dict[str, set[str]]

    def is_contractor(self, name: str) -> bool:
        side = self.people[name].text("side") if name in self.people else None
        return side is not None and side.value == "contractor"


def check_people(root: Section) -> Iterator[Fault]:
    """Yield what is wrong with people, authority, signatories and the kick-off."""
    known = _collect_people(root)
    yield from _check_unknown_people(root, known)
    yield from _check_shared_accounts(root, known)
    yield from _check_calls(root, known)
    yield from _check_deciders(root, known)
    for person in known.people.values():
        for absence in person.sections("away"):
            yield from _check_dates(root, absence, "the absence")
    for row in root.sections("authority"):
        yield from _check_dates(root, row)
        yield from _check_deputy(root, row, known)
        yield from _check_contractor(root, row, known)
    for stage in root.sections("stages"):
        yield from _check_quorum(root, stage.section("sign_off"))
        yield from _check_signatories(root, stage.section("sign_off"), known)


def _collect_people(root: Section) -> _KnownPeople:
    powers: dict[str, set[str]] = {}
    for row in root.sections("authority"):
        if person := row.text("person"):
            powers.setdefault(person.value, set()).update(power.value for power in row.texts("may"))
    return _KnownPeople(root.named_sections("people"), powers)


def _check_unknown_people(root: Section, known: _KnownPeople) -> Iterator[Fault]:
    names = join_words(known.people)
    remedy = f"Name one of people: {names}." if names else "Add the person to people."
    for name in _people_named(root):
        if name.value not in known.people:
            sentence = f'"{name.value}" is not one of people'
            meant = did_you_mean(name.value, known.people, remedy)
            yield root.error(name.path, sentence, meant, "unknown_person")


def _people_named(root: Section) -> Iterator[Located[str]]:
    for row in root.sections("authority"):
        yield from filter(None, (row.text("person"), row.text("for")))
    for stage in root.sections("stages"):
        yield from stage.section("sign_off").texts("by")
    yield from root.section("kick_off").texts("acknowledged_by")
    yield from root.section("decision").texts("needs")
    yield from filter(None, (root.section("waiting").text("contact"),))


def _check_shared_accounts(root: Section, known: _KnownPeople) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for name, person in known.people.items():
        account = person.text("account")
        owner = owners.setdefault(account.value, name) if account else name
        if account and owner != name:
            sentence = f'"{name}" has the same account as "{owner}"'
            yield root.error(account.path, sentence, "Give each person their own account.", "shared_account")


def _check_calls(root: Section, known: _KnownPeople) -> Iterator[Fault]:
    """Warn where the first word of a name looks like a surname."""
    for person in known.people.values():
        name = person.text("name")
        if name is None or person.has("call") or not begins_with_surname(name.value):
            continue
        first = name.value.split()[0].rstrip(",")
        sentence = f'the name begins with what looks like a surname, and comments would say "{first}, …"'
        yield root.warning(name.path, sentence, "Say how the person is addressed by call.", "call_by_surname")


def begins_with_surname(name: str) -> bool:
    """Tell whether the first word of a full name looks like a surname.

    >>> [begins_with_surname(each) for each in ("Соколов Пётр", "Пётр Соколов", "Walsh, Nora", "WALSH Nora")]
    [True, False, True, True]
    """
    first, *others = name.split()
    if not others:
        return False
    if first.endswith(",") or (first.isupper() and len(first) > 2 and not others[0].isupper()):
        return True
    if len(others) == 2 and _PATRONYMIC.fullmatch(others[1].lower()):
        return True
    looks = [_is_surname(word) for word in (first, others[-1])]
    return looks[0] and not looks[1]


def _is_surname(word: str) -> bool:
    return _SURNAME.fullmatch(word) is not None and word.lower() not in _FIRST_NAMES


def _check_deciders(root: Section, known: _KnownPeople) -> Iterator[Fault]:
    """Report that nobody can decide.

    Without any authority that is a warning, since one may be added later; an authority in which nobody
    decides is an error.
    """
    sentence = "nobody can decide"
    if not root.data.get("authority"):
        remedy = "Add authority with a person who may decide; until then every change stays undecided."
        place = "authority" if root.has("authority") else "contract"
        yield root.warning((place,), sentence, remedy, "no_decider", at_key=True)
    elif any(path[0] == "authority" for path in root.faulty if path):
        return  # what cannot be read may be the decider
    elif not any("decide" in may for may in known.powers.values()):
        remedy = "Give the client's decision maker may: [decide]."
        yield root.error(("authority",), sentence, remedy, "no_decider", at_key=True)


def _check_dates(root: Section, row: Section, what: str = "the authority") -> Iterator[Fault]:
    starts, until = row.day("from"), row.day("until")
    if starts and until and starts.value > until.value:
        sentence = f"{what} ends on {until.value} before it begins on {starts.value}"
        yield root.error(until.path, sentence, "Exchange the two dates.", "dates_reversed")


def _check_deputy(root: Section, row: Section, known: _KnownPeople) -> Iterator[Fault]:
    person, absent = row.text("person"), row.text("for")
    if person is None or absent is None or absent.value not in known.people:
        return
    if person.value == absent.value:
        remedy = "Name the person who is stood in for, or remove for."
        yield root.error(absent.path, f'"{person.value}" stands in for themselves', remedy, "own_deputy")
        return
    for power in row.texts("may"):
        if power.value not in known.powers.get(absent.value, ()):
            sentence = f'"{person.value}" may {power.value} for "{absent.value}", who may not'
            remedy = f'Give "{absent.value}" the word as well, or take it away here.'
            yield root.warning(power.path, sentence, remedy, "deputy_exceeds")


def _check_contractor(root: Section, row: Section, known: _KnownPeople) -> Iterator[Fault]:
    person = row.text("person")
    if person is None or not known.is_contractor(person.value):
        return
    for power in row.texts("may"):
        if power.value in _CLIENT_POWERS:
            sentence = f'"{person.value}" is of the contractor\'s side and may {power.value}'
            remedy = "The client decides and signs; take the word away unless this is agreed."
            yield root.warning(power.path, sentence, remedy, "contractor_decides")


def _check_quorum(root: Section, sign_off: Section) -> Iterator[Fault]:
    quorum = sign_off.whole_number("quorum")
    count = len({name.value for name in sign_off.texts("by")})
    if quorum and 0 < count < quorum.value:
        sentence = f"the quorum is {quorum.value}, and there are {count} to sign"
        remedy = f"Write {count} or less, or all, or name more people."
        yield root.error(quorum.path, sentence, remedy, "quorum")


def _check_signatories(root: Section, sign_off: Section, known: _KnownPeople) -> Iterator[Fault]:
    if not known.powers:
        return
    for name in sign_off.texts("by"):
        if name.value in known.people and "sign_off" not in known.powers.get(name.value, ()):
            sentence = f'"{name.value}" is to sign and has no sign_off in authority'
            remedy = f'Add sign_off to what "{name.value}" may; until then the signature does not count.'
            yield root.warning(name.path, sentence, remedy, "cannot_sign")

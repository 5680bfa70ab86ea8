"""Finds what names a person in stored data, and replaces it after an erasure.

Names are found as they are written, in whatever case, and not in other grammatical forms; a first name alone
where somebody is addressed by it («Пётр, …»). Account ids too short to be told from other numbers and words
count only where our own data says that they are an account.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from mappings.addresses import normalise_email as one_form

_MIN_ID_CHARS = 10
"""An account id of this length stands for itself everywhere; `5` or `anna` does not."""

_MIN_NAME_LETTERS = 2
"""A name with fewer letters, such as `.`, is replaced only beside its account: it would match too much."""

_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\"\\/])|[bfnrt])")


@dataclass(frozen=True)
class Somebody:
    """A person by all that names them in one tracker: accounts, e-mails, names."""

    accounts: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def is_named_by(self, name: str | None, account: str | None, email: str | None) -> bool:
        """Tell whether a person of a mapping is this one."""
        return bool(
            (account and account in self.accounts)
            or (email and one_form(email) in self._addresses)
            or (name and self._found.fullmatch(name))
        )

    def without(self, data: Any, instead: str) -> Any:  # noqa: ANN401 -- JSON data
        """Return JSON data with something else wherever this person was named."""
        if isinstance(data, str):
            return instead if one_form(data) in self._addresses else self._found.sub(instead, data)
        if isinstance(data, list):
            return [self.without(each, instead) for each in data]
        if isinstance(data, dict):
            return self._without(data, instead)
        return data

    def stands_in(self, text: str) -> bool:
        """Tell whether a text names the person; JSON may escape letters."""
        plain = _ESCAPED.sub(_read_escape, text) if "\\" in text else text
        return self._found.search(plain) is not None

    def _without(self, data: dict[str, Any], instead: str) -> dict[str, Any]:
        walked = {key: self.without(value, instead) for key, value in data.items()}
        if "name" not in data:
            return walked
        if data.get("id") in self.accounts:
            # An account of a tracker, as our own data holds it.
            return {**walked, "id": "", "name": instead}
        if "side" in data and self.is_named_by(data["name"], data.get("account"), data.get("email")):
            kept = {key: value for key, value in walked.items() if key not in ("account", "email")}
            return {**kept, "name": instead}
        return walked

    @cached_property
    def _addresses(self) -> frozenset[str]:
        return frozenset(map(one_form, self.emails))

    @cached_property
    def _found(self) -> re.Pattern[str]:
        ids = (re.escape(each) for each in self.accounts if len(each) >= _MIN_ID_CHARS)
        addresses = (re.escape(each) for each in self.emails | self._addresses)
        names = map(_in_any_spelling, filter(_is_telling, self.names))
        calls = (_as_address(name.split()[0]) for name in self.names if len(name.split()) > 1)
        words = sorted((*names, *ids, *addresses, *calls), key=len, reverse=True)
        # Without a word there is nothing that could be found.
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)" if words else r"(?!)", re.IGNORECASE)


@dataclass(frozen=True)
class Traces:
    """A person by all that names them anywhere.

    Attributes:
        accounts: tracker and account; another tracker may give the same id to somebody else.
        emails: addresses as they are written.
        names: as the mappings and the trackers write them.
    """

    accounts: frozenset[tuple[str, str]] = frozenset()
    emails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def at(self, tracker: str) -> Somebody:
        """Return by what the person is named in a tracker's data."""
        return _at(self, tracker)


@lru_cache(maxsize=64)
def _at(traces: Traces, tracker: str) -> Somebody:
    accounts = frozenset(account for name, account in traces.accounts if name == tracker)
    return Somebody(accounts, traces.emails, traces.names)


def _read_escape(found: re.Match[str]) -> str:
    """Return what JSON's escape stands for; a line break or a tab becomes a space."""
    return chr(int(found[1], 16)) if found[1] else found[2] or " "


def _is_telling(name: str) -> bool:
    return sum(map(str.isalpha, name)) >= _MIN_NAME_LETTERS


def _as_address(call: str) -> str:
    """Return the pattern of a first name where our texts address somebody by it."""
    return rf"{_in_any_spelling(call)}(?=[,!]| asked for | (?:или|or) )"


def _in_any_spelling(name: str) -> str:
    """Return the pattern of a name, with any space, and `ё` written as `е`."""
    parts = (re.sub("[её]", "[её]", re.escape(part), flags=re.IGNORECASE) for part in name.split())
    return r"\s+".join(parts)


def collect_account_names(data: Any, accounts: frozenset[str], found: Callable[[str], None]) -> None:  # noqa: ANN401 -- JSON data
    """Report the names that a tracker gave these accounts in our data."""
    if isinstance(data, list):
        for each in data:
            collect_account_names(each, accounts, found)
    elif isinstance(data, dict):
        if data.get("id") in accounts and data.get("name"):
            found(data["name"])
        for each in data.values():
            collect_account_names(each, accounts, found)

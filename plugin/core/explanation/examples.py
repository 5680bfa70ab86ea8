"""Examples of commands to copy, with people and days of the reader's own contract."""

from __future__ import annotations

import re
from datetime import timedelta

from plugin.core.facts import Baseline
from plugin.core.model.named_people import find_people
from plugin.texts.formats import short_day

_NAME = re.compile(r"\bAnna\b|\bАнна\b")
_DAY = re.compile(r"\b\d{1,2} (?:[A-Z][a-z]{2,8}|[а-я]{3,8})\b|\b\d{1,2}(?= по \d)")
"""«10 декабря», and the first day of «с 10 по 20 декабря»."""
_PAST = re.compile(r"/(?:log|запись)\b")
_OF_ONES_OWN = re.compile(r"/(?:deputy|заместитель)\b")
_AHEAD = 7
"""Days from today to the first day of an example, and from each to the next."""


def fit_example(example: str, baseline: Baseline, speaker: str | None) -> str:
    """Return an example with a name of the contract and days that are near.

    Args:
        example: as it stands in the vocabulary, with a name and days of its own.
        baseline: the contract.
        speaker: the key of who asks. Somebody of the other side is named; as a deputy one of their own.
    """
    day = baseline.today - timedelta(days=1 if _PAST.match(example) else -_AHEAD)
    if day > baseline.today:
        day = baseline.calendar.on_or_after(day)
    language = "en" if example.isascii() else "ru"

    def write(_: re.Match[str]) -> str:
        nonlocal day
        written = short_day(day, language).replace("\xa0", " ")
        day = baseline.calendar.on_or_after(day + timedelta(days=_AHEAD))
        return written

    name = _pick_name(baseline, speaker, is_own=bool(_OF_ONES_OWN.match(example)))
    return _DAY.sub(write, _NAME.sub(lambda _: name, example) if name else example)


def _pick_name(baseline: Baseline, speaker: str | None, *, is_own: bool) -> str:
    people = baseline.mapping.people
    side = people[speaker].side if speaker else "client"
    terms = baseline.mapping.waiting
    first = terms.contact if terms and side == "contractor" and not is_own else None
    others = [key for key, person in people.items() if (person.side == side) == is_own and key != speaker]
    for key in ([first] if first else []) + others:
        called = people[key].called
        return called if find_people(baseline.mapping, called) == (key,) else people[key].name
    return ""

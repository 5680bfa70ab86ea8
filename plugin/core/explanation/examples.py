"""Examples of commands that a reader can copy: with people and days of their own contract."""

from __future__ import annotations

import re
from datetime import date, timedelta

from plugin.core.facts import Baseline
from plugin.core.model.named_people import find_people

_NAME = re.compile(r"\banna\b")
_DAY = re.compile(r"(?P<year_first>\d{4}-\d{2}-\d{2})|\d{2}\.\d{2}\.\d{4}")
_PAST = re.compile(r"/(?:log|запись)\b")
_AHEAD = 7
"""Days from today to the first day of an example, and from each to the next."""


def fit_example(example: str, baseline: Baseline, speaker: str | None) -> str:
    """Return an example with a name of the contract and days that can be meant today.

    Args:
        example: as it stands in the vocabulary, with a name and days of its own.
        baseline: the contract.
        speaker: the key of who asks; somebody of the other side is named.
    """
    day = baseline.today - timedelta(days=1 if _PAST.match(example) else -_AHEAD)

    def write(match: re.Match[str]) -> str:
        nonlocal day
        written, day = _format(day, is_iso=bool(match["year_first"])), day + timedelta(days=_AHEAD)
        return written

    name = _pick_name(baseline, speaker)
    return _DAY.sub(write, _NAME.sub(lambda _: name, example) if name else example)


def _pick_name(baseline: Baseline, speaker: str | None) -> str:
    people = baseline.mapping.people
    side = people[speaker].side if speaker else "client"
    terms = baseline.mapping.waiting
    first = terms.contact if terms and side == "contractor" else None
    others = [key for key, person in people.items() if person.side != side]
    for key in ([first] if first else []) + others:
        called = people[key].called
        return called if find_people(baseline.mapping, called) == (key,) else people[key].name
    return ""


def _format(day: date, *, is_iso: bool) -> str:
    return day.isoformat() if is_iso else f"{day:%d.%m.%Y}"

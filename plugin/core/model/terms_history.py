"""What earlier versions of a contract said that still matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class FormerPerson:
    """Somebody whom an earlier version named."""

    name: str
    account: str = ""
    email: str = ""


@dataclass(frozen=True)
class TermsHistory:
    """What the versions of a contract amount to.

    Attributes:
        pauses: from when until when waiting was not agreed on, or the contract was only observed; None: it
            still is so.
        people: whom an earlier version named and the one in force does not, by key.
    """

    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    people: Mapping[str, FormerPerson] = field(default_factory=dict)

    def is_paused(self, moment: datetime) -> bool:
        """Tell whether the terms of waiting did not hold at a moment."""
        return any(since <= moment and (until is None or moment < until) for since, until in self.pauses)


def make_history(versions: Iterable[tuple[datetime, Mapping[str, Any]]]) -> TermsHistory:
    """Return what versions amount to.

    Args:
        versions: when each came into force, with the mapping as plain data, the oldest first.
    """
    pauses: list[tuple[datetime, datetime | None]] = []
    people: dict[str, FormerPerson] = {}
    last: Mapping[str, Any] = {}
    for since, mapping in versions:
        is_off = mapping.get("waiting") is None or mapping.get("contract", {}).get("mode") == "observe"
        is_open = bool(pauses) and pauses[-1][1] is None
        if is_off and not is_open:
            pauses.append((since, None))
        elif not is_off and is_open:
            pauses[-1] = (pauses[-1][0], since)
        for key, person in mapping.get("people", {}).items():
            people[key] = FormerPerson(
                person.get("name", ""), person.get("account") or "", person.get("email") or ""
            )
        last = mapping
    named = last.get("people", {})
    return TermsHistory(tuple(pauses), {key: each for key, each in people.items() if key not in named})

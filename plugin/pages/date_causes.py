"""Why a stage's contract date is later than it was signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mappings.model import ContractMapping
from plugin.core.model.issue_state import IssueState
from plugin.core.model.waits import Wait


@dataclass(frozen=True)
class DateCause:
    """One thing that moved a stage's contract date.

    Attributes:
        working_days: by how much.
        what: the title of the extra, or what was waited for.
        who: the names of those who decided it, or of the person who was waited for.
        on: the contract's day of the decision; the last of the days that were waited.
        by_waiting: the client's side was waited for; nobody decided it.
    """

    working_days: int
    what: str
    who: str
    on: date
    by_waiting: bool = False


def list_causes(
    mapping: ContractMapping, states: Iterable[IssueState], waits: Iterable[Wait]
) -> dict[str, tuple[DateCause, ...]]:
    """Return what moved each stage by its id, earliest first.

    Args:
        mapping: the contract in force.
        states: its changes.
        waits: what was waited for and counted for a date.
    """
    found: dict[str, list[DateCause]] = {}
    for stage, cause in (*_decided(mapping, states), *_waited(mapping, waits)):
        found.setdefault(stage, []).append(cause)
    return {stage: tuple(sorted(causes, key=lambda each: each.on)) for stage, causes in found.items()}


def _decided(mapping: ContractMapping, states: Iterable[IssueState]) -> Iterator[tuple[str, DateCause]]:
    for state in states:
        decision = state.change.decision if state.change else None
        if decision is None or not decision.option.moves or not decision.option.working_days:
            continue
        names = [mapping.people[key].name for key in decision.deciders if key in mapping.people]
        yield (
            state.stage or "",
            DateCause(
                decision.option.working_days,
                state.issue.summary,
                ", ".join(names) or decision.by_name or decision.by,
                decision.at.astimezone(mapping.contract.zone).date(),
            ),
        )


def _waited(mapping: ContractMapping, waits: Iterable[Wait]) -> Iterator[tuple[str, DateCause]]:
    for wait in waits:
        counted = wait.counted
        if counted is None or counted.state != "moved" or not counted.days:
            continue
        person = mapping.people.get(wait.owed_by)
        yield (
            wait.stage or "",
            DateCause(counted.days, wait.what, person.name if person else "", counted.last, by_waiting=True),
        )

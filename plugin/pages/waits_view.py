"""What waits for one reader, over all of their contracts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from mappings.model import ContractMapping
from plugin.core.calendar.working_days import make_calendar
from plugin.core.model.waits import Side, Wait, WaitState
from plugin.core.waiting.clock import Hours
from plugin.core.waiting.holders import find_holder
from plugin.pages.contract_access import Reader
from plugin.reports.dates_at_risk import find_dates_at_risk
from plugin.reports.waits import StageWaiting, WaitRow
from plugin.store import reminders
from plugin.store.connection import Connection
from plugin.store.reminders import StoredWait
from plugin.texts.reminder_messages import DateAtRisk


@dataclass(frozen=True)
class WaitingForReader:
    """One thing whose next step is the reader's.

    Attributes:
        mapping: the contract.
        wait: as it stands.
        issue: the issue's key now.
        asked_by: the name of the person who asked, or who has answered; empty: nobody is named.
        days: for how many working days it has waited for the reader.
        is_answer: whether an answer has come that the reader is to look at.
        risk: the stage's date that an answer still keeps, once the day asked for has passed.
        is_late: whether the day asked for has passed.
    """

    mapping: ContractMapping
    wait: Wait
    issue: str
    asked_by: str
    days: int
    is_answer: bool
    risk: DateAtRisk | None = None
    is_late: bool = False

    @property
    def since(self) -> date:
        """The contract's day since which it waits for the reader."""
        return self.wait.turns[-1].since.astimezone(self.mapping.contract.zone).date()


def list_for_reader(
    connection: Connection, readers: Iterable[Reader], now: datetime
) -> tuple[WaitingForReader, ...]:
    """Return what waits for a reader, the oldest first.

    Args:
        connection: a transaction that reads.
        readers: the reader in each contract; where they have no key, nothing is theirs.
        now: the moment up to which days are counted.
    """
    found = [
        each for reader in readers if reader.key for each in _of_contract(connection, reader, reader.key, now)
    ]
    return tuple(sorted(found, key=lambda each: (each.wait.turns[-1].since, each.wait.key)))


@dataclass(frozen=True)
class OpenWait:
    """An open wait, the side that has the ball, and its place in the list."""

    row: WaitRow
    side: Side
    index: int


def list_open(rows: Iterable[WaitRow]) -> tuple[OpenWait, ...]:
    """Return what is open, each with the side whose turn it is."""
    return tuple(
        OpenWait(row, row.owed_side if row.state == WaitState.OPEN else _other(row.owed_side), index)
        for index, row in enumerate((row for row in rows if row.is_open), 1)
    )


def _other(side: Side) -> Side:
    return "client" if side == "contractor" else "contractor"


def group_by_stage(
    sums: Iterable[StageWaiting], mapping: ContractMapping
) -> tuple[tuple[str, dict[Side, StageWaiting]], ...]:
    """Return how long each side was waited for, by the titles of the stages."""
    found: dict[str, dict[Side, StageWaiting]] = {}
    for each in sums:
        found.setdefault(each.stage, {})[each.side] = each
    titles = {stage.id: stage.title for stage in mapping.stages}
    return tuple((titles.get(stage, stage), sides) for stage, sides in found.items())


def find_for_reader(
    connection: Connection, reader: Reader, issue: str, series: str, number: int
) -> Wait | None:
    """Return an open wait that a reader owes, or None."""
    owed = reminders.load_owed(connection, reader.mapping.id, reader.key or "")
    return next((each.wait for each in owed if each.wait.key == (issue, series, number)), None)


def _of_contract(
    connection: Connection, reader: Reader, key: str, now: datetime
) -> Iterator[WaitingForReader]:
    mapping = reader.mapping
    hours = Hours(make_calendar(mapping.contract), mapping)
    today = now.astimezone(mapping.contract.zone).date()
    listed = [
        each
        for each in reminders.load_listed(connection, mapping.id)
        if find_holder(mapping, each.wait, today) == key
    ]
    risks = find_dates_at_risk(connection, mapping, listed, now)
    for stored in listed:
        if stored.wait.is_open:
            yield replace(_show(stored, hours, now), risk=risks.get(stored.wait.key))


def _show(stored: StoredWait, hours: Hours, now: datetime) -> WaitingForReader:
    wait, people = stored.wait, hours.mapping.people
    is_answer = wait.state is WaitState.ANSWERED
    other = wait.owed_by if is_answer else wait.asked_by
    since = hours.find_day(wait.turns[-1].since)
    return WaitingForReader(
        mapping=hours.mapping,
        wait=wait,
        issue=stored.key or wait.issue,
        asked_by=people[other].name if other in people else "",
        days=hours.calendar.working_days_between(since, hours.find_day(now)),
        is_answer=is_answer,
        is_late=not is_answer and wait.due < now.astimezone(hours.mapping.contract.zone).date(),
    )

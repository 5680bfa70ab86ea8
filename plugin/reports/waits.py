"""Who waits for whom: holder, both sides' days and next step of each wait."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from mappings.model import ContractMapping
from plugin.core.calendar.working_days import make_calendar
from plugin.core.model.waits import Side, WaitKind, WaitState
from plugin.core.waiting.clock import Hours, find_held_days, unite
from plugin.core.waiting.holders import find_holder
from plugin.core.waiting.ladder import Owed, find_next_step
from plugin.reports.dates_at_risk import find_dates_at_risk
from plugin.store import contracts, reminders, stages
from plugin.store.connection import Connection
from plugin.store.reminders import StoredWait
from plugin.texts.reminder_messages import DateAtRisk

SIDES: tuple[Side, ...] = ("contractor", "client")
"""Our own side comes first, as in everything that speaks of delays."""


@dataclass(frozen=True)
class WaitRow:
    """A wait as it is listed.

    Attributes:
        contract: the contract's id.
        issue: the issue's key now.
        number: by which people name it.
        kind: what is owed.
        what: in the words of the person who asked.
        owed_by: the person's name.
        owed_side: the person's side.
        asked_by: the name of the person who asked; None: the service.
        asked_at: in the contract's time zone.
        due: the day asked for.
        state: how far it has come.
        holder: the name of the person who has the ball; None at the end.
        days_client: the working days on which the client's side had the ball.
        days_contractor: the working days on which ours had it.
        next_step: of the ladder; None where none comes.
        next_on: its day.
        missing: what is missing after a part came.
        stage: the id of its stage; None without one.
        person: the key of the person who owes.
        subject: the tracker's id of the issue.
        series: counts of its own: what people ask for, offers, signatures.
        is_quiet: nobody is reminded of it.
        risk: the stage's date that an answer still keeps, once the day asked for has passed.
    """

    contract: str
    issue: str
    number: int
    kind: str
    what: str
    owed_by: str
    owed_side: Side
    asked_by: str | None
    asked_at: datetime
    due: date
    state: str
    holder: str | None
    days_client: int
    days_contractor: int
    next_step: str | None
    next_on: date | None
    missing: str = ""
    stage: str | None = None
    person: str = ""
    subject: str = ""
    series: str = "asked"
    is_quiet: bool = False
    risk: DateAtRisk | None = None

    @property
    def is_open(self) -> bool:
        """Whether anybody still has the ball."""
        return self.state in (WaitState.OPEN, WaitState.ANSWERED)


@dataclass(frozen=True)
class StageWaiting:
    """What was waited for in a stage by one side: united, and added up."""

    stage: str
    side: Side
    days: int
    added: int


def read_waits(connection: Connection, mapping: ContractMapping, now: datetime) -> tuple[WaitRow, ...]:
    """Return every wait of a contract, open ones first, then by the day asked for.

    Args:
        connection: to read by.
        mapping: the contract in force.
        now: the moment up to which days are counted.
    """
    history = contracts.load_history(connection, mapping.id)
    hours = Hours(make_calendar(mapping.contract), mapping, history)
    listed = reminders.load_listed(connection, mapping.id)
    risks = find_dates_at_risk(connection, mapping, listed, now)
    reviewed = _list_reviewed(connection, mapping)
    found = [replace(_row(hours, each, now, reviewed), risk=risks.get(each.wait.key)) for each in listed]
    return tuple(sorted(found, key=lambda row: (not row.is_open, row.due, row.issue, row.number)))


def sum_by_stage(connection: Connection, mapping: ContractMapping, now: datetime) -> tuple[StageWaiting, ...]:
    """Return how long each side was waited for in each stage, ours first."""
    hours = Hours(make_calendar(mapping.contract), mapping)
    listed = [each.wait for each in reminders.load_listed(connection, mapping.id) if each.wait.urgent]
    sums: list[StageWaiting] = []
    for stage in mapping.stages:
        own = [each for each in listed if each.stage == stage.id]
        for side in SIDES:
            days = [find_held_days(each, side, hours, now) for each in own]
            sums.append(StageWaiting(stage.id, side, len(unite(days)), sum(map(len, days))))
    return tuple(each for each in sums if each.added)


def _list_reviewed(connection: Connection, mapping: ContractMapping) -> frozenset[str]:
    """Return the stages whose review period runs: it reminds by itself."""
    found = stages.load_all(connection, mapping.id).items()
    return frozenset(stage for stage, state in found if state.review is not None and state.review.is_running)


def _row(hours: Hours, stored: StoredWait, now: datetime, reviewed: frozenset[str]) -> WaitRow:
    mapping, wait, zone = hours.mapping, stored.wait, hours.mapping.contract.zone
    is_reviewed = wait.kind is WaitKind.SIGNATURE and wait.stage in reviewed
    owed = Owed(wait, mapping, hours.calendar, stored.tracker, stored.said, stored.key, is_reviewed)
    look = stored.look.astimezone(zone).date() if stored.look else None
    today = now.astimezone(zone).date()
    ahead = find_next_step(owed, today, look)
    return WaitRow(
        contract=mapping.id,
        issue=stored.key or wait.issue,
        number=wait.number,
        kind=wait.kind.value,
        what=wait.what,
        owed_by=_name(hours, wait.owed_by) or wait.owed_by,
        owed_side=wait.owed_side,
        asked_by=_name(hours, wait.asked_by),
        asked_at=wait.asked_at.astimezone(mapping.contract.zone),
        due=wait.due,
        state=wait.state.value,
        holder=_name(hours, find_holder(mapping, wait, today)),
        days_client=len(find_held_days(wait, "client", hours, now)),
        days_contractor=len(find_held_days(wait, "contractor", hours, now)),
        next_step=ahead.rung.value if ahead else None,
        next_on=ahead.on if ahead else None,
        missing=wait.missing,
        stage=wait.stage,
        person=wait.owed_by,
        subject=wait.issue,
        series=wait.series,
        is_quiet=wait.quiet,
    )


def _name(hours: Hours, key: str) -> str | None:
    person = hours.mapping.people.get(key) or hours.history.people.get(key)
    return person.name if person else (key or None)

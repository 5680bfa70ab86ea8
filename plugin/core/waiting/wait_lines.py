"""How waits are told: one line each, with the days that were waited."""

from __future__ import annotations

from datetime import date

from plugin.core.facts import Baseline
from plugin.core.model.outcome import Absence
from plugin.core.model.waits import Wait, WaitKind, WaitState
from plugin.core.waiting.absences import find_stand_ins
from plugin.core.waiting.clock import Hours, find_late_days
from plugin.texts import waiting_messages as say


def hours_of(baseline: Baseline) -> Hours:
    """Return the contract's days and hours."""
    return Hours(baseline.calendar, baseline.mapping, baseline.history)


def make_line(baseline: Baseline, wait: Wait) -> say.WaitLine:
    """Return what is told of a wait."""
    answered = _answered_on(baseline, wait)
    return say.WaitLine(
        number=wait.number,
        kind=_kind(wait),
        what=wait.what,
        person=find_name(baseline, wait.owed_by),
        asker=find_name(baseline, wait.asked_by),
        due=wait.due,
        state=wait.state.value,
        missing=wait.missing,
        answered_on=answered,
        waited=find_waited(baseline, wait),
        moved_to=wait.moved_to,
        away=_find_days_away(baseline, wait) if wait.state is WaitState.OPEN else None,
    )


def _find_days_away(baseline: Baseline, wait: Wait) -> say.DaysAway | None:
    """Return the absence of who owes, in which the day asked for lies."""
    person = baseline.mapping.people.get(wait.owed_by)
    for away in person.away if person else ():
        if away.starts <= wait.due <= away.until:
            absence = Absence(wait.owed_by, away.starts, away.until)
            return say.DaysAway(away.starts, away.until, find_stand_ins(baseline.mapping, absence))
    return None


def find_waited(baseline: Baseline, wait: Wait) -> say.Waited | None:
    """Return the days on which an answer was late; None where it was not."""
    late = find_late_days(wait, hours_of(baseline), baseline.now)
    return describe_days(baseline, wait, late)


def describe_days(baseline: Baseline, wait: Wait, days: tuple[date, ...]) -> say.Waited | None:
    """Return working days as they are told, with the day on which the answer came."""
    if not days:
        return None
    return say.Waited(len(days), days[0], days[-1], _answered_on(baseline, wait))


def find_name(baseline: Baseline, key: str) -> str:
    """Return a person's name; that of the contract's first manager for the service.

    Somebody whom the contract names no more keeps the name that they had in it.
    """
    people = baseline.mapping.people
    if key in people:
        return people[key].name
    if key in baseline.history.people:
        return baseline.history.people[key].name
    ours = (person.name for person in people.values() if person.side == "contractor")
    return next(ours, "")


def _answered_on(baseline: Baseline, wait: Wait) -> date | None:
    replied = wait.replied_at
    return replied.astimezone(baseline.mapping.contract.zone).date() if replied else None


def _kind(wait: Wait) -> say.ListedKind:
    if wait.kind is WaitKind.PROMISE:
        return "promise"
    return "confirmation" if wait.kind is WaitKind.CONFIRMATION else "input"

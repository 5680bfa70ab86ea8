"""Absences: somebody says when they are away, and who stands in is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from mappings.model import ContractMapping
from plugin.core.commands import Away
from plugin.core.model.actor import Speaker
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import Absence, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import reply_slot
from plugin.core.model.waits import WaitState
from plugin.core.presenter.comments import make_answer
from plugin.core.step import Step
from plugin.texts import call_messages as say

_STAND_IN = frozenset({"decide", "sign_off"})
_TOLD_AHEAD = timedelta(days=30)
"""Absences are told this long before they begin."""


@dataclass(frozen=True)
class UpcomingAbsence:
    """Days on which somebody is away, and the names of who stands in."""

    name: str
    starts: date
    until: date
    stand_ins: tuple[str, ...]


def take_away(step: Step, state: IssueState, command: Away, speaker: Speaker) -> Outcome:
    """Keep the days on which somebody is away: no reminder reaches them then."""
    baseline, slot = step.now.baseline, reply_slot(speaker.comment)
    why: say.AbsenceRefusal | None = None
    if speaker.key is None:
        why = "stranger"
    elif command.until < command.starts:
        why = "reversed"
    elif command.until < baseline.day_of(speaker.at):
        why = "past"
    if why is not None or speaker.key is None:
        word = command.word or "away"
        asked = say.AbsenceUnclear(speaker.name, why or "stranger", command.starts, command.until, word)
        return Outcome(Result.HINT, effects=(make_answer(baseline, state, slot, asked),))
    absence = Absence(speaker.key, command.starts, command.until)
    owed = sorted(
        (wait.due, wait.what)
        for wait in step.now.waits.values()
        if wait.owed_by == speaker.key and wait.state is WaitState.OPEN
    )
    message = say.AbsenceNoted(
        person=speaker.name,
        starts=command.starts,
        until=command.until,
        deputies=find_stand_ins(baseline.mapping, absence),
        owed=tuple((what, due) for due, what in owed),
        back_on=baseline.calendar.add_working_days(command.until, 1),
    )
    payload = {
        "issue": state.issue.key,
        "by": speaker.key,
        "from": command.starts.isoformat(),
        "until": command.until.isoformat(),
    }
    return Outcome(
        Result.AWAY,
        effects=(make_answer(baseline, state, slot, message),),
        entries=(RecordEntry(state.issue.id, EntryKind.AWAY, payload),),
        absences=(absence,),
    )


def find_stand_ins(mapping: ContractMapping, absence: Absence) -> tuple[str, ...]:
    """Return the names of the deputies who stand in on any day of an absence."""
    keys = (
        row.person
        for row in mapping.authority
        if row.on_behalf_of == absence.person
        and _STAND_IN & set(row.may)
        and (row.starts is None or row.starts <= absence.until)
        and (row.until is None or absence.starts <= row.until)
    )
    return tuple(mapping.people[key].name for key in dict.fromkeys(keys))


def list_upcoming(mapping: ContractMapping, today: date) -> tuple[UpcomingAbsence, ...]:
    """Return who is away now or soon, the nearest first.

    Args:
        mapping: the contract, with the absences that people told of and their deputies.
        today: in the contract's time zone.
    """
    found = [
        UpcomingAbsence(
            person.name,
            away.starts,
            away.until,
            find_stand_ins(mapping, Absence(key, away.starts, away.until)),
        )
        for key, person in mapping.people.items()
        for away in person.away
        if away.until >= today and away.starts <= today + _TOLD_AHEAD
    ]
    return tuple(sorted(found, key=lambda each: (each.starts, each.name)))

"""Deputies: a signatory or decider names somebody to stand in until a date."""

from __future__ import annotations

from datetime import date, timedelta

from mappings.model import Authority, ContractMapping
from plugin.core import commands as given
from plugin.core.facts import Baseline
from plugin.core.model.actor import Actor
from plugin.core.model.issue_state import IssueState
from plugin.core.model.named_people import find_people
from plugin.core.model.outcome import DeputyAppointment, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import reply_slot
from plugin.core.presenter.comments import make_answer
from plugin.texts import stage_messages
from plugin.texts import stage_messages as say


def name_deputy(baseline: Baseline, state: IssueState, command: given.Deputy, actor: Actor) -> Outcome:
    """Name a deputy of a signatory or decider until a date, with the same powers."""
    mapping = baseline.mapping
    found = find_people(mapping, command.person)
    person = found[0] if len(found) == 1 else None
    own = [row for row in mapping.authority if row.person == actor.key and row.on_behalf_of is None]
    own = [row for row in own if {"decide", "sign_off"} & set(row.may) and _holds_today(row, baseline.today)]
    why: str | None = None
    if not own:
        why = "nothing_to_hand_over"
    elif len(found) > 1:
        why = "several_people"
    elif person is None:
        why = "unknown_person"
    elif person == actor.key or mapping.people[person].side != mapping.people[own[0].person].side:
        # Nobody signs their own work off: a deputy is somebody else of the same side.
        why = "own_deputy"
    elif command.until < baseline.today:
        if _is_deputy_of(mapping, person, actor.key, baseline.today):
            return _deputy_ended(baseline, state, person, actor)
        why = "date_passed"
    slot = reply_slot(actor.said_in)
    if why is not None or person is None:
        clients = tuple(each.name for each in mapping.people.values() if each.side == "client")
        known = found if why == "several_people" else clients
        not_named = stage_messages.DeputyNotNamed(actor.name, why, command.person, known)  # type: ignore[arg-type]
        return Outcome(Result.DEPUTY_NOT_NAMED, effects=(make_answer(baseline, state, slot, not_named),))
    named = DeputyAppointment(
        person=person, on_behalf_of=actor.key or "", starts=baseline.today, until=command.until
    )
    message = say.DeputyNamed(actor.name, mapping.people[person].name, command.until)
    payload = {"by": actor.key, "deputy": person, "until": command.until.isoformat()}
    return Outcome(
        Result.DEPUTY_NAMED,
        effects=(make_answer(baseline, state, slot, message),),
        entries=(RecordEntry(state.issue.id, EntryKind.DEPUTY_NAMED, payload),),
        deputies=(named,),
    )


def _is_deputy_of(mapping: ContractMapping, person: str, principal: str | None, today: date) -> bool:
    rows = [row for row in mapping.authority if row.person == person and row.on_behalf_of == principal]
    return any(_holds_today(row, today) for row in rows)


def _deputy_ended(baseline: Baseline, state: IssueState, person: str, actor: Actor) -> Outcome:
    """End a deputy's days as of yesterday; what they signed stays signed."""
    yesterday = baseline.today - timedelta(days=1)
    ended = DeputyAppointment(person=person, on_behalf_of=actor.key or "", starts=yesterday, until=yesterday)
    message = say.DeputyEnded(actor.name, baseline.mapping.people[person].name)
    payload = {"by": actor.key, "deputy": person}
    return Outcome(
        Result.DEPUTY_ENDED,
        effects=(make_answer(baseline, state, reply_slot(actor.said_in), message),),
        entries=(RecordEntry(state.issue.id, EntryKind.DEPUTY_ENDED, payload),),
        deputies=(ended,),
    )


def _holds_today(row: Authority, today: date) -> bool:
    begun = row.starts is None or row.starts <= today
    return begun and (row.until is None or today <= row.until)

"""What happened elsewhere: written down by one side, confirmed by the other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from mappings.model import ContractMapping
from plugin.core import commands as given
from plugin.core.contract_facts import ContractFacts
from plugin.core.facts import Baseline
from plugin.core.model.actor import Speaker
from plugin.core.model.calls import PlannedCall
from plugin.core.model.exchanges import Exchange, ExchangeKind
from plugin.core.model.internal_events import CommandGiven
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import reply_slot
from plugin.core.model.waits import ClosedBy, Wait, WaitKind, WaitState
from plugin.core.presenter.comments import make_answer
from plugin.core.step import Step
from plugin.core.timeline.comments import by_account
from plugin.core.timeline.excerpt import cut
from plugin.texts import call_messages
from plugin.texts import timeline_messages as say

_LETTER = re.compile(
    r"\b(?:письм\w*|почт\w*|мейл\w*|e-?mails?|mails?|letters?|телеграм\w*|telegram|whatsapp)\b", re.IGNORECASE
)


def take_log(step: Step) -> Outcome:
    """Take what somebody writes down, or the other side's confirmation."""
    event, state = step.event, step.state
    if not isinstance(event, CommandGiven) or state is None or state.deleted:
        return NOTHING
    match event.command:
        case given.Log() as command:
            return _write_down(step, state, command, event.speaker)
        case given.Ok() as command:
            return _confirm(step, state, command, event.speaker)
        case _:
            return NOTHING


def _write_down(step: Step, state: IssueState, command: given.Log, speaker: Speaker) -> Outcome:
    baseline, slot = step.now.baseline, reply_slot(speaker.comment)
    if (why := _why_not(baseline, command, speaker)) is not None:
        refusal = say.LogNotTaken(speaker.name, why, command.on)
        return Outcome(Result.HINT, effects=(make_answer(baseline, state, slot, refusal),))
    known = step.now.logged.get(state.issue.id, ())
    key = f"log:{speaker.comment_id}"
    # What a call left to be confirmed has a number of its own: a bare number means one thing.
    waited = [
        each.number
        for each in step.now.waits_of(state.issue.id)
        if each.kind is WaitKind.CONFIRMATION and each.series == "asked"
    ]
    following = max((*map(number_of, known), *waited), default=0) + 1
    number = next((number_of(each) for each in known if each.id == key), following)
    kind = ExchangeKind.MAIL if _LETTER.search(command.text) else ExchangeKind.CALL
    moment = _moment_of(baseline, command.on, speaker)
    told = Exchange(
        key,
        state.issue.id,
        moment,
        moment,
        kind,
        what=cut(command.text),
        details={"number": number, "on": command.on.isoformat()},
        reported=True,
    )
    confirmers = find_confirmers(baseline.mapping, speaker.key or "")
    one = confirmers[0] if len(confirmers) == 1 else None
    message = say.Logged(
        person=speaker.name,
        number=number,
        kind="mail" if kind is ExchangeKind.MAIL else "call",
        on=command.on,
        what=command.text,
        confirmer=baseline.mapping.people[one].name if one else "",
        near=baseline.today,
    )
    payload = {
        "issue": state.issue.key,
        "by": speaker.key,
        "on": command.on.isoformat(),
        "text": command.text,
        "number": number,
    }
    return Outcome(
        Result.LOGGED,
        effects=(make_answer(baseline, state, slot, message, (one,)),),
        entries=(RecordEntry(state.issue.id, EntryKind.LOGGED, payload),),
        exchanges=(by_account(baseline.mapping, told, speaker.account),),
    )


def _confirm(step: Step, state: IssueState, command: given.Ok, speaker: Speaker) -> Outcome:
    baseline, slot = step.now.baseline, reply_slot(speaker.comment)
    theirs = find_confirmable(step.now, state.issue.id, speaker)
    meant = [each for each in theirs if command.number in (None, number_of(each))]
    if len(meant) != 1:
        is_known = speaker.key in baseline.mapping.people
        others = [each for each in step.now.logged.get(state.issue.id, ()) if each.reported]
        is_own = bool(others) and not theirs and is_known
        call = _find_call_ahead(step, state, speaker)
        if call is not None and not theirs and command.number is None:
            return _say_call_stands(baseline, state, speaker, call)
        listed = tuple(sorted((number_of(each), each.what) for each in theirs))
        which = say.WhichLog(speaker.name, listed, command.number, is_own)
        return Outcome(Result.HINT, effects=(make_answer(baseline, state, slot, which),))
    (logged,) = meant
    number, on = number_of(logged), date.fromisoformat(logged.details["on"])
    details = {**logged.details, "confirmed_by": speaker.key}
    message = say.LogConfirmed(
        speaker.name, number, on, logged.what, is_changed=_is_offer_changed(state, logged)
    )
    payload = {"issue": state.issue.key, "by": speaker.key, "number": number}
    wait = find_wait(step.now, logged)
    at = speaker.at or baseline.now
    ended = (wait.closed(WaitState.GOT, at, ClosedBy.WORD),) if wait is not None else ()
    return Outcome(
        Result.LOG_CONFIRMED,
        effects=(make_answer(baseline, state, slot, message),),
        entries=(RecordEntry(state.issue.id, EntryKind.LOG_CONFIRMED, payload),),
        exchanges=(replace(logged, reported=False, details=details),),
        waits=ended,
    )


def _find_call_ahead(step: Step, state: IssueState, speaker: Speaker) -> PlannedCall | None:
    """Return the issue's next call to which a person is invited, or None."""
    said_at = speaker.at or step.now.baseline.now
    calls = step.now.calls.get(state.issue.id, ())
    return next((each for each in calls if each.at >= said_at and speaker.key in each.people), None)


def _say_call_stands(baseline: Baseline, state: IssueState, speaker: Speaker, call: PlannedCall) -> Outcome:
    """Answer a yes to an invitation: nothing else is to be confirmed."""
    at = call.at.astimezone(baseline.mapping.contract.zone)
    message = call_messages.CallStands(speaker.name, at.date(), f"{at:%H:%M}", call.topic)
    return Outcome(Result.HINT, effects=(make_answer(baseline, state, reply_slot(speaker.comment), message),))


def find_confirmable(facts: ContractFacts, issue: str, speaker: Speaker) -> tuple[Exchange, ...]:
    """Return what somebody may confirm on an issue.

    What a person is said to have said is theirs alone; else the other side's word is enough.
    """
    person = facts.baseline.mapping.people.get(speaker.key or "")
    return tuple(
        each
        for each in facts.logged.get(issue, ())
        if each.reported and person is not None and _may_confirm(facts, each, speaker.key, person.side)
    )


def find_confirmed_choice(
    facts: ContractFacts, state: IssueState, number: int | None, speaker: Speaker
) -> int | None:
    """Return the option that a confirmation chooses, as it was offered then."""
    meant = [
        each for each in find_confirmable(facts, state.issue.id, speaker) if number in (None, number_of(each))
    ]
    if len(meant) != 1 or not speaker.public or _is_offer_changed(state, meant[0]):
        return None
    chosen = meant[0].details.get("chosen")
    return int(chosen) if chosen is not None else None


def _may_confirm(facts: ContractFacts, logged: Exchange, key: str | None, side: str) -> bool:
    if logged.details.get("wait") is None:
        return logged.side != side
    wait = find_wait(facts, logged)
    return wait is not None and wait.is_open and wait.owed_by == key


def find_wait(facts: ContractFacts, logged: Exchange) -> Wait | None:
    """Return the wait for a yes to a call that was written up, or None."""
    number = logged.details.get("wait")
    return facts.waits.get((logged.issue, "asked", number)) if number is not None else None


def _is_offer_changed(state: IssueState, logged: Exchange) -> bool:
    """Tell whether the option that was spoken of is no longer offered as it was then."""
    if logged.details.get("chosen") is None:
        return False
    offer = state.change.offer if state.change is not None and state.has_open_change else None
    return offer is None or offer.version != logged.details.get("version")


def find_confirmers(mapping: ContractMapping, writer: str) -> tuple[str, ...]:
    """Return who of the other side is asked to confirm: its contact, else everybody."""
    person = mapping.people.get(writer)
    side = person.side if person else ""
    others = [key for key, each in mapping.people.items() if each.side != side]
    contact = mapping.waiting.contact if mapping.waiting else None
    return (contact,) if contact in others and contact is not None else tuple(others)


def _why_not(baseline: Baseline, command: given.Log, speaker: Speaker) -> say.LogRefusal | None:
    if speaker.key is None:
        return "stranger"
    if not speaker.public:
        return "private"
    return "future" if command.on > baseline.day_of(speaker.at) else None


def _moment_of(baseline: Baseline, on: date, speaker: Speaker) -> datetime:
    """Return when it happened: of today, when it was written; else that day's morning."""
    said_at = speaker.written_at or speaker.at or baseline.now
    is_today = on == said_at.astimezone(baseline.mapping.contract.zone).date()
    return said_at if is_today else baseline.morning_of(on)


def number_of(exchange: Exchange) -> int:
    """Return the number by which what was written down is confirmed."""
    return int(exchange.details.get("number", 0))

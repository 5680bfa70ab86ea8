"""What happened elsewhere: written down by one side, confirmed by the other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from mappings.model import ContractMapping
from plugin.core import commands as given
from plugin.core.facts import Baseline
from plugin.core.model.actor import Speaker
from plugin.core.model.exchanges import Exchange, ExchangeKind
from plugin.core.model.internal_events import CommandGiven
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import reply_slot
from plugin.core.presenter.comments import make_answer
from plugin.core.step import Step
from plugin.core.timeline.comments import by_account
from plugin.core.timeline.excerpt import cut
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
    following = max(map(_number, known), default=0) + 1
    number = next((_number(each) for each in known if each.id == key), following)
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
    person = baseline.mapping.people.get(speaker.key or "")
    open_ones = [each for each in step.now.logged.get(state.issue.id, ()) if each.reported]
    theirs = [each for each in open_ones if person is not None and each.side != person.side]
    meant = [each for each in theirs if command.number in (None, _number(each))]
    if len(meant) != 1:
        is_own = bool(open_ones) and not theirs and person is not None
        listed = tuple(sorted((_number(each), each.what) for each in theirs))
        which = say.WhichLog(speaker.name, listed, command.number, is_own)
        return Outcome(Result.HINT, effects=(make_answer(baseline, state, slot, which),))
    (logged,) = meant
    number, on = _number(logged), date.fromisoformat(logged.details["on"])
    details = {**logged.details, "confirmed_by": speaker.key}
    message = say.LogConfirmed(speaker.name, number, on, logged.what)
    payload = {"issue": state.issue.key, "by": speaker.key, "number": number}
    return Outcome(
        Result.LOG_CONFIRMED,
        effects=(make_answer(baseline, state, slot, message),),
        entries=(RecordEntry(state.issue.id, EntryKind.LOG_CONFIRMED, payload),),
        exchanges=(replace(logged, reported=False, details=details),),
    )


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


def _number(exchange: Exchange) -> int:
    return int(exchange.details.get("number", 0))

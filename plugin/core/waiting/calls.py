"""Calls: arranged by one command, written up by another, confirmed by a third."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mappings.model import ContractMapping
from plugin.core.commands import Call, Called
from plugin.core.model.actor import Speaker
from plugin.core.model.calls import PlannedCall
from plugin.core.model.exchanges import Exchange, ExchangeKind
from plugin.core.model.issue_state import IssueState
from plugin.core.model.named_people import find_people
from plugin.core.model.outcome import EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import reply_slot
from plugin.core.model.waits import ClosedBy, Wait, WaitKind, WaitState
from plugin.core.presenter.comments import make_answer
from plugin.core.step import Step
from plugin.core.timeline.comments import by_account
from plugin.core.timeline.excerpt import cut
from plugin.core.timeline.logged import find_confirmers, find_wait, number_of
from plugin.core.waiting.asks import find_due, open_wait
from plugin.texts import call_messages as say

_OPTION = re.compile(r"(?:option|вариант\w{0,2}|№)\s*[№#]?\s*(?P<number>\d{1,2})(?!\d)", re.IGNORECASE)
_NAME_ENDS = re.compile(r"[,;:(]|\s[–—-]\s")


def take_call(step: Step, state: IssueState, command: Call, speaker: Speaker) -> Outcome:
    """Keep a call that is arranged, and say with whom and when it is."""
    baseline, mapping = step.now.baseline, step.now.baseline.mapping
    zone = mapping.contract.zone
    at = datetime.combine(command.on, command.at, tzinfo=zone)
    said_at = min(speaker.at or baseline.now, baseline.now)
    if speaker.key is None:
        return _ask_back(step, state, speaker, "stranger", command.word)
    if not speaker.public:
        return _ask_back(step, state, speaker, "private", command.word)
    if at < said_at:
        return _ask_back(step, state, speaker, "past", command.word)
    people: list[str] = []
    for written in command.who:
        found = find_people(mapping, written)
        if len(found) != 1:
            why: say.CallRefusal = "several_people" if found else "unknown_person"
            return _ask_back(step, state, speaker, why, command.word, written, found)
        people += found
    talking = tuple(dict.fromkeys((*people, speaker.key)))
    call = PlannedCall(speaker.comment_id, state.issue.id, at, talking, command.topic, speaker.key)
    message = say.CallArranged(
        person=speaker.name,
        people=tuple(mapping.people[key].name for key in talking),
        on=command.on,
        time=f"{command.at:%H:%M}",
        zone=mapping.contract.timezone,
        topic=command.topic,
    )
    payload = {
        "issue": state.issue.key,
        "by": speaker.key,
        "at": at.isoformat(),
        "people": list(talking),
        "topic": command.topic,
    }
    asks = tuple(key for key in talking if key != speaker.key)
    return Outcome(
        Result.CALL_ARRANGED,
        effects=(make_answer(baseline, state, reply_slot(speaker.comment), message, asks),),
        entries=(RecordEntry(state.issue.id, EntryKind.CALL_ARRANGED, payload),),
        calls=(call,),
    )


def _find_talkers(step: Step, state: IssueState, speaker: Speaker) -> tuple[str, ...]:
    """Return who of the other side was to be on the issue's last call."""
    people, calls = step.now.baseline.mapping.people, step.now.calls.get(state.issue.id, ())
    side = people[speaker.key].side if speaker.key else ""
    talked = calls[-1].people if calls else ()
    return tuple(key for key in talked if key in people and people[key].side != side)


def take_called(step: Step, state: IssueState, command: Called, speaker: Speaker) -> Outcome:
    """Write up a call; a yes that was spoken is reported until its giver confirms it."""
    baseline, mapping = step.now.baseline, step.now.baseline.mapping
    if speaker.key is None or not speaker.public:
        why: say.CallRefusal = "private" if speaker.key is not None else "stranger"
        return _ask_back(step, state, speaker, why, command.word)
    at = speaker.at or baseline.now
    spoken = _find_spoken_ok(step, state, command)
    earlier, wait = _open_confirmation(step, state, command, speaker, spoken)
    number = wait.number if wait else _next_number(step, state, speaker)
    on = baseline.day_of(speaker.written_at or at)
    details: dict[str, object] = {"number": number, "on": on.isoformat()}
    if wait is not None:
        details |= {"wait": wait.number, "chosen": spoken.option, "version": spoken.version}
    written_at = speaker.written_at or at
    call = Exchange(
        f"log:{speaker.comment_id}",
        state.issue.id,
        written_at,
        at,
        ExchangeKind.CALL,
        what=cut(_sum_up(command)),
        details=details,
        reported=True,
    )
    asked = find_confirmers(mapping, speaker.key)
    talked = _find_talkers(step, state, speaker)
    confirmers = talked if talked and not set(asked) <= set(talked) else asked
    one = wait.owed_by if wait else confirmers[0] if len(confirmers) == 1 else None
    acts = speaker.key if spoken.is_unknown else one
    message = say.CallWrittenUp(
        person=speaker.name,
        number=number,
        context=command.context,
        problem=command.problem,
        options=command.options,
        next_step=command.next_step,
        whose_ok=command.whose_ok,
        confirmer=mapping.people[one].name if one else "",
        is_ok=wait is not None,
        chosen=spoken.option,
        unknown=tuple(each.name for each in mapping.people.values()) if spoken.is_unknown else (),
    )
    payload = {
        "issue": state.issue.key,
        "by": speaker.key,
        "number": number,
        "context": command.context,
        "problem": command.problem,
        "options": command.options,
        "next_step": command.next_step,
        "whose_ok": command.whose_ok,
        "owed_by": wait.owed_by if wait else "",
        "option": spoken.option,
    }
    return Outcome(
        Result.CALL_WRITTEN_UP,
        effects=(make_answer(baseline, state, reply_slot(speaker.comment), message, (acts,)),),
        entries=(RecordEntry(state.issue.id, EntryKind.CALL_WRITTEN_UP, payload),),
        exchanges=(by_account(mapping, call, speaker.account),),
        waits=(*earlier, *((wait,) if wait else ())),
    )


@dataclass(frozen=True)
class SpokenOk:
    """Who is said to have said yes, and to which option of the offer that stands.

    Attributes:
        person: the giver's key; None where nobody is named, or nobody known.
        is_unknown: somebody is named whom the contract does not know, or several fit.
        option: the number of the option; None where no open offer has it.
        version: the version of the offer.
    """

    person: str | None = None
    is_unknown: bool = False
    option: int | None = None
    version: int | None = None


def _find_spoken_ok(step: Step, state: IssueState, command: Called) -> SpokenOk:
    if not command.whose_ok:
        return SpokenOk()
    mapping = step.now.baseline.mapping
    person = _find_person(mapping, command.whose_ok)
    if person is None:
        return SpokenOk(is_unknown=True)
    offer = state.change.offer if state.change is not None and state.has_open_change else None
    number = _find_option(command)
    if offer is None or number is None or offer.option(number) is None:
        return SpokenOk(person)
    return SpokenOk(person, option=number, version=offer.version)


def _find_person(mapping: ContractMapping, written: str) -> str | None:
    """Return whom a field names, whatever follows the name."""
    name = _NAME_ENDS.split(_OPTION.sub("", written).strip(" .,;"))[0].strip(" .")
    for tried in (written.strip(" ."), name):
        found = find_people(mapping, tried)
        if len(found) == 1:
            return found[0]
    return None


def _find_option(command: Called) -> int | None:
    """Return the option that was said yes to; None where none or several are named.

    What stands beside the yes counts first, then the next step; options that were only talked about are
    no answer.
    """
    everything = " ".join(
        (command.context, command.problem, command.options, command.next_step, command.whose_ok)
    )
    for text in (command.whose_ok, command.next_step, everything):
        numbers = {int(match["number"]) for match in _OPTION.finditer(text)}
        if numbers:
            return numbers.pop() if len(numbers) == 1 else None
    return None


def _open_confirmation(
    step: Step, state: IssueState, command: Called, speaker: Speaker, spoken: SpokenOk
) -> tuple[tuple[Wait, ...], Wait | None]:
    """Return waits of an earlier wording that end, and the wait for a yes in writing.

    The number is one that nothing else to be confirmed on the issue has, so that a bare number is clear.
    """
    baseline, at = step.now.baseline, speaker.at or step.now.baseline.now
    known = step.now.logged.get(state.issue.id, ())
    own = next((each for each in known if each.id == f"log:{speaker.comment_id}"), None)
    before = find_wait(step.now, own) if own is not None else None
    earlier = (before.closed(WaitState.CANCELLED, at, ClosedBy.WORD),) if before and before.is_open else ()
    if spoken.person is None:
        return earlier, None
    wait = open_wait(
        step,
        state,
        WaitKind.CONFIRMATION,
        what=_sum_up(command),
        owed_by=spoken.person,
        asked_by=speaker.key or "",
        at=at,
        due=find_due(baseline),
        urgent=False,
        above=max(map(number_of, known), default=0),
    )
    return earlier, wait


def _next_number(step: Step, state: IssueState, speaker: Speaker) -> int:
    known = step.now.logged.get(state.issue.id, ())
    own = next((number_of(each) for each in known if each.id == f"log:{speaker.comment_id}"), None)
    return own or max((*map(number_of, known), *_confirmation_numbers(step, state)), default=0) + 1


def _confirmation_numbers(step: Step, state: IssueState) -> Iterator[int]:
    waits = step.now.waits_of(state.issue.id)
    return (wait.number for wait in waits if wait.kind is WaitKind.CONFIRMATION)


def _sum_up(command: Called) -> str:
    """Return the one field that says most of what a call came to."""
    return command.next_step or command.problem or command.context or command.options or command.whose_ok


def _ask_back(
    step: Step,
    state: IssueState,
    speaker: Speaker,
    why: say.CallRefusal,
    word: str,
    written: str = "",
    several: tuple[str, ...] = (),
) -> Outcome:
    """Say why a call cannot be taken as it was written."""
    people = step.now.baseline.mapping.people
    names = tuple(people[key].name for key in several or tuple(people))
    message = say.CallUnclear(speaker.name, why, written, names, word or "call")
    answer = make_answer(step.now.baseline, state, reply_slot(speaker.comment), message)
    return Outcome(Result.HINT, effects=(answer,))

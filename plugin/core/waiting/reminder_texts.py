"""What a reminder says, and where: a comment, a mail, or a note to our side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from plugin.core.facts import Baseline
from plugin.core.mails.letters import VALID_DAYS, with_pages, write_letter
from plugin.core.model.authority import who_may
from plugin.core.model.effects import OtherPage
from plugin.core.model.issue_state import IssueState
from plugin.core.model.notices import NoticeGiven, NoticeKind
from plugin.core.model.outcome import EffectRequest, EntryKind, RecordEntry
from plugin.core.model.slots import Slot, SlotKind, team_slot
from plugin.core.model.waits import Wait, WaitKind
from plugin.core.presenter.comments import make_comment
from plugin.core.presenter.offer_lines import option_line
from plugin.core.waiting.clock import counts_for_dates, find_counted_days
from plugin.core.waiting.holders import find_manager
from plugin.core.waiting.ladder import Owed, Rung, Saying
from plugin.core.waiting.risk import dates_of, find_risk
from plugin.core.waiting.wait_lines import hours_of
from plugin.texts import messages
from plugin.texts import reminder_messages as say
from plugin.texts.mail_messages import LINK, link_of
from plugin.texts.messages import Message

MAX_LISTED = 5
"""A list names that many and links the rest."""
_CALL_TIMES = ((1, "11:00"), (2, "15:00"))
"""In working days from now, and when."""


@dataclass(frozen=True)
class Reminded:
    """One text of a saying, in the contract in whose name it is said.

    Attributes:
        contract: the contract's id.
        tracker: where its issues are.
        effect: what is written or mailed.
        entry: for the record.
        notices: that it says a date at risk, which must be seen.
    """

    contract: str
    tracker: str
    effect: EffectRequest
    entry: RecordEntry
    notices: tuple[NoticeGiven, ...] = ()


def write_saying(
    saying: Saying, baselines: dict[str, Baseline], states: dict[tuple[str, str], IssueState]
) -> Iterator[Reminded]:
    """Yield the texts of what is said: one, or one for each contract.

    Args:
        saying: what is said about which waits.
        baselines: the contracts, by id.
        states: the issues, by tracker and id.
    """
    if saying.to == "ours":
        yield from (_tell_manager(each, baselines, states) for each in saying.owed)
    elif saying.to == "decider":
        yield from _tell_decider(saying.owed, baselines, states)
    else:
        yield from _tell_owing(saying, baselines, states)


def find_decider(baseline: Baseline) -> str | None:
    """Return the key of the first person of the client's side who decides, or None."""
    people = baseline.mapping.people
    deciders = who_may(baseline.mapping, "decide", baseline.today)
    return next((key for key in deciders if people[key].side == "client"), None)


def _tell_owing(
    saying: Saying, baselines: dict[str, Baseline], states: dict[tuple[str, str], IssueState]
) -> Iterator[Reminded]:
    first = saying.owed[0]
    baseline, person = baselines[first.mapping.id], first.mapping.people[first.wait.owed_by]
    issues = {(each.tracker, each.wait.issue) for each in saying.owed}
    by_mail = person.email is not None and "mail" in first.mapping.tracker.notify
    if by_mail and (person.account is None or len(issues) > 1):
        yield _mail(saying, baselines, first, states)
        return
    yield _comment(saying, baseline, list(saying.owed), states)


def _comment(
    saying: Saying, baseline: Baseline, owed: list[Owed], states: dict[tuple[str, str], IssueState]
) -> Reminded:
    """Return a comment on the oldest issue, which mentions the person."""
    first = owed[0]
    person = baseline.mapping.people[first.wait.owed_by]
    message = (
        _list_message(saying, baseline, owed, states)
        if len(owed) > 1
        else _message(saying.rung, baseline, first, states.get((first.tracker, first.wait.issue)))
    )
    comment = make_comment(baseline, message, (first.wait.owed_by,))
    slot = _slot(saying, first, baseline.today)
    return Reminded(
        baseline.mapping.id,
        first.tracker,
        EffectRequest(first.wait.issue, slot, comment),
        _entry(saying.rung, owed, person.name),
        _warn(message, first, first.wait.owed_by, person.account, slot),
    )


def _warn(
    message: Message, first: Owed, key: str, account: str | None, slot: Slot
) -> tuple[NoticeGiven, ...]:
    """Return the notice of a date at risk that a comment names."""
    lines = message.lines if isinstance(message, say.ReminderList | say.DeciderToldList) else (message,)
    if account is None or not any(getattr(line, "risk", None) for line in lines):
        return ()
    issue = first.wait.issue
    return (NoticeGiven(NoticeKind.AT_RISK, key, account, issue, slot, issue),)


def _mail(
    saying: Saying, baselines: dict[str, Baseline], first: Owed, states: dict[tuple[str, str], IssueState]
) -> Reminded:
    """Return one mail over all contracts, with a page for each of them."""
    baseline, key = baselines[first.mapping.id], first.wait.owed_by
    keys = {each.mapping.id: each.wait.owed_by for each in reversed(saying.owed)}
    others = tuple(
        OtherPage(contract=contract, person=person)
        for contract, person in sorted(keys.items())
        if contract != baseline.mapping.id
    )
    links = [(baseline, LINK), *((baselines[each.contract], link_of(each.contract)) for each in others)]
    message = say.MailReminder(
        person=baseline.mapping.people[key].name,
        lines=tuple(_line(each, baselines[each.mapping.id], states) for each in saying.owed[:MAX_LISTED]),
        more=max(0, len(saying.owed) - MAX_LISTED),
        rung=_word(saying.rung),
        call_times=_call_times(saying.rung, baseline),
        link=LINK,
        valid_days=VALID_DAYS,
        manager=_manager_name(baseline),
        pages=tuple((on.mapping.contract.title, link) for on, link in links) if others else (),
    )
    slot = Slot(SlotKind.REMINDER, f"mail:{key}:{baseline.today.isoformat()}")
    (effect,) = write_letter(
        baseline, first.wait.issue, key, message, "answer", first.wait.issue, first.wait.number, slot=slot
    )
    entry = _entry(saying.rung, saying.owed, baseline.mapping.people[key].name)
    return Reminded(baseline.mapping.id, first.tracker, with_pages(effect, others), entry)


def _tell_manager(
    owed: Owed, baselines: dict[str, Baseline], states: dict[tuple[str, str], IssueState]
) -> Reminded:
    del states
    baseline, wait = baselines[owed.mapping.id], owed.wait
    person = owed.mapping.people[wait.owed_by].name
    if wait.kind is WaitKind.PROMISE:
        message: Message = say.PromiseBroken(person, owed.key, wait.what, wait.due)
    else:
        number = wait.number if wait.series == "asked" else None
        message = say.WaitStuck(person, wait.what, number, wait.due, _days_late(owed, baseline))
    slot = team_slot(f"wait:{wait.series}:{wait.number}:{len(wait.turns)}")
    effect = EffectRequest(wait.issue, slot, make_comment(baseline, message))
    return Reminded(owed.mapping.id, owed.tracker, effect, _entry(Rung.TELL_MANAGER, [owed], person))


def _tell_decider(
    told: tuple[Owed, ...], baselines: dict[str, Baseline], states: dict[tuple[str, str], IssueState]
) -> Iterator[Reminded]:
    owed = told[0]
    baseline, wait = baselines[owed.mapping.id], owed.wait
    decider = find_decider(baseline)
    if decider is None:
        return
    several = _list_stuck(baseline, decider, told, states) if len(told) > 1 else None
    message: Message
    if several is not None:
        message = several
    elif decider == wait.owed_by:
        # They owe it themselves: what helps is the next thing to ask.
        state = states.get((owed.tracker, wait.issue))
        message = _message(Rung.ASK_FOR_ANOTHER_CONTACT, baseline, owed, state)
    else:
        message = _decider_message(owed, baseline, decider, states.get((owed.tracker, wait.issue)))
    person = baseline.mapping.people[decider]
    if person.account is not None:
        slot = Slot(SlotKind.REMINDER, f"decider:{wait.series}:{wait.number}:{len(wait.turns)}")
        effect = EffectRequest(wait.issue, slot, make_comment(baseline, message, (decider,)))
        entry = _entry(Rung.TELL_DECIDER, told, person.name)
        warned = _warn(message, owed, decider, person.account, slot)
        yield Reminded(owed.mapping.id, owed.tracker, effect, entry, warned)
        return
    slot = Slot(SlotKind.REMINDER, f"mail:{decider}:{wait.series}:{wait.number}:{len(wait.turns)}")
    letter = say.MailDeciderTold(
        person=person.name,
        told=message if isinstance(message, say.DeciderTold) else None,
        what=wait.what,
        contract_title=baseline.mapping.contract.title,
        manager=_manager_name(baseline),
        several=several,
    )
    for effect in write_letter(
        baseline, wait.issue, decider, letter, "told", wait.issue, wait.number, slot=slot
    ):
        yield Reminded(owed.mapping.id, owed.tracker, effect, _entry(Rung.TELL_DECIDER, told, person.name))


def _list_stuck(
    baseline: Baseline, decider: str, told: tuple[Owed, ...], states: dict[tuple[str, str], IssueState]
) -> say.DeciderToldList:
    """Return what a decider hears of several waits together."""
    people = baseline.mapping.people
    lines = tuple(
        say.StuckLine(
            each.key,
            each.wait.missing or each.wait.what,
            people[each.wait.owed_by].name,
            each.wait.due,
            _find_risk(baseline, each.wait, states.get((each.tracker, each.wait.issue))),
        )
        for each in told[:MAX_LISTED]
    )
    contract = quote(baseline.mapping.id, safe="")
    page = f"{baseline.pages_url}/contracts/{contract}/waits" if baseline.pages_url else ""
    return say.DeciderToldList(people[decider].name, lines, max(0, len(told) - MAX_LISTED), page)


def _decider_message(
    owed: Owed, baseline: Baseline, decider: str, state: IssueState | None
) -> say.DeciderTold:
    wait, mapping = owed.wait, owed.mapping
    stage, terms = mapping.stage(wait.stage or ""), mapping.waiting
    moves = None
    if terms is not None and terms.moves_deadline is True and counts_for_dates(wait, mapping):
        moves = len(find_counted_days(wait, hours_of(baseline), baseline.now)) or None
    return say.DeciderTold(
        decider=mapping.people[decider].name,
        person=mapping.people[wait.owed_by].name,
        what=wait.what,
        key=owed.key,
        due=wait.due,
        days=_days_late(owed, baseline),
        stage_title=stage.title if stage else "",
        moves=moves,
        risk=_find_risk(baseline, wait, state),
    )


def _message(rung: Rung, baseline: Baseline, owed: Owed, state: IssueState | None) -> Message:
    """Return what is said about one wait."""
    wait = owed.wait
    person = owed.mapping.people[wait.owed_by].name
    change = state.change if state is not None else None
    if (
        wait.kind is WaitKind.DECISION
        and state is not None
        and change is not None
        and change.offer is not None
    ):
        return messages.OfferReminder(
            decider=person,
            summary=wait.what,
            answer_by=wait.due,
            step=2 if rung in (Rung.OFFER_CALL, Rung.ASK_FOR_ANOTHER_CONTACT) else 1,
            bare_digit=owed.mapping.answers.bare_digit,
            options=tuple(option_line(baseline, state, option) for option in change.offer.options),
            currency=owed.mapping.contract.currency,
            # For as long as an offer is valid nobody answered it: talking is easier then.
            call_times=_list_times(baseline) if baseline.today > wait.due else (),
        )
    return say.Reminder(
        rung=_word(rung),
        kind=_owed_word(wait),
        person=person,
        what=wait.what,
        due=wait.due,
        missing=wait.missing,
        call_times=_call_times(rung, baseline),
        risk=_find_risk(baseline, wait, state),
    )


def _list_message(
    saying: Saying, baseline: Baseline, owed: list[Owed], states: dict[tuple[str, str], IssueState]
) -> say.ReminderList:
    first = owed[0]
    return say.ReminderList(
        rung=_word(saying.rung),
        person=first.mapping.people[first.wait.owed_by].name,
        lines=tuple(_line(each, baseline, states) for each in owed[:MAX_LISTED]),
        more=max(0, len(owed) - MAX_LISTED),
        call_times=_call_times(saying.rung, baseline),
        page=f"{baseline.pages_url}/mine" if baseline.pages_url else "",
    )


def _line(owed: Owed, baseline: Baseline, states: dict[tuple[str, str], IssueState]) -> say.ReminderLine:
    wait = owed.wait
    risk = _find_risk(baseline, wait, states.get((owed.tracker, wait.issue)))
    return say.ReminderLine(owed.key, wait.missing or wait.what, wait.due, wait.kind.value, risk)


def _find_risk(baseline: Baseline, wait: Wait, state: IssueState | None) -> say.DateAtRisk | None:
    return find_risk(dates_of(baseline), wait, state.hours) if state is not None else None


def _word(rung: Rung) -> say.ReminderWord:
    match rung:
        case Rung.HEADS_UP:
            return "heads_up"
        case Rung.OFFER_CALL:
            return "offer_call"
        case Rung.ASK_FOR_ANOTHER_CONTACT:
            return "ask_for_another_contact"
        case _:
            return "remind"


def _owed_word(wait: Wait) -> say.OwedWord:
    match wait.kind:
        case WaitKind.SIGNATURE:
            return "signature"
        case WaitKind.PROMISE:
            return "promise"
        case WaitKind.CONFIRMATION:
            return "confirmation"
        case _:
            return "input"


def _slot(saying: Saying, first: Owed, today: date) -> Slot:
    wait = first.wait
    if saying.is_list:
        return Slot(SlotKind.REMINDER, f"list:{wait.owed_by}:{today.isoformat()}")
    (_, step) = next(pair for pair in saying.due if pair[0].wait.key == wait.key)
    return Slot(SlotKind.REMINDER, f"{wait.series}:{wait.number}:{len(wait.turns)}:{step.place}")


def _entry(rung: Rung, owed: Iterable[Owed], person: str) -> RecordEntry:
    listed = list(owed)
    first = listed[0]
    payload = {
        "issue": first.key,
        "person": person,
        "step": rung.value,
        "waits": [{"issue": each.key, "number": each.wait.number, "what": each.wait.what} for each in listed],
    }
    return RecordEntry(first.wait.issue, EntryKind.REMINDED, payload)


def _call_times(rung: Rung, baseline: Baseline) -> tuple[say.CallTime, ...]:
    return _list_times(baseline) if rung is Rung.OFFER_CALL else ()


def _list_times(baseline: Baseline) -> tuple[say.CallTime, ...]:
    return tuple(
        (baseline.calendar.add_working_days(baseline.today, days), time) for days, time in _CALL_TIMES
    )


def _days_late(owed: Owed, baseline: Baseline) -> int:
    return owed.calendar.working_days_between(owed.wait.due, baseline.today)


def _manager_name(baseline: Baseline) -> str:
    key = find_manager(baseline.mapping, baseline.today)
    return baseline.mapping.people[key].name if key else baseline.mapping.contract.title

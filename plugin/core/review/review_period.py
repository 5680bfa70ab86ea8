"""The review period of a stage: handed over, reminded, noticed twice, recorded.

It begins when the stage is handed over. What follows from silence follows only where the contract's clause is
named, and only after a second notice that reached every signatory.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from mappings.model import Review
from plugin.core.due_dates.deadline_shift import stage_subject
from plugin.core.facts import StageFacts
from plugin.core.mails.letters import VALID_DAYS, write_letter
from plugin.core.model.notices import NoticeGiven, NoticeKind
from plugin.core.model.outcome import NOTHING, EffectRequest, EntryKind, Outcome, RecordEntry, TimerSet
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind
from plugin.core.model.stage_state import ReviewPeriod, ShownContent, StageState
from plugin.core.presenter.addressees import list_names
from plugin.core.presenter.comments import make_comment
from plugin.core.signoff.checklist import find_missing_signatories
from plugin.core.signoff.coverage import (
    find_open_criteria,
    find_open_issues,
    is_agreed,
    list_signed_issues,
)
from plugin.texts import review_messages as say
from plugin.texts.mail_messages import LINK
from plugin.texts.messages import Message


class ReviewTimer(StrEnum):
    """The timers of a review period, by the names under which they are stored."""

    REMIND = "review:remind"
    NOTICE = "review:notice"
    RECORD = "review:record"


def hand_over(facts: StageFacts, by: str, name: str) -> Outcome:
    """Begin the review period, and say its last day to the signatories.

    Args:
        facts: the stage; its mapping has a review period.
        by: the person's key; empty where everything was done.
        name: the person's name, for the record.
    """
    terms, baseline = terms_of(facts), facts.baseline
    if terms is None:
        return NOTHING
    last_day = baseline.calendar.add_working_days(baseline.today, terms.working_days)
    number = facts.state.review.number + 1 if facts.state.review else 1
    period = ReviewPeriod(number=number, handed_over_on=baseline.today, last_day=last_day, by=by)
    state = facts.state.model_copy(update={"review": period})
    now = replace(facts, state=state)
    entry = make_entry(state, EntryKind.HANDED_OVER, by=by or name, last_day=last_day.isoformat())
    message = say.HandedOver(
        people=list_names(baseline, find_missing_signatories(facts)),
        stage_title=facts.stage.title,
        last_day=last_day,
        clause=terms.clause or "",
    )
    effects = _tell(now, period, "handed-over", message)
    timers = [
        TimerSet(state.issue_id or "", ReviewTimer.NOTICE, baseline.morning_of(_next_day(now, last_day)))
    ]
    if last_day > baseline.today:
        timers.append(TimerSet(state.issue_id or "", ReviewTimer.REMIND, baseline.morning_of(last_day)))
    return Outcome(Result.HANDED_OVER, (), effects, (entry,), tuple(timers), (state,))


def hand_over_without_period(facts: StageFacts, by: str, name: str) -> Outcome:
    """Hand over a stage that has no review period: its signature is awaited.

    Args:
        facts: the stage.
        by: the person's key.
        name: the person's name, for the record.
    """
    baseline, awaited = facts.baseline, find_missing_signatories(facts)
    state = facts.state.model_copy(update={"handed_over_on": baseline.today})
    entry = make_entry(state, EntryKind.HANDED_OVER, by=by or name)
    message = say.HandedOver(list_names(baseline, awaited), facts.stage.title, None, "")
    refusals = sum(1 for each in facts.state.words if each.outcome == "refused")
    again = f":{refusals}" if refusals else ""
    slot = Slot(SlotKind.REVIEW, f"handed-over:{baseline.today.isoformat()}{again}")
    told = EffectRequest(state.issue_id or "", slot, make_comment(baseline, message, awaited))
    return Outcome(Result.HANDED_OVER, effects=(told,), entries=(entry,), stages=(state,))


def hand_over_when_done(facts: StageFacts) -> Outcome:
    """Hand a stage over by itself when everything in it is done, and only then.

    Where something is open again, the period that began by itself ends, and that is said.
    """
    terms, state = terms_of(facts), facts.state
    if terms is None or state.signed_off or state.issue_id is None:
        return NOTHING
    has_content = bool(facts.stage.criteria) or any(is_agreed(each) for each in facts.issues)
    is_done = has_content and not find_open_criteria(facts) and not find_open_issues(facts)
    review = state.review
    runs = review is not None and review.is_running
    if is_done and not runs and not _was_answered(facts) and not (review and review.missed):
        return hand_over(facts, "", "")
    if review is None or not runs or is_done or review.by:
        return NOTHING
    awaited = find_missing_signatories(facts)
    message = say.ReviewHalted(list_names(facts.baseline, awaited), facts.stage.title)
    slot = Slot(SlotKind.REVIEW, f"{review.number}:halted")
    told = EffectRequest(state.issue_id, slot, make_comment(facts.baseline, message))
    return end_review(facts).and_then(Outcome(effects=(told,)))


def end_review(facts: StageFacts) -> Outcome:
    """End the period: the stage was answered, or is not handed over any more."""
    review = facts.state.review
    if review is None or not review.is_running:
        return NOTHING
    state = facts.state.model_copy(update={"review": review.model_copy(update={"is_running": False})})
    timers = tuple(TimerSet(state.issue_id or "", name, None) for name in ReviewTimer)
    return Outcome(stages=(state,), timers=timers)


def remind(facts: StageFacts) -> Outcome:
    """Remind the signatories on the last day of the period."""
    review = facts.state.review
    awaited = find_missing_signatories(facts)
    if review is None or not review.is_running or not awaited:
        return NOTHING
    message = say.ReviewReminder(
        list_names(facts.baseline, awaited), facts.stage.title, review.last_day, is_over=False
    )
    entry = make_entry(facts.state, EntryKind.REVIEW_REMINDED, step=1)
    return Outcome(
        Result.REVIEW_REMINDED, effects=_tell(facts, review, "reminder", message), entries=(entry,)
    )


def give_notice(facts: StageFacts) -> Outcome:
    """Remind after the last day, or give the second notice of the clause."""
    terms, review = terms_of(facts), facts.state.review
    awaited = find_missing_signatories(facts)
    if terms is None or review is None or not review.is_running or not awaited:
        return NOTHING
    baseline, names = facts.baseline, list_names(facts.baseline, awaited)
    if terms.then != "accepted" or terms.clause is None:
        message: Message = say.ReviewReminder(names, facts.stage.title, review.last_day, is_over=True)
        entry = make_entry(facts.state, EntryKind.REVIEW_REMINDED, step=2)
        effects = _tell(facts, review, "over", message)
        return Outcome(Result.REVIEW_REMINDED, effects=effects, entries=(entry,))
    until = baseline.calendar.add_working_days(baseline.today, terms.second_notice)
    period = review.model_copy(
        update={
            "noticed_on": baseline.today,
            "records_after": until,
            "noticed": tuple(awaited),
            "shown": ShownContent(criteria=facts.stage.criteria, issues=list_signed_issues(facts)),
        }
    )
    state = facts.state.model_copy(update={"review": period})
    message = say.SecondNotice(names, facts.stage.title, review.last_day, until, terms.clause)
    entry = make_entry(state, EntryKind.SECOND_NOTICE, until=until.isoformat(), clause=terms.clause)
    return Outcome(
        Result.SECOND_NOTICE,
        effects=_tell(replace(facts, state=state), period, "notice", message),
        entries=(entry,),
        timers=(
            TimerSet(state.issue_id or "", ReviewTimer.RECORD, baseline.morning_of(_next_day(facts, until))),
        ),
        stages=(state,),
        notices=tuple(_notice_to(facts, period, key) for key in awaited),
    )


def _notice_to(facts: StageFacts, review: ReviewPeriod, key: str) -> NoticeGiven:
    """Return the second notice to one signatory: in the tracker, else by mail."""
    person, issue, number = (
        facts.baseline.mapping.people[key],
        facts.state.issue_id or "",
        f"{review.number}:notice",
    )
    subject, slot = issue, Slot(SlotKind.REVIEW, number)
    if person.account is None:
        subject = stage_subject(facts.baseline.mapping.id, facts.state.stage)
        slot = mail_slot(number, key)
    return NoticeGiven(NoticeKind.SECOND_NOTICE, key, person.account or "", subject, slot, issue)


def terms_of(facts: StageFacts) -> Review | None:
    """Return the terms of a stage's review period, or None."""
    return facts.stage.sign_off.review if facts.stage.sign_off else None


def _was_answered(facts: StageFacts) -> bool:
    """Tell whether a signatory spoke: people then say what comes next."""
    review = facts.state.review
    return review is not None and any(statement.counts for statement in facts.state.words)


def _tell(
    facts: StageFacts, review: ReviewPeriod, what: say.ReviewWord, message: Message
) -> tuple[EffectRequest, ...]:
    """Return a comment on the stage's issue, and the mails to signatories."""
    baseline, state = facts.baseline, facts.state
    terms, number = terms_of(facts), f"{review.number}:{what}"
    clause = (terms.clause if terms else None) or ""
    effects = [
        EffectRequest(
            state.issue_id or "",
            Slot(SlotKind.REVIEW, number),
            make_comment(baseline, message, find_missing_signatories(facts)),
        )
    ]
    subject = stage_subject(baseline.mapping.id, state.stage)
    for key in find_missing_signatories(facts):
        person = baseline.mapping.people[key]
        letter = say.MailReview(
            person=person.name,
            contract_title=baseline.mapping.contract.title,
            stage_title=facts.stage.title,
            about=what,
            last_day=review.last_day,
            until=review.records_after if what == "notice" else None,
            clause=clause,
            link=LINK,
            valid_days=VALID_DAYS,
        )
        effects += write_letter(
            baseline, subject, key, letter, "sign", state.stage, state.version, slot=mail_slot(number, key)
        )
    return tuple(effects)


def mail_slot(number: str, key: str) -> Slot:
    """Return the slot of a signatory's mail about a review period."""
    return Slot(SlotKind.MAIL, f"review:{number}:{key}")


def make_entry(state: StageState, kind: EntryKind, **payload: object) -> RecordEntry:
    """Return an entry of the record about a stage."""
    return RecordEntry(state.issue_id or "", kind, {"stage": state.stage, **payload})


def _next_day(facts: StageFacts, day: date) -> date:
    """Return the first working day after a day."""
    return facts.baseline.calendar.on_or_after(day + timedelta(days=1))

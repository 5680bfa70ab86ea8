"""Silence after the second notice of a review period, and when it is one.

It is none where the notice came late or not at all, where somebody of the signatory's side answered, or where
the stage is another than the notice was about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from plugin.core.due_dates.deadline_shift import stage_subject
from plugin.core.facts import StageFacts
from plugin.core.model.outcome import NOTHING, EffectRequest, EntryKind, Outcome
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind, team_slot
from plugin.core.model.stage_state import ReviewPeriod
from plugin.core.presenter.addressees import list_names
from plugin.core.presenter.comments import make_comment
from plugin.core.review.review_period import hand_over, mail_slot, make_entry, terms_of
from plugin.core.signoff.certificate import certify_silence
from plugin.core.signoff.checklist import find_missing_signatories
from plugin.core.signoff.coverage import compare_parts, list_signed_issues
from plugin.texts import review_messages as say

TakenOn = Callable[[str, Slot], date | None]
"""Returns the day on which the tracker or the mail server took what a slot of a subject says."""


def record_silence(facts: StageFacts, taken_on: TakenOn) -> Outcome:
    """Record an acceptance by silence, if the notice reached everybody in time.

    Otherwise nothing follows: our side is told whom it did not reach, and may hand the stage over again. What
    changed since the notice was put to nobody: the period begins anew.
    """
    terms, review = terms_of(facts), facts.state.review
    if terms is None or review is None or not review.is_running or review.noticed_on is None:
        return NOTHING
    if terms.then != "accepted" or terms.clause is None or review.answered_by:
        return NOTHING
    if _was_refused_in_words(facts):
        return NOTHING
    awaited = find_missing_signatories(facts)
    missed = tuple(key for key in awaited if not _reached(facts, review, key, taken_on))
    if missed:
        message = say.NoticeNotDelivered(facts.stage.title, list_names(facts.baseline, missed), terms.clause)
        text = make_comment(facts.baseline, message)
        slot = team_slot(f"review:{review.number}")
        told = EffectRequest(facts.state.issue_id or "", slot, text)
        entry = make_entry(facts.state, EntryKind.NOTICE_NOT_DELIVERED, people=list(missed))
        over = review.model_copy(update={"is_running": False, "missed": missed})
        state = facts.state.model_copy(update={"review": over})
        return Outcome(Result.NOTICE_NOT_DELIVERED, effects=(told,), entries=(entry,), stages=(state,))
    if _has_changed_since(facts, review):
        return hand_over(facts, review.by, "")
    ended = review.model_copy(update={"is_running": False, "accepted_on": facts.baseline.today})
    state = facts.state.model_copy(update={"review": ended})
    until = facts.baseline.calendar.add_working_days(facts.baseline.today, terms.working_days)
    announced = say.AcceptedBySilence(
        people=list_names(facts.baseline, awaited),
        stage_title=facts.stage.title,
        clause=terms.clause,
        noticed_on=review.noticed_on,
        objection_until=until,
    )
    slot = Slot(SlotKind.REVIEW, f"{review.number}:recorded")
    return certify_silence(replace(facts, state=state), terms.clause, slot, announced)


def _has_changed_since(facts: StageFacts, review: ReviewPeriod) -> bool:
    """Tell whether the stage is another than the second notice was about."""
    shown = review.shown
    if shown is None:
        return False
    known = {issue.id for issue in shown.issues}
    is_new = any(issue.id not in known for issue in list_signed_issues(facts))
    return is_new or bool(compare_parts(facts, shown.criteria, shown.issues))


def _was_refused_in_words(facts: StageFacts) -> bool:
    """Tell whether somebody of a signatory's side refused, with the power or not."""
    people, signing = facts.baseline.mapping.people, find_missing_signatories(facts)
    sides = {people[key].side for key in signing}
    return any(
        word.outcome == "refused" and word.by in people and people[word.by].side in sides
        for word in facts.state.words
    )


def _reached(facts: StageFacts, review: ReviewPeriod, key: str, taken_on: TakenOn) -> bool:
    """Tell whether the second notice reached a signatory in time.

    It may come in the tracker, or by mail. A notice that was taken on a later day than it says leaves less
    time to object than the contract gives.
    """
    person, number = facts.baseline.mapping.people[key], f"{review.number}:notice"
    if key not in review.noticed:
        return False
    days = []
    if person.account is not None:
        days.append(taken_on(facts.state.issue_id or "", Slot(SlotKind.REVIEW, number)))
    if person.email is not None:
        subject = stage_subject(facts.baseline.mapping.id, facts.state.stage)
        days.append(taken_on(subject, mail_slot(number, key)))
    given_on = review.noticed_on
    return any(day is not None and given_on is not None and day <= given_on for day in days)

"""Review periods: handed over by command or when done, ended by an answer, timed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from plugin.core import commands as given
from plugin.core.model.authority import may, who_may
from plugin.core.model.events import CommentWritten
from plugin.core.model.internal_events import CommandGiven, ReviewTimerDue
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, reply_slot
from plugin.core.model.stage_issues import stage_of
from plugin.core.presenter.addressees import list_names
from plugin.core.presenter.comments import make_answer
from plugin.core.review.review_period import (
    ReviewTimer,
    end_review,
    give_notice,
    hand_over,
    hand_over_when_done,
    hand_over_without_period,
    remind,
    terms_of,
)
from plugin.core.review.silence import record_silence
from plugin.core.step import Step
from plugin.texts import answer_messages as answers
from plugin.texts import review_messages as say


def take_handover(step: Step) -> Outcome:
    """Take `/handover`: our side says that the stage is ready to be looked at."""
    event, state, baseline = step.event, step.state, step.now.baseline
    if not isinstance(event, CommandGiven) or not isinstance(event.command, given.Handover) or state is None:
        return NOTHING
    speaker, slot = event.speaker, reply_slot(event.speaker.comment)
    on = baseline.day_of(speaker.at)
    if not may(baseline.mapping, speaker.key, "publish", on).granted:
        who = list_names(baseline, who_may(baseline.mapping, "publish", on))
        message = answers.NotYours(speaker.name, "/handover", who)
        return Outcome(Result.NO_AUTHORITY, effects=(make_answer(baseline, state, slot, message),))
    stage = stage_of(baseline.mapping, state.issue)
    if stage is None:
        stages = tuple((each.title, each.issue) for each in baseline.mapping.stages if each.issue)
        hint = answers.NotOnThisIssue(speaker.name, stages)
        return Outcome(Result.NOT_A_STAGE, effects=(make_answer(baseline, state, slot, hint),))
    facts = step.now.stage(stage)
    facts = replace(facts, state=facts.state.model_copy(update={"issue_id": state.issue.id}))
    if facts.state.signed_off:
        return _answer(step, state, slot, say.NotHandedOver(speaker.name, stage.title, "signed_off"))
    if facts.state.is_handed_over:
        return _answer(step, state, slot, say.NotHandedOver(speaker.name, stage.title, "running"))
    if terms_of(facts) is None:
        return hand_over_without_period(facts, speaker.key or "", speaker.name)
    return hand_over(facts, speaker.key or "", speaker.name)


def _answer(step: Step, state: IssueState, slot: Slot, message: say.NotHandedOver) -> Outcome:
    return Outcome(Result.HINT, effects=(make_answer(step.now.baseline, state, slot, message),))


def hold_reviews(step: Step) -> Outcome:
    """Begin the period of a stage that is done, and end that of one that was answered."""
    outcome = NOTHING
    for changed in step.outcome.stages:
        stage = step.now.baseline.mapping.stage(changed.stage)
        if stage is None or stage.id not in step.now.stages:
            continue
        facts = step.now.after(outcome).stage(stage)
        was = step.before.baseline.stages.get(stage.id)
        spoken = [statement for statement in changed.words if statement.counts]
        known = [statement for statement in was.words if statement.counts] if was else []
        if changed.signed_off or spoken != known:
            outcome = outcome.and_then(end_review(facts))
        else:
            outcome = outcome.and_then(hand_over_when_done(facts))
    return outcome


def fire_review(step: Step) -> Outcome:
    """Do what a timer of a review period asks for."""
    event, state = step.event, step.state
    if not isinstance(event, ReviewTimerDue) or state is None:
        return NOTHING
    stage = stage_of(step.now.baseline.mapping, state.issue)
    if stage is None:
        return NOTHING
    facts = step.now.stage(stage)
    match event.name:
        case ReviewTimer.REMIND:
            return remind(facts)
        case ReviewTimer.NOTICE:
            return give_notice(facts)
        case ReviewTimer.RECORD:
            return record_silence(facts, lambda subject, slot: _taken_on(step, subject, slot))
        case _:
            return NOTHING


def _taken_on(step: Step, subject: str, slot: Slot) -> date | None:
    """Return the day on which a message was taken; None: it was not."""
    key = (subject, str(slot))
    if key not in step.now.delivered:
        return None
    moment = step.now.delivered[key]
    return step.now.baseline.day_of(moment) if moment is not None else date.min


def hear_signatory(step: Step, event: CommentWritten) -> Outcome:
    """Take any comment of a signatory or deputy after the second notice as answer."""
    state, baseline = step.state, step.now.baseline
    stage = stage_of(baseline.mapping, state.issue) if state is not None else None
    known = baseline.stages.get(stage.id) if stage is not None else None
    review = known.review if known is not None else None
    found = baseline.mapping.person_by_account(event.comment.author.id)
    if known is None or review is None or found is None:
        return NOTHING
    if not review.is_running or review.answered_by:
        return NOTHING
    stands_for = {row.on_behalf_of for row in baseline.mapping.authority if row.person == found[0]}
    if not ({found[0]} | stands_for) & set(review.noticed):
        return NOTHING
    answered = review.model_copy(update={"answered_by": found[0]})
    return Outcome(stages=(known.model_copy(update={"review": answered}),))

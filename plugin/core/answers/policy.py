"""Asks about an answer that decides nothing by itself: once a person and version."""

from __future__ import annotations

from plugin.core.choice.choice import refuse_decider
from plugin.core.facts import IssueFacts
from plugin.core.model.actor import Speaker
from plugin.core.model.answer import AcceptedInWords, Agreed, Answer, Chosen, Named, Several
from plugin.core.model.internal_events import AnswerGiven
from plugin.core.model.issue_state import Change, IssueState, OfferVersion
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.model.questions import AskedQuestion, QuestionKind
from plugin.core.model.results import Result
from plugin.core.model.slots import reply_slot
from plugin.core.model.stage_issues import stage_of
from plugin.core.model.stage_state import StageState
from plugin.core.offer.deciders import may_decide
from plugin.core.presenter.addressees import find_reporter_key
from plugin.core.presenter.comments import make_answer
from plugin.core.presenter.offer_lines import option_line
from plugin.core.step import Step
from plugin.texts import answer_messages as answers
from plugin.texts import messages as say


def ask_about_answers(step: Step) -> Outcome:
    """Ask what an answer means, where it names no choice plainly."""
    event, state = step.event, step.state
    if not isinstance(event, AnswerGiven) or state is None or state.deleted or event.speaker.key is None:
        return NOTHING
    if isinstance(event.answer, AcceptedInWords):
        return _ask_for_the_line(step, state, event.speaker)
    change = state.change
    if change is None or change.offer is None:
        return NOTHING
    return _ask_about_offer(step.about, state, change, change.offer, event.answer, event.speaker)


def _ask_about_offer(
    facts: IssueFacts,
    state: IssueState,
    change: Change,
    offer: OfferVersion,
    answer: Answer,
    speaker: Speaker,
) -> Outcome:
    """Ask about a number, or for one; who may not decide it is told who may."""
    if change.decision is not None and not isinstance(answer, Chosen):
        # What is said about a decision that stands is a conversation.
        return NOTHING
    asked = AskedQuestion(
        person=speaker.key or "", version=offer.version, kind=_kind_of(answer, decided=state.decided)
    )
    if asked in change.questions or _repeats_the_decision(change, offer, answer):
        return Outcome(Result.ASKED_BEFORE)
    remembered = state.model_copy(
        update={"change": change.model_copy(update={"questions": (*change.questions, asked)})}
    )
    baseline = facts.baseline
    option = offer.option(answer.number) if isinstance(answer, Chosen | Named) else None
    if option is not None:
        asked_by = find_reporter_key(baseline, state)
        permission = may_decide(baseline, change, speaker.key, option.cost, asked_by=asked_by)
        if not permission.granted:
            refusal = refuse_decider(facts, state, option, permission, speaker.name, speaker.comment)
            return Outcome(states=(remembered,)).and_then(refusal)
    elif isinstance(answer, Agreed) and not _may_decide_something(facts, state, change, offer, speaker):
        # Nobody is asked for a number that would not count.
        return NOTHING
    message = _question(facts, state, change, offer, answer, speaker)
    reply = make_answer(baseline, state, reply_slot(speaker.comment), message, (speaker.key,))
    return Outcome(Result.ASKED, states=(remembered,), effects=(reply,))


def _kind_of(answer: Answer, *, decided: bool) -> QuestionKind:
    if decided:
        return QuestionKind.CHANGE_DECISION
    return QuestionKind.ONE_OF_SEVERAL if isinstance(answer, Several) else QuestionKind.CONFIRM


def _repeats_the_decision(change: Change, offer: OfferVersion, answer: Answer) -> bool:
    """Tell whether a bare number only repeats what is decided."""
    if change.decision is None or not isinstance(answer, Chosen):
        return False
    option = offer.option(answer.number)
    return option is not None and option.option == change.decision.option.option


def _may_decide_something(
    facts: IssueFacts, state: IssueState, change: Change, offer: OfferVersion, speaker: Speaker
) -> bool:
    baseline, asked_by = facts.baseline, find_reporter_key(facts.baseline, state)
    return any(
        may_decide(baseline, change, speaker.key, option.cost, asked_by=asked_by).granted
        for option in offer.options
    )


def _question(
    facts: IssueFacts,
    state: IssueState,
    change: Change,
    offer: OfferVersion,
    answer: Answer,
    speaker: Speaker,
) -> say.Message:
    baseline = facts.baseline
    if isinstance(answer, Several):
        return answers.NoSuchOption(speaker.name, answer.numbers, "several")
    option = offer.option(answer.number) if isinstance(answer, Chosen | Named) else None
    return answers.AnswerUnclear(
        person=speaker.name,
        option=option_line(baseline, state, option) if option else None,
        numbers=tuple(each.number for each in offer.options),
        decided=option_line(baseline, state, change.decision.option) if change.decision else None,
        currency=baseline.mapping.contract.currency,
        bare_digit=baseline.mapping.answers.bare_digit,
    )


def _ask_for_the_line(step: Step, state: IssueState, speaker: Speaker) -> Outcome:
    """Give the one line that accepts a stage, where somebody accepted it in words."""
    baseline = step.now.baseline
    stage = stage_of(baseline.mapping, state.issue)
    if stage is None:
        return NOTHING
    on_record = baseline.stages.get(stage.id) or StageState(contract=baseline.mapping.id, stage=stage.id)
    asked = AskedQuestion(person=speaker.key or "", version=on_record.version, kind=QuestionKind.ACCEPT_LINE)
    said_already = any(each.by == speaker.key and each.outcome == "accepted" for each in on_record.words)
    if on_record.signed_off or said_already or asked in on_record.questions:
        return Outcome(Result.ASKED_BEFORE)
    remembered = on_record.model_copy(
        update={"issue_id": state.issue.id, "questions": (*on_record.questions, asked)}
    )
    message = answers.AcceptLineWanted(speaker.name, stage.title)
    reply = make_answer(baseline, state, reply_slot(speaker.comment), message, (speaker.key,))
    return Outcome(Result.ASKED, stages=(remembered,), effects=(reply,))

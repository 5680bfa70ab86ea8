"""Decides an event: facts in, an outcome with reasons out, by a table of policies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from plugin.core import commands as given
from plugin.core.alerts.goodwill_alert import tell_goodwill
from plugin.core.alerts.repeats import tell_repeats
from plugin.core.answers.policy import ask_about_answers
from plugin.core.answers.said import hear_comment
from plugin.core.answers.substance import digest_words
from plugin.core.choice.decision_mails import mail_decisions
from plugin.core.choice.offer_mails import mail_offers
from plugin.core.choice.offer_timers import remind, set_offer_timers
from plugin.core.choice.policy import take_choice
from plugin.core.comment_events import (
    describe_speaker,
    is_edited_by_another,
    iter_comment_events,
    list_asked,
    make_heard,
    text_of,
)
from plugin.core.contract_facts import ContractFacts
from plugin.core.due_dates.forecast import take_forecast
from plugin.core.due_dates.policy import move_due_dates
from plugin.core.explanation.policy import answer_questions
from plugin.core.gate.policy import hold_gate
from plugin.core.manual_edits.policy import (
    answer_due_drift,
    answer_edits,
    reassert_labels,
    tell_client_edits,
)
from plugin.core.model.actor import Speaker
from plugin.core.model.effects import PostComment
from plugin.core.model.events import (
    BoxTicked,
    CommentDeleted,
    CommentWritten,
    Event,
    IssueDeleted,
    IssueSeen,
    PageAnswered,
)
from plugin.core.model.heard import HeardComment
from plugin.core.model.internal_events import (
    AnswerGiven,
    ChoiceGiven,
    CommandGiven,
    CommentHeard,
    InternalEvent,
    IssueLeft,
    NoticesDue,
    OfferTimerDue,
    OwnCommentEdited,
    PeopleChanged,
    RejudgeDue,
    ReviewTimerDue,
    WaitTimerDue,
)
from plugin.core.model.issue import Account
from plugin.core.model.outcome import NOTHING, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import reply_slot
from plugin.core.notices.policy import answer_notices
from plugin.core.notices.repeats import plan_repeats, repeat_notices
from plugin.core.offer.policy import remake_offers
from plugin.core.presenter.policy import present_issues
from plugin.core.reset.reset import take_reset
from plugin.core.review.policy import fire_review, hear_signatory, hold_reviews, take_handover
from plugin.core.rulings.rulings import take_ruling
from plugin.core.scope.policy import judge_issues, take_issue
from plugin.core.signoff.policy import (
    hold_sign_offs,
    recount_offers,
    show_moved_dates,
    take_kick_off,
    take_sign_off,
)
from plugin.core.signoff.stage_events import find_changed_boxes
from plugin.core.step import Step
from plugin.core.suggestions.policy import suggest_items
from plugin.core.timeline.logged import find_confirmed_choice, take_log
from plugin.core.timeline.policy import tell_exchanges, tell_files
from plugin.core.waiting.called_people import see_called
from plugin.core.waiting.counted_days import count_waiting
from plugin.core.waiting.done_issues import rest_done_issues
from plugin.core.waiting.edited_asks import drop_unasked, see_deleted_ask
from plugin.core.waiting.living_comment import show_waits
from plugin.core.waiting.lost_people import replace_lost_people
from plugin.core.waiting.own_waits import hold_offer_waits, hold_sign_off_waits
from plugin.core.waiting.page_answers import take_page_answer
from plugin.core.waiting.policy import take_wait_commands
from plugin.core.waiting.proposals import choose_waiting, find_proposals
from plugin.core.waiting.replies import hear_reply, let_stand
from plugin.core.waiting.statuses import end_lost_waits, see_status
from plugin.core.watchers.policy import add_watchers


@dataclass(frozen=True)
class Policy:
    """One feature's part of a decision; it sees what earlier policies decided.

    Attributes:
        feature: the folder of `plugin/core` where the policy lives.
        decide: returns the policy's part.
        on: the events that it looks at; empty where it follows whatever earlier policies changed.
    """

    feature: str
    decide: Callable[[Step], Outcome]
    on: tuple[type, ...] = ()


POLICIES = (
    Policy("scope", take_issue, on=(IssueSeen, IssueDeleted, IssueLeft)),
    Policy("rulings", take_ruling, on=(CommandGiven,)),
    Policy("due_dates", take_forecast, on=(CommandGiven,)),
    Policy("reset", take_reset, on=(CommandGiven,)),
    Policy("waiting", choose_waiting, on=(ChoiceGiven,)),
    Policy("choice", take_choice, on=(ChoiceGiven, PageAnswered)),
    Policy("waiting", take_wait_commands, on=(CommandGiven,)),
    Policy("waiting", hear_reply, on=(CommentHeard,)),
    Policy("waiting", drop_unasked, on=(CommentHeard,)),
    Policy("waiting", see_deleted_ask, on=(CommentDeleted,)),
    Policy("waiting", take_page_answer, on=(PageAnswered,)),
    Policy("waiting", let_stand, on=(WaitTimerDue,)),
    Policy("waiting", see_status, on=(IssueSeen,)),
    Policy("waiting", see_called, on=(IssueSeen,)),
    Policy("waiting", rest_done_issues, on=(IssueSeen,)),
    Policy("waiting", replace_lost_people, on=(PeopleChanged,)),
    Policy("waiting", end_lost_waits, on=(IssueDeleted, IssueLeft)),
    Policy("waiting", count_waiting),
    Policy("scope", judge_issues),
    Policy("offer", remake_offers),
    Policy("due_dates", move_due_dates),
    Policy("suggestions", suggest_items),
    Policy("presenter", present_issues),
    Policy("choice", mail_offers),
    Policy("choice", mail_decisions),
    Policy("choice", set_offer_timers),
    Policy("alerts", tell_repeats),
    Policy("alerts", tell_goodwill),
    Policy("manual_edits", answer_edits, on=(IssueSeen,)),
    Policy("manual_edits", tell_client_edits, on=(IssueSeen,)),
    Policy("gate", hold_gate, on=(IssueSeen,)),
    Policy("manual_edits", answer_due_drift, on=(IssueSeen,)),
    Policy("choice", remind, on=(OfferTimerDue,)),
    Policy("answers", ask_about_answers, on=(AnswerGiven,)),
    Policy("explanation", answer_questions, on=(CommandGiven,)),
    Policy("signoff", take_sign_off, on=(CommandGiven, PageAnswered, BoxTicked)),
    Policy("signoff", take_kick_off, on=(IssueSeen, RejudgeDue, CommandGiven, PageAnswered)),
    Policy("review", take_handover, on=(CommandGiven,)),
    Policy("review", fire_review, on=(ReviewTimerDue,)),
    Policy("signoff", hold_sign_offs),
    Policy("review", hold_reviews),
    Policy("waiting", hold_offer_waits),
    Policy("waiting", hold_sign_off_waits),
    Policy("waiting", show_waits),
    Policy("signoff", recount_offers),
    Policy("signoff", show_moved_dates),
    Policy("notices", answer_notices),
    Policy("notices", repeat_notices, on=(NoticesDue,)),
    Policy("notices", plan_repeats),
    Policy("manual_edits", reassert_labels, on=(IssueSeen,)),
    Policy("watchers", add_watchers),
    Policy("timeline", take_log, on=(CommandGiven,)),
    Policy("timeline", tell_files, on=(IssueSeen,)),
    Policy("timeline", tell_exchanges),
)
"""In the order in which they run."""


def decide_first_look(event: IssueSeen, facts: ContractFacts, features: frozenset[str]) -> Outcome:
    """Decide by some features alone what follows from an issue that nobody saw before.

    Args:
        event: the issue.
        facts: everything that the decision may ask for.
        features: folders of `plugin/core`, as the table of policies names them.
    """
    return _run_policies(event, facts, _list_policies(IssueSeen, features))


def decide(event: Event | InternalEvent, facts: ContractFacts) -> Outcome:
    """Decide what follows from an event.

    Args:
        event: what happened.
        facts: everything that the decision may ask for, loaded before it.

    Returns:
        States, effects, entries and timers, with the result.
    """
    match event:
        case CommentWritten():
            return _decide_comment(event, facts)
        case PageAnswered():
            return _decide_page(event, facts)
        case OwnCommentEdited():
            return _decide_own_comment(event, facts)
        case CommentDeleted():
            return _lost(event, facts)
        case _:
            return _run_policies(event, facts)


def decide_all(
    events: Iterable[Event | InternalEvent], facts: ContractFacts
) -> Iterator[tuple[Event | InternalEvent, Outcome]]:
    """Decide events in order, each on the facts that the ones before it left."""
    for event in events:
        outcome = decide(event, facts)
        facts = facts.after(outcome)
        yield event, outcome


def _list_policies(kind: type, features: frozenset[str] = frozenset()) -> tuple[Policy, ...]:
    """Return the policies that look at a kind of event; without features all of them."""
    known = _POLICIES_OF.get((kind, features))
    if known is None:
        known = _POLICIES_OF[kind, features] = _select_policies(kind, features)
    return known


_POLICIES_OF: dict[tuple[type, frozenset[str]], tuple[Policy, ...]] = {}
"""The policies of each kind of event, found once."""


def _select_policies(kind: type, features: frozenset[str]) -> tuple[Policy, ...]:
    return tuple(
        policy
        for policy in POLICIES
        if (not policy.on or issubclass(kind, policy.on)) and (not features or policy.feature in features)
    )


def _run_policies(
    event: Event | InternalEvent, facts: ContractFacts, policies: tuple[Policy, ...] = ()
) -> Outcome:
    step = Step(event, facts, facts)
    for policy in policies or _list_policies(type(event)):
        step = step.with_outcome(policy.decide(step))
    return step.outcome


def _decide_comment(event: CommentWritten, facts: ContractFacts) -> Outcome:
    """Decide what a comment's commands do, one after the other.

    A comment that somebody else edited is put on record and decides nothing.
    """
    state, comment = facts.states.get(event.issue_id), event.comment
    if state is None:
        return Outcome(Result.NOT_GOVERNED)
    text = text_of(comment)
    if (comment.id, text) in facts.processed:
        return Outcome(Result.HEARD_BEFORE)
    known = facts.heard.get(comment.id, frozenset())
    is_asked = bool(find_proposals(facts, state))
    whole = hear_comment(event, facts.baseline, state, is_asked=is_asked, heard=known)
    said = whole.without(known)
    heard_now = known
    if not is_edited_by_another(event):
        # Plain words are kept, too: an edit says what is new in it.
        words = digest_words(comment.body, known) if comment.public else frozenset[str]()
        heard_now = whole.digests | words
    is_kept = bool(whole or heard_now)
    outcome = Outcome(processed={comment.id: HeardComment(text, heard_now)}) if is_kept else NOTHING
    outcome = outcome.and_then(hear_signatory(Step(event, facts, facts), event))
    facts = facts.after(outcome)
    if not state.deleted and not is_edited_by_another(event):
        heard = _run_policies(make_heard(event, whole, facts, known), facts)
        outcome, facts = outcome.and_then(heard), facts.after(heard)
    if state.deleted or not said:
        is_new = not whole or outcome.result is not Result.NOTHING
        return outcome if is_new else outcome.and_then(Outcome(Result.HEARD_BEFORE))
    if is_edited_by_another(event):
        # Words that somebody else put there were not said: the author may still say them.
        outcome = Outcome(processed={comment.id: HeardComment(text, known)})
        editor = comment.editor.name if comment.editor else ""
        payload = {"issue": state.issue.key, "comment": comment.id, "editor": editor}
        entry = RecordEntry(state.issue.id, EntryKind.EDITED_BY_ANOTHER, payload)
        return outcome.and_then(Outcome(Result.EDITED_BY_ANOTHER, entries=(entry,)))
    speaker = describe_speaker(event, facts)
    events = (
        replace(each, asked=list_asked(whole)) if isinstance(each, CommandGiven) else each
        for each in iter_comment_events(state, said, speaker, facts)
    )
    for _, each in decide_all(events, facts):
        outcome = outcome.and_then(each)
    return outcome if comment.public else _answered_privately(outcome, speaker)


def _decide_page(event: PageAnswered, facts: ContractFacts) -> Outcome:
    """Decide what an answer on a signed page does; its link counts once."""
    if event.link in facts.used_links:
        return Outcome(Result.HEARD_BEFORE)
    used = Outcome(used_links=(event.link,))
    if event.person in facts.replaced_people:
        return used.and_then(Outcome(Result.ANOTHER_PERSON))
    if event.word not in ("accept", "refuse") and facts.states.get(event.issue_id) is None:
        return used.and_then(Outcome(Result.NOT_GOVERNED))
    if event.word == "confirm":
        return used.and_then(_confirm_on_page(event, facts))
    return used.and_then(_run_policies(event, facts))


def _confirm_on_page(event: PageAnswered, facts: ContractFacts) -> Outcome:
    """Do what `/ok` does: what was said in a call is so, and its choice counts."""
    state, person = facts.states.get(event.issue_id), facts.baseline.mapping.people.get(event.person)
    if state is None or person is None or event.number is None:
        return Outcome(Result.NOT_GOVERNED)
    account = Account(id=person.account or "", name=person.name)
    speaker = Speaker(account, event.person, person.name, f"page-{event.link}", event.at, event.at)
    word = "да" if facts.baseline.mapping.contract.language == "ru" else "ok"
    events: list[CommandGiven | ChoiceGiven] = [
        CommandGiven(event.issue_id, given.Ok(number=event.number, word=word), speaker)
    ]
    chosen = find_confirmed_choice(facts, state, event.number, speaker)
    if chosen is not None:
        events.append(ChoiceGiven(event.issue_id, (chosen,), speaker))
    outcome = NOTHING
    for _, each in decide_all(events, facts):
        outcome = outcome.and_then(each)
    return outcome


def _decide_own_comment(event: OwnCommentEdited, facts: ContractFacts) -> Outcome:
    """Take over boxes ticked in the service's comment, and rewrite the comment."""
    if event.comment_id not in facts.own_comments:
        return Outcome(Result.OWN)
    rewritten = Outcome(rewritten_comments=((event.issue_id, event.comment_id),))
    applied = facts.own_comments[event.comment_id]
    boxes = find_changed_boxes(applied, event.text)
    if not boxes:
        return rewritten.and_then(Outcome(Result.COMMENT_RESTORED if applied is not None else Result.OWN))
    ticked = BoxTicked(issue_id=event.issue_id, boxes=boxes, by=event.editor, at=event.at)
    return rewritten.and_then(_run_policies(ticked, facts))


def _lost(event: CommentDeleted, facts: ContractFacts) -> Outcome:
    """Post a deleted comment of the service again; a person's may have asked."""
    if event.comment_id not in facts.own_comments:
        return _run_policies(event, facts)
    return Outcome(Result.COMMENT_RESTORED, lost_comments=((event.issue_id, event.comment_id),))


def _answered_privately(outcome: Outcome, speaker: Speaker) -> Outcome:
    """Answer privately what only the team could read."""
    slot = reply_slot(speaker.comment)
    effects = tuple(
        replace(request, effect=request.effect.model_copy(update={"audience": "team"}))
        if request.slot == slot and isinstance(request.effect, PostComment)
        else request
        for request in outcome.effects
    )
    return replace(outcome, effects=effects)

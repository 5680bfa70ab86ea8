"""Decide an event: the facts in, the outcome out. The one place that knows which rules run for what."""

from __future__ import annotations

from dataclasses import replace

from plugin.core.alerts.goodwill_alert import goodwill_warning
from plugin.core.choice.choice import PageChoice, choose
from plugin.core.choice.offer_timers import offer_timers, remind_of_offer
from plugin.core.command_handlers import obey, speaker_of
from plugin.core.commands import read_commands
from plugin.core.due_dates.deadline_shift import after_decision, due_effects
from plugin.core.facts import Baseline, Facts
from plugin.core.gate.gate import enforce_gate
from plugin.core.mails.mail_requests import offer_mails
from plugin.core.manual_edits.manual_edits import answer_manual_edits, due_drift
from plugin.core.model.effects import PostComment
from plugin.core.model.events import CommentWritten, IssueSeen, PageAnswered
from plugin.core.model.issue import Account, IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, Outcome, RecordEntry
from plugin.core.model.placement import Evidence
from plugin.core.offer.offer_versions import open_work_now, with_change
from plugin.core.presenter.presenter import VERDICT_SLOT, present_issue, team_effects
from plugin.core.scope.judge import judge
from plugin.core.scope.precedents import repeated
from plugin.core.stage_facts import StageFacts


def decide_seen(facts: Facts, event: IssueSeen) -> Outcome:
    """Decide what follows from an issue as it was just seen."""
    before = facts.state
    after = seen(facts.baseline, before, event.issue)
    outcome = rejudge(facts, before, after)
    judged = outcome.states[0] if outcome.states else after
    noticed = answer_manual_edits(facts, before, judged, event).and_then(
        enforce_gate(facts.baseline, before, judged, event)
    )
    return outcome.and_then(noticed).and_then(due_drift(facts.baseline, event))


def decide_deleted(facts: Facts) -> Outcome:
    """Decide what follows from a deletion: totals are released; nothing is written to what is gone."""
    if facts.state is None or facts.state.deleted:
        return NOTHING
    entry = RecordEntry(facts.state.issue.id, "issue_deleted", {"issue": facts.state.issue.key})
    outcome = rejudge(facts, facts.state, facts.state.model_copy(update={"deleted": True}))
    return outcome.and_then(Outcome("deleted", entries=(entry,)))


def decide_comment(facts: Facts, event: CommentWritten, stage: StageFacts | None = None) -> Outcome:
    """Decide what the commands of a comment do.

    A comment that somebody else edited is nobody's word: it is kept on record and decides nothing.
    """
    state, comment = facts.state, event.comment
    if state is None or state.deleted:
        return NOTHING
    reading = read_commands(
        comment.body, bare_digit=facts.baseline.mapping.answers.bare_digit, today=facts.baseline.today
    )
    if not reading.commands and not reading.hint:
        return NOTHING
    if _only_a_digit(comment.body) and (state.change is None or state.change.offer is None):
        # A lone number on an issue without an offer answers something else.
        return NOTHING
    if event.edited and comment.editor is not None and comment.editor.id != comment.author.id:
        payload = {"issue": state.issue.key, "comment": comment.id, "editor": comment.editor.name}
        return Outcome(
            "edited_by_another", entries=(RecordEntry(state.issue.id, "edited_by_another", payload),)
        )
    at = comment.updated or comment.created or event.at
    speaker = speaker_of(facts, comment, at)
    outcome = obey(facts, state, stage, reading, speaker, lambda was, now: rejudge(facts, was, now))
    outcome = outcome if comment.public else _privately(outcome, speaker.comment)
    return _with_consequences(facts, state, outcome)


def _only_a_digit(text: str) -> bool:
    return text.strip().rstrip(".!)").isdigit()


def _privately(outcome: Outcome, comment: str) -> Outcome:
    """Answer words that only the team could read where only the team can read the answer."""
    effects = tuple(
        replace(asked, effect=asked.effect.model_copy(update={"audience": "team"}))
        if asked.slot == f"reply:{comment}" and isinstance(asked.effect, PostComment)
        else asked
        for asked in outcome.effects
    )
    return replace(outcome, effects=effects)


def decide_choice_on_page(facts: Facts, event: PageAnswered) -> Outcome:
    """Decide what a choice on a signed page does; the link told who chose and what they saw."""
    state = facts.state
    if state is None or state.deleted or event.number is None:
        return NOTHING
    page = PageChoice(event.person, event.version)
    nobody = Account(id="")
    outcome = choose(facts, state, [event.number], nobody, event.at, f"page-{event.link}", on_page=page)
    return _with_consequences(facts, state, outcome)


def decide_timer(facts: Facts, name: str) -> Outcome:
    """Decide what a timer of an issue does when it falls due."""
    return remind_of_offer(facts, facts.state, name) if facts.state else NOTHING


def seen(baseline: Baseline, before: IssueState | None, issue: IssueSnapshot) -> IssueState:
    """Return the state with the issue as it was just seen; the tracker's new estimate ends `/estimate`."""
    if before is None:
        return IssueState(
            tracker=baseline.tracker, contract=baseline.mapping.id, issue=issue, evidence=Evidence.UNGOVERNED
        )
    update: dict[str, object] = {"issue": issue, "deleted": False, "contract": baseline.mapping.id}
    statuses = baseline.mapping.tracker.statuses
    finished = {*statuses.done, *statuses.accepted}
    if before.issue.status in finished and issue.status not in finished:
        update["reopened_at"] = issue.updated or baseline.now
    if before.estimate_hours is not None and issue.estimate_hours != before.estimate_seen:
        update |= {"estimate_hours": None, "estimate_seen": None}
    if before.contract != baseline.mapping.id:
        update |= {"stage": None, "ruling": None, "change": None}
    return before.model_copy(update=update)


def rejudge(facts: Facts, before: IssueState | None, after: IssueState) -> Outcome:
    """Judge an issue and its peers again, and return everything that follows from it."""
    states = _judged_and_offered(facts, before, after)
    subject = states[0]
    on_record = {peer.issue.id: peer for peer in facts.related.open}
    outcome = Outcome("judged")
    for state in states:
        was = before if state is subject else on_record.get(state.issue.id)
        outcome = outcome.and_then(_follow(facts, was, state))
    told = (*repeated(facts, before, subject), *goodwill_warning(facts, states))
    return outcome.and_then(Outcome("judged", effects=told))


def _judged_and_offered(facts: Facts, before: IssueState | None, after: IssueState) -> tuple[IssueState, ...]:
    """Return the issue as it is now, first, and every peer that is different from what is on record."""
    judged = judge(facts.baseline, before, after, facts.related)
    work = open_work_now(facts.baseline.mapping, facts.related.open_work, judged)
    offered = [with_change(facts.baseline, state, work) for state in judged]
    on_record = {peer.issue.id: peer for peer in facts.related.open}
    return (offered[0], *(state for state in offered[1:] if state != on_record[state.issue.id]))


def _follow(facts: Facts, before: IssueState | None, state: IssueState) -> Outcome:
    """Return the effects, entries and timers of one state that may have changed."""
    if state.deleted or not (state.judged or (before is not None and before.judged)):
        return Outcome("judged", states=(state,))
    effects: list[EffectRequest] = []
    if state.evidence is not Evidence.UNGOVERNED or state.why_not != "project":
        shown = present_issue(facts.baseline, state)
        state = state.model_copy(update={"spoke": state.spoke or shown.comment is not None})
        effects = [
            EffectRequest(state.issue.id, VERDICT_SLOT, shown),
            *team_effects(facts, before, state),
            *offer_mails(facts.baseline, state),
        ]
    return Outcome(
        "judged",
        states=(state,),
        effects=tuple(effects),
        entries=_entries(before, state),
        timers=offer_timers(facts.baseline, before, state),
    )


def _entries(before: IssueState | None, state: IssueState) -> tuple[RecordEntry, ...]:
    """Return the entries for what is different now: the verdict, the offer."""
    entries: list[RecordEntry] = []
    if (before.verdict if before else None) != state.verdict:
        verdict = state.verdict.model_dump(mode="json") if state.verdict else None
        entries.append(RecordEntry(state.issue.id, "verdict", {"issue": state.issue.key, "verdict": verdict}))
    offer = state.change.offer if state.change else None
    if offer and offer != (before.change.offer if before and before.change else None):
        payload = {"issue": state.issue.key, "offer": offer.model_dump(mode="json")}
        entries.append(RecordEntry(state.issue.id, "offer", payload))
    return tuple(entries)


def _with_consequences(facts: Facts, before: IssueState, outcome: Outcome) -> Outcome:
    """Add what a decision moves: due dates, the baseline, other open offers, the living comment."""
    subject = next((state for state in outcome.states if state.issue.id == before.issue.id), None)
    if subject is None or subject.change == before.change:
        return outcome
    baseline = after_decision(facts.baseline, subject)
    moved, entries = due_effects(facts.baseline, baseline)
    later = replace(facts, baseline=baseline)
    outcome = outcome.and_then(Outcome(outcome.result, effects=moved, entries=entries))
    outcome = _and_what_follows(outcome, _follow(later, before, subject))
    on_record = {peer.issue.id: peer for peer in facts.related.open}
    for state in _judged_and_offered(later, before, subject)[1:]:
        outcome = _and_what_follows(outcome, _follow(later, on_record[state.issue.id], state))
    return outcome


def _and_what_follows(outcome: Outcome, follows: Outcome) -> Outcome:
    """Add what follows from a decision; what the command itself put on record stands there once."""
    fresh = tuple(entry for entry in follows.entries if entry not in outcome.entries)
    return outcome.and_then(replace(follows, result=outcome.result, entries=fresh))

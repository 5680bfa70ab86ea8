"""Verdicts: an issue is judged together with those that share something with it."""

from __future__ import annotations

from plugin.core import commands as given
from plugin.core.facts import Baseline
from plugin.core.model.events import IssueDeleted, IssueSeen
from plugin.core.model.internal_events import CommandGiven, IssueLeft, RejudgeDue
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EntryKind, Outcome, RecordEntry
from plugin.core.model.placement import Evidence
from plugin.core.model.results import Result
from plugin.core.scope.client_edits import find_editor, hold_edits, hold_estimate
from plugin.core.scope.judge import judge
from plugin.core.step import Step


def take_issue(step: Step) -> Outcome:
    """Take over that an issue was seen, was deleted, or left the contract."""
    was, event = step.was, step.event
    match event:
        case IssueSeen():
            return Outcome(states=(with_edit(step.now.baseline, was, event),))
        case IssueDeleted() if was is not None and not was.deleted:
            entry = RecordEntry(was.issue.id, EntryKind.ISSUE_DELETED, {"issue": was.issue.key})
            deleted = was.model_copy(update={"deleted": True})
            return Outcome(Result.DELETED, states=(deleted,), entries=(entry,))
        case IssueLeft() if was is not None and was.decided:
            return _stays(was, event)
        case IssueLeft() if was is not None:
            return _leaves(was, event)
        case _:
            return NOTHING


def judge_issues(step: Step) -> Outcome:
    """Judge the issue, and every other that its change can touch."""
    if not step.judges or step.state is None:
        return NOTHING
    judged = judge(step.now.baseline, step.was, step.state, step.about.related)
    changed = tuple(state for state in judged if state != step.now.states.get(state.issue.id))
    is_news = isinstance(step.event, (IssueSeen, IssueLeft, RejudgeDue)) or (
        isinstance(step.event, CommandGiven) and isinstance(step.event.command, given.Recheck)
    )
    return Outcome(Result.JUDGED if is_news else Result.NOTHING, states=changed)


def with_snapshot(baseline: Baseline, before: IssueState | None, issue: IssueSnapshot) -> IssueState:
    """Return the state with the issue as just seen, no matter who changed it.

    An issue from another contract brings neither stage nor ruling nor change with it. Who asked for it stays
    as it was first seen: an edit of the reporter would otherwise choose who may decide.
    """
    if before is None or before.contract != baseline.mapping.id:
        return IssueState(
            tracker=baseline.tracker,
            contract=baseline.mapping.id,
            issue=issue,
            evidence=Evidence.UNGOVERNED,
        )
    if before.issue.reporter is not None:
        issue = issue.model_copy(update={"reporter": before.issue.reporter})
    update: dict[str, object] = {"issue": issue, "deleted": False}
    statuses = baseline.mapping.tracker.statuses
    finished = {*statuses.done, *statuses.accepted}
    if before.issue.status in finished and issue.status not in finished:
        update["reopened_at"] = issue.updated or baseline.now
    return before.model_copy(update=update)


def with_edit(baseline: Baseline, before: IssueState | None, event: IssueSeen) -> IssueState:
    """Return the state with the issue as just seen, with what of an edit counts.

    The tracker's new estimate ends one by `/estimate`, unless the client's side set it.
    """
    after = with_snapshot(baseline, before, event.issue)
    by = find_editor(baseline.mapping, event)
    if by.side == "contractor" and any("reporter" in (each.field, each.name) for each in event.changes):
        # Our side says on whose behalf it raised the issue.
        after = after.model_copy(update={"issue": event.issue})
    if before is not None and before.contract == baseline.mapping.id:
        after = hold_edits(baseline, before, after, by, event.at)
        return hold_estimate(before, after, by, event.at)
    if before is not None and before.issue.estimate_hours == event.issue.estimate_hours:
        # It came from another contract: who estimated it is known from there.
        return after.model_copy(update={"unconfirmed": before.unconfirmed}) if before.unconfirmed else after
    return hold_estimate(None, after, by, event.at)


def _stays(was: IssueState, event: IssueLeft) -> Outcome:
    """Leave a decided change with its contract, even if it was moved or relabelled."""
    if was.issue == event.issue:
        return Outcome(Result.DECIDED_STAYS)
    payload = {"issue": event.issue.key, "by": event.actor.name if event.actor else ""}
    entry = RecordEntry(was.issue.id, EntryKind.LEFT_CONTRACT_DECIDED, payload)
    moved = was.model_copy(update={"issue": event.issue})
    return Outcome(Result.DECIDED_STAYS, states=(moved,), entries=(entry,))


def _leaves(was: IssueState, event: IssueLeft) -> Outcome:
    """Return the issue as gone; an open change goes with an entry that says why."""
    left = was.model_copy(update={"issue": event.issue, "held": (), "counted_as": None})
    if not was.has_open_change:
        return Outcome(states=(left,))
    payload = {
        "issue": event.issue.key,
        "was": was.issue.key,
        "by": event.actor.name if event.actor else "",
        "project": event.issue.project,
    }
    return Outcome(states=(left,), entries=(RecordEntry(was.issue.id, EntryKind.LEFT_CONTRACT, payload),))

"""What the team is told about edits of the client's side, and what goes on record."""

from __future__ import annotations

from decimal import Decimal

from plugin.core.facts import Baseline
from plugin.core.manual_edits.manual_edits import find_item_to_rule, stamp_of
from plugin.core.model.authority import who_may
from plugin.core.model.effects import PostComment
from plugin.core.model.held_edits import FIELD, HeldEdit
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import team_slot
from plugin.core.presenter.addressees import list_names
from plugin.core.scope.doubt import write_hours
from plugin.texts import team_messages


def report_client_edits(baseline: Baseline, before: IssueState | None, state: IssueState) -> Outcome:
    """Tell the team what the client's side edited without effect, and record it.

    Args:
        baseline: the contract at this moment.
        before: the state before the event; None when the issue was never seen.
        state: the state after it, judged.
    """
    if not state.judged or state.decided:
        return NOTHING
    return _report_held(baseline, before, state).and_then(_report_estimate(baseline, before, state))


def _report_held(baseline: Baseline, before: IssueState | None, state: IssueState) -> Outcome:
    known = before.held if before is not None else ()
    fresh = tuple(edit for edit in state.held if edit not in known)
    if not fresh:
        return NOTHING
    message = team_messages.ClientEditHeld(
        person=fresh[0].by,
        changes=tuple(_as_changed(edit) for edit in fresh),
        who_rules=list_names(baseline, who_may(baseline.mapping, "rule_scope", baseline.today)),
        item=find_item_to_rule(baseline, state),
    )
    text = PostComment(text=baseline.says(message), audience="team")
    told = EffectRequest(state.issue.id, team_slot(f"client-edit:{stamp_of(fresh[0].at)}"), text)
    payload = {
        "issue": state.issue.key,
        "by": fresh[0].by,
        "changes": [{"what": edit.what, "before": edit.before, "after": edit.after} for edit in fresh],
    }
    entry = RecordEntry(state.issue.id, EntryKind.CLIENT_EDIT, payload)
    return Outcome(Result.CLIENT_EDIT_HELD, effects=(told,), entries=(entry,))


def _report_estimate(baseline: Baseline, before: IssueState | None, state: IssueState) -> Outcome:
    edit = state.unconfirmed
    if edit is None or (before is not None and before.unconfirmed == edit):
        return NOTHING
    hours = state.issue.estimate_hours or Decimal(0)
    counted = state.estimate
    message = team_messages.ClientEstimate(
        person=edit.by,
        hours=hours,
        counted=counted,
        who_estimates=list_names(baseline, who_may(baseline.mapping, "estimate", baseline.today)),
        figure=write_hours(hours or counted or Decimal(0)),
    )
    text = PostComment(text=baseline.says(message), audience="team", living=True)
    told = EffectRequest(state.issue.id, team_slot("client-estimate"), text)
    change = {
        "what": edit.what,
        "before": str(counted) if counted is not None else "",
        "after": str(hours) if hours else "",
    }
    payload = {"issue": state.issue.key, "by": edit.by, "changes": [change]}
    entry = RecordEntry(state.issue.id, EntryKind.CLIENT_EDIT, payload)
    return Outcome(effects=(told,), entries=(entry,))


def _as_changed(edit: HeldEdit) -> team_messages.InputChanged:
    what = "field" if edit.what.startswith(FIELD) else edit.what
    return team_messages.InputChanged(what, edit.before, edit.after)

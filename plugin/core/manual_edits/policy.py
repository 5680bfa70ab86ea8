"""Answers what people changed by hand, and shows a lost label again."""

from __future__ import annotations

from dataclasses import replace

from plugin.core.manual_edits.client_edits import report_client_edits
from plugin.core.manual_edits.manual_edits import answer_manual_edits, report_due_drift
from plugin.core.model.effects import ShowVerdict
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.outcome import NOTHING, EffectRequest, Outcome
from plugin.core.step import Step


def answer_edits(step: Step) -> Outcome:
    """Answer a label changed by hand, and an extra begun before the decision."""
    if not isinstance(step.event, IssueSeen) or step.state is None:
        return NOTHING
    return answer_manual_edits(step.now.baseline, step.was, step.state, step.event)


def tell_client_edits(step: Step) -> Outcome:
    """Tell the team which edits of the client's side do not count."""
    if not isinstance(step.event, IssueSeen) or step.state is None:
        return NOTHING
    return report_client_edits(step.now.baseline, step.was, step.state)


def answer_due_drift(step: Step) -> Outcome:
    """Tell the team that a stage's due date was edited by hand."""
    return report_due_drift(step.now.baseline, step.event) if isinstance(step.event, IssueSeen) else NOTHING


def reassert_labels(step: Step) -> Outcome:
    """Show labels again that a later state of the issue lacks."""
    if not isinstance(step.event, IssueSeen):
        return NOTHING
    issue = step.event.issue
    lost = {
        request.slot: replace(request, again=True)
        for request in step.outcome.effects
        if request.subject == issue.id and not request.again and _is_lost(step, issue, request)
    }
    return Outcome(effects=tuple(lost.values())) if lost else NOTHING


def _is_lost(step: Step, issue: IssueSnapshot, request: EffectRequest) -> bool:
    shown, effect = step.before.shown.get((issue.id, request.slot)), request.effect
    if not isinstance(effect, ShowVerdict) or shown is None or shown.seen_at is None:
        return False
    if issue.updated is None or issue.updated <= shown.seen_at:
        return False
    return issue.labels & set(effect.our_labels) != ({effect.label} if effect.label else set())

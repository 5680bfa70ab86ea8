"""What the tracker shows for each changed issue: label, comment, team questions."""

from __future__ import annotations

from dataclasses import replace

from plugin.core.facts import IssueFacts
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, EntryKind, Outcome, RecordEntry
from plugin.core.model.placement import Evidence
from plugin.core.model.slots import VERDICT_SLOT
from plugin.core.presenter.presenter import present_issue, says_the_same
from plugin.core.presenter.team_comments import team_effects
from plugin.core.step import Step


def present_issues(step: Step) -> Outcome:
    """Show every issue that changed, and record new verdicts and offers."""
    outcome, is_look = NOTHING, isinstance(step.event, IssueSeen)
    for was, state in step.followed:
        outcome = outcome.and_then(_present(step.about, was, state, is_look=is_look))
    known = step.outcome.entries
    fresh = tuple(entry for entry in outcome.entries if entry not in known)
    return Outcome(states=outcome.states, effects=outcome.effects, entries=fresh)


def is_shown(was: IssueState | None, state: IssueState) -> bool:
    """Tell whether an issue shows anything: it has a verdict, or had one until now."""
    has_verdict = state.judged or (was is not None and was.judged)
    left = state.evidence is Evidence.UNGOVERNED and state.why_not == "project"
    return has_verdict and not state.deleted and not left


def _present(
    facts: IssueFacts, was: IssueState | None, state: IssueState, *, is_look: bool = False
) -> Outcome:
    if state.deleted or not (state.judged or (was is not None and was.judged)):
        return NOTHING
    entries = _entries(was, state)
    if not is_shown(was, state):
        return Outcome(entries=entries)
    shown = present_issue(facts.baseline, state)
    says_more = shown.comment is not None and not state.spoke
    spoke = state.model_copy(update={"spoke": True}) if says_more else state
    effects = (EffectRequest(state.issue.id, VERDICT_SLOT, shown), *team_effects(facts, was, spoke))
    if is_look and was is not None and says_the_same(was, state):
        effects = tuple(replace(request, keeps_wording=True) for request in effects)
    return Outcome(states=(spoke,) if says_more else (), effects=effects, entries=entries)


def _entries(was: IssueState | None, state: IssueState) -> tuple[RecordEntry, ...]:
    """Return the entries for what is different now: the verdict, the offer."""
    entries: list[RecordEntry] = []
    if (was.verdict if was else None) != state.verdict:
        verdict = state.verdict.model_dump(mode="json") if state.verdict else None
        payload = {"issue": state.issue.key, "verdict": verdict}
        entries.append(RecordEntry(state.issue.id, EntryKind.VERDICT, payload))
    offer = state.change.offer if state.change else None
    if offer and offer != (was.change.offer if was and was.change else None):
        payload = {"issue": state.issue.key, "offer": offer.model_dump(mode="json")}
        entries.append(RecordEntry(state.issue.id, EntryKind.OFFER, payload))
    return tuple(entries)

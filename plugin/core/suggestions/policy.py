"""Unclear issues: what our side is told they are most like. It decides nothing."""

from __future__ import annotations

from zlib import crc32

from mappings.model import ContractMapping
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.model.suggestion import ItemSuggester, Suggestion
from plugin.core.model.verdict import VerdictKind
from plugin.core.step import Step


def suggest_items(step: Step) -> Outcome:
    """Suggest an item for each unclear issue, and take back what holds no longer."""
    suggester = step.now.suggestions
    if suggester is None:
        return NOTHING
    mapping = step.now.baseline.mapping
    suggested = (with_suggestion(mapping, suggester, state) for _, state in step.followed)
    changed = tuple(state for state in suggested if state != step.now.states.get(state.issue.id))
    return Outcome(states=changed) if changed else NOTHING


def with_suggestion(mapping: ContractMapping, suggester: ItemSuggester, state: IssueState) -> IssueState:
    """Return a state with the item that our side is told of.

    What was told stays until the issue's own text, the items or the verdict change: an index learns with
    each linked issue, and each process has one of its own.
    """
    if state.kind is not VerdictKind.UNCLEAR or state.deleted:
        return _with(state, None)
    basis = _describe_basis(mapping, state)
    if state.suggestion is not None and state.suggestion.basis == basis:
        return state
    found = suggester.suggest(state.issue.summary, state.issue.description)
    if found is None:
        return _with(state, None)
    told = Suggestion(item=found.item, percent=round(100 * found.confidence), words=found.words, basis=basis)
    return _with(state, told)


def list_clauses(mapping: ContractMapping) -> tuple[tuple[str, str, str], ...]:
    """Return of each item its id, its title, and the title of its stage."""
    return tuple((item.id, item.title, stage.title) for stage in mapping.stages for item in stage.items)


def _with(state: IssueState, told: Suggestion | None) -> IssueState:
    return state if state.suggestion == told else state.model_copy(update={"suggestion": told})


def _describe_basis(mapping: ContractMapping, state: IssueState) -> str:
    """Return a short digest of everything that a suggestion was made from, but issues."""
    texts = (state.issue.summary, state.issue.description, *map("\n".join, list_clauses(mapping)))
    return f"{crc32(chr(0).join(texts).encode()):08x}"

"""Earlier similar issues: similar requests get the same answer."""

from __future__ import annotations

from plugin.core.facts import EarlierIssue, IssueFacts
from plugin.core.model.issue_state import IssueState
from plugin.core.model.placement import Placement
from plugin.core.model.verdict import VerdictKind

_EXTRA = (VerdictKind.BONUS, VerdictKind.BEYOND_SCOPE)


def precedent_keys(state: IssueState, placement: Placement | None = None) -> tuple[str, ...]:
    """Return the keys by which issues are similar: exclusion, item, components.

    Args:
        state: the issue on record.
        placement: where it belongs, for an issue that has no verdict yet.
    """
    verdict = state.verdict
    if placement is not None:
        clause = placement.exclusion.clause if placement.exclusion and placement.item is None else None
        item = placement.item.id if placement.item else None
    else:
        excluded = verdict.because("excluded") if verdict else None
        clause = excluded.values["clause"] if excluded else None
        item = verdict.item if verdict else None
    keys = [f"clause:{clause}"] if clause else []
    keys += [f"item:{item}"] if item else []
    return (*keys, *(f"component:{name}" for name in sorted(state.issue.components)))


def earlier_issues_of(facts: IssueFacts, state: IssueState) -> tuple[EarlierIssue, ...]:
    """Return the similar issues created before this one, newest first."""
    return tuple(issue for issue in facts.earlier_issues if issue.created <= state.created)

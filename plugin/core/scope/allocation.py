"""Shares the quantities of scope items out over the issues that claim them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from plugin.core.facts import Baseline, RelatedIssues
from plugin.core.model.issue_state import IssueState
from plugin.core.model.placement import Evidence, Placement
from plugin.core.model.quantity_claims import Allotment, Claim, ItemUsage
from plugin.core.scope.quantity import allocate


def allocate_all(
    baseline: Baseline,
    before: IssueState | None,
    states: Sequence[IssueState],
    placements: dict[str, Placement],
    related: RelatedIssues,
    frozen: frozenset[str],
) -> dict[str, Allotment]:
    """Give out the quantities of every item that one of the states belongs to."""
    by_item: dict[str, list[IssueState]] = defaultdict(list)
    for state in states:
        if state.item and _claims(state, placements[state.issue.id], baseline):
            by_item[state.item].append(state)
    allotted: dict[str, Allotment] = {}
    for item_id, members in by_item.items():
        item = baseline.mapping.item(item_id)
        if item is None:
            continue
        claims = [_claim(baseline, before, state, frozen) for state in members]
        first_month = baseline.live_from.strftime("%Y-%m")
        allotted |= allocate(item, [*claims, *related.held.get(item_id, ())], first_month)
    return allotted


def _claims(state: IssueState, placement: Placement, baseline: Baseline) -> bool:
    """Tell whether an issue counts for its item: linked or ruled in, and to be done."""
    if state.deleted or placement.evidence not in (Evidence.LINK, Evidence.RULING):
        return False
    if state.change and state.change.state in ("withdrawn", "parked"):
        return False
    return not after_sign_off(baseline, state)


def after_sign_off(baseline: Baseline, state: IssueState) -> bool:
    """Tell whether an issue was created, or reopened, after its stage was signed off."""
    moment = baseline.signed_off.at(state.stage)
    if moment is None or state.counts_only:
        return False
    return state.created > moment or (state.reopened_at is not None and state.reopened_at > moment)


def _claim(baseline: Baseline, before: IssueState | None, state: IssueState, frozen: frozenset[str]) -> Claim:
    is_subject = before is not None and before.issue.id == state.issue.id
    held = state.holding if state.issue.id in frozen else None
    grew = False
    if (
        held is None
        and is_subject
        and before
        and before.item == state.item
        and before.locked_in(baseline.mapping)
    ):
        # Also if its hours are the same: an issue without a place among the rounds still has none.
        held, grew = before.holding, True
        held = ItemUsage(min(held.hours, state.hours), held.rounds, held.pieces)
    return Claim(
        issue=state.issue.id,
        created=state.created,
        month=state.month(baseline.mapping),
        hours=state.hours,
        labels=state.counted.labels,
        held=held,
        grew=grew,
    )

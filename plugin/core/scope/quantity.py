"""Quantities of a scope item: hours, monthly hours, rounds and pieces.

They are given out in the order of creation. An issue that passes a limit is beyond scope by the part that
passes it. What an issue already holds (decided, announced as a bonus, or in work) is never taken from it
again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from mappings.model import Counted, ScopeItem
from plugin.core.model.quantity_claims import ZERO, Allotment, Claim, ItemUsage
from plugin.core.model.verdict import Reason, ReasonWord
from plugin.core.scope.monthly_hours import MonthlyHours

NOTHING_HELD = ItemUsage()
_MIN_BILLABLE_HOURS = Decimal("0.01")
"""Nobody is billed for less than half a minute that rounding left over."""


class _Left:
    """What is left of an item while claims are served."""

    def __init__(self, item: ScopeItem, first_month: str) -> None:
        self.item = item
        self.hours = None if item.hours is None else max(ZERO, item.hours - item.used)
        self.monthly = MonthlyHours(item.monthly_hours or ZERO, item.most_rolled_over, first_month)
        self.rounds = item.rounds.max if item.rounds else 0
        self.pieces = item.pieces.max if item.pieces else 0

    def take(self, claim: Claim, holding: ItemUsage) -> None:
        if self.hours is not None:
            self.hours = max(ZERO, self.hours - holding.hours)
        self.monthly.take(claim.month, holding.hours)
        self.rounds -= holding.rounds
        self.pieces -= holding.pieces

    def within(self, claim: Claim) -> Decimal:
        """Return how many of the claim's hours still fit."""
        fits = claim.hours
        if self.hours is not None:
            fits = min(fits, self.hours)
        if self.item.monthly_hours is not None:
            fits = min(fits, self.monthly.left(claim.month))
        return fits


def allocate(item: ScopeItem, claims: Iterable[Claim], first_month: str = "") -> dict[str, Allotment]:
    """Give the item's quantities out over its issues.

    Args:
        item: the scope item.
        claims: every issue that counts for it.
        first_month: the contract's first month; earlier ones leave no hours to the next.

    Returns:
        The allotment by issue id, also of those that hold theirs already.
    """
    left = _Left(item, first_month)
    ordered = sorted(claims, key=lambda claim: (claim.created, claim.issue))
    allotments: dict[str, Allotment] = {}
    for claim in ordered:
        if claim.held is not None:
            left.take(claim, claim.held)
            allotments[claim.issue] = Allotment(claim.held)
    for claim in ordered:
        if claim.held is None:
            allotments[claim.issue] = _serve(left, claim)
            left.take(claim, allotments[claim.issue].holding)
        elif claim.grew:
            allotments[claim.issue] = _serve_more(left, claim, claim.held)
    return allotments


def counts_for(counted: Counted | None, labels: frozenset[str]) -> bool:
    """Tell whether an issue with these labels is one of the item's rounds (or pieces)."""
    return counted is not None and (counted.label is None or counted.label in labels)


def _serve(left: _Left, claim: Claim, held: ItemUsage = NOTHING_HELD) -> Allotment:
    item = left.item
    over: list[Reason] = []
    is_round = counts_for(item.rounds, claim.labels) and not held.rounds
    is_piece = counts_for(item.pieces, claim.labels) and not held.pieces
    if is_round and left.rounds < 1 and item.rounds:
        over.append(_over("rounds_over", item, limit=str(item.rounds.max)))
    if is_piece and left.pieces < 1 and item.pieces:
        over.append(_over("pieces_over", item, limit=str(item.pieces.max)))
    if over:
        # A round or piece too many is extra as a whole: it takes nothing from the item's hours.
        return Allotment(ItemUsage(), claim.hours, tuple(over))
    fits = left.within(claim)
    hours_over = claim.hours - fits
    if hours_over >= _MIN_BILLABLE_HOURS:
        by_month = item.monthly_hours is not None and left.monthly.left(claim.month) <= fits
        word: ReasonWord = "monthly_hours_over" if by_month else "hours_over"
        limit = item.monthly_hours if by_month else item.hours
        over.append(_over(word, item, limit=str(limit), over=str(hours_over), month=claim.month))
    return Allotment(ItemUsage(fits, int(is_round), int(is_piece)), hours_over if over else ZERO, tuple(over))


def _serve_more(left: _Left, claim: Claim, held: ItemUsage) -> Allotment:
    """Serve what an issue asks beyond what it holds; its places stay its own."""
    served = _serve(left, replace(claim, hours=max(ZERO, claim.hours - held.hours)), held)
    more = served.holding
    left.take(claim, more)
    hours = min(held.hours, claim.hours) + more.hours
    kept = ItemUsage(hours, held.rounds + more.rounds, held.pieces + more.pieces)
    return Allotment(kept, served.over_hours, served.over)


def _over(word: ReasonWord, item: ScopeItem, **values: str) -> Reason:
    return Reason(word=word, values={"item": item.id, "title": item.title, **values})

"""Goodwill: small requests done as a gift while the month's balance lasts.

Given out in the order in which the issues were created; a bonus that was announced stays one.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from mappings.model import Goodwill
from plugin.core.model.goodwill_requests import Gift, Request

ZERO = Decimal(0)


def give_bonuses(goodwill: Goodwill | None, requests: Iterable[Request]) -> dict[str, Gift]:
    """Give a month's goodwill out over its requests.

    Args:
        goodwill: the contract's goodwill, or None where it has none.
        requests: every candidate of one month and contract.

    Returns:
        The gift by issue id. The balance never goes below zero, whatever was ruled.
    """
    ordered = sorted(requests, key=lambda request: (request.created, request.issue))
    if goodwill is None:
        return {request.issue: Gift(request.held is not None, ZERO, "no_goodwill") for request in ordered}
    if goodwill.per_month is None:
        return {request.issue: _unlimited(goodwill, request) for request in ordered}
    left = goodwill.per_month
    unclaimed = left - sum((request.held or ZERO for request in ordered), ZERO)
    gifts: dict[str, Gift] = {}
    for request in ordered:
        why_not = _why_not(goodwill, request, unclaimed)
        if request.held is not None:
            left -= request.held
        elif not why_not:
            left -= request.hours or ZERO
            unclaimed -= request.hours or ZERO
        would_fit = request.hours is not None and request.hours <= left
        left_beside = unclaimed if why_not == "goodwill_used_up" and would_fit else left
        gifts[request.issue] = Gift(not why_not, max(ZERO, left_beside), why_not)
    return gifts


def used_percent(goodwill: Goodwill, used: Decimal) -> int:
    """Return how much of the month's goodwill is used, in whole percent."""
    return int(used * 100 / goodwill.per_month) if goodwill.per_month else 100


def _unlimited(goodwill: Goodwill, request: Request) -> Gift:
    """Return the gift where a month has no limit: only the request's size counts."""
    why_not = _why_not(goodwill, request, None)
    return Gift(not why_not, None, why_not)


def _why_not(
    goodwill: Goodwill, request: Request, unclaimed: Decimal | None
) -> Literal["", "no_estimate", "over_per_request", "goodwill_used_up", "ruled"]:
    if request.held is not None:
        return ""
    if not request.eligible:
        return "ruled"
    if request.hours is None:
        return "no_estimate"
    if request.hours > goodwill.per_request:
        return "over_per_request"
    return "goodwill_used_up" if unclaimed is not None and request.hours > unclaimed else ""

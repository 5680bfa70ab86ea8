"""Goodwill is told before it runs out (B3), so that the client hears it before the first refusal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from plugin.decider.facts import Facts
from plugin.decider.outcome import Asked
from plugin.decider.precedents import manager_name
from plugin.decider.state import IssueState
from plugin.effects import PostComment
from plugin.rules.goodwill import used_percent
from plugin.rules.verdict import VerdictKind
from plugin.texts import team_messages


def goodwill_warning(facts: Facts, states: tuple[IssueState, ...]) -> tuple[Asked, ...]:
    """Tell the manager once a month that the goodwill is used up to `warn_at` percent.

    It stands on the issue whose bonus passed the mark first. Where an earlier issue becomes a gift late, by
    the order of creation another one passes it then: that is no news to the manager, and nothing is added.
    """
    goodwill = facts.ground.mapping.goodwill
    if goodwill is None:
        return ()
    asked = []
    for state in states:
        gift = state.verdict.because("goodwill") if state.verdict else None
        if state.kind is not VerdictKind.BONUS or gift is None:
            continue
        left = Decimal(gift.values["left"])
        used = used_percent(goodwill, goodwill.per_month - left)
        before = used_percent(goodwill, goodwill.per_month - left - (state.bonus_hours or Decimal(0)))
        if before < goodwill.warn_at <= used:
            month = state.month(facts.ground.mapping)
            message = team_messages.GoodwillLow(
                manager=manager_name(facts.ground),
                used_percent=used,
                left_hours=left,
                month=date.fromisoformat(f"{month}-01"),
            )
            text = facts.ground.says(message)
            slot = f"team:goodwill:{month}"
            asked.append(Asked(state.issue.id, slot, PostComment(text=text, audience="team"), once=True))
    return tuple(asked)

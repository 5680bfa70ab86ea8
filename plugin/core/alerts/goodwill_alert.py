"""Warns that goodwill runs low, before the first request is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from plugin.core.alerts.repeats import manager_name
from plugin.core.facts import IssueFacts
from plugin.core.model.effects import PostComment
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, Outcome
from plugin.core.model.slots import team_slot
from plugin.core.model.verdict import VerdictKind
from plugin.core.scope.goodwill import used_percent
from plugin.core.step import Step
from plugin.texts import team_messages


def tell_goodwill(step: Step) -> Outcome:
    """Warn our side once a month that the goodwill runs low."""
    states = tuple(state for _, state in step.followed)
    effects = warn_of_low_goodwill(step.about, states) if states else ()
    return Outcome(effects=effects) if effects else NOTHING


def warn_of_low_goodwill(facts: IssueFacts, states: tuple[IssueState, ...]) -> tuple[EffectRequest, ...]:
    """Tell the manager once a month that `warn_at` percent of goodwill is used.

    It is requested with every bonus at or beyond the mark, and is posted on the first of them: the one that
    passes the mark may be a ruled bonus, which does not say what is left. Where an earlier issue becomes a
    gift late, another one passes the mark by the order of creation: that is no news, and nothing is added.
    """
    goodwill = facts.baseline.mapping.goodwill
    if goodwill is None or goodwill.per_month is None:
        return ()
    requests = []
    for state in states:
        gift = state.verdict.because("goodwill") if state.verdict else None
        # A gift of the time when months had no limit does not say what is left.
        if state.kind is not VerdictKind.BONUS or gift is None or "left" not in gift.values:
            continue
        left = Decimal(gift.values["left"])
        used = used_percent(goodwill, goodwill.per_month - left)
        if used >= goodwill.warn_at:
            month = state.month(facts.baseline.mapping)
            message = team_messages.GoodwillLow(
                manager=manager_name(facts.baseline),
                used_percent=used,
                left_hours=left,
                month=date.fromisoformat(f"{month}-01"),
            )
            text = facts.baseline.says(message)
            slot = team_slot(f"goodwill:{month}")
            requests.append(
                EffectRequest(state.issue.id, slot, PostComment(text=text, audience="team"), once=True)
            )
    return tuple(requests)

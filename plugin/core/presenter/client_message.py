"""What the client reads in the living comment of an issue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from plugin.core.facts import Baseline
from plugin.core.model.issue_state import IssueState
from plugin.core.model.verdict import Reason, Verdict, VerdictKind
from plugin.core.offer.offer_versions import is_draft
from plugin.core.offer.price import compute_fee, traits_of
from plugin.core.presenter.addressees import find_reporter_name, is_ours, name_deciders
from plugin.core.presenter.offer_lines import make_beyond_message, message_reason, option_line
from plugin.texts import messages as say

CommentKind = Literal["", "offer", "bonus"]


def find_living_text(baseline: Baseline, state: IssueState) -> tuple[CommentKind, str | None]:
    """Return the kind and text of the living comment; no text where it has none."""
    message, says = find_client_message(baseline, state)
    if message is None or is_draft(baseline, state):
        return "", None
    return says, baseline.says(message)


def find_client_message(baseline: Baseline, state: IssueState) -> tuple[say.Message | None, CommentKind]:
    """Return what the client should read about the state, and what it says.

    Whether it is published yet does not matter.
    """
    verdict, change = state.verdict, state.change
    if change is not None and change.decision is not None:
        decision = change.decision
        options = change.offer.options if change.offer else ()
        return say.OfferDecided(
            summary=state.issue.summary,
            option=option_line(baseline, state, decision.option),
            decider=name_deciders(baseline, decision),
            decided_on=decision.on,
            options=tuple(option_line(baseline, state, option) for option in options),
            currency=baseline.mapping.contract.currency,
        ), "offer"
    if change is not None:
        return make_beyond_message(baseline, state, change), "offer" if change.offer else ""
    if verdict is not None and verdict.kind is VerdictKind.BONUS:
        return _bonus(baseline, state, verdict), "bonus"
    if state.spoke:
        # Taken out of the contract by hand (a label, a type), it has no verdict: nothing is to be chosen.
        kind = verdict.kind.value if verdict is not None else VerdictKind.UNCLEAR.value
        reason = message_reason(verdict.reasons[0]) if verdict is not None else None
        return say.NoLongerExtra(state.issue.summary, kind, reason), ""  # type: ignore[arg-type]
    return None, ""


def _bonus(baseline: Baseline, state: IssueState, verdict: Verdict) -> say.BonusAnnounced:
    hours = state.bonus_hours or Decimal(0)
    gift = verdict.because("goodwill")
    price = baseline.mapping.price
    month = state.created.astimezone(baseline.mapping.contract.zone).date()
    fee = compute_fee(hours, price, baseline.today, traits_of(state.counted)) if price and hours else None
    return say.BonusAnnounced(
        asked_by="" if is_ours(baseline, state) else find_reporter_name(baseline, state),
        summary=state.issue.summary,
        hours=hours,
        worth=fee.total if fee else None,
        vat_percent=fee.vat_percent if fee else Decimal(0),
        currency=baseline.mapping.contract.currency,
        left_hours=_left_hours(gift),
        month=date(month.year, month.month, 1),
    )


def _left_hours(gift: Reason | None) -> Decimal | None:
    """Return what is left of the month's gifts; None where nobody knows a limit."""
    if gift is not None:
        return Decimal(gift.values["left"]) if "left" in gift.values else None
    # A person's own word gave it: how much the month has left is not known here.
    return None

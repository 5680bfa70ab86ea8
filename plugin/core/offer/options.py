"""The trade-off: what an extra costs, and the numbered ways out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from mappings.model import ContractMapping, Option
from plugin.core.calendar.schedule import Schedule, Shift, count_working_days
from plugin.core.model.options import (
    FlatUnit,
    LaterStage,
    NotOffered,
    OfferOption,
    OpenWork,
    WhyNotOffered,
)
from plugin.core.offer.offer_dates import OfferDates
from plugin.core.offer.price import FeeBreakdown, Traits, compute_fee, compute_flat_fee, compute_named_fee

_EQUAL_TOLERANCE_HOURS = Decimal("0.5")
_EQUAL_TOLERANCE_PART = Decimal("0.1")
_NOT_SHOWN = {"counted_from", "basis"}
"""What no reader of an offer compares: the day of the offer, and how its sum came about."""
_Figures = dict[str, Any] | WhyNotOffered
"""Dates or sums of an option, or why there are none."""


@dataclass(frozen=True)
class FlatPrice:
    """The price of a round or piece over the limit; VAT as in the rate."""

    sum: Decimal
    unit: FlatUnit


@dataclass(frozen=True)
class TradeOffFacts:
    """What the options are computed from.

    Attributes:
        hours: of the part beyond the deal; None without an estimate, where only a sum is known.
        stage: the stage that the issue belongs to.
        named_fee: a sum that a person named with `/fee`, VAT included.
        schedule: the due dates with the accepted shifts, and what one more would do.
        today: in the contract's time zone.
        dates: which date is named, and from where it is counted.
        open_work: candidates for a swap.
        flat: the price of the round or piece over the limit; it stands above the rate.
        traits: what rates and surcharges look at.
    """

    hours: Decimal | None
    stage: str | None
    named_fee: Decimal | None
    schedule: Schedule
    today: date
    dates: OfferDates = OfferDates()
    open_work: Sequence[OpenWork] = ()
    flat: FlatPrice | None = None
    traits: Traits = Traits()


def build_options(
    mapping: ContractMapping, facts: TradeOffFacts
) -> tuple[tuple[OfferOption, ...], tuple[NotOffered, ...]]:
    """Return the options that can be offered, numbered, and the others with reasons.

    Args:
        mapping: the contract in force; its `options` give choice and order.
        facts: hours, stage, fee, accepted shifts, today, open work.
    """
    offered: list[OfferOption] = []
    others: list[NotOffered] = []
    dates, fee = _date_figures(mapping, facts), _fee_figures(mapping, facts)
    for option in dict.fromkeys(mapping.options):
        built = _build(option, len(offered) + 1, facts, dates, fee)
        if isinstance(built, OfferOption):
            offered.append(built)
        else:
            others.append(NotOffered(option=option, why_not=built))
    # Doing both is a choice that only some contracts know: nobody misses it elsewhere.
    every: tuple[Option, ...] = ("move_deadline", "extra_fee", "swap", "park", "withdraw")
    missing = [option for option in every if option not in mapping.options]
    others += [NotOffered(option=option, why_not="not_in_contract") for option in missing]
    return tuple(offered), tuple(others)


def have_same_figures(one: Sequence[OfferOption], other: Sequence[OfferOption]) -> bool:
    """Tell whether two lists of options show a reader the same dates, sums and names."""

    def shown(option: OfferOption) -> dict[str, object]:
        return option.model_dump(exclude=_NOT_SHOWN)

    return [shown(option) for option in one] == [shown(option) for option in other]


def is_equal_size(hours: Decimal, other: Decimal) -> bool:
    """Tell whether two pieces of work are equal in size: half an hour or a tenth."""
    return abs(hours - other) <= max(_EQUAL_TOLERANCE_HOURS, hours * _EQUAL_TOLERANCE_PART)


def _build(
    option: Option, number: int, facts: TradeOffFacts, dates: _Figures, fee: _Figures
) -> OfferOption | WhyNotOffered:
    match option:
        case "move_deadline":
            return _from_parts(number, option, dates)
        case "extra_fee":
            return _from_parts(number, option, fee)
        case "fee_and_date":
            return _from_parts(number, option, dates, fee)
        case "swap":
            return _swap(number, facts)
        case "park":
            return _park(number, facts)
        case "withdraw":
            return OfferOption(number=number, option=option)


def _from_parts(number: int, option: Option, *parts: _Figures) -> OfferOption | WhyNotOffered:
    """Return the option with all figures, or the first reason against it.

    Figures that come first stand above later ones: a shift names the date before it.
    """
    figures: dict[str, Any] = {}
    for part in parts:
        if isinstance(part, str):
            return part
        figures = {**part, **figures}
    return OfferOption(number=number, option=option, **figures)


def _date_figures(mapping: ContractMapping, facts: TradeOffFacts) -> _Figures:
    """Return days and dates of a shift, or why there is none."""
    if facts.hours is None:
        return "no_hours"
    if mapping.capacity is None:
        return "no_capacity"
    own = facts.dates.own_date(facts.hours, mapping.capacity)
    if own is not None:
        days, after = own
        return {"working_days": days, "after": after, "own_date": True}
    days = count_working_days(facts.hours, mapping.capacity)
    impact = facts.schedule.impact(Shift(facts.stage or "", days, facts.dates.counted_from))
    if impact is None:
        return "no_due_date"
    later = tuple(LaterStage(stage=key, before=old, after=new) for key, old, new in impact.later)
    return {
        "working_days": days,
        "counted_from": facts.dates.counted_from,
        "before": impact.before,
        "after": _new_date(facts.dates, days) if facts.dates.is_overdue else impact.after,
        # A date that is past even then is no promise.
        "later": tuple(step for step in later if step.after >= facts.today),
        "overdue": facts.dates.is_overdue,
    }


def _new_date(dates: OfferDates, days: int) -> date | None:
    """Return the date that an overdue stage is forecast for with the extra's days."""
    return dates.calendar.add_working_days(dates.forecast, days) if dates.forecast else None


def _fee_figures(mapping: ContractMapping, facts: TradeOffFacts) -> _Figures:
    """Return sum and VAT of a fee, or why there is none.

    Without an estimate nobody knows whether the stage keeps its date, so none is named.
    """
    fee = _fee(mapping, facts)
    if fee is None:
        return "no_price"
    own = facts.dates.own_date(facts.hours, mapping.capacity) if facts.hours is not None else None
    keeps_a_date = facts.hours is not None and facts.dates.own_from is None and not facts.dates.is_overdue
    return {
        "before": facts.schedule.dates.get(facts.stage or "") if keeps_a_date else None,
        "after": own[1] if own else None,
        "overdue": facts.dates.is_overdue,
        "own_date": facts.dates.own_from is not None,
        "fee": fee.total,
        "vat": fee.vat,
        "vat_percent": fee.vat_percent,
        "vat_exempt": fee.exempt,
        "hour": fee.hour,
        "basis": fee.basis,
    }


def _fee(mapping: ContractMapping, facts: TradeOffFacts) -> FeeBreakdown | None:
    """Return the fee: a named sum, else the flat price, else hours by rate."""
    price, today = mapping.price, facts.today
    if facts.named_fee is not None:
        return compute_named_fee(facts.named_fee, price, today)
    if facts.flat is not None:
        return compute_flat_fee(facts.flat.sum, facts.flat.unit, price, today, facts.traits)
    if price is None or facts.hours is None:
        return None
    return compute_fee(facts.hours, price, today, facts.traits)


def _park(number: int, facts: TradeOffFacts) -> OfferOption | WhyNotOffered:
    until = facts.dates.parked_until
    if until is None:
        return "no_next_stage"
    return OfferOption(number=number, option="park", parked_until="" if until == "stage" else until)


def best_swap(hours: Decimal, stage: str | None, open_work: Sequence[OpenWork]) -> OpenWork | None:
    """Return the open work that a swap names for an extra of this size, or None."""
    candidates = [work for work in open_work if is_equal_size(hours, work.hours)]
    # The nearest in size; among equals work of the same stage, then a stable order whatever arrived first.
    return min(candidates, key=lambda w: (abs(w.hours - hours), w.stage != stage, w.issue), default=None)


def _swap(number: int, facts: TradeOffFacts) -> OfferOption | WhyNotOffered:
    if facts.hours is None:
        return "no_hours"
    best = best_swap(facts.hours, facts.stage, facts.open_work)
    if best is None:
        return "no_work_of_equal_size"
    return OfferOption(
        number=number, option="swap", swap_issue=best.issue, swap_key=best.key, swap_summary=best.summary
    )

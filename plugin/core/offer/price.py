"""Money of an offer: exact fractions inside, `Decimal` outside, rounded once.

The order: hours, up to `step`, at least `minimum`, times the rate (the first of `by` that fits, else `hour`),
plus surcharges (their percents added up, on the base), VAT, up to `round_to`. A flat price stands where hours
times rate would.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from mappings.model import Price, RateBy, Vat
from plugin.core.calendar.durations import exact_hours
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.options import AppliedSurcharge, FeeBasis, FlatUnit

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Traits:
    """What rates and surcharges look at: labels, components and type of an issue."""

    labels: frozenset[str] = frozenset()
    components: frozenset[str] = frozenset()
    type: str = ""


@dataclass(frozen=True)
class FeeBreakdown:
    """A sum that is shown: it always includes VAT.

    Attributes:
        total: what is paid, VAT included.
        vat: the VAT within the total; `total == net + vat` to the kopeck.
        net: the sum without VAT.
        vat_percent: the rate of the VAT.
        exempt: the contract says that VAT does not apply.
        hour: the rate it was computed from; None where a person named the sum or the price is flat.
        basis: how it was computed; None where a person named the sum.
    """

    total: Decimal
    vat: Decimal
    net: Decimal
    vat_percent: Decimal
    exempt: bool = False
    hour: Decimal | None = None
    basis: FeeBasis | None = None


def traits_of(issue: IssueSnapshot) -> Traits:
    """Return what rates and surcharges look at."""
    return Traits(frozenset(issue.labels), frozenset(issue.components), issue.type)


def find_vat(price: Price | None, on: date) -> Vat:
    """Return the VAT of a day: the last change of `from` that has come, else `vat`."""
    if price is None:
        return Decimal(0)
    come = [change for change in price.vat_changes if change.starts <= on]
    return max(come, key=lambda change: change.starts).vat if come else price.vat


def find_rate(price: Price | None, traits: Traits = Traits()) -> Decimal | None:
    """Return the rate of an hour: the first of `by` that fits, else `hour`."""
    if price is None:
        return None
    return next((rate.hour for rate in price.by if _fits(rate, traits)), price.hour)


def find_billed_hours(hours: Decimal, price: Price) -> Fraction:
    """Return the hours that are billed: up to `step`, at least `minimum`."""
    billed = exact_hours(hours)
    if price.step is not None:
        step = exact_hours(price.step)
        billed = math.ceil(billed / step) * step
    return max(billed, exact_hours(price.minimum)) if price.minimum is not None else billed


def compute_fee(hours: Decimal, price: Price, on: date, traits: Traits = Traits()) -> FeeBreakdown | None:
    """Return the fee for hours, or None where no rate fits.

    Args:
        hours: beyond the deal.
        price: the contract's terms.
        on: the day on which the figures are shown; it decides the VAT.
        traits: of the issue.

    >>> terms = Price(hour=Decimal(3500), vat=Decimal(20), round_to=Decimal(100))
    >>> compute_fee(Decimal(18), terms, date(2026, 4, 1)).total
    Decimal('75600.00')
    """
    rate = find_rate(price, traits)
    if rate is None:
        return None
    billed = find_billed_hours(hours, price)
    basis = FeeBasis(asked_hours=hours, hours=_as_hours(billed), base=Decimal(0))
    return _add_up(billed * Fraction(rate), price, on, traits, basis, rate)


def compute_flat_fee(
    flat: Decimal, unit: FlatUnit, price: Price | None, on: date, traits: Traits = Traits()
) -> FeeBreakdown:
    """Return the fee for a round or piece with a price of its own; VAT as the rate."""
    basis = FeeBasis(flat=flat, flat_unit=unit, base=Decimal(0))
    return _add_up(Fraction(flat), price, on, traits, basis, None)


def compute_named_fee(total: Decimal, price: Price | None, on: date) -> FeeBreakdown:
    """Return the fee for a sum that a person named; like every sum it includes VAT."""
    return _split(Fraction(total), find_vat(price, on))


def _add_up(
    base: Fraction, price: Price | None, on: date, traits: Traits, basis: FeeBasis, rate: Decimal | None
) -> FeeBreakdown:
    """Add surcharges and VAT to the base and round the sum up."""
    vat, included = find_vat(price, on), price.vat_included if price else False
    applied = _surcharges(base, price, traits)
    percent = sum((Fraction(each.percent) for each in applied), Fraction(0))
    with_surcharges = base * (100 + percent) / 100
    exact = with_surcharges if included else with_surcharges * (100 + _percent(vat)) / 100
    total = _ceil_to(exact, price.round_to if price else _CENT)
    shown = {
        "base": _half_up(base),
        "surcharges": applied,
        "vat_included": included,
        "before_rounding": _half_up(exact),
    }
    return _split(Fraction(total), vat, basis.model_copy(update=shown), rate)


def _surcharges(base: Fraction, price: Price | None, traits: Traits) -> tuple[AppliedSurcharge, ...]:
    found = price.surcharges if price else ()
    return tuple(
        AppliedSurcharge(
            title=each.title or each.label,
            percent=each.percent,
            amount=_half_up(base * Fraction(each.percent) / 100),
        )
        for each in found
        if each.label in traits.labels
    )


def _fits(rate: RateBy, traits: Traits) -> bool:
    if rate.component is not None:
        return rate.component in traits.components
    return rate.label in traits.labels if rate.label is not None else rate.type == traits.type


def _split(
    exact: Fraction, vat: Vat, basis: FeeBasis | None = None, hour: Decimal | None = None
) -> FeeBreakdown:
    total, percent = _ceil_to(exact, _CENT), _percent(vat)
    within = _half_up(Fraction(total) * percent / (100 + percent))
    return FeeBreakdown(
        total=total,
        vat=within,
        net=total - within,
        vat_percent=Decimal(0) if vat == "none" else vat,
        exempt=vat == "none",
        hour=hour,
        basis=basis,
    )


def _percent(vat: Vat) -> Fraction:
    return Fraction(0) if vat == "none" else Fraction(vat)


def _ceil_to(exact: Fraction, step: Decimal) -> Decimal:
    """Round up to a multiple of a step, and to the kopeck."""
    multiple = math.ceil(exact / Fraction(step)) * step
    return (Decimal(math.ceil(Fraction(multiple) * 100)) / 100).quantize(_CENT)


def _half_up(exact: Fraction) -> Decimal:
    return (Decimal(math.floor(exact * 100 + Fraction(1, 2))) / 100).quantize(_CENT)


def _as_hours(exact: Fraction) -> Decimal:
    """Return exact hours as states keep them: cut off after ten digits."""
    return Decimal(math.floor(exact * 10**10)) / 10**10

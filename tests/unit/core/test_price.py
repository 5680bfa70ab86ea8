"""Fees: hours by rate, VAT on top, rounded up; sums that a person names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sold_contract import hours, price

from plugin.core.offer.price import compute_fee, compute_named_fee

TODAY = date(2026, 4, 1)
RATES = st.decimals(0, 20_000, places=2)
VAT = st.sampled_from([Decimal(0), Decimal(5), Decimal("7.7"), Decimal(10), Decimal(20), Decimal(25)])
STEPS = st.sampled_from([Decimal("0.01"), Decimal("0.5"), Decimal(1), Decimal(3), Decimal(10), Decimal(1000)])


@pytest.mark.parametrize(
    ("sentence", "hours_asked", "terms", "total", "vat"),
    [
        ("Eighteen hours cost 75 600, of which 12 600 are VAT.", 18, (3500, 20, 100), "75600", "12600"),
        ("A sum between two steps is rounded up.", "0.5", (3333, 20, 100), "2000", "333.33"),
        ("A kopeck over a step is a whole step more.", 1, ("100.01", 0, 100), "200", "0"),
        ("A sum on a step stays.", 1, (100, 0, 100), "100", "0"),
        ("Without VAT the net is the total.", 2, (3500, 0, 1), "7000", "0"),
        ("Nothing costs nothing.", 0, (3500, 20, 100), "0", "0"),
        ("A rate of nothing costs nothing.", 18, (0, 20, 100), "0", "0"),
        ("Twenty minutes are a third of the rate, rounded up.", "0.3333333333", (3000, 0, 1), "1000", "0"),
        ("A step of three is a step too.", 1, (100, 0, 3), "102", "0"),
        ("Euros keep their cents.", "1.5", ("85.50", 19, "0.01"), "152.62", "24.37"),
        ("VAT with a part of a percent is split to the cent.", 1, (100, "7.7", "0.01"), "107.70", "7.70"),
    ],
)
def test_fee_is_hours_times_rate_plus_vat(
    sentence: str, hours_asked: object, terms: tuple[object, object, object], total: str, vat: str
) -> None:
    """Hours times rate plus VAT, rounded up to the step that the contract shows."""
    fee = compute_fee(hours(hours_asked), price(*terms), TODAY)
    assert fee is not None
    assert (fee.total, fee.vat, fee.net) == (Decimal(total), Decimal(vat), Decimal(total) - Decimal(vat)), (
        sentence
    )
    assert fee.hour == Decimal(str(terms[0]))


@pytest.mark.parametrize(
    ("sentence", "named", "with_price", "vat", "percent"),
    [
        ("A named sum includes VAT.", 30000, True, "5000", 20),
        ("A named sum is not rounded.", "30001.10", True, "5000.18", 20),
        ("A sum of nothing has no VAT.", 0, True, "0", 20),
        ("Without a price there is no VAT.", 30000, False, "0", 0),
    ],
)
def test_named_fee_stands_as_named(
    sentence: str, named: object, with_price: bool, vat: str, percent: int
) -> None:
    """A sum that a person named stands as named; only its VAT is told apart."""
    fee = compute_named_fee(hours(named), price() if with_price else None, TODAY)
    assert (fee.total, fee.vat, fee.vat_percent, fee.hour) == (hours(named), Decimal(vat), percent, None), (
        sentence
    )


@settings(max_examples=150)
@given(hours_asked=st.decimals(0, 2000, places=4), rate=RATES, vat_percent=VAT, step=STEPS)
def test_net_and_vat_make_up_the_total(
    hours_asked: Decimal, rate: Decimal, vat_percent: Decimal, step: Decimal
) -> None:
    """The total is a number of whole steps, at most one above the exact sum."""
    fee = compute_fee(hours_asked, price(rate, vat_percent, step), TODAY)
    assert fee is not None
    exact = hours_asked * rate * (100 + vat_percent) / 100
    assert fee.net + fee.vat == fee.total
    assert fee.total % step == 0
    assert exact <= fee.total < exact + step
    assert min(fee.net, fee.vat) >= 0


@settings(max_examples=100)
@given(total=st.decimals(0, 10_000_000, places=2), vat_percent=VAT)
def test_named_sum_is_split_to_the_kopeck(total: Decimal, vat_percent: Decimal) -> None:
    """Whatever sum is named, its parts make it up."""
    fee = compute_named_fee(total, price(3500, vat_percent), TODAY)
    assert fee.net + fee.vat == fee.total == total

"""The forms of a price: VAT, steps, other rates, surcharges, flat prices."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sold_contract import hours

from mappings.model import Price, parse_hours
from plugin.core.offer.price import Traits, compute_fee, compute_flat_fee, compute_named_fee, find_vat

TODAY = date(2026, 11, 30)
NIGHT = {"label": "срочно", "percent": 50, "title": "срочность"}


@pytest.mark.parametrize(
    ("sentence", "asked", "terms", "labels", "total", "vat"),
    [
        (
            "VAT included is exact: 10 h at 3 500 are 35 000.",
            "10h",
            {"hour": 3500, "vat": 20, "vat_included": True},
            (),
            "35000",
            "5833.33",
        ),
        (
            "Rounding leaves an included sum that is even.",
            "10h",
            {"hour": 3500, "vat": 20, "vat_included": True, "round_to": 100},
            (),
            "35000",
            "5833.33",
        ),
        (
            "A quarter of an hour is billed as the least, an hour.",
            "15m",
            {"hour": 1500, "minimum": "1h", "step": "15m"},
            (),
            "1500",
            "0",
        ),
        (
            "1 h 20 min are billed up to the step, 1 h 30 min.",
            "1h20m",
            {"hour": 1500, "minimum": "1h", "step": "15m"},
            (),
            "2250",
            "0",
        ),
        ("On the step nothing is added.", "1h30m", {"hour": 1500, "step": "15m"}, (), "2250", "0"),
        (
            "Thirds of an hour on the step are on the step.",
            "20m",
            {"hour": 3000, "step": "20m"},
            (),
            "1000",
            "0",
        ),
        (
            "The least is taken after the step.",
            "5m",
            {"hour": 600, "minimum": "10m", "step": "15m"},
            (),
            "150",
            "0",
        ),
        ("No VAT applies, and none is added.", "10h", {"hour": 1500, "vat": "none"}, (), "15000", "0"),
        (
            "Another rate by label.",
            "2h",
            {"hour": 1000, "by": [{"label": "design", "hour": 2000}]},
            ("design",),
            "4000",
            "0",
        ),
        (
            "The first rate that fits counts.",
            "1h",
            {"hour": 1, "by": [{"label": "b", "hour": 2}, {"label": "a", "hour": 3}]},
            ("a", "b"),
            "2",
            "0",
        ),
        (
            "Without a label that fits it is the ordinary rate.",
            "1h",
            {"hour": 1, "by": [{"label": "b", "hour": 2}]},
            ("a",),
            "1",
            "0",
        ),
        (
            "A surcharge is a percent of the base.",
            "10h",
            {"hour": 1500, "surcharges": [NIGHT]},
            ("срочно",),
            "22500",
            "0",
        ),
        (
            "Surcharges are added up, not multiplied.",
            "1h",
            {"hour": 1000, "surcharges": [NIGHT, {"label": "ночь", "percent": 100}]},
            ("срочно", "ночь"),
            "2500",
            "0",
        ),
        (
            "A surcharge of another label adds nothing.",
            "1h",
            {"hour": 1000, "surcharges": [NIGHT]},
            (),
            "1000",
            "0",
        ),
        (
            "VAT comes after the surcharge, rounding last.",
            "1h",
            {"hour": 1001, "vat": 22, "surcharges": [NIGHT], "round_to": 10},
            ("срочно",),
            "1840",
            "331.80",
        ),
    ],
)
def test_the_order_is_step_minimum_rate_surcharges_vat_rounding(
    sentence: str, asked: str, terms: dict[str, Any], labels: tuple[str, ...], total: str, vat: str
) -> None:
    """Hours, step, minimum, rate, surcharges, VAT, round_to: in this order."""
    fee = compute_fee(parse_hours(asked), Price.model_validate(terms), TODAY, Traits(frozenset(labels)))
    assert fee is not None
    assert (fee.total, fee.vat) == (Decimal(total), Decimal(vat)), sentence
    assert fee.net + fee.vat == fee.total
    assert fee.exempt == (terms.get("vat") == "none")


@pytest.mark.parametrize(
    ("sentence", "traits", "rate"),
    [
        ("By component.", Traits(components=frozenset({"API"})), 20),
        ("By type.", Traits(type="Design"), 30),
        ("By nothing.", Traits(type="Task"), None),
    ],
)
def test_a_rate_may_hang_on_component_or_type(sentence: str, traits: Traits, rate: int | None) -> None:
    """Without `hour` only what `by` names has a rate."""
    terms = {"by": [{"component": "API", "hour": 20}, {"type": "Design", "hour": 30}]}
    fee = compute_fee(hours(1), Price.model_validate(terms), TODAY, traits)
    assert (fee.hour if fee else None) == rate, sentence


@pytest.mark.parametrize(
    ("sentence", "terms", "total", "vat", "exempt"),
    [
        ("Without a price there is no VAT.", None, "1000", "0", False),
        ("VAT is put on top, as on the rate.", {"hour": 1, "vat": 22}, "1220", "220", False),
        ("Included, as in the rate.", {"hour": 1, "vat": 22, "vat_included": True}, "1000", "180.33", False),
        ("None applies.", {"vat": "none"}, "1000", "0", True),
        (
            "Steps and least hours are for hours.",
            {"hour": 1, "minimum": "8h", "step": "4h"},
            "1000",
            "0",
            False,
        ),
        ("It is rounded like every sum.", {"hour": 1, "vat": 22, "round_to": 500}, "1500", "270.49", False),
    ],
)
def test_flat_prices_take_vat_as_the_rate_does(
    sentence: str, terms: dict[str, Any] | None, total: str, vat: str, exempt: bool
) -> None:
    """A round or piece over the limit has a price of its own, VAT as in the rate."""
    price = Price.model_validate(terms) if terms is not None else None
    fee = compute_flat_fee(Decimal(1000), "rounds", price, TODAY)
    assert (fee.total, fee.vat, fee.exempt) == (Decimal(total), Decimal(vat), exempt), sentence


@pytest.mark.parametrize(
    ("sentence", "day", "vat"),
    [
        ("Before the first change.", "2025-12-31", 20),
        ("On its day.", "2026-01-01", 22),
        ("Between two changes.", "2026-12-31", 22),
        ("After the last, whatever their order.", "2027-06-01", "none"),
    ],
)
def test_vat_is_that_of_the_day_on_which_figures_are_shown(sentence: str, day: str, vat: object) -> None:
    """`from` looks at the day on which the figures are shown."""
    changes = [{"date": "2027-01-01", "vat": "none"}, {"date": "2026-01-01", "vat": 22}]
    price = Price.model_validate({"hour": 1, "vat": 20, "from": changes})
    assert find_vat(price, date.fromisoformat(day)) == vat, sentence


_MINUTES = st.integers(1, 60_000)
_VATS = st.sampled_from(["none", "0", "5", "7", "7.7", "10", "18", "20", "22", "25"])
_STEPS = st.sampled_from([None, "5m", "15m", "20m", "30m", "1h", "1h40m"])
_MINIMA = st.sampled_from([None, "10m", "1h", "1h20m"])
_ROUNDINGS = st.sampled_from(["0.01", "0.5", "1", "3", "10", "100", "1000"])
_SURCHARGES = st.lists(st.decimals("0.5", 300, places=1), max_size=3)


def _exact_hours(text: str) -> Fraction:
    """Return hours by an independent reading: `1h40m` is 5/3."""
    whole, _, rest = text.partition("h") if "h" in text else ("0", "", text)
    return int(whole) + Fraction(int(rest.strip("m") or "0"), 60)


@settings(max_examples=400, deadline=None)
@given(
    minutes=_MINUTES,
    rate=st.decimals(0, 20_000, places=2),
    vat=_VATS,
    included=st.booleans(),
    step=_STEPS,
    minimum=_MINIMA,
    rounding=_ROUNDINGS,
    percents=_SURCHARGES,
)
def test_money_is_exact_against_fractions(
    minutes: int,
    rate: Decimal,
    vat: str,
    included: bool,
    step: str | None,
    minimum: str | None,
    rounding: str,
    percents: list[Decimal],
) -> None:
    """Money is exact over random prices, roundings, VAT forms, steps and surcharges."""
    terms: dict[str, Any] = {"hour": rate, "vat": vat, "vat_included": included, "round_to": rounding}
    terms |= {key: value for key, value in (("step", step), ("minimum", minimum)) if value}
    terms["surcharges"] = [{"label": f"l{n}", "percent": each} for n, each in enumerate(percents)]
    traits = Traits(frozenset(f"l{n}" for n in range(len(percents))))
    fee = compute_fee(parse_hours(f"{minutes}m"), Price.model_validate(terms), TODAY, traits)
    assert fee is not None

    billed = Fraction(minutes, 60)
    if step:
        billed = math.ceil(billed / _exact_hours(step)) * _exact_hours(step)
    if minimum:
        billed = max(billed, _exact_hours(minimum))
    percent = Fraction(0) if vat == "none" else Fraction(vat)
    net = billed * Fraction(rate) * (1 + sum(map(Fraction, percents), Fraction(0)) / 100)
    gross = net if included else net * (1 + percent / 100)
    expected = math.ceil(gross / Fraction(rounding)) * Fraction(rounding)
    assert Fraction(fee.total) == expected
    assert fee.net + fee.vat == fee.total
    assert abs(Fraction(fee.vat) - expected * percent / (100 + percent)) <= Fraction(1, 200)


@given(total=st.decimals(0, 1_000_000, places=2), days=st.integers(0, 900))
def test_a_named_sum_never_changes_with_the_vat(total: Decimal, days: int) -> None:
    """A sum named by a person includes VAT, whichever is in force."""
    changes = [{"date": "2027-01-01", "vat": 25}, {"date": "2027-09-01", "vat": "none"}]
    price = Price.model_validate({"hour": 1, "vat": 22, "from": changes})
    fee = compute_named_fee(total, price, TODAY + timedelta(days=days))
    assert fee.total == total == fee.net + fee.vat

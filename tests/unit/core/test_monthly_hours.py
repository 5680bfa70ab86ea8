"""Hours of each month, and what one month leaves to the next."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sold_contract import item

from plugin.core.model.quantity_claims import Claim, ItemUsage
from plugin.core.scope.monthly_hours import next_month, previous_month
from plugin.core.scope.quantity import allocate

ROLLING = item(hours_per_month={"hours": 40, "roll_over": 40})
LIVE = "2026-11"


def claim(month: str, hours: int, *, held: bool = False, day: int = 1) -> Claim:
    """Return what an issue of a month asks; `held`: it has it already."""
    year, number = map(int, month.split("-"))
    usage = ItemUsage(Decimal(hours)) if held else None
    created = datetime(year, number, day, tzinfo=UTC)
    return Claim(f"{month}-{day}-{hours}", created, month, Decimal(hours), held=usage)


@pytest.mark.parametrize(
    ("sentence", "claims", "over"),
    [
        ("16 of the 20 left are 40 % of 40: all of 56.", [claim("2026-11", 20), claim("2026-12", 56)], 0),
        ("The next hour is over.", [claim("2026-11", 20), claim("2026-12", 57)], 1),
        ("Less is left than may roll over.", [claim("2026-11", 30), claim("2026-12", 56)], 6),
        ("Nothing is left.", [claim("2026-11", 40), claim("2026-12", 41)], 1),
        ("An unused month leaves the most.", [claim("2026-12", 56)], 0),
        ("Months before the first leave nothing.", [claim("2026-11", 41)], 1),
        (
            "What was left lapses after a month.",
            [claim("2026-11", 0), claim("2026-12", 40), claim("2027-01", 57)],
            1,
        ),
        (
            "What was left is used first, so the month's own hours are left.",
            [claim("2026-11", 0), claim("2026-12", 16), claim("2027-01", 56)],
            0,
        ),
        ("Over the end of a year.", [claim("2026-12", 20), claim("2027-01", 56)], 0),
        (
            "What the next month needs is not given twice.",
            [claim("2026-11", 10), claim("2026-12", 56, held=True), claim("2026-11", 20, day=9)],
            6,
        ),
    ],
)
def test_at_most_a_percentage_of_what_is_left_is_used_in_the_next_month(
    sentence: str, claims: list[Claim], over: int
) -> None:
    """Of what one month leaves at most 40 % of `hours` may be used in the next."""
    allotted = allocate(ROLLING, claims, LIVE)
    assert sum(each.over_hours for each in allotted.values()) == over, sentence


@settings(max_examples=200)
@given(asked=st.lists(st.tuples(st.integers(0, 5), st.integers(1, 60)), min_size=1, max_size=12))
def test_rolling_over_never_gives_more_than_all_months_have(asked: list[tuple[int, int]]) -> None:
    """No month gets more than its own hours and the most that may roll over."""
    months = ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04"]
    claims = [claim(months[number], hours, day=place + 1) for place, (number, hours) in enumerate(asked)]
    allotted = allocate(ROLLING, claims, LIVE)
    given_out = {month: Decimal(0) for month in months}
    for each in claims:
        given_out[each.month] += allotted[each.issue].holding.hours
    assert all(hours <= 56 for hours in given_out.values())
    assert given_out[months[0]] <= 40
    for number in range(1, len(months) + 1):
        assert sum(list(given_out.values())[:number]) <= 40 * number


@pytest.mark.parametrize(("month", "following"), [("2026-12", "2027-01"), ("2026-09", "2026-10")])
def test_months_follow_each_other(month: str, following: str) -> None:
    """A year ends with December."""
    assert (next_month(month), previous_month(following)) == (following, month)

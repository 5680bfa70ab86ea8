"""Durations in business units: a week is 40 hours, a day eight."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yandex_standin.durations import minutes_of, shown_duration

from plugin.trackers.yandex.durations import read_business_hours

AMOUNTS = st.integers(0, 500)


@pytest.mark.parametrize(
    ("why", "given", "expected"),
    [
        ("a week", "P1W", "40"),
        ("five days are a week", "P5D", "40"),
        ("a week and a day", "P1W1D", "48"),
        ("a week and minutes", "P1WT20M", "40.3333333333"),
        ("hours beyond a day", "PT48H", "48"),
        ("minutes beyond an hour", "PT90M", "1.5"),
        ("seconds", "PT1800S", "0.5"),
        ("parts of seconds count for nothing", "PT1H0.500S", "1"),
        ("nothing", "PT0S", "0"),
        ("blanks around it", " PT6H ", "6"),
        ("no amount", "P", None),
        ("no amount of time", "PT", None),
        ("months", "P1M", None),
        ("years", "P1Y", None),
        ("a minus", "-P1W", None),
        ("a part of a week", "P0.5W", None),
        ("small letters", "p1w", None),
        ("hours without their mark", "P8H", None),
        ("a number", 40, None),
        ("nothing at all", None, None),
        ("other digits", "P١W", None),
        ("more than anybody works", "P9999999W", None),
    ],
)
def test_a_duration_is_read(why: str, given: object, expected: str | None) -> None:
    """Weeks and days are working time, whatever ISO 8601 says."""
    assert (None if expected is None else Decimal(expected)) == read_business_hours(given), why


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_every_form_comes_to_its_working_time(weeks: int, days: int, hours: int, minutes: int) -> None:
    """Each unit counts as it is agreed, in whatever mixture."""
    text = f"P{weeks}W{days}DT{hours}H{minutes}M"
    wanted = Decimal((weeks * 5 + days) * 8 + hours) + Decimal(minutes) / 60
    read = read_business_hours(text)
    assert read is not None
    assert 0 <= wanted - read < Decimal("1e-9")


@given(st.integers(0, 2_000_000))
def test_what_tracker_answers_is_what_was_written(minutes: int) -> None:
    """`PT48H` comes back as `P1W1D`, and is the same time."""
    shown = shown_duration(minutes)
    assert minutes_of("estimation", shown) == minutes
    read = read_business_hours(shown)
    assert read is not None
    assert round(read * 60) == minutes


@given(st.text(max_size=40))
def test_no_text_makes_reading_fail(text: str) -> None:
    """What is no duration is none."""
    read = read_business_hours(text)
    assert read is None or read >= 0

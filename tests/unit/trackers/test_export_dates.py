"""Dates of exports: the form is found over a whole column, whatever the language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from plugin.trackers.exports.dates import DateForm, DayOrder, NoDate

MOSCOW = ZoneInfo("Europe/Moscow")


def read(*texts: str, order: DayOrder | None = None) -> datetime:
    """Return the first value, read as the others of its column allow."""
    form = DateForm(order=order)
    for text in texts:
        form.look_at(text)
    return form.read(texts[0], MOSCOW)


@pytest.mark.parametrize(
    "text",
    [
        # Jira, by the language of who exports
        "03/Apr/26 1:42 PM",
        "03/Apr/26 13:42",
        "3. Apr 2026 13:42",
        "03/апр/26 1:42 PM",
        "03/апр/26 13:42",
        "03.апр.2026 13:42",
        "3 апр. 2026 г., 13:42",
        "3 апреля 2026 г. 13:42",
        "03 Apr 2026 13:42",
        "Apr 3, 2026, 1:42 PM",
        "03/avr./26 1:42 PM",
        "3 avril 2026 13:42",
        "03/abr/26 1:42 PM",
        "3 de abril de 2026 13:42",
        "03/kwi/26 13:42",
        "3 квіт. 2026 13:42",
        "03-апр-2026 13:42",
        "2026年4月3日 13:42",
        # Redmine, YouTrack and programs
        "2026-04-03 13:42",
        "2026/04/03 13:42",
        "03.04.2026 13:42",
        "03.04.26 13:42:00",
        "2026-04-03T13:42:00",
        "2026-04-03T13:42:00.000+0300",
        "2026-04-03T10:42:00Z",
        "2026-04-03 10:42 UTC",
        "1775212920000",
        "1775212920",
        "Fri, 3 Apr 2026 13:42",
        "03.04.2026 13:42 Uhr",
    ],
)
def test_every_form_names_the_same_moment(text: str) -> None:
    """13:42 in Moscow on 3 April 2026."""
    assert datetime(2026, 4, 3, 13, 42, tzinfo=MOSCOW) == read(text)


@pytest.mark.parametrize(
    ("column", "day", "month"),
    [
        (("03/04/2026", "25/04/2026"), 3, 4),
        (("03/04/2026", "04/25/2026"), 4, 3),
        (("03/04/26 1:42 PM", "12/31/26 1:42 PM"), 4, 3),
        (("03.04.2026", "04.05.2026"), 3, 4),
        (("03-04-2026", "31-12-2026"), 3, 4),
    ],
)
def test_other_values_tell_the_day_from_the_month(column: tuple[str, ...], day: int, month: int) -> None:
    """One value may be read in two ways; another of its column decides."""
    found = read(*column)
    assert (day, month) == (found.day, found.month)


def test_what_no_value_tells_is_said() -> None:
    """The day is taken to come first, and the file's reader says so."""
    form = DateForm()
    for text in ("03/04/2026", "05/06/2026", "07/07/2026"):
        form.look_at(text)
    assert form.is_ambiguous
    assert datetime(2026, 4, 3, tzinfo=MOSCOW) == form.read("03/04/2026", MOSCOW)


def test_an_order_that_was_asked_for_counts() -> None:
    """Somebody who knows better says so."""
    assert datetime(2026, 3, 4, tzinfo=MOSCOW) == read("03/04/2026", order="mdy")


def test_orders_that_contradict_each_other_are_found() -> None:
    """A column with both orders has no form."""
    form = DateForm()
    for text in ("25/04/2026", "04/25/2026"):
        form.look_at(text)
    assert form.is_contradictory


def test_a_month_of_two_languages_is_read_by_the_others_of_its_column() -> None:
    """A name may be a month in one language and nothing in another."""
    assert 11 == read("03/lis/26", "04/gru/26").month
    assert 6 == read("03/čvn/26 9:00", "04/čvc/26 9:00").month


@pytest.mark.parametrize(
    ("text", "hour"),
    [("12:05 AM", 0), ("12:05 PM", 12), ("1:05 AM", 1), ("11:05 PM", 23), ("1:05 ПП", 13), ("1:05 ДП", 1)],
)
def test_half_days(text: str, hour: int) -> None:
    """Midnight is twelve in the morning."""
    assert hour == read(f"03/Apr/26 {text}").hour


def test_a_zone_that_is_named_counts() -> None:
    """Only times without one are the contract's."""
    assert datetime(2026, 4, 3, 13, 0, tzinfo=timezone(timedelta(hours=5))) == read("2026-04-03T13:00+05:00")
    assert UTC == read("2026-04-03T13:00Z").tzinfo


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "31/02/2026",
        "2026-13-01",
        "03/Foo/26",
        "12",
        "03/04/2026 25:00",
        "2026-04-03T13:00+99:00",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(NoDate):
        read(text)

"""Dates, sums, hours and plurals, with the non-breaking spaces shown as `_`."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from plugin.texts import formats

APRIL_15 = date(2026, 4, 15)


def shown(text: str) -> str:
    """Return a text with its non-breaking spaces as `_`."""
    return text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("name", "russian", "english"),
    [
        ("day", "среда, 15_апреля", "Wednesday, 15_April"),
        ("day_year", "среда, 15_апреля_2026_года", "Wednesday, 15_April_2026"),
        ("short_day", "15_апреля", "15_April"),
        ("on_day", "в_среду, 15_апреля", "on Wednesday, 15_April"),
        ("by_day", "к_15_апреля", "by_15_April"),
        ("until_day", "до_среды, 15_апреля", "by Wednesday, 15_April"),
        ("from_day", "с_15_апреля_2026_года", "from_15_April_2026"),
        ("month", "апрель", "April"),
    ],
)
def test_a_day_is_said_in_each_case(name: str, russian: str, english: str) -> None:
    """Each way to name a day, in both languages."""
    function = getattr(formats, name)
    assert (shown(function(APRIL_15, "ru")), shown(function(APRIL_15, "en"))) == (russian, english)


def test_every_weekday_has_its_case() -> None:
    """«Во вторник» and the feminine days are the ones that a rule of thumb gets wrong."""
    monday = date(2026, 4, 13)
    week = [monday + timedelta(days=n) for n in range(7)]
    assert [shown(formats.on_day(day, "ru")).split(",")[0] for day in week] == [
        "в_понедельник",
        "во_вторник",
        "в_среду",
        "в_четверг",
        "в_пятницу",
        "в_субботу",
        "в_воскресенье",
    ]
    assert [shown(formats.until_day(day, "ru")).split(",")[0].removeprefix("до_") for day in week] == [
        "понедельника",
        "вторника",
        "среды",
        "четверга",
        "пятницы",
        "субботы",
        "воскресенья",
    ]


@pytest.mark.parametrize(
    ("before", "after", "russian", "english"),
    [
        pytest.param(date(2026, 4, 10), APRIL_15, "10-го", "the 10th", id="the same month"),
        pytest.param(date(2026, 4, 1), APRIL_15, "1-го", "the 1st", id="first"),
        pytest.param(date(2026, 4, 2), APRIL_15, "2-го", "the 2nd", id="second"),
        pytest.param(date(2026, 4, 3), APRIL_15, "3-го", "the 3rd", id="third"),
        pytest.param(date(2026, 4, 11), APRIL_15, "11-го", "the 11th", id="eleventh"),
        pytest.param(date(2026, 4, 22), APRIL_15, "22-го", "the 22nd", id="twenty-second"),
        pytest.param(date(2026, 3, 30), APRIL_15, "30_марта", "30_March", id="another month"),
        pytest.param(
            date(2025, 4, 10),
            APRIL_15,
            "10_апреля_2025_года",
            "10_April_2025",
            id="the same month, another year",
        ),
    ],
)
def test_the_earlier_day_is_as_brief_as_it_can_be(
    before: date, after: date, russian: str, english: str
) -> None:
    """Beside a day of the same month its number is enough."""
    assert shown(formats.instead_of_day(before, "ru", after)) == russian
    assert shown(formats.instead_of_day(before, "en", after)) == english


@pytest.mark.parametrize(
    ("value", "currency", "russian", "english"),
    [
        ("75600", "RUB", "75_600_₽", "RUB_75,600"),
        ("75600.00", "RUB", "75_600_₽", "RUB_75,600"),
        ("1250.5", "RUB", "1_250,50_₽", "RUB_1,250.50"),
        ("1040", "EUR", "1_040_€", "€1,040"),
        ("0", "EUR", "0_€", "€0"),
        ("1000000", "GBP", "1_000_000_£", "£1,000,000"),
        ("500", "KZT", "500_KZT", "KZT_500"),
    ],
)
def test_a_sum_has_cents_only_where_it_is_not_whole(
    value: str, currency: str, russian: str, english: str
) -> None:
    """A sum can never be torn apart at the end of a line."""
    assert shown(formats.money(Decimal(value), "ru", currency)) == russian
    assert shown(formats.money(Decimal(value), "en", currency)) == english


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        ("18", "18_ч", "18_h"),
        ("1.5", "1_ч_30_мин", "1_h_30_min"),
        ("0.75", "45_мин", "45_min"),
        ("0", "0_ч", "0_h"),
        ("1.333", "1_ч_20_мин", "1_h_20_min"),
        ("1.999", "2_ч", "2_h"),
        ("1000", "1_000_ч", "1,000_h"),
        ("-0.5", "−30_мин", "−30_min"),
    ],
)
def test_hours_are_said_in_hours_and_minutes(value: str, russian: str, english: str) -> None:
    """Nobody reads 1.5 as ninety minutes on a phone."""
    assert (shown(formats.hours(Decimal(value), "ru")), shown(formats.hours(Decimal(value), "en"))) == (
        russian,
        english,
    )


@pytest.mark.parametrize(
    ("count", "russian", "english"),
    [
        (0, "0_рабочих дней", "0_working days"),
        (1, "1_рабочий день", "1_working day"),
        (3, "3_рабочих дня", "3_working days"),
        (5, "5_рабочих дней", "5_working days"),
        (11, "11_рабочих дней", "11_working days"),
        (21, "21_рабочий день", "21_working days"),
        (Decimal("2.0"), "2_рабочих дня", "2_working days"),
    ],
)
def test_working_days_have_the_right_form(count: int, russian: str, english: str) -> None:
    """Plurals follow CLDR."""
    assert shown(formats.working_days(count, "ru")) == russian
    assert shown(formats.working_days(count, "en")) == english


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        ("5.3", "п._5.3", "clause_5.3"),
        ("A1", "п._A1", "clause_A1"),
        ("Schedule 2.4", "Schedule 2.4", "Schedule 2.4"),
    ],
)
def test_a_clause_is_cited_by_its_number(value: str, russian: str, english: str) -> None:
    """A clause with words of its own gets none added."""
    assert (shown(formats.clause(value, "ru")), shown(formats.clause(value, "en"))) == (russian, english)


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        ("clause:5.2", "п._5.2", "clause_5.2"),
        ("item:2.1", "п._2.1", "item_2.1"),
        ("component:blog", "компонент «blog»", "component “blog”"),
    ],
)
def test_a_likeness_is_named(value: str, russian: str, english: str) -> None:
    """The key of a likeness is no word for people."""
    assert (shown(formats.likeness(value, "ru")), shown(formats.likeness(value, "en"))) == (russian, english)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), ("", "")),
        (("Анна",), ("Анна", "Анна")),
        (("Анна", "Пётр"), ("Анна или Пётр", "Анна or Пётр")),
        ((1, 2, 3), ("1, 2 или 3", "1, 2 or 3")),
    ],
)
def test_names_are_listed(values: tuple[object, ...], expected: tuple[str, str]) -> None:
    """The last one is joined by a word."""
    assert (formats.listed(values, "ru", "or"), formats.listed(values, "en", "or")) == expected


def test_percent_keeps_its_sign() -> None:
    """Russian parts the sign from the number, English does not."""
    assert (shown(formats.percent(Decimal("7.5"), "ru")), formats.percent(20, "en")) == ("7,5_%", "20%")

"""Format dates, sums, hours and names in Russian and in English.

Numbers, months and plural rules come from Babel (CLDR); what it does not know are the cases of Russian
weekdays. What must not be torn apart at the end of a line is joined by non-breaking spaces.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.dates import format_date, get_timezone_location
from babel.numbers import format_currency, format_decimal, get_currency_symbol

from plugin.texts.escaping import quoted

NBSP = "\u00a0"

LOCALES = {"ru": Locale.parse("ru_RU"), "en": Locale.parse("en_GB")}

_ON_WEEKDAY = (
    "в понедельник",
    "во вторник",
    "в среду",
    "в четверг",
    "в пятницу",
    "в субботу",
    "в воскресенье",
)
_UNTIL_WEEKDAY = ("понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья")
_MINUTES = 60
_KILOBYTES = 1024
_FEW = {
    "ru": {1: "один", 2: "два", 3: "три", 4: "четыре"},
    "en": {1: "one", 2: "two", 3: "three", 4: "four"},
}
_OF_FEW = {"ru": {2: "двух", 3: "трёх", 4: "четырёх"}, "en": {2: "two", 3: "three", 4: "four"}}
_EN_TEENS = (11, 12, 13)


def short_day(value: date, language: str, near: date | None = None) -> str:
    """Return day and month: «15 апреля», "15 April".

    The year is added where it is not that of `near`.
    """
    pattern = "d MMMM"
    if near is not None and near.year != value.year:
        pattern = "d MMMM y 'года'" if language == "ru" else "d MMMM y"
    return _bind_spaces(format_date(value, pattern, locale=LOCALES[language]))


def zone_city(zone: str, language: str) -> str:
    """Return the city of a time zone as people call it: «Москва», "Dublin"."""
    return get_timezone_location(zone, locale=LOCALES[language], return_city=True) if "/" in zone else zone


def days_from(first: date, language: str, last: date) -> str:
    """Return a span of days: «20–23 апреля», "20–23 April", «с 30 марта по 2 апреля»."""
    if first == last:
        return short_day(first, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_day(last, language)}"
    beginning, end = short_day(first, language, last), short_day(last, language)
    return f"с{NBSP}{beginning} по{NBSP}{end}" if language == "ru" else f"{beginning} to {end}"


def day(value: date, language: str, near: date | None = None) -> str:
    """Return weekday, day and month: «среда, 15 апреля», "Wednesday, 15 April"."""
    return f"{_weekday(value, language)}, {short_day(value, language, near)}"


def day_year(value: date, language: str) -> str:
    """Return the full date: «среда, 15 апреля 2026 года», "Wednesday, 15 April 2026"."""
    return day(value, language, date.min)


def on_day(value: date, language: str, near: date | None = None) -> str:
    """Return when something happens: «в среду, 15 апреля», "on Wednesday, 15 April"."""
    if language == "en":
        return f"on {day(value, language, near)}"
    return f"{_bind_spaces(_ON_WEEKDAY[value.weekday()])}, {short_day(value, language, near)}"


def day_on(value: date, language: str, near: date | None = None) -> str:
    """Return the date before its weekday: «15 апреля, в среду», "Wednesday, 15 April"."""
    if language == "en":
        return day(value, language, near)
    return f"{short_day(value, language, near)}, {_bind_spaces(_ON_WEEKDAY[value.weekday()])}"


def full_date(value: date, language: str) -> str:
    """Return day, month and year: «15 апреля 2026 года», "15 April 2026"."""
    return short_day(value, language, date.min)


def by_day(value: date, language: str, near: date | None = None) -> str:
    """Return the day by which something is done: «к 10 апреля», "by 10 April"."""
    return ("к" if language == "ru" else "by") + NBSP + short_day(value, language, near)


def until_day(value: date, language: str, near: date | None = None) -> str:
    """Return the last day of something: «до среды, 8 апреля», "by Wednesday, 8 April"."""
    if language == "en":
        return f"by {day(value, language, near)}"
    return f"до{NBSP}{_UNTIL_WEEKDAY[value.weekday()]}, {short_day(value, language, near)}"


def instead_of_day(value: date, language: str, other: date) -> str:
    """Return the earlier of two days briefly: «10-го», «30 марта», "the 10th".

    Args:
        value: the day that no longer holds.
        language: `ru` or `en`.
        other: the day that stands in the same sentence.
    """
    if (value.year, value.month) != (other.year, other.month):
        return short_day(value, language, other)
    if language == "ru":
        return f"{value.day}-го"
    return f"the {value.day}{_en_ordinal(value.day)}"


def from_day(value: date, language: str) -> str:
    """Return the first day: «с 7 апреля 2026 года», "from 7 April 2026"."""
    return ("с" if language == "ru" else "from") + NBSP + short_day(value, language, date.min)


def month(value: date, language: str) -> str:
    """Return the month's name: «апрель», "April"."""
    return format_date(value, "LLLL", locale=LOCALES[language])


def month_year(value: date, language: str) -> str:
    """Return the month with its year: «апрель 2026», "April 2026"."""
    return format_date(value, "LLLL y", locale=LOCALES[language])


def month_of(value: date, language: str) -> str:
    """Return the month's name after a preposition: «(до конца) апреля», "April"."""
    return format_date(value, "MMMM", locale=LOCALES[language])


def in_words(value: Decimal | int, language: str) -> str:
    """Return a small number as a word: «два», "two"; others stay numbers."""
    whole = value == int(value)
    return _FEW[language].get(int(value), number(value, language)) if whole else number(value, language)


def nth(value: int, language: str) -> str:
    """Return a number in order: «3-й», "third", "4th"."""
    if language == "ru":
        return f"{value}-й"
    return {1: "first", 2: "second", 3: "third"}.get(value, f"{value}{_en_ordinal(value)}")


def money(value: Decimal, language: str, currency: str) -> str:
    """Return a sum: «75 600 ₽», "€1,040"; decimals only where it is not whole."""
    locale = LOCALES[language]
    number = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    symbol = get_currency_symbol(currency, locale)
    in_front = f"¤{NBSP if symbol.isalpha() else ''}{number}"
    pattern = f"{number}{NBSP}¤" if language == "ru" else in_front
    text = format_currency(value, currency, pattern, locale=locale, currency_digits=False)
    return _bind_spaces(text)


def number(value: Decimal | int, language: str) -> str:
    """Return a number without needless zeros: «1,5», "1.5"."""
    return _bind_spaces(format_decimal(value, locale=LOCALES[language]))


def percent(value: Decimal | int, language: str) -> str:
    """Return percent: «20 %», "20%"."""
    return number(value, language) + (f"{NBSP}%" if language == "ru" else "%")


def hours(value: Decimal, language: str) -> str:
    """Return a duration in hours and whole minutes: «18 ч», «1 ч 30 мин», "45 min"."""
    hour, minute = ("ч", "мин") if language == "ru" else ("h", "min")
    minutes = int((value * _MINUTES).to_integral_value(ROUND_HALF_UP))
    whole, rest = divmod(abs(minutes), _MINUTES)
    parts = [f"{number(whole, language)}{NBSP}{hour}"] if whole or not rest else []
    parts += [f"{rest}{NBSP}{minute}"] if rest else []
    return ("−" if minutes < 0 else "") + NBSP.join(parts)


def file_size(value: int, language: str) -> str:
    """Return the size of a file: «47 КБ», "2.3 MB"."""
    kilo, mega = ("КБ", "МБ") if language == "ru" else ("KB", "MB")
    size = Decimal(value) / 1024
    if size >= _KILOBYTES:
        megabytes = (size / 1024).quantize(Decimal("0.1"))
        return f"{number(megabytes.normalize(), language)}{NBSP}{mega}"
    return f"{number(max(1, int(size.to_integral_value(ROUND_HALF_UP))), language)}{NBSP}{kilo}"


def plural(count: Decimal | int, language: str, *forms: str) -> str:
    """Return the number with the right form of its noun.

    Args:
        count: how many, in whole units.
        language: `ru` or `en`.
        forms: one, few, many in Russian («день», «дня», «дней»); one and other in English.

    >>> plural(3, "ru", "день", "дня", "дней").replace(NBSP, " "), plural(1, "en", "day", "days")[-3:]
    ('3 дня', 'day')
    """
    kinds = ("one", "few", "many") if language == "ru" else ("one", "other")
    kind = LOCALES[language].plural_form(abs(int(count)))
    return f"{number(int(count), language)}{NBSP}{forms[kinds.index(kind)]}"


def one_of(count: int, language: str, needed: int) -> str:
    """Return how many of those needed are there: «один из двух», "one of two".

    Numbers above four stay numbers.
    """
    have, of = _FEW[language], _OF_FEW[language]
    return f"{have.get(count, count)} {'из' if language == 'ru' else 'of'} {of.get(needed, needed)}"


def working_days(count: int, language: str) -> str:
    """Return working days: «3 рабочих дня», "3 working days"."""
    if language == "ru":
        return plural(count, language, "рабочий день", "рабочих дня", "рабочих дней")
    return plural(count, language, "working day", "working days")


def clause(value: str, language: str) -> str:
    """Return a clause as it is cited: «п. 5.3», "clause 5.3".

    One with words of its own stays as it is.

    >>> clause("Schedule 2.4", "en")
    'Schedule 2.4'
    """
    return _cite(value, "п." if language == "ru" else "clause")


def item_id(value: str, language: str) -> str:
    """Return an item of the contract as it is cited: «п. 2.1», "item 2.1"."""
    return _cite(value, "п." if language == "ru" else "item")


def likeness(value: str, language: str) -> str:
    """Return what makes requests alike, from a key such as `clause:5.2`.

    Other keys begin with `item:` or `component:`.
    """
    kind, _, name = value.partition(":")
    if kind == "clause":
        return clause(name, language)
    if kind == "item":
        return item_id(name, language)
    return (
        f"компонент {quoted(name, language)}" if language == "ru" else f"component {quoted(name, language)}"
    )


def listed(values: Sequence[object], language: str, conjunction: str = "and") -> str:
    """Return names as a list: «Анна и Пётр», "Anna, Peter or Mary".

    Args:
        values: what is listed; may be empty.
        language: `ru` or `en`.
        conjunction: `and` or `or`.
    """
    words = {"and": {"ru": "и", "en": "and"}, "or": {"ru": "или", "en": "or"}}
    if len(values) < 2:
        return "".join(map(str, values))
    return f"{', '.join(map(str, values[:-1]))} {words[conjunction][language]} {values[-1]}"


def _cite(value: str, noun: str) -> str:
    return value if " " in value.strip() else f"{noun}{NBSP}{value}"


def _weekday(value: date, language: str) -> str:
    return format_date(value, "EEEE", locale=LOCALES[language])


def _en_ordinal(value: int) -> str:
    if value in _EN_TEENS:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _bind_spaces(text: str) -> str:
    return text.replace(" ", NBSP).replace("\u202f", NBSP)

"""The report of a backtest as one HTML file that asks nothing of any other place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mappings.model import Language
from plugin.core.backtest.results import Asked, BacktestResult, PlayedIssue
from plugin.core.model.verdict import VerdictKind
from plugin.reports.backtest import (
    a_week,
    compare_rows,
    find_differences,
    list_notes,
    say_period,
    say_share,
    say_source,
)
from plugin.reports.backtest_charts import ORDER, Bar, draw_bars, draw_share, draw_weeks
from plugin.reports.backtest_labels import BACKTEST_LABELS, BacktestLabels
from plugin.texts import formats
from plugin.texts.escaping import drop_direction_signs

_TEMPLATES = Path(__file__).parent / "templates"
_MAX_ASKED = 30
_MAX_UNCLEAR = 20
_MAX_BEYOND = 200
_MAX_DIFFERENCES = 40


@dataclass(frozen=True)
class Card:
    """One of the figures that stand first."""

    figure: str
    label: str
    more: str


@dataclass(frozen=True)
class Section:
    """What one contract comes to, ready to be shown."""

    result: BacktestResult
    cards: tuple[Card, ...]
    share: Markup
    months: Markup
    people: tuple[tuple[object, Markup], ...]
    rules: tuple[tuple[str, str, str], ...]
    asked: tuple[Asked, ...]
    unclear: tuple[PlayedIssue, ...]
    beyond: tuple[PlayedIssue, ...]


def render_html(results: Sequence[BacktestResult]) -> str:
    """Return the report; with several contracts they stand side by side first."""
    first = results[0]
    language = first.language
    labels = BACKTEST_LABELS[language]
    differences = find_differences(results) if len(results) > 1 else []
    return (
        _environment(language)
        .get_template("backtest.html")
        .render(
            language=language,
            texts=labels.texts,
            labels=labels,
            first=first,
            titles=tuple(dict.fromkeys(result.title for result in results)),
            notes=list_notes(results),
            period=say_period(first, language),
            source=say_source(first, language),
            writes=labels.texts["writes"].format(count=sum(result.writes_sent for result in results)),
            sections=[make_section(result, labels, language) for result in results],
            compared=compare_rows(results) if len(results) > 1 else (),
            differences=differences[:_MAX_DIFFERENCES],
            difference_count=len(differences),
            kinds=ORDER,
            say_verdict=partial(_say_verdict, labels),
        )
    )


def make_section(result: BacktestResult, labels: BacktestLabels, language: Language) -> Section:
    """Return what is shown of one contract."""
    counts = {total.kind: total.issues for total in result.verdicts}
    highest = max((person.busiest for person in result.people), default=1)
    people = sorted(result.people, key=lambda person: -person.comments)
    unclear = [each for each in result.played if each.kind is VerdictKind.UNCLEAR]
    return Section(
        result=result,
        cards=tuple(_make_cards(result, labels.texts, language)),
        share=draw_share(counts, labels.verdicts, labels.texts["verdicts"]),
        months=draw_bars(_make_months(result, labels, language), labels.texts["months"]),
        people=tuple(
            (person, draw_weeks(person.weeks, highest, f"{person.name}: {labels.texts['a_week']}"))
            for person in people
        ),
        rules=tuple(
            (
                labels.rules[rule],
                formats.number(count, language),
                say_share(count, result.judged, language),
            )
            for rule, count in sorted(result.by_rule.items(), key=lambda each: -each[1])
        ),
        asked=_choose_asked(result.asked),
        unclear=tuple(reversed(unclear[-_MAX_UNCLEAR:])),
        beyond=_choose_beyond(result),
    )


def _make_cards(result: BacktestResult, texts: Mapping[str, str], language: Language) -> list[Card]:
    extras, unclear = result.verdict(VerdictKind.BEYOND_SCOPE), result.verdict(VerdictKind.UNCLEAR)
    money = formats.money(extras.fee, language, result.currency) if extras.fee else ""
    more = " · ".join(filter(None, (formats.hours(extras.hours, language) if extras.hours else "", money)))
    settled = sum(word.issues for word in result.words)
    most = max(result.people, key=lambda person: person.comments, default=None)
    asked = (
        texts["comments_more"].format(
            person=most.name,
            count=formats.number(most.a_week, language),
            busiest=formats.number(most.busiest, language),
        )
        if most is not None
        else texts["nobody_named" if result.asked else "nobody"]
    )
    by_rule = texts["by_rule_more"].format(
        count=formats.number(result.decided_by_rule, language), all=formats.number(result.judged, language)
    )
    left = texts["unclear_more"].format(count=formats.number(settled, language))
    return [
        Card(formats.number(extras.issues, language), texts["extras"], more),
        Card(formats.percent(result.rule_percent, language), texts["by_rule"], by_rule),
        Card(
            formats.number(a_week(result), language) if result.people or not result.asked else "—",
            texts["comments"],
            asked,
        ),
        Card(
            formats.number(unclear.issues, language),
            texts["unclear"],
            left if unclear.issues else texts["unclear_none"],
        ),
    ]


def _make_months(result: BacktestResult, labels: BacktestLabels, language: Language) -> list[Bar]:
    bars: list[Bar] = []
    for name, kinds in result.months.items():
        year, number = name.split("-")
        month = formats.month(date(int(year), int(number), 1), language)
        parts = tuple((kind.value, kinds.get(kind, 0)) for kind in ORDER)
        told = ", ".join(f"{labels.verdicts[kind]} {kinds[kind]}" for kind in ORDER if kinds.get(kind))
        bars.append(Bar(f"{number}.{year[2:]}", parts, f"{month} {year}: {told}"))
    return bars


def _choose_asked(asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """Return the questions to show: those with the largest sums, in order of time."""
    largest = sorted(asked, key=lambda each: (each.fee or Decimal(0), each.hours or Decimal(0)), reverse=True)
    return tuple(sorted(largest[:_MAX_ASKED], key=lambda each: (each.on, each.issue)))


def _choose_beyond(result: BacktestResult) -> tuple[PlayedIssue, ...]:
    """Return the issues beyond scope, those with the largest sums, in order of time."""
    found = [each for each in result.played if each.kind is VerdictKind.BEYOND_SCOPE]
    largest = sorted(found, key=lambda each: (each.fee or Decimal(0), each.hours or Decimal(0)), reverse=True)
    return tuple(sorted(largest[:_MAX_BEYOND], key=lambda each: (each.created, each.key)))


def _say_verdict(labels: BacktestLabels, kind: VerdictKind | None) -> str:
    return labels.verdicts[kind] if kind is not None else "—"


def _neutralise_direction(value: object) -> object:
    """Return a value of the template without signs that turn the direction of writing."""
    return drop_direction_signs(value) if isinstance(value, str) else value


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=_neutralise_direction,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": partial(formats.number, language=language),
        "percent": partial(formats.percent, language=language),
        "hours": partial(formats.hours, language=language),
        "day": partial(formats.full_date, language=language),
        "money": lambda value, currency: formats.money(value, language, currency),
        "share": lambda part, whole: say_share(part, whole, language),
        "forms": lambda count, forms: formats.plural(count, language, *forms.split("|")),
    }
    environment.globals["week"] = timedelta(days=7)
    return environment

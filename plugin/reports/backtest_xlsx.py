"""The report of a backtest as a workbook: every row of what the page sums up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from mappings.model import Language
from plugin.core.backtest.results import BacktestResult
from plugin.core.model.verdict import VerdictKind
from plugin.reports.backtest import compare_rows, find_differences, list_notes, say_period, say_source
from plugin.reports.backtest_labels import BACKTEST_LABELS, BacktestLabels
from plugin.reports.tables import Cell, Column, ReportTable
from plugin.reports.xlsx_file import write_workbook

_WEEK = timedelta(days=7)


def render_xlsx(results: Sequence[BacktestResult]) -> bytes:
    """Return the report as a workbook; each contract has its own sheets."""
    first = results[0]
    labels = BACKTEST_LABELS[first.language]
    texts = labels.texts
    about = (
        *dict.fromkeys(each.title for each in results),
        say_period(first, first.language),
        say_source(first, first.language),
        texts["writes"].format(count=sum(each.writes_sent for each in results)),
        *list_notes(results),
    )
    tables = [*_compared(results, labels, about)] if len(results) > 1 else []
    for result in results:
        name = f"{result.name} · " if len(results) > 1 else ""
        tables += _sheets(result, labels, name, about)
    return write_workbook(tables)


def _compared(
    results: Sequence[BacktestResult], labels: BacktestLabels, about: tuple[str, ...]
) -> Iterator[ReportTable]:
    texts, language = labels.texts, results[0].language
    head, *rows = compare_rows(results)
    columns = tuple(Column(each, width=32 if not number else 22) for number, each in enumerate(head))
    yield ReportTable(texts["side_by_side"], about, columns, rows, language)
    names = tuple(Column(each.name, width=18) for each in results)
    columns = (Column(texts["issue"], width=14), Column(texts["summary"], width=56), *names)
    differing = [
        (each.issue, each.summary, *(labels.verdicts[kind] if kind else "" for kind in each.verdicts))
        for each in find_differences(results)
    ]
    yield ReportTable(texts["differ"], (), columns, differing, language)


def _sheets(
    result: BacktestResult, labels: BacktestLabels, name: str, about: tuple[str, ...]
) -> Iterator[ReportTable]:
    texts, language = labels.texts, result.language
    yield ReportTable(
        f"{name}{texts['verdicts']}",
        about,
        (
            Column(texts["verdict"], width=18),
            Column(texts["issues"], "number"),
            Column(texts["hours"], "number"),
            Column(texts["no_estimate"], "number", 14),
            Column(f"{texts['sum']}, {result.currency}", "number", 18),
            Column(texts["days"], "number", 16),
        ),
        [
            (
                labels.verdicts[each.kind],
                each.issues,
                each.hours,
                each.unestimated,
                each.fee,
                each.working_days,
            )
            for each in result.verdicts
        ],
        language,
    )
    yield _months(result, labels, name, language)
    yield _people(result, labels, name, language)
    yield _asked(result, labels, name, language)
    yield _words(result, labels, name, language)
    yield _issues(result, labels, name, language)


def _months(result: BacktestResult, labels: BacktestLabels, name: str, language: Language) -> ReportTable:
    kinds = [each.kind for each in result.verdicts]
    columns = (
        Column(labels.texts["month"]),
        *(Column(labels.verdicts[kind], "number", 16) for kind in kinds),
    )
    rows = [(month, *(counts.get(kind, 0) for kind in kinds)) for month, counts in result.months.items()]
    return ReportTable(f"{name}{labels.texts['months']}", (), columns, rows, language)


def _people(result: BacktestResult, labels: BacktestLabels, name: str, language: Language) -> ReportTable:
    columns = (
        Column(labels.texts["week"], "date", 14),
        *(Column(person.name, "number", 18) for person in result.people),
    )
    weeks = max((len(person.weeks) for person in result.people), default=0)
    rows: list[tuple[Cell, ...]] = [
        (result.first_week + _WEEK * number, *(person.weeks[number] for person in result.people))
        for number in range(weeks)
    ]
    return ReportTable(f"{name}{labels.texts['people']}", (), columns, rows, language)


def _asked(result: BacktestResult, labels: BacktestLabels, name: str, language: Language) -> ReportTable:
    texts, names = labels.texts, {person.key: person.name for person in result.people}
    columns = (
        Column(texts["on"], "date"),
        Column(texts["issue"], width=14),
        Column(texts["summary"], width=56),
        Column(texts["what"], width=30),
        Column(texts["whom"], width=24),
        Column(texts["hours"], "number"),
        Column(f"{texts['sum']}, {result.currency}", "number", 18),
    )
    rows = [
        (
            each.on,
            each.issue,
            each.summary,
            labels.ask(each.what),
            ", ".join(names.get(key, key) for key in each.people),
            each.hours,
            each.fee,
        )
        for each in result.asked
    ]
    return ReportTable(f"{name}{texts['asked']}", (), columns, rows, language)


def _words(result: BacktestResult, labels: BacktestLabels, name: str, language: Language) -> ReportTable:
    texts = labels.texts
    columns = (
        Column(texts["word"], width=22),
        Column(texts["settles"], "number"),
        Column(texts["in_scope_too"], "number", 14),
        Column(texts["examples"], width=40),
    )
    rows = [(each.word, each.issues, each.in_scope, ", ".join(each.examples)) for each in result.words]
    return ReportTable(f"{name}{texts['word']}", (), columns, rows, language)


def _issues(result: BacktestResult, labels: BacktestLabels, name: str, language: Language) -> ReportTable:
    texts = labels.texts
    columns = (
        Column(texts["issue"], width=14),
        Column(texts["summary"], width=56),
        Column(texts["created"], "date"),
        Column(texts["verdict"], width=18),
        Column(texts["rule"], width=28),
        Column(texts["clause"]),
        Column(texts["hours"], "number"),
        Column(f"{texts['sum']}, {result.currency}", "number", 18),
    )
    order = {kind: number for number, kind in enumerate(VerdictKind)}
    played = sorted(result.played, key=lambda each: (order[each.kind], each.created))
    rows = [
        (
            each.key,
            each.summary,
            each.created,
            labels.verdicts[each.kind],
            labels.rules[each.rule],
            each.clause,
            each.hours,
            each.fee,
        )
        for each in played
    ]
    return ReportTable(f"{name}{texts['counts']}", (), columns, rows, language)

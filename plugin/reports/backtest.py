"""A backtest as JSON for programs, and as a summary for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from mappings.model import Language
from plugin.core.backtest.results import BacktestResult, PersonLoad, VerdictTotal
from plugin.core.model.verdict import VerdictKind
from plugin.reports.backtest_labels import BACKTEST_LABELS
from plugin.reports.text_table import align_columns
from plugin.texts import formats

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Difference:
    """An issue that two contracts judge differently, with its verdict in each."""

    issue: str
    summary: str
    verdicts: tuple[VerdictKind | None, ...]


def list_notes(results: Sequence[BacktestResult]) -> list[str]:
    """Return what has to be known about the reading, each sentence once."""
    return list(dict.fromkeys(note for result in results for note in result.notes))


def find_differences(results: Sequence[BacktestResult]) -> list[Difference]:
    """Return the issues that the contracts judge differently, in order of creation."""
    judged = [{each.key: each for each in result.played} for result in results]
    keys = dict.fromkeys(key for found in judged for key in found)
    found_all: list[Difference] = []
    for key in keys:
        of_key = [found.get(key) for found in judged]
        verdicts = tuple(each.kind if each else None for each in of_key)
        if len(set(verdicts)) > 1:
            known = next(each for each in of_key if each is not None)
            found_all.append(Difference(key, known.summary, verdicts))
    return found_all


def as_json(results: Sequence[BacktestResult]) -> dict[str, Any]:
    """Return everything as plain JSON data: numbers, and ISO 8601 for days."""
    first = results[0]
    return {
        "writes": sum(result.writes_sent for result in results),
        "from": "export" if first.is_export else "tracker",
        "source": first.source,
        "judged_by": "last_state" if first.is_export else "history",
        "since": first.since.isoformat(),
        "until": first.until.isoformat(),
        "notes": list_notes(results),
        "contracts": [_as_json(result) for result in results],
        "differences": [
            {
                "issue": each.issue,
                "summary": each.summary,
                "verdicts": [kind.value if kind else None for kind in each.verdicts],
            }
            for each in (find_differences(results) if len(results) > 1 else ())
        ],
    }


def _as_json(result: BacktestResult) -> dict[str, Any]:
    return {
        "name": result.name,
        "contract": result.contract,
        "title": result.title,
        "currency": result.currency,
        "since": result.since.isoformat(),
        "until": result.until.isoformat(),
        "issues": result.issues,
        "judged": result.judged,
        "outside": result.outside,
        "named": result.named,
        "older": result.older,
        "verdicts": [_verdict_json(result.verdict(kind)) for kind in VerdictKind],
        "by_rule": dict(result.by_rule),
        "decided_by_rule": result.decided_by_rule,
        "rule_percent": result.rule_percent,
        "months": {
            month: {kind.value: count for kind, count in kinds.items()}
            for month, kinds in result.months.items()
        },
        "comments": {
            "client": result.client_comments,
            "team": result.team_comments,
            "edited": result.edits,
            "mails": result.mails,
        },
        "labels": result.other_writes,
        "people": [_person_json(result, person) for person in result.people],
        "asked": [
            {
                "on": each.on.isoformat(),
                "issue": each.issue,
                "summary": each.summary,
                "what": each.what,
                "people": list(each.people),
                "hours": _number(each.hours),
                "sum": _number(each.fee),
            }
            for each in result.asked
        ],
        "unclear": [
            {"issue": each.key, "summary": each.summary, "created": each.created.isoformat()}
            for each in result.played
            if each.kind is VerdictKind.UNCLEAR
        ],
        "words": [
            {
                "word": each.word,
                "issues": each.issues,
                "in_scope": each.in_scope,
                "examples": list(each.examples),
            }
            for each in result.words
        ],
    }


def _verdict_json(total: VerdictTotal) -> dict[str, Any]:
    return {
        "verdict": total.kind.value,
        "issues": total.issues,
        "hours": _number(total.hours),
        "without_estimate": total.unestimated,
        "sum": _number(total.fee),
        "working_days": total.working_days,
    }


def _person_json(result: BacktestResult, person: PersonLoad) -> dict[str, Any]:
    weeks = [
        {"from": (result.first_week + _WEEK * number).isoformat(), "comments": count}
        for number, count in enumerate(person.weeks)
        if count
    ]
    return {
        "person": person.key,
        "name": person.name,
        "side": person.side,
        "comments": person.comments,
        "a_week": _number(person.a_week),
        "busiest_week": person.busiest,
        "mails": person.mails,
        "weeks": weeks,
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else round(float(value), 4)


def summary_lines(results: Sequence[BacktestResult]) -> Iterator[str]:
    """Give the lines that the terminal shows: what a director asks first."""
    first = results[0]
    language = first.language
    texts = BACKTEST_LABELS[language].texts
    yield f"{texts['title']}: {' · '.join(dict.fromkeys(each.title for each in results))}"
    yield say_period(first, language)
    yield say_source(first, language)
    yield texts["writes"].format(count=sum(each.writes_sent for each in results))
    for note in list_notes(results):
        yield f"  {note}"
    yield ""
    if len(results) > 1:
        yield from align_columns(compare_rows(results), right=set(range(1, len(results) + 1)))
        differences = find_differences(results)
        yield ""
        yield f"{texts['differ']}: {len(differences)}" if differences else texts["differ_none"]
        return
    yield from _one_result(first, language, texts)


def _one_result(result: BacktestResult, language: Language, texts: Mapping[str, str]) -> Iterator[str]:
    head = (texts["verdict"], texts["issues"], texts["share"], texts["hours"], texts["sum"])
    yield from align_columns([head, *verdict_rows(result, language)], right={1, 2, 3, 4})
    yield ""
    yield f"{texts['by_rule']}: {formats.percent(result.rule_percent, language)}"
    for person in result.people:
        count = formats.number(person.a_week, language)
        yield f"{person.name}: {count} {texts['a_week']}, {texts['busiest']} {person.busiest}"
    if result.asked and not result.people:
        yield texts["nobody_named"]
    if result.words:
        listed = ", ".join(f"{each.word} ({each.issues})" for each in result.words)
        yield f"{texts['words']}: {listed}"


def say_period(result: BacktestResult, language: Language) -> str:
    """Return from when until when the past was played."""
    since, until = (formats.full_date(day, language) for day in (result.since, result.until))
    return BACKTEST_LABELS[language].texts["period"].format(since=since, until=until)


def say_source(result: BacktestResult, language: Language) -> str:
    """Return where the past comes from, and by what it was judged."""
    texts = BACKTEST_LABELS[language].texts
    return texts["from_export" if result.is_export else "from_tracker"].format(source=result.source)


def verdict_rows(result: BacktestResult, language: Language) -> list[tuple[str, str, str, str, str]]:
    """Return a row for each verdict that some issue got."""
    labels = BACKTEST_LABELS[language]
    return [
        (
            labels.verdicts[total.kind],
            formats.number(total.issues, language),
            say_share(total.issues, result.judged, language),
            formats.hours(total.hours, language) if total.hours else "",
            formats.money(total.fee, language, result.currency) if total.fee else "",
        )
        for total in result.verdicts
    ]


def say_share(part: int, whole: int, language: Language) -> str:
    """Return a share in whole percent; what is there is never told as nothing."""
    if not whole or not part:
        return formats.percent(0, language)
    percent = round(part * 100 / whole)
    return formats.percent(percent, language) if percent else f"< {formats.percent(1, language)}"


def compare_rows(results: Sequence[BacktestResult]) -> list[tuple[str, ...]]:
    """Return what two contracts come to, a measure a row, a contract a column."""
    language = results[0].language
    labels = BACKTEST_LABELS[language]
    texts = labels.texts
    rows: list[tuple[str, ...]] = [(texts["measure"], *(each.name for each in results))]
    for kind in VerdictKind:
        totals = [each.verdict(kind) for each in results]
        if not any(total.issues for total in totals):
            continue
        label = labels.verdicts[kind]
        rows.append((label, *(formats.number(total.issues, language) for total in totals)))
        if any(total.fee for total in totals):
            sums = (
                formats.money(total.fee, language, result.currency)
                for total, result in zip(totals, results, strict=True)
            )
            rows.append((f"{label}, {texts['sum']}", *sums))
        if kind in (VerdictKind.BEYOND_SCOPE, VerdictKind.BONUS):
            rows.append((f"{label}, {texts['hours']}", *(formats.hours(t.hours, language) for t in totals)))
    rows.append((texts["by_rule"], *(formats.percent(each.rule_percent, language) for each in results)))
    rows.append((texts["comments"], *(formats.number(a_week(each), language) for each in results)))
    return rows


def a_week(result: BacktestResult) -> Decimal:
    """Return how many comments a week wait for somebody's word, to one decimal."""
    weeks = max((len(person.weeks) for person in result.people), default=0)
    comments = sum(person.comments for person in result.people)
    return (Decimal(comments) / weeks).quantize(Decimal("0.1")) if weeks else Decimal(0)

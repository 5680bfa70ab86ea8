"""Decisions a second on one core, without a database and without a tracker."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from mappings.loader import load_file
from mappings.model import ContractMapping
from plugin.core.calendar.working_days import make_calendar
from plugin.core.contract_facts import ContractFacts
from plugin.core.decide import decide
from plugin.core.facts import Baseline
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.placement import SignedOff
from plugin.core.scope.classify import decide_verdict
from plugin.core.scope.match import match_issue

from .figures import Figure

CONTRACT = Path(__file__).parents[1] / "integration" / "contracts" / "acme.yaml"
GOAL = 20_000
NOW = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
LIVE_FROM = date(2026, 3, 2)


def deciding(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Measure verdicts alone, and whole outcomes with texts, effects and entries."""
    del folder, server
    loaded = load_file(CONTRACT)
    if loaded.mapping is None:
        raise RuntimeError(f"{CONTRACT} does not load")
    mapping = loaded.mapping
    issues = [_issue(number) for number in range(200)]
    verdicts = _a_second(lambda issue: _verdict(mapping, issue), issues, seconds)
    yield Figure(
        "deciding.verdicts",
        f"{verdicts:,.0f} verdicts a second a core",
        verdicts,
        f"at least {GOAL:,}",
        verdicts >= GOAL,
    )
    baseline = Baseline("main", mapping, make_calendar(mapping.contract), LIVE_FROM, NOW)
    outcomes = _a_second(
        lambda issue: decide(IssueSeen(issue=issue), ContractFacts(baseline)), issues, seconds
    )
    yield Figure(
        "deciding.outcomes", f"{outcomes:,.0f} whole outcomes a second a core, texts included", outcomes
    )


def _verdict(mapping: ContractMapping, issue: IssueSnapshot) -> None:
    found = match_issue(issue, mapping, ruling=None, signed_off=SignedOff(), live_from=LIVE_FROM)
    decide_verdict(
        found,
        mapping,
        stage=found.stage,
        estimate=issue.estimate_hours,
        ruling=None,
        allotment=None,
        after_sign_off=False,
    )


def _issue(number: int) -> IssueSnapshot:
    """Return an issue: in turn excluded, linked, and matched by nothing."""
    summary = ("Калькулятор стоимости", "Слайдер на главной", "Поправить отступы в тексте")[number % 3]
    return IssueSnapshot(
        id=str(10_000 + number),
        key=f"ACME-{100 + number}",
        project="ACME",
        type="Task",
        summary=summary,
        status="To Do",
        parent="ACME-3" if number % 3 == 1 else None,
        estimate_hours=Decimal(18),
        created=NOW - timedelta(hours=1),
    )


def _a_second(
    decide: Callable[[IssueSnapshot], Any], issues: Sequence[IssueSnapshot], seconds: float
) -> float:
    for issue in issues:
        decide(issue)
    began, count = time.process_time(), 0
    while time.process_time() - began < seconds:
        for issue in issues:
            decide(issue)
        count += len(issues)
    return count / (time.process_time() - began)

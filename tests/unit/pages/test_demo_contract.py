"""The example contract and the practice tracker that fits it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mappings.loader import load_file
from plugin.core.calendar.working_days import WorkingCalendar
from plugin.practice.demo.contract import contract_text, stage_dates
from plugin.practice.demo.people import service_account
from plugin.practice.demo.project import practice_site


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("today", [date(2026, 3, 2), date(2026, 12, 31), date(2028, 2, 29)])
def test_the_contract_loads_on_any_day(tmp_path: Path, today: date, language: str) -> None:
    """Without an error or a warning, in either language."""
    path = tmp_path / "acme.yaml"
    path.write_text(contract_text(today, language), encoding="utf-8")
    assert load_file(path).faults == ()


@pytest.mark.parametrize("offset", range(0, 366, 7))
def test_the_stages_never_fall_on_a_day_off(offset: int) -> None:
    """Whatever day the demo is started on."""
    dates = stage_dates(date(2026, 1, 1) + timedelta(days=offset))
    assert all(WorkingCalendar("RU").is_working(day) for day in dates.values())
    assert dates["design"] < dates["build"]


def test_the_issues_that_the_contract_names_exist(tmp_path: Path) -> None:
    """Stages with the contract's dates, the epic, and eighteen hours for a swap."""
    today = date(2026, 3, 2)
    site = practice_site(service_account("t"), today, "ru", lambda: datetime(2026, 3, 2, 9, tzinfo=UTC))
    path = tmp_path / "acme.yaml"
    path.write_text(contract_text(today, "ru"), encoding="utf-8")
    mapping = load_file(path).mapping
    assert mapping is not None
    for stage in mapping.stages:
        assert stage.issue is not None
        assert site.issue(stage.issue).fields["duedate"] == str(stage.due)
    epic = mapping.stages[0].items[0].link
    assert epic is not None
    assert epic.epic is not None
    assert site.issue(epic.epic).type == "Epic"
    assert 18 * 3600 in [issue.fields.get("timeoriginalestimate") for issue in site.issues.values()]

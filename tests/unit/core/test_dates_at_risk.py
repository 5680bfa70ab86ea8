"""A date at risk: said with the last day on which it can be kept, or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from decisions import agreed

from plugin.core.calendar.working_days import make_calendar
from plugin.core.model.waits import Turn, Wait, WaitKind, WaitState
from plugin.core.waiting.risk import StageDates, find_late_risk, find_risk

ASKED_AT = datetime(2026, 4, 1, 9, tzinfo=UTC)
STAGE_DUE = date(2026, 4, 24)
"""A Friday; the day asked for is Friday, the 10th."""


def wait(**changes: object) -> Wait:
    """Return a question to the client's side about a stage."""
    found = Wait(
        contract="ACME",
        issue="1009",
        number=1,
        kind=WaitKind.INPUT,
        what="тексты",
        owed_by="contact",
        owed_side="client",
        asked_by="manager",
        asked_side="contractor",
        asked_at=ASKED_AT,
        due=date(2026, 4, 10),
        stage="design",
        turns=(Turn(side="client", since=ASKED_AT),),
    )
    return found.model_copy(update=changes)


def known(day: int, due: date | None = STAGE_DUE) -> StageDates:
    """Return the stage's date as it is seen on a day of April."""
    mapping = agreed(contract={"calendar": None})
    return StageDates(mapping, make_calendar(mapping.contract), {"design": due}, date(2026, 4, day))


@pytest.mark.parametrize(
    ("sentence", "day", "hours", "changes", "last_day", "in_lists"),
    [
        ("a day of work at least", 13, 0, {}, 23, True),
        ("the work that begins with the answer", 13, 30, {}, 17, True),
        ("on the last day itself", 23, 0, {}, 23, True),
        ("before its own day lists say nothing", 9, 0, {}, 23, False),
        ("on its own day neither", 10, 0, {}, 23, False),
        ("too late: no warning", 24, 0, {}, None, False),
        ("needed before the day asked for: a wrong question, no risk", 13, 80, {}, None, False),
        ("not urgent", 13, 0, {"urgent": False}, None, False),
        ("a decision moves no date", 13, 0, {"kind": WaitKind.DECISION}, None, False),
        ("our own side", 13, 0, {"owed_side": "contractor"}, None, False),
        ("answered: lists say nothing", 13, 0, {"state": WaitState.ANSWERED}, 23, False),
    ],
)
def test_risk_names_the_last_day(
    sentence: str, day: int, hours: int, changes: dict[str, object], last_day: int | None, in_lists: bool
) -> None:
    """Counted back from the contract date by the working days of what remains."""
    risk = find_risk(known(day), wait(**changes), Decimal(hours))
    assert (risk.last_day.day if risk else None) == last_day, sentence
    assert (find_late_risk(known(day), wait(**changes), Decimal(hours)) is not None) == in_lists, sentence


def test_stage_without_a_date_is_at_no_risk() -> None:
    """Also one that is signed: it stands among no dates."""
    assert find_risk(known(13, None), wait(), Decimal(0)) is None
    assert find_risk(known(13), wait(stage="build"), Decimal(0)) is None

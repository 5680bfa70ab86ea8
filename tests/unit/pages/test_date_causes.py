"""Why a date is later: decisions and waiting, each with its words and its people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal

import pytest

from mappings.model import ContractMapping
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import Change, ChangeState, Decision, IssueState
from plugin.core.model.options import OfferOption
from plugin.core.model.placement import Evidence
from plugin.core.model.waits import CountedDays, Turn, Wait, WaitKind
from plugin.pages.date_causes import DateCause, list_causes

AT = datetime(2026, 4, 2, 21, 30, tzinfo=UTC)
MOVE = OfferOption(number=1, option="move_deadline", working_days=3)
FEE = OfferOption(number=2, option="extra_fee", fee=Decimal(7500))
MAPPING = ContractMapping.model_validate(
    {
        "contract": {
            "id": "ACME",
            "title": "Site",
            "language": "en",
            "currency": "EUR",
            "timezone": "Europe/Moscow",
        },
        "tracker": {"name": "main", "projects": ["ACME"]},
        "people": {
            "director": {"name": "Peter Stone", "side": "client"},
            "contact": {"name": "Anna Bell", "side": "client"},
        },
        "stages": [{"id": "design", "title": "Design"}],
    }
)
BY_DECISION = DateCause(3, "Calculator", "Peter Stone", date(2026, 4, 3))
BY_WAITING = DateCause(2, "texts", "Anna Bell", date(2026, 4, 1), by_waiting=True)


def _issue(option: OfferOption, by: str = "director", **decision: Any) -> IssueState:
    decided = Decision(
        id="1/1", option=option, hours=Decimal(18), by=by, at=AT, on=date(2026, 4, 3), **decision
    )
    return IssueState(
        tracker="main",
        contract="ACME",
        issue=IssueSnapshot(id="1", key="ACME-1", project="ACME", summary="Calculator"),
        stage="design",
        evidence=Evidence.EXCLUSION,
        change=Change(state=ChangeState.DECIDED, raised_on=date(2026, 4, 1), decisions=(decided,)),
    )


def _wait(state: Literal["moved", "proposed", "withdrawn", "reset", "shared"], days: int = 2) -> Wait:
    return Wait(
        contract="ACME",
        issue="2",
        number=1,
        kind=WaitKind.INPUT,
        what="texts",
        owed_by="contact",
        owed_side="client",
        asked_side="contractor",
        asked_at=AT,
        due=date(2026, 3, 30),
        stage="design",
        turns=(Turn(side="client", since=AT),),
        counted=CountedDays(
            days=days, first=date(2026, 3, 31), last=date(2026, 4, 1), state=state, on=date(2026, 4, 1)
        ),
    )


@pytest.mark.parametrize(
    ("issues", "waits", "expected"),
    [
        pytest.param([_issue(MOVE)], [], [BY_DECISION], id="a decision: its day is the contract's"),
        pytest.param([_issue(FEE)], [], [], id="a fee moves nothing"),
        pytest.param(
            [_issue(MOVE, by="gone", by_name="Ian Reed")],
            [],
            [DateCause(3, "Calculator", "Ian Reed", date(2026, 4, 3))],
            id="somebody whom the mapping no longer names",
        ),
        pytest.param(
            [_issue(MOVE)], [_wait("moved")], [BY_WAITING, BY_DECISION], id="the earlier cause comes first"
        ),
        pytest.param([], [_wait("proposed")], [], id="waiting that nobody agreed to yet"),
        pytest.param([], [_wait("withdrawn")], [], id="waiting that the decider left as it was"),
        pytest.param([], [_wait("reset")], [], id="waiting that was taken back"),
        pytest.param([], [_wait("shared", days=0)], [], id="days that another wait had counted"),
    ],
)
def test_causes_of_a_date(issues: list[IssueState], waits: list[Wait], expected: list[DateCause]) -> None:
    """Only what moved the date is a cause of it."""
    assert list_causes(MAPPING, issues, waits).get("design", ()) == tuple(expected)

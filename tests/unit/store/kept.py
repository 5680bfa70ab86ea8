"""An upgraded SQLite database and what is kept in it, for the tests of the store."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from mappings.model import ContractMapping
from plugin.core.model.events import IssueTouched
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import Change, ChangeState, Decision, IssueState, OfferVersion
from plugin.core.model.options import OfferOption
from plugin.core.model.placement import Evidence
from plugin.core.model.quantity_claims import ItemUsage
from plugin.core.model.verdict import Verdict, VerdictKind
from plugin.store import issues
from plugin.store.connection import Connection
from plugin.store.inbox import Arrival

START = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
DAY = date(2026, 3, 16)
BONUS, BEYOND, IN_SCOPE = (
    Verdict(kind=kind) for kind in (VerdictKind.BONUS, VerdictKind.BEYOND_SCOPE, VerdictKind.IN_SCOPE)
)


def at(seconds: float) -> datetime:
    """Return a moment some seconds after nine."""
    return START + timedelta(seconds=seconds)


def arrival(delivery: str = "d1", subject: str | None = "1009", **given: Any) -> Arrival:
    """Return a delivery that says that an issue was touched."""
    keys: dict[str, Any] = {
        "tracker": "main",
        "delivery_id": delivery,
        "received_at": START,
        "headers": {"X-Id": delivery},
        "body": b"{}",
        "kind": "handled",
        "subject": subject,
        "events": (IssueTouched(issue_id=subject or ""),),
        **given,
    }
    return Arrival(**keys)


def contract(**keys: Any) -> ContractMapping:
    """Return a contract with two scope items."""
    items = [{"id": "2.1", "title": "a", "hours": 40}, {"id": "2.2", "title": "b"}]
    data = {
        "contract": {"id": "ACME", "title": "Site"},
        "tracker": {"name": "main", "projects": ["ACME"], "statuses": {"working": ["In Progress"]}},
        "stages": [{"id": "design", "title": "Design", "items": items}],
        **keys,
    }
    return ContractMapping.model_validate(data)


def state(issue: str = "1009", **given: Any) -> IssueState:
    """Return an issue's state; `hours`, `status` and `nth` describe its snapshot."""
    hours, nth = given.pop("hours", None), given.pop("nth", 0)
    snapshot = IssueSnapshot(
        id=issue,
        key=f"ACME-{issue[-1]}",
        project="ACME",
        summary=f"Issue {issue}",
        status=given.pop("status", "To Do"),
        components=given.pop("components", frozenset()),
        estimate_hours=None if hours is None else Decimal(str(hours)),
        created=at(nth),
    )
    keys = {"tracker": "main", "contract": "ACME", "issue": snapshot, "evidence": Evidence.LINK, **given}
    return IssueState(**keys)


def holding(hours: object, rounds: int = 0, pieces: int = 0) -> ItemUsage:
    """Return what an issue has of its item."""
    return ItemUsage(Decimal(str(hours)), rounds, pieces)


MAPPING = contract()


def save(connection: Connection, *states: IssueState) -> None:
    """Keep states."""
    for each in states:
        before = issues.load(connection, each.tracker, each.issue.id)
        issues.save(connection, MAPPING, each, before)


def change(option: str | None = None, hours: int = 18, nth: int = 0, **figures: Any) -> Change:
    """Return an offered change, or one that is decided by an option."""
    offer = OfferVersion(version=1, made_on=DAY, answer_by=DAY, hours=Decimal(hours), options=())
    if option is None:
        return Change(state=ChangeState.OFFERED, raised_on=DAY, versions=(offer,))
    chosen = OfferOption.model_validate({"number": 1, "option": option, **figures})
    decision = Decision(id=f"d{nth}", option=chosen, hours=Decimal(hours), by="x", at=at(nth), on=DAY)
    kept = {"park": ChangeState.PARKED, "withdraw": ChangeState.WITHDRAWN}.get(option, ChangeState.DECIDED)
    return Change(state=kept, raised_on=DAY, versions=(offer,), decisions=(decision,))


def ids(states: tuple[IssueState, ...]) -> list[str]:
    """Return the ids of states in order."""
    return sorted(each.issue.id for each in states)

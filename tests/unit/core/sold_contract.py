"""A small contract and its issues, for the tables of the rules."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from mappings.model import ContractMapping, Price, ScopeItem
from plugin.core.calendar.working_days import WorkingCalendar
from plugin.core.model.issue import Account, IssueSnapshot

WEEKDAYS = WorkingCalendar()
"""Monday to Friday, no public holidays."""


def day(text: str) -> date:
    """Return a date of 2026, written `04-10`; a full ISO date is taken as it is."""
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def moment(text: str) -> datetime:
    """Return noon in UTC of a day, or the moment itself where a time is given."""
    if "T" in text:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    found = day(text)
    return datetime(found.year, found.month, found.day, 12, tzinfo=UTC)


def stage(stage_id: str = "design", **keys: Any) -> dict[str, Any]:
    """Return a stage of a mapping."""
    return {"id": stage_id, "title": stage_id.title(), **keys}


def contract(**keys: Any) -> ContractMapping:
    """Return a mapping with one stage; `tracker` and `contract` are extended."""
    terms = {"id": "ACME", "title": "Site", **keys.pop("contract", {})}
    tracker = {"name": "main", "projects": ["ACME"], **keys.pop("tracker", {})}
    return ContractMapping.model_validate(
        {"contract": terms, "tracker": tracker, "stages": [stage()], **keys}
    )


def item(**keys: Any) -> ScopeItem:
    """Return a scope item."""
    return ScopeItem.model_validate({"id": "2.1", "title": "Main page", **keys})


def price(hour: object = 3500, vat: object = 20, round_to: object = 100) -> Price:
    """Return the terms of the price."""
    return Price.model_validate({"hour": hour, "vat": vat, "round_to": round_to})


def issue(key: str = "ACME-9", **fields: Any) -> IssueSnapshot:
    """Return an issue of the project, created on 10 March."""
    given = {"type": "Task", "summary": "Calculator", "created": moment("03-10"), **fields}
    return IssueSnapshot(
        id=key.replace("ACME-", "100"), key=key, project=given.pop("project", "ACME"), **given
    )


def hours(value: object) -> Decimal:
    """Return hours as a decimal."""
    return Decimal(str(value))


REPORTER = Account(id="a-contact", name="Анна Белова")

"""Writes to YouTrack's custom fields; the type goes with the value.

https://www.jetbrains.com/help/youtrack/devportal/api-how-to-update-custom-fields-values.html
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from plugin.trackers.base import TrackerRefused
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.youtrack.fields import (
    compute_noon,
    find_state_field,
    get_field_name,
    is_date,
    is_instant,
)
from plugin.trackers.youtrack.session import YouTrackSession

_FIELDS = (
    "customFields($type,id,name,projectCustomField(field(fieldType(id)),bundle(values(id,name,archived))))"
)
_STATE_MACHINE = "StateMachineIssueCustomField"


def build_date_write(session: YouTrackSession, issue: str, name: str, due: date | None) -> dict[str, Any]:
    """Return the field with a date in it, or empty.

    Raises:
        TrackerRefused: the issue has no such field, or it holds no date.
    """
    field = next((each for each in _read_fields(session, issue) if get_field_name(each) == name), None)
    if field is None:
        raise TrackerRefused(
            f"{issue}: the project has no field {name!r}; attach it, or name another in tracker.fields.due"
        )
    if not (is_date(field) or is_instant(field)):
        raise TrackerRefused(f"{issue}: the field {name!r} holds no date; name another in tracker.fields.due")
    return {"$type": field.get("$type"), "name": name, "value": compute_noon(due) if due else None}


def build_state_write(
    session: YouTrackSession, issue: str, to_status: str, ids: Collection[str] = ()
) -> dict[str, Any]:
    """Return the field that holds the status, with another status in it.

    Raises:
        TrackerRefused: the project has no such status, or a state machine stands before it.
    """
    field = find_state_field(_read_fields(session, issue))
    if field.get("$type") == _STATE_MACHINE:
        raise TrackerRefused(
            f"{issue}: a workflow's state machine leads {get_field_name(field)!r}, so it cannot be set by "
            "name; move the issue by hand, or set gate_moves_back and move_back to false"
        )
    values = _list_values(field)
    names = [name for _, name in values]
    exact = [name for name in names if name == to_status]
    exact += [name for number, name in values if number in ids]
    alike = [name for name in names if name.casefold() == to_status.casefold()]
    if not (exact or alike):
        offered = ", ".join(sorted(names)) or "none"
        raise TrackerRefused(f"{issue}: there is no status {to_status!r}; YouTrack offers: {offered}")
    value = {"$type": "StateBundleElement", "name": (exact or alike)[0]}
    return {"$type": field.get("$type"), "name": get_field_name(field), "value": value}


def _read_fields(session: YouTrackSession, issue: str) -> list[Mapping[str, Any]]:
    answer = session.get(f"issues/{quote_segment(issue)}", f"id,{_FIELDS}")
    listed = answer.get("customFields") if isinstance(answer, Mapping) else None
    return [field for field in listed or [] if isinstance(field, Mapping)]


def _list_values(field: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the values that may be chosen, each with its number."""
    described = field.get("projectCustomField")
    bundle = described.get("bundle") if isinstance(described, Mapping) else None
    values = bundle.get("values") if isinstance(bundle, Mapping) else None
    return [
        (read_identifier(value.get("id")), read_identifier(value.get("name")))
        for value in values or []
        if isinstance(value, Mapping) and value.get("archived") is not True
    ]

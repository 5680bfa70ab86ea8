"""YouTrack's history of an issue: who changed what, and who moved it where.

`GET issues/{id}/activities` needs `categories`; a change of the status is a custom field's, whose values are
elements of a state bundle whatever the field is called
(https://www.jetbrains.com/help/youtrack/devportal/api-usecase-issue-history.html).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from plugin.core.model.issue import Account, FieldChange
from plugin.core.model.readings import FieldEdit, Move
from plugin.trackers.http.json_values import read_identifier, read_moment
from plugin.trackers.http.session import quote_segment
from plugin.trackers.youtrack.fields import PERSON, STATE, read_account
from plugin.trackers.youtrack.session import YouTrackSession

_FIELDS = (
    f"id,timestamp,author({PERSON}),field(name,customField(name)),"
    "added($type,id,name,minutes),removed($type,id,name,minutes)"
)
_EDITS = "CustomFieldCategory,LinksCategory,ProjectCategory,SummaryCategory,TagsCategory"
_ELEMENT = "StateBundleElement"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_moves(session: YouTrackSession, issue: str) -> tuple[Move, ...]:
    """Return an issue's changes of status, oldest first.

    Raises:
        TrackerError: the history could not be read.
    """
    path = f"issues/{quote_segment(issue)}/activities"
    listed = session.iter_entries(path, _FIELDS, categories="CustomFieldCategory")
    found = [_read_move(entry) for entry in listed if _is_move(entry)]
    return tuple(sorted(found, key=lambda move: move.at or _EPOCH))


def read_edits(session: YouTrackSession, issue: str) -> tuple[FieldEdit, ...]:
    """Return every change of an issue, oldest first.

    Raises:
        TrackerError: the history could not be read.
    """
    path = f"issues/{quote_segment(issue)}/activities"
    listed = session.iter_entries(path, _FIELDS, categories=_EDITS)
    found = [
        FieldEdit(
            by=read_account(entry.get("author")) or Account(id=""),
            field=_name_field(entry),
            at=read_moment(entry.get("timestamp")),
            change=None if _is_move(entry) else _read_change(entry),
        )
        for entry in listed
    ]
    return tuple(sorted(found, key=lambda edit: edit.at or _EPOCH))


def _read_change(entry: Mapping[str, Any]) -> FieldChange:
    """Return what stood there before and after, several values one a line."""
    before, after = (_describe(entry.get(key)) for key in ("removed", "added"))
    return FieldChange(field=_name_field(entry), before=before, after=after)


def _describe(value: object) -> str:
    """Return an activity's value as people read it: names, a text, or hours."""
    if not isinstance(value, list | Mapping):
        return "" if value is None else str(value)
    listed = _list_values(value)
    minutes = next((each["minutes"] for each in listed if isinstance(each.get("minutes"), int)), None)
    if minutes is not None:
        return str(Decimal(minutes) / 60)
    return "\n".join(read_identifier(each.get("name")) for each in listed)


def _name_field(entry: Mapping[str, Any]) -> str:
    if _is_move(entry):
        return "status"
    field = entry.get("field")
    named = read_identifier(field.get("name")) if isinstance(field, Mapping) else ""
    return "estimate" if named == "Estimation" else named or "other"


def _is_move(entry: Mapping[str, Any]) -> bool:
    values = [*_list_values(entry.get("added")), *_list_values(entry.get("removed"))]
    if any(str(value.get("$type", "")).endswith(_ELEMENT) for value in values):
        return True
    field = entry.get("field")
    return bool(values) and isinstance(field, Mapping) and field.get("name") == STATE


def _read_move(entry: Mapping[str, Any]) -> Move:
    return Move(
        by=read_account(entry.get("author")) or Account(id=""),
        from_status=_get_name(entry.get("removed")),
        to_status=_get_name(entry.get("added")),
        at=read_moment(entry.get("timestamp")),
        from_id=_get_name(entry.get("removed"), "id"),
        to_id=_get_name(entry.get("added"), "id"),
    )


def _get_name(values: object, key: str = "name") -> str:
    return next((read_identifier(value.get(key)) for value in _list_values(values)), "")


def _list_values(value: object) -> list[Mapping[str, Any]]:
    given = value if isinstance(value, list) else [value]
    return [entry for entry in given if isinstance(entry, Mapping)]

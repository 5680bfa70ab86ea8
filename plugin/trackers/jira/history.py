"""Jira's changelog of an issue: who changed what, and who moved it where.

`GET issue?expand=changelog` gives histories of items (Cloud: the newest hundred; the order differs between
the flavours, so they are sorted by their time).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from plugin.core.model.issue import Account, FieldChange
from plugin.core.model.readings import FieldEdit, Move
from plugin.trackers.http.json_values import read_identifier, read_moment
from plugin.trackers.jira.fields import read_account

_ESTIMATES = frozenset({"timeoriginalestimate", "original estimate"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_moves(issue: object) -> tuple[Move, ...] | None:
    """Return the changes of status in an issue's changelog, oldest first.

    None: there is no changelog.
    """
    items = _list_items(issue)
    if items is None:
        return None
    found = [
        _read_move(history, item)
        for history, item in items
        if item.get("fieldId", item.get("field")) == "status"
    ]
    return tuple(sorted(found, key=lambda move: move.at or _EPOCH))


def read_edits(issue: object) -> tuple[FieldEdit, ...] | None:
    """Return every change in an issue's changelog, oldest first.

    None: there is no changelog.
    """
    items = _list_items(issue)
    if items is None:
        return None
    found = [
        FieldEdit(
            by=read_account(history.get("author")) or Account(id=""),
            field=_name_field(item),
            at=read_moment(history.get("created")),
            change=_read_change(item),
        )
        for history, item in items
    ]
    return tuple(sorted(found, key=lambda edit: edit.at or _EPOCH))


def _read_change(item: Mapping[str, Any]) -> FieldChange:
    """Return what stood there before and after: names; an estimate in hours."""
    field = _name_field(item)
    before, after = (_read_value(item, end, field) for end in ("from", "to"))
    return FieldChange(field=field, name=str(item.get("field") or ""), before=before, after=after)


def _read_value(item: Mapping[str, Any], end: str, field: str) -> str:
    told = str(item.get(f"{end}String") or "")
    seconds = told or str(item.get(end) or "")
    is_size = field == "estimate" and seconds.isdecimal()
    return str(Decimal(seconds) / 3600) if is_size else told


def _name_field(item: Mapping[str, Any]) -> str:
    named = str(item.get("fieldId") or item.get("field") or "")
    return "estimate" if named.lower() in _ESTIMATES else named


def _list_items(issue: object) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]] | None:
    changelog = issue.get("changelog") if isinstance(issue, Mapping) else None
    histories = changelog.get("histories") if isinstance(changelog, Mapping) else None
    if not isinstance(histories, list):
        return None
    listed = [history for history in histories if isinstance(history, Mapping)]
    return [(history, item) for history in listed for item in _get_items(history)]


def _get_items(history: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    items = history.get("items")
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []


def _read_move(history: Mapping[str, Any], item: Mapping[str, Any]) -> Move:
    return Move(
        by=read_account(history.get("author")) or Account(id=""),
        from_status=str(item.get("fromString") or ""),
        to_status=str(item.get("toString") or ""),
        at=read_moment(history.get("created")),
        from_id=read_identifier(item.get("from")),
        to_id=read_identifier(item.get("to")),
    )

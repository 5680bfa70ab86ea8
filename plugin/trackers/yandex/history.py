"""Yandex Tracker's history of an issue: who changed what, and who moved it where.

`GET issues/{id}/changelog` tells of everything, also of edited comments
(docs/trackers/yandex.md#history).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from plugin.core.model.issue import Account, FieldChange
from plugin.core.model.readings import FieldEdit, Move
from plugin.trackers.http.json_values import read_identifier, read_moment
from plugin.trackers.http.session import quote_segment
from plugin.trackers.yandex.durations import read_business_hours
from plugin.trackers.yandex.fields import DUE, ESTIMATE, STATUS, TAGS
from plugin.trackers.yandex.session import YandexSession, list_objects
from plugin.trackers.yandex.values import choose_name, describe_value, get_object, read_account

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CREATED = "IssueCreated"
_NAMES = {ESTIMATE: "estimate", TAGS: "labels", "queue": "project", "createdBy": "reporter", DUE: "duedate"}
"""The inside's words for Yandex Tracker's fields."""

_FILE = "attachment"

_TOLD_BY_ITSELF = frozenset({STATUS})
"""A change of status has a call of its own."""


def read_moves(session: YandexSession, issue: str, wanted: Collection[str]) -> tuple[Move, ...]:
    """Return an issue's changes of status, oldest first.

    Args:
        session: where.
        issue: its id or key.
        wanted: the names of statuses that the mapping says.

    Raises:
        TrackerError: the history could not be read.
    """
    listed = session.iter_entries(_address(issue), field=STATUS)
    found = [
        Move(
            by=read_account(entry.get("updatedBy")) or Account(id=""),
            from_status=choose_name(changed.get("from"), wanted),
            to_status=choose_name(changed.get("to"), wanted),
            at=read_moment(entry.get("updatedAt")),
            from_id=read_identifier(get_object(changed.get("from")).get("id")),
            to_id=read_identifier(get_object(changed.get("to")).get("id")),
        )
        for entry in listed
        for changed in list_objects(entry.get("fields"))
        if _name_field(changed) == STATUS and changed.get("from")
    ]
    return tuple(sorted(found, key=lambda move: move.at or _EPOCH))


def read_edits(session: YandexSession, issue: str) -> tuple[FieldEdit, ...]:
    """Return every change of an issue's fields, oldest first.

    What it was created with is no edit.

    Raises:
        TrackerError: the history could not be read.
    """
    listed = session.iter_entries(_address(issue))
    found = [edit for entry in listed if entry.get("type") != _CREATED for edit in _read_edits(entry)]
    return tuple(sorted(found, key=lambda edit: edit.at or _EPOCH))


def _read_edits(entry: Mapping[str, Any]) -> Iterator[FieldEdit]:
    by, at = read_account(entry.get("updatedBy")) or Account(id=""), read_moment(entry.get("updatedAt"))
    for changed in list_objects(entry.get("fields")):
        field = _name_field(changed)
        name = _NAMES.get(field, field)
        if not name:
            continue
        change = None if field in _TOLD_BY_ITSELF else _read_change(name, field, changed)
        yield FieldEdit(by=by, field=name, at=at, change=change)

    for file in list_objects(get_object(entry.get("attachments")).get("added")):
        added = FieldChange(field=_FILE, name="attachments", after=describe_value(file))
        yield FieldEdit(by=by, field=_FILE, at=at, change=added)


def _read_change(name: str, field: str, changed: Mapping[str, Any]) -> FieldChange:
    before, after = describe_value(changed.get("from")), describe_value(changed.get("to"))
    if field == TAGS:
        before, after = " ".join(before.split("\n")), " ".join(after.split("\n"))
    if field == ESTIMATE:
        before, after = (_write_hours(text) for text in (before, after))
    return FieldChange(field=name, name=field, before=before, after=after)


def _write_hours(duration: str) -> str:
    """Return a size in hours, as every history tells it."""
    hours = read_business_hours(duration)
    return duration if hours is None else str(hours)


def _name_field(changed: Mapping[str, Any]) -> str:
    return read_identifier(get_object(changed.get("field")).get("id"))


def _address(issue: str) -> str:
    return f"issues/{quote_segment(issue)}/changelog"

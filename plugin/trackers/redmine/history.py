"""An issue's changes, from its journals: who changed what, and who moved it where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from plugin.core.model.issue import Account, FieldChange
from plugin.core.model.readings import FieldEdit, Move
from plugin.trackers.http.json_values import read_identifier, read_moment
from plugin.trackers.redmine.fields import iter_custom_fields, list_objects, read_account

STATUS = "status_id"
_TOLD_AS_SHOWN = frozenset({"subject", "estimated_hours", "parent_id", "due_date"})
_NAMES = {STATUS: "status", "estimated_hours": "estimate"}


def read_moves(issue_json: Mapping[str, Any], status_name: Callable[[str], str]) -> tuple[Move, ...]:
    """Return the changes of status, oldest first.

    Args:
        issue_json: an issue that was asked for with its journals.
        status_name: gives the name of a status by its id, which is all that a journal holds.
    """
    journals = sorted(list_objects(issue_json.get("journals")), key=_sort_key)
    return tuple(move for journal in journals for move in _read_journal_moves(journal, status_name))


def read_edits(issue_json: Mapping[str, Any]) -> tuple[FieldEdit, ...]:
    """Return every change of a field, oldest first.

    Args:
        issue_json: an issue that was asked for with its journals.
    """
    journals = sorted(list_objects(issue_json.get("journals")), key=_sort_key)
    names = {id_: name for id_, name, _ in iter_custom_fields(issue_json)}
    return tuple(
        FieldEdit(
            by=read_account(journal.get("user")) or Account(id=""),
            field=_NAMES.get(read_identifier(detail.get("name")), read_identifier(detail.get("name"))),
            at=read_moment(journal.get("created_on")),
            change=_read_change(detail, names),
        )
        for journal in journals
        for detail in list_objects(journal.get("details"))
    )


def _read_change(detail: Mapping[str, Any], custom: Mapping[str, str]) -> FieldChange | None:
    """Return what stood there before and after.

    `custom` names the custom fields by their numbers. None where a journal holds numbers of what people know
    by names (tracker, category, version).
    """
    name = read_identifier(detail.get("name"))
    before, after = (read_identifier(detail.get(key)) for key in ("old_value", "new_value"))
    if detail.get("property") == "cf" and name in custom:
        return FieldChange(field=name, name=custom[name], before=before, after=after)
    if detail.get("property") == "attachment":
        return FieldChange(field="attachment", before=before, after=after)
    if detail.get("property") != "attr" or name not in _TOLD_AS_SHOWN:
        return None
    return FieldChange(field=_NAMES.get(name, name), name=name, before=before, after=after)


def _read_journal_moves(journal: Mapping[str, Any], status_name: Callable[[str], str]) -> Iterator[Move]:
    for detail in list_objects(journal.get("details")):
        if detail.get("property") == "attr" and detail.get("name") == STATUS:
            yield Move(
                by=read_account(journal.get("user")) or Account(id=""),
                from_status=status_name(read_identifier(detail.get("old_value"))),
                to_status=status_name(read_identifier(detail.get("new_value"))),
                at=read_moment(journal.get("created_on")),
                from_id=read_identifier(detail.get("old_value")),
                to_id=read_identifier(detail.get("new_value")),
            )


def _sort_key(journal: Mapping[str, Any]) -> int:
    id_ = read_identifier(journal.get("id"))
    return int(id_) if id_.isdecimal() else 0

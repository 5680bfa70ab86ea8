"""Redmine's issues: created, updated with a journal or without, deleted.

Work logged on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from plugin.core.model.events import CommentWritten, Event, IssueDeleted, IssueSeen, IssueTouched
from plugin.core.model.issue import Account, FieldChange
from plugin.trackers.http.json_values import read_identifier, read_moment
from plugin.trackers.redmine.fields import (
    iter_custom_fields,
    list_objects,
    read_account,
    read_comment,
    read_snapshot,
)
from plugin.trackers.redmine.history import STATUS
from webhooks.json_object import NotUnderstoodError
from webhooks.redmine.body import Body, find_issue_id, get_object

_FIELD_NAMES = {
    STATUS: "status",
    "due_date": "duedate",
    "subject": "summary",
    "parent_id": "parent",
    "tracker_id": "type",
    "project_id": "project",
    "fixed_version_id": "versions",
    "category_id": "components",
    "estimated_hours": "estimate",
}
"""The inside's words for Redmine's attributes."""


def read_issue_created(body: Body) -> tuple[Event, ...]:
    """Read `issue.created`, which names the author alone (recorded: issue-created)."""
    return (_read_seen(body, "created", read_account(_get_issue(body).get("author"))),)


def read_issue_updated(body: Body) -> tuple[Event, ...]:
    """Read `issue.updated`, with the note that its journal may hold.

    Without a journal nothing changed that the hook's owner may see, or a parent was recalculated
    (recorded: issue-updated-no-journal); nobody is named then.
    """
    journal = get_object(body, "data", "journal")
    seen = _read_seen(body, "updated", read_account(journal.get("user")))
    written = read_comment(journal)
    if written is None:
        return (seen,)
    at = written.created or _read_time(body)
    # Whether a note is private is told by REST alone, so a webhook proves of none that it is public.
    unproven = written.model_copy(update={"public": False})
    return (seen, CommentWritten(issue_id=_require_issue_id(body), comment=unproven, at=at))


def read_issue_deleted(body: Body) -> tuple[Event, ...]:
    """Read `issue.deleted`.

    It names the issue's author only, who need not be who deleted it.
    """
    return (IssueDeleted(issue_id=_require_issue_id(body), at=_read_time(body)),)


def read_time_entry(body: Body) -> tuple[Event, ...]:
    """Read `time_entry.*`.

    The issue has to be read, since no webhook carries its hours.
    """
    who = read_account(get_object(body, "data", "time_entry").get("user"))
    return (IssueTouched(issue_id=_require_issue_id(body), actor=who, at=_read_time(body)),)


def _read_seen(body: Body, change: Literal["created", "updated"], actor: Account | None) -> Event:
    subject, shown = _require_issue_id(body), _get_issue(body)
    issue = read_snapshot(shown)
    at = _read_time(body) or (issue.created if change == "created" else issue.updated)
    if not issue.project:
        return IssueTouched(issue_id=subject, actor=actor, at=at)
    journal = get_object(body, "data", "journal")
    changes = tuple(_read_changes(journal, shown)) if change == "updated" else ()
    return IssueSeen(issue=issue, change=change, changes=changes, actor=actor, at=at)


def _read_changes(journal: Mapping[str, Any], issue: Body) -> Iterator[FieldChange]:
    """Give what changed.

    A list field's change is one detail a value that went or came.

    An issue's status that came from nothing is no change of status.
    """
    names = {id_: name for id_, name, _ in iter_custom_fields(issue)}
    for detail in list_objects(journal.get("details")):
        key = read_identifier(detail.get("prop_key"))
        before, after = read_identifier(detail.get("old_value")), read_identifier(detail.get("value"))
        if not key or (key == STATUS and not before):
            continue
        if detail.get("property") == "cf":
            yield FieldChange(field=key, name=names.get(key, ""), before=before, after=after)
        elif detail.get("property") == "attachment":
            # The key is the file's number, the value its name; a file that is gone has no value.
            yield FieldChange(field="attachment", before=before, after=after)
        elif detail.get("property") == "attr":
            yield FieldChange(field=_FIELD_NAMES.get(key, key), name=key, before=before, after=after)


def _get_issue(body: Body) -> Body:
    return get_object(body, "data", "issue")


def _read_time(body: Body) -> datetime | None:
    return read_moment(body.get("timestamp"))


def _require_issue_id(body: Body) -> str:
    subject = find_issue_id(body)
    if not subject:
        raise NotUnderstoodError("the body names no issue")
    return subject

"""Bodies of our own app for YouTrack (`deploy/youtrack`).

One for everything that a transaction did.

The app signs the body, so that time and delivery id in it cannot be changed; its README describes each key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from plugin.core.model.events import (
    CommentDeleted,
    CommentWritten,
    Event,
    IssueDeleted,
    IssueSeen,
    IssueTouched,
)
from plugin.core.model.issue import Account, Comment, FieldChange, IssueSnapshot
from plugin.trackers.http.json_values import read_identifier, read_moment
from webhooks.json_object import NotUnderstoodError
from webhooks.youtrack.body import (
    Body,
    find_issue_key,
    format_value,
    get_object,
    iter_objects,
    read_comment_id,
    read_name,
    read_person,
    read_text,
    read_time,
)

NAME, VERSION = "ugovor", 1
KINDS = (
    "created",
    "updated",
    "tagged",
    "commented",
    "edited",
    "uncommented",
    "attached",
    "worked",
    "deleted",
)
"""What a transaction may have done; several of them at once."""

_DELIVERY = re.compile(r"[0-9A-Za-z._-]{8,100}", re.ASCII)


def is_ours(body: Body) -> bool:
    """Tell whether our own app made a body."""
    return body.get("app") == NAME


def read_delivery_id(body: Body) -> str:
    """Return the delivery's id, empty where there is no usable one."""
    found = read_identifier(body.get("delivery")) if is_ours(body) else ""
    return found if _DELIVERY.fullmatch(found) else ""


def find_event_name(body: Body) -> str:
    """Return what happened as one name, such as `updated+commented`."""
    return "+".join(_read_kinds(body))


def read_events(body: Body) -> tuple[Event, ...]:
    """Return what happened, the issue before its comments.

    Raises:
        NotUnderstoodError: the body is of another version, or does not say what happened to which issue.
    """
    version = body.get("version")
    if version != VERSION or isinstance(version, bool):
        raise NotUnderstoodError(
            f"the app speaks version {read_name(version) or 'none'}, this service version {VERSION}: "
            "install the app and the service of one release"
        )
    kinds, key = _read_kinds(body), find_issue_key(body)
    if not kinds:
        raise NotUnderstoodError("the body does not say what happened")
    if not key:
        raise NotUnderstoodError("the body names no issue")
    if "deleted" in kinds:
        return (IssueDeleted(issue_id=key, actor=read_person(body.get("actor")), at=read_time(body)),)
    found = (*_read_issue(body, kinds), *_read_comments(body))
    if not found:
        raise NotUnderstoodError("the body does not say which comment was written")
    return found


def _read_kinds(body: Body) -> list[str]:
    given = body.get("kinds")
    listed = [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
    return [kind for kind in KINDS if kind in listed]


def _read_issue(body: Body, kinds: list[str]) -> Iterator[Event]:
    who, at, key = read_person(body.get("actor")), read_time(body), find_issue_key(body)
    if {"created", "updated", "tagged"} & set(kinds):
        change: Literal["created", "updated"] = "created" if "created" in kinds else "updated"
        yield IssueSeen(issue=_read_seen(body), change=change, changes=_read_changes(body), actor=who, at=at)
    elif {"attached", "worked"} & set(kinds):
        yield IssueTouched(issue_id=key, actor=who, at=at)


def _read_seen(body: Body) -> IssueSnapshot:
    issue, key = get_object(body, "issue"), find_issue_key(body)
    return IssueSnapshot(
        id=key,
        key=key,
        project=read_identifier(issue.get("project")) or key.rpartition("-")[0],
        summary=read_text(issue.get("summary")),
        reporter=read_person(issue.get("reporter")),
        created=read_moment(issue.get("created")),
        updated=read_moment(issue.get("updated")),
        whole=False,
    )


def _read_changes(body: Body) -> tuple[FieldChange, ...]:
    found = [_read_change(entry) for entry in iter_objects(body, "changes") if read_name(entry.get("field"))]
    tags = get_object(body, "tags")
    added, removed = _read_names(tags.get("added")), _read_names(tags.get("removed"))
    if added or removed:
        found.append(FieldChange(field="labels", before=" ".join(removed), after=" ".join(added)))
    return tuple(found)


def _read_change(entry: Body) -> FieldChange:
    name = read_name(entry.get("field"))
    return FieldChange(
        field="status" if entry.get("kind") == "state" else name,
        name=name,
        before=format_value(entry.get("from")),
        after=format_value(entry.get("to")),
    )


def _read_names(value: object) -> list[str]:
    return [name for each in value if (name := read_identifier(each))] if isinstance(value, list) else []


def _read_comments(body: Body) -> Iterator[Event]:
    who, at, key = read_person(body.get("actor")), read_time(body), find_issue_key(body)
    for entry in iter_objects(body, "comments"):
        found, what = read_comment_id(entry.get("id")), entry.get("what")
        if found and what == "removed":
            yield CommentDeleted(issue_id=key, comment_id=found, actor=who, at=at)
        elif found and what in ("added", "edited"):
            edited = what == "edited"
            yield CommentWritten(
                issue_id=key, comment=_read_comment(entry, who, edited=edited), edited=edited, at=at
            )
        elif what in ("added", "edited", "removed"):
            # Its id is not one that REST knows: the issue is read, and what it says now is found there.
            yield IssueTouched(issue_id=key, actor=who, at=at)


def _read_comment(entry: Body, who: Account | None, *, edited: bool) -> Comment:
    author = read_person(entry.get("author")) or who or Account(id="")
    return Comment(
        id=read_comment_id(entry.get("id")),
        author=author,
        editor=who if edited and who != author else None,
        body=read_text(entry.get("text")),
        created=read_moment(entry.get("created")),
        updated=read_moment(entry.get("updated")),
        public=entry.get("restricted") is False,
    )

"""Bodies of our own app for YouTrack (`deploy/youtrack`): one for everything that a transaction did.

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
from plugin.trackers.http.json_values import identifier, moment
from webhooks.json_object import NotUnderstoodError
from webhooks.youtrack.body import (
    Body,
    comment_id,
    happened_at,
    issue_key,
    named,
    part,
    parts,
    person,
    shown,
    text,
)

NAME, VERSION = "ugovor", 1
KINDS = ("created", "updated", "tagged", "commented", "edited", "uncommented", "worked", "deleted")
"""What a transaction may have done; several of them at once."""

_DELIVERY = re.compile(r"[0-9A-Za-z._-]{8,100}", re.ASCII)


def is_ours(body: Body) -> bool:
    """Tell whether our own app made a body."""
    return body.get("app") == NAME


def delivery_id(body: Body) -> str:
    """Return the delivery's id, empty where there is none that can be told from others."""
    found = identifier(body.get("delivery")) if is_ours(body) else ""
    return found if _DELIVERY.fullmatch(found) else ""


def event_of(body: Body) -> str:
    """Return what happened as one name, such as `updated+commented`."""
    return "+".join(_kinds(body))


def events(body: Body) -> tuple[Event, ...]:
    """Return what happened, the issue before its comments.

    Raises:
        NotUnderstoodError: the body is of another version, or does not say what happened to which issue.
    """
    version = body.get("version")
    if version != VERSION or isinstance(version, bool):
        raise NotUnderstoodError(
            f"the app speaks version {named(version) or 'none'}, this service version {VERSION}: "
            "install the app and the service of one release"
        )
    kinds, key = _kinds(body), issue_key(body)
    if not kinds:
        raise NotUnderstoodError("the body does not say what happened")
    if not key:
        raise NotUnderstoodError("the body names no issue")
    if "deleted" in kinds:
        return (IssueDeleted(issue_id=key, actor=person(body.get("actor")), at=happened_at(body)),)
    found = (*_issue(body, kinds), *_comments(body))
    if not found:
        raise NotUnderstoodError("the body does not say which comment was written")
    return found


def _kinds(body: Body) -> list[str]:
    given = body.get("kinds")
    listed = [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
    return [kind for kind in KINDS if kind in listed]


def _issue(body: Body, kinds: list[str]) -> Iterator[Event]:
    who, at, key = person(body.get("actor")), happened_at(body), issue_key(body)
    if {"created", "updated", "tagged"} & set(kinds):
        change: Literal["created", "updated"] = "created" if "created" in kinds else "updated"
        yield IssueSeen(issue=_seen(body), change=change, changes=_changes(body), actor=who, at=at)
    elif "worked" in kinds:
        yield IssueTouched(issue_id=key, actor=who, at=at)


def _seen(body: Body) -> IssueSnapshot:
    issue, key = part(body, "issue"), issue_key(body)
    return IssueSnapshot(
        id=key,
        key=key,
        project=identifier(issue.get("project")) or key.rpartition("-")[0],
        summary=text(issue.get("summary")),
        reporter=person(issue.get("reporter")),
        created=moment(issue.get("created")),
        updated=moment(issue.get("updated")),
        whole=False,
    )


def _changes(body: Body) -> tuple[FieldChange, ...]:
    found = [_change(entry) for entry in parts(body, "changes") if named(entry.get("field"))]
    tags = part(body, "tags")
    added, removed = _names(tags.get("added")), _names(tags.get("removed"))
    if added or removed:
        found.append(FieldChange(field="labels", before=" ".join(removed), after=" ".join(added)))
    return tuple(found)


def _change(entry: Body) -> FieldChange:
    name = named(entry.get("field"))
    return FieldChange(
        field="status" if entry.get("kind") == "state" else name,
        name=name,
        before=shown(entry.get("from")),
        after=shown(entry.get("to")),
    )


def _names(value: object) -> list[str]:
    return [name for each in value if (name := identifier(each))] if isinstance(value, list) else []


def _comments(body: Body) -> Iterator[Event]:
    who, at, key = person(body.get("actor")), happened_at(body), issue_key(body)
    for entry in parts(body, "comments"):
        found, what = comment_id(entry.get("id")), entry.get("what")
        if found and what == "removed":
            yield CommentDeleted(issue_id=key, comment_id=found, actor=who, at=at)
        elif found and what in ("added", "edited"):
            edited = what == "edited"
            yield CommentWritten(
                issue_id=key, comment=_comment(entry, who, edited=edited), edited=edited, at=at
            )
        elif what in ("added", "edited", "removed"):
            # Its id is not one that REST knows: the issue is read, and what it says now is found there.
            yield IssueTouched(issue_id=key, actor=who, at=at)


def _comment(entry: Body, who: Account | None, *, edited: bool) -> Comment:
    author = person(entry.get("author")) or who or Account(id="")
    return Comment(
        id=comment_id(entry.get("id")),
        author=author,
        editor=who if edited and who != author else None,
        body=text(entry.get("text")),
        created=moment(entry.get("created")),
        updated=moment(entry.get("updated")),
        public=entry.get("restricted") is False,
    )

"""Yandex Tracker's issue and comment JSON as the service's own values.

Nothing here ever raises.

A field stands in the snapshot's `fields` by its key, durations as hours; a local field of a queue
(`<hash>--<key>`) by the part that people know as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from mappings.model import TrackerTerms
from plugin.core.model.issue import Account, Comment, IssueSnapshot, TermKind
from plugin.trackers.http.json_values import read_day, read_identifier, read_moment
from plugin.trackers.term_ids import read_term_ids
from plugin.trackers.yandex.durations import read_business_hours
from plugin.trackers.yandex.values import (
    choose_name,
    get_object,
    list_named,
    read_account,
    read_key,
    read_text,
    read_texts,
)

ESTIMATE, SPENT, DUE, TAGS, STATUS = "originalEstimation", "spent", "deadline", "tags", "status"
DURATIONS = frozenset({ESTIMATE, SPENT, "estimation"})

_TERMS: Mapping[TermKind, str] = {
    "status": STATUS,
    "type": "type",
    "component": "components",
    "version": "fixVersions",
}
_ISSUES = frozenset({"parent", "epic"})
_PLAIN = frozenset({"self", "id", "key", "version", "summary", "description", "aliases", "unique", "queue"})
_LOCAL = "--"
_BY_MAIL = frozenset({"incoming", "email"})


def list_wanted_names(terms: TrackerTerms | None) -> frozenset[str]:
    """Return the names of statuses and types that a mapping says about a tracker."""
    if terms is None:
        return frozenset()
    statuses = terms.statuses
    named = [*statuses.working, *statuses.waiting_for_client, *statuses.done, *statuses.accepted]
    named += [*terms.ignore.types, *terms.defect_types, terms.stage_type or ""]
    return frozenset(filter(None, named))


def find_queue(issue: Mapping[str, Any]) -> str:
    """Return the key of an issue's queue."""
    return read_key(issue.get("queue")) or read_identifier(issue.get("key")).rpartition("-")[0]


def read_changed_at(issue: Mapping[str, Any]) -> datetime | None:
    """Return when an issue was changed last, or written on.

    Whether a comment counts as a change of its issue is not stated.
    """
    times = (read_moment(issue.get(name)) for name in ("updatedAt", "lastCommentUpdatedAt"))
    return max((at for at in times if at is not None), default=None)


def read_snapshot(issue: Mapping[str, Any], wanted: Collection[str] = ()) -> IssueSnapshot:
    """Read an issue.

    Args:
        issue: the decoded object.
        wanted: the names of statuses and types that the mapping says.

    Returns:
        The whole snapshot; a part that is missing or of another type is empty.
    """
    parent = read_key(issue.get("parent")) or read_key(issue.get("epic"))
    return IssueSnapshot(
        id=read_identifier(issue.get("id")),
        key=read_identifier(issue.get("key")),
        project=find_queue(issue),
        type=choose_name(issue.get("type"), wanted),
        summary=read_text(issue.get("summary")),
        description=read_text(issue.get("description")),
        status=choose_name(issue.get(STATUS), wanted),
        labels=frozenset(_read_list(issue.get(TAGS))),
        components=frozenset(_read_names(issue.get("components"))),
        versions=frozenset(_read_names(issue.get("fixVersions"))),
        # Where both lead to one issue, Tracker itself clears the parent.
        parent=parent or None,
        fields=dict(_iter_fields(issue)) | read_term_ids(_list_terms(issue, wanted)),
        estimate_hours=read_business_hours(issue.get(ESTIMATE)),
        logged_hours=read_business_hours(issue.get(SPENT)) or Decimal(0),
        reporter=read_account(issue.get("createdBy")),
        created=read_moment(issue.get("createdAt")),
        updated=read_changed_at(issue),
        due=read_day(issue.get(DUE)),
    )


def read_comment(entry: Mapping[str, Any]) -> Comment:
    """Read a comment; all are public.

    Whose account stands under one that came by mail is not known, so nobody's does.
    """
    author = read_account(entry.get("createdBy")) or Account(id="")
    editor = read_account(entry.get("updatedBy"))
    created, updated = read_moment(entry.get("createdAt")), read_moment(entry.get("updatedAt"))
    is_edited = updated is not None and updated != created
    if not _BY_MAIL.isdisjoint(map(read_identifier, (entry.get("type"), entry.get("transport")))):
        author = Account(id="", name=author.name)
    return Comment(
        id=read_identifier(entry.get("id")),
        author=author,
        editor=editor if is_edited and editor is not None and editor.id != author.id else None,
        body=read_text(entry.get("text")),
        created=created,
        updated=updated if is_edited else None,
    )


def _list_terms(issue: Mapping[str, Any], wanted: Collection[str]) -> dict[TermKind, object]:
    return {kind: list_named(issue.get(name), wanted) for kind, name in _TERMS.items()}


def _iter_fields(issue: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, value in issue.items():
        if name in _PLAIN:
            continue
        found = _read_field(name, value)
        if found:
            yield name, found
            if _LOCAL in name:
                yield name.rpartition(_LOCAL)[2], found


def _read_field(name: str, value: object) -> tuple[str, ...]:
    if name in _ISSUES:
        given = get_object(value)
        return tuple(filter(None, (read_key(value), read_identifier(given.get("id")))))
    if name in DURATIONS:
        hours = read_business_hours(value)
        return () if hours is None else (f"{hours:f}",)
    return read_texts(value)


def _read_list(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else []:
        if found := read_identifier(each):
            yield found


def _read_names(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else []:
        if found := read_identifier(get_object(each).get("display")):
            yield found

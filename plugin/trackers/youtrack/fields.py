"""YouTrack's issue, comment and person JSON as the service's own values.

Nothing here ever raises.

Custom fields carry nearly everything: status, type, components and versions are fields with well-known
names; every field also stands in the snapshot's `fields` by its name, dates as ISO and periods as hours
(recorded: issue.json).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from plugin.core.model.issue import Account, Comment, IssueSnapshot
from plugin.trackers.http.json_values import clean, read_day, read_identifier, read_moment
from plugin.trackers.jira.values import read_hours
from plugin.trackers.term_ids import read_term_ids

PERSON = "login,fullName,name"
"""Names are given as `fullName`; older sites give `name`."""

COMMENT = (
    f"id,text,created,updated,deleted,author({PERSON}),"
    "visibility($type,permittedGroups(id,name),permittedUsers(login))"
)
"""What is asked for of a comment."""

FILES = f"attachments(name,created,removed,author({PERSON}),visibility($type),comment(visibility($type)))"
"""What is asked for of an issue's files."""

ISSUE = (
    f"id,idReadable,summary,description,created,updated,reporter({PERSON}),project(id,shortName),tags(name),"
    "customFields($type,name,projectCustomField(field(fieldType(id))),"
    "value(id,$type,name,login,minutes,text,presentation)),"
    "links(direction,linkType(name),issues(id,idReadable))"
)
"""What is asked for of an issue; YouTrack gives nothing else."""

STATE, TYPE, COMPONENTS, VERSIONS = "State", "Type", "Subsystem", "Fix versions"
ESTIMATE, SPENT, DUE = "Estimation", "Spent time", "Due Date"
SUBTASK = "Subtask"

_STATE_TYPES = ("StateIssueCustomField", "StateMachineIssueCustomField")
_INSTANT = "date and time"


def read_snapshot(issue: Mapping[str, Any]) -> IssueSnapshot:
    """Read an issue that was asked for with `ISSUE`.

    Args:
        issue: the decoded entity.

    Returns:
        The whole snapshot; a part that is missing or of another type is empty.
    """
    listed = list(_iter_objects(issue.get("customFields")))
    fields = {
        name: found for each in listed if (name := get_field_name(each)) and (found := read_texts(each))
    }
    key = read_identifier(issue.get("idReadable"))
    parent = _find_parent(issue.get("links"))
    fields |= {"parent": (parent[0],)} if parent else {}
    by_name = {get_field_name(each): each.get("value") for each in listed}
    fields |= read_term_ids(
        {
            "status": find_state_field(listed).get("value"),
            "type": by_name.get(TYPE),
            "component": by_name.get(COMPONENTS),
            "version": by_name.get(VERSIONS),
        }
    )
    return IssueSnapshot(
        id=read_identifier(issue.get("id")),
        key=key,
        project=read_identifier(_get_object(issue.get("project")).get("shortName")) or key.rpartition("-")[0],
        type=_get_first(fields, TYPE),
        summary=_read_text(issue.get("summary")),
        description=_read_text(issue.get("description")),
        status=next(iter(read_texts(find_state_field(listed))), ""),
        labels=frozenset(
            filter(None, (read_identifier(tag.get("name")) for tag in _iter_objects(issue.get("tags"))))
        ),
        components=frozenset(fields.get(COMPONENTS, ())),
        versions=frozenset(fields.get(VERSIONS, ())),
        parent=parent[1] if parent else None,
        fields=fields,
        estimate_hours=_read_hours(listed, ESTIMATE),
        logged_hours=_read_hours(listed, SPENT) or Decimal(0),
        reporter=read_account(issue.get("reporter")),
        created=read_moment(issue.get("created")),
        updated=read_moment(issue.get("updated")),
        due=read_day(_get_first(fields, DUE)),
    )


def read_account(person: object) -> Account | None:
    """Read a person by the login, which is what the mapping names.

    None where there is nobody.
    """
    if not isinstance(person, Mapping) or not person:
        return None
    name = read_identifier(person.get("fullName")) or read_identifier(person.get("name"))
    return Account(id=read_identifier(person.get("login")), name=name)


def read_comment(entry: Mapping[str, Any]) -> Comment:
    """Read a comment that was asked for with `COMMENT`.

    It is public where nothing limits it.
    """
    return Comment(
        id=read_identifier(entry.get("id")),
        author=read_account(entry.get("author")) or Account(id=""),
        body=_read_text(entry.get("text")),
        created=read_moment(entry.get("created")),
        updated=read_moment(entry.get("updated")),
        public=not _is_limited(entry),
    )


def list_public_files(issue: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the files of an issue that everybody sees who sees the issue.

    A file of a comment that is limited is read by the readers of that comment alone.
    """
    files = issue.get("attachments")
    return [
        file
        for file in (files if isinstance(files, list) else [])
        if isinstance(file, Mapping)
        and file.get("removed") is not True
        and not _is_limited(file)
        and not (isinstance(comment := file.get("comment"), Mapping) and _is_limited(comment))
    ]


def _is_limited(entry: Mapping[str, Any]) -> bool:
    visibility = entry.get("visibility")
    return isinstance(visibility, Mapping) and visibility.get("$type") != "UnlimitedVisibility"


def find_state_field(fields: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the field that holds the status.

    The one called State, else the first of its type.
    """
    states = [field for field in fields if field.get("$type") in _STATE_TYPES]
    named = [field for field in fields if get_field_name(field) == STATE]
    return next(iter([*named, *states]), {})


def get_field_name(field: Mapping[str, Any]) -> str:
    """Return a custom field's name as people see it."""
    return read_identifier(field.get("name"))


def read_texts(field: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a custom field's value as texts, one for each entry."""
    value = field.get("value")
    values = value if isinstance(value, list) else [value]
    read = (_read_value(one, field) for one in values)
    return tuple(found for found in read if found)


def compute_noon(due: date) -> int:
    """Return a day as YouTrack keeps it: milliseconds of its noon in UTC.

    https://www.jetbrains.com/help/youtrack/devportal/api-entity-DateIssueCustomField.html

    >>> compute_noon(date(2026, 4, 15))
    1776254400000
    """
    return int(datetime(due.year, due.month, due.day, 12, tzinfo=UTC).timestamp() * 1000)


def is_date(field: Mapping[str, Any]) -> bool:
    """Tell whether a custom field holds a day without a time."""
    return field.get("$type") == "DateIssueCustomField" or _get_kind(field) == "date"


def is_instant(field: Mapping[str, Any]) -> bool:
    """Tell whether a custom field holds a day with a time."""
    return _get_kind(field) == _INSTANT


def _read_value(value: object, field: Mapping[str, Any]) -> str:
    if isinstance(value, Mapping):
        minutes = value.get("minutes")
        if minutes is not None and (amount := _convert_minutes(minutes)) is not None:
            return f"{amount:f}"
        named = (read_identifier(value.get(key)) for key in ("login", "name", "text", "presentation"))
        return next(filter(None, named), "")
    if is_date(field) or is_instant(field):
        at = read_moment(value)
        return "" if at is None else at.date().isoformat() if is_date(field) else at.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(value)
    return read_identifier(value)


def _get_kind(field: Mapping[str, Any]) -> str:
    described = _get_object(_get_object(field.get("projectCustomField")).get("field"))
    return read_identifier(_get_object(described.get("fieldType")).get("id"))


def _read_hours(fields: list[Mapping[str, Any]], name: str) -> Decimal | None:
    field: Mapping[str, Any] = next((each for each in fields if get_field_name(each) == name), {})
    return _convert_minutes(_get_object(field.get("value")).get("minutes"))


def _convert_minutes(minutes: object) -> Decimal | None:
    return read_hours(minutes * 60) if isinstance(minutes, int) and not isinstance(minutes, bool) else None


def _find_parent(links: object) -> tuple[str, str] | None:
    """Return id and key of the parent issue (recorded: issue_links.json)."""
    for link in _iter_objects(links):
        if _get_object(link.get("linkType")).get("name") == SUBTASK and link.get("direction") == "INWARD":
            for issue in _iter_objects(link.get("issues")):
                return read_identifier(issue.get("id")), read_identifier(issue.get("idReadable"))
    return None


def _iter_objects(value: object) -> Iterator[Mapping[str, Any]]:
    for entry in value if isinstance(value, list) else []:
        if isinstance(entry, Mapping):
            yield entry


def _get_object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _get_first(fields: Mapping[str, tuple[str, ...]], name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _read_text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""

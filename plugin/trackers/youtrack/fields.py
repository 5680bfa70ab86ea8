"""YouTrack's issue, comment and person JSON as the service's own values. Nothing here ever raises.

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
from plugin.trackers.http.json_values import clean, day, identifier, moment
from plugin.trackers.jira.values import hours

PERSON = "login,fullName,name"
"""Names are given as `fullName`; older sites give `name`."""

COMMENT = (
    f"id,text,created,updated,deleted,author({PERSON}),"
    "visibility($type,permittedGroups(id,name),permittedUsers(login))"
)
"""What is asked for of a comment."""

ISSUE = (
    f"id,idReadable,summary,description,created,updated,reporter({PERSON}),project(id,shortName),tags(name),"
    "customFields($type,name,projectCustomField(field(fieldType(id))),"
    "value($type,name,login,minutes,text,presentation)),"
    "links(direction,linkType(name),issues(id,idReadable))"
)
"""What is asked for of an issue; YouTrack gives nothing else."""

STATE, TYPE, COMPONENTS, VERSIONS = "State", "Type", "Subsystem", "Fix versions"
ESTIMATE, SPENT, DUE = "Estimation", "Spent time", "Due Date"
SUBTASK = "Subtask"

_STATE_TYPES = ("StateIssueCustomField", "StateMachineIssueCustomField")
_INSTANT = "date and time"


def snapshot(issue: Mapping[str, Any]) -> IssueSnapshot:
    """Read an issue that was asked for with `ISSUE`.

    Args:
        issue: the decoded entity.

    Returns:
        The whole snapshot; a part that is missing or of another type is empty.
    """
    listed = list(_objects(issue.get("customFields")))
    fields = {name: found for each in listed if (name := field_name(each)) and (found := texts(each))}
    key = identifier(issue.get("idReadable"))
    parent = _parent(issue.get("links"))
    fields |= {"parent": (parent[0],)} if parent else {}
    return IssueSnapshot(
        id=identifier(issue.get("id")),
        key=key,
        project=identifier(_object(issue.get("project")).get("shortName")) or key.rpartition("-")[0],
        type=_first(fields, TYPE),
        summary=_text(issue.get("summary")),
        description=_text(issue.get("description")),
        status=next(iter(texts(state_field(listed))), ""),
        labels=frozenset(filter(None, (identifier(tag.get("name")) for tag in _objects(issue.get("tags"))))),
        components=frozenset(fields.get(COMPONENTS, ())),
        versions=frozenset(fields.get(VERSIONS, ())),
        parent=parent[1] if parent else None,
        fields=fields,
        estimate_hours=_hours_of(listed, ESTIMATE),
        logged_hours=_hours_of(listed, SPENT) or Decimal(0),
        reporter=account(issue.get("reporter")),
        created=moment(issue.get("created")),
        updated=moment(issue.get("updated")),
        due=day(_first(fields, DUE)),
    )


def account(person: object) -> Account | None:
    """Read a person by the login, which is what the mapping names; None where there is nobody."""
    if not isinstance(person, Mapping) or not person:
        return None
    name = identifier(person.get("fullName")) or identifier(person.get("name"))
    return Account(id=identifier(person.get("login")), name=name)


def comment(entry: Mapping[str, Any]) -> Comment:
    """Read a comment that was asked for with `COMMENT`; it is public where nothing limits it."""
    visibility = entry.get("visibility")
    limited = isinstance(visibility, Mapping) and visibility.get("$type") != "UnlimitedVisibility"
    return Comment(
        id=identifier(entry.get("id")),
        author=account(entry.get("author")) or Account(id=""),
        body=_text(entry.get("text")),
        created=moment(entry.get("created")),
        updated=moment(entry.get("updated")),
        public=not limited,
    )


def state_field(fields: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the field that holds the status: the one called State, else the first of its type."""
    states = [field for field in fields if field.get("$type") in _STATE_TYPES]
    named = [field for field in fields if field_name(field) == STATE]
    return next(iter([*named, *states]), {})


def field_name(field: Mapping[str, Any]) -> str:
    """Return a custom field's name as people see it."""
    return identifier(field.get("name"))


def texts(field: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a custom field's value as texts, one for a single value, one an entry for several."""
    value = field.get("value")
    values = value if isinstance(value, list) else [value]
    read = (_value_text(one, field) for one in values)
    return tuple(found for found in read if found)


def noon(due: date) -> int:
    """Return a day as YouTrack keeps it: milliseconds of its noon in UTC.

    https://www.jetbrains.com/help/youtrack/devportal/api-entity-DateIssueCustomField.html

    >>> noon(date(2026, 4, 15))
    1776254400000
    """
    return int(datetime(due.year, due.month, due.day, 12, tzinfo=UTC).timestamp() * 1000)


def is_date(field: Mapping[str, Any]) -> bool:
    """Tell whether a custom field holds a day without a time."""
    return field.get("$type") == "DateIssueCustomField" or _kind(field) == "date"


def is_instant(field: Mapping[str, Any]) -> bool:
    """Tell whether a custom field holds a day with a time."""
    return _kind(field) == _INSTANT


def _value_text(value: object, field: Mapping[str, Any]) -> str:
    if isinstance(value, Mapping):
        minutes = value.get("minutes")
        if minutes is not None and (amount := _from_minutes(minutes)) is not None:
            return f"{amount:f}"
        named = (identifier(value.get(key)) for key in ("login", "name", "text", "presentation"))
        return next(filter(None, named), "")
    if is_date(field) or is_instant(field):
        at = moment(value)
        return "" if at is None else at.date().isoformat() if is_date(field) else at.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(value)
    return identifier(value)


def _kind(field: Mapping[str, Any]) -> str:
    described = _object(_object(field.get("projectCustomField")).get("field"))
    return identifier(_object(described.get("fieldType")).get("id"))


def _hours_of(fields: list[Mapping[str, Any]], name: str) -> Decimal | None:
    field: Mapping[str, Any] = next((each for each in fields if field_name(each) == name), {})
    return _from_minutes(_object(field.get("value")).get("minutes"))


def _from_minutes(minutes: object) -> Decimal | None:
    return hours(minutes * 60) if isinstance(minutes, int) and not isinstance(minutes, bool) else None


def _parent(links: object) -> tuple[str, str] | None:
    """Return id and key of the issue of which this is a subtask (recorded: issue_links.json)."""
    for link in _objects(links):
        if _object(link.get("linkType")).get("name") == SUBTASK and link.get("direction") == "INWARD":
            for issue in _objects(link.get("issues")):
                return identifier(issue.get("id")), identifier(issue.get("idReadable"))
    return None


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    for entry in value if isinstance(value, list) else []:
        if isinstance(entry, Mapping):
            yield entry


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _first(fields: Mapping[str, tuple[str, ...]], name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""

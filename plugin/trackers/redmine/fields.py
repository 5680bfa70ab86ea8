"""Redmine's issue, journal and person JSON as the service's own values.

REST and the webhooks of 7.0 share the shape of an issue, less the spent hours in webhooks; read in 7.0-stable
(`app/views/issues/show.api.rsb`, `app/models/concerns/issue/webhookable.rb`). Nothing here ever raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from plugin.core.model.issue import Account, Comment, IssueSnapshot
from plugin.trackers.http.json_values import clean, read_day, read_identifier, read_moment, read_number
from plugin.trackers.term_ids import read_term_ids

SPENT = "spent_hours"
"""The field of a snapshot that knows the logged hours, which no webhook carries."""

PROJECT = "project"
"""The field that holds the name of the project, by which a contract may claim it."""

_WHOLE = frozenset({"project", "tracker", "status", "author", "created_on", "updated_on", "subject"})
"""What a verdict needs.

A body without one of these keys shows the issue in part only.
"""

_MAX_HOURS = 1_000_000


def read_snapshot(issue_json: Mapping[str, Any], project: str = "") -> IssueSnapshot:
    """Read an issue from REST or from a webhook.

    Args:
        issue_json: the issue object.
        project: the identifier of its project, which no body holds; without it the project's id as text.

    Returns:
        The snapshot, without labels: those stand in a field that the contract names.
    """
    id_ = read_identifier(issue_json.get("id"))
    return IssueSnapshot(
        id=id_,
        key=id_,
        project=project or _get_id(issue_json.get("project")),
        type=_get_name(issue_json.get("tracker")),
        summary=_read_text(issue_json.get("subject")),
        description=_read_text(issue_json.get("description")),
        status=_get_name(issue_json.get("status")),
        components=_make_set(_get_name(issue_json.get("category"))),
        versions=_make_set(_get_name(issue_json.get("fixed_version"))),
        parent=_get_id(issue_json.get("parent")) or None,
        fields=_read_fields(issue_json)
        | read_term_ids(
            {
                "status": issue_json.get("status"),
                "type": issue_json.get("tracker"),
                "component": issue_json.get("category"),
                "version": issue_json.get("fixed_version"),
            }
        ),
        estimate_hours=read_hours(issue_json.get("estimated_hours")),
        logged_hours=read_hours(issue_json.get(SPENT)) or Decimal(0),
        reporter=read_account(issue_json.get("author")),
        created=read_moment(issue_json.get("created_on")),
        updated=read_moment(issue_json.get("updated_on")),
        due=read_day(issue_json.get("due_date")),
        whole=issue_json.keys() >= _WHOLE,
    )


def read_account(person: object) -> Account | None:
    """Read a person by the numeric id; None where there is nobody."""
    if not isinstance(person, Mapping) or not person:
        return None
    name = read_identifier(person.get("name")) or " ".join(
        filter(None, (read_identifier(person.get(key)) for key in ("firstname", "lastname")))
    )
    return Account(id=read_identifier(person.get("id")), name=name)


def read_comment(journal: Mapping[str, Any]) -> Comment | None:
    """Read a journal as a comment; None for one that says nothing.

    Whether a note is private is told by REST alone: a webhook's journal looks public whatever it is.
    """
    notes = _read_text(journal.get("notes"))
    id_ = read_identifier(journal.get("id"))
    if not id_ or not notes.strip():
        return None
    author = read_account(journal.get("user")) or Account(id="")
    editor = read_account(journal.get("updated_by"))
    return Comment(
        id=id_,
        author=author,
        editor=editor if editor is not None and editor.id != author.id else None,
        body=notes,
        created=read_moment(journal.get("created_on")),
        updated=read_moment(journal.get("updated_on")),
        public=journal.get("private_notes") is not True,
    )


def read_comments(issue_json: Mapping[str, Any]) -> tuple[Comment, ...]:
    """Return every comment of an issue read with its journals, oldest first.

    An account whose preference is to see the newest first gets them so over REST, too.
    """
    read = (read_comment(journal) for journal in list_objects(issue_json.get("journals")))
    return tuple(sorted(filter(None, read), key=lambda one: int(one.id) if one.id.isdecimal() else 0))


def list_objects(value: object) -> list[Mapping[str, Any]]:
    """Return the objects of a list; nothing for anything else."""
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def iter_custom_fields(issue_json: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Give id, name and values of each custom field; one without a value has none."""
    for field in list_objects(issue_json.get("custom_fields")):
        id_, name = read_identifier(field.get("id")), read_identifier(field.get("name"))
        if id_:
            yield id_, name, tuple(_read_values(field.get("value")))


def read_hours(value: object) -> Decimal | None:
    """Return hours, which Redmine gives as a number.

    None for what is no amount of time.
    """
    amount = read_number(value)
    return amount if amount is not None and 0 <= amount <= _MAX_HOURS else None


def _read_fields(issue_json: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return custom fields by id and by name, and the others that a link may name."""
    found: dict[str, tuple[str, ...]] = {}
    for key in (PROJECT, "priority", "assigned_to", "category", "fixed_version"):
        if name := _get_name(issue_json.get(key)):
            found[key] = (name,)
    # Under its own name too, for a contract that names it as the field of the due date.
    if due := read_day(issue_json.get("due_date")):
        found["due_date"] = (due.isoformat(),)
    if (spent := read_hours(issue_json.get(SPENT))) is not None:
        found[SPENT] = (str(spent),)
    for id_, name, values in iter_custom_fields(issue_json):
        if values:
            found[id_] = values
            found.setdefault(name, values)
    return found


def _read_values(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str) and clean(each):
            yield clean(each)
        elif isinstance(each, bool):
            yield str(each).lower()
        elif isinstance(each, int | float) and read_number(each) is not None:
            yield str(each)
        elif isinstance(each, Mapping):
            yield from filter(None, [_get_name(each) or _get_id(each)])


def _read_text(value: object) -> str:
    # Descriptions come back with CRLF, notes as they were written.
    return clean(value).replace("\r\n", "\n") if isinstance(value, str) else ""


def _get_id(value: object) -> str:
    return read_identifier(value.get("id")) if isinstance(value, Mapping) else ""


def _get_name(value: object) -> str:
    return read_identifier(value.get("name")) if isinstance(value, Mapping) else ""


def _make_set(name: str) -> frozenset[str]:
    return frozenset({name}) if name else frozenset()

"""Jira's issue, comment and person JSON as the service's own values.

REST v2, REST v3 and webhooks share these shapes; Cloud's comment events carry about six fields of the
issue, Data Center's people have a name and no `accountId`: docs/trackers/jira.md#payloads.
Nothing here ever raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from plugin.core.model.issue import PROJECT_ID, Account, Comment, IssueSnapshot
from plugin.core.signoff.fingerprint import FILES_FROM, LINKED_FROM
from plugin.trackers.http.json_values import clean, read_day, read_identifier, read_moment
from plugin.trackers.jira.adf import find_link_targets
from plugin.trackers.jira.adf_comments import read_adf_comment
from plugin.trackers.jira.adf_description import find_media, read_adf_description
from plugin.trackers.jira.values import read_hours, read_names, read_text, read_texts
from plugin.trackers.term_ids import read_term_ids

_WHOLE = frozenset({"labels", "components", "fixVersions", "issuetype", "project", "created", "reporter"})
"""What a verdict needs.

A body without one of these keys shows the issue in part only.
"""

_READ_APART = _WHOLE | {
    "summary",
    "description",
    "status",
    "parent",
    "updated",
    "duedate",
    "timeoriginalestimate",
    "timespent",
    "timetracking",
    "comment",
    "worklog",
    "attachment",
    "issuelinks",
    "subtasks",
}
"""Fields that have their own place in the snapshot or are lists of other things."""

_LAST_NUMBER = re.compile(r"/(\d+)/?(?:[?#].*)?$")


def read_snapshot(issue_json: Mapping[str, Any]) -> IssueSnapshot:
    """Read an issue from REST or from a webhook.

    Args:
        issue_json: the object with `id`, `key` and `fields`; `fields` may be missing, null or partial.

    Returns:
        The snapshot; `whole` where the body carries every field that a verdict needs.
    """
    given = issue_json.get("fields")
    fields: Mapping[str, Any] = given if isinstance(given, dict) else {}
    key = read_identifier(issue_json.get("key"))
    tracking = _get_object(fields.get("timetracking"))
    return IssueSnapshot(
        id=read_identifier(issue_json.get("id")) or find_last_number(issue_json.get("self")),
        key=key,
        project=read_identifier(_get_object(fields.get("project")).get("key")) or key.rpartition("-")[0],
        type=_get_name(fields.get("issuetype")),
        summary=read_text(fields.get("summary")),
        description=_read_description(fields.get("description")),
        status=_get_name(fields.get("status")),
        labels=frozenset(read_names(fields.get("labels"))),
        components=frozenset(read_names(fields.get("components"))),
        versions=frozenset(read_names(fields.get("fixVersions"))),
        parent=_read_parent(fields.get("parent")),
        fields=_read_other_fields(fields)
        | _read_links(fields.get("description"))
        | _read_project_id(fields.get("project"))
        | read_term_ids(
            {
                "status": fields.get("status"),
                "type": fields.get("issuetype"),
                "component": fields.get("components"),
                "version": fields.get("fixVersions"),
            }
        ),
        estimate_hours=_read_first_hours(
            fields.get("timeoriginalestimate"), tracking.get("originalEstimateSeconds")
        ),
        logged_hours=_read_first_hours(fields.get("timespent"), tracking.get("timeSpentSeconds"))
        or Decimal(0),
        reporter=read_account(fields.get("reporter")),
        created=read_moment(fields.get("created")),
        updated=read_moment(fields.get("updated")),
        due=read_day(fields.get("duedate")),
        whole=fields.keys() >= _WHOLE,
    )


def _read_links(description: object) -> dict[str, tuple[str, ...]]:
    """Return the links and files of a document; wiki markup shows them in its text."""
    targets = tuple(clean(target) for target in find_link_targets(description))
    files = tuple(clean(name) for name in find_media(description))
    found = {LINKED_FROM: targets, FILES_FROM: files}
    return {name: values for name, values in found.items() if values}


def _read_project_id(project: object) -> dict[str, tuple[str, ...]]:
    number = read_identifier(_get_object(project).get("id"))
    return {PROJECT_ID: (number,)} if number else {}


def _read_description(value: object) -> str:
    """Return the description; a document in the names of wiki markup."""
    return read_text(value) if isinstance(value, str) else clean(read_adf_description(value))


def read_account(person: object) -> Account | None:
    """Read a person: `accountId`, else the user name, else the user key.

    Args:
        person: the user object, or null.

    Returns:
        The account; its id is empty where the body carries a display name only. None where there is nobody.
    """
    if not isinstance(person, dict) or not person:
        return None
    ids = (read_identifier(person.get(key)) for key in ("accountId", "name", "key"))
    return Account(id=next(filter(None, ids), ""), name=read_identifier(person.get("displayName")))


def read_comment(comment_json: Mapping[str, Any]) -> Comment:
    """Read a comment.

    One with a visibility, or internal to a service desk, is not public.

    Args:
        comment_json: the comment object of REST (string or ADF body) or of a webhook.

    Returns:
        The comment; its id is empty and its author nameless where the body does not say.
    """
    editor = read_account(comment_json.get("updateAuthor"))
    author = read_account(comment_json.get("author")) or editor or Account(id="")
    return Comment(
        id=read_identifier(comment_json.get("id")) or find_last_number(comment_json.get("self")),
        author=author,
        editor=editor if editor != author else None,
        body=_read_body(comment_json.get("body")),
        created=read_moment(comment_json.get("created")),
        updated=read_moment(comment_json.get("updated")),
        public=comment_json.get("jsdPublic") is not False and not comment_json.get("visibility"),
    )


def _read_body(body: object) -> str:
    """Return a comment's text.

    A wiki string comes as it is, a document as its reader understands it.
    """
    return read_text(body) if isinstance(body, str) else clean(read_adf_comment(body))


def find_last_number(address: object) -> str:
    """Return the number that a `self` address ends with.

    `…/issue/10021`, `…/rest/api/2/10021`.
    """
    found = _LAST_NUMBER.search(address) if isinstance(address, str) else None
    return clean(found[1]) if found else ""


def _get_object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _get_name(value: object) -> str:
    return read_identifier(_get_object(value).get("name"))


def _read_parent(value: object) -> str | None:
    parent = _get_object(value)
    return read_identifier(parent.get("key")) or read_identifier(parent.get("id")) or None


def _read_first_hours(*amounts: object) -> Decimal | None:
    read = (read_hours(amount) for amount in amounts)
    return next((amount for amount in read if amount is not None), None)


def _read_other_fields(fields: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    read = (
        (name, read_texts(value))
        for name, value in fields.items()
        if value is not None and name not in _READ_APART
    )
    return {clean(name): found for name, found in read if found}

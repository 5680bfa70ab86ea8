"""The site as JSON, in the shapes of REST v2, REST v3 and webhooks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from plugin.practice.tracker.adf_rules import as_document, as_text
from plugin.practice.tracker.people import PracticeUser
from plugin.practice.tracker.state import PracticeIssue, PracticeNote, PracticeSite

_LISTED = {"components": "component", "fixVersions": "version"}


def jira_timestamp(when: datetime) -> str:
    """Return a moment as Jira writes it: `2026-01-31T10:00:00.000+0000`."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}+0000"


def person_json(state: PracticeSite, person: PracticeUser) -> dict[str, Any]:
    """Return a user: by `accountId` on Cloud, by name and key on Data Center."""
    shown: dict[str, Any] = {
        "displayName": person.name,
        "active": person.is_active,
        "timeZone": "Europe/Moscow",
    }
    if state.is_cloud:
        address = f"{state.url}/rest/api/2/user?accountId={person.id}"
        return {"self": address, "accountId": person.id, "accountType": "atlassian", **shown}
    address = f"{state.url}/rest/api/2/user?username={person.id}"
    return {
        "self": address,
        "name": person.id,
        "key": person.id,
        "emailAddress": person.email or f"{person.id}@example.com",
        **shown,
    }


def note_json(
    state: PracticeSite, issue: PracticeIssue, note: PracticeNote, *, v3: bool = False
) -> dict[str, Any]:
    """Return a comment."""
    shown: dict[str, Any] = {
        "self": f"{state.url}/rest/api/{'3' if v3 else '2'}/issue/{issue.id}/comment/{note.id}",
        "id": note.id,
        "author": person_json(state, note.author),
        "body": as_document(note.body) if v3 else as_text(note.body),
        "updateAuthor": person_json(state, note.editor),
        "created": jira_timestamp(note.created),
        "updated": jira_timestamp(note.updated),
    }
    if state.is_cloud:
        shown["jsdPublic"] = not note.internal
    if note.visibility is not None:
        shown["visibility"] = note.visibility
    return shown


def issue_json(
    state: PracticeSite,
    issue: PracticeIssue,
    reader: PracticeUser | None = None,
    *,
    v3: bool = False,
    properties: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return an issue with all its fields.

    Args:
        state: the site.
        issue: what is shown.
        reader: whose eyes it is shown to, comments included; None for webhooks, which carry no comments.
        v3: texts as ADF.
        properties: names of issue properties to add.
    """
    shown: dict[str, Any] = {
        "id": issue.id,
        "self": f"{state.url}/rest/api/{'3' if v3 else '2'}/issue/{issue.id}",
        "key": issue.key,
        "fields": _fields(state, issue, v3=v3),
    }
    if reader is not None:
        shown["fields"]["comment"] = comments_json(state, issue, reader, v3=v3)
    if properties:
        known = {name: issue.properties[name] for name in properties if name in issue.properties}
        shown["properties"] = known
    return shown


def comments_json(
    state: PracticeSite,
    issue: PracticeIssue,
    reader: PracticeUser,
    *,
    v3: bool,
    start: int = 0,
    newest_first: bool = False,
) -> dict[str, Any]:
    """Return a page of the comments that a person may read."""
    seen = [note for note in issue.notes if state.sees(reader, note)]
    if newest_first:
        seen.reverse()
    page = seen[start : start + state.comments_shown]
    return {
        "comments": [note_json(state, issue, note, v3=v3) for note in page],
        "maxResults": state.comments_shown,
        "total": len(seen),
        "startAt": start,
    }


def brief_issue(state: PracticeSite, issue: PracticeIssue) -> dict[str, Any]:
    """Return the issue of Cloud's comment events, with six fields.

    Recorded: cloud-comment-created.
    """
    whole = issue_json(state, issue)
    kept = ("summary", "issuetype", "project", "assignee", "priority", "status")
    return {**whole, "fields": {name: whole["fields"].get(name) for name in kept}}


def _fields(state: PracticeSite, issue: PracticeIssue, *, v3: bool) -> dict[str, Any]:
    project = state.project(issue.project)
    shown: dict[str, Any] = {
        "summary": "",
        "labels": [],
        "components": [],
        "fixVersions": [],
        "duedate": None,
        "timeoriginalestimate": None,
        "timespent": None,
        "assignee": None,
        **issue.fields,
    }
    for name, kind in _LISTED.items():
        shown[name] = [{"id": state.id_of(kind, entry), "name": entry} for entry in shown[name]]
    estimate = shown["timeoriginalestimate"]
    shown["timetracking"] = {"originalEstimateSeconds": estimate} if estimate is not None else {}
    description = issue.fields.get("description")
    shown["description"] = as_document(description) if v3 else description and as_text(description)
    shown["project"] = {"id": project.id, "key": project.key, "name": project.name}
    shown["issuetype"] = {
        "id": state.id_of("type", issue.type),
        "name": issue.type,
        "subtask": issue.type == "Sub-task",
    }
    shown["status"] = status_json(state, issue.status)
    shown["priority"] = {"name": "Medium", "id": "3"}
    shown["reporter"] = shown["creator"] = person_json(state, issue.reporter)
    shown["created"], shown["updated"] = jira_timestamp(issue.created), jira_timestamp(issue.updated)
    if parent := shown.pop("parent", None):
        shown["parent"] = {"id": state.issue(parent).id, "key": state.issue(parent).key}
    return shown


def status_json(state: PracticeSite, status: str) -> dict[str, Any]:
    """Return a status; its id stays the same whatever the name."""
    return {"name": status, "id": status_id(state, status)}


def status_id(state: PracticeSite, status: str) -> str:
    """Return the id of a status, and of the transition that leads there."""
    return str(state.statuses.index(status) + 11)

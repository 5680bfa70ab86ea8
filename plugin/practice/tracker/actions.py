"""What people and programs do on the site; each action sends its webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugin.practice.tracker.edits import Edit
from plugin.practice.tracker.payloads import send_issue_event, send_note_event
from plugin.practice.tracker.people import PracticeUser
from plugin.practice.tracker.refusals import RestError
from plugin.practice.tracker.state import (
    ChangelogItem,
    PracticeIssue,
    PracticeNote,
    PracticeSite,
    StatusMove,
    compare_fields,
)
from plugin.practice.tracker.views import jira_timestamp, person_json


def create_issue(
    state: PracticeSite,
    actor: PracticeUser,
    project: str,
    type_: str = "Task",
    fields: Mapping[str, Any] | None = None,
) -> PracticeIssue:
    """Create an issue and return it.

    Args:
        state: the site.
        actor: who creates it, and reports it.
        project: the key of the project.
        type_: the name of the issue type.
        fields: summary and the others, in plain values.
    """
    require_permission(actor, "CREATE_ISSUES")
    now = state.now()
    issue = PracticeIssue(
        id=state.new_id(),
        key=state.next_key(state.project(project).key),
        project=project,
        type=type_,
        status=state.statuses[0],
        reporter=actor,
        created=now,
        updated=now,
        fields=dict(fields or {}),
    )
    state.issues[issue.id] = issue
    send_issue_event(state, issue, actor, "jira:issue_created")
    return issue


def apply_edit(state: PracticeSite, issue: PracticeIssue, actor: PracticeUser, edit: Edit) -> None:
    """Apply an edit that was read in full: fields, comments and properties together."""
    before = dict(issue.fields)
    visible = [(entry, _check_visibility(actor, entry)) for entry in edit.comments]
    issue.fields.update(edit.fields)
    issue.properties.update(edit.properties)
    changed = compare_fields(before, issue.fields)
    if changed or visible:
        issue.updated = state.now()
    notes = [_append_note(state, issue, actor, entry, seen) for entry, seen in visible]
    if changed and (state.is_cloud or not notes):
        send_issue_event(state, issue, actor, "jira:issue_updated", changed=changed)
    for note in notes:
        send_note_event(state, issue, note, actor, "comment_created", changed)


def add_note(
    state: PracticeSite, issue: PracticeIssue, actor: PracticeUser, request: Mapping[str, Any]
) -> PracticeNote:
    """Add a comment and return it.

    Args:
        state: the site.
        issue: where it stands.
        actor: who writes.
        request: `body`, and `visibility` or `properties` where not everybody may read it.
    """
    require_permission(actor, "ADD_COMMENTS")
    note = _append_note(state, issue, actor, request, _check_visibility(actor, request))
    issue.updated = note.created
    send_note_event(state, issue, note, actor, "comment_created")
    return note


def edit_note(
    state: PracticeSite,
    issue: PracticeIssue,
    note: PracticeNote,
    actor: PracticeUser,
    request: Mapping[str, Any],
) -> None:
    """Change a comment; without a visibility in the request it becomes everybody's."""
    require_permission(actor, "EDIT_OWN_COMMENTS" if note.author.id == actor.id else "EDIT_ALL_COMMENTS")
    note.visibility = _check_visibility(actor, request)
    note.body, note.editor, note.updated = request["body"], actor, state.now()
    issue.updated = note.updated
    send_note_event(state, issue, note, actor, "comment_updated")


def delete_note(state: PracticeSite, issue: PracticeIssue, note: PracticeNote, actor: PracticeUser) -> None:
    """Delete a comment."""
    require_permission(actor, "DELETE_OWN_COMMENTS" if note.author.id == actor.id else "DELETE_ALL_COMMENTS")
    issue.notes.remove(note)
    issue.updated = state.now()
    send_note_event(state, issue, note, actor, "comment_deleted")


def move_issue(state: PracticeSite, issue: PracticeIssue, actor: PracticeUser, status: str) -> None:
    """Move an issue to a status; every status leads to every other."""
    require_permission(actor, "TRANSITION_ISSUES")
    before, issue.status, issue.updated = issue.status, status, state.now()
    issue.moves.append(StatusMove(state.new_id(), actor, issue.updated, before, status))
    changed = (ChangelogItem("status", before, status),)
    send_issue_event(state, issue, actor, "jira:issue_updated", changed=changed, kind="issue_generic")


def attach_file(
    state: PracticeSite, issue: PracticeIssue, actor: PracticeUser, name: str, data: bytes
) -> dict[str, Any]:
    """Attach a file to an issue, and return it as Jira shows it."""
    before, number = dict(issue.fields), state.new_id()
    issue.updated = state.now()
    shown = {
        "self": f"{state.url}/rest/api/2/attachment/{number}",
        "id": number,
        "filename": name,
        "author": person_json(state, actor),
        "created": jira_timestamp(issue.updated),
        "size": len(data),
    }
    issue.fields["attachment"] = [*(before.get("attachment") or ()), shown]
    changed = (ChangelogItem("Attachment", None, name),)
    send_issue_event(state, issue, actor, "jira:issue_updated", changed=changed)
    return shown


def delete_issue(state: PracticeSite, issue: PracticeIssue, actor: PracticeUser) -> None:
    """Delete an issue."""
    require_permission(actor, "DELETE_ISSUES")
    del state.issues[issue.id]
    send_issue_event(state, issue, actor, "jira:issue_deleted")


def require_permission(actor: PracticeUser, permission: str) -> None:
    """Refuse with 403 unless the person has a permission."""
    if not actor.may(permission):
        raise RestError(403, f"You do not have the permission {permission}.")


def _append_note(
    state: PracticeSite,
    issue: PracticeIssue,
    actor: PracticeUser,
    request: Mapping[str, Any],
    visibility: dict[str, str] | None,
) -> PracticeNote:
    now = state.now()
    note = PracticeNote(
        id=state.new_id(),
        author=actor,
        body=request["body"],
        created=now,
        updated=now,
        editor=actor,
        visibility=visibility,
        internal=_asks_internal(request) and state.project(issue.project).is_service_desk,
    )
    issue.notes.append(note)
    return note


def _check_visibility(actor: PracticeUser, request: Mapping[str, Any]) -> dict[str, str] | None:
    given = request.get("visibility")
    if not given:
        return None
    kind, value = given.get("type"), given.get("value") or given.get("identifier")
    if kind not in ("role", "group"):
        raise RestError(400, errors={"commentLevel": "Invalid visibility type."})
    if value not in (actor.roles if kind == "role" else actor.groups):
        message = f"You are currently not a member of the project {kind}: {value}."
        raise RestError(400, errors={"commentLevel": message})
    return {"type": kind, "value": value, "identifier": value}


def _asks_internal(request: Mapping[str, Any]) -> bool:
    properties = request.get("properties") or []
    return {"key": "sd.public.comment", "value": {"internal": True}} in properties

"""Entities as REST shows them to somebody, whole.

What was asked for is picked out afterwards.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from youtrack_standin.fields import YouTrackField, shown
from youtrack_standin.people import Tag, YouTrackGroup, YouTrackPerson
from youtrack_standin.state import Activity, YouTrackIssue, YouTrackNote, YouTrackState

RESOLVED = frozenset({"Done", "Accepted"})
"""States that end the work."""


def milliseconds(at: datetime | None) -> int | None:
    """Return a moment as YouTrack gives it."""
    return None if at is None else int(at.timestamp() * 1000)


def person(one: YouTrackPerson) -> dict[str, Any]:
    """Show a user."""
    return {
        "$type": "User",
        "id": one.id,
        "login": one.login,
        "fullName": one.name,
        "email": one.email or None,
        "banned": one.is_banned,
        "profiles": {
            "$type": "UserProfiles",
            "general": {"$type": "GeneralUserProfile", "timezone": {"id": "Europe/Moscow"}},
        },
    }


def group(one: YouTrackGroup) -> dict[str, Any]:
    """Show a group."""
    team_for = (
        {"$type": "Project", "id": f"0-{one.project}", "shortName": one.project} if one.project else None
    )
    return {
        "$type": "UserGroup",
        "id": one.id,
        "name": one.name,
        "allUsersGroup": one.is_everybody,
        "teamForProject": team_for,
    }


def tag(state: YouTrackState, one: Tag) -> dict[str, Any]:
    """Show a tag."""
    groups = [group(state.group(name)) for name in one.groups]
    return {
        "$type": "Tag",
        "id": one.id,
        "name": one.name,
        "owner": person(state.person(one.owner)),
        "readSharingSettings": {"$type": "WatchFolderSharingSettings", "permittedGroups": groups},
        "tagSharingSettings": {
            "$type": "TagSharingSettings",
            "permittedGroups": groups
            if one.used_by is None
            else [group(state.group(name)) for name in one.used_by],
            "permittedUsers": [],
        },
    }


def note(state: YouTrackState, one: YouTrackNote) -> dict[str, Any]:
    """Show a comment."""
    visibility: dict[str, Any] = {"$type": "UnlimitedVisibility", "id": f"7-{one.id}"}
    if one.is_limited:
        visibility = {
            "$type": "LimitedVisibility",
            "id": f"7-{one.id}",
            "permittedGroups": [group(state.group(name)) for name in one.groups],
            "permittedUsers": [person(state.person(login)) for login in one.users],
        }
    return {
        "$type": "IssueComment",
        "id": one.id,
        "text": one.text,
        "created": milliseconds(one.created),
        "updated": milliseconds(one.updated),
        "deleted": one.is_deleted,
        "author": person(one.author),
        "visibility": visibility,
    }


def project_field(field: YouTrackField) -> dict[str, Any]:
    """Show a field of a project."""
    values = [
        {"$type": field.element, "id": field.id_of(name), "name": name, "archived": False}
        | ({"isResolved": name in RESOLVED} if field.kind == "state" else {})
        for name in field.values
    ]
    many = "[*]" if field.is_multi else "[1]"
    type_id = f"{field.kind}{many}" if field.values else field.kind
    return {
        "$type": field.type.replace("Issue", "Project"),
        "id": f"92-{field.name}",
        "field": {
            "$type": "CustomField",
            "id": f"57-{field.name}",
            "name": field.name,
            "fieldType": {"$type": "FieldType", "id": type_id},
        },
        "bundle": {"$type": "Bundle", "id": f"66-{field.name}", "values": values} if values else None,
    }


def issue(state: YouTrackState, one: YouTrackIssue, viewer: YouTrackPerson) -> dict[str, Any]:
    """Show an issue to somebody: tags and comments that they do not see are not there."""
    notes = [note(state, each) for each in one.notes if state.sees(viewer, each)]
    return {
        "$type": "Issue",
        "id": one.id,
        "idReadable": one.key,
        "summary": one.summary,
        "description": one.description or None,
        "created": milliseconds(one.created),
        "updated": milliseconds(one.updated),
        "reporter": person(one.reporter),
        "project": {"$type": "Project", "id": f"0-{one.project}", "shortName": one.project},
        "tags": [tag(state, each) for each in one.tags if state.sees_tag(viewer, each)],
        "customFields": [_custom_field(one, field) for field in state.fields_of(one.project)],
        "links": [_subtask_of(state, one)],
        "comments": notes[: state.nested_comments],
        "commentsCount": len(notes),
        "attachments": one.files,
    }


def activity(one: Activity) -> dict[str, Any]:
    """Show an entry of an issue's history."""
    return {
        "$type": "CustomFieldActivityItem",
        "id": one.id,
        "timestamp": milliseconds(one.at),
        "author": person(one.by),
        "field": {
            "$type": "CustomFilterField",
            "id": one.field.name,
            "name": one.field.name,
            "customField": {"$type": "CustomField", "name": one.field.name},
        },
        "added": _listed(one.field, one.added),
        "removed": _listed(one.field, one.removed),
        "category": {"$type": "ActivityCategory", "id": "CustomFieldCategory"},
    }


def _listed(field: YouTrackField, value: object) -> object:
    view = shown(field, value)
    return view if isinstance(view, list) or not field.element else [] if view is None else [view]


def _custom_field(one: YouTrackIssue, field: YouTrackField) -> dict[str, Any]:
    return {
        "$type": field.type,
        "id": f"92-{field.name}",
        "name": field.name,
        "projectCustomField": project_field(field),
        "value": shown(field, one.values.get(field.name)),
    }


def _subtask_of(state: YouTrackState, one: YouTrackIssue) -> dict[str, Any]:
    parent = state.issue(one.parent) if one.parent else None
    shown_parent = [{"$type": "Issue", "id": parent.id, "idReadable": parent.key}] if parent else []
    return {
        "$type": "IssueLink",
        "id": "106-3t",
        "direction": "INWARD",
        "linkType": {"$type": "IssueLinkType", "id": "106-3", "name": "Subtask"},
        "issues": shown_parent,
    }

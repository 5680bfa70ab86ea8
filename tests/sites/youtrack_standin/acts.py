"""What people and programs do to issues.

Each function is a part of one transaction.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from youtrack_standin import views
from youtrack_standin.fields import as_kept
from youtrack_standin.people import Tag, YouTrackPerson
from youtrack_standin.refusals import bad, forbidden, gone
from youtrack_standin.state import Activity, YouTrackChange, YouTrackIssue, YouTrackNote, YouTrackState


def begin(state: YouTrackState, issue: YouTrackIssue, by: YouTrackPerson) -> YouTrackChange:
    """Begin a transaction on an issue."""
    return YouTrackChange(issue, by, state.now())


def create(
    state: YouTrackState,
    by: YouTrackPerson,
    project: str,
    summary: str,
    *,
    description: str = "",
    values: dict[str, Any] | None = None,
    tags: tuple[str, ...] = (),
    parent: str = "",
) -> YouTrackIssue:
    """Create an issue in one transaction."""
    fields = state.fields_of(project)
    at = state.now()
    issue = YouTrackIssue(
        state.new_id("2"), state.new_key(project), project, by, at, at, summary, description, parent=parent
    )
    given = {"State": "To Do", "Type": "Task", **(values or {})}
    issue.values = {field.name: as_kept(field, given[field.name]) for field in fields if field.name in given}
    issue.tags = [tag_named(state, by, name) for name in tags]
    state.issues[issue.id] = issue
    state.commit(YouTrackChange(issue, by, at, is_new=True))
    return issue


def write_text(change: YouTrackChange, name: str, text: str) -> None:
    """Write the summary or the description."""
    before = getattr(change.issue, name)
    if before != text:
        setattr(change.issue, name, text)
        change.texts.append((name, before, text))


def write_value(state: YouTrackState, change: YouTrackChange, name: str, value: object) -> None:
    """Write a custom field that is kept as `value`.

    Nothing happens where it holds that already.
    """
    field = state.field_of(change.issue, name)
    if field is None:
        raise bad(f"The project {change.issue.project} has no field {name}")
    before = change.issue.values.get(field.name)
    if before == value:
        return
    change.issue.values[field.name] = value
    activity = Activity(state.new_id("5"), change.by, change.at, field, before, value)
    change.issue.history.append(activity)
    change.fields.append(activity)


def tag_named(state: YouTrackState, by: YouTrackPerson, name: str) -> Tag:
    """Return the first tag of this name that somebody sees.

    Where there is none, a new one of their own.
    """
    for tag in state.tags:
        if tag.name == name and state.sees_tag(by, tag):
            return tag
    tag = Tag(state.new_id("6"), name, by.login)
    state.tags.append(tag)
    return tag


def put_tag(state: YouTrackState, change: YouTrackChange, name: str) -> None:
    """Put a tag on an issue.

    Raises:
        Refused: 403, the caller sees the tag and may not use it.
    """
    tag = tag_named(state, change.by, name)
    if not state.uses_tag(change.by, tag):
        raise forbidden(f"to use the tag {name}")
    if tag not in change.issue.tags:
        change.issue.tags.append(tag)
        change.tags_added.append(tag)


def take_tag(state: YouTrackState, change: YouTrackChange, name: str) -> None:
    """Take a tag from an issue.

    Raises:
        Refused: 400, the caller sees no tag of this name.
    """
    if not any(tag.name == name and state.sees_tag(change.by, tag) for tag in state.tags):
        raise bad(f"There is no tag {name}")
    for tag in [each for each in change.issue.tags if each.name == name]:
        change.issue.tags.remove(tag)
        change.tags_removed.append(tag)


def add_note(
    state: YouTrackState,
    change: YouTrackChange,
    text: str,
    *,
    groups: tuple[str, ...] = (),
    users: tuple[str, ...] = (),
) -> YouTrackNote:
    """Add a comment.

    Raises:
        Refused: 400 for an empty one, 403 without the right, 404 for an unknown group.
    """
    if not change.by.may("CREATE_COMMENT"):
        raise forbidden("Create Comment")
    if not text.strip():
        raise bad("A comment without text")
    for name in groups:
        state.group(name)
    limits = ((), ()) if state.forgets_visibility else (groups, users)
    note = YouTrackNote(state.new_id("4"), change.by, text, change.at, groups=limits[0], users=limits[1])
    change.issue.notes.append(note)
    change.notes_added.append(note)
    return note


def note_of(issue: YouTrackIssue, name: str) -> YouTrackNote:
    """Return a comment of an issue.

    Raises:
        Refused: 404.
    """
    found = next((note for note in issue.notes if note.id == name), None)
    if found is None:
        raise gone("IssueComment", name)
    return found


def edit_note(change: YouTrackChange, note: YouTrackNote, text: str) -> None:
    """Replace a comment's text.

    Raises:
        Refused: 403, it is somebody else's.
    """
    if note.author != change.by and not change.by.may("UPDATE_ANY_COMMENT"):
        raise forbidden("Update Not Own Comment")
    note.text, note.updated = text, change.at
    change.notes_edited.append(note)


def remove_note(change: YouTrackChange, note: YouTrackNote, *, for_good: bool) -> None:
    """Remove a comment: for good, or so that it is shown as removed."""
    if not change.by.may("DELETE_COMMENT"):
        raise forbidden("Delete Comment")
    if for_good:
        change.issue.notes.remove(note)
    note.is_deleted = True
    change.notes_removed.append(note)


def delete(state: YouTrackState, issue: YouTrackIssue, by: YouTrackPerson) -> None:
    """Delete an issue for good."""
    if not by.may("DELETE_ISSUE"):
        raise forbidden("Delete Issue")
    del state.issues[issue.id]
    state.commit(YouTrackChange(issue, by, state.now(), is_removed=True))


def move_to(state: YouTrackState, issue: YouTrackIssue, by: YouTrackPerson, project: str) -> None:
    """Move an issue to another project: its key changes, its database id stays."""
    state.fields_of(project)
    change = begin(state, issue, by)
    before = issue.key
    issue.old_keys.append(before)
    issue.project, issue.key = project, state.new_key(project)
    change.texts.append(("project", before.rpartition("-")[0], project))
    state.commit(change)


def log_work(state: YouTrackState, issue: YouTrackIssue, by: YouTrackPerson, hours: float) -> None:
    """Log work, which makes the spent time."""
    change = begin(state, issue, by)
    field = state.field_of(issue, "Spent time")
    if field is not None:
        issue.values[field.name] = (issue.values.get(field.name) or Decimal(0)) + Decimal(str(hours))
    change.work_added.append({"id": state.new_id("12"), "minutes": int(hours * 60)})
    state.commit(change)


def rename_value(state: YouTrackState, field_name: str, before: str, after: str) -> None:
    """Give a value of a field another name in every project; its number stays."""
    for project, fields in state.projects.items():
        state.projects[project] = tuple(
            replace(
                field,
                values=tuple(after if each == before else each for each in field.values),
                first_names=(*field.first_names, (after, before)),
            )
            if field.name == field_name
            else field
            for field in fields
        )
    for issue in state.issues.values():
        value = issue.values.get(field_name)
        if value == before:
            issue.values[field_name] = after
        elif isinstance(value, tuple):
            issue.values[field_name] = tuple(after if each == before else each for each in value)


def attach(change: YouTrackChange, name: str, size: int, *, note: dict[str, Any] | None = None) -> None:
    """Attach a file to an issue, or to a comment as it is shown."""
    issue = change.issue
    shown: dict[str, Any] = {"$type": "IssueAttachment", "id": f"8-{len(issue.files)}", "name": name}
    shown |= {"size": size, "author": views.person(change.by), "created": views.milliseconds(change.at)}
    shown |= {"removed": False, "comment": note, "visibility": {"$type": "UnlimitedVisibility"}}
    issue.files.append(shown)
    change.files_added.append(shown)

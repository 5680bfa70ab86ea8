"""What people and programs do to issues.

Each function is a part of one act, which ends when it is committed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from yandex_standin import views
from yandex_standin.people import YandexPerson
from yandex_standin.refusals import bad, forbidden, gone, unprocessable
from yandex_standin.state import YandexChange, YandexComment, YandexIssue, YandexState

_KEY = re.compile(r"\b[A-Z]{1,15}-\d+\b")


def begin(state: YandexState, issue: YandexIssue, by: YandexPerson) -> YandexChange:
    """Begin an act on an issue."""
    return YandexChange(issue, by, state.now())


def commit(state: YandexState, change: YandexChange) -> None:
    """End an act, and write what it did into the issue's history."""
    if change.is_new:
        _record(state, change, "IssueCreated", fields=[("status", None, change.issue.status)])
    elif change.fields:
        is_move = any(name == "status" for name, _, _ in change.fields)
        _record(state, change, "IssueWorkflow" if is_move else "IssueUpdated", fields=change.fields)
    for note in change.notes_added:
        _record(state, change, "IssueCommentAdded", comments={"added": [views.comment_reference(note)]})
    for note, before in change.notes_edited:
        told = {"comment": views.comment_reference(note), "from": before, "to": note.text}
        _record(state, change, "IssueCommentUpdated", comments={"updated": [told]})
    for note in change.notes_removed:
        _record(state, change, "IssueCommentRemoved", comments={"removed": [views.comment_reference(note)]})
    if change.files_added:
        files = [{"id": str(number), "display": name} for number, name in enumerate(change.files_added, 1)]
        _record(state, change, "IssueAttachmentAdded", attachments={"added": files})
    notes = (change.notes_added, change.notes_edited, change.notes_removed)
    if change.is_new or change.fields or change.files_added or any(notes):
        state.commit(change)


def create(
    state: YandexState,
    by: YandexPerson,
    queue: str,
    summary: str,
    *,
    description: str = "",
    type_: str = "task",
    values: dict[str, Any] | None = None,
    tags: Sequence[str] = (),
) -> YandexIssue:
    """Create an issue in one act."""
    state.require_queue(queue)
    at = state.now()
    issue = YandexIssue(
        state.new_id(), state.new_key(queue), queue, by, at, at, by, summary, description, type_
    )
    issue.status = state.statuses[0][1]
    issue.tags, issue.values = list(tags), dict(values or {})
    state.issues[issue.id] = issue
    commit(state, YandexChange(issue, by, at, is_new=True))
    return issue


def write(change: YandexChange, name: str, value: Any) -> None:
    """Write a value; nothing happens where it stands already."""
    issue = change.issue
    before = getattr(issue, name) if hasattr(issue, name) else issue.values.get(name)
    if before == value:
        return
    if isinstance(before, list):
        before = list(before)
    if hasattr(issue, name):
        setattr(issue, name, value)
    else:
        issue.values[name] = value
    change.fields.append((name, before, value))


def move(state: YandexState, change: YandexChange, status: str, resolution: str | None) -> None:
    """Move an issue to a status by its key.

    Raises:
        Refused: 422, the status wants a resolution.
    """
    if status in state.resolved and resolution is None:
        raise unprocessable("resolution", "Требуется параметр.")
    write(change, "status", dict(state.statuses)[status])
    if status in state.resolved:
        write(change, "resolution", resolution)


def add_note(
    state: YandexState, change: YandexChange, text: str, summonees: Sequence[str] = ()
) -> YandexComment:
    """Add a comment; who is summoned owes a reply, and may read the issue from now on.

    Raises:
        Refused: 422 for an empty one, or for a stranger who is called.
    """
    if not text.strip():
        raise unprocessable("text", "Требуется параметр.")
    called = _find_called(state, summonees)
    issue = change.issue
    number = state.number("comment")
    note = YandexComment(number, change.by, text, change.at, change.at, change.by, called)
    issue.notes.append(note)
    change.notes_added.append(note)
    _summon(change, called)
    # Who writes is not waited for any more.
    if change.by.id in issue.pending:
        write(change, "pending", [each for each in issue.pending if each != change.by.id])
    issue.links |= set(_KEY.findall(text)) - {issue.key}
    return note


def note_of(issue: YandexIssue, name: str) -> YandexComment:
    """Return a comment of an issue.

    Raises:
        Refused: 404.
    """
    found = next((note for note in issue.notes if str(note.id) == name), None)
    if found is None:
        raise gone("Комментарий")
    return found


def edit_note(
    state: YandexState, change: YandexChange, note: YandexComment, text: str, summonees: Sequence[str] = ()
) -> None:
    """Replace a comment's text.

    Raises:
        Refused: 403, it is somebody else's.
    """
    if note.author != change.by and "GRANT" not in change.by.rights:
        raise forbidden("Вы не можете изменить этот комментарий.")
    called = _find_called(state, summonees)
    before, note.text, note.updated, note.editor = note.text, text, change.at, change.by
    note.version += 1
    note.summonees += [each for each in called if each not in note.summonees]
    change.notes_edited.append((note, before))
    _summon(change, called)


def remove_note(change: YandexChange, note: YandexComment) -> None:
    """Remove a comment."""
    change.issue.notes.remove(note)
    change.notes_removed.append(note)


def move_to(state: YandexState, issue: YandexIssue, by: YandexPerson, queue: str) -> None:
    """Move an issue to another queue: its key changes, its id stays."""
    state.require_queue(queue)
    change = begin(state, issue, by)
    before = issue.queue
    issue.aliases.append(issue.key)
    issue.queue, issue.key = queue, state.new_key(queue)
    change.fields.append(("queue", before, queue))
    commit(state, change)


def set_list(change: YandexChange, name: str, given: object) -> None:
    """Write a list as a whole, or add to it and remove from it.

    Raises:
        Refused: 400, neither is said.
    """
    before: list[str] = list(getattr(change.issue, name))
    if isinstance(given, list):
        write(change, name, [str(each) for each in given])
        return
    if not isinstance(given, dict) or not set(given) <= {"add", "remove", "set"}:
        raise bad(f"Неверное значение поля {name}.")
    after = [str(each) for each in given.get("set", before)]
    after = [each for each in after if each not in map(str, given.get("remove", []))]
    after += [str(each) for each in given.get("add", []) if str(each) not in after]
    write(change, name, after)


def rename(state: YandexState, kind: str, before: str, after: str) -> None:
    """Give a status, type or component another name; key and number stay."""
    if kind == "components":
        state.components = tuple(after if each == before else each for each in state.components)
        for issue in state.issues.values():
            named = issue.values.get("components", ())
            issue.values["components"] = [after if each == before else each for each in named]
        return
    listed: tuple[tuple[str, str], ...] = getattr(state, kind)
    setattr(state, kind, tuple((key, after if shown == before else shown) for key, shown in listed))
    for issue in state.issues.values():
        if kind == "statuses" and issue.status == before:
            issue.status = after


def _find_called(state: YandexState, summonees: Sequence[str]) -> list[str]:
    """Return the ids of those who are summoned.

    Raises:
        Refused: 422, somebody is not there, or not any more.
    """
    known = {name: each for each in state.people for name in (each.id, each.login)}
    found = [known.get(str(each)) for each in summonees]
    if any(each is None or each.is_dismissed for each in found):
        raise unprocessable("summonees", "Пользователь не существует.")
    return [each.id for each in found if each is not None]


def _summon(change: YandexChange, called: Sequence[str]) -> None:
    issue = change.issue
    fresh = [each for each in called if each not in issue.pending]
    if fresh:
        write(change, "pending", [*issue.pending, *fresh])
    issue.access += [each for each in called if each not in issue.access]


def _record(
    state: YandexState,
    change: YandexChange,
    kind: str,
    *,
    fields: Sequence[tuple[str, Any, Any]] = (),
    **more: dict[str, Any],
) -> None:
    entry: dict[str, Any] = {
        "id": state.new_id(),
        "updatedAt": views.moment(change.at),
        "updatedBy": views.user_reference(change.by),
        "type": kind,
        "transport": "front",
    }
    if fields:
        entry["fields"] = [views.changed_field(state, *each) for each in fields]
    change.issue.history.append(entry | more)

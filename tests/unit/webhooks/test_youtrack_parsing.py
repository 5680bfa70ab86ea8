"""What both senders' bodies become.

The issue by its key, nothing believed that the body cannot know.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plugin.core.model.events import CommentDeleted, CommentWritten, IssueDeleted, IssueSeen, IssueTouched
from plugin.core.model.issue import Account, FieldChange
from webhooks.youtrack.parser import parse

DATA = Path(__file__).parents[2] / "data" / "youtrack"
ANNA = {"login": "anna", "fullName": "Анна Белова", "email": "anna@acme.example"}


def sample(name: str, **values: object) -> bytes:
    """Return a sample of Webhook Triggers as its code sends it.

    The readable id, a project with a key.
    """
    body = json.loads((DATA / "triggers" / f"{name}.json").read_bytes())
    body |= {"id": "ACME-7", "project": {"key": "ACME", "name": "Acme", "shortName": "ACME"}, **values}
    return json.dumps(body).encode()


def app_body(*kinds: str, **values: object) -> bytes:
    """Return a body of our own app."""
    body: dict[str, Any] = {
        "app": "ugovor",
        "version": 1,
        "delivery": "ACME-7.1.abcdef",
        "sent": 1_774_000_000_000,
        "kinds": list(kinds),
        "issue": {"key": "ACME-7", "project": "ACME", "summary": "Калькулятор"},
        "actor": {"login": "anna", "name": "Анна Белова"},
        **values,
    }
    return json.dumps(body).encode()


@pytest.mark.parametrize(
    ("name", "values", "kinds"),
    [
        ("issue_created", {}, [IssueSeen]),
        ("issue_updated", {}, [IssueSeen]),
        ("issue_deleted", {}, [IssueDeleted]),
        ("attachment_added_deleted", {"id": "ACME-7"}, [IssueTouched]),
        ("work_item_added_updated_deleted", {}, [IssueTouched]),
        ("work_item_added_updated_deleted", {"event": "workItemDeleted"}, [IssueTouched]),
    ],
)
def test_every_kind_of_webhook_triggers_is_read(
    name: str, values: dict[str, object], kinds: list[type]
) -> None:
    """Each names its issue by the readable id, at the app's own time."""
    parsed = parse(sample(name, **values))
    assert ("handled", "ACME-7") == (parsed.kind, parsed.subject)
    assert kinds == [type(event) for event in parsed.events]
    assert datetime(2024, 12, 10, 12, tzinfo=UTC) == parsed.happened_at


def test_file_that_is_gone_decides_nothing() -> None:
    """It is ignored on purpose, by name."""
    parsed = parse(sample("attachment_added_deleted", event="issueAttachmentDeleted"))
    assert ("ignored", "issueAttachmentDeleted", "a file that is gone decides nothing") == (
        parsed.kind,
        parsed.event_name,
        parsed.reason,
    )


def test_a_change_of_state_is_a_change_of_status() -> None:
    """With both names, and who did it; the issue is shown in part and will be read."""
    changed = {
        "name": "State",
        "oldValue": {"name": "To Do", "presentation": "To do"},
        "value": {"name": "Done"},
    }
    (event,) = parse(sample("issue_updated", changedFields=[changed], updatedBy=ANNA)).events
    assert isinstance(event, IssueSeen)
    assert (FieldChange(field="status", name="State", before="To Do", after="Done"),) == event.changes
    assert (Account(id="anna", name="Анна Белова"), False) == (event.actor, event.issue.whole)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ("text", "text"),
        (7, "7"),
        (ANNA, "anna"),
        ({"minutes": 90, "presentation": "1h 30m"}, "1h 30m"),
        ([{"name": "1.0"}, {"name": "1.1"}], "1.0\n1.1"),
        ({}, ""),
    ],
)
def test_values_of_fields_become_text(value: object, expected: str) -> None:
    """Each shape of the app's code as text, several of them one a line."""
    body = sample("issue_updated", changedFields=[{"name": "X", "oldValue": None, "value": value}])
    (event,) = parse(body).events
    assert isinstance(event, IssueSeen)
    assert ("", expected) == (event.changes[0].before, event.changes[0].after)


def comment(**values: object) -> dict[str, object]:
    """Return a comment as Webhook Triggers sends it."""
    return {"id": "4-296", "text": "/choose 1", "created": 1732708800000, "author": ANNA, **values}


def test_a_comment_hides_what_changed_with_it() -> None:
    """The issue is touched first; the comment counts as private until it was read."""
    name = "comment_added_updated_deleted"
    touched, written = parse(sample(name, comments=[comment()])).events
    assert IssueTouched(issue_id="ACME-7", at=touched.at) == touched
    assert isinstance(written, CommentWritten)
    assert ("4-296", "/choose 1", "anna", False, False) == (
        written.comment.id,
        written.comment.body,
        written.comment.author.id,
        written.comment.public,
        written.edited,
    )


def test_edited_and_deleted_comments_are_told_apart() -> None:
    """Neither names who did it: the author is not taken for them."""
    name = "comment_added_updated_deleted"
    _, edited = parse(sample(name, event="commentUpdated", comments=[comment()])).events
    assert isinstance(edited, CommentWritten)
    assert (True, None) == (edited.edited, edited.comment.editor)
    (gone,) = parse(sample(name, event="commentDeleted", comments=[comment()])).events
    assert CommentDeleted(issue_id="ACME-7", comment_id="4-296", at=gone.at) == gone


@pytest.mark.parametrize("event", ["commentAdded", "commentUpdated", "commentDeleted"])
def test_a_comment_by_an_id_that_rest_does_not_know_touches_the_issue(event: str) -> None:
    """The issue is read.

    What was said is heard when the service next looks for changes.
    """
    body = sample("comment_added_updated_deleted", event=event, comments=[comment(id="IssueComment@77")])
    assert [IssueTouched] == [type(each) for each in parse(body).events]


def test_our_app_tells_who_changed_what() -> None:
    """Fields and tags of one transaction are one event, with its actor."""
    body = app_body(
        "updated",
        "tagged",
        changes=[{"field": "Stage", "kind": "state", "from": "To Do", "to": "Done"}],
        tags={"added": ["bonus"], "removed": ["beyond-scope"]},
    )
    parsed = parse(body)
    (event,) = parsed.events
    assert isinstance(event, IssueSeen)
    assert ("updated+tagged", "anna") == (parsed.event_name, event.actor.id if event.actor else "")
    assert (
        FieldChange(field="status", name="Stage", before="To Do", after="Done"),
        FieldChange(field="labels", before="beyond-scope", after="bonus"),
    ) == event.changes


def test_our_app_tells_a_change_and_a_comment_of_one_transaction() -> None:
    """The issue comes first, then what was said; a limited comment is not public."""
    said = {"what": "added", "id": "4-1", "author": ANNA, "text": "1", "restricted": False}
    noted = {"what": "added", "id": "4-2", "author": ANNA, "text": "/bonus", "restricted": True}
    seen, first, second = parse(app_body("updated", "commented", comments=[said, noted])).events
    assert isinstance(seen, IssueSeen)
    assert isinstance(first, CommentWritten)
    assert isinstance(second, CommentWritten)
    assert (True, False) == (first.comment.public, second.comment.public)


def test_our_app_tells_who_edited_and_who_removed_a_comment() -> None:
    """An editor who is not the author is named."""
    edited = {
        "what": "edited",
        "id": "4-1",
        "author": {"login": "bot"},
        "text": "[x] 1. A",
        "restricted": False,
    }
    removed = {"what": "removed", "id": "4-2", "author": {"login": "bot"}}
    first, second = parse(app_body("edited", "uncommented", comments=[edited, removed])).events
    assert isinstance(first, CommentWritten)
    assert isinstance(second, CommentDeleted)
    assert ("bot", "anna") == (
        first.comment.author.id,
        first.comment.editor.id if first.comment.editor else "",
    )
    assert "anna" == (second.actor.id if second.actor else "")


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (("created",), IssueSeen),
        (("worked",), IssueTouched),
        (("attached",), IssueTouched),
        (("deleted",), IssueDeleted),
        (("deleted", "updated"), IssueDeleted),
    ],
)
def test_every_kind_of_our_app_is_read(kinds: tuple[str, ...], expected: type) -> None:
    """A deletion stands above everything else that the transaction did."""
    assert [expected] == [type(event) for event in parse(app_body(*kinds)).events]


def test_a_comment_that_rest_does_not_know_touches_the_issue() -> None:
    """Its id is of another kind: the issue is read instead."""
    said = {"what": "added", "id": "IssueComment@77", "text": "1"}
    assert [IssueTouched] == [type(event) for event in parse(app_body("commented", comments=[said])).events]

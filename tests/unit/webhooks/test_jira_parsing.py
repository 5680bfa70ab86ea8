"""The traps of Jira's bodies, each on a recorded or slightly changed one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from plugin.core.model.events import CommentDeleted, CommentWritten, IssueDeleted, IssueSeen, IssueTouched
from plugin.core.model.issue import Account, FieldChange
from webhooks.jira.events import HANDLED, IGNORED
from webhooks.jira.parser import parse

Recorded = Callable[[str], bytes]
Changed = Callable[..., bytes]


def seen(body: bytes) -> IssueSeen:
    """Return the issue that a body shows."""
    event = parse(body).events[0]
    assert isinstance(event, IssueSeen)
    return event


def written(body: bytes) -> CommentWritten:
    """Return the comment that a body shows."""
    return next(event for event in parse(body).events if isinstance(event, CommentWritten))


LISTED: tuple[tuple[str, str, tuple[FieldChange, ...]], ...] = (
    (
        "a transition by the statuses' names, and by their numbers",
        "issue-updated-started-working",
        (
            FieldChange(field="status", before="To Do", after="In Progress"),
            FieldChange(field="status:id", before="10001", after="3"),
        ),
    ),
    (
        "a server's field by its name",
        "server-issue-updated-in-progress",
        (
            FieldChange(field="status", before="Reopened", after="In Progress"),
            FieldChange(field="status:id", before="4", after="3"),
        ),
    ),
    (
        "labels as the texts they are",
        "issue-updated-labels",
        (FieldChange(field="labels", before="bad test-label", after="sad test-label"),),
    ),
    (
        "an assignment from nobody",
        "issue-updated-assigned",
        (FieldChange(field="assignee", after="Person 5"),),
    ),
    ("a creation is no transition", "issue-created", ()),
    ("a localised creation is no transition", "ru-epic-created", ()),
    ("an epic link at creation is no change", "ru-issue-created", ()),
    ("a comment has no changelog", "server-issue-updated-commented-1", ()),
)


@pytest.mark.parametrize(("why", "name", "changes"), LISTED, ids=[row[0] for row in LISTED])
def test_changes_of_recorded_bodies_are_read(
    recorded: Recorded, why: str, name: str, changes: tuple[FieldChange, ...]
) -> None:
    """A changelog becomes field changes by the tracker's field id."""
    assert seen(recorded(name)).changes == changes, why


ITEMS: tuple[tuple[str, list[Any], tuple[FieldChange, ...]], ...] = (
    ("no items", [], ()),
    (
        "fieldId before a localised name",
        [{"field": "Статус", "fieldId": "status", "fromString": "A", "toString": "B"}],
        (FieldChange(field="status", before="A", after="B"),),
    ),
    (
        "a Russian name without fieldId",
        [{"field": "Статус", "fromString": "К выполнению", "toString": "В работе"}],
        (FieldChange(field="status", before="К выполнению", after="В работе"),),
    ),
    (
        "an English name with a capital",
        [{"field": "Status", "fromString": "A", "toString": "B"}],
        (FieldChange(field="status", before="A", after="B"),),
    ),
    (
        "a server's name of a field that has another id",
        [{"field": "Fix Version", "from": None, "fromString": None, "to": "1", "toString": "v1"}],
        (FieldChange(field="fixVersions", after="v1"), FieldChange(field="fixVersions:id", after="1")),
    ),
    (
        "a field nobody knows by its name",
        [{"field": "Epic Link", "fromString": "A-1", "toString": "A-2"}],
        (FieldChange(field="epic link", before="A-1", after="A-2"),),
    ),
    (
        "ids where there are no names",
        [{"field": "duedate", "from": "2026-04-10", "to": "2026-04-15"}],
        (FieldChange(field="duedate", before="2026-04-10", after="2026-04-15"),),
    ),
    (
        "numbers for texts",
        [{"field": "timeoriginalestimate", "from": 3600, "to": 7200}],
        (FieldChange(field="timeoriginalestimate", before="3600", after="7200"),),
    ),
    (
        "labels that came to none",
        [{"field": "labels", "fieldId": "labels", "fromString": "", "toString": "beyond-scope"}],
        (FieldChange(field="labels", after="beyond-scope"),),
    ),
    ("a status from nothing", [{"field": "Status", "from": None, "fromString": None, "toString": "B"}], ()),
    ("items that are no objects", ["status", None, 7, []], ()),
    ("an item without a field", [{"fromString": "A", "toString": "B"}], ()),
    (
        "values of every wrong type",
        [
            {"field": "status", "fromString": ["A"], "toString": {"name": "B"}},
            {"field": "labels", "to": True},
        ],
        (FieldChange(field="labels"),),
    ),
)


@pytest.mark.parametrize(("why", "items", "changes"), ITEMS, ids=[row[0] for row in ITEMS])
def test_items_of_a_changelog_become_changes(
    changed: Changed, why: str, items: list[Any], changes: tuple[FieldChange, ...]
) -> None:
    """Whatever the items are, the update itself is seen."""
    assert seen(changed("issue-updated-labels", changelog={"items": items})).changes == changes, why


def test_an_update_without_a_changelog_is_seen(changed: Changed) -> None:
    """The issue counts, changes or not."""
    assert seen(changed("issue-updated-labels", changelog=...)).changes == ()
    assert seen(changed("issue-updated-labels", changelog=[])).changes == ()


def test_a_comment_announced_but_absent_leaves_the_update(changed: Changed) -> None:
    """`issue_commented` came once with a changelog and no comment."""
    body = changed("issue-updated-labels", issue_event_type_name="issue_commented")
    assert [event.kind for event in parse(body).events] == ["issue_seen"]


def test_a_move_keeps_the_id_and_shows_the_new_key(recorded: Recorded) -> None:
    """The numeric id is the subject; key, project, type and status all change at once."""
    event = seen(recorded("ru-issue-updated-move-issue"))
    assert (event.issue.id, event.issue.key, event.issue.project) == ("12490", "INDEV-130", "INDEV")
    assert FieldChange(field="key", before="TCP-2", after="INDEV-130") in event.changes
    assert FieldChange(field="status", before="Backlog", after="To Do") in event.changes


def test_a_deletion_names_who_deleted(recorded: Recorded) -> None:
    """`jira:issue_deleted` carries the user."""
    at = datetime(2019, 7, 3, 18, 5, 36, 176000, UTC)
    who = Account(id="5c5f880629be9642ba529340", name="Person 5")
    assert parse(recorded("issue-deleted")).events == (IssueDeleted(issue_id="10303", actor=who, at=at),)


def test_a_comment_names_its_author_where_there_is_no_user(recorded: Recorded) -> None:
    """Eleven of thirteen recorded comment events have no `user`."""
    event = written(recorded("cloud-comment-created"))
    assert (event.comment.author.id, event.edited) == ("5c5f880629be9642ba529340", False)
    assert event.comment.id == "10019"


def test_a_comment_of_a_whole_issue_shows_the_issue_too(changed: Changed, recorded: Recorded) -> None:
    """A comment event with all that a verdict needs loses nothing of it."""
    issue = json.loads(recorded("issue-created"))["issue"]
    parsed = parse(changed("cloud-comment-created", issue=issue))
    assert [event.kind for event in parsed.events] == ["comment_written", "issue_seen"]


def test_both_webhooks_of_one_comment_say_the_same(recorded: Recorded) -> None:
    """Data Center's bare and full webhook give the same comment of the same issue."""
    bare = written(recorded("server-comment-created"))
    full = written(recorded("server-issue-updated-commented-1"))
    assert (bare.issue_id, bare.comment, bare.edited) == (full.issue_id, full.comment, full.edited)


EDITED = (
    ("a new comment", "server-issue-updated-commented-1", False),
    ("an edited comment", "server-issue-updated-comment-edited", True),
    ("a new comment without a type of event", "server-old-issue-updated-no-event-type-commented", False),
    ("an edited one without a type of event", "server-old-issue-updated-no-event-type-comment-edited", True),
    ("a bare edit", "cloud-comment-updated", True),
)


@pytest.mark.parametrize(("why", "name", "edited"), EDITED, ids=[row[0] for row in EDITED])
def test_an_edited_comment_is_known(recorded: Recorded, why: str, name: str, edited: bool) -> None:
    """By the type of event, or by its times where an old body gives no type."""
    assert written(recorded(name)).edited is edited, why


def test_a_full_webhook_of_a_deleted_comment_takes_it_back(changed: Changed) -> None:
    """`issue_comment_deleted` shows the issue and takes the comment back."""
    body = changed("server-issue-updated-commented-1", issue_event_type_name="issue_comment_deleted")
    issue, comment = parse(body).events
    assert issue.kind == "issue_seen"
    assert isinstance(comment, CommentDeleted)
    assert (comment.issue_id, comment.comment_id, comment.actor and comment.actor.id) == (
        "10013",
        "10082",
        "levbrouk",
    )


def test_a_deleted_comment_does_not_name_its_author_as_who_deleted_it(recorded: Recorded) -> None:
    """Else a deleted comment of the service would count as its own event."""
    (event,) = parse(recorded("cloud-comment-deleted")).events
    assert isinstance(event, CommentDeleted)
    assert event.actor is None


def test_a_transition_may_carry_a_comment(changed: Changed, recorded: Recorded) -> None:
    """A comment written on a transition screen comes inside the transition's webhook."""
    comment = json.loads(recorded("server-issue-updated-commented-1"))["comment"]
    body = changed("server-issue-updated-resolved", comment=comment)
    assert [event.kind for event in parse(body).events] == ["issue_seen", "comment_written"]


PUBLIC: tuple[tuple[str, dict[str, Any], bool], ...] = (
    ("nothing is said", {}, True),
    ("the service desk shows it", {"jsdPublic": True}, True),
    ("the service desk hides it", {"jsdPublic": False}, False),
    ("only a role may read it", {"visibility": {"type": "role", "value": "Developers"}}, False),
    ("an empty visibility hides nothing", {"visibility": None}, True),
)


@pytest.mark.parametrize(("why", "keys", "public"), PUBLIC, ids=[row[0] for row in PUBLIC])
def test_a_limited_comment_is_not_public(
    changed: Changed, recorded: Recorded, why: str, keys: dict[str, Any], public: bool
) -> None:
    """A comment with a visibility, or internal to a service desk, is not public."""
    comment = {**json.loads(recorded("server-comment-created"))["comment"], **keys}
    assert written(changed("server-comment-created", comment=comment)).comment.public is public, why


def test_a_worklog_touches_its_issue(recorded: Recorded) -> None:
    """Neither issue nor user: the id and the author stand in the worklog."""
    (event,) = parse(recorded("zulip-worklog_created")).events
    assert isinstance(event, IssueTouched)
    assert (event.issue_id, event.actor and event.actor.name) == ("10014", "Person 1")


def test_a_link_touches_both_ends(recorded: Recorded) -> None:
    """The source is the subject of the delivery."""
    parsed = parse(recorded("ru-issuelink-created"))
    assert parsed.subject == "11442"
    assert parsed.events == (IssueTouched(issue_id="11442"), IssueTouched(issue_id="11961"))


def test_an_update_that_names_the_issue_only_asks_to_read_it() -> None:
    """Without a key there is nothing to see; the issue has to be read."""
    parsed = parse(b'{"webhookEvent": "jira:issue_updated", "issue": {"id": 10021}}')
    assert (parsed.kind, parsed.events) == ("handled", (IssueTouched(issue_id="10021"),))


def test_a_partial_update_is_marked_as_such() -> None:
    """An issue without the fields that a verdict needs is not whole."""
    issue = {"id": "1", "key": "A-1", "fields": {"summary": "x"}}
    body = json.dumps({"webhookEvent": "jira:issue_updated", "issue": issue}).encode()
    assert seen(body).issue.whole is False


def test_an_unreadable_time_falls_back_on_the_issue_s_own(recorded: Recorded) -> None:
    """A logger wrote "2019-1-30 19:48:08,900" for the timestamp.

    `created` is still the tracker's time.
    """
    expected = datetime(2019, 1, 30, 16, 48, 8, 263000, UTC)
    assert parse(recorded("ru-epic-created")).happened_at == expected


def test_texts_that_no_database_keeps_are_cleaned() -> None:
    """NUL and half an emoji in a text or id never make a delivery fail later."""
    issue = {"id": "1", "key": "A-1", "fields": {"summary": "a\x00\ud83d"}}
    body = json.dumps({"webhookEvent": "jira:issue_updated", "issue": issue}).encode()
    assert seen(body).issue.summary == "a?"
    assert parse(rb'{"webhookEvent": "x\u0000\ud83dy"}').event_name == "x?y"


NAMELESS: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    ("a changelog is an update", {"issue_event_type_name": ...}, "handled", "jira:issue_updated"),
    ("a type of update", {"issue_event_type_name": "issue_generic"}, "handled", "jira:issue_updated"),
    ("a type of creation", {"issue_event_type_name": "issue_created"}, "handled", "jira:issue_created"),
    ("a type of deletion", {"issue_event_type_name": "issue_deleted"}, "handled", "jira:issue_deleted"),
    ("an issue alone may be deleted", {"issue_event_type_name": ..., "changelog": ...}, "unknown", ""),
    ("a type without an issue", {"issue": ...}, "unknown", ""),
    ("an unknown type", {"issue_event_type_name": "sprint_closed"}, "unknown", ""),
    ("a name of a wrong type", {"webhookEvent": ["jira:issue_updated"]}, "handled", "jira:issue_updated"),
)


@pytest.mark.parametrize(("why", "keys", "kind", "name"), NAMELESS, ids=[row[0] for row in NAMELESS])
def test_an_event_without_a_name_is_inferred_where_that_is_safe(
    changed: Changed, why: str, keys: dict[str, Any], kind: str, name: str
) -> None:
    """The event is inferred where that is safe, else the body is parked."""
    parsed = parse(changed("issue-updated-labels", **{"webhookEvent": ..., **keys}))
    assert (parsed.kind, parsed.event_name) == (kind, name), why


@pytest.mark.parametrize("name", sorted(IGNORED))
def test_every_event_of_the_table_is_ignored_with_its_reason(name: str) -> None:
    """Ignoring is a decision that says why."""
    parsed = parse(json.dumps({"webhookEvent": name, "timestamp": 1550286678321}).encode())
    assert (parsed.kind, parsed.event_name, parsed.events) == ("ignored", name, ())
    assert parsed.reason


def test_no_event_is_both_handled_and_ignored() -> None:
    """The two tables share no name."""
    assert set(HANDLED) & set(IGNORED) == set()

"""Every recorded body of Redmine, one row each, understood as the row says."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from plugin.core.model.events import CommentWritten, IssueDeleted, IssueSeen, IssueTouched
from plugin.core.model.issue import Account, FieldChange
from webhooks.redmine.parser import identify, parse, verify

RECORDED = Path(__file__).parents[2] / "data" / "redmine"
DIRECTOR, MANAGER, CONTACT = "Dina Director", "Pat Manager", "Cleo Contact"


def labels(before: str, after: str) -> FieldChange:
    """Return a value of the field Labels that went or came."""
    return FieldChange(field="2", name="Labels", before=before, after=after)


ROWS: tuple[tuple[str, str, tuple[str, ...], str, tuple[FieldChange, ...], str], ...] = (
    ("issue-created", "2", ("issue_seen",), CONTACT, (), "a creation names its author"),
    (
        "issue-updated-note",
        "2",
        ("issue_seen", "comment_written"),
        CONTACT,
        (),
        "a note alone changes nothing, and is a comment",
    ),
    (
        "issue-updated-private-note",
        "2",
        ("issue_seen", "comment_written"),
        MANAGER,
        (),
        "a private note looks like any other",
    ),
    (
        "issue-updated-private-note-and-status",
        "2",
        ("issue_seen", "comment_written"),
        MANAGER,
        (),
        "a status sent with a private note stands in another journal, which is not told",
    ),
    (
        "issue-updated-labels-and-note",
        "2",
        ("issue_seen", "comment_written"),
        "Ugovor Bot",
        (
            FieldChange(field="1", name="Scope", before="", after="beyond_scope"),
            labels("", "scope:beyond"),
            labels("", "sign-off:waiting"),
        ),
        "our own write",
    ),
    (
        "issue-updated-labels-changed",
        "2",
        ("issue_seen",),
        MANAGER,
        (
            FieldChange(field="1", name="Scope", before="beyond_scope", after="bonus"),
            labels("scope:beyond", ""),
            labels("", "scope:bonus"),
        ),
        "a changed label is two details: the old one gone, the new one come",
    ),
    (
        "issue-updated-estimate-and-due-date",
        "2",
        ("issue_seen",),
        MANAGER,
        (
            FieldChange(field="duedate", name="due_date", before="", after="2026-12-11"),
            FieldChange(field="estimate", name="estimated_hours", before="", after="7.5"),
        ),
        "the due date under the inside's own word",
    ),
    (
        "issue-updated-status",
        "2",
        ("issue_seen",),
        DIRECTOR,
        (FieldChange(field="status", name="status_id", before="1", after="2"),),
        "a status by ids, which the adapter completes",
    ),
    (
        "issue-updated-parent",
        "2",
        ("issue_seen",),
        MANAGER,
        (FieldChange(field="parent", name="parent_id", before="", after="1"),),
        "an issue put under a stage",
    ),
    (
        "issue-updated-child-added",
        "1",
        ("issue_seen",),
        MANAGER,
        (FieldChange(field="child_id", name="child_id", before="", after="3"),),
        "the parent's side of it",
    ),
    ("issue-updated-no-journal", "1", ("issue_seen",), "", (), "a parent that was recalculated by nobody"),
    ("issue-deleted", "2", ("issue_deleted",), "", (), "who deleted it is not told"),
)


def body(name: str) -> bytes:
    """Return a recorded body."""
    return (RECORDED / f"{name}.json").read_bytes()


def changed(name: str, **data: Any) -> bytes:
    """Return a recorded body with other keys at its top."""
    return json.dumps({**json.loads(body(name)), **data}).encode()


@pytest.mark.parametrize(
    ("name", "subject", "kinds", "who", "changes", "why"), ROWS, ids=[row[0] for row in ROWS]
)
def test_a_recorded_body_is_understood(
    name: str, subject: str, kinds: tuple[str, ...], who: str, changes: tuple[FieldChange, ...], why: str
) -> None:
    """Each body is handled on its issue, with its person and changes."""
    parsed = parse(body(name))
    told = tuple(event.kind for event in parsed.events)
    assert ("handled", subject, kinds) == (parsed.kind, parsed.subject, told), why
    seen = parsed.events[0]
    if isinstance(seen, IssueSeen):
        assert (who, changes) == (seen.actor.name if seen.actor else "", seen.changes)
        assert seen.issue.whole
    assert parsed.happened_at is not None


def test_no_recorded_body_is_left_out() -> None:
    """A body that is added to the data gets its row here."""
    assert {path.stem for path in RECORDED.glob("*.json")} == {row[0] for row in ROWS}


def test_the_issue_as_the_inside_sees_it() -> None:
    """Ids as text, custom fields under id and name, plain line ends."""
    (seen,) = parse(body("issue-updated-parent")).events
    assert isinstance(seen, IssueSeen)
    issue = seen.issue
    assert ("2", "2", "1", "Task", "Waiting for client", "1") == (
        issue.id,
        issue.key,
        issue.project,
        issue.type,
        issue.status,
        issue.parent,
    )
    assert Account(id="7", name=CONTACT) == issue.reporter
    assert (("bonus",), ("bonus",)) == (issue.fields["Scope"], issue.fields["1"])
    assert ("sign-off:waiting", "scope:bonus") == issue.fields["Labels"]
    assert ("ACME site",) == issue.fields["project"]
    assert date(2026, 12, 11) == issue.due
    assert "\r" not in issue.description
    assert 7.5 == float(issue.estimate_hours or 0)


def test_the_note_is_a_comment_of_its_journal() -> None:
    """Its id is the journal's, so that what is read later is known to be the same."""
    written = parse(body("issue-updated-note")).events[1]
    assert isinstance(written, CommentWritten)
    assert ("1", "7", "Нужно к пятнице, это срочно.") == (
        written.comment.id,
        written.comment.author.id,
        written.comment.body,
    )
    assert datetime(2026, 11, 21, 22, 5, 45, tzinfo=UTC) == written.at


def test_logged_work_touches_its_issue() -> None:
    """The hours are in no webhook, so the issue has to be read."""
    entry = {"id": 3, "issue": {"id": 2}, "user": {"id": 5, "name": MANAGER}, "hours": 2.0}
    parsed = parse(changed("issue-created", type="time_entry.created", data={"time_entry": entry}))
    assert (IssueTouched(issue_id="2", actor=Account(id="5", name=MANAGER), at=parsed.happened_at),) == (
        parsed.events
    )


def test_work_logged_on_a_project_is_ignored() -> None:
    """It belongs to no issue; nobody has to look at it."""
    entry = {"id": 3, "project": {"id": 1}, "hours": 2.0}
    parsed = parse(changed("issue-created", type="time_entry.updated", data={"time_entry": entry}))
    assert ("ignored", "work logged on a project belongs to no issue") == (parsed.kind, parsed.reason)


@pytest.mark.parametrize(
    "name", ["wiki_page.updated", "news.created", "version.deleted"], ids=["wiki", "news", "version"]
)
def test_other_things_are_ignored_by_name(name: str) -> None:
    """What is no issue is ignored on purpose, with a reason."""
    parsed = parse(changed("issue-created", type=name))
    assert ("ignored", name) == (parsed.kind, parsed.event_name)
    assert parsed.reason


UNKNOWN: tuple[tuple[str, bytes, str], ...] = (
    ("nothing", b"", "the body is empty"),
    ("no JSON", b"type=issue.created", "the body is not JSON"),
    ("a list", b"[]", "the body is JSON, but not an object"),
    ("no type", b"{}", "the body does not name its event"),
    ("a type of tomorrow", b'{"type": "issue.cloned"}', "no event is known by the name issue.cloned"),
    ("no data", b'{"type": "issue.updated"}', "names no issue"),
    ("data that is a list", b'{"type": "issue.updated", "data": []}', "names no issue"),
    (
        "an issue that is a text",
        b'{"type": "issue.deleted", "data": {"issue": "7"}}',
        "names no issue",
    ),
    (
        "an id that is true",
        b'{"type": "issue.deleted", "data": {"issue": {"id": true}}}',
        "names no issue",
    ),
    ("an id below zero", b'{"type": "issue.deleted", "data": {"issue": {"id": -1}}}', "names no issue"),
)


@pytest.mark.parametrize(("name", "raw", "reason"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_what_is_not_understood_is_said(name: str, raw: bytes, reason: str) -> None:
    """Nothing is raised, and the reason is a sentence for the operator."""
    parsed = parse(raw)
    assert "unknown" == parsed.kind, name
    assert reason in parsed.reason


WRONG_PARTS = (None, True, 7, -1.5, "x", [], {}, [[]], [None], {"id": []}, {"id": "1", "name": {}})


@pytest.mark.parametrize("wrong", WRONG_PARTS, ids=repr)
def test_no_part_of_a_body_can_make_it_fail(wrong: object) -> None:
    """Whatever stands in any place of the body, it is handled or parked."""
    for name, *_ in ROWS:
        whole = json.loads(body(name))
        for mangled in mangled_bodies(whole, wrong):
            parsed = parse(json.dumps(mangled).encode())
            assert parsed.kind in ("handled", "unknown")
            assert parsed.kind == "handled" or parsed.reason


def mangled_bodies(value: Any, wrong: object) -> list[Any]:
    """Return copies of a value, each with one part replaced."""
    if isinstance(value, dict):
        return [
            {**value, key: part}
            for key, inner in value.items()
            for part in (wrong, *mangled_bodies(inner, wrong))
        ]
    if isinstance(value, list):
        return [
            [*value[:place], part, *value[place + 1 :]]
            for place, inner in enumerate(value)
            for part in (wrong, *mangled_bodies(inner, wrong))
        ]
    return []


def test_a_deletion_names_nobody() -> None:
    """The author need not be who deleted it."""
    (event,) = parse(body("issue-deleted")).events
    assert isinstance(event, IssueDeleted)
    assert ("2", None) == (event.issue_id, event.actor)


SIGNED = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"


@pytest.mark.parametrize(
    ("headers", "secrets", "expected"),
    [
        ({"x-redmine-signature-256": SIGNED}, ["It's a Secret to Everybody"], True),
        ({"x-redmine-signature-256": SIGNED}, ["another", "It's a Secret to Everybody"], True),
        ({"x-redmine-signature-256": SIGNED}, ["another"], False),
        ({"x-redmine-signature-256": SIGNED}, [], False),
        ({"x-hub-signature": SIGNED}, ["It's a Secret to Everybody"], False),
        ({}, ["It's a Secret to Everybody"], False),
    ],
    ids=[
        "the secret",
        "the second secret",
        "another secret",
        "no secret at all",
        "another header",
        "unsigned",
    ],
)
def test_only_a_live_secrets_signature_verifies(
    headers: dict[str, str], secrets: list[str], expected: bool
) -> None:
    """Only the header of Redmine, made over these bytes with a live secret, counts."""
    assert expected is verify(headers, b"Hello World!", secrets)


def test_a_delivery_is_known_by_its_bytes_within_a_minute() -> None:
    """Redmine numbers nothing: the same body in the same minute is one delivery."""
    noon = datetime(2026, 4, 8, 12, 0, 5, tzinfo=UTC)
    assert identify({}, b"a", noon) == identify({}, b"a", noon.replace(second=55))
    assert identify({}, b"a", noon) != identify({}, b"b", noon)
    assert identify({}, b"a", noon) != identify({}, b"a", noon.replace(minute=1))


def test_file_is_a_change_under_its_name() -> None:
    """A file that is gone brings none."""
    told = json.loads(body("issue-updated-status"))
    told["data"]["journal"]["details"] = [
        {"property": "attachment", "prop_key": "17", "old_value": None, "value": "Логотип 2.svg"},
        {"property": "attachment", "prop_key": "16", "old_value": "Логотип.svg", "value": None},
    ]
    (seen,) = parse(json.dumps(told).encode()).events
    assert isinstance(seen, IssueSeen)
    assert [("Логотип 2.svg", True), ("", False)] == [
        (each.after, each.brings_files) for each in seen.changes
    ]

"""Bodies that are authentic and still wrong.

Kept, parked with a reason, never an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from webhook_site import FakeHealth, FakeInbox, MovableClock

from plugin.core.model.events import EVENTS
from plugin.settings.model import Settings
from webhooks.app import create_app
from webhooks.youtrack.parser import identify, parse

SECRET = "a secret of more than thirty-two characters"
TRIGGERS = Path(__file__).parents[2] / "data" / "youtrack" / "triggers"
APP = '"app": "ugovor", "version": 1'

UNKNOWN: tuple[tuple[str, bytes, str], ...] = (
    ("nothing", b"", "the body is empty"),
    ("a sentence", b"hello", "the body is not JSON"),
    ("half an object", b'{"event": "issueCrea', "the body is not JSON"),
    ("a list", b'[{"event": "issueCreated"}]', "but not an object"),
    ("null", b"null", "but not an object"),
    ("bytes that are not UTF-8", b'{"event": "\xff"}', "the body is not UTF-8"),
    ("nested too deeply", b'{"a":' * 100_000, "nested too deeply"),
    ("NaN", b'{"timestamp": NaN}', "NaN, which is not JSON"),
    ("the same key twice", b'{"event": "a", "event": "b"}', "the same key twice"),
    ("an empty object", b"{}", "does not name its event"),
    ("an event that is an object", b'{"event": {}}', "does not name its event"),
    (
        "an event of tomorrow",
        b'{"event": "issueCloned", "id": "A-1"}',
        "no event is known by the name issueCloned",
    ),
    ("an event in another case", b'{"event": "IssueCreated", "id": "A-1"}', "no event is known by the name"),
    ("all events", b'{"event": "allEvents", "id": "A-1"}', "no event is known by the name allEvents"),
    ("a very long event", b'{"event": "' + b"x" * 9999 + b'"}', "no event is known by the name xxx"),
    ("an update of nothing", b'{"event": "issueUpdated"}', "the body names no issue"),
    ("a draft", b'{"event": "issueUpdated", "id": "Issue.Draft"}', "the body names no issue"),
    ("an id that is a number", b'{"event": "issueUpdated", "id": 7}', "the body names no issue"),
    ("an id that is a path", b'{"event": "issueUpdated", "id": "../users/me"}', "the body names no issue"),
    ("an id with a line break", b'{"event": "issueUpdated", "id": "A\\n-1"}', "the body names no issue"),
    (
        "a very long id",
        b'{"event": "issueUpdated", "id": "' + b"A" * 999 + b'-1"}',
        "the body names no issue",
    ),
    ("no comments", b'{"event": "commentAdded", "id": "A-1"}', "which comment was written"),
    (
        "comments of texts",
        b'{"event": "commentAdded", "id": "A-1", "comments": ["x"]}',
        "which comment was written",
    ),
    (
        "a comment without an id",
        b'{"event": "commentUpdated", "id": "A-1", "comments": [{"text": "/accept"}]}',
        "which comment was written",
    ),
    ("our app without a version", b'{"app": "ugovor", "kinds": ["updated"]}', "speaks version none"),
    ("our app of tomorrow", b'{"app": "ugovor", "version": 2}', "speaks version 2, this service version 1"),
    ("our app with a version that is true", b'{"app": "ugovor", "version": true}', "speaks version"),
    ("our app without kinds", f"{{{APP}}}".encode(), "does not say what happened"),
    (
        "our app with strange kinds",
        f'{{{APP}, "kinds": ["x", 7, null]}}'.encode(),
        "does not say what happened",
    ),
    ("our app without an issue", f'{{{APP}, "kinds": ["updated"]}}'.encode(), "the body names no issue"),
    (
        "our app with an issue that is a text",
        f'{{{APP}, "kinds": ["deleted"], "issue": "A-1"}}'.encode(),
        "the body names no issue",
    ),
    (
        "our app with a comment of nothing",
        f'{{{APP}, "kinds": ["commented"], "issue": {{"key": "A-1"}}, "comments": [{{}}, 7]}}'.encode(),
        "which comment was written",
    ),
)

HANDLED: tuple[tuple[str, bytes], ...] = (
    (
        "a deleted comment whose id is a path",
        b'{"event": "commentDeleted", "id": "A-1", "comments": [{"id": "4-1/../4-2"}]}',
    ),
    ("a project that is a text", b'{"event": "issueCreated", "id": "A-1", "project": "A"}'),
    ("people that are texts", b'{"event": "issueUpdated", "id": "A-1", "updatedBy": "anna", "reporter": 7}'),
    ("a time beyond all years", b'{"event": "issueDeleted", "id": "A-1", "timestamp": 99999999999999999999}'),
    (
        "changed fields of wrong types",
        b'{"event": "issueUpdated", "id": "A-1", "changedFields": [7, {"name": 7}]}',
    ),
    (
        "our app with a foreign actor",
        f'{{{APP}, "kinds": ["worked"], "issue": {{"key": "A-1"}}, "actor": 7}}'.encode(),
    ),
    (
        "our app with tags that are a text",
        f'{{{APP}, "kinds": ["tagged"], "issue": {{"key": "A-1"}}, "tags": "x"}}'.encode(),
    ),
)


@pytest.fixture
def deliver() -> Callable[[bytes], tuple[int, Any]]:
    """Post a body with the token; give the answer's status and what was kept."""
    tracker = {"url": "https://a.example", "token": "perm:x", "webhook_secrets": [SECRET], "kind": "youtrack"}
    inbox = FakeInbox()
    client = create_app(
        settings=Settings(trackers={"main": tracker}), inbox=inbox, clock=MovableClock(), health=FakeHealth()
    ).test_client()

    def post(body: bytes) -> tuple[int, Any]:
        answer = client.post("/webhooks/main", data=body, headers={"X-YouTrack-Token": SECRET})
        return answer.status_code, inbox.arrivals[-1]

    return post


@pytest.mark.parametrize(("why", "body", "reason"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_a_body_that_is_not_understood_is_kept_and_parked(
    deliver: Callable[[bytes], tuple[int, Any]], why: str, body: bytes, reason: str
) -> None:
    """204, kept byte for byte as unknown, with a reason that an operator can read."""
    status, kept = deliver(body)
    assert (204, "unknown", body, ()) == (status, kept.kind, kept.body, kept.events), why
    assert reason in kept.reason


@pytest.mark.parametrize(("why", "body"), HANDLED, ids=[row[0] for row in HANDLED])
def test_a_strange_body_that_says_enough_is_handled(
    deliver: Callable[[bytes], tuple[int, Any]], why: str, body: bytes
) -> None:
    """What is wrong in one place does not take away what is said in another."""
    status, kept = deliver(body)
    assert (204, "handled", "A-1") == (status, kept.kind, kept.subject), why


NAMES = (
    "issueCreated",
    "issueUpdated",
    "issueDeleted",
    "commentAdded",
    "commentUpdated",
    "commentDeleted",
    "workItemAdded",
)
KEYS = st.sampled_from(
    (
        "event",
        "timestamp",
        "id",
        "summary",
        "project",
        "key",
        "shortName",
        "description",
        "created",
        "updated",
        "updatedBy",
        "reporter",
        "login",
        "fullName",
        "name",
        "changedFields",
        "oldValue",
        "value",
        "comments",
        "text",
        "author",
        "workItems",
        "app",
        "version",
        "delivery",
        "sent",
        "kinds",
        "issue",
        "actor",
        "changes",
        "field",
        "kind",
        "from",
        "to",
        "tags",
        "added",
        "removed",
        "what",
        "restricted",
        "minutes",
    )
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.sampled_from(
        ("ACME-1", "4-296", "State", "ugovor", "updated", "commented", "added", "2026-04-01T10:00:00Z")
    ),
)
JSON = st.recursive(
    VALUES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=20,
)


def check(body: bytes) -> None:
    """Parse and check what must hold for any body."""
    parsed = parse(body)
    assert (parsed.kind == "handled") == bool(parsed.events)
    assert (parsed.reason == "") == (parsed.kind == "handled")
    assert EVENTS.validate_json(EVENTS.dump_json(parsed.events)) == parsed.events
    assert "\x00" not in f"{parsed.event_name}{parsed.subject}{parsed.reason}"
    f"{parsed.event_name}{parsed.subject}{parsed.reason}".encode()
    assert identify({"x-ugovor-signature": ""}, body, MovableClock().now())


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, JSON, max_size=8), st.sampled_from(NAMES), st.booleans())
def test_any_json_is_read_without_an_error(body: dict[str, Any], name: str, ours: bool) -> None:
    """Whatever stands under either app's keys, it is handled, ignored or parked."""
    known: dict[str, Any] = {"app": "ugovor", "version": 1} if ours else {"event": name, "id": "ACME-1"}
    check(json.dumps({**body, **known}).encode())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_read_without_an_error(body: bytes) -> None:
    """Never a fault for the content of an authentic body."""
    check(body)


@settings(max_examples=120, deadline=None)
@given(
    name=st.sampled_from(("issue_updated", "comment_added_updated_deleted", "issue_created")),
    path=st.lists(st.integers(0, 50), min_size=1, max_size=5),
    value=JSON,
)
def test_a_sample_with_one_wrong_value_is_read_without_an_error(
    name: str, path: list[int], value: object
) -> None:
    """Any value anywhere may be of any type."""
    body: Any = {**json.loads((TRIGGERS / f"{name}.json").read_bytes()), "id": "ACME-1"}
    place = body
    for step in path:
        keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
        key = keys[step % len(keys)]
        if not isinstance(place[key], dict | list) or not place[key] or step == path[-1]:
            place[key] = value
            break
        place = place[key]
    check(json.dumps(body).encode())

"""Bodies that are signed and still wrong.

Kept, parked with a reason, never an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webhook_site import WebhookSite

from plugin.core.model.events import EVENTS
from webhooks.jira.parser import parse

ISSUE = '"issue": {"id": "1", "key": "A-1"}'

UNKNOWN: tuple[tuple[str, bytes, str], ...] = (
    ("nothing", b"", "the body is empty"),
    ("spaces", b" \r\n\t ", "the body is empty"),
    ("only a byte order mark", b"\xef\xbb\xbf", "the body is not JSON"),
    ("a sentence", b"hello", "the body is not JSON"),
    ("a form", b"payload=%7B%7D", "the body is not JSON"),
    ("XML", b"<issue/>", "the body is not JSON"),
    ("half an object", b'{"webhookEvent": "jira:issue', "the body is not JSON"),
    ("two objects", b"{}{}", "the body is not JSON"),
    ("a comma too many", b'{"a": 1,}', "the body is not JSON"),
    ("single quotes", b"{'a': 1}", "the body is not JSON"),
    ("a comment", b'{"a": 1 /* b */}', "the body is not JSON"),
    ("a raw line end in a text", b'{"a": "b\nc"}', "the body is not JSON"),
    ("a raw NUL in a text", b'{"a": "b\x00c"}', "the body is not JSON"),
    ("an unknown escape", rb'{"a": "\x41"}', "the body is not JSON"),
    ("half an escape", rb'{"a": "\u12"}', "the body is not JSON"),
    ("a list", b"[]", "the body is JSON, but not an object"),
    ("a list of bodies", b'[{"webhookEvent": "jira:issue_updated"}]', "the body is JSON, but not an object"),
    ("a text", b'"jira:issue_updated"', "the body is JSON, but not an object"),
    ("a number", b"7", "the body is JSON, but not an object"),
    ("null", b"null", "the body is JSON, but not an object"),
    ("true", b"true", "the body is JSON, but not an object"),
    ("bytes that are not UTF-8", b'{"webhookEvent": "\xff\xfe"}', "the body is not UTF-8"),
    ("Latin-1", '{"webhookEvent": "é"}'.encode("latin-1"), "the body is not UTF-8"),
    ("UTF-16", '{"webhookEvent": "x"}'.encode("utf-16"), "the body is not UTF-8"),
    ("compressed", b"\x1f\x8b\x08\x00", "the body is not UTF-8"),
    ("surrogates encoded as bytes", b'{"a": "\xed\xa0\x80"}', "the body is not UTF-8"),
    ("an overlong encoding", b'{"a": "\xc0\xaf"}', "the body is not UTF-8"),
    ("a list nested too deeply", b"[" * 100_000, "the body is nested too deeply"),
    ("objects nested too deeply", b'{"a":' * 100_000, "the body is nested too deeply"),
    ("NaN", b'{"timestamp": NaN}', "the body holds NaN, which is not JSON"),
    ("infinity", b'{"timestamp": Infinity}', "the body holds Infinity, which is not JSON"),
    ("less than infinity", b'{"timestamp": -Infinity}', "the body holds -Infinity, which is not JSON"),
    (
        "five thousand digits",
        b'{"timestamp": ' + b"9" * 5000 + b"}",
        "the body holds a number that is too long",
    ),
    ("the same key twice", b'{"a": 1, "a": 2}', "an object of the body has the same key twice"),
    (
        "the same key twice within",
        b'{"issue": {"id": 1, "id": 2}}',
        "an object of the body has the same key twice",
    ),
    ("an empty object", b"{}", "the body does not name its event"),
    ("an event that is null", b'{"webhookEvent": null}', "the body does not name its event"),
    ("an event that is empty", b'{"webhookEvent": ""}', "the body does not name its event"),
    ("an event that is an object", b'{"webhookEvent": {}}', "the body does not name its event"),
    ("an event that is true", b'{"webhookEvent": true}', "the body does not name its event"),
    ("an event that is a number", b'{"webhookEvent": 7}', "no event is known by the name 7"),
    ("an event in another case", b'{"webhookEvent": "JIRA:ISSUE_UPDATED"}', "no event is known by the name"),
    (
        "an event of tomorrow",
        b'{"webhookEvent": "jira:issue_cloned"}',
        "no event is known by the name jira:issue_cloned",
    ),
    (
        "a new member of an ignored family",
        b'{"webhookEvent": "sprint_paused"}',
        "no event is known by the name",
    ),
    ("a very long event", b'{"webhookEvent": "' + b"x" * 9999 + b'"}', "no event is known by the name xxx"),
    ("a key in another case", b'{"WebhookEvent": "jira:issue_updated"}', "the body does not name its event"),
    ("an update of nothing", b'{"webhookEvent": "jira:issue_updated"}', "the body names no issue"),
    (
        "a creation of null",
        b'{"webhookEvent": "jira:issue_created", "issue": null}',
        "the body names no issue",
    ),
    (
        "a deletion of a text",
        b'{"webhookEvent": "jira:issue_deleted", "issue": "A-1"}',
        "the body names no issue",
    ),
    (
        "an update of a list",
        b'{"webhookEvent": "jira:issue_updated", "issue": []}',
        "the body names no issue",
    ),
    (
        "a deletion by key alone",
        b'{"webhookEvent": "jira:issue_deleted", "issue": {"key": "A-1"}}',
        "the body names no issue",
    ),
    (
        "an id that is true",
        b'{"webhookEvent": "jira:issue_updated", "issue": {"id": true}}',
        "the body names no issue",
    ),
    (
        "an id that is a list",
        b'{"webhookEvent": "jira:issue_updated", "issue": {"id": [1]}}',
        "the body names no issue",
    ),
    (
        "an id with a fraction",
        b'{"webhookEvent": "jira:issue_updated", "issue": {"id": 1.5}}',
        "the body names no issue",
    ),
    (
        "an id that is a sentence",
        b'{"webhookEvent": "jira:issue_updated", "issue": {"id": "a b"}}',
        "the body names no issue",
    ),
    (
        "an id of a thousand digits",
        b'{"webhookEvent": "jira:issue_updated", "issue": {"id": ' + b"1" * 999 + b"}}",
        "the body names no issue",
    ),
    (
        "an id of a thousand letters",
        b'{"webhookEvent": "jira:issue_updated", "issue": {"id": "' + b"1" * 999 + b'"}}',
        "the body names no issue",
    ),
    (
        "a comment of nothing",
        b'{"webhookEvent": "comment_created"}',
        "which comment of which issue was written",
    ),
    (
        "a comment that is a text",
        b'{"webhookEvent": "comment_created", "comment": "hi"}',
        "which comment of which issue",
    ),
    (
        "a comment without an issue",
        b'{"webhookEvent": "comment_created", "comment": {"id": "7"}}',
        "which comment of which issue",
    ),
    (
        "a comment with a strange address",
        b'{"webhookEvent": "comment_updated", "comment": {"id": "7", "self": 7}}',
        "which comment of which issue",
    ),
    (
        "a comment without an id",
        f'{{"webhookEvent": "comment_created", {ISSUE}, "comment": {{}}}}'.encode(),
        "which comment of which issue",
    ),
    (
        "a deleted comment without an id",
        f'{{"webhookEvent": "comment_deleted", {ISSUE}}}'.encode(),
        "which comment of which issue was deleted",
    ),
    ("a worklog of nothing", b'{"webhookEvent": "worklog_created"}', "on which issue work was logged"),
    (
        "a worklog that is a list",
        b'{"webhookEvent": "worklog_updated", "worklog": [1]}',
        "on which issue work was logged",
    ),
    ("a link of nothing", b'{"webhookEvent": "issuelink_created"}', "which issues were linked"),
    (
        "a link between nulls",
        b'{"webhookEvent": "issuelink_deleted", "issueLink": {"sourceIssueId": null}}',
        "which issues were linked",
    ),
    (
        "a comment without a name of the event",
        f'{{{ISSUE}, "comment": {{"id": "7"}}}}'.encode(),
        "the body does not name its event",
    ),
)

HANDLED: tuple[tuple[str, bytes], ...] = (
    (
        "a byte order mark before a good body",
        b'\xef\xbb\xbf{"webhookEvent": "jira:issue_deleted", "issue": {"id": 1}}',
    ),
    (
        "an id in the address only",
        b'{"webhookEvent": "jira:issue_deleted", "issue": {"self": "https://a/rest/api/2/1"}}',
    ),
    (
        "fields that are a list",
        b'{"webhookEvent": "jira:issue_updated", "issue": {"id": 1, "key": "A-1", "fields": []}}',
    ),
    (
        "fields of wrong types",
        (
            b'{"webhookEvent": "jira:issue_updated", "issue": {"id": 1, "key": "A-1", "fields": '
            b'{"labels": 7, "project": [], "status": "x", "created": {}, "timespent": "y", "parent": 1}}}'
        ),
    ),
    ("a user that is a text", b'{"webhookEvent": "jira:issue_deleted", "user": "anna", "issue": {"id": 1}}'),
    (
        "a time before the epoch",
        b'{"webhookEvent": "jira:issue_deleted", "timestamp": -9e99, "issue": {"id": 1}}',
    ),
    (
        "a time beyond all years",
        b'{"webhookEvent": "jira:issue_deleted", "timestamp": 99999999999999999999999, "issue": {"id": 1}}',
    ),
    ("a link with one end", b'{"webhookEvent": "issuelink_created", "issueLink": {"sourceIssueId": 1}}'),
    (
        "a link to itself",
        b'{"webhookEvent": "issuelink_created", "issueLink": {"sourceIssueId": 1, "destinationIssueId": 1}}',
    ),
    (
        "a worklog known by its address",
        b'{"webhookEvent": "worklog_created", "worklog": {"self": "https://a/rest/api/2/issue/1/worklog/2"}}',
    ),
    (
        "a comment whose author is missing",
        f'{{"webhookEvent": "comment_created", {ISSUE}, "comment": {{"id": 7, "body": 7}}}}'.encode(),
    ),
)


@pytest.mark.parametrize(("why", "body", "reason"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_a_body_that_is_not_understood_is_kept_and_parked(
    site: WebhookSite, why: str, body: bytes, reason: str
) -> None:
    """204, kept byte for byte as unknown, with a reason that an operator can read."""
    assert site.post(body).status_code == 204
    assert (site.last.kind, site.last.body, site.last.events) == ("unknown", body, ()), why
    assert reason in site.last.reason


@pytest.mark.parametrize(("why", "body"), HANDLED, ids=[row[0] for row in HANDLED])
def test_a_strange_body_that_says_enough_is_handled(site: WebhookSite, why: str, body: bytes) -> None:
    """What is wrong in one place does not take away what is said in another."""
    assert site.post(body).status_code == 204
    assert (site.last.kind, site.last.subject) == ("handled", "1"), why
    assert [event.kind for event in site.last.events] == [event.kind for event in parse(body).events]


NAMES = ("jira:issue_created", "jira:issue_updated", "jira:issue_deleted", "jira:worklog_updated")
PARTS = ("comment_created", "comment_updated", "comment_deleted", "worklog_created", "issuelink_created")
KEYS = st.sampled_from(
    [
        "webhookEvent",
        "issue_event_type_name",
        "timestamp",
        "user",
        "issue",
        "comment",
        "changelog",
        "worklog",
        "issueLink",
        "id",
        "key",
        "self",
        "fields",
        "items",
        "field",
        "fieldId",
        "from",
        "fromString",
        "to",
        "toString",
        "author",
        "updateAuthor",
        "body",
        "created",
        "updated",
        "issueId",
        "sourceIssueId",
        "destinationIssueId",
        "jsdPublic",
        "visibility",
        "labels",
        "project",
        "status",
        "accountId",
    ]
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.sampled_from(("10021", "A-1", "/issue/1/comment/2", "2026-04-01T10:00:00.000+0300", *NAMES, *PARTS)),
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


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, JSON, max_size=8), st.sampled_from((*NAMES, *PARTS)))
def test_any_json_is_read_without_an_error(body: dict[str, Any], name: str) -> None:
    """Whatever stands under Jira's keys, it is handled or parked."""
    check(json.dumps({**body, "webhookEvent": name}).encode())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_signed_bytes_are_answered_204(site: WebhookSite, body: bytes) -> None:
    """Never another 4xx for an authentic body, never a 5xx for its content."""
    assert site.post(body).status_code == 204
    assert site.last.body == body or len(site.inbox.arrivals) > 0


@settings(max_examples=120, deadline=None)
@given(
    name=st.sampled_from(("issue-updated-labels", "server-comment-created", "ru-issue-updated-move-issue")),
    flips=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6),
)
def test_a_recorded_body_with_flipped_bytes_is_read_without_an_error(
    recorded: Callable[[str], bytes], name: str, flips: list[tuple[int, int]]
) -> None:
    """Damage on the way into the parser never becomes an exception."""
    body = bytearray(recorded(name))
    for place, value in flips:
        body[place % len(body)] = value
    check(bytes(body))


@settings(max_examples=120, deadline=None)
@given(
    name=st.sampled_from(
        ("issue-updated-resolved", "server-issue-updated-commented-1", "zulip-worklog_created")
    ),
    path=st.lists(st.integers(0, 50), min_size=1, max_size=5),
    value=JSON,
)
def test_a_recorded_body_with_one_wrong_value_is_read_without_an_error(
    recorded: Callable[[str], bytes], name: str, path: list[int], value: object
) -> None:
    """Any value anywhere may be of any type."""
    body: Any = json.loads(recorded(name))
    place = body
    for step in path:
        keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
        key = keys[step % len(keys)]
        if not isinstance(place[key], dict | list) or not place[key] or step == path[-1]:
            place[key] = value
            break
        place = place[key]
    check(json.dumps(body).encode())

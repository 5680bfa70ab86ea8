"""Calls of triggers, well made and not: understood, or parked with a reason."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.core.model.events import EVENTS, IssueTold
from webhooks.yandex.parser import parse

SAMPLES = Path(__file__).parents[2] / "data" / "yandex"
GOOD = {"key": "ACME-7", "what": "update", "at": "2026-04-01T09:30:57.402Z", "comment": ""}


@pytest.mark.parametrize("what", ["create", "update", "comment"])
def test_a_call_says_that_it_is_time_to_look(what: str) -> None:
    """At which issue, and nothing else that counts."""
    read = parse((SAMPLES / f"trigger-{what}.json").read_bytes())
    assert ("handled", what, "ACME-7", "") == (read.kind, read.event_name, read.subject, read.reason)
    assert (IssueTold(issue_id="ACME-7", at=read.happened_at),) == read.events
    assert read.happened_at is not None
    assert read.events == EVENTS.validate_json(EVENTS.dump_json(read.events))


UNKNOWN: tuple[tuple[str, bytes | dict[str, object], str], ...] = (
    ("nothing", b"", "the body is empty"),
    ("a sentence", b"hello", "the body is not JSON"),
    ("a list", b"[]", "but not an object"),
    ("an empty object", b"{}", "does not say what happened"),
    ("another app's", b'{"event": "issueUpdated", "id": "ACME-7"}', "does not say what happened"),
    ("nothing happened", {"what": ""}, "does not say what happened"),
    ("an event that nobody sends", {"what": "worklog"}, "no event is known by the name worklog"),
    ("an event that is an object", {"what": {}}, "does not say what happened"),
    ("no key", {"key": None}, "the body names no issue"),
    ("a key that is a path", {"key": "../myself"}, "the body names no issue"),
    ("a key with a digit in its queue", {"key": "A1-7"}, "the body names no issue"),
    ("a key with a line break", {"key": "ACME-7\n/x"}, "the body names no issue"),
    ("a very long key", {"key": "A" * 16 + "-1"}, "the body names no issue"),
    (
        "a template with a customer's quotation marks",
        '{"key":"ACME-7","what":"update","summary":"Кнопка "Купить""}'.encode(),
        "the body is not JSON",
    ),
    ("a variable that was not put in", b'{"key":{{issue.key.json}},"what":"update"}', "the body is not JSON"),
    ("the same key twice", b'{"key":"A-1","key":"A-2","what":"update"}', "the same key twice"),
)


@pytest.mark.parametrize(("why", "body", "reason"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_what_is_not_understood_is_parked(why: str, body: bytes | dict[str, object], reason: str) -> None:
    """With a sentence for the operator."""
    raw = body if isinstance(body, bytes) else json.dumps({**GOOD, **body}).encode()
    read = parse(raw)
    assert ("unknown", ()) == (read.kind, read.events), why
    assert reason in read.reason


@pytest.mark.parametrize("more", [{"comment": ...}, {"at": ...}, {"priority": "critical"}, {"comment": 626}])
def test_what_a_person_made_of_the_body_is_understood(more: dict[str, object]) -> None:
    """A trigger may be made by hand: only issue and event are needed."""
    body = {name: value for name, value in {**GOOD, **more}.items() if value is not ...}
    assert "handled" == parse(json.dumps(body).encode()).kind


@pytest.mark.parametrize("at", [None, "", "yesterday", 7, {}])
def test_a_time_that_cannot_be_read_takes_nothing_away(at: object) -> None:
    """The issue is looked at all the same."""
    read = parse(json.dumps({**GOOD, "at": at}).encode())
    assert "handled" == read.kind


def test_the_trackers_time_is_kept() -> None:
    """In UTC, to the millisecond."""
    assert (
        datetime(2026, 4, 1, 9, 30, 57, 402_000, tzinfo=UTC) == parse(json.dumps(GOOD).encode()).happened_at
    )


@given(st.binary(max_size=200))
def test_no_body_makes_reading_fail(body: bytes) -> None:
    """Whatever it holds."""
    assert parse(body).kind in ("handled", "unknown")


@given(st.sampled_from(sorted(GOOD)), st.none() | st.booleans() | st.integers() | st.text(max_size=20))
def test_no_value_makes_reading_fail(name: str, value: object) -> None:
    """A handled body names an issue."""
    read = parse(json.dumps({**GOOD, name: value}).encode())
    assert read.kind == "unknown" or bool(read.subject)

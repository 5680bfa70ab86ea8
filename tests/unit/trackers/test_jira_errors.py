"""Answers of Jira as `TrackerError`s."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from requests import Response

from plugin.trackers.base import (
    IssueGone,
    NotPermitted,
    TrackerBusy,
    TrackerConflict,
    TrackerError,
    TrackerRefused,
    TrackerUnreachable,
)
from plugin.trackers.http.response_errors import parse_retry_after_s
from plugin.trackers.jira.errors import read_jira_failure

NOON = datetime(2026, 4, 8, 12, tzinfo=UTC)


def answer(status: int, body: object = None, **headers: str) -> Response:
    """Return an answer as `requests` gives it."""
    response = Response()
    response.status_code = status
    response._content = b"" if body is None else json.dumps(body).encode()
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, TrackerRefused),
        (401, NotPermitted),
        (403, NotPermitted),
        (404, IssueGone),
        (408, TrackerUnreachable),
        (409, TrackerConflict),
        (410, TrackerRefused),
        (413, TrackerRefused),
        (422, TrackerRefused),
        (429, TrackerBusy),
        (302, TrackerUnreachable),
        (500, TrackerUnreachable),
        (503, TrackerUnreachable),
    ],
)
def test_each_status_has_its_error(status: int, expected: type[TrackerError]) -> None:
    """A status alone decides what kind of error it is."""
    assert expected is type(read_jira_failure(answer(status), "GET x", lambda: NOON))


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_good_answer_is_no_error(status: int) -> None:
    """Nothing happens on success."""
    assert read_jira_failure(answer(status, {}), "GET x", lambda: NOON) is None


def test_a_failed_login_shows_in_any_answer() -> None:
    """Jira answers a wrong token with 404 or an empty 200, and a header that says why."""
    response = answer(404, X_Seraph_LoginReason="AUTHENTICATED_FAILED")
    assert NotPermitted is type(read_jira_failure(response, "GET x", lambda: NOON))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"errorMessages": ["No way."], "errors": {"labels": "bad"}}, "No way.; labels: bad"),
        ({"errorMessages": None, "errors": [1]}, "no explanation"),
        ({"message": "Client must be authenticated"}, "Client must be authenticated"),
        ({"errorMessage": "down"}, "down"),
        (["odd"], "no explanation"),
        (5, "no explanation"),
    ],
)
def test_jiras_own_words_are_kept(body: object, words: str) -> None:
    """The sentence carries what Jira said, in whatever shape."""
    assert f"GET x: Jira answered 400: {words}" == str(
        read_jira_failure(answer(400, body), "GET x", lambda: NOON)
    )


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param({"Retry-After": "120"}, 120.0, id="seconds"),
        pytest.param({"Retry-After": "1.5"}, 1.0, id="a fraction"),
        pytest.param({"Retry-After": "Wed, 08 Apr 2026 12:01:00 GMT"}, 60.0, id="a date, by our clock"),
        pytest.param(
            {"Retry-After": "Wed, 08 Apr 2026 12:01:00 GMT", "Date": "Wed, 08 Apr 2026 12:00:30 GMT"},
            30.0,
            id="a date, by Jira's own clock",
        ),
        pytest.param({"Retry-After": "Wed, 08 Apr 2026 11:00:00 GMT"}, 0.0, id="a date that is over"),
        pytest.param({"Retry-After": "soon"}, None, id="no number and no date"),
        pytest.param({"Retry-After": "nan"}, None, id="no amount"),
        pytest.param({}, None, id="no header"),
    ],
)
def test_retry_after_becomes_seconds(headers: dict[str, str], expected: float | None) -> None:
    """Both forms of RFC 9110 are seconds from now."""
    assert expected == parse_retry_after_s(headers, lambda: NOON)

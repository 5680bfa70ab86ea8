"""The adapter's requests against Atlassian's OpenAPI document, where at hand.

The document is not part of the repository: docs/trackers/jira.md#openapi-document.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from contracts import contracts_on
from jsonschema import Draft4Validator
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from mappings.model import TeamComments
from plugin.practice.tracker.actions import add_note
from plugin.trackers.base import VerdictWrite

if TYPE_CHECKING:
    from conftest import Bench


@pytest.fixture(scope="module")
def openapi() -> dict[str, Any]:
    """Atlassian's document, or a skip that says how to name it."""
    named = os.environ.get("UGOVOR_JIRA_OPENAPI")
    if not named:
        pytest.skip(
            "requests were not checked against Atlassian's OpenAPI document: download swagger-v3.v3.json "
            "and set UGOVOR_JIRA_OPENAPI=/path/to/it (docs/trackers/jira.md#openapi-document)"
        )
    path = Path(named)
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[PreparedRequest]:
    """Every request that goes out."""
    requests: list[PreparedRequest] = []
    send = HTTPAdapter.send

    def recorded(self: HTTPAdapter, request: PreparedRequest, **options: object) -> Response:
        requests.append(request)
        return send(self, request, **options)

    monkeypatch.setattr(HTTPAdapter, "send", recorded)
    return requests


def everything(bench: Bench) -> None:
    """Call everything that the adapter can do."""
    tracker, issue = bench.tracker(), bench.issue.id
    bench.state.comments_shown = 1
    add_note(bench.state, bench.issue, bench.contact, {"body": "one"})
    tracker.show_verdict(issue, VerdictWrite(("beyond-scope",), ("in-scope",), "text", "2993bdd254", "m1"))
    tracker.read(issue)
    comment = tracker.post_comment(issue, "text", "0123456789", TeamComments(role="Agency"))
    tracker.edit_comment(issue, comment, "text", "0123456789", TeamComments(role="Agency"))
    tracker.set_due_date(issue, date(2026, 4, 10), "duedate")
    tracker.move(issue, "Done")
    list(tracker.iter_issues(("ACME",), datetime(2026, 1, 1, tzinfo=UTC)))
    list(tracker.check(contracts_on("ACME")))


def test_requests_fit_atlassians_document(
    cloud: Bench, sent: list[PreparedRequest], openapi: dict[str, Any]
) -> None:
    """Path and method exist, query parameters are known, bodies fit their schemas."""
    everything(cloud)
    faults = [fault for request in sent for fault in faults_of(openapi, request)]
    assert faults == []
    assert {"GET", "PUT", "POST"} == {request.method for request in sent}


def faults_of(openapi: dict[str, Any], request: PreparedRequest) -> Iterator[str]:
    """Give what a request has that the document does not know."""
    address = urlsplit(request.url or "")
    asked = f"{request.method} {address.path}"
    if address.path.startswith("/rest/webhooks/"):
        return  # The registration of admin webhooks is not part of this document.
    operation = operation_of(openapi, str(request.method).lower(), str(address.path))
    if operation is None:
        yield f"{asked}: no such operation"
        return
    known = {parameter["name"] for parameter in operation.get("parameters", [])}
    yield from (f"{asked}: unknown query {name}" for name in set(parse_qs(str(address.query))) - known)
    if request.body is not None:
        content = operation["requestBody"]["content"]["application/json"]["schema"]
        validator = Draft4Validator({**content, "components": openapi["components"]})
        body = json.loads(request.body)
        yield from (f"{asked}: {error.message}" for error in validator.iter_errors(body))


def operation_of(openapi: dict[str, Any], method: str, path: str) -> dict[str, Any] | None:
    """Return the operation of a method and path; a path without variables comes first."""
    for template in sorted(openapi["paths"], key=lambda known: known.count("{")):
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and method in openapi["paths"][template]:
            operation: dict[str, Any] = openapi["paths"][template][method]
            return operation
    return None


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("PUT", "/rest/api/3/issue/1", {"properties": [{"name": "x"}]}, "Additional properties"),
        ("PUT", "/rest/api/3/issue/1?silent=1", {}, "unknown query silent"),
        ("GET", "/rest/api/3/issues/1", None, "no such operation"),
    ],
)
def test_the_check_finds_faults(
    openapi: dict[str, Any], method: str, path: str, body: object, expected: str
) -> None:
    """The check can fail: wrong bodies, queries and paths are named."""
    request = PreparedRequest()
    request.prepare(method, f"http://jira.example{path}", json=body)
    assert any(expected in fault for fault in faults_of(openapi, request))

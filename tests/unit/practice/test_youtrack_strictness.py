"""The stand-in of YouTrack is strict: what it refuses is not applied."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from youtrack_standin import acts
from youtrack_standin.app import create_youtrack
from youtrack_standin.people import PARTICIPANT, SERVICE, Tag, YouTrackGroup, YouTrackPerson
from youtrack_standin.state import YouTrackState

BOT = YouTrackPerson("bot", "Ugovor", "perm:bot", frozenset({"Agency"}), SERVICE)
ANNA = YouTrackPerson("anna", "Анна Белова", "perm:anna", permissions=PARTICIPANT - {"UPDATE_ISSUE"})


@pytest.fixture
def state() -> YouTrackState:
    """A site with one issue."""
    groups = [YouTrackGroup("3-1", "All Users", is_everybody=True), YouTrackGroup("3-2", "Agency")]
    site = YouTrackState(people=[BOT, ANNA], groups=groups, tags=[Tag("6-90", "bonus", "bot", ["3-1"])])
    acts.create(site, ANNA, "ACME", "Calculator")
    return site


@pytest.fixture
def client(state: YouTrackState) -> FlaskClient:
    """A client of the site."""
    return create_youtrack(state).test_client()


def ask(client: FlaskClient, method: str, path: str, who: str = "bot", **given: Any) -> TestResponse:
    """Send a request with somebody's token."""
    return client.open(
        f"/api/{path}", method=method, headers={"Authorization": f"Bearer perm:{who}"}, **given
    )


REFUSED: tuple[tuple[str, str, str, dict[str, Any], int], ...] = (
    ("nobody's token", "GET", "users/me", {"who": "nobody"}, 401),
    ("an issue that is not there", "GET", "issues/ACME-9", {}, 404),
    ("a resource that is not there", "GET", "workflows", {}, 404),
    ("fields with an open parenthesis", "GET", "issues/ACME-1?fields=id,tags(name", {}, 400),
    ("fields with a comma too many", "GET", "issues/ACME-1?fields=id,,tags", {}, 400),
    ("activities without categories", "GET", "issues/ACME-1/activities", {}, 400),
    ("a query that is not understood", "GET", "issues?query=updated: today", {}, 400),
    (
        "a query with a project that nobody knows",
        "GET",
        "issues?query=project: {NONE} sort by: updated asc",
        {},
        400,
    ),
    ("a project that is not there", "GET", "admin/projects/NONE", {}, 404),
    ("a body that is no object", "POST", "commands", {"json": []}, 400),
    ("an empty comment", "POST", "issues/ACME-1/comments", {"json": {"text": " "}}, 400),
    (
        "a visibility of the wrong type",
        "POST",
        "issues/ACME-1/comments",
        {"json": {"text": "x", "visibility": {"$type": "CommandLimitedVisibility", "permittedGroups": []}}},
        400,
    ),
    (
        "a group that is not there",
        "POST",
        "issues/ACME-1/comments",
        {
            "json": {
                "text": "x",
                "visibility": {"$type": "LimitedVisibility", "permittedGroups": [{"id": "3-9"}]},
            }
        },
        404,
    ),
    (
        "a value of the wrong type",
        "POST",
        "issues/ACME-1",
        {
            "json": {
                "customFields": [
                    {"name": "State", "$type": "SingleEnumIssueCustomField", "value": {"name": "Done"}}
                ]
            }
        },
        400,
    ),
    (
        "a value that the field does not have",
        "POST",
        "issues/ACME-1",
        {
            "json": {
                "customFields": [
                    {"name": "State", "$type": "StateIssueCustomField", "value": {"name": "Gone"}}
                ]
            }
        },
        400,
    ),
    (
        "a field that the project does not have",
        "POST",
        "issues/ACME-1",
        {"json": {"customFields": [{"name": "Deadline", "$type": "DateIssueCustomField", "value": 0}]}},
        400,
    ),
)


@pytest.mark.parametrize(
    ("why", "method", "path", "given", "status"), REFUSED, ids=[row[0] for row in REFUSED]
)
def test_youtrack_refuses_a_bad_request(
    state: YouTrackState,
    client: FlaskClient,
    why: str,
    method: str,
    path: str,
    given: dict[str, Any],
    status: int,
) -> None:
    """In YouTrack's own shape, and the issue stays as it was."""
    answer = ask(client, method, path, **given)
    assert status == answer.status_code, why
    assert {"error", "error_description"} <= set(answer.json or {})
    issue = state.issue("ACME-1")
    assert ([], "To Do", []) == (issue.notes, issue.status, issue.history)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "fix everything",
        "tag",
        "untag unknown",
        "State Gone",
        "tag bonus State Gone",
        "tag bonus hacked",
        "{tag} bonus",
        "tag {bonus",
    ],
)
def test_a_command_is_applied_whole_or_not_at_all(
    state: YouTrackState, client: FlaskClient, query: str
) -> None:
    """One word that is not understood takes tag and comment with it."""
    body = {"query": query, "comment": "text", "issues": [{"idReadable": "ACME-1"}]}
    assert 400 == ask(client, "POST", "commands", json=body).status_code
    issue = state.issue("ACME-1")
    assert ([], [], "To Do") == (issue.tags, issue.notes, issue.status)


def test_a_command_needs_the_right_to_update(state: YouTrackState, client: FlaskClient) -> None:
    """403 for somebody who may only read and comment."""
    body = {"query": "tag bonus", "issues": [{"id": state.issue("ACME-1").id}]}
    assert 403 == ask(client, "POST", "commands", "anna", json=body).status_code


def test_a_command_answers_with_nothing(state: YouTrackState, client: FlaskClient) -> None:
    """200 and an empty body: only reading back shows what was done."""
    body = {"query": "tag bonus State Done", "issues": [{"idReadable": "ACME-1"}]}
    answer = ask(client, "POST", "commands", json=body)
    assert (200, b"") == (answer.status_code, answer.data)
    assert ("Done", ["bonus"]) == (
        state.issue("ACME-1").status,
        [tag.name for tag in state.issue("ACME-1").tags],
    )


def test_a_new_tag_is_its_makers_alone(state: YouTrackState, client: FlaskClient) -> None:
    """The trap that the adapter has to step around."""
    body = {"query": "tag fresh", "issues": [{"idReadable": "ACME-1"}]}
    ask(client, "POST", "commands", json=body)
    seen = ask(client, "GET", "issues/ACME-1?fields=tags(name)", "anna").json
    assert (["fresh"], []) == ([tag.name for tag in state.issue("ACME-1").tags], (seen or {})["tags"])


def test_an_answer_holds_what_was_asked_for(client: FlaskClient) -> None:
    """Without fields only id and type are given; an unknown field gives nothing."""
    assert {"id": "2-1", "$type": "Issue"} == ask(client, "GET", "issues/ACME-1").json
    asked = ask(client, "GET", "issues/ACME-1?fields=idReadable,reporter(login),nothing").json
    assert {"idReadable": "ACME-1", "reporter": {"login": "anna", "$type": "User"}, "$type": "Issue"} == asked


def test_a_list_gives_42_entries_unasked(state: YouTrackState, client: FlaskClient) -> None:
    """Further fields have to be asked for."""
    for number in range(50):
        acts.create(state, ANNA, "ACME", str(number))
    query = "issues?query=project: {ACME} sort by: updated asc"
    assert (42, 51) == (
        len(ask(client, "GET", query).json or []),
        len(ask(client, "GET", f"{query}&$top=100").json or []),
    )

"""Who calls, and the body of the call."""

from __future__ import annotations

from typing import Any

from flask import request

from plugin.practice.tracker.people import PracticeUser
from plugin.practice.tracker.refusals import RestError, not_found
from plugin.practice.tracker.state import PracticeIssue, PracticeSite


def caller(state: PracticeSite) -> PracticeUser:
    """Return who calls: by e-mail and token on Cloud, by a bearer token on both.

    Raises:
        RestError: 401; Jira tells a wrong token by a header of its own.
    """
    given = request.authorization
    if given is None:
        raise RestError(401, "Client must be authenticated to access this resource.")
    token = given.password if given.type == "basic" else given.token
    found = next((person for person in state.people if person.token and person.token == token), None)
    is_known = found is not None and (given.type != "basic" or given.username in (found.email, found.id))
    if found is None or not is_known:
        headers = {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}
        raise RestError(401, "Client must be authenticated to access this resource.", headers=headers)
    if not found.may("BROWSE_PROJECTS"):
        raise not_found("Issue")
    return found


def count_write(state: PracticeSite, issue: PracticeIssue) -> None:
    """Count a write to an issue; Cloud limits them."""
    if state.is_cloud:
        state.pace.take(issue.id)


def is_v3(version: str) -> bool:
    """Say whether texts are ADF in this version of REST."""
    return version == "3"


def json_object() -> dict[str, Any]:
    """Return the body, a JSON object.

    Raises:
        RestError: 400 or 415 for anything else.
    """
    if not request.is_json:
        raise RestError(415, "Unsupported Media Type")
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise RestError(400, "There was an error parsing JSON. Check that your request body is valid.")
    return body

"""REST of search: `/search` on Data Center, `/search/jql` on Cloud."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from plugin.practice.tracker.callers import caller, is_v3
from plugin.practice.tracker.people import PracticeUser
from plugin.practice.tracker.refusals import RestError
from plugin.practice.tracker.rest_issue import select_fields
from plugin.practice.tracker.state import PracticeIssue, PracticeSite
from plugin.practice.tracker.views import issue_json

_ORDER = re.compile(r"\s*order\s+by\s+(?P<field>\w+)(?:\s+(?P<way>asc|desc))?\s*$", re.IGNORECASE)
_PROJECT = re.compile(r'project\s*(?:in\s*\((?P<many>[^)]*)\)|=\s*(?P<one>"[^"]*"|\w+))$', re.IGNORECASE)
_UPDATED = re.compile(r'updated\s*>=\s*"?-(?P<minutes>\d+)m"?$', re.IGNORECASE)
_MAX_PAGE_SIZE = 100

IssueFilter = Callable[[PracticeIssue], bool]


def search_routes(state: PracticeSite) -> Blueprint:
    """Return the routes of search."""
    routes = Blueprint("search", __name__, url_prefix="/rest/api/<version>/search")

    @routes.route("", methods=["GET", "POST"])
    def old(version: str) -> ResponseReturnValue:
        actor = caller(state)
        if state.is_cloud:
            message = "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API."
            raise RestError(410, message)
        found = search_issues(state, _argument("jql", ""))
        start, most = int(_argument("startAt", "0")), _page_size()
        fields = _argument("fields", "*navigable")
        page = [
            select_fields(issue_json(state, issue, actor, v3=is_v3(version)), fields)
            for issue in found[start : start + most]
        ]
        return jsonify(startAt=start, maxResults=most, total=len(found), issues=page)

    @routes.route("/jql", methods=["GET", "POST"])
    def new(version: str) -> ResponseReturnValue:
        actor = caller(state)
        if not state.is_cloud:
            raise RestError(404, "null for uri: search/jql")
        found = search_issues(state, _argument("jql", ""))
        start, most = _offset(_argument("nextPageToken", "")), _page_size()
        page = [_found_issue_json(state, issue, actor, version) for issue in found[start : start + most]]
        answer: dict[str, object] = {"issues": page, "isLast": start + most >= len(found)}
        if start + most < len(found):
            answer["nextPageToken"] = base64.urlsafe_b64encode(str(start + most).encode()).decode()
        return jsonify(answer)

    return routes


def search_issues(state: PracticeSite, jql: str) -> list[PracticeIssue]:
    """Return the issues that a JQL query finds.

    It understands `project`, `updated >= -NNm` and one order.

    Raises:
        RestError: 400 for an unbounded query, an unknown project or anything else.
    """
    order = _ORDER.search(jql)
    clauses = [clause for clause in _ORDER.sub("", jql).split(" AND ") if clause.strip()]
    if not clauses:
        message = "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."
        raise RestError(400, message)
    tests = [_read_clause(state, clause.strip()) for clause in clauses]
    found = [issue for issue in state.issues.values() if all(test(issue) for test in tests)]
    is_down = order is not None and (order["way"] or "").lower() == "desc"
    field = order["field"].lower() if order else "created"
    return sorted(found, key=_sort_key(field), reverse=is_down)


def _sort_key(field: str) -> Callable[[PracticeIssue], tuple[float, int]]:
    return lambda issue: (
        issue.updated.timestamp() if field == "updated" else issue.created.timestamp(),
        int(issue.id),
    )


def _read_clause(state: PracticeSite, clause: str) -> IssueFilter:
    if match := _PROJECT.match(clause):
        listed = (match["many"] or match["one"]).split(",")
        by_id = {project.id: project.key for project in state.projects}
        keys = {by_id.get(key.strip(), key.strip().strip('"')) for key in listed}
        unknown = sorted(keys - {project.key for project in state.projects})
        if unknown:
            raise RestError(400, f"The value '{unknown[0]}' does not exist for the field 'project'.")
        return lambda issue: issue.project in keys
    if match := _UPDATED.match(clause):
        since = state.now() - timedelta(minutes=int(match["minutes"]))
        return lambda issue: issue.updated >= since
    raise RestError(400, f"Error in the JQL Query: '{clause}' is not understood.")


def _found_issue_json(
    state: PracticeSite, issue: PracticeIssue, actor: PracticeUser, version: str
) -> dict[str, object]:
    # Ids alone come back unless fields are named.
    fields = _argument("fields", "")
    if not fields or fields == "id":
        return {"id": issue.id}
    return select_fields(issue_json(state, issue, actor, v3=is_v3(version)), fields)


def _argument(name: str, default: str) -> str:
    if request.method == "GET":
        return request.args.get(name, default)
    value = (request.get_json(silent=True) or {}).get(name, default)
    return ",".join(value) if isinstance(value, list) else str(value)


def _page_size() -> int:
    return min(_MAX_PAGE_SIZE, int(_argument("maxResults", "50")))


def _offset(token: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(token.encode())) if token else 0
    except ValueError as error:
        raise RestError(400, "The nextPageToken is invalid.") from error

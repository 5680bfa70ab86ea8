"""REST of the site's names: types, statuses, components, versions, groups.

Fields, people.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from plugin.practice.tracker.callers import caller
from plugin.practice.tracker.refusals import RestError
from plugin.practice.tracker.state import PracticeSite
from plugin.practice.tracker.views import jira_timestamp, person_json, status_json

_CATEGORIES = {"To Do": (2, "new"), "Done": (3, "done"), "Accepted": (3, "done")}


def name_routes(state: PracticeSite) -> Blueprint:
    """Return the routes of names."""
    routes = Blueprint("names", __name__)
    rest = "/rest/api/<version>"

    @routes.get(f"{rest}/project")
    def projects(version: str) -> ResponseReturnValue:
        del version
        caller(state)
        return jsonify([{"id": each.id, "key": each.key, "name": each.name} for each in state.projects])

    @routes.get(f"{rest}/project/<key>/statuses")
    def statuses(version: str, key: str) -> ResponseReturnValue:
        del version
        caller(state)
        project = state.project(key).key
        used = (issue.type for issue in state.issues.values() if issue.project == project)
        types = dict.fromkeys((*state.types, *used))
        listed = [status_json(state, name) | {"statusCategory": _category(name)} for name in state.statuses]
        return jsonify(
            [
                {
                    "id": state.id_of("type", name),
                    "name": name,
                    "subtask": name == "Sub-task",
                    "statuses": listed,
                }
                for name in types
            ]
        )

    @routes.get(f"{rest}/project/<key>/components")
    def components(version: str, key: str) -> ResponseReturnValue:
        del version
        caller(state)
        return jsonify(_listed(state, key, "components", "component", state.components))

    @routes.get(f"{rest}/project/<key>/versions")
    def versions(version: str, key: str) -> ResponseReturnValue:
        del version
        caller(state)
        return jsonify(_listed(state, key, "fixVersions", "version", state.versions))

    @routes.get(f"{rest}/groups/picker")
    def groups(version: str) -> ResponseReturnValue:
        del version
        caller(state)
        query = request.args.get("query", "").casefold()
        names = sorted({name for person in state.people for name in person.groups})
        return jsonify(groups=[{"name": name} for name in names if query in name.casefold()])

    @routes.get(f"{rest}/field")
    def fields(version: str) -> ResponseReturnValue:
        del version
        caller(state)
        ids = sorted(state.screen | {"timeoriginalestimate"} | set(state.field_names))
        return jsonify([{"id": id_, "name": state.field_names.get(id_, id_)} for id_ in ids])

    @routes.get(f"{rest}/user")
    def user(version: str) -> ResponseReturnValue:
        del version
        caller(state)
        return jsonify(
            person_json(state, state.person(_argument("accountId" if state.is_cloud else "username")))
        )

    @routes.get(f"{rest}/user/search")
    def search(version: str) -> ResponseReturnValue:
        del version
        caller(state)
        query = _argument("query" if state.is_cloud else "username").casefold()
        # Data Center finds everybody by a full stop, and the active only unless it is asked for others.
        wanted = "" if query == "." and not state.is_cloud else query
        others = state.is_cloud or request.args.get("includeInactive") == "true"
        found = [
            each for each in state.people if wanted in each.name.casefold() and (each.is_active or others)
        ]
        return jsonify(_page([person_json(state, each) for each in found]))

    @routes.get(f"{rest}/user/assignable/search")
    def assignable(version: str) -> ResponseReturnValue:
        del version
        caller(state)
        state.project(_argument("project"))
        return jsonify(_page([person_json(state, each) for each in state.people if each.is_active]))

    @routes.get(f"{rest}/project/search")
    def project_search(version: str) -> ResponseReturnValue:
        del version
        caller(state)
        if not state.is_cloud:
            raise RestError(404, "null for uri: project/search")
        listed = [{"id": each.id, "key": each.key, "name": each.name} for each in state.projects]
        return jsonify(values=listed, total=len(listed), startAt=0, maxResults=50, isLast=True)

    @routes.get(f"{rest}/users/search")
    def everybody(version: str) -> ResponseReturnValue:
        del version
        caller(state)
        if not state.is_cloud:
            raise RestError(404, "null for uri: users/search")
        return jsonify(_page([person_json(state, each) for each in state.people]))

    @routes.get("/rest/pat/latest/tokens")
    def tokens() -> ResponseReturnValue:
        caller(state)
        if state.is_cloud:
            raise RestError(404, "null for uri: rest/pat")
        ends = jira_timestamp(state.token_ends) if state.token_ends else None
        return jsonify([{"id": 1, "name": "ugovor", "expiringAt": ends}])

    return routes


def _category(status: str) -> dict[str, Any]:
    """Return what Jira takes a status for; the keys are the same in every language."""
    number, key = _CATEGORIES.get(status, (4, "indeterminate"))
    return {"id": number, "key": key}


def _argument(name: str) -> str:
    given = request.args.get(name, "")
    if not given:
        raise RestError(400, f"The '{name}' query parameter is required.")
    return given


def _listed(
    state: PracticeSite, key: str, field: str, kind: str, others: tuple[str, ...]
) -> list[dict[str, Any]]:
    project = state.project(key).key
    issues = (issue for issue in state.issues.values() if issue.project == project)
    used = (str(name) for issue in issues for name in issue.fields.get(field) or ())
    return [{"id": state.id_of(kind, name), "name": name} for name in dict.fromkeys((*others, *used))]


def _page(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    start, most = int(request.args.get("startAt", 0)), int(request.args.get("maxResults", 50))
    return found[start : start + most]

"""A strict stand-in for Redmine's REST, where no genuine one runs.

Both pass the same tests.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import Flask, Response, g, jsonify, request
from redmine_standin_state import (
    CLOSED,
    FIELDS,
    PEOPLE,
    ROLES,
    STATUSES,
    TRACKERS,
    RedmineRefused,
    StandInIssue,
    State,
)
from werkzeug.serving import WSGIRequestHandler, make_server

TOLD: Mapping[str, Any] = {
    "users": {login: id_ for login, (id_, _) in PEOPLE.items()},
    "roles": {name: id_ for id_, (name, _) in ROLES.items()},
    "statuses": {name: id_ for id_, name in STATUSES.items()},
    "trackers": TRACKERS,
    "custom_fields": {each.name: each.id for each in FIELDS},
    "activity": 1,
}

_KINDS = {id_: name for name, id_ in TRACKERS.items()}


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - named by werkzeug
        """Say nothing."""


class RedmineStandIn:
    """A running stand-in."""

    def __init__(self) -> None:
        self.state = State()
        self.told = TOLD
        self._lock = threading.RLock()
        self._server = make_server("127.0.0.1", 0, _app(self.state), threaded=False, request_handler=_Quiet)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        other = self.state.new_id()
        self.state.projects[other] = {"id": other, "name": "Other", "identifier": "other"}
        self.state.members[other] = {PEOPLE["contact"][0]: 5, PEOPLE["ugovor"][0]: 4}

    def key(self, login: str) -> str:
        """Return somebody's API key."""
        return f"key-of-{login}"

    def user(self, login: str) -> str:
        """Return somebody's id."""
        return str(PEOPLE[login][0])

    def age(self, issue: str) -> None:
        """Set an issue's last change to two days ago."""
        self.state.issues[int(issue)].updated -= timedelta(days=2)

    def set_rights(self, role: str, *, give: str = "", take: str = "") -> None:
        """Give a role a right, or take one away."""
        held = self.state.rights[TOLD["roles"][role]]
        held.discard(take)
        held.update(filter(None, [give]))

    def set_setting(self, name: str, value: str) -> None:
        """Change a setting."""
        self.state.settings[name] = value

    def stop(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()


def _app(state: State) -> Flask:
    app = Flask(__name__)

    @app.before_request
    def who() -> Response | None:
        key = request.headers.get("X-Redmine-API-Key", "")
        user = PEOPLE.get(key.removeprefix("key-of-"), (0, ""))[0] if key.startswith("key-of-") else 0
        g.user = user
        if state.settings["rest_api_enabled"] != "1":
            return Response(status=403)
        return None if user else Response(status=401)

    @app.errorhandler(RedmineRefused)
    def refused(error: RedmineRefused) -> Response:
        response = jsonify(errors=list(error.errors)) if error.errors else Response()
        response.status_code = error.status
        return response

    @app.errorhandler(404)
    def missing(_: Exception) -> Response:
        return Response("<!DOCTYPE html><title>Redmine 404 error</title>", 404, content_type="text/html")

    views: dict[tuple[str, str], Callable[..., Any]] = {
        ("GET", "/users/current.json"): lambda: _current(state),
        ("GET", "/users.json"): lambda: _users(),
        ("GET", "/users/<int:id_>.json"): lambda id_: _user(state, id_),
        ("GET", "/projects/<called>/versions.json"): lambda called: _versions(state, called),
        ("POST", "/issues/<int:id_>/watchers.json"): lambda id_: _watch(state, id_),
        ("GET", "/roles.json"): lambda: {
            "roles": [{"id": id_, "name": name} for id_, (name, _) in ROLES.items()]
        },
        ("GET", "/roles/<int:id_>.json"): lambda id_: _role(state, id_),
        ("GET", "/issue_statuses.json"): lambda: {"issue_statuses": [_status(id_) for id_ in STATUSES]},
        ("GET", "/projects.json"): lambda: _page("projects", list(state.projects.values())),
        ("GET", "/projects/<called>.json"): lambda called: {"project": _project(state, called)},
        ("POST", "/projects.json"): lambda: _make_project(state),
        ("GET", "/projects/<called>/memberships.json"): lambda called: _memberships(state, called),
        ("POST", "/projects/<called>/memberships.json"): lambda called: _join(state, called),
        ("POST", "/uploads.json"): lambda: _upload(state),
        ("GET", "/issues.json"): lambda: _issues(state),
        ("POST", "/issues.json"): lambda: _create(state),
        ("GET", "/issues/<int:id_>.json"): lambda id_: {"issue": _shown(state, _issue(state, id_))},
        ("PUT", "/issues/<int:id_>.json"): lambda id_: _edit(state, id_),
        ("DELETE", "/issues/<int:id_>.json"): lambda id_: _delete(state, id_),
        ("PUT", "/journals/<int:id_>.json"): lambda id_: _rewrite(state, id_),
        ("POST", "/time_entries.json"): lambda: _log_time(state),
        ("GET", "/webhooks.json"): lambda: _webhooks(state),
    }
    for (method, path), view in views.items():
        app.add_url_rule(path, f"{method} {path}", view, methods=[method])
    return app


def _body(name: str) -> dict[str, Any]:
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise RedmineRefused(400)
    found = given.get(name)
    return found if isinstance(found, dict) else {}


def _current(state: State) -> dict[str, Any]:
    first, _, last = next(name for id_, name in PEOPLE.values() if id_ == g.user).partition(" ")
    memberships = [
        {"project": {"id": project}, "roles": [{"id": roles[g.user]}]}
        for project, roles in state.members.items()
        if g.user in roles
    ]
    login = next(login for login, (id_, _) in PEOPLE.items() if id_ == g.user)
    shown = {"id": g.user, "admin": g.user == 1, "firstname": first, "lastname": last}
    shown["mail"] = f"{login}@example.test"
    return {"user": {**shown, "memberships": memberships}}


def _users() -> dict[str, Any]:
    if g.user != 1:
        raise RedmineRefused(403)
    wanted = request.args.get("name", "").casefold()
    return _page("users", [_person(id_) for id_, name in PEOPLE.values() if wanted in name.casefold()])


def _user(state: State, id_: int) -> dict[str, Any]:
    """Show a user who shares a project with the caller, or to an administrator."""
    shared = any({id_, g.user} <= set(members) for members in state.members.values())
    if id_ not in [known for known, _ in PEOPLE.values()] or not (shared or g.user in (1, id_)):
        raise RedmineRefused(404)
    login = next(login for login, (known, _) in PEOPLE.items() if known == id_)
    # Shown to others unless the person hides it, which all but one do here as Redmine's default is.
    mail = {"mail": f"{login}@example.test"} if g.user in (1, id_) or login == "manager" else {}
    return {"user": {**_person(id_), "login": login, **mail}}


def _person(id_: int) -> dict[str, Any]:
    first, _, last = next(name for known, name in PEOPLE.values() if known == id_).partition(" ")
    return {"id": id_, "firstname": first, "lastname": last}


def _versions(state: State, called: str) -> dict[str, Any]:
    _project(state, called)
    return {"versions": [{"id": 1, "name": "1.0"}], "total_count": 1}


def _watch(state: State, id_: int) -> Response:
    given = request.get_json(silent=True) or {}
    issue = state.issues.get(id_)
    # A right has no project to stand in where there is no issue: genuine Redmine says 403 there, never 404.
    if issue is None or not state.may(g.user, "add_issue_watchers", issue.project):
        raise RedmineRefused(403)
    issue.watchers.add(int(given["user_id"]))
    return Response(status=204)


def _role(state: State, id_: int) -> dict[str, Any]:
    if id_ not in ROLES:
        raise RedmineRefused(404)
    return {"role": {"id": id_, "name": ROLES[id_][0], "permissions": sorted(state.rights[id_])}}


def _project(state: State, called: str) -> dict[str, Any]:
    project = state.project(called)
    if not state.may(g.user, "view_issues", project["id"]):
        raise RedmineRefused(404)
    included: dict[str, Any] = {
        "trackers": [{"id": id_, "name": name} for name, id_ in TRACKERS.items()],
        "issue_categories": [{"id": 1, "name": "inner-pages"}],
    }
    wanted = request.args.get("include", "").split(",")
    return {**project, **{key: value for key, value in included.items() if key in wanted}}


def _make_project(state: State) -> tuple[dict[str, Any], int]:
    given, id_ = _body("project"), state.new_id()
    state.projects[id_] = {"id": id_, "name": given["name"], "identifier": given["identifier"]}
    state.members[id_] = {}
    return {"project": state.projects[id_]}, 201


def _join(state: State, called: str) -> tuple[dict[str, Any], int]:
    given = _body("membership")
    state.members[state.project(called)["id"]][given["user_id"]] = given["role_ids"][0]
    return {}, 201


def _memberships(state: State, called: str) -> dict[str, Any]:
    members = state.members[_project(state, called)["id"]]
    listed = [
        {"user": _named(user), "roles": [{"id": role, "name": ROLES[role][0]}]}
        for user, role in members.items()
    ]
    return _page("memberships", listed)


def _page(name: str, rows: list[Any]) -> dict[str, Any]:
    limit = min(100, request.args.get("limit", 25, type=int))
    start = request.args.get("offset", 0, type=int)
    return {name: rows[start : start + limit], "total_count": len(rows), "offset": start, "limit": limit}


def _issues(state: State) -> dict[str, Any]:
    project = _project(state, request.args["project_id"])["id"]
    found = [issue for issue in state.issues.values() if issue.project == project]
    if request.args.get("status_id") != "*":
        found = [issue for issue in found if issue.attributes["status_id"] not in CLOSED]
    since = request.args.get("updated_on", "").removeprefix(">=")
    found = [issue for issue in found if _at(issue.updated) >= since]
    newest_first = request.args.get("sort", "").endswith(":desc")
    found.sort(key=lambda issue: (issue.updated, issue.id), reverse=newest_first)
    return _page("issues", [_summary(state, issue) for issue in found])


def _issue(state: State, id_: int) -> StandInIssue:
    issue = state.issues.get(id_)
    if issue is None or not state.may(g.user, "view_issues", issue.project):
        raise RedmineRefused(404)
    return issue


def _create(state: State) -> tuple[dict[str, Any], int]:
    return {"issue": _summary(state, state.create(g.user, _body("issue")))}, 201


def _upload(state: State) -> tuple[dict[str, Any], int]:
    # Any other type is refused, as the genuine one does (Redmine's wiki, REST API: attaching files).
    if request.mimetype != "application/octet-stream":
        raise RedmineRefused(406)
    number = state.new_id()
    token = f"{number}.{g.user}"
    state.uploads[token] = request.get_data()
    return {"upload": {"id": number, "token": token}}, 201


def _edit(state: State, id_: int) -> Response:
    issue, given = _issue(state, id_), _body("issue")
    files = given.pop("uploads", [])
    attached = []
    for each in files:
        # A token that is not known, or was used, is passed over without a word.
        data = state.uploads.pop(each["token"], None)
        if data is not None:
            shown = {"id": state.new_id(), "filename": each["filename"], "filesize": len(data)}
            shown |= {"description": each.get("description", ""), "author": _named(g.user)}
            attached.append(shown | {"created_on": _at(state.now())})
    state.edit(g.user, issue, given, attached)
    return Response(status=204)


def _delete(state: State, id_: int) -> Response:
    _issue(state, id_)
    if g.user != 1:
        raise RedmineRefused(403)
    del state.issues[id_]
    return Response(status=204)


def _rewrite(state: State, id_: int) -> Response:
    state.rewrite(g.user, id_, _body("journal"))
    return Response(status=204)


def _webhooks(state: State) -> None:
    # 7.0 keeps the page from API keys (its source); older ones have none.
    raise RedmineRefused(403 if state.settings["version"] >= "7" else 404)


def _log_time(state: State) -> tuple[dict[str, Any], int]:
    given = _body("time_entry")
    _issue(state, given["issue_id"]).spent += given["hours"]
    return {}, 201


def _shown(state: State, issue: StandInIssue) -> dict[str, Any]:
    shown, included = _summary(state, issue), request.args.get("include", "").split(",")
    if "journals" in included:
        visible = [each for each in issue.journals if state.sees(g.user, issue, each)]
        shown["journals"] = [
            {
                "id": each.id,
                "user": _named(each.user),
                "notes": each.notes,
                "created_on": _at(each.at),
                "private_notes": each.private,
                "details": each.details,
            }
            for each in visible
        ]
    if "attachments" in included:
        shown["attachments"] = issue.files
    if "watchers" in included:
        shown["watchers"] = [_named(user) for user in sorted(issue.watchers)]
    if "allowed_statuses" in included:
        shown["allowed_statuses"] = [_status(id_) for id_ in state.offered(issue)]
    children = state.children(issue)
    if "children" in included and children:
        shown["children"] = [{"id": child.id} for child in children]
    return shown


def _summary(state: State, issue: StandInIssue) -> dict[str, Any]:
    given = issue.attributes
    shown: dict[str, Any] = {
        "id": issue.id,
        "project": {key: state.projects[issue.project][key] for key in ("id", "name")},
        "tracker": {
            "id": given["tracker_id"],
            "name": next(n for n, i in TRACKERS.items() if i == given["tracker_id"]),
        },
        "status": _status(given["status_id"]),
        "author": _named(issue.author),
        "subject": given["subject"],
        "description": given["description"],
        "due_date": given["due_date"],
        "estimated_hours": given["estimated_hours"],
        "custom_fields": [
            {"id": each.id, "name": each.name, "value": issue.custom[each.id]}
            | ({"multiple": True} if each.multiple else {})
            for each in FIELDS
        ],
        "created_on": _at(issue.created),
        "updated_on": _at(issue.updated),
    }
    if given["parent_issue_id"]:
        shown["parent"] = {"id": given["parent_issue_id"]}
    if state.may(g.user, "view_time_entries", issue.project):
        shown["spent_hours"] = issue.spent
    return shown


def _status(id_: int) -> dict[str, Any]:
    return {"id": id_, "name": STATUSES[id_], "is_closed": id_ in CLOSED}


def _named(user: int) -> dict[str, Any]:
    return {"id": user, "name": next(name for id_, name in PEOPLE.values() if id_ == user)}


def _at(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M:%SZ"))

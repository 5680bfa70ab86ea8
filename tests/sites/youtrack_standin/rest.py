"""YouTrack's REST, the part that the service uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from youtrack_standin import acts, commands, views
from youtrack_standin.fields import taken
from youtrack_standin.people import Tag, YouTrackPerson
from youtrack_standin.projection import project, read_fields
from youtrack_standin.refusals import YouTrackRefused, bad, forbidden
from youtrack_standin.search import found
from youtrack_standin.state import YouTrackChange, YouTrackIssue, YouTrackState

_DEFAULT_PAGE = 42


class Rest:
    """The endpoints; every one knows who calls."""

    def __init__(self, state: YouTrackState) -> None:
        self._state = state

    def me(self) -> Response:
        """GET users/me."""
        return _answer(views.person(self._caller()))

    def users(self) -> Response:
        """GET users, by a query."""
        self._caller()
        query = request.args.get("query", "").casefold()
        found = [each for each in self._state.people if query in f"{each.name} {each.login}".casefold()]
        return self._page([views.person(each) for each in found])

    def user(self, login: str) -> Response:
        """GET users/{login}."""
        self._caller()
        found = next((each for each in self._state.people if each.login == login), None)
        if found is None:
            raise YouTrackRefused(404, "Not Found", f"Entity with id {login} not found")
        return _answer(views.person(found))

    def projects(self) -> Response:
        """GET admin/projects."""
        self._caller()
        return self._page([{"id": f"0-{name}", "shortName": name} for name in self._state.projects])

    def tags(self) -> Response:
        """GET and POST tags."""
        caller = self._caller()
        if request.method == "GET":
            seen = [tag for tag in self._state.tags if self._state.sees_tag(caller, tag)]
            return self._page([views.tag(self._state, tag) for tag in seen])
        body = _body()
        groups = _permitted(body.get("readSharingSettings"))
        if not caller.may("CREATE_TAG"):
            raise forbidden("Create Tag or Saved Search")
        if groups and not caller.may("SHARE_TAG"):
            raise forbidden("Share Tag, Saved Search, or Agile Board")
        for name in groups:
            self._state.group(name)
        used_by = list(_permitted(body.get("tagSharingSettings")))
        tag = Tag(self._state.new_id("6"), str(body["name"]), caller.login, list(groups), used_by)
        self._state.tags.append(tag)
        return _answer(views.tag(self._state, tag))

    def groups(self) -> Response:
        """GET groups."""
        self._caller()
        return self._page([views.group(group) for group in self._state.groups])

    def group_users(self, group: str) -> Response:
        """GET groups/{id}/users."""
        if not self._caller().may("READ_GROUP"):
            raise forbidden("Read Group")
        inside = [person for person in self._state.people if self._state.group(group).holds(person)]
        return self._page([views.person(person) for person in inside])

    def project(self, project: str) -> Response:
        """GET admin/projects/{id}."""
        self._see_project(project)
        shown = {"$type": "Project", "id": f"0-{project}", "shortName": project, "name": project.title()}
        return _answer(shown | {"archived": False})

    def project_fields(self, project: str) -> Response:
        """GET admin/projects/{id}/customFields."""
        self._see_project(project)
        return self._page([views.project_field(field) for field in self._state.fields_of(project)])

    def issues(self) -> Response:
        """GET issues, by a query."""
        caller = self._reader()
        listed = found(self._state, request.args.get("query", ""))
        return self._page([views.issue(self._state, issue, caller) for issue in listed])

    def issue(self, issue: str) -> Response:
        """GET and POST issues/{id}."""
        caller = self._reader()
        one = self._state.issue(issue)
        if request.method == "POST":
            change = self._change(one, caller)
            written = _body().get("customFields") or []
            for given in written:
                field = self._state.field_of(one, str(given.get("name")))
                if field is None:
                    raise bad(f"The project {one.project} has no field {given.get('name')}")
                acts.write_value(self._state, change, field.name, taken(field, given))
            self._state.commit(change)
        return _answer(views.issue(self._state, one, caller))

    def comments(self, issue: str) -> Response:
        """GET and POST issues/{id}/comments."""
        caller = self._reader()
        one = self._state.issue(issue)
        if request.method == "GET":
            seen = [note for note in one.notes if self._state.sees(caller, note)]
            return self._page([views.note(self._state, note) for note in seen])
        body = _body()
        change = acts.begin(self._state, one, caller)
        groups, users = _limits(body)
        note = acts.add_note(self._state, change, str(body.get("text") or ""), groups=groups, users=users)
        self._state.commit(change)
        return _answer(views.note(self._state, note))

    def comment(self, issue: str, comment: str) -> Response:
        """POST and DELETE issues/{id}/comments/{id}."""
        caller = self._reader()
        one = self._state.issue(issue)
        note = acts.note_of(one, comment)
        change = acts.begin(self._state, one, caller)
        if request.method == "DELETE":
            acts.remove_note(change, note, for_good=True)
            self._state.commit(change)
            return Response(status=200)
        body = _body()
        if body.get("deleted") is True:
            acts.remove_note(change, note, for_good=False)
        if "text" in body:
            acts.edit_note(change, note, str(body["text"]))
        if "visibility" in body and not self._state.forgets_visibility:
            note.groups, note.users = _limits(body)
        self._state.commit(change)
        return _answer(views.note(self._state, note))

    def watchers(self, issue: str) -> Response:
        """POST issues/{id}/watchers/issueWatchers: a star of somebody else."""
        self._reader()
        one, body = self._state.issue(issue), _body()
        login = str((body.get("user") or {}).get("login"))
        if login not in {person.login for person in self._state.people}:
            raise bad(f"There is no user {login}")
        if body.get("isStarred") is True and login not in one.watchers:
            one.watchers.append(login)
        return _answer({"id": f"{one.id}-{login}", "$type": "IssueWatcher"})

    def attachments(self, issue: str) -> Response:
        """GET and POST issues/{id}/attachments; a form with files."""
        caller = self._reader()
        one = self._state.issue(issue)
        if request.method == "GET":
            return self._page(one.files)
        if request.mimetype != "multipart/form-data":
            raise YouTrackRefused(415, "Unsupported Media Type", "HTTP 415 Unsupported Media Type")
        if not request.files:
            raise bad("No files were sent")
        change = acts.begin(self._state, one, caller)
        for each in request.files.values():
            acts.attach(change, str(each.filename), len(each.read()))
        self._state.commit(change)
        return _answer(one.files[-len(request.files) :])

    def activities(self, issue: str) -> Response:
        """GET issues/{id}/activities; the categories are mandatory."""
        self._reader()
        one = self._state.issue(issue)
        categories = request.args.get("categories", "").split(",")
        if categories == [""]:
            raise bad("The parameter categories is missing")
        wanted = one.history if "CustomFieldCategory" in categories else []
        return self._page([views.activity(each) for each in wanted])

    def command(self) -> Response:
        """POST commands: all of them and the comment, or nothing."""
        caller = self._reader()
        body = _body()
        issues = [self._target(each) for each in body.get("issues") or []]
        if not issues:
            raise bad("Issues are not set")
        for one in issues:
            change = self._change(one, caller)
            commands.apply(self._state, change, str(body.get("query") or ""))
            if body.get("comment"):
                groups, users = _limits(body, "CommandLimitedVisibility")
                acts.add_note(self._state, change, str(body["comment"]), groups=groups, users=users)
            self._state.commit(change)
        return Response(status=200)

    def _target(self, given: Mapping[str, Any]) -> YouTrackIssue:
        return self._state.issue(str(given.get("id") or given.get("idReadable")))

    def _change(self, one: YouTrackIssue, caller: YouTrackPerson) -> YouTrackChange:
        if not caller.may("UPDATE_ISSUE"):
            raise forbidden("Update Issue")
        return acts.begin(self._state, one, caller)

    def _caller(self) -> YouTrackPerson:
        given = request.authorization
        token = given.token if given is not None and given.type == "bearer" else None
        known = next(
            (person for person in self._state.people if person.token and person.token == token), None
        )
        if known is None:
            raise YouTrackRefused(401, "Unauthorized", "You are not logged in.")
        return known

    def _reader(self) -> YouTrackPerson:
        caller = self._caller()
        if not caller.may("READ_ISSUE"):
            raise forbidden("Read Issue")
        return caller

    def _see_project(self, name: str) -> None:
        if not self._caller().may("READ_PROJECT"):
            raise forbidden("Read Project")
        self._state.fields_of(name)

    def _page(self, entries: list[dict[str, Any]]) -> Response:
        top = min(int(request.args.get("$top", _DEFAULT_PAGE)), self._state.largest_page)
        skip = int(request.args.get("$skip", 0))
        return _answer(entries[skip : skip + top])


def rest_routes(state: YouTrackState) -> Blueprint:
    """Return the routes below `/api`."""
    rest = Rest(state)
    blueprint = Blueprint("youtrack", __name__, url_prefix="/api")
    for path, view, methods in (
        ("/users/me", rest.me, ["GET"]),
        ("/users", rest.users, ["GET"]),
        ("/users/<login>", rest.user, ["GET"]),
        ("/admin/projects", rest.projects, ["GET"]),
        ("/tags", rest.tags, ["GET", "POST"]),
        ("/groups", rest.groups, ["GET"]),
        ("/groups/<group>/users", rest.group_users, ["GET"]),
        ("/admin/projects/<project>", rest.project, ["GET"]),
        ("/admin/projects/<project>/customFields", rest.project_fields, ["GET"]),
        ("/issues", rest.issues, ["GET"]),
        ("/issues/<issue>/watchers/issueWatchers", rest.watchers, ["POST"]),
        ("/issues/<issue>/attachments", rest.attachments, ["GET", "POST"]),
        ("/issues/<issue>", rest.issue, ["GET", "POST"]),
        ("/issues/<issue>/comments", rest.comments, ["GET", "POST"]),
        ("/issues/<issue>/comments/<comment>", rest.comment, ["POST", "DELETE"]),
        ("/issues/<issue>/activities", rest.activities, ["GET"]),
        ("/commands", rest.command, ["POST"]),
    ):
        blueprint.add_url_rule(path, view_func=view, methods=methods)
    return blueprint


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise bad("The body is not a JSON object")
    return body


def _answer(value: object) -> Response:
    return jsonify(project(value, read_fields(request.args.get("fields", ""))))


def _limits(
    body: Mapping[str, Any], limited: str = "LimitedVisibility"
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    given = body.get("visibility")
    if not isinstance(given, Mapping):
        return (), ()
    if given.get("$type") != limited:
        # Without the right $type YouTrack does not know what is meant.
        raise bad(f"Unknown type of visibility: {given.get('$type')}")
    return _permitted(given), tuple(str(each.get("login")) for each in given.get("permittedUsers") or [])


def _permitted(settings: object) -> tuple[str, ...]:
    groups = settings.get("permittedGroups") if isinstance(settings, Mapping) else None
    return tuple(str(each.get("id")) for each in groups or [])

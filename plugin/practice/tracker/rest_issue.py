"""REST of issues: create, read, edit, delete, transitions, properties."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from plugin.practice.tracker.actions import (
    apply_edit,
    attach_file,
    create_issue,
    delete_issue,
    move_issue,
    require_permission,
)
from plugin.practice.tracker.callers import caller, count_write, is_v3, json_object
from plugin.practice.tracker.changelog import changelog_json
from plugin.practice.tracker.edits import check_property, read_edit
from plugin.practice.tracker.refusals import RestError, not_found
from plugin.practice.tracker.state import PracticeSite
from plugin.practice.tracker.views import issue_json, status_id, status_json

_NO_CONTENT = ("", 204)


def issue_routes(state: PracticeSite) -> Blueprint:
    """Return the routes of issues."""
    routes = Blueprint("issue", __name__, url_prefix="/rest/api/<version>/issue")

    @routes.post("")
    def create(version: str) -> ResponseReturnValue:
        actor, wanted = caller(state), json_object()
        fields = dict(wanted.pop("fields", {}))
        project = str(_pop_object(fields, "project").get("key"))
        type_ = str(_pop_object(fields, "issuetype").get("name", "Task"))
        if "summary" not in fields:
            raise RestError(400, errors={"summary": "You must specify a summary of the issue."})
        edit = read_edit(state, None, actor, {**wanted, "fields": fields}, v3=is_v3(version))
        issue = create_issue(state, actor, project, type_, edit.fields)
        issue.properties.update(edit.properties)
        address = f"{state.url}/rest/api/{version}/issue/{issue.id}"
        return jsonify({"id": issue.id, "key": issue.key, "self": address}), 201

    @routes.get("/<reference>")
    def read(version: str, reference: str) -> ResponseReturnValue:
        actor = caller(state)
        names = tuple(filter(None, request.args.get("properties", "").split(",")))
        issue = state.issue(reference)
        shown = issue_json(state, issue, actor, v3=is_v3(version), properties=names)
        if "changelog" in request.args.get("expand", ""):
            shown["changelog"] = changelog_json(state, issue)
        return jsonify(select_fields(shown, request.args.get("fields", "*all")))

    @routes.put("/<reference>")
    def edit(version: str, reference: str) -> ResponseReturnValue:
        actor, issue = caller(state), state.issue(reference)
        count_write(state, issue)
        if request.args.get("notifyUsers") == "false":
            require_permission(actor, "ADMINISTER")
        require_permission(actor, "EDIT_ISSUES")
        apply_edit(state, issue, actor, read_edit(state, issue, actor, json_object(), v3=is_v3(version)))
        return _NO_CONTENT

    @routes.delete("/<reference>")
    def delete(version: str, reference: str) -> ResponseReturnValue:
        del version
        delete_issue(state, state.issue(reference), caller(state))
        return _NO_CONTENT

    @routes.get("/<reference>/editmeta")
    def editmeta(version: str, reference: str) -> ResponseReturnValue:
        del version
        caller(state)
        shown = sorted(state.screen_of(state.issue(reference).type))
        return jsonify(fields={name: {"required": name == "summary"} for name in shown})

    _transitions(routes, state)
    _properties(routes, state)
    _watchers(routes, state)
    _attachments(routes, state)
    return routes


def _transitions(routes: Blueprint, state: PracticeSite) -> None:
    @routes.get("/<reference>/transitions")
    def transitions(version: str, reference: str) -> ResponseReturnValue:
        del version
        actor, issue = caller(state), state.issue(reference)
        offered = [status for status in state.statuses if status != issue.status]
        entries = [
            {"id": status_id(state, status), "name": status, "to": status_json(state, status)}
            for status in offered
            if actor.may("TRANSITION_ISSUES")
        ]
        return jsonify(transitions=entries)

    @routes.post("/<reference>/transitions")
    def transition(version: str, reference: str) -> ResponseReturnValue:
        del version
        actor, issue = caller(state), state.issue(reference)
        count_write(state, issue)
        wanted = str(json_object().get("transition", {}).get("id"))
        target = next((one for one in state.statuses if status_id(state, one) == wanted), None)
        if target is None or target == issue.status:
            raise RestError(
                400, f"It seems that you have tried to perform an illegal workflow operation ({wanted})."
            )
        move_issue(state, issue, actor, target)
        return _NO_CONTENT


def _watchers(routes: Blueprint, state: PracticeSite) -> None:
    """Add the routes of watchers; Jira takes the account as a bare JSON string."""

    @routes.get("/<reference>/watchers")
    def watchers(version: str, reference: str) -> ResponseReturnValue:
        del version
        caller(state)
        known = state.issue(reference).watchers
        return jsonify(watchCount=len(known), watchers=[{"accountId": account} for account in known])

    @routes.post("/<reference>/watchers")
    def watch(version: str, reference: str) -> ResponseReturnValue:
        del version
        actor, issue = caller(state), state.issue(reference)
        count_write(state, issue)
        require_permission(actor, "MANAGE_WATCHERS")
        account = request.get_json(silent=True)
        if not isinstance(account, str) or account not in {each.id for each in state.people}:
            raise not_found("The user")
        if account not in issue.watchers:
            issue.watchers.append(account)
        return _NO_CONTENT


def _attachments(routes: Blueprint, state: PracticeSite) -> None:
    """Add the route of files; a form that a browser could have sent is refused."""

    @routes.post("/<reference>/attachments")
    def attach(version: str, reference: str) -> ResponseReturnValue:
        del version
        actor, issue = caller(state), state.issue(reference)
        count_write(state, issue)
        require_permission(actor, "CREATE_ATTACHMENTS")
        if request.headers.get("X-Atlassian-Token") not in ("no-check", "nocheck"):
            raise RestError(403, "XSRF check failed")
        if request.mimetype != "multipart/form-data":
            raise RestError(415, "Unsupported Media Type")
        given = request.files.getlist("file")
        if not given:
            raise RestError(400, "No file was uploaded.")
        files = [(str(each.filename), each.read()) for each in given]
        if any(len(data) > state.upload_limit for _, data in files):
            raise RestError(413, "The file is larger than the maximum size.")
        return jsonify([attach_file(state, issue, actor, name, data) for name, data in files])


def _properties(routes: Blueprint, state: PracticeSite) -> None:
    @routes.get("/<reference>/properties/<key>")
    def read_property(version: str, reference: str, key: str) -> ResponseReturnValue:
        del version
        caller(state)
        issue = state.issue(reference)
        if key not in issue.properties:
            raise not_found(f"The property {key}")
        return jsonify(key=key, value=issue.properties[key])

    @routes.put("/<reference>/properties/<key>")
    def write_property(version: str, reference: str, key: str) -> ResponseReturnValue:
        del version
        actor, issue = caller(state), state.issue(reference)
        count_write(state, issue)
        require_permission(actor, "EDIT_ISSUES")
        value = request.get_json(force=True)
        check_property(key, value)
        is_new = key not in issue.properties
        issue.properties[key] = value
        return "", 201 if is_new else 200

    @routes.delete("/<reference>/properties/<key>")
    def delete_property(version: str, reference: str, key: str) -> ResponseReturnValue:
        del version
        actor, issue = caller(state), state.issue(reference)
        require_permission(actor, "EDIT_ISSUES")
        if issue.properties.pop(key, None) is None:
            raise not_found(f"The property {key}")
        return _NO_CONTENT


def select_fields(issue: dict[str, Any], fields: str) -> dict[str, Any]:
    """Return an issue with the fields named; `*all` and `*navigable` give all."""
    names = set(filter(None, fields.split(",")))
    if names & {"*all", "*navigable"}:
        return issue
    return {**issue, "fields": {name: value for name, value in issue["fields"].items() if name in names}}


def _pop_object(fields: dict[str, Any], name: str) -> dict[str, Any]:
    value = fields.pop(name, None)
    if not isinstance(value, dict):
        raise RestError(400, errors={name: f"{name} is required"})
    return value

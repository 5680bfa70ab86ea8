"""REST of the site itself: who am I, permissions, projects, roles, webhooks."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from plugin.practice.tracker.actions import require_permission
from plugin.practice.tracker.callers import caller, json_object
from plugin.practice.tracker.people import PracticeUser
from plugin.practice.tracker.refusals import RestError
from plugin.practice.tracker.state import PracticeSite
from plugin.practice.tracker.views import person_json
from plugin.practice.tracker.webhooks import Webhook


def site_routes(state: PracticeSite) -> Blueprint:
    """Return the routes of the site."""
    routes = Blueprint("site", __name__, url_prefix="/rest/api/<version>")

    @routes.get("/serverInfo")
    def server_info(version: str) -> ResponseReturnValue:
        del version
        kind = "Cloud" if state.is_cloud else "Server"
        number = "1001.0.0-SNAPSHOT" if state.is_cloud else "10.3.2"
        at = state.now().isoformat(timespec="milliseconds")
        return jsonify(
            baseUrl=state.base_url or state.url, deploymentType=kind, version=number, serverTime=at
        )

    @routes.get("/myself")
    def myself(version: str) -> ResponseReturnValue:
        del version
        return jsonify(person_json(state, caller(state)))

    @routes.get("/mypermissions")
    def mypermissions(version: str) -> ResponseReturnValue:
        del version
        actor = caller(state)
        if key := request.args.get("projectKey"):
            state.project(key)
        asked = list(filter(None, request.args.get("permissions", "").split(",")))
        if state.is_cloud and not asked:
            raise RestError(400, "The 'permissions' query parameter is required.")
        names = asked or sorted(actor.permissions)
        return jsonify(permissions={name: {"key": name, "havePermission": actor.may(name)} for name in names})

    @routes.get("/project/<key>")
    def project(version: str, key: str) -> ResponseReturnValue:
        caller(state)
        found = state.project(key)
        address = f"{state.url}/rest/api/{version}/project/{found.id}"
        return jsonify({"id": found.id, "key": found.key, "name": found.name, "self": address})

    @routes.get("/project/<key>/role")
    def roles(version: str, key: str) -> ResponseReturnValue:
        caller(state)
        base = f"{state.url}/rest/api/{version}/project/{state.project(key).id}/role"
        return jsonify(
            {role: f"{base}/{number}" for number, role in enumerate(sorted(state.roles()), 10_001)}
        )

    @routes.get("/project/<key>/role/<int:number>")
    def role(version: str, key: str, number: int) -> ResponseReturnValue:
        del version
        caller(state)
        state.project(key)
        named = dict(enumerate(sorted(state.roles()), 10_001)).get(number)
        if named is None:
            raise RestError(404, f"Can not retrieve a role with id {number}.")
        actors = [_actor_json(state, person) for person in state.people if named in person.roles]
        return jsonify(id=number, name=named, actors=actors)

    @routes.get("/group/member")
    def group_member(version: str) -> ResponseReturnValue:
        del version
        caller(state)
        group = request.args.get("groupname", "")
        inside = [person_json(state, person) for person in state.people if group in person.groups]
        if not inside:
            raise RestError(404, f"The group named '{group}' does not exist.")
        return jsonify(values=inside, total=len(inside), startAt=0, maxResults=50, isLast=True)

    return routes


def _actor_json(state: PracticeSite, person: PracticeUser) -> dict[str, Any]:
    actor = {"displayName": person.name, "type": "atlassian-user-role-actor"}
    return actor | ({"actorUser": {"accountId": person.id}} if state.is_cloud else {"name": person.id})


def webhook_routes(state: PracticeSite) -> Blueprint:
    """Return the routes that register webhooks, Cloud's and Data Center 10's."""
    routes = Blueprint("webhook", __name__)

    @routes.get("/rest/webhooks/1.0/webhook", endpoint="cloud_list")
    def cloud_list() -> ResponseReturnValue:
        require_permission(caller(state), "ADMINISTER")
        return jsonify([_cloud_json(state, hook) for hook in state.hooks.registered])

    @routes.post("/rest/webhooks/1.0/webhook", endpoint="cloud_register")
    def cloud_register() -> ResponseReturnValue:
        require_permission(caller(state), "ADMINISTER")
        wanted = json_object()
        hook = _register(state, wanted, str(wanted.get("secret", "")))
        return jsonify(_cloud_json(state, hook)), 201

    @routes.get("/rest/jira-webhook/1.0/webhooks", endpoint="dc_list")
    def dc_list() -> ResponseReturnValue:
        _only_data_center(state)
        require_permission(caller(state), "ADMINISTER")
        return jsonify([_dc_json(hook) for hook in state.hooks.registered])

    @routes.post("/rest/jira-webhook/1.0/webhooks", endpoint="dc_register")
    def dc_register() -> ResponseReturnValue:
        _only_data_center(state)
        require_permission(caller(state), "ADMINISTER")
        wanted = json_object()
        # A secret outside `configuration` is ignored without a word (JRASERVER-78733).
        secret = str((wanted.get("configuration") or {}).get("SECRET", ""))
        return jsonify(_dc_json(_register(state, wanted, secret))), 201

    return routes


def _register(state: PracticeSite, wanted: dict[str, Any], secret: str) -> Webhook:
    if not wanted.get("url") or not wanted.get("name"):
        raise RestError(400, "A webhook needs a name and a url.")
    events = frozenset(str(event) for event in wanted.get("events") or [])
    return state.hooks.register(str(wanted["url"]), events, secret, str(wanted["name"]))


def _only_data_center(state: PracticeSite) -> None:
    if state.is_cloud:
        raise RestError(404, "null for uri: rest/jira-webhook")


def _cloud_json(state: PracticeSite, hook: Webhook) -> dict[str, Any]:
    return {
        "self": f"{state.url}/rest/webhooks/1.0/webhook/{hook.id}",
        "name": hook.name,
        "url": hook.url,
        "events": sorted(hook.events),
        "enabled": True,
        "excludeBody": False,
        "isSigned": bool(hook.secret),
    }


def _dc_json(hook: Webhook) -> dict[str, Any]:
    configuration = {"SECRET": "*****"} if hook.secret else {}
    return {
        "id": int(hook.id),
        "name": hook.name,
        "url": hook.url,
        "events": sorted(hook.events),
        "active": True,
        "configuration": {**configuration, "EXCLUDE_BODY": "false"},
    }

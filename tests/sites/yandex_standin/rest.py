"""Yandex Tracker's REST, the part that the service uses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from yandex_standin import acts, views
from yandex_standin.durations import minutes_of
from yandex_standin.people import YandexPerson
from yandex_standin.refusals import YandexRefused, bad, forbidden, unprocessable
from yandex_standin.search import find_issues
from yandex_standin.state import (
    ORGANISATION,
    RESOLUTIONS,
    YandexIssue,
    YandexState,
    YandexTrigger,
)

_DEFAULT_PAGE = 50
_LISTS = {"tags": "tags", "followers": "followers"}
_PLAIN = ("summary", "description")


class Rest:
    """The endpoints; every one knows who calls."""

    def __init__(self, state: YandexState) -> None:
        self._state = state

    def me(self) -> Response:
        """GET myself."""
        return jsonify(views.user(self._caller()))

    def users(self) -> Response:
        """GET users."""
        self._caller()
        return self._page([views.user(each) for each in self._state.people], "uid")

    def user(self, name: str) -> Response:
        """GET users/{id or login}."""
        self._caller()
        found = self._state.find_person(name)
        return jsonify(views.user(found, with_groups=request.args.get("expand") == "groups"))

    def statuses(self) -> Response:
        """GET statuses."""
        self._caller()
        return jsonify(views.statuses(self._state.statuses))

    def types(self) -> Response:
        """GET issuetypes."""
        self._caller()
        return jsonify(views.full(self._state.types))

    def resolutions(self) -> Response:
        """GET resolutions."""
        self._caller()
        return jsonify([{"id": number, "key": key} for number, key in enumerate(RESOLUTIONS, 1)])

    def queues(self) -> Response:
        """GET queues/."""
        caller = self._caller()
        seen = [each for each in self._state.queues if caller.may("READ", each)]
        return self._page([{"id": number, "key": key} for number, key in enumerate(seen, 1)])

    def queue(self, queue: str) -> Response:
        """GET queues/{key}."""
        self._see_queue(queue)
        shown: dict[str, Any] = {"id": 1, "key": queue, "name": queue.title(), "denyTrackerAutolink": False}
        if request.args.get("expand") == "all":
            team = [each for each in self._state.people if each.may("CREATE", queue)]
            shown["teamUsers"] = [views.user_reference(each) for each in team]
            types = [views.reference(self._state.types, key) for key, _ in self._state.types]
            shown["issueTypesConfig"] = [{"issueType": each} for each in types]
        return jsonify(shown)

    def queue_fields(self, queue: str) -> Response:
        """GET queues/{key}/fields."""
        self._see_queue(queue)
        names = ("summary", "deadline", "originalEstimation", "estimation", "epic", "parent", "tags")
        return self._page([{"id": name, "name": name.title()} for name in names])

    def local_fields(self, queue: str) -> Response:
        """GET queues/{key}/localFields."""
        self._see_queue(queue)
        return self._page([{"id": "603fb94c38bbe658--floor", "name": "Этаж"}])

    def components(self, queue: str) -> Response:
        """GET queues/{key}/components."""
        self._see_queue(queue)
        return self._page([{"id": n, "name": name} for n, name in enumerate(self._state.components, 1)])

    def versions(self, queue: str) -> Response:
        """GET queues/{key}/versions."""
        self._see_queue(queue)
        return self._page([{"id": n, "name": name} for n, name in enumerate(self._state.versions, 1)])

    def permissions(self, queue: str, user: str) -> Response:
        """GET queues/{key}/permissions/users/{id}: a right that is missing is left out."""
        self._see_queue(queue)
        person = self._state.find_person(user)
        rights = [right for right in ("GRANT", "CREATE", "READ", "WRITE") if person.may(right, queue)]
        held = {right: {"users": [views.user_reference(person)]} for right in rights}
        return jsonify({"user": views.user_reference(person), "permissions": held})

    def triggers(self, queue: str) -> Response:
        """GET and POST queues/{key}/triggers; an owner's."""
        self._own_queue(queue)
        if request.method == "GET":
            return self._page([views.trigger(each) for each in self._state.triggers if each.queue == queue])
        body = _body()
        made = YandexTrigger(self._state.number("trigger"), queue, "", [], [])
        _fill_trigger(made, body, required=True)
        self._state.triggers.append(made)
        return _created(views.trigger(made))

    def trigger(self, queue: str, trigger: int) -> Response:
        """PATCH queues/{key}/triggers/{id}; the version has to be said."""
        self._own_queue(queue)
        found = self._find_trigger(queue, trigger)
        version = request.args.get("version")
        if version is None:
            raise YandexRefused(428, "Требуется версия.")
        if version != str(found.version):
            raise YandexRefused(409, "Версия устарела.")
        _fill_trigger(found, _body(), required=False)
        found.version += 1
        return jsonify(views.trigger(found))

    def trigger_log(self, queue: str, trigger: int) -> Response:
        """GET queues/{key}/triggers/{id}/webhooks/log: at most a hundred calls."""
        self._own_queue(queue)
        self._find_trigger(queue, trigger)
        limit = min(100, int(request.args.get("limit", 10)))
        calls = [each for each in self._state.hooks.log if each[0].trigger == trigger]
        return jsonify(
            [
                {
                    "id": f"{number:024x}",
                    "startTime": views.moment(call.at),
                    "duration": 235,
                    "triggerId": trigger,
                    "issueId": call.issue,
                    "request": {"method": "POST", "endpoint": call.url},
                    "response": {"statusCode": status} if status is not None else None,
                }
                for number, (call, status) in list(enumerate(calls))[: -limit - 1 : -1]
            ]
        )

    def search(self) -> Response:
        """POST issues/_search: pages, or a scroll that moves on with each question."""
        caller = self._caller()
        if (scroll := request.args.get("scrollId")) is not None:
            return self._scroll(scroll)
        found = find_issues(self._state, _body(), caller)
        if "scrollType" not in request.args:
            top = int(request.args.get("perPage", _DEFAULT_PAGE))
            return jsonify([views.issue(self._state, each) for each in found[:top]])
        name = f"scroll{self._state.number('scroll')}"
        size = min(1000, int(request.args.get("perScroll", 100)), self._state.largest_page)
        self._state.scrolls[name] = found
        return self._scroll(name, size)

    def issue(self, issue: str) -> Response:
        """GET and PATCH issues/{id or key}."""
        caller = self._caller()
        one = self._see_issue(caller, issue)
        if request.method == "PATCH":
            self._require(caller, "WRITE", one)
            _check_version(one)
            change = acts.begin(self._state, one, caller)
            for name, value in _body().items():
                self._write(change, name, value)
            acts.commit(self._state, change)
        return jsonify(views.issue(self._state, one))

    def comments(self, issue: str) -> Response:
        """GET and POST issues/{id}/comments."""
        caller = self._caller()
        one = self._see_issue(caller, issue)
        if request.method == "GET":
            return self._page([views.comment(self._state, note) for note in one.notes])
        if not caller.is_licensed:
            raise forbidden()
        body = _body()
        change = acts.begin(self._state, one, caller)
        summonees = body.get("summonees") or []
        note = acts.add_note(self._state, change, str(body.get("text") or ""), summonees)
        if request.args.get("isAddToFollowers") != "false" and caller.id not in one.followers:
            one.followers.append(caller.id)
        acts.commit(self._state, change)
        return _created(views.comment(self._state, note, as_text=True))

    def attachments(self, issue: str) -> Response:
        """GET and POST issues/{id}/attachments; a form with one file."""
        caller = self._caller()
        one = self._see_issue(caller, issue)
        if request.method == "GET":
            return jsonify(one.files)
        self._require(caller, "WRITE", one)
        given = request.files.get("file") if request.mimetype == "multipart/form-data" else None
        if given is None:
            raise bad("Файл не передан.")
        name = request.args.get("filename") or given.filename
        shown = {"id": str(self._state.number("file")), "name": name, "size": len(given.read())}
        one.files.append(shown | {"createdBy": views.user_reference(caller)})
        change = acts.begin(self._state, one, caller)
        change.files_added.append(str(name))
        acts.commit(self._state, change)
        return _created(one.files[-1])

    def comment(self, issue: str, comment: str) -> Response:
        """GET, PATCH and DELETE issues/{id}/comments/{id}."""
        caller = self._caller()
        one = self._see_issue(caller, issue)
        note = acts.note_of(one, comment)
        change = acts.begin(self._state, one, caller)
        if request.method == "PATCH":
            body = _body()
            acts.edit_note(
                self._state, change, note, str(body.get("text") or ""), body.get("summonees") or []
            )
        elif request.method == "DELETE":
            acts.remove_note(change, note)
        acts.commit(self._state, change)
        if request.method == "DELETE":
            return Response(status=204)
        return jsonify(views.comment(self._state, note, as_text=True))

    def changelog(self, issue: str) -> Response:
        """GET issues/{id}/changelog, of one field where it is named."""
        one = self._see_issue(self._caller(), issue)
        field = request.args.get("field")
        entries = [
            each
            for each in one.history
            if field is None or any(part["field"]["id"] == field for part in each.get("fields", []))
        ]
        return self._page(entries)

    def transitions(self, issue: str) -> Response:
        """GET issues/{id}/transitions: from the present status alone."""
        one = self._see_issue(self._caller(), issue)
        return jsonify(self._offered(one))

    def execute(self, issue: str, transition: str) -> Response:
        """POST issues/{id}/transitions/{id}/_execute."""
        caller = self._caller()
        one = self._see_issue(caller, issue)
        self._require(caller, "WRITE", one)
        found = next((each for each in self._offered(one) if each["id"] == transition), None)
        if found is None:
            raise bad("Переход недоступен.")
        body = _body()
        resolution = body.get("resolution")
        key = str(resolution.get("key")) if isinstance(resolution, dict) else None
        if key is not None and key not in RESOLUTIONS:
            raise unprocessable("resolution", "Резолюция не существует.")
        change = acts.begin(self._state, one, caller)
        acts.move(self._state, change, found["to"]["key"], key)
        if body.get("comment"):
            acts.add_note(self._state, change, str(body["comment"]))
        acts.commit(self._state, change)
        return jsonify(self._offered(one))

    def _offered(self, one: YandexIssue) -> list[dict[str, Any]]:
        others = [key for key, shown in self._state.statuses if shown != one.status]
        return [views.transition(self._state, one, key) for key in others]

    def _write(self, change: Any, name: str, value: Any) -> None:
        if name in _LISTS:
            acts.set_list(change, _LISTS[name], value)
        elif name in _PLAIN:
            acts.write(change, name, str(value))
        elif name in views.DURATIONS:
            acts.write(change, name, minutes_of(name, value))
        elif name == "deadline":
            try:
                acts.write(change, name, None if value is None else date.fromisoformat(str(value)))
            except ValueError:
                raise unprocessable(name, "Неверный формат даты.") from None
        else:
            # A comment in an edit is not documented, nor is a status.
            raise unprocessable(name, "Поле не существует.")

    def _scroll(self, name: str, size: int | None = None) -> Response:
        left = self._state.scrolls.get(name)
        if left is None:
            raise forbidden("Скролл не найден.")
        ends = self._state.scrolls_end_after
        if size is None:
            size = self._state.largest_page
        page, self._state.scrolls[name] = left[:size], left[size:]
        response = jsonify([views.issue(self._state, each) for each in page])
        if left[size:]:
            response.headers["X-Scroll-Id"] = name
        if ends is not None and self._state.number(f"pages of {name}") >= ends:
            del self._state.scrolls[name]
        return response

    def _find_trigger(self, queue: str, trigger: int) -> YandexTrigger:
        for each in self._state.triggers:
            if each.queue == queue and each.id == trigger:
                return each
        raise YandexRefused(404, "Триггер не существует.")

    def _caller(self) -> YandexPerson:
        given = [name for name in ("X-Org-ID", "X-Cloud-Org-ID") if name in request.headers]
        if len(given) != 1:
            raise bad("Требуется ровно один заголовок организации.")
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        known = next((each for each in self._state.people if each.token and each.token == token), None)
        if known is None or kind != ("Bearer" if token.startswith("t1.") else "OAuth"):
            raise YandexRefused(401, "Не удалось авторизоваться.")
        if given[0] != self._state.organisation_header or request.headers[given[0]] != ORGANISATION:
            raise forbidden("Организация не доступна.")
        return known

    def _see_issue(self, caller: YandexPerson, name: str) -> YandexIssue:
        one = self._state.issue(name)
        if not caller.may("READ", one.queue):
            raise forbidden()
        return one

    def _require(self, caller: YandexPerson, right: str, one: YandexIssue) -> None:
        if not caller.may(right, one.queue):
            raise forbidden()

    def _see_queue(self, queue: str) -> YandexPerson:
        caller = self._caller()
        self._state.require_queue(queue)
        if not caller.may("READ", queue):
            raise forbidden()
        return caller

    def _own_queue(self, queue: str) -> None:
        if not self._see_queue(queue).may("GRANT", queue):
            raise forbidden()

    def _page(self, entries: Sequence[dict[str, Any]], key: str = "id") -> Response:
        """Give a page; the address of the next one has no scheme."""
        size = min(int(request.args.get("perPage", _DEFAULT_PAGE)), self._state.largest_page)
        after = request.args.get("id")
        names = [str(each[key]) for each in entries]
        start = names.index(after) + 1 if after in names else 0
        page = entries[start : start + size]
        response = jsonify(list(page))
        if start + size < len(entries):
            following = {**request.args, "id": str(page[-1][key]), "perPage": str(size)}
            where = f"api.tracker.yandex.net{request.path}"
            response.headers.add("Link", f'<{where}?perPage={size}>; rel="first"')
            response.headers.add("Link", f'<{where}?{urlencode(following)}>; rel="next"')
        return response


def rest_routes(state: YandexState) -> Blueprint:
    """Return the routes below `/v3`."""
    rest = Rest(state)
    blueprint = Blueprint("yandex", __name__, url_prefix="/v3")
    for path, view, methods in (
        ("/myself", rest.me, ["GET"]),
        ("/users", rest.users, ["GET"]),
        ("/users/<name>", rest.user, ["GET"]),
        ("/statuses", rest.statuses, ["GET"]),
        ("/issuetypes", rest.types, ["GET"]),
        ("/resolutions", rest.resolutions, ["GET"]),
        ("/queues/", rest.queues, ["GET"]),
        ("/queues/<queue>", rest.queue, ["GET"]),
        ("/queues/<queue>/fields", rest.queue_fields, ["GET"]),
        ("/queues/<queue>/localFields", rest.local_fields, ["GET"]),
        ("/queues/<queue>/components", rest.components, ["GET"]),
        ("/queues/<queue>/versions", rest.versions, ["GET"]),
        ("/queues/<queue>/permissions/users/<user>", rest.permissions, ["GET"]),
        ("/queues/<queue>/triggers", rest.triggers, ["GET", "POST"]),
        ("/queues/<queue>/triggers/<int:trigger>", rest.trigger, ["PATCH"]),
        ("/queues/<queue>/triggers/<int:trigger>/webhooks/log", rest.trigger_log, ["GET"]),
        ("/issues/_search", rest.search, ["POST"]),
        ("/issues/<issue>", rest.issue, ["GET", "PATCH"]),
        ("/issues/<issue>/attachments", rest.attachments, ["GET"]),
        ("/issues/<issue>/attachments/", rest.attachments, ["POST"]),
        ("/issues/<issue>/comments", rest.comments, ["GET", "POST"]),
        ("/issues/<issue>/comments/<comment>", rest.comment, ["GET", "PATCH", "DELETE"]),
        ("/issues/<issue>/changelog", rest.changelog, ["GET"]),
        ("/issues/<issue>/transitions", rest.transitions, ["GET"]),
        ("/issues/<issue>/transitions/<transition>/_execute", rest.execute, ["POST"]),
    ):
        blueprint.add_url_rule(path, view_func=view, methods=methods)
    return blueprint


def _fill_trigger(trigger: YandexTrigger, body: dict[str, Any], *, required: bool) -> None:
    for name in ("name", "actions"):
        if required and not body.get(name):
            raise unprocessable(name, "Требуется параметр.")
    trigger.name = str(body.get("name", trigger.name))
    trigger.actions = list(body.get("actions", trigger.actions))
    trigger.conditions = list(body.get("conditions", trigger.conditions))
    trigger.active = body.get("active", trigger.active) is True


def _check_version(one: YandexIssue) -> None:
    version, match = request.args.get("version"), request.headers.get("If-Match")
    if version is not None and version != str(one.version):
        raise YandexRefused(409, "Версия устарела.")
    if match is not None and match.strip('"') != str(one.version):
        raise YandexRefused(412, "Версия устарела.")


def _body() -> dict[str, Any]:
    if request.mimetype != "application/json":
        raise YandexRefused(415, "Неподдерживаемый тип содержимого.")
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise bad("Тело запроса не является объектом JSON.")
    return body


def _created(value: object) -> Response:
    response = jsonify(value)
    response.status_code = 201
    return response

"""A strict Jira site for tests.

The practice tracker with faults on demand and a list of its calls.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from flask import Flask, Response, jsonify, request
from injected_faults import FaultQueue, InjectedFault, inject_faults
from werkzeug.serving import BaseWSGIServer

from plugin.practice.tracker.app import serve_practice_site
from plugin.practice.tracker.payloads import send_issue_event
from plugin.practice.tracker.people import PracticeUser
from plugin.practice.tracker.state import ChangelogItem, PracticeIssue, PracticeSite, Project

_LOGIN_PAGE = "<!doctype html><title>Log in - Jira</title><form action='/login.jsp'></form>"


@dataclass
class JiraStandIn(PracticeSite):
    """A Jira site that a test can look into and make fail.

    Attributes:
        faults: what is to go wrong.
        calls: method and path of the calls of the REST interface, the newest last.
    """

    faults: FaultQueue = field(default_factory=FaultQueue)
    calls: deque[tuple[str, str]] = field(default_factory=lambda: deque(maxlen=10_000))

    old_keys: dict[str, str] = field(default_factory=dict)
    """Keys of issues and projects that were renamed or moved, with the id behind each."""

    def issue(self, reference: str) -> PracticeIssue:
        """Return the issue with an id or key; a key that it had still leads to it."""
        return super().issue(self.old_keys.get(reference, reference))

    def project(self, key: str) -> Project:
        """Return the project with a key; a key that it had still leads to it."""
        return super().project(self.old_keys.get(key, key))

    def serve(self, host: str = "127.0.0.1") -> BaseWSGIServer:
        """Serve the site in a daemon thread on a free port; `url` tells where."""
        return serve_practice_site(self, host, prepare=self._prepare)

    def _prepare(self, app: Flask) -> None:
        inject_jira_faults(app, self.faults)

        @app.before_request
        def note_call() -> None:
            if request.path.startswith("/rest/"):
                self.calls.append((request.method, request.path))


def inject_jira_faults(app: Flask, faults: FaultQueue) -> None:
    """Make requests go wrong the way Jira words it."""
    inject_faults(app, faults, _answer, _refusal)


def move_to_project(state: PracticeSite, issue: PracticeIssue, actor: PracticeUser, project: str) -> None:
    """Move an issue to another project: the key changes, the id stays."""
    before = issue.key
    if isinstance(state, JiraStandIn):
        state.old_keys[before] = issue.id
    issue.key, issue.project = state.next_key(state.project(project).key), project
    issue.updated = state.now()
    changed = (
        ChangelogItem("key", before, issue.key),
        ChangelogItem("project", before.rpartition("-")[0], project),
    )
    send_issue_event(state, issue, actor, "jira:issue_updated", changed=changed, kind="issue_moved")


def rename_project(state: JiraStandIn, project: str, key: str) -> None:
    """Give a project another key, and its issues with it; no webhook tells of it.

    REST leads from the old keys to the new ones; a query with the old key is refused.
    """
    found = state.project(project)
    state.projects[state.projects.index(found)] = replace(found, key=key)
    state.old_keys[project] = found.id
    renamed = {
        issue.key: f"{key}-{issue.key.rpartition('-')[2]}"
        for issue in state.issues.values()
        if issue.project == project
    }
    for issue in state.issues.values():
        if issue.key in renamed:
            state.old_keys[issue.key] = issue.id
            issue.key, issue.project = renamed[issue.key], key
        for name, value in issue.fields.items():
            if isinstance(value, str) and value in renamed:
                issue.fields[name] = renamed[value]


def change_issue_type(state: PracticeSite, issue: PracticeIssue, actor: PracticeUser, type_: str) -> None:
    """Give an issue another type, as its form does."""
    changed = ChangelogItem("issuetype", issue.type, type_)
    issue.type, issue.updated = type_, state.now()
    send_issue_event(state, issue, actor, "jira:issue_updated", changed=(changed,), kind="issue_generic")


def rename_status(state: PracticeSite, before: str, after: str) -> None:
    """Give a status another name; its number stays, and no webhook tells of it."""
    state.statuses = tuple(after if name == before else name for name in state.statuses)
    for issue in state.issues.values():
        issue.status = after if issue.status == before else issue.status
        issue.moves = [
            replace(
                move,
                before=after if move.before == before else move.before,
                after=after if move.after == before else move.after,
            )
            for move in issue.moves
        ]


def rename_name(state: PracticeSite, kind: str, field_: str, before: str, after: str) -> None:
    """Give a type, component or version another name; its number stays."""
    number = state.id_of(kind, before)
    del state.name_ids[kind, before]
    state.name_ids[kind, after] = number
    state.types = tuple(after if name == before else name for name in state.types)
    for issue in state.issues.values():
        if kind == "type":
            issue.type = after if issue.type == before else issue.type
        elif issue.fields.get(field_):
            issue.fields[field_] = [after if name == before else name for name in issue.fields[field_]]


def translate_webhooks(state: PracticeSite, person: PracticeUser, words: Mapping[str, str]) -> None:
    """Show statuses and types in the language of a person in webhooks of what they do."""
    outbox, send = state.hooks, state.hooks.send

    def translated(value: object, name: str = "") -> object:
        if isinstance(value, list):
            return [translated(each) for each in value]
        if isinstance(value, dict):
            return {key: translated(each, key) for key, each in value.items()}
        shown = ("name", "fromString", "toString")
        return words.get(value, value) if isinstance(value, str) and name in shown else value

    def send_translated(event: str, payload: Mapping[str, Any], *, cloud: bool) -> None:
        actor = payload.get("user") or payload.get("comment", {}).get("updateAuthor") or {}
        is_theirs = person.id in (actor.get("accountId"), actor.get("name"))
        send(event, cast(dict[str, Any], translated(payload)) if is_theirs else payload, cloud=cloud)

    outbox.send = send_translated  # type: ignore[method-assign]


def _answer(fault: InjectedFault) -> Response:
    if fault.kind == "lie":
        return Response(status=204)
    if fault.kind == "login_page":
        return Response(_LOGIN_PAGE, content_type="text/html")
    if not fault.kind.isdigit():
        return _refusal(500)
    response = _refusal(int(fault.kind))
    if fault.kind == "429":
        response.headers["RateLimit-Reason"] = "jira-burst-based"
    if fault.retry_after is not None:
        response.headers["Retry-After"] = fault.retry_after
    return response


def _refusal(status: int) -> Response:
    response = jsonify(errorMessages=[f"Asked to answer {status}."], errors={})
    response.status_code = status
    return response

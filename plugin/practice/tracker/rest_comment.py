"""REST of comments."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from plugin.practice.tracker.actions import add_note, delete_note, edit_note
from plugin.practice.tracker.adf_rules import check_text
from plugin.practice.tracker.callers import caller, count_write, is_v3, json_object
from plugin.practice.tracker.people import PracticeUser
from plugin.practice.tracker.refusals import not_found
from plugin.practice.tracker.state import PracticeIssue, PracticeNote, PracticeSite
from plugin.practice.tracker.views import comments_json, note_json


def comment_routes(state: PracticeSite) -> Blueprint:
    """Return the routes of comments."""
    routes = Blueprint("comment", __name__, url_prefix="/rest/api/<version>/issue/<reference>/comment")

    def request_body(version: str) -> dict[str, Any]:
        body = json_object()
        check_text("comment", body.get("body"), v3=is_v3(version))
        return body

    @routes.get("")
    def listed(version: str, reference: str) -> ResponseReturnValue:
        actor, issue = caller(state), state.issue(reference)
        page = comments_json(
            state,
            issue,
            actor,
            v3=is_v3(version),
            start=request.args.get("startAt", 0, int),
            newest_first=request.args.get("orderBy") == "-created",
        )
        return jsonify(page)

    @routes.post("")
    def create(version: str, reference: str) -> ResponseReturnValue:
        actor, issue = caller(state), state.issue(reference)
        count_write(state, issue)
        note = add_note(state, issue, actor, request_body(version))
        return jsonify(note_json(state, issue, note, v3=is_v3(version))), 201

    @routes.get("/<note_id>")
    def read(version: str, reference: str, note_id: str) -> ResponseReturnValue:
        actor, issue = caller(state), state.issue(reference)
        note = _find_visible(state, issue, actor, note_id)
        return jsonify(note_json(state, issue, note, v3=is_v3(version)))

    @routes.put("/<note_id>")
    def edit(version: str, reference: str, note_id: str) -> ResponseReturnValue:
        actor, issue = caller(state), state.issue(reference)
        count_write(state, issue)
        note = _find_visible(state, issue, actor, note_id)
        edit_note(state, issue, note, actor, request_body(version))
        return jsonify(note_json(state, issue, note, v3=is_v3(version)))

    @routes.delete("/<note_id>")
    def delete(version: str, reference: str, note_id: str) -> ResponseReturnValue:
        del version
        actor, issue = caller(state), state.issue(reference)
        count_write(state, issue)
        delete_note(state, issue, _find_visible(state, issue, actor, note_id), actor)
        return "", 204

    return routes


def _find_visible(
    state: PracticeSite, issue: PracticeIssue, actor: PracticeUser, note_id: str
) -> PracticeNote:
    note = issue.note(note_id)
    if not state.sees(actor, note):
        raise not_found(f"Comment {note_id}")
    return note

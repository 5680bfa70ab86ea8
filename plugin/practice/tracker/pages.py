"""The page on which a person sees the project and plays both sides."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.practice.tracker.actions import add_note, apply_edit, create_issue, move_issue
from plugin.practice.tracker.edits import Edit, read_edit
from plugin.practice.tracker.people import PracticeUser
from plugin.practice.tracker.refusals import RestError
from plugin.practice.tracker.state import PracticeIssue, PracticeSite
from plugin.practice.tracker.text_html import as_html
from plugin.practice.tracker.texts import CHIP_CLASSES, WORDS
from plugin.texts import formats

_MAX_REFRESHES = 4
"""How often a page refreshes itself after a form was sent; then it keeps what is typed."""

_TYPES = ("Task", "Bug", "Story", "Epic", "Stage", "Sub-task")


def page_routes(state: PracticeSite) -> Blueprint:
    """Return the routes of the page; forms act as the person that they name."""
    routes = Blueprint("pages", __name__)

    @routes.get("/")
    def home() -> ResponseReturnValue:
        issues = sorted(state.issues.values(), key=lambda issue: int(issue.id), reverse=True)
        return _page(state, "home.html", issues=issues, types=_TYPES)

    @routes.post("/issues")
    def create() -> ResponseReturnValue:
        form = request.form
        actor = state.person(form.get("person", ""))
        wanted: dict[str, Any] = {"summary": form.get("summary", "")}
        if form.get("description"):
            wanted["description"] = form["description"]
        if parent := form.get("parent", "").strip():
            wanted["parent"] = {"key": parent}
        if labels := form.get("labels", "").split():
            wanted["labels"] = labels
        edit = read_edit(state, None, actor, {"fields": wanted}, v3=False)
        project = form.get("project", "")
        issue = create_issue(state, actor, project, form.get("type", "Task"), edit.fields)
        return _redirect_to_issue(issue)

    @routes.get("/browse/<key>")
    def issue(key: str) -> ResponseReturnValue:
        return _page(state, "issue.html", issue=state.issue(key))

    @routes.post("/browse/<key>/comments")
    def comment(key: str) -> ResponseReturnValue:
        found, actor = state.issue(key), state.person(request.form.get("person", ""))
        body = request.form.get("body", "").strip()
        if body:
            add_note(state, found, actor, {"body": body})
        return _redirect_to_issue(found)

    @routes.post("/browse/<key>")
    def change(key: str) -> ResponseReturnValue:
        found, actor = state.issue(key), state.person(request.form.get("person", ""))
        apply_edit(state, found, actor, _read_form(state, found, actor))
        status = _changed_in_form("status")
        if status in state.statuses and status != found.status:
            move_issue(state, found, actor, status)
        return _redirect_to_issue(found)

    @routes.errorhandler(RestError)
    def refused(error: RestError) -> ResponseReturnValue:
        reasons = [*error.messages, *(f"{field}: {text}" for field, text in error.errors.items())]
        return _page(state, "refused.html", reasons=reasons), error.status

    return routes


def _read_form(state: PracticeSite, issue: PracticeIssue, actor: PracticeUser) -> Edit:
    """Return what the person changed; what the service wrote meanwhile is left alone."""
    fields: dict[str, Any] = {}
    if (due := _changed_in_form("due")) is not None:
        fields["duedate"] = due or None
    if (labels := _changed_in_form("labels")) is not None:
        added = [label for label in labels.split() if label not in request.form.get("was_labels", "").split()]
        gone = set(request.form.get("was_labels", "").split()) - set(labels.split())
        kept = [label for label in issue.fields.get("labels") or [] if label not in gone]
        fields["labels"] = [*kept, *(label for label in added if label not in kept)]
    if (estimate := _changed_in_form("estimate")) is not None:
        fields["timetracking"] = {"originalEstimate": estimate}
    return read_edit(state, issue, actor, {"fields": fields}, v3=False)


def _changed_in_form(name: str) -> str | None:
    """Return what a field of the form holds, if it is not what the form showed."""
    value = request.form.get(name)
    if value is None or value.split() == request.form.get(f"was_{name}", "").split():
        return None
    return value.strip()


def estimate_text(seconds: int | None) -> str:
    """Return an estimate as a person writes it: `6h`, `1h 30m`; empty for none."""
    if seconds is None:
        return ""
    hours, minutes = divmod(seconds // 60, 60)
    parts = [f"{hours}h"] if hours else []
    return " ".join([*parts, f"{minutes}m"] if minutes else parts) or "0h"


def _redirect_to_issue(issue: PracticeIssue) -> ResponseReturnValue:
    address = url_for("pages.issue", key=issue.key, lang=_language(), looks=_MAX_REFRESHES)
    return redirect(address, 303)


def _language() -> str:
    asked = request.args.get("lang") or request.form.get("lang") or "ru"
    return asked if asked in WORDS else "ru"


def _page(state: PracticeSite, template: str, **shown: object) -> str:
    language = _language()
    return render_template(
        f"practice/{template}",
        words=WORDS[language],
        lang=language,
        other="en" if language == "ru" else "ru",
        site=state,
        looks=min(_MAX_REFRESHES, request.args.get("looks", 0, int)),
        people=[person for person in state.people if person.title],
        as_html=as_html,
        hours_words=estimate_text,
        when=partial(_format_moment, language=language),
        day=partial(_format_day, language=language),
        chip=lambda label: CHIP_CLASSES.get(label, "plain"),
        **shown,
    )


def _format_moment(moment: datetime, language: str) -> str:
    shown = moment.astimezone(UTC)
    return f"{formats.short_day(shown.date(), language)}, {shown:%H:%M}{formats.NBSP}UTC"


def _format_day(text: str, language: str) -> str:
    """Return a date field as people read it: «пятница, 25 декабря»."""
    return formats.day(date.fromisoformat(text), language)

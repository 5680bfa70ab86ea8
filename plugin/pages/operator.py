"""`/operator`: what is stuck and why, with a button that tries it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from mappings.model import Language
from plugin.core.due_dates.deadline_shift import stage_subject
from plugin.pages.base import forbid_caching, other_language, page_blueprint, reader_language
from plugin.pages.context import PageClosed, PagesContext
from plugin.reports.health import ServiceHealth
from plugin.runtime.clock import machine_clock
from plugin.store import contracts, deliveries, effect_recovery, reconcile_cursors
from plugin.texts import formats

MAX_ROWS = 100
_PAGE = "operator"

ReplayDelivery = Callable[[int, datetime], int]
"""Queues a delivery again; returns 1, or 0 where it is still not understood."""


def operator_pages(context: PagesContext, health: ServiceHealth, replay: ReplayDelivery) -> Blueprint:
    """Return the routes of the operator's page; to others it does not exist."""
    pages = _OperatorPages(context, health, replay)
    routes = page_blueprint("operator")
    routes.add_url_rule("/operator", "show", pages.show)
    routes.add_url_rule("/operator", "act", pages.act, methods=["POST"])
    routes.register_error_handler(PageClosed, pages.closed)
    routes.after_request(forbid_caching)
    return routes


@dataclass(frozen=True)
class _OperatorPages:
    context: PagesContext
    health: ServiceHealth
    replay: ReplayDelivery

    def show(self) -> Response:
        """Show the checks, what is parked and why, and how far each tracker is reconciled."""
        self._need_operator()
        with self.context.database.look() as connection:
            stages = {
                stage_subject(mapping.id, stage.id): stage.issue
                for mapping in contracts.load_latest(connection)
                for stage in mapping.stages
            }
            values: dict[str, Any] = {
                "parked": deliveries.list_newest(connection, "parked", MAX_ROWS),
                "stuck": [
                    {"tracker": each.tracker, "subject": each.subject, "slot": each.slot,
                     "issue": stages.get(each.subject) or each.subject, "reason": each.reason}
                    for each in effect_recovery.load_stuck(connection)[:MAX_ROWS]
                ],
                "waiting": effect_recovery.count_by_state(connection).get("waiting", 0),
                "cursors": reconcile_cursors.load_all(connection),
            }  # fmt: skip
        cookie = self.context.forms.cookie()
        form = self.context.forms.field(cookie, _PAGE, "act")
        done = request.args.get("done", "")
        response = self._render(
            "pages/operator.html", checks=self.health.checks(), form=form, done=done, **values
        )
        self.context.forms.set_cookie(response, cookie)
        return response

    def act(self) -> AnyResponse:
        """Retry a delivery, or the effects of an issue."""
        self._need_operator()
        if not self.context.forms.is_valid(_PAGE, "act"):
            raise PageClosed("form")
        now, delivery = machine_clock(self.context.clock).now(), request.form.get("delivery", "")
        if delivery.isdecimal():
            done = "replayed" if self.replay(int(delivery), now) else "not_understood"
        else:
            with self.context.database.change() as connection:
                tracker, subject = request.form.get("tracker", ""), request.form.get("subject", "")
                done = "again" if effect_recovery.retry_all(connection, tracker, subject, now) else "nothing"
        return redirect(url_for(".show", done=done, lang=request.args.get("lang")), code=303)

    def closed(self, error: PageClosed) -> Response:
        """Say kindly why the page is closed."""
        response = self._render("pages/closed.html", why=error.why)
        response.status_code = error.status
        return response

    def _need_operator(self) -> None:
        who = self.context.sessions.current()
        if who is None:
            raise PageClosed("no_link")
        if not who.operator:
            raise PageClosed("not_yours")

    def _render(self, template: str, **values: Any) -> Response:  # noqa: ANN401 -- values of a template
        shown = cast(Language, reader_language(self.context.language))
        return make_response(
            render_template(
                template,
                lang=shown,
                other=other_language(shown),
                formats=formats,
                now=self.context.clock.now(),
                **values,
            )
        )

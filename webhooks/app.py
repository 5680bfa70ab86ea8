"""The Flask app: receiving, health, and whatever pages it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from plugin.runtime.clock import Clock
from plugin.settings.model import Settings
from plugin.store.inbox import Inbox
from webhooks.probes import Health, make_health_routes
from webhooks.receiving import MAX_BYTES, make_webhook_routes
from webhooks.refusal_tally import CountRefused
from webhooks.refusals import build_refusal
from webhooks.request_body import tolerate_broken_bodies

ShowError = Callable[[HTTPException], Response | HTTPException]
"""Turns an error into what a browser shows; an error that it returns stays as it is."""


def create_app(
    *,
    settings: Settings,
    inbox: Inbox,
    clock: Clock,
    health: Health,
    blueprints: Sequence[Blueprint] = (),
    count_refused: CountRefused | None = None,
    show_error: ShowError | None = None,
) -> Flask:
    """Build the web side of the service.

    Args:
        settings: the trackers and their webhook secrets.
        inbox: where deliveries are kept before they are answered.
        clock: what the present is.
        health: what `/readyz` and `/metrics` show.
        blueprints: the pages, and in the demo the practice tracker.
        show_error: shows errors to people; without it they read as the framework says them.
        count_refused: keeps how many deliveries were refused, for `ugovor doctor`.

    Returns:
        An app that holds no state of its own but the count of failed signatures.
    """
    app = Flask("webhooks", static_folder=None)
    # One byte more than is taken: a stream of exactly the limit must not be cut off as too large.
    app.config["MAX_CONTENT_LENGTH"] = MAX_BYTES + 1
    app.register_blueprint(make_webhook_routes(settings, inbox, clock, count_refused))
    app.register_blueprint(make_health_routes(health))
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    app.register_error_handler(HTTPException, partial(_answer_error, show_error))
    app.wsgi_app = tolerate_broken_bodies(app.wsgi_app)  # type: ignore[method-assign, assignment]
    if proxies := settings.service.proxies:
        # Only where an operator vouches for them: else anybody could write whatever address they like.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
    return app


def _answer_error(show_error: ShowError | None, error: HTTPException) -> Response | HTTPException:
    """Answer webhooks in sentences; what people see in a browser is left to the pages."""
    if not request.path.startswith("/webhooks"):
        return show_error(error) if show_error is not None else error
    answer = build_refusal(
        error.code or 500,
        "The request was refused.",
        error.description or error.name,
        "Webhooks are sent by POST to /webhooks/ followed by the tracker's name in the settings.",
    )
    if error.code == 405:
        answer.headers["Allow"] = "POST, OPTIONS"
    return answer

"""The practice tracker as a web application and as a server of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from flask import Flask, Response, jsonify
from flask.typing import ResponseReturnValue, RouteCallable
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from plugin.practice.tracker.pages import page_routes
from plugin.practice.tracker.refusals import RestError
from plugin.practice.tracker.rest_comment import comment_routes
from plugin.practice.tracker.rest_issue import issue_routes
from plugin.practice.tracker.rest_names import name_routes
from plugin.practice.tracker.rest_search import search_routes
from plugin.practice.tracker.rest_site import site_routes, webhook_routes
from plugin.practice.tracker.state import PracticeSite

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_POLL_S = 0.02
"""How often a server looks whether it should end."""


class _QuietRequests(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - named by werkzeug
        """Say nothing: the terminal belongs to the service."""


Prepare = Callable[[Flask], None]


def create_practice_app(state: PracticeSite, prepare: Prepare | None = None) -> Flask:
    """Return the practice tracker: Jira's REST subset and a page of the project.

    Args:
        state: the site.
        prepare: adds what only tests need, before every route.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 10 * 1024 * 1024
    app.json.sort_keys = False  # type: ignore[attr-defined]
    if prepare is not None:
        prepare(app)
    app.register_blueprint(issue_routes(state))
    app.register_blueprint(comment_routes(state))
    app.register_blueprint(search_routes(state))
    app.register_blueprint(site_routes(state))
    app.register_blueprint(name_routes(state))
    app.register_blueprint(webhook_routes(state))
    app.register_blueprint(page_routes(state))
    _serialise_views(app, state)

    @app.url_value_preprocessor
    def known_version(endpoint: str | None, values: dict[str, str] | None) -> None:
        del endpoint
        if values and values.get("version", "2") not in (("2", "3", "latest") if state.is_cloud else ("2",)):
            raise RestError(404, f"null for uri: rest/api/{values['version']}")

    @app.errorhandler(RestError)
    def refused(error: RestError) -> ResponseReturnValue:
        answer = jsonify(errorMessages=list(error.messages), errors=error.errors)
        return answer, error.status, error.headers

    @app.errorhandler(HTTPException)
    def no_such_page(error: HTTPException) -> Response:
        answer = jsonify(errorMessages=[error.description or ""], errors={})
        answer.status_code = error.code or 500
        return answer

    return app


def serve_practice_site(
    state: PracticeSite, host: str = "127.0.0.1", port: int = 0, prepare: Prepare | None = None
) -> BaseWSGIServer:
    """Serve the practice tracker in a daemon thread; `state.url` tells where.

    Args:
        state: the site.
        host: to listen on.
        port: to listen on; 0 takes a free one.
        prepare: see `create_practice_app`.

    Returns:
        The server; `shutdown()` ends it.
    """
    app: WSGIApplication = create_practice_app(state, prepare)
    if state.gateway:
        # As at Atlassian's: the API under a path of its own, the pages where people see them.
        app = DispatcherMiddleware(app, {state.gateway: app})
    server = make_server(host, port, app, threaded=True, request_handler=_QuietRequests)
    root = f"http://{host}:{server.server_port}"
    state.url = root + state.gateway
    if state.gateway:
        state.base_url = state.base_url or root
    threading.Thread(
        target=server.serve_forever, args=(_POLL_S,), name="practice-tracker", daemon=True
    ).start()
    return server


def _serialise_views(app: Flask, state: PracticeSite) -> None:
    # The view alone: what happens to its answer afterwards keeps nobody else waiting.
    for name, view in app.view_functions.items():
        if name != "static":
            app.view_functions[name] = _lock_view(app, view, state)


def _lock_view(app: Flask, view: RouteCallable, state: PracticeSite) -> RouteCallable:
    @wraps(view)
    def locked(**values: str) -> ResponseReturnValue:
        with state.lock:
            answer: ResponseReturnValue = app.ensure_sync(view)(**values)
        return answer

    return locked

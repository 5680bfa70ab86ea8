"""The stand-in as a web application and a server, with faults on demand."""

from __future__ import annotations

import threading

from flask import Flask, Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from injected_faults import InjectedFault, inject_faults
from werkzeug.exceptions import HTTPException
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from yandex_standin.refusals import YandexRefused
from yandex_standin.rest import rest_routes
from yandex_standin.state import YandexState

_POLL_S = 0.02
_LOGIN_PAGE = "<!doctype html><title>Авторизация</title><form action='/auth'></form>"


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - named by werkzeug
        """Say nothing: the terminal belongs to the tests."""


def create_yandex(state: YandexState) -> Flask:
    """Return the stand-in."""
    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    inject_faults(app, state.faults, _fault, _refusal)
    app.register_blueprint(rest_routes(state))

    @app.before_request
    def enter() -> None:
        state.calls.append((request.method, request.path))
        state.lock.acquire()
        g.locked = True

    @app.after_request
    def leave(response: Response) -> Response:
        # A hanging answer waits outside the lock: other requests go on meanwhile.
        if g.pop("locked", False):
            state.lock.release()
        return response

    @app.errorhandler(YandexRefused)
    def refused(error: YandexRefused) -> ResponseReturnValue:
        return jsonify(error.body()), error.status

    @app.errorhandler(HTTPException)
    def no_such_page(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        return jsonify(errors={}, errorMessages=[error.description], statusCode=status), status

    return app


def serve_yandex(state: YandexState, host: str = "127.0.0.1") -> BaseWSGIServer:
    """Serve the stand-in in a daemon thread on a free port; `state.url` tells where."""
    server = make_server(host, 0, create_yandex(state), threaded=True, request_handler=_Quiet)
    state.url = f"http://{host}:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(_POLL_S,), name="yandex", daemon=True).start()
    return server


def _fault(fault: InjectedFault) -> Response:
    if fault.kind == "lie":
        return Response(status=200)
    if fault.kind == "login_page":
        return Response(_LOGIN_PAGE, content_type="text/html")
    response = _refusal(int(fault.kind) if fault.kind.isdigit() else 500)
    if fault.retry_after is not None:
        response.headers["Retry-After"] = fault.retry_after
    return response


def _refusal(status: int) -> Response:
    response = jsonify(errors={}, errorMessages=["По запросу."], statusCode=status)
    response.status_code = status
    return response

"""A proxy between adapter and real server that fails on demand."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

import requests
from flask import Flask, Response, request
from injected_faults import FaultQueue
from jira_standin import inject_jira_faults
from werkzeug.serving import WSGIRequestHandler, make_server

_NOT_PASSED_ON = {
    "connection",
    "content-encoding",
    "content-length",
    "transfer-encoding",
    "host",
    "keep-alive",
}
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - named by werkzeug
        """Say nothing."""


class FaultProxy:
    """Passes every request on, but those that `faults` names.

    Attributes:
        passed: the methods of the requests that were passed on.
    """

    def __init__(self, target: str) -> None:
        self.faults = FaultQueue()
        self.passed: list[str] = []
        self._target = target
        self._session = requests.Session()
        self._session.trust_env = False
        app = Flask(__name__)
        inject_jira_faults(app, self.faults)
        app.add_url_rule("/<path:path>", view_func=self._pass_on, methods=_METHODS)
        self._server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def _pass_on(self, path: str) -> Response:
        self.passed.append(request.method)
        answer = self._session.request(
            request.method,
            f"{self._target}/{path}",
            params=list(request.args.items(multi=True)),
            data=request.get_data(),
            headers=dict(_passed(request.headers.items())),
            allow_redirects=False,
            timeout=30,
        )
        return Response(answer.content, answer.status_code, dict(_passed(answer.headers.items())))

    def close(self) -> None:
        """Release everything that hangs, and stop."""
        self.faults.release()
        self._server.shutdown()
        self._server.server_close()
        self._session.close()


def _passed(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in headers if name.lower() not in _NOT_PASSED_ON)

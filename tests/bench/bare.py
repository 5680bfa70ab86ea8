"""The bare handler: the same server and threads, and a route that answers 204."""

from __future__ import annotations

import sys

from flask import Flask, Response
from gunicorn.app.base import BaseApplication


def bare_app() -> Flask:
    """Build an app that keeps nothing and answers 204."""
    app = Flask("bare")

    @app.post("/webhooks/<tracker>")
    def answer(tracker: str) -> Response:
        del tracker
        return Response(status=204)

    return app


class _Bare(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
    def __init__(self, bind: str, threads: int) -> None:
        self._given = {"bind": bind, "workers": 1, "worker_class": "gthread", "threads": threads}
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._given.items():
            self.cfg.set(name, value)
        if "control_socket_disable" in self.cfg.settings:
            self.cfg.set("control_socket_disable", True)

    def load(self) -> Flask:
        return bare_app()


if __name__ == "__main__":
    _Bare(sys.argv[1], int(sys.argv[2])).run()

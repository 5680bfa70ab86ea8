"""What a user would write instead: a label and a comment for a new issue.

Nothing is kept or repeated.
"""

from __future__ import annotations

import os
import threading
from wsgiref.types import WSGIApplication

from flask import Flask, request
from gunicorn.app.base import BaseApplication
from jira import JIRA

app = Flask("lines")
of_thread = threading.local()


def jira() -> JIRA:
    """Return the client of this thread."""
    if not hasattr(of_thread, "client"):
        login = ("bot@acme.example", "token-of-the-bot")
        of_thread.client = JIRA(os.environ["TRACKER"], basic_auth=login, get_server_info=False)
    client: JIRA = of_thread.client
    return client


@app.post("/webhooks/main")
def label() -> tuple[str, int]:
    """Label an issue that names an excluded thing, and say so."""
    issue = request.get_json()["issue"]
    if "калькулятор" in issue["fields"]["summary"].lower():
        jira().issue(issue["id"], fields="labels").update(fields={"labels": ["beyond-scope"]})
        jira().add_comment(issue["id"], "This is beyond the contract. We will send an offer.")
    return "", 204


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Sixteen threads."""

    def load_config(self) -> None:
        """Set them."""
        for name, value in (("bind", f"127.0.0.1:{os.environ['PORT']}"), ("worker_class", "gthread")):
            self.cfg.set(name, value)
        self.cfg.set("threads", 16)
        if "control_socket_disable" in self.cfg.settings:
            self.cfg.set("control_socket_disable", True)

    def load(self) -> WSGIApplication:
        """Return the app."""
        return app


if __name__ == "__main__":
    Server().run()

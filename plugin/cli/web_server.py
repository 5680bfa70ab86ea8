"""The web side under gunicorn, in this very process: one worker process with threads, stopped gracefully."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication
from gunicorn.errors import AppImportError
from gunicorn.glogging import Logger

from plugin.cli.context import CliContext
from plugin.cli.errors import CommandFailed, WrongUse, expected
from plugin.cli.gunicorn_worker import WebWorker
from plugin.runtime.log_setup import configure_logs
from plugin.settings.model import Settings

if TYPE_CHECKING:
    from flask import Flask

    from plugin.runtime.clock import Clock
    from plugin.store.engine import Database

_COULD_NOT_START = (3, 4)
"""gunicorn's exit codes where the app did not load; the sentence is on standard error already."""

GRACEFUL_S = 30
"""How long a request may take to end after SIGTERM."""


class _ForwardedLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's messages go where all others go."""

    def setup(self, cfg: object) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class _WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, options: Mapping[str, object], make_app: Callable[[], Flask]) -> None:
        self._options = options
        self._make_app = make_app
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._make_app()


def run_web(
    settings: Settings,
    clock: Clock,
    *,
    when_ready: Callable[[], None] | None = None,
    on_exit: Callable[[], None] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; requests in hand are finished.

    Args:
        settings: address and number of threads.
        clock: what the present is.
        when_ready: called once this process listens, before the first request.
        on_exit: called after the last request.

    Raises:
        Refused: the app could not start, such as without its database.
        WrongUse: the address cannot be listened on.
    """
    options: dict[str, object] = {
        "bind": settings.service.bind,
        "workers": 1,
        "worker_class": WebWorker,
        "threads": settings.service.web_threads,
        "graceful_timeout": GRACEFUL_S,
        "proc_name": "ugovor",
        "logger_class": _ForwardedLog,
        # What a proxy vouches for is read by the app, as `service.proxies` says; gunicorn would take path and
        # scheme from headers of any client that a proxy on this machine hands on.
        "forwarded_allow_ips": "",
        # A newer gunicorn would open a socket for remote control.
        "control_socket_disable": True,
        "post_fork": hand_over_signals,
        "when_ready": _ignoring_the_server(when_ready),
        "on_exit": _ignoring_the_server(on_exit),
    }
    first = os.getpid()
    try:
        _WebServer(options, lambda: _load(settings, clock)).run()
    except SystemExit as ended:
        if os.getpid() != first:
            # The forked process ends here too; its exit code is for gunicorn to read.
            raise
        if ended.code in _COULD_NOT_START:
            raise CommandFailed("The service could not start; the reason stands above.") from ended
        if ended.code == 1:
            raise WrongUse(
                f"service.bind is {settings.service.bind}, which cannot be listened on. "
                "Another program may listen there already."
            ) from ended
        raise


def _ignoring_the_server(hook: Callable[[], None] | None) -> Callable[[object], None]:
    def called(server: object) -> None:
        del server
        if hook is not None:
            hook()

    return called


def hand_over_signals(server: Any, worker: Any) -> None:  # noqa: ANN401 -- gunicorn has no types
    """Give a new process what the first one's signal handlers take in before it has its own."""
    queue = server.SIG_QUEUE
    # An older gunicorn keeps them in a list.
    worker.take_missed = queue.pop if isinstance(queue, list) else queue.get_nowait


def web_database(settings: Settings) -> Database:
    """Open the database as who answers needs it: what others hold for long is answered with 503."""
    from plugin.store import schema
    from plugin.store.engine import Database
    from plugin.store.group_commit import TIMEOUT_S

    with closing(Database(settings.service.database)) as patient:
        schema.upgrade(patient)
    return Database(settings.service.database, waits_s=TIMEOUT_S)


def make_app(settings: Settings, clock: Clock, database: Database | None = None) -> Flask:
    """Build the web side with a database of its own; connections never pass from process to process."""
    from plugin.cli.routes import all_pages
    from plugin.reports.health import ServiceHealth
    from plugin.store.accepted_deliveries import DatabaseInbox
    from webhooks.app import create_app

    database = database or web_database(settings)
    inbox = DatabaseInbox(database)
    health = ServiceHealth(database, clock)
    app = create_app(settings=settings, inbox=inbox, clock=clock, health=health)
    for pages in all_pages(app, settings, database, inbox, health, clock):
        app.register_blueprint(pages)
    return app


def wsgi() -> Flask:
    """Build the web side for a gunicorn of one's own; settings are found as the command finds them."""
    configure_logs()
    surroundings = CliContext()
    return make_app(surroundings.settings(), surroundings.clock)


def _load(settings: Settings, clock: Clock) -> Flask:
    try:
        return make_app(settings, clock)
    except Exception as error:
        if sentence := expected(error):
            raise AppImportError(sentence) from error
        raise

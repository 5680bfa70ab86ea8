"""The web side under gunicorn, in this very process.

One worker process with threads, stopped gracefully.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any, ClassVar

from gunicorn.app.base import BaseApplication
from gunicorn.errors import AppImportError
from gunicorn.glogging import Logger

from plugin.cli.context import CliContext
from plugin.cli.errors import CommandFailed, WrongUse, describe_failure
from plugin.cli.gunicorn_worker import WebWorker
from plugin.runtime.logs import configure_logs

if TYPE_CHECKING:
    from flask import Flask

    from plugin.runtime.clock import Clock
    from plugin.settings.model import Settings
    from plugin.store.engine import Database

_START_FAILED_CODES = (3, 4)
"""gunicorn's exit codes where the app did not load.

The sentence is on standard error already.
"""

GRACEFUL_TIMEOUT_S = 30
"""How long a request may take to end after SIGTERM."""


class _ForwardedLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's messages go where all others go.

    Why it cannot listen is kept for one sentence.
    """

    is_listening: ClassVar[bool] = False
    why_not: ClassVar[str] = ""

    def setup(self, cfg: object) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True

    def error(self, msg: str, *args: object, **kwargs: object) -> None:
        if _ForwardedLog.is_listening:
            super().error(msg, *args, **kwargs)
            return
        # It tries five times, a second apart, and says so each time.
        self.debug(msg, *args)
        fault = sys.exc_info()[1]
        if isinstance(fault, OSError):
            _ForwardedLog.why_not = fault.strerror or str(fault)


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
    bind: str,
    threads: int,
    context: CliContext,
    *,
    when_ready: Callable[[], None] | None = None,
    on_exit: Callable[[], None] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; requests in hand are finished.

    Args:
        bind: the address to listen on.
        threads: how many requests are handled at once.
        context: from which the process that serves reads the settings again.
        when_ready: called once this process listens, before the first request.
        on_exit: called after the last request.

    Raises:
        Refused: the app could not start, such as without its database.
        WrongUse: the address cannot be listened on.
    """
    options: dict[str, object] = {
        "bind": bind,
        "workers": 1,
        "worker_class": WebWorker,
        "threads": threads,
        "graceful_timeout": GRACEFUL_TIMEOUT_S,
        "proc_name": "ugovor",
        "logger_class": _ForwardedLog,
        # What a proxy vouches for is read by the app, as `service.proxies` says; gunicorn would take path and
        # scheme from headers of any client that a proxy on this machine hands on.
        "forwarded_allow_ips": "",
        # A newer gunicorn would open a socket for remote control.
        "control_socket_disable": True,
        "post_fork": hand_over_signals,
        "when_ready": lambda _: _begin(when_ready),
        "on_exit": lambda _: on_exit() if on_exit else None,
    }
    first = os.getpid()
    try:
        _WebServer(options, lambda: _load(context)).run()
    except SystemExit as ended:
        if os.getpid() != first:
            # The forked process ends here too; its exit code is for gunicorn to read.
            raise
        if ended.code in _START_FAILED_CODES:
            raise CommandFailed("The service could not start; the reason stands above.") from ended
        if ended.code == 1:
            why_not = _ForwardedLog.why_not or "it is no address"
            raise WrongUse(
                f"service.bind is {bind}, which cannot be listened on: {why_not}. "
                "Name another address, or end the program that listens there."
            ) from ended
        raise


def _begin(when_ready: Callable[[], None] | None) -> None:
    _ForwardedLog.is_listening = True
    if when_ready is not None:
        when_ready()


def hand_over_signals(server: Any, worker: Any) -> None:  # noqa: ANN401 -- gunicorn has no types
    """Give a new process the signals that come before it has its own handlers."""
    queue = server.SIG_QUEUE
    # An older gunicorn keeps them in a list.
    worker.take_missed = queue.pop if isinstance(queue, list) else queue.get_nowait


def open_web_database(settings: Settings) -> Database:
    """Open the database for the process that answers requests.

    What others hold for long is answered with 503.
    """
    from plugin.store import schema
    from plugin.store.engine import Database
    from plugin.store.group_commit import TIMEOUT_S

    with closing(Database(settings.service.database)) as patient:
        schema.upgrade(patient)
    return Database(settings.service.database, waits_s=TIMEOUT_S)


def make_app(settings: Settings, clock: Clock, database: Database | None = None) -> Flask:
    """Build the web side with a database of its own.

    Connections never pass from process to process.
    """
    from plugin.cli.routes import build_pages
    from plugin.pages.error_page import make_error_page
    from plugin.reports.health import ServiceHealth
    from plugin.settings.practice_time import choose_clock
    from plugin.store.accepted_deliveries import DatabaseInbox
    from plugin.store.webhook_traffic import RefusalCounter
    from webhooks.app import create_app

    clock = choose_clock(settings, clock)
    database = database or open_web_database(settings)
    inbox = DatabaseInbox(database)
    health = ServiceHealth(database, clock, settings.service.mappings)
    refused = RefusalCounter(database)
    app = create_app(
        settings=settings,
        inbox=inbox,
        clock=clock,
        health=health,
        count_refused=refused.count,
        show_error=make_error_page(settings.service.language),
    )
    for pages in build_pages(app, settings, database, inbox, health, clock):
        app.register_blueprint(pages)
    return app


def wsgi() -> Flask:
    """Build the web side for a gunicorn of one's own.

    Settings are found as the command finds them.
    """
    configure_logs()
    context = CliContext()
    return make_app(context.settings(), context.clock)


def _load(context: CliContext) -> Flask:
    try:
        return make_app(context.read_settings(), context.clock)
    except Exception as error:
        if sentence := describe_failure(error):
            raise AppImportError(sentence) from error
        raise

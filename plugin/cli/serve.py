"""`ugovor serve`: web side and worker together, or one of them.

The web side is this process; the worker is a child that is kept alive.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import sys
import threading
from dataclasses import dataclass
from types import FrameType

import click

from plugin.cli.context import CliContext, pass_cli_context
from plugin.cli.forked_call import call_in_child
from plugin.cli.supervisor import Supervisor
from plugin.runtime.logs import configure_logs

log = logging.getLogger("ugovor.serve")

_SWITCH_INTERVAL_S = 0.0005
"""How long a thread of the worker computes before another one has its turn.

Each asks the database and the tracker every few moments. Python's own interval is ten times as long: threads
would wait longer for their turn than for the answer."""
_NICE = 5
"""By how much the worker stands back where the processor is short."""

_PARENT_CHECK_INTERVAL_S = 1.0


@click.command()
@click.option("--web", "only_web", is_flag=True, help="Only receive webhooks and show pages.")
@click.option("--worker", "only_worker", is_flag=True, help="Only work on what was received.")
@click.option("--parent", type=int, hidden=True, help="Stop when this process is gone.")
@click.option("--name", default="", hidden=True, help="The same for a worker and the one after its death.")
@pass_cli_context
def serve(context: CliContext, only_web: bool, only_worker: bool, parent: int | None, name: str) -> None:
    """Run the service: web and worker together, or one of them.

    SIGTERM and Ctrl-C let both finish what is in hand.
    """
    if only_worker and not only_web:
        configure_logs()
        _run_worker(context, parent, name)
        return
    # This process looks after the others as long as the service lives, and loads no more than that takes.
    start = call_in_child(lambda: _read_web_start(context))
    configure_logs()
    if not start.has_trackers:
        log.warning("the settings have no [trackers.NAME]: every webhook is answered with 404")
    from plugin.cli.web_server import run_web

    if only_web and not only_worker:
        run_web(start.bind, start.threads, context)
        return
    supervisor = Supervisor(_build_worker_command(context))
    run_web(start.bind, start.threads, context, when_ready=supervisor.start, on_exit=supervisor.stop)


@dataclass(frozen=True)
class _WebStart:
    """What the first process needs of the settings."""

    bind: str
    threads: int
    has_trackers: bool


def _read_web_start(context: CliContext) -> _WebStart:
    settings = context.read_settings()
    return _WebStart(settings.service.bind, settings.service.web_threads, bool(settings.trackers))


def _build_worker_command(context: CliContext) -> list[str]:
    config = ["--config", str(context.config)] if context.config else []
    # The name tells the next worker after a death what it may take over at once.
    own = ["serve", "--worker", "--parent", str(os.getpid()), "--name", secrets.token_hex(8)]
    return [sys.executable, "-m", "plugin.cli", *config, *own]


def _run_worker(context: CliContext, parent: int | None, name: str) -> None:
    """Work until a signal, or until the process that started this one is gone.

    A signal that comes before the work has begun ends the process at once: nothing is in hand, and getting
    ready may take long, such as while another process migrates the database.
    """
    stop, begun = threading.Event(), threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()
        if not begun.is_set():
            raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    with context.service() as service:
        if parent is not None:
            threading.Thread(target=_watch_parent, args=(parent, stop), name="parent", daemon=True).start()
        # Webhooks are to be answered in time whatever the worker has to do.
        if not service.database.is_sqlite:
            # There it would hold the only write lock while others have the processor.
            os.nice(_NICE)
        sys.setswitchinterval(_SWITCH_INTERVAL_S)
        begun.set()
        log.info("the worker has begun")
        service.worker_pool(name).run(stop)
    log.info("the worker has finished what was in hand")


def _watch_parent(parent: int, stop: threading.Event) -> None:
    while not stop.wait(_PARENT_CHECK_INTERVAL_S):
        if os.getppid() != parent:
            stop.set()

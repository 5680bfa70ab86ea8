"""Keeping a child process alive.

It is started again when it ends, more slowly each time it ends early.
"""

from __future__ import annotations

import logging
import os
import subprocess
import threading
import time
from collections.abc import Sequence

log = logging.getLogger("ugovor.supervisor")

FIRST_DELAY_S = 1.0
MAX_DELAY_S = 30.0
HEALTHY_AFTER_S = 60.0
"""A child that lives this long did not fail at its start.

The next delay is the first one again.
"""

POLL_INTERVAL_S = 0.2

STOP_TIMEOUT_S = 60.0
"""How long a child that was asked to stop may finish what is in hand."""

_starting = threading.Lock()
"""Held while a child is started and while this process forks: never both at once.

`Popen` waits until nobody holds the writing end of a pipe of its own any more. The web server forks its own
process in another thread; forked in that moment it would hold the pipe for as long as it lives.
"""
os.register_at_fork(
    before=_starting.acquire, after_in_parent=_starting.release, after_in_child=_starting.release
)


class Supervisor:
    """Runs a command in a child process until it is stopped."""

    def __init__(self, command: Sequence[str], *, first_delay_s: float = FIRST_DELAY_S) -> None:
        """Take the command; nothing runs before `start()`."""
        self._command = tuple(command)
        self._first_delay_s = first_delay_s
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._supervise, name="supervisor", daemon=True)

    def start(self) -> None:
        """Start the child, which runs when this returns, and watch over it."""
        self._child = self._start_child()
        self._thread.start()

    def stop(self) -> None:
        """Ask the child to stop, wait until it has finished, and start it no more."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(STOP_TIMEOUT_S)
        child = self._child
        if child is not None and self._thread.is_alive():
            log.error("the worker did not stop within %s seconds and was killed", STOP_TIMEOUT_S)
            child.kill()

    def _supervise(self) -> None:
        delay_s = self._first_delay_s
        while True:
            began = time.monotonic()
            self._watch()
            if time.monotonic() - began > HEALTHY_AFTER_S:
                delay_s = self._first_delay_s
            if self._stopping.is_set():
                return
            log.error("the worker ended; it is started again in %g s", delay_s)
            if self._stopping.wait(delay_s):
                return
            delay_s = min(delay_s * 2, MAX_DELAY_S)
            self._child = self._start_child()

    def _start_child(self) -> subprocess.Popen[bytes] | None:
        """Start the child.

        None where the system cannot just now, which is tried again like an early end.
        """
        try:
            with _starting:
                return subprocess.Popen(self._command)  # noqa: S603 -- our own command
        except OSError as error:
            log.error("the worker could not be started: %s", error.strerror)
            return None

    def _watch(self) -> None:
        """Wait until the child has ended; once this supervisor is stopped, ask it to."""
        child = self._child
        if child is None:
            return
        # The web server reaps every child of this process: a blocking wait for one that it was faster to reap
        # was seen to hang for ever, while a look always tells that the child is gone.
        while child.poll() is None and not self._stopping.wait(POLL_INTERVAL_S):
            pass
        child.terminate()
        while child.poll() is None:
            time.sleep(POLL_INTERVAL_S)

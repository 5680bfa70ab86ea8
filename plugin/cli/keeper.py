"""Keeping a child process alive: it is started again when it ends, more slowly each time it ends early."""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections.abc import Sequence

log = logging.getLogger("ugovor.keeper")

FIRST_DELAY_S = 1.0
LONGEST_DELAY_S = 30.0
LIVED_WELL_S = 60.0
"""A child that lived so long did not fail at its start: the next delay is the first one again."""

LOOK_EVERY_S = 0.2

PATIENCE_S = 60.0
"""How long a child that was asked to stop may finish what is in hand."""


class Keeper:
    """Runs a command in a child process until it is stopped."""

    def __init__(self, command: Sequence[str], *, first_delay_s: float = FIRST_DELAY_S) -> None:
        """Take the command; nothing runs before `start()`."""
        self._command = tuple(command)
        self._first_delay_s = first_delay_s
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def start(self) -> None:
        """Start the child and watch over it."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the child to stop, wait until it has finished what is in hand, and start it no more."""
        with self._lock:
            self._stopping.set()
            child = self._child
        if child is not None:
            child.terminate()
        self._thread.join(PATIENCE_S)
        if child is not None and self._thread.is_alive():
            log.error("the worker did not stop within %s seconds and was killed", PATIENCE_S)
            child.kill()

    def _keep(self) -> None:
        delay_s = self._first_delay_s
        while not self._stopping.is_set():
            began = time.monotonic()
            self._run_once()
            if time.monotonic() - began > LIVED_WELL_S:
                delay_s = self._first_delay_s
            if self._stopping.is_set():
                return
            log.error("the worker ended; it is started again in %g s", delay_s)
            self._stopping.wait(delay_s)
            delay_s = min(delay_s * 2, LONGEST_DELAY_S)

    def _run_once(self) -> None:
        with self._lock:
            if self._stopping.is_set():
                return
            child = self._child = subprocess.Popen(self._command)  # noqa: S603 -- our own command
        # The web server reaps every child of this process: a blocking wait for one that it was faster to reap
        # was seen to hang for ever, while a look always tells that the child is gone.
        while child.poll() is None:
            time.sleep(LOOK_EVERY_S)
        with self._lock:
            self._child = None

"""Waiting for real processes, with a deadline and without a sleep."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from chaos.service import Process
from time_limits import scaled

WAIT_LIMIT_S = scaled(60.0)


def until(look: Callable[[], object], what: str) -> None:
    """Wait until something is seen."""
    deadline, pause = time.monotonic() + WAIT_LIMIT_S, threading.Event()
    while time.monotonic() < deadline:
        if look():
            return
        pause.wait(0.05)
    raise AssertionError(f"not seen within {WAIT_LIMIT_S:g} s: {what}")


def started(process: Process) -> Process:
    """Start a process and return it once it is at work."""
    process.start()
    process.wait_until_up(threading.Event())
    return process


def said(process: Process) -> str:
    """Return a process's log."""
    return process.log.read_text(encoding="utf-8") if process.log.exists() else ""

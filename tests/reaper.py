"""Ends every process that a run of the tests started, however it ends.

Each run has a mark in its environment, which all its processes inherit, whatever sessions and groups they
open. A watcher beside the run holds the reading end of a pipe: when the run is over, interrupted or killed,
the pipe closes, and the watcher ends what still carries the mark.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

MARK = "TEST_RUN"
"""The variable that all processes of a run have in their environment."""
GRACE_S = 5.0
"""How long they may take to stop by themselves before they are killed."""


_pipes: list[int] = []
"""Writing ends that stay open as long as this process lives."""


def watch_this_run() -> None:
    """Mark this process and start its watcher, unless it has one."""
    if MARK in os.environ or not Path("/proc/self/environ").exists():
        return
    mark = uuid.uuid4().hex
    reading, writing = os.pipe()
    # A session of its own: what interrupts the run must not end the watcher. It carries no mark.
    command = [sys.executable, __file__, mark]
    watcher = subprocess.Popen(command, stdin=reading, start_new_session=True)  # noqa: S603 - this file
    watcher.returncode = 0  # nobody waits for it: it outlives this process
    os.close(reading)
    _pipes.append(writing)
    os.environ[MARK] = mark


def marked(mark: str) -> Iterator[int]:
    """Yield the ids of the living processes that carry a mark."""
    wanted = f"{MARK}={mark}".encode()
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                found = wanted in (folder / "environ").read_bytes().split(b"\0")
            except OSError:  # it has ended meanwhile, or is somebody else's
                continue
            if found:
                yield int(folder.name)


def reap(mark: str) -> None:
    """Ask every process with a mark to stop; kill those that have not after a while."""
    deadline = time.monotonic() + GRACE_S
    _signal(marked(mark), signal.SIGTERM)
    while list(marked(mark)):
        if time.monotonic() > deadline:
            _signal(marked(mark), signal.SIGKILL)
            return
        time.sleep(0.1)


def _signal(processes: Iterator[int], what: signal.Signals) -> None:
    for process in processes:
        try:
            os.kill(process, what)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    sys.stdin.buffer.read()  # ends when the run has ended
    reap(sys.argv[1])

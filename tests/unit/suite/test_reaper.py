"""A run of the tests that is interrupted leaves no process behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import reaper
from time_limits import scaled

TESTS = Path(reaper.__file__).parent
LEAVING = """
import signal, subprocess, sys, time
import reaper

# A shell starts what runs in the background with interrupts turned off.
signal.signal(signal.SIGINT, signal.default_int_handler)
reaper.watch_this_run()
command = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
left = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
left.stdout.readline()
print(left.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc here: nothing is reaped")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_children_end_with_an_interrupted_run(how: signal.Signals) -> None:
    """Also one with a session of its own, and also where the run is killed."""
    environment = {name: value for name, value in os.environ.items() if name != reaper.MARK}
    run = subprocess.Popen(  # noqa: S603 - a script of this file
        [sys.executable, "-c", LEAVING],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**environment, "PYTHONPATH": str(TESTS)},
    )
    assert run.stdout is not None
    child = int(run.stdout.readline())
    run.send_signal(how)
    run.wait(scaled(20))
    run.stdout.close()
    deadline, pause = time.monotonic() + scaled(20), threading.Event()
    while is_running(child):
        assert time.monotonic() < deadline, "the child is still there"
        pause.wait(0.05)


def is_running(process: int) -> bool:
    """Tell whether a process runs; one that has ended and is only waited for does not."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"

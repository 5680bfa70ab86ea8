"""The supervisor of a child process, in a process that forks as the web does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from time_limits import scaled

from plugin.cli.supervisor import Supervisor

FORKING = """
import os, sys, time
from plugin.cli.supervisor import Supervisor

notes, wanted = sys.argv[1], 4
child = [sys.executable, "-S", "-c", "import sys; open(sys.argv[1], 'a').write('x')", notes]
supervisor = Supervisor(child, first_delay_s=0.01)
supervisor.start()
forked = []
deadline = time.monotonic() + 20
while time.monotonic() < deadline and (not os.path.exists(notes) or os.path.getsize(notes) < wanted):
    if len(forked) < 400:
        pid = os.fork()
        if pid == 0:
            time.sleep(60)
            os._exit(0)
        forked.append(pid)
    time.sleep(0.001)
for pid in forked:
    os.kill(pid, 9)
print(os.path.getsize(notes) >= wanted)
"""


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A named pipe: reading it waits for a child that writes into it."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def test_a_fork_at_the_wrong_moment_keeps_no_child_from_starting(tmp_path: Path) -> None:
    """A process forked while a child starts lives on, and so does the supervisor."""
    command = [sys.executable, "-W", "ignore", "-c", FORKING, str(tmp_path / "notes")]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=scaled(60), check=False)  # noqa: S603
    assert done.stdout.strip() == "True"


def test_a_child_that_cannot_be_started_is_tried_again(tmp_path: Path, pipe: Path) -> None:
    """A system out of processes for a moment leaves a worker in the end."""
    program = tmp_path / "program"
    supervisor = Supervisor([str(program)], first_delay_s=0.01)
    supervisor.start()
    ready = tmp_path / "ready"
    ready.write_text(f"#!/bin/sh\necho begun > {pipe}\nexec sleep 60\n", encoding="utf-8")
    ready.chmod(0o755)
    ready.rename(program)
    assert pipe.read_text(encoding="utf-8") == "begun\n"
    supervisor.stop()


def test_it_stops_what_it_started(tmp_path: Path, pipe: Path) -> None:
    """After `stop()` the child has had its time to finish, and is started no more."""
    finished = tmp_path / "finished"
    script = f"trap 'echo x >> {finished}; exit' TERM; echo begun > {pipe}; while :; do sleep 0.05; done"
    supervisor = Supervisor(["/bin/sh", "-c", script], first_delay_s=0.01)
    supervisor.start()
    assert pipe.read_text(encoding="utf-8") == "begun\n"
    supervisor.stop()
    assert finished.read_text(encoding="utf-8") == "x\n"


def test_one_that_never_began_stops_too() -> None:
    """The web side may fail before it is ready."""
    Supervisor(["/bin/true"]).stop()

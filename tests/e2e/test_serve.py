"""`ugovor serve` as operators run it: starts, works, survives, stops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from ports import free_port
from story import until
from time_limits import scaled

SETTINGS = """
[service]
bind = "127.0.0.1:{port}"
database = "sqlite:///{folder}/ugovor.db"

[trackers.main]
kind = "jira_cloud"
url = "http://127.0.0.1:1"
user = "bot@acme.example"
token = "t"
webhook_secrets = ["s"]
account = "bot"
"""


EARLY_S = scaled(25.0)
"""Limit in seconds for a fresh service with nothing in hand to stop."""

RESTART_S = scaled(40.0)
"""Limit in seconds for a killed worker to be there again."""


@dataclass
class Serving:
    """A running `ugovor serve`."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def status(self, path: str) -> int:
        """Return the status of an answer, or 0 where nobody answers in time."""
        try:
            return requests.get(self.url + path, timeout=scaled(10)).status_code
        except (requests.ConnectionError, requests.Timeout):
            return 0

    def said(self, words: str) -> int:
        """Return how many lines of the log hold these words."""
        return sum(words in line for line in self.log.read_text(encoding="utf-8").splitlines())

    def stop(self) -> int:
        """Ask it to stop, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(scaled(60))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with settings and without a contract."""
    port = free_port()
    (tmp_path / "mappings").mkdir()
    (tmp_path / "ugovor.toml").write_text(SETTINGS.format(port=port, folder=tmp_path), encoding="utf-8")
    return tmp_path


@pytest.fixture
def serving(folder: Path) -> Iterator[Serving]:
    """The service, ready."""
    with _start(folder) as process:
        settings = tomllib.loads((folder / "ugovor.toml").read_text(encoding="utf-8"))
        serving = Serving(process, f"http://{settings['service']['bind']}", folder / "log")
        try:
            until(lambda: serving.status("/readyz") == 200, "readiness")
            yield serving
        finally:
            process.kill()


def test_it_is_ready_and_stops_well(serving: Serving) -> None:
    """Web and worker run; after SIGTERM both have finished and the exit code is 0."""
    assert serving.status("/healthz") == 200
    assert serving.status("/") == 200
    assert serving.stop() == 0
    assert serving.said("the worker has finished what was in hand") == 1
    assert serving.status("/healthz") == 0


def test_the_front_page_shows_no_data(serving: Serving) -> None:
    """Pages are closed without a link or a login."""
    page = requests.get(serving.url + "/", timeout=scaled(10)).text
    assert "Реестр" not in page
    assert "ACME" not in page


@pytest.mark.parametrize("time", range(6))
def test_a_worker_that_dies_is_started_again(serving: Serving, time: int) -> None:
    """Even by SIGKILL, each time, and SIGTERM ends that one too."""
    del time
    until(lambda: serving.said("the worker has begun") == 1, "the worker")
    os.kill(_worker_of(serving.process.pid), signal.SIGKILL)
    until(lambda: serving.said("the worker has begun") == 2, "another worker", RESTART_S)
    assert serving.stop() == 0
    assert serving.said("the worker has finished what was in hand") == 1
    assert serving.status("/healthz") == 0


def test_without_its_parent_the_worker_stops(serving: Serving) -> None:
    """Nothing is left over when the first process was killed."""
    until(lambda: serving.said("the worker has begun") == 1, "the worker")
    serving.process.kill()
    until(lambda: serving.said("the worker has finished what was in hand") == 1, "the worker's end")


@pytest.mark.parametrize(
    "line",
    ["Listening at", "Booting worker", "the worker has begun"],
)
def test_it_stops_however_early_it_is_asked(folder: Path, line: str) -> None:
    """It stops while starting, after any line of its log."""
    log = folder / "log"
    with _ended(_start(folder)) as process:
        until(lambda: line in log.read_text(encoding="utf-8"), line)
        process.send_signal(signal.SIGTERM)
        assert process.wait(EARLY_S) == 0
    assert "SIGKILL" not in log.read_text(encoding="utf-8")


def test_a_signal_in_the_moment_after_the_fork_is_obeyed(folder: Path) -> None:
    """There the web process still has the handlers of the first one."""
    # The fork before gunicorn is loaded only reads the settings.
    kill = "'gunicorn' in sys.modules and os.kill(os.getpid(), signal.SIGTERM)"
    early = f"os.register_at_fork(after_in_child=lambda: {kill})"
    log = folder / "log"
    program = f"import os, signal, sys; {early}; from plugin.cli import main; main()"
    with _ended(_start(folder, "-c", program)) as process:
        until(lambda: "Worker exiting" in log.read_text(encoding="utf-8"), "the end of the web process")
        process.send_signal(signal.SIGTERM)
        assert process.wait(EARLY_S) == 0


@pytest.mark.parametrize(
    ("before", "after", "exit_code", "sentence"),
    [
        (
            'token = "t"',
            "",
            2,
            "trackers.main.token is missing; set it there or as UGOVOR_TRACKERS__MAIN__TOKEN",
        ),
        ("sqlite:///", "sqlite:////nowhere", 1, "The database does not answer"),
    ],
    ids=["a missing secret", "a database that cannot be opened"],
)
def test_what_is_missing_is_told(
    folder: Path, before: str, after: str, exit_code: int, sentence: str
) -> None:
    """In one sentence, with an exit code that tells whose fault it is."""
    settings = folder / "ugovor.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    with _start(folder) as process:
        assert process.wait(scaled(60)) == exit_code
    assert sentence in (folder / "log").read_text(encoding="utf-8")


def test_a_second_one_by_mistake_ends_with_a_sentence(serving: Serving, folder: Path) -> None:
    """By hand beside systemd's: the first goes on, with worker, log and database."""
    second = folder / "second"
    second.mkdir()
    (second / "mappings").mkdir()
    settings = (folder / "ugovor.toml").read_text(encoding="utf-8")
    (second / "ugovor.toml").write_text(settings, encoding="utf-8")
    with _ended(_start(second)) as process:
        assert process.wait(scaled(60)) == 2
    told = (second / "log").read_text(encoding="utf-8")
    assert "which cannot be listened on: Address already in use. " in told
    assert "level=error" not in told
    assert serving.status("/readyz") == 200
    assert serving.said("the worker has begun") == 1


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Give a process, which is killed where the test did not end it."""
    with process:
        try:
            yield process
        finally:
            process.kill()


def _start(folder: Path, *how: str) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UGOVOR_")}
    how = how or ("-m", "plugin.cli")
    command = [sys.executable, *how, "--config", str(folder / "ugovor.toml"), "serve"]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, stderr=log, env=environment)  # noqa: S603 -- our own command


def _worker_of(pid: int) -> int:
    """Return the id of the worker among the children of the first process."""
    tasks = Path(f"/proc/{pid}/task")
    if not tasks.exists():
        pytest.skip("this system does not tell a process's children")
    children = " ".join((task / "children").read_text() for task in tasks.iterdir()).split()
    workers = [child for child in children if b"--worker" in Path(f"/proc/{child}/cmdline").read_bytes()]
    assert len(workers) == 1
    return int(workers[0])

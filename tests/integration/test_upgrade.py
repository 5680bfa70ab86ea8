"""A rolling upgrade: old and new code on one PostgreSQL, under deliveries."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from chaos.ending import ending, faults
from chaos.play import Plan, Stage
from chaos.service import Process, write_settings
from chaos.story import SECRET, Story
from next_version import NUMBER, write_next_version
from ports import free_port
from processes import WAIT_LIMIT_S, said, started, until
from sqlalchemy import text
from time_limits import scaled

from plugin.store import schema
from plugin.store.engine import Database

MAX_ANSWER_S = scaled(5.0)
"""Far under a tracker's 20 seconds also on a machine that others keep busy; on an idle one it is 0.3."""
MEANWHILE = 3
REST_S = 0.25
PLAN = Plan(size=0, rounds=0, projects=("ACME", "BETA"))


@pytest.fixture
def stage(tmp_path: Path, fresh_postgres: str) -> Iterator[Stage]:
    """The present version on one host, with its worker, and what the contracts name."""
    stage = Stage(PLAN, tmp_path, fresh_postgres)
    try:
        for process in stage.processes:
            started(process)
        Story(stage.site, 0).open()
        stage.deliver(None)
        stage.settle()
        yield stage
    finally:
        stage.close()


class Incoming:
    """People who ask for one thing after the other, and a tracker that tells of each."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._over = threading.Event()
        self.issues: list[str] = []
        self.answered = 0

    @contextmanager
    def flowing(self) -> Iterator[None]:
        """Send deliveries until the block ends; all must be answered then."""
        thread = threading.Thread(target=self._run)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join(WAIT_LIMIT_S)
        assert not thread.is_alive()

    def go_on(self) -> None:
        """Wait until some more were answered."""
        before = self.answered
        until(lambda: self.answered >= before + MEANWHILE, "deliveries that are answered")

    def _run(self) -> None:
        while not self._over.wait(REST_S):
            project = PLAN.projects[len(self.issues) % len(PLAN.projects)]
            issue = self._stage.site.create("contact", project, "Калькулятор", hours=9)
            self._stage.deliver(None)
            self.issues.append(issue.key)
            self.answered += 1


@contextmanager
def backed_up(database: Database) -> Iterator[None]:
    """Hold what `pg_dump` holds for as long as it takes."""
    patient = Database(database.engine.url.render_as_string(hide_password=False), patient=True)
    try:
        with patient.change() as connection:
            connection.execute(text("LOCK TABLE deliveries, subjects IN ACCESS SHARE MODE"))
            yield
    finally:
        patient.close()


def test_upgrade_does_not_stop_receiving(stage: Stage, tmp_path: Path) -> None:
    """A backup in the way, then old processes replaced one by one."""
    code = tmp_path / "next"
    newest = write_next_version(code)
    (old_web,), (old_worker,) = stage.webs, stage.workers
    address = stage.database.engine.url.render_as_string(hide_password=False)
    bind = f"127.0.0.1:{free_port()}"
    config = write_settings(tmp_path, bind, address, stage.site.state.url, SECRET)
    worker = Process("worker", "next-worker", config, tmp_path / "next-worker.log", code=code)
    web = Process("web", "next-web", config, tmp_path / "next-web.log", code=code)
    stage.workers.append(worker)
    stage.webs.append(web)
    (old_host,), new_host = stage.sender.hosts, f"http://{bind}"
    incoming = Incoming(stage)
    assert NUMBER in version_of(code)
    with incoming.flowing():
        with backed_up(stage.database):
            worker.start()
            until(lambda: "a migration waits for a table in use" in said(worker), "the wait")
            incoming.go_on()
        until(lambda: "the worker has begun" in said(worker), "the worker of the next version")
        assert revision(stage.database) == newest
        # The old ones go on with the new tables.
        before = handled_by(old_worker)
        until(lambda: handled_by(old_worker) > before, "what the old worker handles now")
        ready = requests.get(f"{old_host}/readyz", timeout=scaled(20))
        assert (200, True) == (ready.status_code, f"at {newest}" in ready.text)
        # They may even be started again, as long as somebody answers meanwhile.
        started(web)
        stage.sender.hosts = [new_host]
        for old in (old_web, old_worker):
            old.stop()
            started(old)
        stage.sender.hosts = [new_host, old_host]
        incoming.go_on()
        # And then they go, one by one.
        stage.sender.hosts = [new_host]
        old_web.stop()
        old_worker.stop()
        incoming.go_on()
    stage.settle()
    assert (stage.sender.statuses, stage.sender.refused) == ({204}, 0)
    assert stage.sender.longest_s < MAX_ANSWER_S
    found = faults(stage.site, stage.database, config, stage.delivered)
    assert not found, found
    end = ending(stage.site, config)
    wrong = {key: end.issues[key] for key in incoming.issues if end.issues[key]["labels"] != ["beyond-scope"]}
    assert not wrong
    assert all(len(end.issues[key]["client"]) == 1 for key in incoming.issues)


def handled_by(worker: Process) -> int:
    """Return how many deliveries a worker has judged."""
    return said(worker).count("result=judged")


def revision(database: Database) -> str | None:
    """Return what the database was brought to."""
    with database.look() as connection:
        return schema.load_revision(connection)


def version_of(code: Path) -> str:
    """Return what the code in a folder says that it is."""
    command = [sys.executable, "-m", "plugin.cli", "--version"]
    return subprocess.run(  # noqa: S603 -- our own command
        command, check=True, capture_output=True, text=True, cwd=code, env={"PYTHONPATH": str(code)}
    ).stdout

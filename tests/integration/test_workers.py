"""Several real worker processes on PostgreSQL: they die, hang, and share timers."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from chaos.ending import faults
from chaos.play import Plan, Stage
from chaos.service import Process
from chaos.story import Story
from processes import said, started, until
from sqlalchemy import text
from time_limits import scaled
from tuned import AHEAD, PROGRAM, SHORTER, SHORTER_CONNECT_S

from plugin.core.model.effects import reference_in
from plugin.practice.tracker.state import PracticeIssue
from plugin.store.claims import CHANNEL
from plugin.store.engine import Database
from plugin.trackers.jira.adf import read_adf_text

SHORTER_S = 2.0
LEASE_S = SHORTER_S + 3 * (SHORTER_CONNECT_S + 2)
"""As the service counts: and three times the tracker's write time-out, to connect and 2 s to answer."""
LOOK_S = scaled(6.0)
"""A worker without work looks once a second; the rest is for a machine that others keep busy."""
AHEAD_DAYS = 15
TIMERS = 8

Scene = tuple[Stage, Callable[..., Process]]


@pytest.fixture
def scene(tmp_path: Path, fresh_postgres: str) -> Iterator[Scene]:
    """A web host with two handled contracts, a worker, and more work on demand."""
    stage = Stage(Plan(0, 0, ("ACME", "BETA")), tmp_path, fresh_postgres)
    first = stage.workers.pop()

    def worker(name: str, breaks_off_at: str = "", ahead_days: int = 0) -> Process:
        environment = {SHORTER: str(SHORTER_S), AHEAD: str(ahead_days)}
        log = tmp_path / f"{name}.log"
        process = Process("worker", name, first.config, log, program=PROGRAM, environment=environment)
        process.breaks_off_at = breaks_off_at
        stage.workers.append(process)
        return process

    try:
        started(stage.webs[0])
        started(worker("opening"))
        Story(stage.site, 0).open()
        stage.deliver(None)
        stage.settle()
        yield stage, worker
    finally:
        stage.site.state.faults.release()
        stage.close()


def ask(stage: Stage, project: str) -> PracticeIssue:
    """Ask for one thing beyond a contract, and send its webhook."""
    issue = stage.site.create("contact", project, "Калькулятор", hours=9)
    stage.deliver(None)
    return issue


def is_stopped(process: Process) -> bool:
    """Tell whether a process was stopped by a signal, as the kernel says."""
    return process.state() == "T"


def state_of(stage: Stage, issue: PracticeIssue) -> str:
    """Return whether an issue's first delivery waits or is done."""
    with stage.database.look() as connection:
        states = connection.execute(
            text("SELECT state FROM deliveries WHERE subject = :id ORDER BY id LIMIT 1"), {"id": issue.id}
        )
        return str(states.scalar_one())


def notes_of_ours(issue: PracticeIssue) -> list[str]:
    """Return the references of our comments on an issue."""
    bodies = [note.body for note in issue.notes if note.author.id == "bot"]
    return [reference_in(body if isinstance(body, str) else read_adf_text(body)) or "" for body in bodies]


def writes(stage: Stage) -> int:
    """Return how often the tracker was written to."""
    return sum(method != "GET" for method, _ in stage.site.state.calls)


def test_hung_worker_is_relieved_and_saves_nothing(scene: Scene) -> None:
    """One hangs after its intent, one after its write, one in a transaction, one died."""
    stage, worker = scene
    stage.workers[0].stop()
    hung: dict[str, tuple[Process, PracticeIssue]] = {}
    for point, project in (("intended", "ACME"), ("written", "ACME"), ("deciding", "BETA")):
        one = started(worker(point, f"{point}:1:STOP"))
        hung[point] = one, ask(stage, project)
        until(partial(is_stopped, one), f"the worker that hangs when it has {point}")
    dead = started(worker("dead", "claimed"))
    left_behind = ask(stage, "ACME")
    until(dead.has_died, "the death")
    died_at = time.monotonic()
    started(worker("relieving"))
    until(lambda: state_of(stage, left_behind) == "done", "what the dead one had in hand")
    assert time.monotonic() - died_at < LEASE_S + LOOK_S, "a dead worker is relieved within its lease"
    stage.settle()
    notes, written = {point: notes_of_ours(issue) for point, (_, issue) in hung.items()}, writes(stage)
    for point, (one, _) in hung.items():
        one.wake()
        until(partial(has_lost, one), f"the worker that hung when it had {point}")
        one.stop()
    assert written == writes(stage), "nobody that woke wrote anything"
    for point, (_, issue) in hung.items():
        assert notes[point] == notes_of_ours(issue)
        assert len(notes[point]) == 1, f"one comment where somebody hung when it had {point}"
        assert "beyond-scope" in issue.fields["labels"]
    found = faults(stage.site, stage.database, stage.configs[0], stage.delivered)
    assert not found, found


def has_lost(process: Process) -> bool:
    """Tell whether a worker noticed that others took over."""
    return "lost its lease" in said(process) or "the database: " in said(process)


def test_simultaneous_timers_fire_once(scene: Scene) -> None:
    """Three workers are woken; each offer is asked about once."""
    stage, worker = scene
    issues = [ask(stage, ("ACME", "BETA")[n % 2]) for n in range(TIMERS)]
    stage.settle()
    stage.workers[0].stop()
    told = Counter({issue.key: len(notes_of_ours(issue)) for issue in issues})
    workers = [worker(f"timers{n}", ahead_days=AHEAD_DAYS) for n in range(3)]
    with nothing_to_claim(stage.database):
        for one in workers:
            started(one)
        # The third may be taking up what the tracker says has changed in the days between.
        until(lambda: listening(stage) >= 2, "workers without work")
    until(lambda: reminded(stage).total() >= TIMERS, "the reminders")
    stage.settle()
    assert reminded(stage) == Counter({issue.key: 1 for issue in issues})
    assert told + Counter({issue.key: 1 for issue in issues}) == Counter(
        {issue.key: len(notes_of_ours(issue)) for issue in issues}
    )
    fired = [said(one).count("timer=offer:remind result=offer_reminded") for one in workers]
    assert sum(fired) == TIMERS
    assert len([count for count in fired if count]) > 1, f"they were at it at the same time: {fired}"
    found = faults(stage.site, stage.database, stage.configs[0], stage.delivered)
    assert not found, found


@contextmanager
def nothing_to_claim(database: Database) -> Iterator[None]:
    """Hold every subject until one moment, and wake sleeping workers."""
    patient = Database(database.engine.url.render_as_string(hide_password=False), patient=True)
    with patient.change() as connection:
        connection.execute(text("SELECT * FROM subjects FOR UPDATE"))
        yield
        connection.execute(text(f"NOTIFY {CHANNEL}"))
    patient.close()


def listening(stage: Stage) -> int:
    """Return how many workers wait to be woken."""
    with stage.database.look() as connection:
        count = text("SELECT count(*) FROM pg_stat_activity WHERE query = :listen")
        return int(connection.execute(count, {"listen": f"LISTEN {CHANNEL}"}).scalar_one())


def reminded(stage: Stage) -> Counter[str]:
    """Return how often the record says that an offer was asked about again, by issue."""
    with stage.database.look() as connection:
        entries = connection.execute(
            text("SELECT payload::json ->> 'issue' FROM record WHERE kind = 'offer_reminded'")
        )
        return Counter(entries.scalars())

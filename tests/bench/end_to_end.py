"""Deliveries a second from HTTP until the tracker shows the answer.

One web process, one worker, and the tracker's strict stand-in in the process of the benchmark, all on the
same cores. Each delivery is a new issue that costs a verdict, an offer and one write with its read-back.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chaos.play import Plan, Stage

from plugin.practice.tracker.state import PracticeIssue

from .databases import KINDS, fresh
from .figures import Figure

PROJECTS = tuple(f"AB{number:02}" for number in range(20))
A_PROJECT = 10
_PATIENCE_S = 300.0
_LOOK_EVERY_S = 0.02


def end_to_end(folder: Path, server: str, bare_rate: float) -> Iterator[Figure]:
    """Measure on both databases, beside the bare handler's rate of the same run."""
    for kind in KINDS:
        with opened(folder / f"end-to-end-{kind}", fresh(kind, folder, server), PROJECTS) as stage:
            rate = len(PROJECTS) * A_PROJECT / _handled_within_s(stage)
        sentence = (
            f"{rate:.0f} deliveries a second handled end to end by one worker on {kind}, "
            f"{rate / bare_rate:.3f} of the bare handler"
        )
        yield Figure(f"handling.end_to_end.{kind}", sentence, rate)


@contextmanager
def opened(folder: Path, address: str, projects: tuple[str, ...] = ("ACME",)) -> Iterator[Stage]:
    """Run a service with one contract a project, stages and epic settled."""
    folder.mkdir()
    stage = Stage(Plan(0, 0, projects), folder, address)
    try:
        for process in stage.processes:
            process.start()
        for project in projects:
            for summary, type_ in (("Дизайн", "Stage"), ("Сборка", "Stage"), ("Главная страница", "Epic")):
                stage.site.create("manager", project, summary, type=type_)
        stage.deliver(None)
        stage.settle()
        yield stage
    finally:
        stage.close()


def _handled_within_s(stage: Stage) -> float:
    """Return the seconds until the last issue had label and comment."""
    issues = [
        stage.site.create("contact", project, f"Калькулятор {number}", hours=5)
        for number in range(A_PROJECT)
        for project in stage.plan.projects
    ]
    began = time.monotonic()
    stage.deliver(None)
    waiting = list(issues)
    while waiting:
        if time.monotonic() - began > _PATIENCE_S:
            raise TimeoutError(f"{len(waiting)} of {len(issues)} issues were not answered")
        time.sleep(_LOOK_EVERY_S)
        with stage.site.state.lock:
            waiting = [issue for issue in waiting if not _is_answered(issue)]
    return time.monotonic() - began


def _is_answered(issue: PracticeIssue) -> bool:
    return bool(issue.fields.get("labels")) and any(note.author.id == "bot" for note in issue.notes)

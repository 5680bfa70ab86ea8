"""How a story ends: labels, comments, dates, registers, losses and doubles."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from time_limits import scaled

from plugin.core.model.effects import reference_in
from plugin.practice.tracker.state import PracticeIssue
from plugin.store.engine import Database
from plugin.trackers.jira.adf import read_adf_text

from .story import Site

_PATIENCE_S = scaled(180.0)
_LOOK_EVERY_S = 0.1
_REFERENCE_LINE = re.compile(r"\n.*$")

_HOLDS_NO_LONGER = "Прежние варианты больше не действуют."

_OPEN = """
SELECT (SELECT count(*) FROM deliveries WHERE state = 'waiting')
     + (SELECT count(*) FROM effects WHERE state = 'waiting')
     + (SELECT count(*) FROM subjects WHERE token IS NOT NULL)
"""


_TOLD = "SELECT id FROM exchanges WHERE id LIKE 'comment:%'"


@dataclass(frozen=True)
class Ending:
    """What can be seen at the end, without ids and times, which no two runs share.

    Attributes:
        issues: labels, due date and what the client reads, by key.
        registers: by contract.
        taken_back: of these issues an offer stood for a while and its comment was edited to say that it holds
            no longer (ADR 0024).
    """

    issues: dict[str, Any]
    registers: dict[str, Any]
    taken_back: frozenset[str] = frozenset()


@dataclass
class Faults:
    """What must never be; all of it is empty after a good run."""

    doubled: list[str] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    record: str = ""

    def __bool__(self) -> bool:
        return bool(self.doubled or self.parked or self.lost or self.untold or self.record)


def wait_until_quiet(database: Database, patience_s: float = _PATIENCE_S) -> None:
    """Wait until nothing waits and nobody holds anything, twice in a row.

    A long round may take its time on a slow machine, and a decision may rewrite every open offer: patience
    ends where nothing changes any more.

    Raises:
        TimeoutError: something still waits, which is named.
    """
    deadline, quiet, seen = time.monotonic() + patience_s, 0, None
    while time.monotonic() < deadline:
        waiting = _open_work(database)
        quiet = quiet + 1 if waiting == 0 else 0
        if quiet == 2:
            return
        if waiting != seen:
            deadline, seen = time.monotonic() + patience_s, waiting
        time.sleep(_LOOK_EVERY_S)
    with database.look() as connection:
        waits = connection.execute(
            text("SELECT subject, slot, due_at, attempts, reason FROM effects WHERE state = 'waiting'")
        ).all()
        more = connection.execute(
            text("SELECT id, subject, attempts, reason FROM deliveries WHERE state = 'waiting'")
        ).all()
        held = connection.execute(text("SELECT * FROM subjects WHERE token IS NOT NULL")).all()
    raise TimeoutError(f"no progress for {patience_s:.0f} s: {waits[:5]} {more[:5]} {held[:5]}")


def ending(site: Site, config: Path) -> Ending:
    """Read the end of a story from the tracker and from the register."""
    issues = {issue.key: _seen(issue) for issue in site.state.issues.values()}
    registers = {project: _register(config, project) for project in site.projects}
    taken_back = {issue.key for issue in site.state.issues.values() if _is_taken_back(issue)}
    return Ending(issues, registers, frozenset(taken_back))


def faults(site: Site, database: Database, config: Path, delivered: set[str]) -> Faults:
    """Look for everything that must never be."""
    found = Faults(record=_verify(config))
    for issue in site.state.issues.values():
        marks = Counter(filter(None, (reference_in(_text(note.body)) for note in issue.notes)))
        found.doubled += [f"{issue.key}: {mark} stands {n} times" for mark, n in marks.items() if n > 1]
    with database.look() as connection:
        known = set(connection.execute(text("SELECT delivery_id FROM deliveries")).scalars())
        rows = connection.execute(text("SELECT subject, slot, reason FROM effects WHERE state = 'parked'"))
        found.parked += [" ".join(row) for row in rows]
        rows = connection.execute(
            text("SELECT subject, event_name, reason FROM deliveries WHERE state = 'parked'")
        )
        found.parked += [" ".join(map(str, row)) for row in rows]
        told = set(connection.execute(text(_TOLD)).scalars())
    found.lost = sorted(delivered - known)
    found.untold = sorted(_written(site) - told)
    return found


def _written(site: Site) -> set[str]:
    """Return what people wrote, as the timeline names it."""
    issues = site.state.issues.values()
    return {f"comment:{note.id}" for issue in issues for note in issue.notes if note.author.id != "bot"}


def _seen(issue: PracticeIssue) -> dict[str, Any]:
    said = [note for note in issue.notes if note.author.id == "bot"]
    return {
        "labels": sorted(issue.fields.get("labels") or ()),
        "due": issue.fields.get("duedate"),
        "client": sorted(_without_reference(_text(note.body)) for note in said if note.visibility is None),
    }


def _is_taken_back(issue: PracticeIssue) -> bool:
    """Tell whether the client reads one comment that says it no longer holds."""
    said = [note for note in issue.notes if note.author.id == "bot" and note.visibility is None]
    return len(said) == 1 and said[0].updated > said[0].created and _HOLDS_NO_LONGER in _text(said[0].body)


def _register(config: Path, contract: str) -> Any:
    rows = json.loads(_ugovor(config, "register", contract, "--format", "json"))
    return sorted(({**row, "decided_at": None} for row in rows), key=lambda row: str(row["issue"]))


def _verify(config: Path) -> str:
    try:
        _ugovor(config, "record", "verify")
    except subprocess.CalledProcessError as error:
        return str(error.stdout or error.stderr)
    return ""


def _ugovor(config: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "plugin.cli", "--config", str(config), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _open_work(database: Database) -> int:
    try:
        with database.look() as connection:
            return int(connection.execute(text(_OPEN)).scalar_one())
    except SQLAlchemyError:
        return -1


def _text(body: object) -> str:
    return body if isinstance(body, str) else read_adf_text(body)


def _without_reference(said: str) -> str:
    return _REFERENCE_LINE.sub("", said)

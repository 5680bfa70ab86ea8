"""Which rate one machine with SQLite stands, and what a delivery takes of it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chaos.contract import write_contracts
from chaos.story import EPIC_FIELD
from ports import free_port
from sqlalchemy import text

from plugin.store.engine import Database

from .databases import fresh
from .deliveries import requests
from .figures import Figure
from .footprint import family
from .load import steady
from .processes import running, serve, settings_file

RATES = (10, 25, 50, 75, 100, 125, 150)
LONGEST_P99_MS = 50
BEHIND_S = 1.0
"""A worker that has more before it than came in so long does not keep up."""
SUBJECTS = 2_000
_PROJECT = "TES"
"""The recorded body's."""
_LOOK_EVERY_S = 0.1


@dataclass(frozen=True)
class Stood:
    """How one rate was stood.

    Attributes:
        rate: deliveries a second.
        p99_ms: within which 99 of a hundred were answered.
        behind: how many waited for the worker when the last one had come.
    """

    rate: int
    p99_ms: float
    behind: int

    @property
    def well(self) -> bool:
        """Whether answers stayed quick and the worker kept up."""
        return self.p99_ms < LONGEST_P99_MS and self.behind <= self.rate * BEHIND_S

    def __str__(self) -> str:
        return f"at {self.rate} a second 99 of 100 within {self.p99_ms:.0f} ms and {self.behind} behind"


def staying(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Raise the rate of a contract's deliveries until web or worker gives way."""
    folder = folder / "staying"
    folder.mkdir()
    write_contracts(folder / "mappings", (_PROJECT,), mode="observe")
    address, port = fresh("sqlite", folder, server), free_port()
    config = settings_file(folder, address, port)
    stood: list[Stood] = []
    with ExitStack() as stack:
        service = stack.enter_context(running(serve(config), port, folder / "staying.log"))
        database = Database(address)
        stack.callback(database.close)
        more = requests(SUBJECTS, _fields())
        steady(port, more, RATES[0], seconds)
        _caught_up(database)
        spent_s = _processor_s(service.pid)
        spent_on = _deliveries(database)
        while (not stood or stood[-1].well) and len(stood) < len(RATES):
            _caught_up(database)
            rate = RATES[len(stood)]
            p99 = steady(port, more, rate, seconds * 2).percentile_ms(99)
            stood.append(Stood(rate, p99, _waiting(database)))
        _caught_up(database)
        size, count = _size(database), _deliveries(database)
        each_ms = 1000 * (_processor_s(service.pid) - spent_s) / (count - spent_on)
    highest = max((each.rate for each in stood if each.well), default=0)
    sentence = f"web and worker on SQLite stood {highest} deliveries a second ({stood[-1]})"
    yield Figure("staying.rate", sentence, highest)
    yield Figure(
        "staying.processor", f"{each_ms:.0f} ms of a processor for a delivery, all processes", each_ms
    )
    yield Figure("staying.bytes", f"{size / count / 1000:.1f} kB on the disk for a delivery", size / count)


def _fields() -> dict[str, object]:
    """Return what makes the recorded issue work of the contract that is done."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    status = {"id": "10002", "name": "Done"}
    epic = {EPIC_FIELD: f"{_PROJECT}-3"}
    return {"created": now, "updated": now, "status": status, "timeoriginalestimate": 360, **epic}


def _caught_up(database: Database) -> None:
    pause = threading.Event()
    deadline = time.monotonic() + 120
    while _waiting(database) and time.monotonic() < deadline:
        pause.wait(_LOOK_EVERY_S)


def _deliveries(database: Database) -> int:
    return _count(database, "SELECT count(*) FROM deliveries")


def _processor_s(pid: int) -> float:
    """Return the processor time of a service's processes, in seconds."""
    ticks = 0
    for each in family(pid):
        ticks += sum(map(int, Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _waiting(database: Database) -> int:
    return _count(database, "SELECT count(*) FROM deliveries WHERE state = 'waiting'")


def _count(database: Database, question: str) -> int:
    with database.look() as connection:
        return int(connection.execute(text(question)).scalar_one())


def _size(database: Database) -> int:
    """Return the bytes of the database, what still stands beside its file taken in."""
    return _count(database, "PRAGMA page_count") * _count(database, "PRAGMA page_size")

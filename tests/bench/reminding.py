"""Whether a day's reminders take less than a minute beside 100,000 open waits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from plugin.bootstrap import Service
from plugin.core.model.subjects import REMINDERS_SUBJECT
from plugin.core.model.waits import Turn, Wait, WaitKind
from plugin.store import claims, reminders, timers
from plugin.store.tables import waits
from plugin.worker.lease import LeaseHolder
from plugin.worker.reminders import LADDER, ReminderRunner

from .databases import fresh
from .figures import Figure
from .handling import open_service

OPEN = 100_000
PEOPLE = 1_000
DUE_TODAY = 3_000
MOST_S = 60.0
MOST_LOOK_MS = 5.0
_LOOKS = 200
_LEASE = timedelta(minutes=30)
_MAPPING = """
contract: {{id: ACME, title: ACME, live_from: 2026-01-01, timezone: UTC}}
tracker: {{name: main, projects: [ACME]}}
people:
  director: {{name: Director, side: client, account: director}}
  manager: {{name: Manager, side: contractor, account: manager}}
{people}
authority: [{{person: director, may: [decide, sign_off]}}]
hours: {{from: "00:00", to: "23:59"}}
waiting: {{}}
stages: [{{id: design, title: Design, due: 2030-01-31}}]
"""


def reminding(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Measure one look for due waits, and all reminders of a day."""
    del seconds
    for database in ("sqlite", "postgres"):
        home = folder / f"reminding-{database}"
        home.mkdir()
        service = _opened(home, fresh(database, home, server))
        look_ms = _measure_look(service)
        sentence = f"{look_ms:.2f} ms to look for the next due one of {OPEN:,} open waits ({database})"
        yield Figure(
            f"reminding.look.{database}",
            sentence,
            look_ms,
            f"at most {MOST_LOOK_MS:g}",
            look_ms <= MOST_LOOK_MS,
        )
        took_s, said = _remind_all(service)
        sentence = (
            f"{took_s:.1f} s to ask for {said:,} reminders about {DUE_TODAY:,} waits of one day ({database})"
        )
        yield Figure(f"reminding.day.{database}", sentence, took_s, f"at most {MOST_S:g}", took_s <= MOST_S)
        service.close()


def _opened(home: Path, database: str) -> Service:
    mappings = home / "mappings"
    mappings.mkdir()
    people = "\n".join(
        f"  p{number}: {{name: Person P{number}, side: client, account: a{number}}}"
        for number in range(PEOPLE)
    )
    file = mappings / "acme.yaml"
    file.write_text(_MAPPING.format(people=people), encoding="utf-8")
    service = open_service(database, mappings)
    service.active_contracts.rest_s = 0  # type: ignore[misc]
    service.active_contracts.refresh(datetime.now(UTC))
    rows = [_row(number, datetime.now(UTC)) for number in range(OPEN)]
    for first in range(0, OPEN, 10_000):
        with service.database.change() as connection:
            connection.execute(insert(waits), rows[first : first + 10_000])
    with service.database.change() as connection:
        connection.exec_driver_sql("ANALYZE")
    return service


def _row(number: int, now: datetime) -> dict[str, object]:
    """Return an open wait; those of the first numbers fall due today."""
    is_due = number < DUE_TODAY
    asked = now - timedelta(days=12 if is_due else 1)
    # Due ones belong to as many people as the others, three each.
    person = f"p{number % PEOPLE}"
    wait = Wait(
        contract="ACME",
        issue=str(number),
        number=1,
        kind=WaitKind.INPUT,
        what=f"texts {number}",
        owed_by=person,
        owed_side="client",
        asked_by="manager",
        asked_side="contractor",
        asked_at=asked,
        due=(now - timedelta(days=5) if is_due else now + timedelta(days=20)).date(),
        turns=(Turn(side="client", since=asked),),
    )
    return {
        "tracker": "main",
        "issue": wait.issue,
        "series": wait.series,
        "number": wait.number,
        "contract": wait.contract,
        "kind": wait.kind.value,
        "is_open": True,
        "owed_by": person,
        "due": wait.due,
        "state": wait.model_dump_json(exclude_defaults=True),
        "remind_at": now if is_due else now + timedelta(days=19),
    }


def _measure_look(service: Service) -> float:
    """Return the milliseconds of one look, as it is made every few seconds."""
    with service.database.look() as connection:
        reminders.load_next_moment(connection)
        began = time.perf_counter()
        for _ in range(_LOOKS):
            reminders.load_next_moment(connection)
        return (time.perf_counter() - began) * 1_000 / _LOOKS


def _remind_all(service: Service) -> tuple[float, int]:
    """Return how long a day of reminders took, and how many texts there were."""
    clock = service.clock
    runner = ReminderRunner(service.database, service.active_contracts, clock)
    with service.database.change() as connection:
        timers.set_timer(connection, "", REMINDERS_SUBJECT, LADDER, clock.now() - timedelta(days=400))
    lease = LeaseHolder(service.database, clock, _LEASE, "bench").claim(clock.now())
    if lease is None or lease.subject != REMINDERS_SUBJECT:
        raise RuntimeError("the reminders could not be claimed")
    began, said = time.perf_counter(), 0
    while _has_due(service):
        said += runner.run(lease, clock.now())
    took_s = time.perf_counter() - began
    with service.database.change() as connection:
        claims.release(connection, lease, clock.now(), None, is_locked=True)
    return took_s, said


def _has_due(service: Service) -> bool:
    with service.database.look() as connection:
        return bool(reminders.load_due(connection, service.clock.now(), 1))

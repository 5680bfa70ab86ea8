"""Whether the service is well, and its figures for Prometheus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from plugin.core.model.effects import PostComment
from plugin.core.model.events import IssueTouched
from plugin.core.model.slots import VERDICT_SLOT
from plugin.reports.health import HEARTBEAT_TIMEOUT, ServiceHealth
from plugin.store import accepted_deliveries, effects, heartbeats, record, schema
from plugin.store.engine import Database
from plugin.store.inbox import Arrival
from plugin.store.tables import heartbeats as heartbeats_table

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)


class Stopped:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Return nine o'clock."""
        return NOW


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    """Give a database without tables."""
    database = Database(f"sqlite:///{tmp_path}/ugovor.db")
    yield database
    database.close()


@pytest.fixture
def database(empty: Database) -> Database:
    """Give a database with every table."""
    schema.upgrade(empty)
    return empty


def beat(database: Database, ago: timedelta, **detail: object) -> None:
    """Store a worker's heartbeat of some time ago."""
    with database.change() as connection:
        heartbeats.save_heartbeat(connection, "worker", NOW - ago, detail)


def lines(database: Database) -> dict[str, bool]:
    """Return what was looked at and whether it is well."""
    return {check.name: check.ok for check in ServiceHealth(database, Stopped()).checks()}


WELL = {"database file": True, "database": True, "migrations": True, "worker": True, "mappings": True}


@pytest.mark.parametrize(
    ("sentence", "ago", "detail", "expected"),
    [
        ("All is well.", timedelta(0), {"faults": []}, WELL),
        ("A worker that says nothing of faults has none.", timedelta(0), {}, WELL),
        ("Just in time.", HEARTBEAT_TIMEOUT, {}, WELL),
        (
            "Too long ago.",
            HEARTBEAT_TIMEOUT + timedelta(seconds=1),
            {},
            {"database file": True, "database": True, "migrations": True, "worker": False},
        ),
        (
            "Said before the clock was set back: whoever said it may be dead.",
            -timedelta(hours=1),
            {},
            {"database file": True, "database": True, "migrations": True, "worker": False},
        ),
        (
            "A mapping does not load.",
            timedelta(0),
            {"faults": ["acme.yaml:3:1: no"]},
            {**WELL, "mappings": False},
        ),
        ("Faults that nobody can read are none.", timedelta(0), {"faults": "x"}, WELL),
    ],
)
def test_each_health_check_is_reported(
    database: Database, sentence: str, ago: timedelta, detail: dict[str, object], expected: dict[str, bool]
) -> None:
    """Database, migrations, the worker's heartbeat and the mappings."""
    beat(database, ago, **detail)
    assert lines(database) == expected, sentence


def test_a_missing_heartbeat_is_reported(database: Database) -> None:
    """Without a worker the service is not ready, and says what to start."""
    check = ServiceHealth(database, Stopped()).checks()[-1]
    assert (check.name, check.ok) == ("worker", False)
    assert "ugovor serve" in check.remedy


def test_faults_of_mappings_are_reported(database: Database) -> None:
    """The sentence of a mapping's fault is the mapping's own."""
    beat(database, timedelta(0), faults=["acme.yaml:3:1: unknown key"])
    check = ServiceHealth(database, Stopped()).checks()[-1]
    assert check.sentence == "acme.yaml:3:1: unknown key"


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    """One line says so; nothing else can be looked at, and the address is not shown."""
    broken = Database(f"sqlite:///{tmp_path}/no/such/ugovor.db")
    (check,) = ServiceHealth(broken, Stopped()).checks()
    assert (check.name, check.ok) == ("database", False)
    assert str(tmp_path) not in check.sentence
    broken.close()


@pytest.mark.parametrize(
    ("sentence", "change", "words"),
    [
        ("Nothing happened.", lambda file: file.chmod(0o600), None),
        ("The file was deleted.", lambda file: file.unlink(), "is gone"),
        ("It was renamed.", lambda file: file.rename(file.with_suffix(".old")), "is gone"),
        ("Another one was put there.", lambda file: replace(file), "another file"),
    ],
)
def test_a_replaced_database_file_is_reported(
    database: Database, tmp_path: Path, sentence: str, change: Callable[[Path], object], words: str | None
) -> None:
    """The service is not ready, makes no new file, and says what to do.

    Open connections would answer on.
    """
    beat(database, timedelta(0))
    health = ServiceHealth(database, Stopped())
    assert all(check.ok for check in health.checks()), sentence
    change(tmp_path / "ugovor.db")
    there = sorted(path.name for path in tmp_path.iterdir())
    first, *others = health.checks()
    assert (first.name, first.ok, bool(others)) == ("database file", words is None, words is None), sentence
    assert (words or "") in first.sentence
    assert ("ugovor serve" in first.remedy) is (words is not None)
    assert sorted(path.name for path in tmp_path.iterdir()) == there


def test_frequent_checks_write_once_a_second(database: Database) -> None:
    """Anybody may ask for readiness; a write from a moment ago is not repeated."""
    health = ServiceHealth(database, Stopped())
    tried = []
    for _ in range(3):
        health.checks()
        with database.look() as connection:
            tried.append(connection.execute(select(heartbeats_table.c.detail)).scalar_one())
    assert tried[0] == tried[1] == tried[2]


def test_a_file_that_comes_later_is_watched_from_then_on(empty: Database, tmp_path: Path) -> None:
    """Readiness may be asked for before the first start."""
    health = ServiceHealth(empty, Stopped())
    schema.upgrade(empty)
    beat(empty, timedelta(0))
    assert all(check.ok for check in health.checks())
    (tmp_path / "ugovor.db").unlink()
    assert [check.ok for check in health.checks()] == [False]


def test_a_database_without_a_file_has_no_such_line() -> None:
    """One in memory, or a server's."""
    memory = Database("sqlite://")
    assert "database file" not in {check.name for check in ServiceHealth(memory, Stopped()).checks()}
    memory.close()


def replace(file: Path) -> None:
    """Put a copy in the file's place, as a restored backup does."""
    copy = file.with_suffix(".copy")
    copy.write_bytes(file.read_bytes())
    copy.rename(file)


def figures(database: Database) -> dict[str, float]:
    """Return the metrics by name and labels."""
    body, _ = ServiceHealth(database, Stopped()).metrics()
    rows = [line.rsplit(" ", 1) for line in body.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in rows}


def test_metrics_of_an_empty_database(database: Database) -> None:
    """Where nothing came in nothing is old."""
    assert figures(database) == {"ugovor_oldest_unhandled_seconds": 0, "ugovor_record_length": 0}


def test_metrics_count_what_is_stored(database: Database) -> None:
    """Deliveries by class and state, effects by state, oldest waiting, entries."""
    received = NOW - timedelta(seconds=90)
    arrival = Arrival(
        "main", "d1", received, {}, b"{}", "handled", subject="1009", events=(IssueTouched(issue_id="1009"),)
    )
    with database.change() as connection:
        accepted_deliveries.save_delivery(connection, arrival)
        effects.request_effect(connection, "main", "ACME", "1009", VERDICT_SLOT, PostComment(text="x"), NOW)
        record.append(connection, NOW, [record.NewEntry("ACME", "main", "1009", "verdict", {})] * 2)
    assert figures(database) == {
        'ugovor_deliveries{kind="handled",state="waiting"}': 1,
        'ugovor_effects{state="waiting"}': 1,
        "ugovor_oldest_unhandled_seconds": 90,
        "ugovor_record_length": 2,
    }


def test_metrics_are_prometheus_text(database: Database) -> None:
    """The content type is what Prometheus asks for."""
    _, content_type = ServiceHealth(database, Stopped()).metrics()
    assert content_type.startswith("text/plain")

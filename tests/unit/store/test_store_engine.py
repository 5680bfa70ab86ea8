"""Which database faults are transient, and do not count against a delivery."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import psycopg.errors
import pytest
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from time_limits import scaled

from plugin.store import schema
from plugin.store.engine import Database, is_transient

WAIT_LIMIT_S = scaled(30.0)


@pytest.mark.parametrize(
    ("sentence", "error", "expected"),
    [
        ("SQLite is locked.", OperationalError("", {}, sqlite3.OperationalError("locked")), True),
        ("A deadlock was broken.", OperationalError("", {}, psycopg.errors.DeadlockDetected()), True),
        ("The server shuts down.", OperationalError("", {}, psycopg.errors.AdminShutdown()), True),
        ("The disk is full.", OperationalError("", {}, psycopg.errors.DiskFull()), True),
        ("A row is too long.", OperationalError("", {}, psycopg.errors.ProgramLimitExceeded()), False),
        ("A value does not fit.", DataError("", {}, psycopg.errors.UntranslatableCharacter()), False),
        ("A key is taken.", IntegrityError("", {}, sqlite3.IntegrityError()), False),
        ("It is no fault of the database.", ValueError(), False),
    ],
)
def test_lock_or_lost_connection_is_transient(sentence: str, error: Exception, expected: bool) -> None:
    """A lost connection or a lock passes; what a row itself is does not."""
    assert is_transient(error) is expected, sentence


@pytest.mark.parametrize("address", ["sqlite://", "postgresql://u@127.0.0.1/u"])
def test_database_error_shows_no_values(address: str) -> None:
    """Errors are logged; addresses, names and texts that were to be written are not."""
    assert Database(address).engine.hide_parameters


def test_writer_waits_for_another_writer(tmp_path: Path) -> None:
    """It goes on as soon as the other is through; who only reads does not wait at all."""
    database = Database(f"sqlite:///{tmp_path}/ugovor.db")
    schema.upgrade(database)
    went_on = threading.Event()

    def write() -> None:
        with database.change():
            went_on.set()

    with database.change():
        writer = threading.Thread(target=write, daemon=True)
        writer.start()
        with database.look():
            assert not went_on.wait(0.05)
    assert went_on.wait(WAIT_LIMIT_S)
    writer.join(WAIT_LIMIT_S)
    database.close()


def test_permanent_fault_at_begin_is_raised_at_once(tmp_path: Path) -> None:
    """A fault that waiting does not fix, such as a broken file, is raised at once."""
    file = tmp_path / "ugovor.db"
    file.write_bytes(b"this is no database at all, and long enough to be told from one " * 20)
    database = Database(f"sqlite:///{file}")
    with pytest.raises(DBAPIError), database.change():
        raise AssertionError("it began")
    database.close()

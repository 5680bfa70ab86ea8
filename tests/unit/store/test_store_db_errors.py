"""A fault of the database in words: what is wrong, and what to do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg.errors
import pytest
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError

from plugin.store import schema
from plugin.store.db_errors import AWAY, HANGS, HELD, NO_ROOM, ONLY_READ, DatabaseError, describe_error
from plugin.store.engine import Database
from plugin.store.group_commit import TookTooLong


@pytest.mark.parametrize(
    ("sentence", "error", "expected"),
    [
        ("A disk is full.", OperationalError("", {}, psycopg.errors.DiskFull()), NO_ROOM),
        ("A lock was not to be had.", OperationalError("", {}, psycopg.errors.LockNotAvailable()), HELD),
        ("It is a standby.", OperationalError("", {}, psycopg.errors.ReadOnlySqlTransaction()), ONLY_READ),
        ("Nobody is there.", OperationalError("", {}, psycopg.OperationalError("refused")), AWAY),
        ("It hangs.", TookTooLong(), HANGS),
    ],
)
def test_each_fault_has_its_sentence(sentence: str, error: Exception, expected: DatabaseError) -> None:
    """Each has words of its own."""
    assert describe_error(error) == expected, sentence


def test_database_error_text_is_not_repeated() -> None:
    """They may quote what was to be written."""
    found = describe_error(DataError("", {}, psycopg.errors.UntranslatableCharacter("a secret")))
    assert "DataError" in found.sentence
    assert "secret" not in f"{found}"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database that waits for nobody."""
    with closing(Database(f"sqlite:///{tmp_path}/ugovor.db", waits_s=0.01)) as database:
        schema.upgrade(database)
        yield database


def test_locked_sqlite_is_described(database: Database) -> None:
    """Another process holds it, such as a shell that was left open."""
    with closing(sqlite3.connect(str(database.engine.url.database), isolation_level=None)) as shell:
        shell.execute("BEGIN IMMEDIATE")
        with pytest.raises(SQLAlchemyError) as caught, database.change():
            raise AssertionError("it began")
    assert describe_error(caught.value) == HELD


def test_full_disk_under_sqlite_is_described(database: Database) -> None:
    """As on a full disk."""
    assert trouble_after(database, "max_page_count = 1") == NO_ROOM


def test_read_only_sqlite_is_described(database: Database) -> None:
    """As in a folder of somebody else."""
    assert trouble_after(database, "query_only = 1") == ONLY_READ


def trouble_after(database: Database, pragma: str) -> DatabaseError:
    """Return what is wrong with a write after something was set."""
    with database.change() as connection:
        connection.exec_driver_sql(f"PRAGMA {pragma}")
        with pytest.raises(SQLAlchemyError) as caught:
            connection.exec_driver_sql("CREATE TABLE more (text TEXT)")
    return describe_error(caught.value)

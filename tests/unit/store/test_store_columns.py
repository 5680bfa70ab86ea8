"""Columns and statements that read the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept import START, at
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select
from sqlalchemy.exc import StatementError

from plugin.store.column_types import Hours, Moment
from plugin.store.connection import Connection
from plugin.store.engine import Database, normalise_address
from plugin.store.tables import heartbeats, tombstones
from plugin.store.upsert import insert_new, upsert

metadata = MetaData()
trial = Table(
    "trial", metadata, Column("id", Integer, primary_key=True), Column("at", Moment), Column("hours", Hours)
)


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Give a transaction that writes, with a table to try columns on."""
    metadata.create_all(database.engine)
    with database.change() as open_connection:
        yield open_connection


def stored(connection: Connection, **values: object) -> tuple[object, object]:
    """Store values and read them back."""
    key = connection.execute(insert(trial).values(**values).returning(trial.c.id)).scalar_one()
    row = connection.execute(select(trial).where(trial.c.id == key)).one()
    return row.at, row.hours


@pytest.mark.parametrize(
    ("sentence", "moment"),
    [
        ("In UTC.", START),
        ("In another zone.", START.astimezone(timezone(timedelta(hours=3)))),
        ("With microseconds.", START + timedelta(microseconds=1)),
    ],
)
def test_moment_is_loaded_aware(connection: Connection, sentence: str, moment: datetime) -> None:
    """The same moment, in UTC."""
    found, _ = stored(connection, at=moment)
    assert isinstance(found, datetime)
    assert (found, found.tzinfo) == (moment, UTC), sentence


def test_naive_moment_is_refused(connection: Connection) -> None:
    """A moment without its time zone is an error in our code and never stored."""
    with pytest.raises(StatementError, match="time zone"):
        stored(connection, at=START.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("sentence", "hours"),
    [
        ("A minute.", "0.0166666667"),
        ("A quarter.", "0.25"),
        ("A third.", "0.3333333333"),
        ("Much.", "1000000"),
    ],
)
def test_hours_are_stored_to_the_second(connection: Connection, sentence: str, hours: str) -> None:
    """Read back they are the nearest whole second."""
    _, found = stored(connection, hours=Decimal(hours))
    assert isinstance(found, Decimal)
    assert round(found * 3600) == round(Decimal(hours) * 3600), sentence


def test_none_is_loaded_as_none(connection: Connection) -> None:
    """No moment and no hours come back as none."""
    assert stored(connection, at=None, hours=None) == (None, None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.lists(st.integers(0, 6000), min_size=1, max_size=6))
def test_sums_of_hours_are_exact(connection: Connection, minutes: list[int]) -> None:
    """However many minutes are added, the database's sum is theirs to the second."""
    connection.execute(trial.delete())
    connection.execute(insert(trial), [{"hours": Decimal(each) / 60} for each in minutes])
    total = connection.execute(select(func.sum(trial.c.hours))).scalar_one()
    assert round(total * 60, 6) == sum(minutes)


def test_upsert_inserts_then_updates(connection: Connection) -> None:
    """A row is inserted, then updated; another key is another row."""
    for name, seconds in (("a", 1), ("a", 2), ("b", 3)):
        upsert(connection, heartbeats, {"name": name, "at": at(seconds), "detail": {"n": seconds}})
    rows = connection.execute(
        select(heartbeats.c.name, heartbeats.c.detail).order_by(heartbeats.c.name)
    ).all()
    assert [tuple(row) for row in rows] == [("a", {"n": 2}), ("b", {"n": 3})]


def test_upsert_of_a_key_alone_stores_one_row(database: Database) -> None:
    """A row that is nothing but its key is kept once."""
    only = Table("only", MetaData(), Column("id", Integer, primary_key=True))
    only.create(database.engine)
    with database.change() as connection:
        upsert(connection, only, {"id": 1})
        upsert(connection, only, {"id": 1})
        assert connection.execute(select(only.c.id)).scalars().all() == [1]


def test_insert_new_returns_none_for_a_taken_key(connection: Connection) -> None:
    """The first is new, the second changes nothing and says so."""
    row = {"tracker": "main", "issue": "1009", "deleted_at": at(1)}
    found = [
        insert_new(connection, tombstones, each, "issue") for each in (row, {**row, "deleted_at": at(2)})
    ]
    assert found == ["1009", None]
    assert connection.execute(select(tombstones.c.deleted_at)).scalar_one() == at(1)


@pytest.mark.parametrize(
    ("sentence", "address", "driver"),
    [
        ("PostgreSQL is reached by psycopg 3.", "postgresql://user@host/ugovor", "postgresql+psycopg"),
        ("Also by its short name.", "postgres://user@host/ugovor", "postgresql+psycopg"),
        ("A driver that was named stays.", "postgresql+psycopg://user@host/ugovor", "postgresql+psycopg"),
        ("SQLite stays.", "sqlite:///ugovor.db", "sqlite"),
    ],
)
def test_address_gets_the_installed_driver(sentence: str, address: str, driver: str) -> None:
    """An address gets the driver that is installed."""
    assert normalise_address(address).drivername == driver, sentence


def test_sqlite_is_durable(database: Database) -> None:
    """Readers pass writers, and a commit is on the disk when it returns."""
    with database.look() as connection:
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    assert (database.is_sqlite, journal, synchronous) == (True, "wal", 2)


def test_reader_does_not_wait_for_a_writer(database: Database) -> None:
    """What is being written is not seen, and holds nobody up."""
    with database.change() as writer:
        insert_new(writer, tombstones, {"tracker": "m", "issue": "1", "deleted_at": START}, "issue")
        with database.look() as reader:
            assert reader.execute(select(tombstones)).all() == []

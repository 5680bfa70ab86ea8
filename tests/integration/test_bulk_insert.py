"""Many rows in one statement, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from plugin.store.bulk_insert import insert_all_new
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.store.tables import deliveries

START = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
ID = ("tracker", "delivery_id")


@pytest.fixture
def connection(database: str) -> Iterator[Connection]:
    """Give a transaction that writes."""
    opened = Database(database)
    with opened.change() as connection:
        yield connection
    opened.close()


def row(delivery: str, **others: Any) -> dict[str, Any]:
    """Return a row of a delivery, with what a driver could get wrong in it."""
    plain = {
        "tracker": "main",
        "delivery_id": delivery,
        "subject": None,
        "kind": "unknown",
        "received_at": START,
        "happened_at": None,
        "headers": {"user-agent": 'a "quoted" \\ Агент'},
        "body": b'{"a": "\\u0000", "b": \x00\xff}',
        "events": "[]",
        "state": "parked",
        "reason": "a, {b} \\ NULL",
    }
    return plain | others


def test_inserted_values_are_loaded_unchanged(connection: Connection) -> None:
    """Quotes, backslashes, braces, raw bytes and empty values stay as they are."""
    given = [
        row("a"),
        row("b", subject="NULL", happened_at=START - timedelta(1), body=b"", headers={}),
        row("c", reason=""),
    ]
    assert {("main", "a"), ("main", "b"), ("main", "c")} == insert_all_new(connection, deliveries, given, ID)
    kept = connection.execute(select(*(deliveries.c[name] for name in given[0])).order_by(deliveries.c.id))
    assert given == [dict(each._mapping) for each in kept]


@pytest.mark.parametrize(
    ("sentence", "known", "given", "new"),
    [
        ("All are new.", [], ["a", "b", "c"], ["a", "b", "c"]),
        ("One in the middle is known.", ["b"], ["a", "b", "c"], ["a", "c"]),
        ("The last one is known, and another came before it.", ["x", "c"], ["a", "b", "c"], ["a", "b"]),
        ("All are known.", ["b", "a"], ["a", "b"], []),
    ],
)
def test_bulk_insert_returns_only_new_rows(
    connection: Connection, sentence: str, known: list[str], given: list[str], new: list[str]
) -> None:
    """Whatever was there before, exactly the rows that were kept now are named."""
    if known:
        insert_all_new(connection, deliveries, [row(each) for each in known], ID)
    found = insert_all_new(connection, deliveries, [row(each) for each in given], ID)
    assert {("main", each) for each in new} == found, sentence

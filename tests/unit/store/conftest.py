"""A database of the newest schema in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin.store.connection import Connection
from plugin.store.engine import Database


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    """Give a database without tables."""
    database = Database(f"sqlite:///{tmp_path}/ugovor.db")
    yield database
    database.close()


@pytest.fixture
def database(tmp_path: Path, newest_sqlite: bytes, empty: Database) -> Database:
    """Give a database with every table."""
    (tmp_path / "ugovor.db").write_bytes(newest_sqlite)
    return empty


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Give a transaction that writes."""
    with database.change() as open_connection:
        yield open_connection

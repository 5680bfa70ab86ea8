"""Inserts or updates one row on both databases; each statement is built once."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

from plugin.store.connection import Connection


def upsert(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Insert the row, or update the one with the same primary key."""
    connection.execute(_upsertion(connection.dialect.name, table, tuple(row)), row)


def insert_new(connection: Connection, table: Table, row: dict[str, Any], returning: str) -> Any | None:  # noqa: ANN401 -- whatever the column holds
    """Insert the row unless a unique key is taken; return the named column.

    None means that it was taken. `RETURNING` is right where the row count after `ON CONFLICT DO NOTHING` is
    not.
    """
    return connection.execute(_insertion(connection.dialect.name, table, returning), row).scalar()


@cache
def _upsertion(dialect: str, table: Table, names: tuple[str, ...]) -> Executable:
    """Return the statement; the names of its columns come with the row."""
    keys = [column.name for column in table.primary_key]
    statement = insertion(dialect, table)
    others = {name: statement.excluded[name] for name in names if name not in keys}
    if not others:
        return statement.on_conflict_do_nothing(index_elements=keys)
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


@cache
def _insertion(dialect: str, table: Table, returning: str) -> Executable:
    return insertion(dialect, table).on_conflict_do_nothing().returning(table.c[returning])


def insertion(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return the INSERT of a dialect, which knows what to do where a key is taken."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)

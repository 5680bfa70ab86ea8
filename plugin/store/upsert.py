"""Insert or update a row in one statement, on both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Insert the row, or update the one with the same primary key."""
    keys = [column.name for column in table.primary_key]
    others = {name: value for name, value in row.items() if name not in keys}
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(row)
    connection.execute(
        statement.on_conflict_do_update(index_elements=keys, set_=others)
        if others
        else statement.on_conflict_do_nothing(index_elements=keys)
    )


def insert_new(connection: Connection, table: Table, row: dict[str, Any], returning: str) -> Any | None:  # noqa: ANN401 -- whatever the column holds
    """Insert the row unless a unique key is taken; return the named column, or None when it was taken.

    `RETURNING` tells the truth where the row count after `ON CONFLICT DO NOTHING` does not.
    """
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(row).on_conflict_do_nothing()
    return connection.execute(statement.returning(table.c[returning])).scalar()

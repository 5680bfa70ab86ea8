"""Inserts many rows in one statement that is built only once.

SQLAlchemy would write a statement anew for every number of rows and name every value separately, which took
longer than running it. Here it writes the text once, and the driver is given the values: on PostgreSQL each
column as one array, on SQLite row after row. A single statement also means a single step for Python's lock,
which the driver releases at every step and then has to wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from sqlalchemy import ARRAY, Table, bindparam, cast, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

from plugin.store.connection import Connection, Rows

Row = Mapping[str, Any]
Insertion = TypeVar("Insertion", sqlite.Insert, postgresql.Insert)


class OnConflict(Hashable, Protocol):
    """Says what happens to a row whose unique key is taken.

    It must be the same function each time it means the same: the statement is kept by it.
    """

    def __call__(self, statement: Insertion, /) -> Insertion:
        """Return the statement with what it does then."""


def insert_all_new(
    connection: Connection, table: Table, rows: Sequence[Row], returning: tuple[str, ...]
) -> set[tuple[Any, ...]]:
    """Insert the rows whose unique keys are free; return these columns of them.

    Args:
        connection: a transaction that writes.
        table: its primary key counts by itself.
        rows: at least one; all with the same columns, no two with the same unique key.
        returning: the columns of a unique key.
    """
    if connection.dialect.name != "sqlite":
        return {tuple(row) for row in _run(connection, table, rows, _leave, returning)}
    kept = _run(connection, table, rows, _leave).rowcount
    if kept == len(rows):
        return {tuple(row[name] for name in returning) for row in rows}
    # On SQLite one transaction writes at a time: the newest rows are those that this one has kept.
    newest = select(*(table.c[name] for name in returning)).order_by(
        *(key.desc() for key in table.primary_key)
    )
    return {tuple(row) for row in connection.execute(newest.limit(kept))}


def upsert_all(connection: Connection, table: Table, rows: Sequence[Row], on_conflict: OnConflict) -> None:
    """Insert the rows, one after the other, in one statement.

    Args:
        connection: a transaction that writes.
        table: where they go.
        rows: at least one; all with the same columns.
        on_conflict: what becomes of a row whose key is taken.
    """
    _run(connection, table, rows, on_conflict)


@dataclass(frozen=True)
class _Form:
    """A statement as the driver takes it, with its columns in order of their places.

    Each column comes with the function that converts its values.
    """

    text: str
    columns: tuple[tuple[str, Callable[[Any], Any]], ...]


def _run(
    connection: Connection,
    table: Table,
    rows: Sequence[Row],
    on_conflict: OnConflict,
    returning: tuple[str, ...] = (),
) -> Rows:
    form = _form(connection.dialect, table, tuple(rows[0]), on_conflict, returning)
    if connection.dialect.name == "sqlite":
        by_row = tuple([write(row[name]) for row in rows for name, write in form.columns])
        return connection.exec_driver_sql(_with_rows(form.text, len(form.columns), len(rows)), by_row)
    by_column = tuple([write(row[name]) for row in rows] for name, write in form.columns)
    return connection.exec_driver_sql(form.text, by_column)


@lru_cache
def _form(
    dialect: Dialect,
    table: Table,
    names: tuple[str, ...],
    on_conflict: OnConflict,
    returning: tuple[str, ...],
) -> _Form:
    statement: sqlite.Insert | postgresql.Insert
    if dialect.name == "sqlite":
        statement = on_conflict(sqlite.insert(table).values({name: bindparam(name) for name in names}))
    else:
        arrays = [func.unnest(cast(bindparam(name), ARRAY(table.c[name].type))) for name in names]
        statement = on_conflict(postgresql.insert(table).from_select(names, select(*arrays)))
    written = statement.returning(*(table.c[name] for name in returning)) if returning else statement
    # The interface names no arguments; every dialect takes this one.
    compiled = written.compile(dialect=type(dialect)(paramstyle="qmark"))  # type: ignore[call-arg]
    writers = {name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names}
    # psycopg is asked for binary arrays: in a text array it would search every body for quotation marks.
    text = str(compiled) if dialect.name == "sqlite" else str(compiled).replace("?", "%b")
    order = compiled.positiontup or names
    return _Form(text, tuple((name, writers[name] or _as_it_is) for name in order))


@lru_cache
def _with_rows(text: str, columns: int, rows: int) -> str:
    one_row = f"({', '.join('?' * columns)})"
    return text.replace(one_row, ", ".join([one_row] * rows))


def _leave(statement: Insertion) -> Insertion:
    return statement.on_conflict_do_nothing()


def _as_it_is(value: object) -> object:
    return value

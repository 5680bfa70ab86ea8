"""A connection that runs SQLAlchemy's statements on the driver's own cursor.

SQL is written with SQLAlchemy Core; only carrying it out is done here, because SQLAlchemy's own way costs
twenty times what the driver takes for a look-up. Errors are SQLAlchemy's, and never show a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from types import TracebackType
from typing import Any, Protocol, Self

from sqlalchemy.engine import Dialect
from sqlalchemy.exc import MultipleResultsFound, NoResultFound, StatementError
from sqlalchemy.sql import Executable

from plugin.store.compiled_statements import CompiledStatement, Parameters, Row, compiled_for, row_of

__all__ = ["Connection", "Row", "Rows"]

_ROWS_PER_FETCH = 200
"""Rows that are fetched at once where a statement asks to be read bit by bit (`yield_per`)."""


_NUMBERS = count()


class Lender(Protocol):
    """Opens a database's connections, and knows what their errors mean."""

    dialect: Dialect

    def connect(self) -> Any:  # noqa: ANN401 -- sqlite3's or psycopg's connection
        """Return a new connection of the driver."""

    def is_lost(self, error: Exception, driver: Any) -> bool:  # noqa: ANN401 -- see above
        """Tell whether an error means that the connection is gone."""

    def raise_told(self, error: Exception, text: str, driver: Any) -> None:  # noqa: ANN401 -- see above
        """Raise a driver's error as SQLAlchemy's; do nothing for any other error."""


class Rows:
    """The rows of a statement, and how many rows it changed or found."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: Iterator[Row] | list[Row], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Row]:
        """Give the rows one after the other."""
        return iter(self._rows)

    def __enter__(self) -> Self:
        """Read within a block; rows that are unread at its end are dropped."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Read no more."""
        close = getattr(self._rows, "close", None)
        if close is not None:
            close()

    def all(self) -> list[Row]:
        """Return every row."""
        return list(self._rows)

    def first(self) -> Row | None:
        """Return the first row, or None."""
        return next(iter(self._rows), None)

    def one(self) -> Row:
        """Return the only row.

        Raises:
            NoResultFound, MultipleResultsFound: it is none, or not the only one.
        """
        rows = list(self._rows)
        if not rows:
            raise NoResultFound("No row was found when one was required")
        if len(rows) > 1:
            raise MultipleResultsFound("Multiple rows were found when exactly one was required")
        return rows[0]

    def scalar(self) -> Any:  # noqa: ANN401 -- whatever the column holds
        """Return the first column of the first row, or None where there is no row."""
        row = self.first()
        return None if row is None else row[0]

    def scalar_one(self) -> Any:  # noqa: ANN401 -- whatever the column holds
        """Return the first column of the only row."""
        return self.one()[0]

    def scalars(self) -> Scalars:
        """Return the first column of every row."""
        return Scalars(self._rows)

    def mappings(self) -> list[dict[str, Any]]:
        """Return every row by the names of its columns."""
        return [row._mapping for row in self._rows]


class Scalars:
    """The first column of every row."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Iterator[Row] | list[Row]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Any]:
        """Give the values one after the other."""
        return (row[0] for row in self._rows)

    def all(self) -> list[Any]:
        """Return every value."""
        return list(self)

    def first(self) -> Any:  # noqa: ANN401 -- whatever the column holds
        """Return the first value, or None."""
        return next(iter(self), None)


class Connection:
    """A driver's connection, lent out for one transaction or one look at a time."""

    __slots__ = ("_cursor", "_lender", "driver", "is_untried", "streams_begin", "waits_ms")

    def __init__(self, lender: Lender) -> None:
        """Open a connection.

        Args:
            lender: opens connections and knows what their errors mean.
        """
        self._lender = lender
        self.is_untried = False
        """It was used before and may be dead since: until it answered once it may be opened anew."""
        self.streams_begin = False
        """Rows that are read bit by bit need a transaction, and none is open."""
        self.waits_ms = -1
        """How long SQLite itself waits for a lock; -1: as it does by itself."""
        self.open()

    @property
    def dialect(self) -> Dialect:
        """The database's dialect."""
        return self._lender.dialect

    def open(self) -> None:
        """Connect, in the place of what was there before."""
        self.driver = self._lender.connect()
        self._cursor = self.driver.cursor()
        self.is_untried, self.waits_ms = False, -1

    def execute(
        self, statement: Executable, parameters: Parameters | Sequence[Parameters] | None = None
    ) -> Rows:
        """Run a statement; a list of parameters runs it once for each.

        Raises:
            sqlalchemy.exc.DBAPIError: the database did not do it.
            sqlalchemy.exc.StatementError: a value is missing, or none that its column takes.
        """
        if parameters is None or isinstance(parameters, Mapping):
            each, first = [], parameters or {}
        else:
            each, first = list(parameters), parameters[0]
        values: Sequence[Any]
        try:
            form, streams = compiled_for(statement, self._lender.dialect, first)
            # psycopg's executemany costs more than execute: one row does without it.
            values = [form.values(one) for one in each] if len(each) > 1 else form.values(first)
        except Exception as error:
            raise _unfit(error, str(statement)) from error
        if streams:
            return Rows(self._stream(form, values), -1)
        return self._run(form.text, values, form, many=len(each) > 1)

    def exec_driver_sql(self, text: str, values: Sequence[Any] = ()) -> Rows:
        """Run a statement written for the driver; its rows come back unconverted."""
        return self._run(text, values, None)

    def _run(
        self, text: str, values: Sequence[Any], form: CompiledStatement | None, *, many: bool = False
    ) -> Rows:
        cursor = self._cursor
        try:
            if many:
                cursor.executemany(text, values)
            elif values:
                cursor.execute(text, values)
            else:
                cursor.execute(text)
            self.is_untried = False
            description = cursor.description
            if description is None:
                return Rows([], cursor.rowcount)
            fetched = cursor.fetchall()
        except Exception as error:
            if self.is_untried and self._lender.is_lost(error, self.driver):
                # It died while nobody used it, such as in a restart of the server: nothing was done with it.
                self.open()
                return self._run(text, values, form, many=many)
            self._lender.raise_told(error, text, self.driver)
            raise
        if form is None:
            row = row_of(tuple(column[0] for column in description))
            return Rows([row(each) for each in fetched], cursor.rowcount)
        try:
            return Rows(form.rows(fetched, description), cursor.rowcount)
        except Exception as error:
            raise _unfit(error, text) from error

    def _stream(self, form: CompiledStatement, values: Sequence[Any]) -> Iterator[Row]:
        """Read rows bit by bit; on PostgreSQL the server keeps what was not fetched."""
        if self.streams_begin:
            self.exec_driver_sql("BEGIN")
            self.streams_begin = False
        is_sqlite = self.dialect.name == "sqlite"
        cursor = self.driver.cursor() if is_sqlite else self.driver.cursor(name=f"rows_{next(_NUMBERS)}")
        try:
            cursor.execute(form.text, values)
            while fetched := cursor.fetchmany(_ROWS_PER_FETCH):
                yield from form.rows(fetched, cursor.description)
        except Exception as error:
            self._lender.raise_told(error, form.text, self.driver)
            raise
        finally:
            if is_sqlite or not self.driver.closed:
                cursor.close()


def _unfit(error: Exception, text: str) -> StatementError:
    """Return the error of a missing or unfit value, without showing the value."""
    return StatementError(f"({type(error).__name__}) {error}", text, None, error, hide_parameters=True)

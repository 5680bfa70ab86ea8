"""One database: SQLite or PostgreSQL, reached the same way."""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError

from plugin.store.connection import Connection
from plugin.store.sqlite_lock import begin_writing, set_busy_timeout

_SQLITE_TIMEOUT_S = 15.0

_WRITERS_AT_ONCE = 2
"""How many transactions of one process write to PostgreSQL at a time."""

HUNG_TRANSACTION_LIMIT = timedelta(seconds=15)
"""PostgreSQL ends a transaction that was idle for this long and frees its locks. Its owner hangs or lost
power; without the limit a paused worker would hold up all others."""

_PASSING = frozenset({"08", "40", "53", "57"})
"""Classes of SQLSTATE: no connection, rolled back (a deadlock), too few resources, being shut down."""
_WAITED_FOR = frozenset({"55P03", "25P03"})
"""A lock that could not be had in time; a transaction that was idle until the server ended it."""


class Database:
    """The database: `change()` opens a writing transaction, `look()` a reading one.

    Connections are kept and lent out again without a check that they are alive. One that proves dead when a
    transaction begins is opened anew, and so are all others that are idle.
    """

    def __init__(self, address: str, *, patient: bool = False, waits_s: float | None = None) -> None:
        """Connect to a database by its address.

        Examples are `sqlite:///ugovor.db` and `postgresql://user@host/ugovor`.

        Args:
            address: as SQLAlchemy writes it.
            patient: whether a transaction may rest as long as it likes, such as for somebody who reads page
                by page what a command prints.
            waits_s: how long it waits for what others hold before it fails, for callers that others wait on.
                None: 15 seconds on SQLite, no limit on PostgreSQL.
        """
        self.engine = _engine(address, patient=patient, waits_s=waits_s)
        self.dialect = self.engine.dialect
        self.is_sqlite = self.dialect.name == "sqlite"
        """Whether one file is the database."""
        self._waits_s = _SQLITE_TIMEOUT_S if waits_s is None else waits_s
        self._idle: deque[Connection] = deque()
        self._generation = 0
        # SQLite has one writer at a time: threads of one process wait here, not by looking again and again.
        # On PostgreSQL more than a few would only wait for each other's locks, and for the interpreter.
        self._writer = threading.BoundedSemaphore(1 if self.is_sqlite else _WRITERS_AT_ONCE)

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """Open a transaction that writes; it is committed when the block ends well."""
        has_turn = self._writer.acquire(timeout=self._waits_s)
        try:
            with self._lent() as connection:
                if self.is_sqlite:
                    begin_writing(connection, self._waits_s)
                else:
                    connection.exec_driver_sql("BEGIN")
                yield connection
                self._commit(connection)
        finally:
            if has_turn:
                self._writer.release()

    @contextmanager
    def single_change(self) -> Iterator[Connection]:
        """Open a transaction for one writing statement.

        On PostgreSQL that is the statement itself.
        """
        if self.is_sqlite:
            with self.change() as connection:
                yield connection
        else:
            with self._lent() as connection:
                yield connection

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """Read what is there; on SQLite without waiting for writers, in one snapshot.

        On PostgreSQL each statement stands for itself, as it does in a transaction there.
        """
        with self._lent() as connection:
            if self.is_sqlite:
                set_busy_timeout(connection, int(self._waits_s * 1000))
                connection.exec_driver_sql("BEGIN")
            else:
                connection.streams_begin = True
            yield connection
            if not connection.streams_begin:
                self._commit(connection)

    def close(self) -> None:
        """Close every idle connection, and those lent out as soon as they come back."""
        self._generation += 1
        self._close_idle()
        self.engine.dispose()

    @contextmanager
    def _lent(self) -> Iterator[Connection]:
        """Lend a connection out; it comes back without a transaction, or not at all."""
        generation = self._generation
        try:
            connection = self._idle.pop()
            connection.is_untried = not self.is_sqlite
        except IndexError:
            connection = Connection(self)
        try:
            yield connection
        except BaseException:
            if not _is_rolled_back(connection):
                connection.driver.close()
                raise
            self._give_back(connection, generation)
            raise
        self._give_back(connection, generation)

    def _give_back(self, connection: Connection, generation: int) -> None:
        connection.streams_begin = False
        if generation == self._generation:
            self._idle.append(connection)
        else:
            connection.driver.close()

    def _commit(self, connection: Connection) -> None:
        driver = connection.driver
        try:
            driver.commit()
        except Exception as error:
            self.raise_told(error, "COMMIT", driver)
            raise

    def _close_idle(self) -> None:
        while self._idle:
            with suppress(IndexError):
                self._idle.pop().driver.close()

    def connect(self) -> Any:  # noqa: ANN401 -- sqlite3's or psycopg's connection
        """Return a new connection of the driver.

        Raises:
            sqlalchemy.exc.DBAPIError: it cannot be had.
        """
        try:
            pooled = self.engine.raw_connection()
        except Exception as error:
            self.raise_told(error, "", None)
            raise
        driver = pooled.driver_connection
        # Connections are kept here, not in the pool, which would check each of them at every use.
        pooled.detach()
        if not self.is_sqlite:
            driver.autocommit = True  # type: ignore[union-attr]
        return driver

    def is_lost(self, error: Exception, driver: Any) -> bool:  # noqa: ANN401 -- see above
        """Tell whether an error means that the connection is gone.

        Then the idle connections are given up too.
        """
        is_lost = self.dialect.is_disconnect(error, driver, None)  # type: ignore[arg-type]
        if is_lost:
            self._close_idle()
        return is_lost

    def raise_told(self, error: Exception, text: str, driver: Any) -> None:  # noqa: ANN401 -- see above
        """Raise a driver's error as SQLAlchemy's, without values; ignore any other."""
        base = self.dialect.loaded_dbapi.Error
        if isinstance(error, base):
            _name_the_file(error, self.engine)
            is_lost = self.is_lost(error, driver)
            raise DBAPIError.instance(
                text,
                None,
                error,
                base,
                hide_parameters=True,
                connection_invalidated=is_lost,
                dialect=self.dialect,
            ) from error


def _is_rolled_back(connection: Connection) -> bool:
    try:
        connection.driver.rollback()
    except Exception:  # noqa: BLE001 -- the earlier error is the one to report
        return False
    return True


def is_transient(error: Exception) -> bool:
    """Tell whether a database fault passes by itself.

    Such are a lost connection and a lock that another transaction holds.
    """
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        return isinstance(error, OperationalError)
    return str(state)[:2] in _PASSING or str(state) in _WAITED_FOR


def normalise_address(address: str) -> URL:
    """Return the address with the driver that is installed: psycopg 3 for PostgreSQL."""
    url = make_url(address)
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    return url


def _engine(address: str, *, patient: bool, waits_s: float | None) -> Engine:
    """Make the engine; its errors, which are logged, never show values."""
    url = normalise_address(address)
    if url.get_backend_name() != "sqlite":
        # A host that lost power keeps its locks until TCP keepalive says otherwise.
        keepalive = {"keepalives": 1, "keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 3}
        # Keepalive does not cover data that is not acknowledged: the system would wait for minutes.
        wait = {**keepalive, "tcp_user_timeout": 35_000, "connect_timeout": 5}
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=wait)
        event.listen(engine, "connect", _limiting(patient=patient, waits_s=waits_s))
        return engine
    longest_s = _SQLITE_TIMEOUT_S if waits_s is None else waits_s
    own = {"timeout": longest_s, "check_same_thread": False}
    engine = create_engine(url, hide_parameters=True, connect_args=own)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    event.listen(engine, "handle_error", _name_the_file_of)
    return engine


def _name_the_file_of(context: ExceptionContext) -> None:
    if context.engine is not None:
        _name_the_file(context.original_exception, context.engine)


def _name_the_file(error: BaseException, engine: Engine) -> None:
    """Add to an error which file cannot be opened or written.

    SQLite does not say so, and a relative path would hide it.
    """
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
        error.args = (f"{error}: {engine.url.database}",)


def _limiting(*, patient: bool, waits_s: float | None) -> Callable[[Any, Any], None]:
    """Return what sets the server's limits for idle transactions and lock waits.

    A pooler would refuse these as parameters of the start.
    """

    def limit(connection: Any, record: Any) -> None:  # noqa: ANN401 -- psycopg's and SQLAlchemy's own types
        del record
        hung = None if patient else HUNG_TRANSACTION_LIMIT.total_seconds()
        limits = {"idle_in_transaction_session_timeout": hung, "lock_timeout": waits_s}
        for name, seconds in limits.items():
            if seconds is not None:
                connection.execute(f"SET {name} = {int(seconds * 1000)}")
        connection.commit()

    return limit


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:  # noqa: ANN401 -- SQLAlchemy's own type
    """Make SQLite durable, with readers beside a writer; we begin transactions."""
    del record
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()

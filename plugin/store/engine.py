"""One database: SQLite or PostgreSQL, reached the same way."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError

_SQLITE_WAITS_S = 15.0
_LOOK_AGAIN_S = 0.001

HUNG_TRANSACTION_LIMIT = timedelta(seconds=15)
"""A transaction in which nothing was asked for so long is given up by PostgreSQL, with all that it locks:
whoever began it hangs, or its machine lost its power. Else a paused worker would hold up all others."""

_PASSING = frozenset({"08", "40", "53", "57"})
"""Classes of SQLSTATE: no connection, rolled back (a deadlock), too few resources, being shut down."""
_WAITED_FOR = frozenset({"55P03", "25P03"})
"""A lock that was not to be had in time; a transaction that rested so long that the server gave it up."""


class Database:
    """Where everything is kept. `change()` is a transaction that writes, `look()` one that only reads."""

    def __init__(self, address: str, *, patient: bool = False, waits_s: float | None = None) -> None:
        """Reach a database by its address, such as `sqlite:///ugovor.db` or `postgresql://user@host/ugovor`.

        Args:
            address: as SQLAlchemy writes it.
            patient: whether a transaction may rest as long as it likes, such as for somebody who reads page
                by page what a command prints.
            waits_s: how long it waits for what others hold before it fails, for whoever is waited for in
                turn. None: 15 seconds on SQLite, on PostgreSQL as long as it takes.
        """
        self.engine = _engine(address, patient=patient, waits_s=waits_s)

    @property
    def is_sqlite(self) -> bool:
        """Whether one file is the database."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """Open a transaction that writes; it is committed when the block ends well."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """Open a transaction that only reads; on SQLite it does not wait for writers."""
        with self.engine.connect().execution_options(ugovor_reads=True) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def passes(error: Exception) -> bool:
    """Tell whether a fault of the database passes by itself: a lost connection, a lock that another holds."""
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        return isinstance(error, OperationalError)
    return str(state)[:2] in _PASSING or str(state) in _WAITED_FOR


def normal_address(address: str) -> URL:
    """Return the address with the driver that is installed: psycopg 3 for PostgreSQL."""
    url = make_url(address)
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    return url


def _engine(address: str, *, patient: bool, waits_s: float | None) -> Engine:
    """Make the engine; its errors, which stand in the log, never show what was to be written."""
    url = normal_address(address)
    if url.get_backend_name() != "sqlite":
        # A host that lost power keeps its locks until TCP keepalive says otherwise.
        keepalive = {"keepalives": 1, "keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 3}
        # What was sent and is not acknowledged is no matter of keepalive: the system would wait for minutes.
        wait = {**keepalive, "tcp_user_timeout": 35_000, "connect_timeout": 5}
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=wait)
        event.listen(engine, "connect", _limiting(patient=patient, waits_s=waits_s))
        return engine
    longest_s = _SQLITE_WAITS_S if waits_s is None else waits_s
    own = {"timeout": longest_s, "check_same_thread": False}
    waits = {"ugovor_waits_s": longest_s}
    engine = create_engine(url, hide_parameters=True, connect_args=own, execution_options=waits)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "handle_error", _name_the_file)
    return engine


def _name_the_file(context: ExceptionContext) -> None:
    """Say which file cannot be opened or written: SQLite does not, and a relative path would hide it."""
    error, engine = context.original_exception, context.engine
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if engine is not None and code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
        error.args = (f"{error}: {engine.url.database}",)


def _limiting(*, patient: bool, waits_s: float | None) -> Callable[[Any, Any], None]:
    """Return what lets the server end a transaction that hangs, or that waits too long for another's lock.

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
    """Make SQLite durable and let readers pass writers; transactions are begun by us."""
    del record
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where a transaction will write: a later upgrade could fail.

    SQLite itself would look for the lock again after ever longer rests, up to a tenth of a second; a writer
    is through within milliseconds.
    """
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    options = connection.get_execution_options()
    longest_s: float = options["ugovor_waits_s"]
    if options.get("ugovor_reads", False):
        _wait_in_sqlite(connection, driver, int(longest_s * 1000))
        connection.exec_driver_sql("BEGIN")
        return
    _wait_in_sqlite(connection, driver, 0)
    deadline = time.monotonic() + longest_s
    while _is_busy(driver) and time.monotonic() < deadline:
        time.sleep(_LOOK_AGAIN_S)
    if not driver.in_transaction:
        # Told as SQLAlchemy tells every other fault.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _wait_in_sqlite(connection: Connection, driver: sqlite3.Connection, longest_ms: int) -> None:
    """Set how long SQLite itself waits for a lock, unless the connection's last transaction has."""
    if connection.info.get("busy_timeout_ms") != longest_ms:
        driver.execute(f"PRAGMA busy_timeout={longest_ms}")
        connection.info["busy_timeout_ms"] = longest_ms


def _is_busy(driver: sqlite3.Connection) -> bool:
    """Try to begin; tell whether another writer was in the way, which is a matter of waiting."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return False

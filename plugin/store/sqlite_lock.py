"""Takes SQLite's write lock when a transaction begins, waiting in short intervals."""

from __future__ import annotations

import sqlite3
import time

from plugin.store.connection import Connection

_POLL_INTERVALS_S = (0.0002, 0.001)
"""How often a writer looks whether another process is done: at first, and after a while.

A busy process leaves the lock free for moments only; a writer that looks too rarely would never get it."""
_FAST_POLL_S = 0.05


def begin_writing(connection: Connection, longest_s: float) -> None:
    """Take the write lock at the start of a transaction that will write.

    A later upgrade of the lock could fail. SQLite itself would look for the lock at ever longer intervals, up
    to a tenth of a second; a writer of another process is done within milliseconds.
    """
    set_busy_timeout(connection, 0)
    began = now = time.monotonic()
    while _is_busy(connection.driver) and now < began + longest_s:
        time.sleep(_POLL_INTERVALS_S[now > began + _FAST_POLL_S])
        now = time.monotonic()
    if not connection.driver.in_transaction:
        # Raises the error in the same form as every other fault.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def set_busy_timeout(connection: Connection, longest_ms: int) -> None:
    """Set how long SQLite waits for a lock, unless it is set already."""
    if connection.waits_ms != longest_ms:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={longest_ms}")
        connection.waits_ms = longest_ms


def _is_busy(driver: sqlite3.Connection) -> bool:
    """Try to begin; tell whether another writer was in the way."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return False

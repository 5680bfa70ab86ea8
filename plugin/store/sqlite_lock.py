"""SQLite's write lock: taken at once by who will write, and waited for without resting too long."""

from __future__ import annotations

import sqlite3
import time

from plugin.store.connection import Connection

_LOOK_AGAIN_S = (0.0002, 0.001)
"""How often a writer looks whether another process is through: at first, and after a while.

A busy process leaves the lock free for moments only; who looked too rarely would be kept out by it."""
_A_WHILE_S = 0.05


def begin_writing(connection: Connection, longest_s: float) -> None:
    """Take the write lock at once where a transaction will write: a later upgrade could fail.

    SQLite itself would look for the lock again after ever longer rests, up to a tenth of a second; a writer
    of another process is through within milliseconds.
    """
    set_busy_timeout(connection, 0)
    began = now = time.monotonic()
    while _is_busy(connection.driver) and now < began + longest_s:
        time.sleep(_LOOK_AGAIN_S[now > began + _A_WHILE_S])
        now = time.monotonic()
    if not connection.driver.in_transaction:
        # Told as every other fault is.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def set_busy_timeout(connection: Connection, longest_ms: int) -> None:
    """Set how long SQLite itself waits for a lock, unless the connection's last transaction has."""
    if connection.waits_ms != longest_ms:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={longest_ms}")
        connection.waits_ms = longest_ms


def _is_busy(driver: sqlite3.Connection) -> bool:
    """Try to begin; tell whether another writer was in the way, which is a matter of waiting."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return False

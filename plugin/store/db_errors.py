"""Describes database faults to the person who has to fix them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError, OperationalError

from plugin.store.group_commit import TookTooLong

_BY_ITSELF = "It goes on by itself then; nothing is lost."


@dataclass(frozen=True)
class DatabaseError:
    """A fault of the database.

    Attributes:
        sentence: what is wrong, to follow *the database:*, without a full stop.
        remedy: what to do, as sentences.
    """

    sentence: str
    remedy: str


NO_ROOM = DatabaseError("there is no room left on its disk", f"Make room there. {_BY_ITSELF}")
HELD = DatabaseError(
    "somebody else holds it locked",
    f"End what does: a backup, a shell with an open transaction, a table that is rewritten. {_BY_ITSELF}",
)
HANGS = DatabaseError("it hangs", f"Look at its disk and its server. {_BY_ITSELF}")
ONLY_READ = DatabaseError(
    "it may only be read",
    "Give the service's user the right to write there; of several servers name the one that is written to.",
)
BROKEN_DISK = DatabaseError(
    "its disk does not do what it is asked to",
    f"Look at the system's log, and at quotas and limits of the service's user. {_BY_ITSELF}",
)
AWAY = DatabaseError(
    "no answer", f"Start it, and compare service.database in the settings with where it is. {_BY_ITSELF}"
)

_OF_SQLITE = {
    sqlite3.SQLITE_FULL: NO_ROOM,
    sqlite3.SQLITE_BUSY: HELD,
    sqlite3.SQLITE_LOCKED: HELD,
    sqlite3.SQLITE_READONLY: ONLY_READ,
    sqlite3.SQLITE_IOERR: BROKEN_DISK,
}
_OF_POSTGRESQL = {"53100": NO_ROOM, "55P03": HELD, "25006": ONLY_READ, "58030": BROKEN_DISK}
"""By SQLSTATE, see https://www.postgresql.org/docs/current/errcodes-appendix.html."""


def describe_error(error: Exception) -> DatabaseError:
    """Return what is wrong.

    The error's own text is never shown: it may quote an address or a value.
    """
    if isinstance(error, TookTooLong):
        return HANGS
    original = error.orig if isinstance(error, DBAPIError) else None
    known = _OF_SQLITE.get(getattr(original, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF)
    known = known or _OF_POSTGRESQL.get(str(getattr(original, "sqlstate", None)))
    if known is not None:
        return known
    if isinstance(error, OperationalError):
        return AWAY
    return DatabaseError(f"a fault ({type(error).__name__})", "The log has more about it.")

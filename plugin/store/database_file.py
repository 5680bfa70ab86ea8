"""Watches the file of a SQLite database: is it there, is it still the same one?"""

from __future__ import annotations

from pathlib import Path

from plugin.store.engine import Database

_IN_MEMORY = (None, "", ":memory:")


def find_file(database: Database) -> Path | None:
    """Return the file of a SQLite database, or None where there is no such file.

    That is so for a server's database, one in memory, and one named by a URI.
    """
    name = database.engine.url.database
    if not database.is_sqlite or name in _IN_MEMORY or str(name).startswith("file:"):
        return None
    return Path(str(name)).absolute()


class DatabaseFile:
    """Remembers which file was opened first.

    Open connections stay with that file, even if another one gets its name later.
    """

    def __init__(self, database: Database) -> None:
        self._path = find_file(database)
        self._first = self._identity()

    @property
    def watched(self) -> bool:
        """Whether there is a file to look at; one that was never there yet is not missed."""
        self._first = self._first or self._identity()
        return self._first is not None

    def fault(self) -> str:
        """Describe what happened to the file; empty where it is still the first one.

        The sentence has no full stop.
        """
        now = self._identity()
        if now is None:
            return f"{self._path} is gone; what is received is written nowhere"
        if now != self._first:
            return f"{self._path} is another file than the one that is open; what is received is lost"
        return ""

    def _identity(self) -> tuple[int, int] | None:
        """Return device and inode: SQLite does not tell that a file lost its name."""
        try:
            found = self._path.stat() if self._path else None
        except OSError:
            return None
        return (found.st_dev, found.st_ino) if found else None

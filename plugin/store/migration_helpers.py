"""Runs migrations without stopping the processes that receive meanwhile.

On PostgreSQL a change of a table waits until every transaction that uses it is over, and everything that
comes later waits behind it. So it waits for a moment only, gives up, allows the others to pass and tries
again. An index of a table that is written to all the time is built while the writes go on (`build_index`).
Each migration is a transaction of its own, so that what one of them locks is free before the next.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from plugin.store.engine import Database

if TYPE_CHECKING:
    from alembic.config import Config

log = logging.getLogger("ugovor.store")

LOCK_TIMEOUT_MS = 200
"""How long a migration may wait for a table; everything behind it is held up for as long."""
RETRY_INTERVAL_S = 0.5
GIVE_UP_AFTER_S = 300.0
"""A backup, for one, holds every table for as long as it takes; then somebody has to look."""

_LOCK_KEY = 7_042_013
_POLL_INTERVAL_S = 0.1
_NOT_TO_BE_HAD = "55P03"


class TablesInUse(Exception):
    """A table that has to be changed was in use the whole time."""


def migrate(database: Database, migrations: Path, is_needed: Callable[[], bool]) -> None:
    """Bring a database up to date; processes that start together wait for the first.

    Args:
        database: which one.
        migrations: the folder that Alembic reads.
        is_needed: looks whether anything is left to do once the others are through.

    Raises:
        TablesInUse: what had to be changed was not to be had within five minutes; nothing is half done.
    """
    if database.is_sqlite:
        with database.engine.begin() as connection:
            if is_needed():
                _run(connection, migrations)
        return
    deadline = time.monotonic() + GIVE_UP_AFTER_S
    with _alone(database) as connection:
        while is_needed():
            connection.execute(text(f"SET lock_timeout = {LOCK_TIMEOUT_MS}"))
            connection.commit()
            try:
                _run(connection, migrations)
            except OperationalError as error:
                connection.rollback()
                _may_try_again(error, deadline)
                time.sleep(RETRY_INTERVAL_S)


def _may_try_again(error: OperationalError, deadline: float) -> None:
    if getattr(error.orig, "sqlstate", None) != _NOT_TO_BE_HAD:
        raise error
    if time.monotonic() > deadline:
        raise TablesInUse(
            "The database could not be brought up to date: a long transaction, such as a backup, holds a "
            "table that has to be changed. Nothing was changed by halves; start again when it is over."
        ) from error
    log.warning("a migration waits for a table in use: the others go first, it tries again")


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """Open a connection under the lock that only one has; both end together.

    Others look again and again instead of standing in line: a waiting transaction would keep an index from
    being finished, which waits for every older transaction.
    """
    with database.engine.connect() as connection:
        while not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK_KEY}).scalar():
            connection.rollback()
            time.sleep(_POLL_INTERVAL_S)
        try:
            yield connection
        finally:
            connection.invalidate()


def _run(connection: Connection, migrations: Path) -> None:
    # Alembic is loaded only where something must be migrated: it would stay in every process's memory.
    from alembic import command

    config = _config(migrations)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config(migrations: Path) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations))
    return config


def build_index(name: str, table: str, columns: list[str], where: str | None = None) -> None:
    """Build an index, on PostgreSQL while writes go on; alone in its migration.

    Anything before it in the migration would be committed before it. A build that is broken off leaves an
    index that nobody uses: it is built anew.

    Args:
        name: of the index.
        table: on which one.
        columns: in their order.
        where: which rows it holds; None: all.
    """
    from alembic import op

    given: dict[str, Any] = {"if_not_exists": True}
    if where is not None:
        given |= {"sqlite_where": text(where), "postgresql_where": text(where)}
    if op.get_bind().dialect.name == "sqlite":
        op.create_index(name, table, columns, **given)
        return
    with op.get_context().autocommit_block():
        # Nobody stands behind it in line, so that it may wait for older transactions as long as they take.
        op.execute("SET lock_timeout = 0")
        if op.get_bind().execute(_BROKEN_OFF, {"name": name}).first():
            op.drop_index(name, table, postgresql_concurrently=True)
        op.create_index(name, table, columns, postgresql_concurrently=True, **given)
        op.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MS}")


_BROKEN_OFF = text(
    "SELECT 1 FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
    "WHERE relname = :name AND NOT indisvalid AND pg_table_is_visible(indexrelid)"
)

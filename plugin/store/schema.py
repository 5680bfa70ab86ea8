"""The schema: brought up to date at start, checked by `/readyz`, made by Alembic's migrations.

Alembic itself is loaded only where something must be migrated: it would stay in the memory of every process.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import ColumnClause, Connection, column, inspect, select, table, text

from plugin.store.engine import Database

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK_KEY = 7_042_013
_REVISION = "alembic_version"


def upgrade(database: Database) -> None:
    """Bring the database up to date; processes that start together wait for each other.

    A database that a newer version has brought further is left as it is: migrations only add, so that the
    version before goes on working while hosts are upgraded one after the other.
    """
    with database.look() as connection:
        if is_up_to_date(current(connection)):
            return
    with database.change() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
        if is_up_to_date(current(connection)):
            return
        from alembic import command

        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_up_to_date(revision: str | None) -> bool:
    """Tell whether a database at this revision, or one of a newer version, can be worked with.

    Our revisions are numbers: one that is none was made by somebody else's migrations.
    """
    newest = wanted()
    return newest is None or (revision is not None and revision.isdecimal() and revision >= newest)


def current(connection: Connection) -> str | None:
    """Return the revision that the database is at, or None when it is empty."""
    if not inspect(connection).has_table(_REVISION):
        return None
    number: ColumnClause[str] = column("version_num")
    return connection.execute(select(number).select_from(table(_REVISION, number))).scalar()


def wanted() -> str | None:
    """Return the newest revision that this version of the service knows, by the names of its migrations."""
    names = sorted(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    return names[-1].partition("_")[0] if names else None


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config

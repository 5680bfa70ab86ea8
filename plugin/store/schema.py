"""The schema: upgraded at start, checked by `/readyz`, migrated by Alembic."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.store.migration_helpers import migrate

MIGRATIONS = Path(__file__).with_name("migrations")
_REVISION = text("SELECT version_num FROM alembic_version")
_HAS_TABLE = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"),
    "postgresql": text("SELECT to_regclass('alembic_version')"),
}


def upgrade(database: Database) -> None:
    """Upgrade the database; processes that start together wait for each other.

    A database that a newer version has brought further is left as it is: migrations only add, so that the
    version before goes on working while hosts are upgraded one after the other.

    Raises:
        TablesInUse: a table that has to be changed was in use for minutes.
    """
    if _is_done(database):
        return
    migrate(database, MIGRATIONS, lambda: not _is_done(database))


def _is_done(database: Database) -> bool:
    with database.look() as connection:
        return is_up_to_date(load_revision(connection))


def is_up_to_date(revision: str | None) -> bool:
    """Tell whether this version can work with a database at this revision.

    It can with a newer revision, too. Our revisions are numbers: another kind was made by somebody else's
    migrations.
    """
    newest = find_newest_revision()
    return newest is None or (revision is not None and revision.isdecimal() and revision >= newest)


def load_revision(connection: Connection) -> str | None:
    """Return the revision that the database is at, or None when it is empty."""
    has_table = _HAS_TABLE[connection.dialect.name]
    if connection.execute(has_table).scalar() is None:
        return None
    found: str | None = connection.execute(_REVISION).scalar()
    return found


def find_newest_revision() -> str | None:
    """Return the newest revision of this version, by the names of its migrations."""
    names = sorted(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    return names[-1].partition("_")[0] if names else None

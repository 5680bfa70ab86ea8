"""The schema: brought up to date at start, checked by `/readyz`, made by Alembic's migrations."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import ColumnClause, Connection, column, inspect, select, table

from plugin.store.engine import Database
from plugin.store.migration_helpers import migrate

MIGRATIONS = Path(__file__).with_name("migrations")
_REVISION = "alembic_version"


def upgrade(database: Database) -> None:
    """Bring the database up to date; processes that start together wait for each other.

    A database that a newer version has brought further is left as it is: migrations only add, so that the
    version before goes on working while hosts are upgraded one after the other.

    Raises:
        TablesInUse: a table that has to be changed was in use for minutes.
    """
    with database.look() as connection:
        if is_up_to_date(current(connection)):
            return
    migrate(database, MIGRATIONS, lambda connection: not is_up_to_date(current(connection)))


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

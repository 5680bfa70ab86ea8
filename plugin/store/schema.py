"""The schema: brought up to date at start, checked by `/readyz`, made by Alembic's migrations."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from plugin.store.engine import Database

MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK_KEY = 7_042_013


def upgrade(database: Database) -> None:
    """Bring the database up to date; processes that start together wait for each other."""
    with database.change() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
        if current(connection) == wanted():
            return
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def current(connection: Connection) -> str | None:
    """Return the revision that the database is at, or None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def wanted() -> str | None:
    """Return the newest revision that this version of the service knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config

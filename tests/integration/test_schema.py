"""The migrations and the code mean the same tables, on both databases."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from plugin.store import schema
from plugin.store.engine import Database
from plugin.store.tables import metadata


def test_migrations_make_the_tables_of_the_code(empty_database: str) -> None:
    """Also when a database was upgraded twice."""
    opened = Database(empty_database)
    schema.upgrade(opened)
    schema.upgrade(opened)
    with opened.look() as connection:
        assert schema.load_revision(connection) == schema.find_newest_revision()
    with opened.engine.connect() as own:
        assert compare_metadata(MigrationContext.configure(own), metadata) == []
    opened.close()


def bring_to(database: Database, revision: str) -> None:
    """Bring an empty database to an earlier revision than the newest."""
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_interrupted_index_is_built_anew(fresh_postgres: str) -> None:
    """PostgreSQL leaves an unused index behind; the migration replaces it."""
    opened = Database(fresh_postgres)
    bring_to(opened, "0004")
    with opened.change() as connection:
        connection.execute(
            text("INSERT INTO subjects (tracker, subject) VALUES ('main', '1'), ('main', '2')")
        )
    unique = text("CREATE UNIQUE INDEX CONCURRENTLY ix_subjects_token ON subjects (tracker)")
    alone = opened.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    with alone, pytest.raises(IntegrityError):
        alone.execute(unique)
    schema.upgrade(opened)
    with opened.look() as connection:
        assert [] == connection.execute(text("SELECT indexrelid FROM pg_index WHERE NOT indisvalid")).all()
    with opened.engine.connect() as own:
        assert compare_metadata(MigrationContext.configure(own), metadata) == []
    opened.close()

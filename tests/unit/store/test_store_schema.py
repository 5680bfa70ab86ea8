"""The schema: migrations turn an empty database into the tables of the code."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from kept import START
from sqlalchemy import inspect

from plugin.store import record, schema
from plugin.store.engine import Database
from plugin.store.tables import metadata


def test_empty_database_is_upgraded(empty: Database) -> None:
    """Before there is nothing, afterwards the newest revision."""
    with empty.look() as connection:
        assert schema.load_revision(connection) is None
    schema.upgrade(empty)
    with empty.look() as connection:
        assert schema.load_revision(connection) == schema.find_newest_revision() is not None
        assert {*metadata.tables, "alembic_version"} == set(inspect(empty.engine).get_table_names())


def test_migrations_make_the_tables_of_the_code(database: Database) -> None:
    """Between what the migrations make and what the code reads there is no difference."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_second_upgrade_changes_nothing(database: Database) -> None:
    """What is on record is still there."""
    with database.change() as connection:
        record.append(connection, START, [record.NewEntry("ACME", "main", "", "baseline", {})])
    schema.upgrade(database)
    with database.look() as connection:
        assert record.count_entries(connection) == 1
        assert record.verify(connection) is None

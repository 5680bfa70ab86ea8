"""The migrations and the code mean the same tables, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from plugin.store import schema
from plugin.store.engine import Database
from plugin.store.tables import metadata


def test_migrations_give_the_tables_of_the_code(database: str) -> None:
    """An upgraded database, also one that was upgraded twice, differs in nothing from the tables."""
    opened = Database(database)
    schema.upgrade(opened)
    schema.upgrade(opened)
    with opened.look() as connection:
        context = MigrationContext.configure(connection)
        assert schema.current(connection) == schema.wanted()
        assert compare_metadata(context, metadata) == []
    opened.close()

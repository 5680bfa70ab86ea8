"""Alembic's entry point: migrations use the connection of `plugin.store.schema`."""

from alembic import context

from plugin.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # What one migration locks is free before the next one waits for something.
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()

"""Alembic migrations, oldest first.

They run while the version before works on: they only add, what is added beside the issues is kept by
triggers, and a new column has a constant default or none. One migration changes one table that receiving
writes to (`deliveries`, `subjects`), in a moment: no filling, no check of what is there, no index but by
`plugin.store.migration_helpers.build_index`, in a migration of its own.
"""

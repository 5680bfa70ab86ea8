"""Kept connections: a dead one is replaced when it is used, on PostgreSQL."""

from __future__ import annotations

from contextlib import closing

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from plugin.store.engine import Database, is_transient
from plugin.store.tables import sign_in_requests

ENDED = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


def end_all(address: str) -> None:
    """End every other connection to the database's server, as its restart does."""
    with closing(Database(address)) as another, another.look() as connection:
        here = ENDED.text + " AND datname = current_database()"
        connection.execute(text(here))


@pytest.mark.parametrize("kind", ["look", "change", "single_change"])
def test_dead_idle_connection_is_replaced(ready_postgres: str, kind: str) -> None:
    """Nobody hears of it: nothing was done with it yet."""
    with closing(Database(ready_postgres)) as database:
        begin = getattr(database, kind)
        with begin() as connection:
            connection.execute(select(sign_in_requests)).all()
        end_all(ready_postgres)
        with begin() as connection:
            assert [] == connection.execute(select(sign_in_requests)).all()


def test_connection_that_dies_in_a_transaction_is_reported(ready_postgres: str) -> None:
    """It passes, nothing is kept, and the next transaction has a new one."""
    row = {"address": "a@acme.example", "asked_at": None}
    with closing(Database(ready_postgres)) as database:

        def die() -> None:
            with database.change() as connection:
                connection.execute(text("SELECT 1"))
                end_all(ready_postgres)
                connection.execute(insert(sign_in_requests), row)

        with pytest.raises(DBAPIError) as caught:
            die()
        assert is_transient(caught.value)
        with database.look() as connection:
            assert [] == connection.execute(select(sign_in_requests)).all()

"""Statements on the driver's own cursor: values, rows and errors."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from kept import START, at
from sqlalchemy import bindparam, delete, func, insert, select, text, update
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    MultipleResultsFound,
    NoResultFound,
    OperationalError,
    StatementError,
)

from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.store.tables import deputies, heartbeats, item_usage, tombstones

NAMED = select(tombstones).where(tombstones.c.issue.in_(bindparam("issues", expanding=True)))


def bury(connection: Connection, *issues: str) -> None:
    """Put tombstones on record."""
    rows = [{"tracker": "main", "issue": issue, "deleted_at": at(int(issue))} for issue in issues]
    connection.execute(insert(tombstones), rows)


def test_values_are_loaded_with_their_column_types(connection: Connection) -> None:
    """Moments, hours, days and JSON, in rows with the names of the columns."""
    usage = {"contract": "A", "item": "1", "month": "2026-03", "hours": Decimal("0.25"), "rounds": 1}
    connection.execute(insert(item_usage).values(**usage, pieces=0, earliest=START))
    connection.execute(insert(heartbeats), {"name": "w", "at": START, "detail": {"a": [1, "б"]}})
    days = {"starts": date(2026, 3, 1), "until": date(2026, 3, 2)}
    connection.execute(insert(deputies), {"contract": "A", "person": "p", "on_behalf_of": "q", **days})
    row = connection.execute(select(item_usage)).one()
    assert (Decimal("0.25"), START, 1) == (row.hours, row.earliest, row.rounds)
    assert {"a": [1, "б"]} == connection.execute(select(heartbeats.c.detail)).scalar()
    assert [days] == connection.execute(select(deputies.c.starts, deputies.c.until)).mappings()
    assert START == connection.execute(select(func.min(item_usage.c.earliest))).scalar_one()


@pytest.mark.parametrize("issues", [(), ("1",), ("1", "2", "3"), ("9",)])
def test_list_parameter_expands_to_its_length(connection: Connection, issues: tuple[str, ...]) -> None:
    """Also none; the statement is the same."""
    bury(connection, "1", "2", "3")
    found = connection.execute(NAMED.order_by(tombstones.c.issue), {"issues": issues}).all()
    assert [issue for issue in issues if issue != "9"] == [row.issue for row in found]


def test_new_statement_keeps_its_own_values(connection: Connection) -> None:
    """Values that stand in a statement are not taken for those of another one."""
    bury(connection, "1", "2")
    for issue in ("1", "2"):
        one = select(tombstones.c.deleted_at).where(tombstones.c.issue == issue)
        assert at(int(issue)) == connection.execute(one).scalar_one()
    gone = connection.execute(delete(tombstones).where(tombstones.c.issue.in_(["1", "2"])))
    assert 2 == gone.rowcount


def test_update_changes_only_the_given_columns(connection: Connection) -> None:
    """The same update, with other columns at another time."""
    connection.execute(insert(heartbeats), {"name": "w", "at": START, "detail": {}})
    one = update(heartbeats).where(heartbeats.c.name == bindparam("of"))
    connection.execute(one, {"of": "w", "at": at(1)})
    connection.execute(one, {"of": "w", "detail": {"n": 1}})
    assert (at(1), {"n": 1}) == tuple(connection.execute(select(heartbeats.c.at, heartbeats.c.detail)).one())


def test_row_count_decides_what_one_and_first_return(connection: Connection) -> None:
    """None, one, or more than one."""
    every = select(tombstones.c.issue).order_by(tombstones.c.issue)
    assert (None, None, []) == (
        connection.execute(every).first(),
        connection.execute(every).scalar(),
        connection.execute(every).scalars().all(),
    )
    with pytest.raises(NoResultFound):
        connection.execute(every).one()
    bury(connection, "1", "2")
    with pytest.raises(MultipleResultsFound):
        connection.execute(every).scalar_one()
    assert ["1", "2"] == list(connection.execute(every).scalars())


def test_streamed_rows_allow_other_statements(connection: Connection) -> None:
    """Where a statement asks for it; other statements may be run meanwhile."""
    bury(connection, *map(str, range(450)))
    every = select(tombstones.c.issue).execution_options(yield_per=200)
    seen = 0
    with connection.execute(every) as rows:
        for row in rows:
            seen += 1
            assert row.issue == connection.execute(NAMED, {"issues": [row.issue]}).one().issue
    assert 450 == seen


def test_errors_show_no_values(connection: Connection) -> None:
    """They stand in the log."""
    bury(connection, "1")
    with pytest.raises(IntegrityError) as taken:
        bury(connection, "1")
    with pytest.raises(StatementError, match="time zone") as naive:
        connection.execute(
            insert(tombstones),
            {"tracker": "a secret", "issue": "2", "deleted_at": START.replace(tzinfo=None)},
        )
    with pytest.raises(StatementError) as missing:
        connection.execute(NAMED, {})
    with pytest.raises(OperationalError):
        connection.execute(text("SELECT * FROM nowhere"))
    assert "main" not in str(taken.value)
    assert "a secret" not in str(naive.value) + str(missing.value)


def test_failed_transaction_is_rolled_back(database: Database) -> None:
    """The connection comes back without a transaction."""

    def fail() -> None:
        with database.change() as connection:
            bury(connection, "1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.look() as connection:
        assert [] == connection.execute(select(tombstones)).all()


def test_look_sees_one_snapshot(database: Database) -> None:
    """What is committed between its statements is not seen."""
    with database.look() as connection:
        assert 0 == connection.execute(select(func.count()).select_from(tombstones)).scalar_one()
        with database.change() as writer:
            bury(writer, "1")
        assert 0 == connection.execute(select(func.count()).select_from(tombstones)).scalar_one()


def test_writing_threads_take_turns(database: Database) -> None:
    """Each gets its turn, however many there are."""
    errors: list[Exception] = []

    def write(number: int) -> None:
        try:
            for nth in range(10):
                with database.change() as connection:
                    bury(connection, str(number * 10 + nth))
        except Exception as error:  # noqa: BLE001 -- shown below
            errors.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.look() as connection:
        count = connection.execute(select(func.count()).select_from(tombstones)).scalar_one()
    assert ([], 80) == (errors, count)


def test_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """SQLite does not name it."""
    database = Database(f"sqlite:///{tmp_path}/nowhere/ugovor.db")
    with pytest.raises(DBAPIError, match=r"nowhere/ugovor\.db"), database.look():
        raise AssertionError("it was opened")

"""The record: a chain that names the first entry that was touched."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta, timezone

import pytest
from kept import START, at
from sqlalchemy import text

from plugin.store import record
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.store.record import Break, NewEntry


def entry(kind: str = "verdict", contract: str = "ACME", **payload: object) -> NewEntry:
    """Return an entry."""
    return NewEntry(contract, "main", "1009", kind, payload)


@pytest.fixture
def chain(database: Database) -> Database:
    """Give a record of five entries, appended in three transactions."""
    with database.change() as connection:
        record.append(connection, START, [entry(n=1), entry(n=2)])
    with database.change() as connection:
        record.append(connection, at(1), [entry(n=3)])
    with database.change() as connection:
        record.append(connection, at(2), [entry("decision", n=4), entry(n=5)])
    return database


def verified(database: Database) -> Break | None:
    """Verify the record."""
    with database.look() as connection:
        return record.verify(connection)


def broken(database: Database, *statements: str) -> int | None:
    """Change the record by hand and return the number of the first broken entry."""
    with database.change() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    found = verified(database)
    return found.seq if found else None


def test_empty_record_verifies(database: Database) -> None:
    """Where nothing is on record nothing is broken."""
    with database.look() as connection:
        assert record.count_entries(connection) == 0
        assert list(record.export(connection)) == []
    assert verified(database) is None


def test_appended_chain_verifies(chain: Database) -> None:
    """What was only appended to is whole."""
    assert verified(chain) is None


@pytest.mark.parametrize(
    ("sentence", "statements", "seq"),
    [
        ("Nothing was done.", ["SELECT 1"], None),
        ("Its words were changed.", ["UPDATE record SET payload = '{\"n\":9}' WHERE seq = 3"], 3),
        ("Its kind was changed.", ["UPDATE record SET kind = 'decision' WHERE seq = 2"], 2),
        ("Its contract was changed.", ["UPDATE record SET contract = 'OTHER' WHERE seq = 2"], 2),
        ("Its subject was changed.", ["UPDATE record SET subject = '1' WHERE seq = 1"], 1),
        ("Its time was changed.", ["UPDATE record SET at = '2026-01-01 00:00:00.000000' WHERE seq = 4"], 4),
        ("Its hash was changed.", ["UPDATE record SET hash = 'x' WHERE seq = 3"], 3),
        ("Its link was changed.", ["UPDATE record SET previous = 'x' WHERE seq = 5"], 5),
        ("The first was dropped.", ["DELETE FROM record WHERE seq = 1"], 1),
        ("One in the middle was dropped.", ["DELETE FROM record WHERE seq = 3"], 3),
        (
            "Dropped, and the rest moved up.",
            [
                "DELETE FROM record WHERE seq = 3",
                "UPDATE record SET seq = 3 WHERE seq = 4",
                "UPDATE record SET seq = 4 WHERE seq = 5",
            ],
            3,
        ),
        ("The end was cut off.", ["DELETE FROM record WHERE seq > 3"], 4),
        ("All was cut off.", ["DELETE FROM record"], 1),
        (
            "Two were exchanged.",
            [
                "UPDATE record SET seq = 99 WHERE seq = 2",
                "UPDATE record SET seq = 2 WHERE seq = 3",
                "UPDATE record SET seq = 3 WHERE seq = 99",
            ],
            2,
        ),
        (
            "One was put on by hand.",
            ["INSERT INTO record SELECT 6, at, '', '', '', kind, '{}', hash, 'x' FROM record WHERE seq = 5"],
            6,
        ),
        ("Two were touched: the first counts.", ["UPDATE record SET kind = 'x' WHERE seq IN (2, 4)"], 2),
    ],
)
def test_verify_names_the_first_broken_entry(
    chain: Database, sentence: str, statements: list[str], seq: int | None
) -> None:
    """Whatever is done to the record by hand, its first trace is named."""
    assert broken(chain, *statements) == seq, sentence


def test_entry_added_with_a_right_hash_is_noticed(chain: Database) -> None:
    """Also an entry whose hash fits is noticed when the record had ended before it."""
    with chain.change() as connection:
        last = connection.execute(text("SELECT hash FROM record WHERE seq = 5")).scalar_one()
        row = {
            "seq": 6,
            "at": at(9),
            "contract": "ACME",
            "tracker": "main",
            "subject": "",
            "kind": "decision",
            "payload": "{}",
            "previous": last,
        }
        connection.execute(record.record.insert().values(**row, hash=record.compute_digest(row)))
    found = verified(chain)
    assert found is not None
    assert found.seq == 7


def test_break_has_a_sentence_with_its_entry(chain: Database) -> None:
    """The sentence names the entry."""
    with chain.change() as connection:
        connection.execute(text("DELETE FROM record WHERE seq = 3"))
    found = verified(chain)
    assert found is not None
    assert found.sentence == "entry 3 is missing: the next one there is 4"


def test_failed_transaction_appends_nothing(chain: Database) -> None:
    """A fault after appending leaves the chain as it was, and it goes on from there."""

    def fail(connection: Connection) -> None:
        record.append(connection, at(3), [entry(n=6)])
        raise LookupError

    with pytest.raises(LookupError), chain.change() as connection:
        fail(connection)
    with chain.change() as connection:
        record.append(connection, at(4), [entry(n=7)])
    with chain.look() as connection:
        assert record.count_entries(connection) == 6
        assert [row["payload"]["n"] for row in record.export(connection)] == [1, 2, 3, 4, 5, 7]
    assert verified(chain) is None


def test_no_entries_leave_the_record_unchanged(chain: Database) -> None:
    """An outcome without entries does not touch the record."""
    with chain.change() as connection:
        record.append(connection, at(3), [])
        assert record.count_entries(connection) == 5


def test_export_gives_plain_data_in_order(chain: Database) -> None:
    """Every entry as plain data, in order, its payload readable, its time in UTC."""
    with chain.look() as connection:
        rows = list(record.export(connection))
    assert [row["seq"] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0]["at"] == "2026-03-16T09:00:00.000000Z"
    assert rows[0]["payload"] == {"n": 1}
    assert rows[1]["previous"] == rows[0]["hash"]
    assert rows[0]["previous"] == "0" * 64


def test_hash_can_be_computed_from_the_export(chain: Database) -> None:
    """The export alone is enough to verify: a hash covers one JSON list of fields."""
    with chain.look() as connection:
        row = next(iter(record.export(connection)))
    payload = json.dumps(row["payload"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    names = ("seq", "at", "contract", "tracker", "subject", "kind")
    fields = [*(row[name] for name in names), payload, row["previous"]]
    written = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(written.encode()).hexdigest() == row["hash"]


def test_time_zone_of_an_entry_does_not_matter(database: Database) -> None:
    """A moment given in another zone is the same moment on record."""
    moscow = START.astimezone(timezone(timedelta(hours=3)))
    with database.change() as connection:
        record.append(connection, moscow, [entry(слово="ёж")])
    with database.look() as connection:
        (row,) = record.export(connection)
    assert (row["at"], row["payload"]) == ("2026-03-16T09:00:00.000000Z", {"слово": "ёж"})
    assert verified(database) is None


def test_newest_entries_of_a_contract_come_first(chain: Database) -> None:
    """The last ones first, of that contract alone."""
    with chain.change() as connection:
        record.append(connection, at(3), [entry(contract="OTHER", n=6)])
        newest = record.load_newest(connection, "ACME", 2)
        assert [row["payload"]["n"] for row in newest] == [5, 4]
        assert record.load_kinds(connection, "ACME") == {"verdict", "decision"}

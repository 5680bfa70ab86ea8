"""Contracts in force and their versions; what was heard, shown and buried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from kept import START, at, contract

from mappings.loader import mapping_digest
from mappings.model import ContractMapping
from plugin.store import contracts, heartbeats, offer_publications, processed_commands, tombstones
from plugin.store.connection import Connection
from plugin.store.engine import Database

FIRST, SECOND = contract(), contract(capacity=6)


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Give a transaction that writes."""
    with database.change() as open_connection:
        yield open_connection


def put(connection: Connection, mapping: ContractMapping, now: datetime = START) -> int | None:
    """Put a mapping in force and return its version, or None when nothing changed."""
    found = contracts.put_in_force(connection, mapping, mapping_digest(mapping), now)
    return found[0].version if found else None


def test_unknown_contract_has_no_version_and_no_lock(connection: Connection) -> None:
    """It has no row, no version and nothing to lock."""
    assert contracts.load(connection, "ACME") is None
    assert contracts.lock(connection, "ACME") is None
    assert contracts.load_mapping_version(connection, "ACME", 1) is None
    assert contracts.load_latest(connection) == []


def test_changed_mapping_is_a_new_version(connection: Connection) -> None:
    """The same mapping is no new version; a changed one comes with the one before."""
    assert [put(connection, each) for each in (FIRST, FIRST, SECOND, FIRST)] == [1, None, 2, 3]
    assert [contracts.load_mapping_version(connection, "ACME", each) for each in (1, 2, 3)] == [
        FIRST,
        SECOND,
        FIRST,
    ]
    assert contracts.load_latest(connection) == [FIRST]


def test_new_version_comes_with_the_one_before(connection: Connection) -> None:
    """The first has none before it."""
    first = contracts.put_in_force(connection, FIRST, "a", START)
    second = contracts.put_in_force(connection, SECOND, "b", START)
    assert first is not None
    assert second is not None
    assert (first[1], second[1]) == (None, FIRST)


@pytest.mark.parametrize(
    ("sentence", "named", "now", "live_from"),
    [
        ("The day of the first loading.", None, START, date(2026, 3, 16)),
        ("By the contract's own clock.", None, datetime(2026, 3, 16, 22, tzinfo=UTC), date(2026, 3, 17)),
        ("The day that the mapping names.", "2026-03-02", START, date(2026, 3, 2)),
    ],
)
def test_live_from_is_the_mappings_or_the_first_day(
    connection: Connection, sentence: str, named: str | None, now: datetime, live_from: date
) -> None:
    """From which day on a contract is judged."""
    terms = {"id": "ACME", "title": "Site", "live_from": named}
    put(connection, contract(contract=terms), now)
    found = contracts.load(connection, "ACME")
    assert found is not None
    assert found.live_from == live_from, sentence


def test_live_from_stays_over_later_versions(connection: Connection) -> None:
    """A later version does not begin anew."""
    put(connection, FIRST)
    put(connection, SECOND, at(86_400 * 30))
    found = contracts.load(connection, "ACME")
    assert found is not None
    assert found.live_from == date(2026, 3, 16)


def test_import_is_remembered_over_new_versions(connection: Connection) -> None:
    """That the existing issues were read is remembered, also over new versions."""
    put(connection, FIRST)
    before = contracts.lock(connection, "ACME")
    contracts.mark_imported(connection, "ACME", START)
    put(connection, SECOND)
    after = contracts.lock(connection, "ACME")
    assert before is not None
    assert after is not None
    assert (before.read_in, after.read_in) == (False, True)


@pytest.mark.parametrize(
    ("sentence", "comment", "body", "heard_now"),
    [
        ("The same words.", "501", "/choose 1", False),
        ("With space around them.", "501", "  /choose 1\n", False),
        ("Other words of the same comment.", "501", "/choose 2", True),
        ("The same words of another comment.", "502", "/choose 1", True),
    ],
)
def test_comment_is_processed_once(
    connection: Connection, sentence: str, comment: str, body: str, heard_now: bool
) -> None:
    """A comment's words are carried out once, however often they are delivered."""
    assert processed_commands.mark_commands_processed(connection, "main", "501", "/choose 1", START)
    assert (
        processed_commands.mark_commands_processed(connection, "main", comment, body, at(1)) is heard_now
    ), sentence


def test_tombstone_is_kept_for_unknown_issues(connection: Connection) -> None:
    """A deletion is remembered for unknown issues, too, and twice is the same."""
    tombstones.add_tombstone(connection, "main", "1009", START)
    tombstones.add_tombstone(connection, "main", "1009", at(1))
    assert tombstones.has_tombstone(connection, "main", "1009")
    assert not tombstones.has_tombstone(connection, "main", "1008")


def test_publication_keeps_its_first_moment(connection: Connection) -> None:
    """A version is published once, at its first moment; an issue without any has none."""
    offer_publications.save_publication(connection, "main", "1009", 2, at(60))
    offer_publications.save_publication(connection, "main", "1009", 1, START)
    offer_publications.save_publication(connection, "main", "1009", 1, at(99))
    assert offer_publications.load_publications(connection, "main", "1009") == ((1, START), (2, at(60)))
    assert offer_publications.load_publications(connection, "main", "1008") == ()


def test_newest_heartbeat_of_any_worker_counts(connection: Connection) -> None:
    """The newest of any worker counts."""
    assert heartbeats.load_newest_heartbeat(connection, at(12)) is None
    heartbeats.save_heartbeat(connection, "one", at(9), {"faults": []})
    heartbeats.save_heartbeat(connection, "two", at(5), {"faults": ["x"]})
    heartbeats.save_heartbeat(connection, "two", at(7), {"faults": ["y"]})
    assert heartbeats.load_newest_heartbeat(connection, at(12)) == (at(9), {"faults": []})

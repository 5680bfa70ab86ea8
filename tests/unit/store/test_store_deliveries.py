"""Deliveries: stored once, loaded in order, done, parked, replayed, never deleted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kept import START, arrival, at

from plugin.store import accepted_deliveries, claims, deliveries
from plugin.store.accepted_deliveries import DatabaseInbox
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.store.inbox import Arrival, StoreUnavailable


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Give a transaction that writes."""
    with database.change() as open_connection:
        yield open_connection


def keep(connection: Connection, *given: Arrival) -> list[bool]:
    """Keep arrivals and tell which were new."""
    return [accepted_deliveries.save_delivery(connection, each) for each in given]


def waiting(connection: Connection, subject: str = "1009") -> list[int]:
    """Return the ids of what waits for a subject."""
    return [each.id for each in deliveries.load_waiting(connection, "main", subject)]


def states(connection: Connection) -> dict[str, str]:
    """Return the state by the tracker's id of the delivery."""
    return {row["delivery_id"]: row["state"] for row in deliveries.list_newest(connection)}


@pytest.mark.parametrize(
    ("sentence", "given", "state", "due"),
    [
        ("One with events waits.", {}, "waiting", True),
        ("One without events is done.", {"events": ()}, "done", False),
        (
            "One that is ignored on purpose is done.",
            {"kind": "ignored", "events": (), "reason": "a"},
            "done",
            False,
        ),
        ("One that nobody understands is parked.", {"kind": "unknown", "events": ()}, "parked", False),
        ("One that names no issue waits for nobody.", {"subject": None}, "waiting", False),
    ],
)
def test_delivery_state_follows_from_its_kind(
    connection: Connection, sentence: str, given: dict[str, Any], state: str, due: bool
) -> None:
    """What was understood waits for a worker; the rest is kept all the same."""
    assert keep(connection, arrival(**given)) == [True]
    assert states(connection) == {"d1": state}, sentence
    assert (claims.load_next_moment(connection, START) is not None) is due


@pytest.mark.parametrize(
    ("sentence", "second", "new"),
    [
        ("The same id from the same tracker.", arrival("d1"), False),
        ("The same id with another body.", arrival("d1", body=b"[]"), False),
        ("Another id.", arrival("d2"), True),
        ("The same id from another tracker.", arrival("d1", tracker="other"), True),
    ],
)
def test_delivery_with_a_known_id_is_a_duplicate(
    connection: Connection, sentence: str, second: Arrival, new: bool
) -> None:
    """A delivery is known by its tracker and the tracker's id."""
    assert keep(connection, arrival("d1"), second) == [True, new], sentence


def test_duplicate_makes_no_subject_due(connection: Connection) -> None:
    """What was handled is not handled again because it was sent again."""
    keep(connection, arrival())
    lease = claims.claim(connection, START, at(60) - START)
    assert lease is not None
    (delivery,) = waiting(connection)
    deliveries.finish(connection, delivery, at(1), "judged")
    claims.release(connection, lease, at(1), None)
    keep(connection, arrival())
    assert claims.load_next_moment(connection, START) is None


def test_body_and_headers_are_kept_as_received(connection: Connection) -> None:
    """Byte for byte, also what is no text at all."""
    keep(connection, arrival(body=b"\xff\x00{", headers={"X-Hub-Signature": "…"}))
    shown = deliveries.load_with_body(connection, 1)
    assert shown is not None
    assert (shown["body"], shown["headers"]) == (b"\xff\x00{", {"X-Hub-Signature": "…"})
    assert deliveries.load_with_body(connection, 99) is None


def test_deliveries_come_in_the_trackers_order(connection: Connection) -> None:
    """The tracker's time decides the order; without it the time of arrival does."""
    keep(
        connection,
        arrival("late", happened_at=at(30)),
        arrival("early", happened_at=at(10)),
        arrival("undated", received_at=at(20)),
        arrival("same", happened_at=at(10)),
        arrival("other", subject="1008", happened_at=at(1)),
    )
    assert waiting(connection) == [2, 4, 3, 1]


def test_events_are_loaded_as_stored(connection: Connection) -> None:
    """A delivery gives its events typed, and how often it was tried."""
    keep(connection, arrival())
    (found,) = deliveries.load_waiting(connection, "main", "1009")
    assert (found.events, found.attempts, found.received_at) == (arrival().events, 0, START)


def test_failed_attempt_is_counted(connection: Connection) -> None:
    """It goes on waiting, with the reason of the failure."""
    keep(connection, arrival())
    deliveries.count_failure(connection, 1, "no answer")
    (found,) = deliveries.load_waiting(connection, "main", "1009")
    assert (found.attempts, deliveries.list_newest(connection)[0]["reason"]) == (1, "no answer")


def test_finished_delivery_no_longer_waits(connection: Connection) -> None:
    """What was handled waits no more and says what it came to."""
    keep(connection, arrival())
    deliveries.finish(connection, 1, at(9), "judged")
    row = deliveries.list_newest(connection)[0]
    assert (waiting(connection), row["state"], row["reason"]) == ([], "done", "judged")
    assert row["handled_at"] == at(9)


def test_parked_delivery_is_kept(connection: Connection) -> None:
    """Set aside, it is still there; what is not there cannot be set aside."""
    keep(connection, arrival())
    assert deliveries.park(connection, 1, "a fault of ours")
    assert not deliveries.park(connection, 99, "x")
    assert (waiting(connection), states(connection)) == ([], {"d1": "parked"})


@pytest.mark.parametrize(
    ("sentence", "given", "replayed"),
    [
        ("By id.", {"delivery": 2}, ["b"]),
        ("By issue.", {"subject": "1009"}, ["a", "b"]),
        ("By time.", {"since": at(10)}, ["b", "c"]),
        ("By issue and time.", {"subject": "1009", "since": at(10)}, ["b"]),
        ("An id that is not there.", {"delivery": 99}, []),
        ("Everything.", {}, ["a", "b", "c"]),
    ],
)
def test_replay_selects_by_id_issue_or_time(
    connection: Connection, sentence: str, given: dict[str, Any], replayed: list[str]
) -> None:
    """Unknown deliveries and those without an issue are not replayed."""
    keep(
        connection,
        arrival("a"),
        arrival("b", received_at=at(10)),
        arrival("c", "1008", received_at=at(20)),
        arrival("nobody", None),
        arrival("ignored", kind="ignored", events=()),
    )
    for number in range(1, 6):
        deliveries.park(connection, number, "x")
    assert deliveries.replay(connection, at(60), **given) == len(replayed), sentence
    assert sorted(name for name, state in states(connection).items() if state == "waiting") == replayed


def test_replayed_delivery_has_no_attempts(connection: Connection) -> None:
    """Its attempts are forgotten and its issue is due."""
    keep(connection, arrival(received_at=at(-600)))
    deliveries.count_failure(connection, 1, "x")
    deliveries.park(connection, 1, "x")
    deliveries.replay(connection, at(60), delivery=1)
    (found,) = deliveries.load_waiting(connection, "main", "1009")
    assert found.attempts == 0
    assert claims.load_next_moment(connection, START) == at(-600)


def test_stored_body_is_parsed_anew(connection: Connection) -> None:
    """A newer version of the service may understand a body that an older one did not."""
    keep(connection, arrival(subject=None, kind="unknown", events=(), reason="unknown event"))
    deliveries.reparse(connection, 1, arrival(event_name="jira:issue_updated"))
    assert deliveries.replay(connection, at(60), delivery=1) == 1
    (found,) = deliveries.load_waiting(connection, "main", "1009")
    assert found.events == arrival().events


def test_list_is_newest_first_without_bodies(connection: Connection) -> None:
    """Newest first, without bodies, all or those of one state, no more than asked for."""
    keep(connection, arrival("a"), arrival("b", events=()), arrival("c"))
    assert [row["delivery_id"] for row in deliveries.list_newest(connection)] == ["c", "b", "a"]
    assert [row["delivery_id"] for row in deliveries.list_newest(connection, "waiting", 1)] == ["c"]
    assert "body" not in deliveries.list_newest(connection)[0]


def test_counts_by_state_and_oldest_waiting(connection: Connection) -> None:
    """How many there are by class and state, and since when the oldest waits."""
    assert deliveries.load_oldest_waiting(connection) is None
    keep(connection, arrival("a"), arrival("b", received_at=at(-5)), arrival("c", kind="unknown", events=()))
    assert sorted(deliveries.count_by_state(connection)) == [
        ("handled", "waiting", 2),
        ("unknown", "parked", 1),
    ]
    assert deliveries.load_oldest_waiting(connection) == at(-5)


def test_inbox_commits_what_it_accepts(database: Database) -> None:
    """What the inbox accepted is there for the next transaction; a repeat is told so."""
    inbox = DatabaseInbox(database)
    assert (inbox.accept(arrival()), inbox.accept(arrival())) == (True, False)
    with database.look() as connection:
        assert states(connection) == {"d1": "waiting"}


def test_inbox_without_a_database_asks_for_a_repeat(tmp_path: Path) -> None:
    """The tracker is asked to send the delivery again; nothing of it is shown."""
    broken = Database(f"sqlite:///{tmp_path}/no/such/folder/ugovor.db")
    with pytest.raises(StoreUnavailable) as caught:
        DatabaseInbox(broken).accept(arrival(body=b"secret"))
    assert caught.value.retry_after_s > 0
    assert "secret" not in f"{caught.value!r} {caught.value}"
    broken.close()


def test_repeat_within_one_transaction_is_stored_once(connection: Connection) -> None:
    """Each id counts once within a tracker; another tracker may use the same id."""
    batch = [arrival("d1"), arrival("d2", "1010"), arrival("d1"), arrival("d1", tracker="other")]
    assert [True, True, False, True] == accepted_deliveries.save_deliveries(connection, batch)
    assert [True, False] == accepted_deliveries.save_deliveries(
        connection, [arrival("d3"), arrival("d2", "1010")]
    )


def test_full_disk_refuses_and_keeps_what_was_stored(database: Database) -> None:
    """What cannot be written is refused; with room again everything works."""
    inbox = DatabaseInbox(database)
    assert inbox.accept(arrival("d1"))
    with database.change() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(StoreUnavailable):
        inbox.accept(arrival("d2", body=b"x" * 1_000_000))
    with database.change() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert {"d1": "waiting"} == states(connection)
    assert inbox.accept(arrival("d2", body=b"x" * 1_000_000))

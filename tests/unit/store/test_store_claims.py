"""Work by subject: claimed in the order of due times, held by one lease."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from kept import START, arrival, at
from sqlalchemy import select

from plugin.core.model.effects import PostComment
from plugin.core.model.slots import VERDICT_SLOT
from plugin.core.model.subjects import SubjectKind
from plugin.store import accepted_deliveries, claims, effects, timers
from plugin.store.engine import Database
from plugin.store.tables import subjects

LEASE = timedelta(seconds=120)


def due(database: Database, subject: str, moment: datetime) -> None:
    """Make a subject due."""
    with database.change() as connection:
        claims.make_due(connection, "main", subject, moment)


def claim(database: Database, now: datetime) -> claims.Lease | None:
    """Claim whatever is due."""
    with database.change() as connection:
        return claims.claim(connection, now, LEASE)


def claimed(database: Database, now: datetime) -> str | None:
    """Claim and return the subject."""
    lease = claim(database, now)
    return lease.subject if lease else None


def release(
    database: Database, lease: claims.Lease | None, now: datetime, rest: datetime | None = None
) -> None:
    """Give a subject back."""
    assert lease is not None
    with database.change() as connection:
        claims.release(connection, lease, now, rest)


def due_at(database: Database, subject: str) -> datetime | None:
    """Return when a subject is next due."""
    with database.look() as connection:
        statement = select(subjects.c.due_at).where(subjects.c.subject == subject)
        found: datetime | None = connection.execute(statement).scalar()
        return found


def test_empty_database_has_nothing_due(database: Database) -> None:
    """An empty database has no work, and no next moment."""
    assert claim(database, START) is None
    with database.look() as connection:
        assert claims.load_next_moment(connection, START) is None


def test_claim_says_what_waits(database: Database) -> None:
    """Whether deliveries, timers or effects are due, and the subject's kind."""
    found = []
    for put in (
        lambda connection: accepted_deliveries.save_delivery(connection, arrival()),
        lambda connection: timers.set_timer(connection, "main", "stage/ACME/design", "remind", START),
        lambda connection: effects.request_effect(
            connection, "main", "ACME", "2", VERDICT_SLOT, PostComment(text="x"), START
        ),
        lambda connection: timers.set_timer(connection, "", "entrance", "enter", at(-1)),
    ):
        with database.change() as connection:
            put(connection)
        lease = claim(database, at(2))
        assert lease is not None
        found.append((lease.kind, lease.has_deliveries, lease.has_timers, lease.has_effects))
    assert found == [
        (SubjectKind.ISSUE, True, False, False),
        (SubjectKind.STAGE, False, True, False),
        (SubjectKind.ISSUE, False, False, True),
        (SubjectKind.SIGN_IN, False, True, False),
    ]


def test_due_subjects_are_counted_up_to_a_limit(database: Database) -> None:
    """Those that are held and those due later are not."""
    for subject, seconds in (("a", 1), ("b", 1), ("c", 1), ("held", 0), ("later", 9)):
        due(database, subject, at(seconds))
    claim(database, at(1))
    with database.look() as connection:
        assert [claims.count_due(connection, at(1), most) for most in (2, 8)] == [2, 3]


def test_claim_takes_the_longest_due_first(database: Database) -> None:
    """Subjects are claimed in the order of their due times."""
    for subject, seconds in (("b", 2), ("a", 3), ("c", 1), ("later", 60)):
        due(database, subject, at(seconds))
    assert [claimed(database, at(10)) for _ in range(4)] == ["c", "b", "a", None]


def test_subject_is_due_at_its_earliest_moment(database: Database) -> None:
    """An earlier moment counts, a later one does not put it off."""
    due(database, "a", at(10))
    due(database, "a", at(5))
    due(database, "a", at(20))
    assert due_at(database, "a") == at(5)
    with database.look() as connection:
        assert claims.load_next_moment(connection, START) == at(5)


@pytest.mark.parametrize(
    ("sentence", "seconds", "free"),
    [
        ("At once.", 0, False),
        ("While the lease lasts.", 119, False),
        ("At its very end.", 120, False),
        ("After it.", 121, True),
    ],
)
def test_held_subject_is_not_claimed(database: Database, sentence: str, seconds: int, free: bool) -> None:
    """A lease keeps others away until it ends; then the subject is due again."""
    due(database, "a", START)
    assert claimed(database, START) == "a"
    assert (claimed(database, at(seconds)) == "a") is free, sentence


def test_held_subject_does_not_block_others(database: Database) -> None:
    """While one subject is held, others are claimed."""
    due(database, "a", START)
    due(database, "b", at(1))
    assert [claimed(database, at(1)), claimed(database, at(1))] == ["a", "b"]


def test_lost_lease_refuses_every_write(database: Database) -> None:
    """After a lease ended the next worker has the subject; the first one is refused."""
    due(database, "a", START)
    first = claim(database, START)
    second = claim(database, at(121))
    assert first is not None
    assert second is not None
    for act in (
        lambda connection: claims.check_lease(connection, first),
        lambda connection: claims.prolong(connection, first, at(300)),
        lambda connection: claims.release(connection, first, at(121), None),
    ):
        with pytest.raises(claims.LeaseLost), database.change() as connection:
            act(connection)
    with database.change() as connection:
        claims.check_lease(connection, second)


def test_lease_is_prolonged_before_a_slow_call(database: Database) -> None:
    """Before a slow call the lease is made longer."""
    due(database, "a", START)
    lease = claim(database, START)
    assert lease is not None
    with database.change() as connection:
        claims.prolong(connection, lease, at(300))
    assert (claimed(database, at(299)), claimed(database, at(301))) == (None, "a")


def test_released_subject_without_work_is_not_due(database: Database) -> None:
    """Nothing waits, so it is not due until something comes."""
    due(database, "a", START)
    release(database, claim(database, START), at(1))
    assert (due_at(database, "a"), claimed(database, at(9999))) == (None, None)


def test_released_lease_refuses_writes(database: Database) -> None:
    """What was given back cannot be written to any more."""
    due(database, "a", START)
    lease = claim(database, START)
    assert lease is not None
    release(database, lease, at(1))
    with pytest.raises(claims.LeaseLost), database.change() as connection:
        claims.check_lease(connection, lease)


def test_delivery_during_a_lease_makes_the_subject_due(database: Database) -> None:
    """A delivery that arrived meanwhile makes the subject due at once."""
    due(database, "1009", START)
    lease = claim(database, START)
    with database.change() as connection:
        accepted_deliveries.save_delivery(connection, arrival())
    release(database, lease, at(5))
    assert due_at(database, "1009") == at(5)


def test_release_sets_the_earliest_due_moment(database: Database) -> None:
    """Effects and timers have their own moments."""
    due(database, "1009", START)
    lease = claim(database, START)
    with database.change() as connection:
        timers.set_timer(connection, "main", "1009", "offer:remind", at(500))
        effects.request_effect(
            connection, "main", "ACME", "1009", VERDICT_SLOT, PostComment(text="x"), at(99)
        )
    release(database, lease, at(5))
    assert due_at(database, "1009") == at(99) + effects.SETTLE_DELAY


@pytest.mark.parametrize(
    ("sentence", "rest", "expected"),
    [
        ("Without a failure it is due at once.", None, 5),
        ("A back-off puts it off.", 60, 60),
        ("A back-off in the past does not.", 1, 5),
    ],
)
def test_backed_off_subject_waits_for_its_moment(
    database: Database, sentence: str, rest: int | None, expected: int
) -> None:
    """After a failure a subject rests, whatever waits for it."""
    with database.change() as connection:
        accepted_deliveries.save_delivery(connection, arrival())
    release(database, claim(database, START), at(5), at(rest) if rest else None)
    assert due_at(database, "1009") == at(expected), sentence


def test_two_workers_never_hold_one_subject(database: Database) -> None:
    """Forty subjects, four workers at once: each is held once."""
    names = [f"s{number}" for number in range(40)]
    for name in names:
        due(database, name, START)
    held: list[str] = []

    def take() -> None:
        while (lease := claim(database, at(1))) is not None:
            held.append(lease.subject)

    workers = [threading.Thread(target=take) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(held) == sorted(names)


def test_timer_is_set_moved_and_cancelled(database: Database) -> None:
    """Only timers that are due are loaded, the earliest first."""
    with database.change() as connection:
        timers.set_timer(connection, "main", "1009", "call", at(20))
        timers.set_timer(connection, "main", "1009", "remind", at(10))
        timers.set_timer(connection, "main", "1009", "rejudge", at(5))
        timers.set_timer(connection, "main", "1009", "rejudge", None)
        timers.set_timer(connection, "main", "1008", "remind", at(1))
        assert timers.load_due(connection, "main", "1009", at(9)) == []
        assert timers.load_due(connection, "main", "1009", at(20)) == ["remind", "call"]
        timers.set_timer(connection, "main", "1009", "remind", at(99))
        assert timers.load_due(connection, "main", "1009", at(20)) == ["call"]
        timers.set_timer(connection, "main", "1009", "never", None)

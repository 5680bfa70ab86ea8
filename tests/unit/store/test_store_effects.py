"""Effects in their slots: requested, replaced, done, parked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from kept import START, at

from plugin.core.model.effects import PostComment
from plugin.core.model.slots import VERDICT_SLOT, Slot, reply_slot, team_slot
from plugin.store import claims, effect_recovery, effects, own_comments
from plugin.store.connection import Connection
from plugin.store.effects import SETTLE_DELAY, WaitingEffect
from plugin.store.engine import Database

LATER = START + SETTLE_DELAY


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Give a transaction that writes."""
    with database.change() as open_connection:
        yield open_connection


def ask(connection: Connection, words: str, slot: Slot = VERDICT_SLOT, **given: bool) -> bool:
    """Ask for a comment in a slot of an issue."""
    post = PostComment(text=words)
    return effects.request_effect(connection, "main", "ACME", "1009", slot, post, START, **given)


def held(connection: Connection) -> claims.Lease:
    """Return a lease of the issue, as a worker has it that carries something out."""
    claims.free_leases_of(connection, "test")
    claims.make_due(connection, "main", "1009", START)
    lease = claims.claim(connection, LATER, timedelta(seconds=60), "test")
    assert lease is not None
    return lease


def done(connection: Connection, effect: WaitingEffect, comment: str | None, **given: Any) -> None:
    """Keep what a slot shows now."""
    effects.mark_done(connection, held(connection), effect, comment_id=comment, **given)


def waiting(connection: Connection) -> list[WaitingEffect]:
    """Return what waits once it has settled."""
    return effects.load_due(connection, "main", "1009", LATER)


def texts(found: list[WaitingEffect]) -> list[str]:
    """Return the texts of comments."""
    return [each.effect.text for each in found if isinstance(each.effect, PostComment)]


def the_one(connection: Connection) -> WaitingEffect:
    """Return the one effect that waits."""
    (found,) = waiting(connection)
    return found


def test_effect_waits_for_what_follows_at_once(connection: Connection) -> None:
    """What is asked waits a moment for what follows it at once."""
    assert ask(connection, "one")
    assert effects.load_due(connection, "main", "1009", START) == []
    assert texts(waiting(connection)) == ["one"]


def test_equal_request_changes_nothing(connection: Connection) -> None:
    """A slot that holds just that, waiting or done, is left alone."""
    ask(connection, "one")
    assert not ask(connection, "one")
    done(connection, the_one(connection), "501")
    assert not ask(connection, "one")
    assert waiting(connection) == []


def test_newer_request_replaces_the_waiting_one(connection: Connection) -> None:
    """One slot, one text: the newest, in a newer revision."""
    ask(connection, "one")
    assert ask(connection, "two")
    found = the_one(connection)
    assert (texts([found]), found.revision, found.attempts) == (["two"], 2, 0)


def test_requests_in_other_slots_are_kept(connection: Connection) -> None:
    """What is asked in other slots is carried out besides, in the order of first use."""
    for slot in (VERDICT_SLOT, reply_slot("1"), reply_slot("2")):
        ask(connection, str(slot), slot)
    ask(connection, "verdict again")
    assert texts(waiting(connection)) == ["verdict again", "reply:1", "reply:2"]


def test_effect_belongs_to_its_subject(connection: Connection) -> None:
    """An effect belongs to its tracker and its issue."""
    ask(connection, "one")
    assert effects.load_due(connection, "main", "1008", LATER) == []
    assert effects.load_due(connection, "other", "1009", LATER) == []


def test_request_during_a_write_waits_for_the_next_one(connection: Connection) -> None:
    """What was asked meanwhile stays waiting, and knows the comment that was made."""
    ask(connection, "one")
    in_flight = the_one(connection)
    effects.save_intent(connection, held(connection), in_flight, at(2))
    ask(connection, "two")
    done(connection, in_flight, "501", seen_at=at(3))
    found = the_one(connection)
    assert (texts([found]), found.comment_id, found.attempts, found.attempt_started_at) == (
        ["two"],
        "501",
        0,
        None,
    )
    assert found.last_applied == PostComment(text="one")


def test_intent_is_saved_before_the_write(connection: Connection) -> None:
    """A repeat knows when it was last tried, and how often."""
    ask(connection, "one")
    effects.save_intent(connection, held(connection), the_one(connection), at(2))
    found = the_one(connection)
    assert (found.attempts, found.attempt_started_at) == (1, at(2))


def test_lost_lease_saves_nothing(connection: Connection) -> None:
    """The holder of the issue runs its effects; a worker that slept changes none."""
    ask(connection, "one")
    lost, _ = held(connection), held(connection)
    before = the_one(connection)
    with pytest.raises(claims.LeaseLost):
        effects.save_intent(connection, lost, before, at(2))
    with pytest.raises(claims.LeaseLost):
        effects.mark_done(connection, lost, before, comment_id="501")
    assert before == the_one(connection)


def test_slot_kind_failure_and_message_id_are_loaded(connection: Connection) -> None:
    """Slot kind, failure kind and mail id have columns of their own."""
    ask(connection, "one", reply_slot("501"))
    found = the_one(connection)
    assert ("reply", None, None) == (found.slot_kind, found.failure, found.message_id)
    effects.postpone(connection, found, LATER, "said no", effects.FailureKind.REFUSED)
    assert effects.FailureKind.REFUSED is the_one(connection).failure
    effects.mark_done(connection, held(connection), the_one(connection), message_id="<1@ugovor>")
    ask(connection, "two", reply_slot("501"))
    found = the_one(connection)
    assert (None, "<1@ugovor>", None) == (found.comment_id, found.message_id, found.failure)


def test_postponed_effect_waits_for_its_moment(connection: Connection) -> None:
    """A failed attempt is repeated at its moment, not before."""
    ask(connection, "one")
    effects.postpone(connection, the_one(connection), at(60), "busy")
    assert waiting(connection) == []
    assert texts(effects.load_due(connection, "main", "1009", at(60))) == ["one"]


def test_parked_effect_returns_with_a_new_request(connection: Connection) -> None:
    """Set aside with its reason; another ask brings the slot back."""
    ask(connection, "one")
    effects.park(connection, the_one(connection), "refused")
    assert waiting(connection) == []
    parked = effect_recovery.StuckEffect("main", "1009", "verdict", "refused", is_parked=True)
    assert effect_recovery.load_stuck(connection) == [parked]
    ask(connection, "two")
    assert texts(waiting(connection)) == ["two"]
    assert effect_recovery.load_stuck(connection) == []


def test_newer_request_is_not_parked_with_the_old(connection: Connection) -> None:
    """What was asked while the old one failed for good is carried out."""
    ask(connection, "one")
    old = the_one(connection)
    ask(connection, "two")
    effects.park(connection, old, "refused")
    assert texts(waiting(connection)) == ["two"]


def test_forced_request_is_carried_out_after_a_look(connection: Connection) -> None:
    """An effect that somebody undid by hand is repeated after reading the issue."""
    ask(connection, "one")
    done(connection, the_one(connection), "501")
    assert ask(connection, "one", again=True)
    found = the_one(connection)
    assert (found.revision, found.attempts > 0) == (2, True)


def test_shown_effect_is_known_once_it_is_done(connection: Connection) -> None:
    """Known once it is done, and not while something newer waits."""
    assert own_comments.load_shown(connection, "main", "1009", "verdict") is None
    ask(connection, "one")
    assert own_comments.load_shown(connection, "main", "1009", "verdict") is None
    done(connection, the_one(connection), "501", seen_at=at(3))
    assert own_comments.load_shown(connection, "main", "1009", "verdict") == (PostComment(text="one"), at(3))
    ask(connection, "two")
    assert own_comments.load_shown(connection, "main", "1009", "verdict") is None


def test_retry_all_looks_at_every_effect(connection: Connection) -> None:
    """`recheck` checks done and parked effects again; only what is missing is written."""
    for name in ("a", "b"):
        ask(connection, name, team_slot(name))
    first, second = waiting(connection)
    done(connection, first, "501")
    effects.park(connection, second, "refused")
    assert effect_recovery.retry_all(connection, "main", "1009", LATER) == 2
    assert [each.attempts for each in waiting(connection)] == [1, 1]
    assert effect_recovery.retry_all(connection, "main", "1008", LATER) == 0


def test_deleted_own_comment_is_requested_again(connection: Connection) -> None:
    """It is requested as a new one; a comment of somebody else is left alone."""
    ask(connection, "one")
    done(connection, the_one(connection), "501")
    assert not own_comments.request_repost(connection, "main", "1009", "777", START)
    assert own_comments.request_repost(connection, "main", "1009", "501", START)
    found = the_one(connection)
    assert (found.comment_id, found.last_applied, found.attempts > 0) == (None, None, True)


def test_effects_are_counted_by_state(connection: Connection) -> None:
    """How many effects wait, are done or were set aside."""
    assert effect_recovery.count_by_state(connection) == {}
    for name in ("a", "b", "c"):
        ask(connection, name, team_slot(name))
    first, second, _ = waiting(connection)
    done(connection, first, None, reason="team_comments is not set")
    effects.park(connection, second, "refused")
    assert effect_recovery.count_by_state(connection) == {"done": 1, "parked": 1, "waiting": 1}

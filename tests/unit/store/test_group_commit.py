"""Group commit: one transaction for concurrent items, and answers only after it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from time_limits import scaled

from plugin.store.group_commit import MAX_BATCH, GroupCommit, TookTooLong

WAIT_LIMIT_S = scaled(30.0)


class Unkeepable(Exception):
    """A row that no database takes."""


@dataclass
class Disk:
    """Stores items; each commit waits until it is released, like a slow disk."""

    kept: list[list[str]] = field(default_factory=list)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    let_go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    breaks_down: bool = False

    def keep_all(self, items: Sequence[str]) -> list[str]:
        """Keep all or none."""
        self.begun.release()
        assert self.let_go.acquire(timeout=WAIT_LIMIT_S)
        if self.breaks_down or "bad" in items:
            raise Unkeepable
        self.kept.append(list(items))
        return [f"{item} is kept" for item in items]


@dataclass
class Caller:
    """A thread that wants one item kept, and what it was told."""

    commits: GroupCommit[str, str]
    item: str
    told: str = ""

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._keep, daemon=True)
        self.thread.start()

    def _keep(self) -> None:
        try:
            self.told = self.commits.keep(self.item)
        except Unkeepable:
            self.told = "refused"
        except TookTooLong:
            self.told = "took too long"

    def ended(self) -> str:
        """Wait for the thread and return what it was told."""
        self.thread.join(WAIT_LIMIT_S)
        assert not self.thread.is_alive()
        return self.told


def _gather(commits: GroupCommit[str, str], disk: Disk, items: Sequence[str]) -> list[Caller]:
    """Start one commit, and gather the items behind it in this order."""
    callers = [Caller(commits, "first")]
    assert disk.begun.acquire(timeout=WAIT_LIMIT_S)
    for number, item in enumerate(items, 1):
        callers.append(Caller(commits, item))
        _until(lambda number=number: commits.gathered == number)
    return callers


def _until(holds: object) -> None:
    ticks = threading.Event()
    for _ in range(int(WAIT_LIMIT_S * 1000)):
        if holds():  # type: ignore[operator]
            return
        ticks.wait(0.001)
    raise AssertionError("it did not come to pass")


@pytest.fixture
def disk() -> Disk:
    """A slow disk."""
    return Disk()


@pytest.fixture
def commits(disk: Disk) -> GroupCommit[str, str]:
    """What is under test, on the slow disk."""
    return GroupCommit(lambda take: disk.keep_all(take()))


def test_single_item_is_committed_at_once(commits: GroupCommit[str, str], disk: Disk) -> None:
    """Nobody else is needed for it."""
    disk.let_go.release()
    assert "one is kept" == commits.keep("one")
    assert [["one"]] == disk.kept


def test_items_gathered_during_a_commit_share_the_next(commits: GroupCommit[str, str], disk: Disk) -> None:
    """Two transactions for four items: the first alone, the others in their order."""
    callers = _gather(commits, disk, ["second", "third", "fourth"])
    disk.let_go.release(2)
    assert ["first is kept", "second is kept", "third is kept", "fourth is kept"] == [
        caller.ended() for caller in callers
    ]
    assert [["first"], ["second", "third", "fourth"]] == disk.kept


def test_no_thread_returns_before_the_commit(commits: GroupCommit[str, str], disk: Disk) -> None:
    """While the transaction is under way no thread has an answer."""
    callers = _gather(commits, disk, ["second"])
    assert ["", ""] == [caller.told for caller in callers]
    assert all(caller.thread.is_alive() for caller in callers)
    disk.let_go.release(2)
    assert ["first is kept", "second is kept"] == [caller.ended() for caller in callers]


def test_bad_item_fails_alone(commits: GroupCommit[str, str], disk: Disk) -> None:
    """Each of its batch is tried alone; only the bad one is refused."""
    callers = _gather(commits, disk, ["second", "bad", "fourth"])
    disk.let_go.release(5)
    assert ["first is kept", "second is kept", "refused", "fourth is kept"] == [
        caller.ended() for caller in callers
    ]
    assert [["first"], ["second"], ["fourth"]] == disk.kept


def test_broken_database_fails_every_item(commits: GroupCommit[str, str], disk: Disk) -> None:
    """A broken database refuses each of them, and the next one is tried again."""
    disk.breaks_down = True
    callers = _gather(commits, disk, ["second", "third"])
    disk.let_go.release(4)
    assert ["refused"] * 3 == [caller.ended() for caller in callers]
    disk.breaks_down = False
    disk.let_go.release()
    assert "later is kept" == commits.keep("later")


def test_late_failure_is_not_retried_item_by_item(disk: Disk) -> None:
    """A retry would only wait as long again: every waiting thread fails at once."""
    disk.breaks_down = True
    began, timeout_s = time.monotonic(), scaled(2.0)
    callers = _gather(GroupCommit(lambda take: disk.keep_all(take()), timeout_s), disk, ["second", "third"])
    _until(lambda: time.monotonic() >= began + timeout_s + 0.05)
    disk.let_go.release()
    assert ["refused"] * 3 == [caller.ended() for caller in callers]
    assert not disk.begun.acquire(blocking=False), "nothing was tried again"


def test_hanging_database_lets_waiting_threads_give_up(disk: Disk) -> None:
    """Waiting threads time out; the hanging item is stored once the database answers."""
    commits = GroupCommit(lambda take: disk.keep_all(take()), timeout_s=0.05)
    first, second, third = _gather(commits, disk, ["second", "third"])
    assert ["took too long"] * 2 == [second.ended(), third.ended()]
    assert first.thread.is_alive()
    disk.let_go.release(2)
    assert ("first is kept", "later is kept") == (first.ended(), commits.keep("later"))
    assert [["first"], ["later"]] == disk.kept


def test_items_beyond_a_full_batch_go_into_the_next(commits: GroupCommit[str, str], disk: Disk) -> None:
    """Nobody is forgotten behind a full transaction."""
    callers = _gather(commits, disk, [str(number) for number in range(MAX_BATCH + 1)])
    disk.let_go.release(3)
    assert all(caller.ended().endswith("is kept") for caller in callers)
    assert [1, MAX_BATCH, 1] == [len(items) for items in disk.kept]


def test_items_that_gather_while_a_lock_is_awaited_share_its_transaction() -> None:
    """Items are taken once it has begun, so that a wait makes one transaction of many."""
    has_lock, may_begin, kept = threading.Event(), threading.Event(), []

    def keep_all(take: Callable[[], Sequence[str]]) -> list[str]:
        has_lock.set()
        assert may_begin.wait(WAIT_LIMIT_S)
        kept.append(list(take()))
        return [f"{item} is kept" for item in kept[-1]]

    commits = GroupCommit(keep_all)
    callers = [Caller(commits, "first")]
    assert has_lock.wait(WAIT_LIMIT_S)
    for number, item in enumerate(("second", "third"), 2):
        callers.append(Caller(commits, item))
        _until(lambda number=number: commits.gathered == number)
    may_begin.set()
    assert ["first is kept", "second is kept", "third is kept"] == [caller.ended() for caller in callers]
    assert [["first", "second", "third"]] == kept

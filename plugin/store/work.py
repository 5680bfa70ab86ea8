"""Work is claimed by subject: one row says when it is next due, who holds it and until when.

Holding a subject means order for free; a dead worker's subjects fall due again when its lease ends; every
commit checks the lease's token, so a worker that hung and woke cannot write.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, text, update

from plugin.store.bulk_insert import Insertion, upsert_all
from plugin.store.connection import Connection
from plugin.store.tables import deliveries, effects, subjects, timers

CHANNEL = "ugovor_work"
_NOTIFY = text(f"NOTIFY {CHANNEL}")

_FREE = or_(subjects.c.lease_until.is_(None), subjects.c.lease_until < bindparam("now"))
_HELD = and_(subjects.c.tracker == bindparam("of_tracker"), subjects.c.subject == bindparam("of_subject"))
_LONGEST_DUE = (
    select(subjects.c.tracker, subjects.c.subject)
    .where(subjects.c.due_at <= bindparam("now"), _FREE)
    .order_by(subjects.c.due_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_NEXT_MOMENT = (
    select(subjects.c.due_at)
    .where(subjects.c.due_at.is_not(None), _FREE)
    .order_by(subjects.c.due_at)
    .limit(1)
)
_TOKEN = select(subjects.c.token).where(_HELD)
_TOKEN_SHARED = _TOKEN.with_for_update(read=True, key_share=True)
_TOKEN_LOCKED = _TOKEN.with_for_update()
_CHANGED = update(subjects).where(_HELD)
_DELIVERY_WAITS = (
    select(deliveries.c.id)
    .where(
        deliveries.c.tracker == bindparam("of_tracker"),
        deliveries.c.subject == bindparam("of_subject"),
        deliveries.c.state == "waiting",
    )
    .limit(1)
)
_EFFECT_DUE = select(func.min(effects.c.due_at)).where(
    effects.c.tracker == bindparam("of_tracker"),
    effects.c.subject == bindparam("of_subject"),
    effects.c.state == "waiting",
)
_TIMER_DUE = select(func.min(timers.c.due_at)).where(
    timers.c.tracker == bindparam("of_tracker"), timers.c.subject == bindparam("of_subject")
)


class LeaseLost(Exception):
    """Another worker holds the subject now; nothing of this one may be kept."""


@dataclass(frozen=True)
class Lease:
    """A subject that a worker holds."""

    tracker: str
    subject: str
    token: str


def make_due(connection: Connection, tracker: str, subject: str, at: datetime) -> None:
    """Let a subject fall due at a moment, or earlier where it already does; wake a waiting worker."""
    make_all_due(connection, {(tracker, subject): at})


def make_all_due(connection: Connection, moments: Mapping[tuple[str, str], datetime]) -> None:
    """Let subjects fall due, each at its moment or earlier where it already does; wake a waiting worker.

    The rows are locked until this transaction ends also where nothing changes in them. Whoever gives such
    a subject back waits for that and then sees what came: else it could set it to rest in between.

    Args:
        connection: a transaction that writes.
        moments: by tracker and subject.
    """
    if not moments:
        return
    # In the same order everywhere, so that two of these never wait for each other.
    rows = [
        {"tracker": tracker, "subject": subject, "due_at": at}
        for (tracker, subject), at in sorted(moments.items())
    ]
    upsert_all(connection, subjects, rows, _the_earlier)
    if connection.dialect.name == "postgresql":
        connection.execute(_NOTIFY)


def claim(connection: Connection, now: datetime, lease: timedelta, holder: str = "") -> Lease | None:
    """Claim the subject that has been due longest, or None when none is due."""
    row = connection.execute(_LONGEST_DUE, {"now": now}).first()
    if row is None:
        return None
    claimed = Lease(row.tracker, row.subject, f"{holder}.{secrets.token_hex(8)}")
    held = {"token": claimed.token, "lease_until": now + lease}
    connection.execute(_CHANGED, {**_of(claimed), **held})
    return claimed


def free_leases_of(connection: Connection, holder: str) -> int:
    """Free what a holder of this name held, who is known to be dead; return how much it was."""
    freed = connection.execute(
        update(subjects)
        .where(subjects.c.token.is_not(None), subjects.c.token.startswith(f"{holder}.", autoescape=True))
        .values(token=None, lease_until=None)
        .returning(subjects.c.subject)
    )
    return len(freed.all())


def check_lease(connection: Connection, lease: Lease) -> None:
    """Make sure that the lease still holds, and keep others from taking it until this transaction ends.

    Others may let the subject fall due meanwhile (`KEY SHARE` lets them): two workers of one contract would
    else wait for each other, each for the row that the other holds.

    Raises:
        LeaseLost: another worker holds the subject.
    """
    _hold(connection, lease, shared=True)


def _hold(connection: Connection, lease: Lease, *, shared: bool) -> None:
    row = connection.execute(_TOKEN_SHARED if shared else _TOKEN_LOCKED, _of(lease)).first()
    if row is None or row.token != lease.token:
        raise LeaseLost(f"{lease.subject} is held by another worker")


def prolong(connection: Connection, lease: Lease, until: datetime) -> None:
    """Hold the subject longer, before a slow call."""
    _hold(connection, lease, shared=False)
    connection.execute(_CHANGED, {**_of(lease), "lease_until": until})


def release(connection: Connection, lease: Lease, now: datetime, not_before: datetime | None) -> None:
    """Give the subject back, due when its next delivery, effect or timer is.

    Args:
        connection: a transaction that writes.
        lease: what is held.
        now: the moment.
        not_before: a back-off after a failure; None where nothing failed.
    """
    # Whoever lets the subject fall due just now is waited for: what comes with it is seen below.
    _hold(connection, lease, shared=False)
    next_due = _next_due(connection, lease, now)
    if next_due is not None and not_before is not None:
        next_due = max(next_due, not_before)
    given_back = {"due_at": next_due, "token": None, "lease_until": None}
    connection.execute(_CHANGED, {**_of(lease), **given_back})


def next_moment(connection: Connection, now: datetime) -> datetime | None:
    """Return when the next subject that nobody holds falls due, or None."""
    found: datetime | None = connection.execute(_NEXT_MOMENT, {"now": now}).scalar()
    return found


def _next_due(connection: Connection, lease: Lease, now: datetime) -> datetime | None:
    subject = _of(lease)
    waiting = connection.execute(_DELIVERY_WAITS, subject).first()
    effect_due = connection.execute(_EFFECT_DUE, subject).scalar()
    timer_due = connection.execute(_TIMER_DUE, subject).scalar()
    moments = [moment for moment in (now if waiting else None, effect_due, timer_due) if moment is not None]
    return min(moments, default=None)


def _the_earlier(statement: Insertion) -> Insertion:
    return statement.on_conflict_do_update(
        index_elements=["tracker", "subject"],
        set_={"due_at": statement.excluded.due_at},
        where=or_(subjects.c.due_at.is_(None), statement.excluded.due_at < subjects.c.due_at),
    )


def _of(lease: Lease) -> dict[str, Any]:
    return {"of_tracker": lease.tracker, "of_subject": lease.subject}

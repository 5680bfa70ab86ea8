"""Claims work by subject: one row says when it is due, and who holds it how long.

Holding a subject keeps its events in order; a dead worker's subjects fall due again when its lease ends;
every commit checks the lease's token, so that a worker that hung and woke cannot write.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    union_all,
    update,
)

from plugin.core.model.subjects import SubjectKind, kind_of
from plugin.store.bulk_insert import Insertion, upsert_all
from plugin.store.column_types import Moment
from plugin.store.connection import Connection
from plugin.store.tables import deliveries, effects, subjects, timers

CHANNEL = "ugovor_work"
_NOTIFY = text(f"NOTIFY {CHANNEL}")

_FREE = or_(subjects.c.lease_until.is_(None), subjects.c.lease_until < bindparam("now"))
_HELD = and_(subjects.c.tracker == bindparam("of_tracker"), subjects.c.subject == bindparam("of_subject"))
_OWN = and_(_HELD, subjects.c.token == bindparam("of_token"))
_LONGEST_DUE = (
    select(subjects.c.tracker, subjects.c.subject)
    .where(subjects.c.due_at <= bindparam("now"), _FREE)
    .order_by(subjects.c.due_at)
    .limit(1)
    .with_for_update(skip_locked=True)
    .cte("longest_due")
)
# As text: SQLAlchemy leaves out the tables' names in RETURNING; SQLite would take them for the inner ones.
_CLAIMED = (
    update(subjects)
    .where(subjects.c.tracker == _LONGEST_DUE.c.tracker, subjects.c.subject == _LONGEST_DUE.c.subject)
    .values(token=bindparam("token"), lease_until=bindparam("lease_until"))
    .returning(
        subjects.c.tracker,
        subjects.c.subject,
        subjects.c.kind,
        literal_column(
            "EXISTS (SELECT 1 FROM deliveries WHERE deliveries.tracker = subjects.tracker"
            " AND deliveries.subject = subjects.subject AND deliveries.state = 'waiting')",
            Boolean,
        ).label("has_deliveries"),
        literal_column(
            "(SELECT min(timers.due_at) FROM timers WHERE timers.tracker = subjects.tracker"
            " AND timers.subject = subjects.subject)",
            Moment,
        ).label("timer_due_at"),
        literal_column(
            "(SELECT min(effects.due_at) FROM effects WHERE effects.tracker = subjects.tracker"
            " AND effects.subject = subjects.subject AND effects.state = 'waiting')",
            Moment,
        ).label("effect_due_at"),
    )
)
_NEXT_MOMENT = (
    select(subjects.c.due_at)
    .where(subjects.c.due_at.is_not(None), _FREE)
    .order_by(subjects.c.due_at)
    .limit(1)
)
_DUE = select(subjects.c.subject).where(subjects.c.due_at <= bindparam("now"), _FREE)
_COUNT_DUE = select(func.count()).select_from(_DUE.limit(bindparam("most")).subquery())
_TOKEN = select(subjects.c.token).where(_HELD)
_TOKEN_SHARED = _TOKEN.with_for_update(read=True, key_share=True)
_TOKEN_LOCKED = _TOKEN.with_for_update()
LEASE_HOLDS = exists().select_from(_TOKEN_SHARED.where(subjects.c.token == bindparam("of_token")).cte("held"))
"""The condition of a statement that may change something only under a lease, which others cannot take until
its transaction ends; its values are those of `lease_values`."""
_PROLONGED = update(subjects).where(_OWN).returning(subjects.c.subject)

_MOMENTS = union_all(
    # A delivery that waits is due at once.
    select(bindparam("now", type_=Moment).label("due_at")).where(
        exists().where(
            deliveries.c.tracker == bindparam("of_tracker"),
            deliveries.c.subject == bindparam("of_subject"),
            deliveries.c.state == "waiting",
        )
    ),
    select(func.min(effects.c.due_at)).where(
        effects.c.tracker == bindparam("of_tracker"),
        effects.c.subject == bindparam("of_subject"),
        effects.c.state == "waiting",
    ),
    select(func.min(timers.c.due_at)).where(
        timers.c.tracker == bindparam("of_tracker"), timers.c.subject == bindparam("of_subject")
    ),
).subquery("moments")
_NOT_BEFORE = bindparam("not_before", type_=Moment)
_RESTED = case((_MOMENTS.c.due_at < _NOT_BEFORE, _NOT_BEFORE), else_=_MOMENTS.c.due_at)
_GIVEN_BACK = (
    update(subjects)
    .where(_OWN)
    .values(due_at=select(func.min(_RESTED)).scalar_subquery(), token=None, lease_until=None)
    .returning(subjects.c.subject)
)


class LeaseLost(Exception):
    """Another worker holds the subject now; nothing of this one may be kept."""


@dataclass(frozen=True)
class Lease:
    """A subject that a worker holds.

    Attributes:
        kind: what the subject stands for.
        has_deliveries: whether deliveries waited for it when it was claimed.
        has_timers: whether timers of it were due then.
        has_effects: whether effects of it were due then. What comes later is found when it is given back.
    """

    tracker: str
    subject: str
    token: str
    kind: SubjectKind = SubjectKind.ISSUE
    has_deliveries: bool = True
    has_timers: bool = True
    has_effects: bool = True


def make_due(
    connection: Connection, tracker: str, subject: str, at: datetime, kind: SubjectKind | None = None
) -> None:
    """Make a subject due at a moment, unless it is due earlier; wake a worker.

    Args:
        connection: a transaction that writes.
        tracker: the subject's tracker.
        subject: its name.
        at: the moment.
        kind: what it stands for; None: by its name.
    """
    kinds = {} if kind is None else {(tracker, subject): kind}
    make_all_due(connection, {(tracker, subject): at}, kinds)


def make_all_due(
    connection: Connection,
    moments: Mapping[tuple[str, str], datetime],
    kinds: Mapping[tuple[str, str], SubjectKind] | None = None,
) -> None:
    """Make subjects due, each at its moment unless it is due earlier; wake a worker.

    The rows stay locked until this transaction ends, even where nothing changes in them. A worker that
    releases such a subject waits for that and then sees what came; otherwise it could mark the subject as
    idle in between.

    Args:
        connection: a transaction that writes.
        moments: by tracker and subject.
        kinds: what each stands for, where that is known.
    """
    if not moments:
        return
    kinds = kinds or {}
    # In the same order everywhere, so that two of these never wait for each other.
    rows = [
        {
            "tracker": tracker,
            "subject": subject,
            "kind": (kinds.get((tracker, subject)) or kind_of(tracker, subject)).value,
            "due_at": at,
        }
        for (tracker, subject), at in sorted(moments.items())
    ]
    upsert_all(connection, subjects, rows, _the_earlier)
    if connection.dialect.name == "postgresql":
        connection.execute(_NOTIFY)


def claim(connection: Connection, now: datetime, lease: timedelta, holder: str = "") -> Lease | None:
    """Claim the subject that has been due longest, in one statement.

    None where none is due.
    """
    token = f"{holder}.{secrets.token_hex(8)}"
    asked = {"token": token, "lease_until": now + lease, "now": now}
    row = connection.execute(_CLAIMED, asked).first()
    if row is None:
        return None
    return Lease(
        tracker=row.tracker,
        subject=row.subject,
        token=token,
        kind=SubjectKind(row.kind),
        has_deliveries=row.has_deliveries,
        has_timers=row.timer_due_at is not None and row.timer_due_at <= now,
        has_effects=row.effect_due_at is not None and row.effect_due_at <= now,
    )


def count_due(connection: Connection, now: datetime, most: int) -> int:
    """Return how many subjects could be claimed now, counted up to a number."""
    return int(connection.execute(_COUNT_DUE, {"now": now, "most": most}).scalar_one())


def free_leases_of(connection: Connection, holder: str) -> int:
    """Free the leases of a holder that is known to be dead; return how many."""
    freed = connection.execute(
        update(subjects)
        .where(subjects.c.token.is_not(None), subjects.c.token.startswith(f"{holder}.", autoescape=True))
        .values(token=None, lease_until=None)
        .returning(subjects.c.subject)
    )
    return len(freed.all())


def check_lease(connection: Connection, lease: Lease) -> None:
    """Check that the lease holds, and keep it until this transaction ends.

    Others may still make the subject due (`KEY SHARE` allows it): two workers of one contract would otherwise
    wait for each other, each for the row that the other holds.

    Raises:
        LeaseLost: another worker holds the subject.
    """
    row = connection.execute(_TOKEN_SHARED, _of(lease)).first()
    if row is None or row.token != lease.token:
        raise lease_lost(lease)


def prolong(connection: Connection, lease: Lease, until: datetime) -> None:
    """Hold the subject longer, before a slow call."""
    if connection.execute(_PROLONGED, {**lease_values(lease), "lease_until": until}).first() is None:
        raise lease_lost(lease)


def release(
    connection: Connection,
    lease: Lease,
    now: datetime,
    not_before: datetime | None,
    *,
    is_locked: bool = False,
) -> None:
    """Release the subject, due when its next delivery, effect or timer is.

    Args:
        connection: a transaction that writes.
        lease: what is held.
        now: the moment.
        not_before: a back-off after a failure; None where nothing failed.
        is_locked: whether this very transaction claimed it: others that make it due wait for its end.

    Raises:
        LeaseLost: another worker holds it.
    """
    if connection.dialect.name != "sqlite" and not is_locked:
        # Another transaction may be making the subject due just now. A separate statement waits for it: only
        # the next statement sees what that transaction brought.
        connection.execute(_TOKEN_LOCKED, _of(lease))
    given_back = {**lease_values(lease), "now": now, "not_before": not_before}
    if connection.execute(_GIVEN_BACK, given_back).first() is None:
        raise lease_lost(lease)


def load_next_moment(connection: Connection, now: datetime) -> datetime | None:
    """Return when the next subject that nobody holds falls due, or None."""
    found: datetime | None = connection.execute(_NEXT_MOMENT, {"now": now}).scalar()
    return found


def _the_earlier(statement: Insertion) -> Insertion:
    return statement.on_conflict_do_update(
        index_elements=["tracker", "subject"],
        set_={"due_at": statement.excluded.due_at},
        where=or_(subjects.c.due_at.is_(None), statement.excluded.due_at < subjects.c.due_at),
    )


def _of(lease: Lease) -> dict[str, Any]:
    return {"of_tracker": lease.tracker, "of_subject": lease.subject}


def lease_values(lease: Lease) -> dict[str, Any]:
    """Return the values of `LEASE_HOLDS`."""
    return {**_of(lease), "of_token": lease.token}


def lease_lost(lease: Lease) -> LeaseLost:
    """Return the error of a lease that another worker has now."""
    return LeaseLost(f"{lease.subject} is held by another worker")

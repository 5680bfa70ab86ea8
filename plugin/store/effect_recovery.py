"""Effects as an operator sees them, and after a restored backup."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update

from plugin.core.model.effects import reference
from plugin.store import claims
from plugin.store.connection import Connection
from plugin.store.effects import FailureKind
from plugin.store.tables import effects


def retry_all(connection: Connection, tracker: str, subject: str, now: datetime) -> int:
    """Look at every effect of a subject again, parked ones included; return how many."""
    rows = connection.execute(
        update(effects)
        .where(effects.c.tracker == tracker, effects.c.subject == subject)
        .values(state="waiting", due_at=now, attempts=1, attempt_started_at=None, reason="", failure="")
        .returning(effects.c.id)
    ).all()
    if rows:
        claims.make_due(connection, tracker, subject, now)
    return len(rows)


def mark_for_lookup(connection: Connection, tracker: str, subject: str, references: Collection[str]) -> int:
    """Mark unwritten effects whose comment the tracker shows already: look first.

    Only a database that was restored knows less than the tracker.

    Args:
        connection: a transaction that writes.
        tracker: where the issue is.
        subject: the issue.
        references: of our comments that stand there.

    Returns:
        Of how many slots that was so.
    """
    fresh = select(effects.c.id, effects.c.slot).where(
        effects.c.tracker == tracker,
        effects.c.subject == subject,
        effects.c.state == "waiting",
        effects.c.attempts == 0,
        effects.c.comment_id.is_(None),
    )
    known = [
        row.id for row in connection.execute(fresh) if reference(tracker, subject, row.slot) in references
    ]
    if known:
        connection.execute(update(effects).where(effects.c.id.in_(known)).values(attempts=1))
    return len(known)


def count_by_state(connection: Connection) -> dict[str, int]:
    """Return how many effects there are by state."""
    rows = connection.execute(select(effects.c.state, func.count()).group_by(effects.c.state))
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class StuckEffect:
    """An effect that the tracker does not take: parked, or tried again later."""

    tracker: str
    subject: str
    slot: str
    reason: str
    is_parked: bool


def load_stuck(connection: Connection) -> list[StuckEffect]:
    """Return what was set aside, and what waits because the tracker refused it."""
    is_refused = and_(effects.c.state == "waiting", effects.c.failure == FailureKind.REFUSED.value)
    stuck = select(effects).where(or_(effects.c.state == "parked", is_refused)).order_by(effects.c.id)
    return [
        StuckEffect(row.tracker, row.subject, row.slot, row.reason, is_parked=row.state == "parked")
        for row in connection.execute(stuck)
    ]

"""Deliveries on record: taken in order, done or parked, replayed.

They are stored by `accepted_deliveries.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from plugin.core.model.events import EVENTS, Event, IssueSeen
from plugin.store import claims
from plugin.store.connection import Connection
from plugin.store.inbox import Arrival
from plugin.store.tables import deliveries

_WAITING = (
    select(deliveries)
    .where(
        deliveries.c.tracker == bindparam("tracker"),
        deliveries.c.subject == bindparam("subject"),
        deliveries.c.state == "waiting",
    )
    .order_by(func.coalesce(deliveries.c.happened_at, deliveries.c.received_at), deliveries.c.id)
    .limit(100)
)
_ANY_WAITING = (
    select(deliveries.c.id)
    .where(
        deliveries.c.state == "waiting",
        deliveries.c.tracker == bindparam("tracker"),
        deliveries.c.event_name == bindparam("event_name"),
    )
    .limit(1)
)
_FINISHED = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("of"))
    .values(state="done", attempts=deliveries.c.attempts + 1)
)

_FORGOTTEN = ""
"""Stands in place of the events of a delivery whose body was deleted."""


@dataclass(frozen=True)
class WaitingDelivery:
    """A delivery whose events are to be handled."""

    id: int
    tracker: str
    delivery_id: str
    subject: str
    events: tuple[Event, ...]
    received_at: datetime
    happened_at: datetime | None
    attempts: int


def load_waiting(connection: Connection, tracker: str, subject: str) -> list[WaitingDelivery]:
    """Return a subject's waiting deliveries, ordered by the tracker's own time.

    Where the tracker gives no time, the time of receipt counts.
    """
    rows = connection.execute(_WAITING, {"tracker": tracker, "subject": subject})
    return [
        WaitingDelivery(
            id=row.id,
            tracker=row.tracker,
            delivery_id=row.delivery_id,
            subject=row.subject,
            events=EVENTS.validate_json(row.events, extra="ignore"),
            received_at=row.received_at,
            happened_at=row.happened_at,
            attempts=row.attempts,
        )
        for row in rows
    ]


def has_waiting(connection: Connection, tracker: str, event_name: str) -> bool:
    """Tell whether a delivery of this name waits to be handled."""
    values = {"tracker": tracker, "event_name": event_name}
    return connection.execute(_ANY_WAITING, values).first() is not None


@dataclass(frozen=True)
class StoredDelivery:
    """A stored delivery: `waiting`, `done` or `parked`, and its result."""

    state: str
    reason: str
    events: tuple[Event, ...]


def refile(connection: Connection, waits: WaitingDelivery, subject: str, now: datetime) -> None:
    """Put a waiting delivery under the id of the issue that it called by its key."""
    events = tuple(
        event.model_copy(update={"issue": event.issue.model_copy(update={"id": subject})})
        if isinstance(event, IssueSeen)
        else event.model_copy(update={"issue_id": subject})
        for event in waits.events
    )
    connection.execute(
        update(deliveries)
        .where(deliveries.c.id == waits.id)
        .values(subject=subject, events=EVENTS.dump_json(events).decode())
    )
    claims.make_due(connection, waits.tracker, subject, min(now, waits.received_at))


def find(connection: Connection, tracker: str, delivery_id: str) -> StoredDelivery | None:
    """Return a delivery by the tracker's own id of it, or None."""
    row = connection.execute(
        select(deliveries.c.state, deliveries.c.reason, deliveries.c.events).where(
            deliveries.c.tracker == tracker, deliveries.c.delivery_id == delivery_id
        )
    ).first()
    if row is None:
        return None
    events = EVENTS.validate_json(row.events, extra="ignore") if row.events != _FORGOTTEN else ()
    return StoredDelivery(row.state, row.reason, events)


def finish(connection: Connection, delivery: int, now: datetime, result: str) -> None:
    """Mark a delivery as handled, with its result."""
    connection.execute(_FINISHED, {"of": delivery, "reason": result, "handled_at": now})


def count_failure(connection: Connection, delivery: int, reason: str) -> None:
    """Count a failed attempt and keep its reason."""
    connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery)
        .values(reason=reason, attempts=deliveries.c.attempts + 1)
    )


def park(connection: Connection, delivery: int, reason: str) -> bool:
    """Set a delivery aside, never deleting it; return False when there is none."""
    found = connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery)
        .values(state="parked", reason=reason)
        .returning(deliveries.c.id)
    ).scalar()
    return found is not None


def replay(
    connection: Connection,
    now: datetime,
    *,
    delivery: int | None = None,
    subject: str | None = None,
    since: datetime | None = None,
) -> int:
    """Have deliveries handled again, by id, issue or time; return how many."""
    statement = (
        update(deliveries)
        .values(state="waiting", attempts=0, reason="")
        .returning(deliveries.c.tracker, deliveries.c.subject)
    )
    statement = statement.where(
        deliveries.c.subject.is_not(None),
        deliveries.c.kind == "handled",
        deliveries.c.events != _FORGOTTEN,
    )
    if delivery is not None:
        statement = statement.where(deliveries.c.id == delivery)
    if subject is not None:
        statement = statement.where(deliveries.c.subject == subject)
    if since is not None:
        statement = statement.where(deliveries.c.received_at >= since)
    rows = connection.execute(statement).all()
    for tracker, name in {(row.tracker, row.subject) for row in rows}:
        claims.make_due(connection, tracker, name, now)
    return len(rows)


def delete_bodies(connection: Connection, tracker: str, before: datetime, most: int) -> int:
    """Delete the bodies of a tracker's old deliveries that are done; return how many.

    What they were, when they came and their result stay.
    """
    old = (
        select(deliveries.c.id)
        .where(
            deliveries.c.state == "done",
            deliveries.c.received_at < before,
            deliveries.c.tracker == tracker,
            deliveries.c.events != _FORGOTTEN,
        )
        .order_by(deliveries.c.received_at)
        .limit(most)
    )
    rows = connection.execute(
        update(deliveries)
        .where(deliveries.c.id.in_(old.scalar_subquery()))
        .values(body=b"", headers={}, events=_FORGOTTEN)
        .returning(deliveries.c.id)
    ).all()
    return len(rows)


def reparse(connection: Connection, delivery: int, arrival: Arrival) -> None:
    """Put a newer understanding of a kept body in the place of the old one."""
    connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery)
        .values(
            subject=arrival.subject,
            kind=arrival.kind,
            event_name=arrival.event_name,
            happened_at=arrival.happened_at,
            events=EVENTS.dump_json(arrival.events).decode(),
            reason=arrival.reason,
        )
    )


def list_newest(connection: Connection, state: str | None = None, limit: int = 100) -> list[dict[str, Any]]:
    """Return deliveries, newest first, without their bodies."""
    columns = [column for column in deliveries.c if column.name not in ("body", "headers", "events")]
    statement = select(*columns).order_by(deliveries.c.id.desc()).limit(limit)
    if state is not None:
        statement = statement.where(deliveries.c.state == state)
    return [dict(row._mapping) for row in connection.execute(statement)]


def load_with_body(connection: Connection, delivery: int) -> dict[str, Any] | None:
    """Return one delivery with its body, or None."""
    row = connection.execute(select(deliveries).where(deliveries.c.id == delivery)).first()
    return dict(row._mapping) if row else None


def count_by_state(connection: Connection) -> Sequence[tuple[str, str, int]]:
    """Return how many deliveries there are by kind and state."""
    rows = connection.execute(
        select(deliveries.c.kind, deliveries.c.state, func.count()).group_by(
            deliveries.c.kind, deliveries.c.state
        )
    )
    return [(row[0], row[1], row[2]) for row in rows]


def load_oldest_waiting(connection: Connection) -> datetime | None:
    """Return when the oldest delivery that still waits was received."""
    found: datetime | None = connection.execute(
        select(func.min(deliveries.c.received_at)).where(deliveries.c.state == "waiting")
    ).scalar()
    return found

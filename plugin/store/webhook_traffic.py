"""Whether a tracker's webhooks arrive.

The last that was signed, those refused, changes untold.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from plugin.runtime.logs import name_error
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.store.tables import deliveries, refused_deliveries
from plugin.store.upsert import upsert

log = logging.getLogger("ugovor.webhooks")

_FOUND_BY_ASKING = "reconcile"
_OWN_EVENTS = (_FOUND_BY_ASKING, "read-in", "ticks", "recheck", "page")
"""What the service itself puts among the deliveries; no tracker has events of these names."""

_STATES = ("waiting", "done", "parked")
_FORGOTTEN_AFTER = timedelta(days=1)
"""Refused deliveries further apart than this are counted anew."""


@dataclass(frozen=True)
class RefusedDeliveries:
    """Deliveries whose signature is missing or does not fit.

    One shortly after the other.
    """

    first_at: datetime
    last_at: datetime
    count: int


def load_last_signed(connection: Connection, tracker: str) -> datetime | None:
    """Return when the last signed delivery of a tracker was received.

    None before the first.
    """
    found = (
        connection.execute(
            select(deliveries.c.received_at)
            .where(
                deliveries.c.state == state,
                deliveries.c.tracker == tracker,
                deliveries.c.event_name.not_in(_OWN_EVENTS),
            )
            .order_by(deliveries.c.received_at.desc())
            .limit(1)
        ).scalar()
        for state in _STATES
    )
    return max(filter(None, found), default=None)


def count_untold(connection: Connection, tracker: str, since: datetime) -> int:
    """Return how many issues changed since a moment without a webhook that told it."""
    query = select(func.count(deliveries.c.subject.distinct())).where(
        deliveries.c.tracker == tracker,
        deliveries.c.event_name == _FOUND_BY_ASKING,
        deliveries.c.received_at > since,
        deliveries.c.happened_at > since,
    )
    return int(connection.execute(query).scalar_one())


def load_refused(connection: Connection, tracker: str) -> RefusedDeliveries | None:
    """Return what was refused of a tracker's deliveries last.

    None where nothing ever was.
    """
    row = connection.execute(
        select(refused_deliveries).where(refused_deliveries.c.tracker == tracker)
    ).first()
    return None if row is None else RefusedDeliveries(row.first_at, row.last_at, row.number)


def add_refused(connection: Connection, tracker: str, count: int, now: datetime) -> None:
    """Count deliveries that were refused."""
    known = load_refused(connection, tracker)
    if known is None or now - known.last_at > _FORGOTTEN_AFTER:
        known = RefusedDeliveries(now, now, 0)
    row = {"tracker": tracker, "first_at": known.first_at, "last_at": now, "number": known.count + count}
    upsert(connection, refused_deliveries, row)


class RefusalCounter:
    """Keeps the count of refused deliveries.

    A database that does not take it is no fault here.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, tracker: str, number: int, now: datetime) -> None:
        """Add a number of refused deliveries of a tracker."""
        try:
            with self._database.change() as connection:
                add_refused(connection, tracker, number, now)
        except SQLAlchemyError as error:
            log.warning("refused deliveries were not counted: %s", name_error(error))

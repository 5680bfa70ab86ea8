"""Addresses that a link to sign in was asked for: kept for a moment, known or not, and taken by a worker.

The page does the same for every address, so that neither its answer nor its time tells which are known.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from plugin.store import timers
from plugin.store.connection import Connection
from plugin.store.tables import sign_in_requests
from plugin.store.upsert import insert_new

SUBJECT = "entrance"
"""The subject under which these wait; it belongs to no tracker."""
NO_TRACKER = ""
_TIMER = "enter"
MAX_BATCH = 200
"""So many are taken at a time."""


def add_request(connection: Connection, address: str, now: datetime) -> None:
    """Keep an address, in its one form, and let a worker look at it; asking again meanwhile adds nothing."""
    insert_new(connection, sign_in_requests, {"address": address, "asked_at": now}, "address")
    timers.set_timer(connection, NO_TRACKER, SUBJECT, _TIMER, now)


def take_requests(connection: Connection, now: datetime) -> list[str]:
    """Take the addresses that wait, the oldest first; what is left falls due at once."""
    found = list(
        connection.execute(
            select(sign_in_requests.c.address).order_by(sign_in_requests.c.asked_at).limit(MAX_BATCH)
        ).scalars()
    )
    connection.execute(delete(sign_in_requests).where(sign_in_requests.c.address.in_(found)))
    timers.set_timer(connection, NO_TRACKER, SUBJECT, _TIMER, now if len(found) == MAX_BATCH else None)
    return found


def delete_request(connection: Connection, address: str) -> None:
    """Let go of an address."""
    connection.execute(delete(sign_in_requests).where(sign_in_requests.c.address == address))

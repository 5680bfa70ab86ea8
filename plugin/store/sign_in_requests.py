"""Addresses for which a link to sign in was requested, until a worker takes them.

The page does the same for every address, so that neither its answer nor its time shows which are known.
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
"""Maximum addresses that are taken at a time."""


def add_request(connection: Connection, address: str, now: datetime) -> None:
    """Save an address in its one form and wake a worker; a repeat adds nothing."""
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
    """Delete an address."""
    connection.execute(delete(sign_in_requests).where(sign_in_requests.c.address == address))

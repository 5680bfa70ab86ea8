"""Stores each delivery once, before it is answered; its subject falls due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from plugin.core.model.events import EVENTS
from plugin.runtime.failpoints import failpoint
from plugin.store import claims
from plugin.store.bulk_insert import insert_all_new
from plugin.store.connection import Connection
from plugin.store.db_errors import describe_error
from plugin.store.engine import Database
from plugin.store.group_commit import TIMEOUT_S, GroupCommit, Take, TookTooLong
from plugin.store.inbox import Arrival, StoreUnavailable
from plugin.store.tables import deliveries

_ID = ("tracker", "delivery_id")
_STATE_OF_KIND = {"handled": "waiting", "ignored": "done", "unknown": "parked"}


class DatabaseInbox:
    """Stores arrivals in the database and makes their subjects due."""

    def __init__(self, database: Database, timeout_s: float = TIMEOUT_S) -> None:
        self._database = database
        self._commits: GroupCommit[Arrival, bool] = GroupCommit(self._keep_all, timeout_s)

    def accept(self, arrival: Arrival) -> bool:
        """Store an arrival durably; return False when the tracker sent it before.

        Arrivals of several threads share a transaction; each returns after the commit that holds its own.

        Raises:
            StoreUnavailable: the database did not take it.
        """
        try:
            return self._commits.keep(arrival)
        except (SQLAlchemyError, TookTooLong) as error:
            why = f"the database: {describe_error(error).sentence}"
            raise StoreUnavailable(why=why, detail=type(error).__name__) from error

    def _keep_all(self, take: Take[Arrival]) -> Sequence[bool]:
        with self._database.change() as connection:
            fresh = save_deliveries(connection, take())
            failpoint("keeping")
        failpoint("kept")
        return fresh


def save_delivery(connection: Connection, arrival: Arrival) -> bool:
    """Insert an arrival unless it is known; a subject with events falls due."""
    return save_deliveries(connection, [arrival])[0]


def save_deliveries(connection: Connection, arrivals: Sequence[Arrival]) -> list[bool]:
    """Insert the arrivals that are not known yet; return for each whether it was new.

    Their subjects fall due. Two statements, however many arrivals there are: one for the deliveries, one for
    the subjects.
    """
    first: dict[tuple[str, str], Arrival] = {}
    for arrival in arrivals:
        first.setdefault((arrival.tracker, arrival.delivery_id), arrival)
    new = insert_all_new(connection, deliveries, [_row(arrival) for arrival in first.values()], _ID)
    fresh = [arrival for key, arrival in first.items() if key in new]
    claims.make_all_due(
        connection,
        {
            (arrival.tracker, arrival.subject): arrival.queued_at or arrival.received_at
            for arrival in fresh
            if arrival.subject is not None and _state(arrival) == "waiting"
        },
    )
    return [any(arrival is one for one in fresh) for arrival in arrivals]


def _state(arrival: Arrival) -> str:
    state = _STATE_OF_KIND[arrival.kind]
    return "done" if state == "waiting" and not arrival.events else state


def _row(arrival: Arrival) -> dict[str, Any]:
    return {
        "tracker": arrival.tracker,
        "delivery_id": arrival.delivery_id,
        "subject": arrival.subject,
        "kind": arrival.kind,
        "event_name": arrival.event_name,
        "received_at": arrival.received_at,
        "happened_at": arrival.happened_at,
        "headers": dict(arrival.headers),
        "body": arrival.body,
        "events": EVENTS.dump_json(arrival.events).decode(),
        "state": _state(arrival),
        "reason": arrival.reason,
    }

"""Deliveries handled again: those that were not understood are read anew first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugin.settings.model import Settings
from plugin.store import deliveries, issues
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.store.inbox import Arrival
from webhooks.arrival import make_arrival
from webhooks.parsers import MODULES

_MAX_PARKED = 1_000_000


@dataclass(frozen=True)
class ReplayChoice:
    """Which deliveries are meant; what is given must all hold.

    Attributes:
        delivery: its number.
        issue: key or id of an issue.
        since: received at this moment or later.
    """

    delivery: int | None = None
    issue: str | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class ReplayCounts:
    """Counts: handled again, of no concern after all, still not understood."""

    replayed: int
    ignored: int
    not_understood: int


def replay_chosen(
    database: Database, settings: Settings, choice: ReplayChoice, now: datetime
) -> ReplayCounts:
    """Make the chosen deliveries due again, in one transaction."""
    ignored = not_understood = 0
    with database.change() as connection:
        subject = _resolve_issue(connection, settings, choice.issue)
        for number, arrival in _read_anew(connection, settings, choice):
            if subject is not None and arrival.subject != subject:
                continue
            if arrival.kind == "unknown":
                not_understood += 1
                continue
            deliveries.reparse(connection, number, arrival)
            if arrival.kind == "ignored":
                ignored += 1
                deliveries.finish(connection, number, now, arrival.reason)
        replayed = deliveries.replay(
            connection, now, delivery=choice.delivery, subject=subject, since=choice.since
        )
    return ReplayCounts(replayed, ignored, not_understood)


def _resolve_issue(connection: Connection, settings: Settings, issue: str | None) -> str | None:
    """Return the tracker's id of an issue.

    What is on record by no key is taken to be an id.
    """
    if issue is None:
        return None
    states = [issues.load_by_key(connection, tracker, issue) for tracker in settings.trackers]
    return next((state.issue.id for state in states if state is not None), issue)


def _read_anew(
    connection: Connection, settings: Settings, choice: ReplayChoice
) -> Iterator[tuple[int, Arrival]]:
    """Give the parked deliveries of unknown kind, as this version reads them."""
    for row in deliveries.list_newest(connection, "parked", _MAX_PARKED):
        if row["kind"] != "unknown" or choice.delivery not in (None, row["id"]):
            continue
        if choice.since is not None and row["received_at"] < choice.since:
            continue
        whole = deliveries.load_with_body(connection, row["id"])
        arrival = _make_arrival(settings, whole) if whole else None
        if arrival is not None:
            yield row["id"], arrival


def _make_arrival(settings: Settings, row: dict[str, Any]) -> Arrival | None:
    tracker = settings.trackers.get(row["tracker"])
    module = MODULES.get(tracker.kind) if tracker else None
    if module is None:
        return None
    return make_arrival(row["tracker"], module, row["headers"], row["body"], row["received_at"])

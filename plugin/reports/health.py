"""The health of the service, for `/readyz`, `/metrics` and `ugovor doctor`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from plugin.runtime.clock import Clock
from plugin.store import cursors, deliveries, effects, heard, record, schema
from plugin.store.database_file import DatabaseFile
from plugin.store.db_errors import describe_error
from plugin.store.engine import Database
from plugin.trackers.base import Check

HEARTBEAT_TIMEOUT = timedelta(seconds=60)
"""A worker without a heartbeat for this long counts as dead."""

WRITE_CHECK_INTERVAL_S = 1.0
"""The test write is repeated after this at the earliest: anybody may ask `/readyz`, at any rate."""

_PUT_BACK = "stop `ugovor serve`, put the database's file back, the newest backup if need be, and start again"


def _calls_by_tracker(detail: dict[str, object]) -> dict[str, dict[str, int]]:
    """Return a worker's count of calls; workers of older versions report none."""
    calls = detail.get("calls")
    return calls if isinstance(calls, dict) else {}


class ServiceHealth:
    """Checks the database and its file, migrations, workers and mappings."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._file = DatabaseFile(database)
        self._wrote_at: float | None = None

    def checks(self) -> tuple[Check, ...]:
        """Check everything that must be well before work makes sense."""
        return tuple(self._checks())

    def metrics(self) -> tuple[bytes, str]:
        """Return the metrics for Prometheus and their content type."""
        registry = CollectorRegistry()
        by_class = Gauge(
            "ugovor_deliveries", "Deliveries by class and state", ["kind", "state"], registry=registry
        )
        by_state = Gauge("ugovor_effects", "Effects by state", ["state"], registry=registry)
        age = Gauge(
            "ugovor_oldest_unhandled_seconds",
            "Age of the oldest delivery that still waits",
            registry=registry,
        )
        length = Gauge("ugovor_record_length", "Entries on record", registry=registry)
        healed = Gauge(
            "ugovor_healed_total",
            "Changes taken up that no webhook had told",
            ["tracker"],
            registry=registry,
        )
        looked = Gauge(
            "ugovor_reconciled_seconds",
            "Time since the tracker was last asked what changed",
            ["tracker"],
            registry=registry,
        )
        calls = Gauge(
            "ugovor_tracker_calls_total",
            "Requests to trackers since a worker's start, by what came of them",
            ["tracker", "outcome", "worker"],
            registry=registry,
        )
        with self._database.look() as connection:
            for kind, state, count in deliveries.counts(connection):
                by_class.labels(kind, state).set(count)
            for state, count in effects.counts(connection).items():
                by_state.labels(state).set(count)
            oldest = deliveries.oldest_waiting(connection)
            age.set((self._clock.now() - oldest).total_seconds() if oldest else 0)
            length.set(record.length(connection))
            for worker, detail in heard.heartbeats_since(connection, self._clock.now() - HEARTBEAT_TIMEOUT):
                for tracker, outcomes in _calls_by_tracker(detail).items():
                    for outcome, count in outcomes.items():
                        calls.labels(tracker, outcome, worker).set(count)
            for cursor in cursors.load_all(connection):
                healed.labels(cursor.tracker).set(cursor.recovered_count)
                since = cursor.last_run_at or cursor.since
                looked.labels(cursor.tracker).set((self._clock.now() - since).total_seconds())
        return generate_latest(registry), CONTENT_TYPE_LATEST

    def _checks(self) -> Iterator[Check]:
        if self._file.watched:
            fault = self._file.fault()
            yield Check(
                "database file", not fault, fault or "is the one that was opened", fault and _PUT_BACK
            )
            if fault:
                # Open connections still answer, from a file that has no name any more.
                return
        try:
            with self._database.look() as connection:
                at = schema.current(connection)
                beat = heard.newest_heartbeat(connection, self._clock.now() + HEARTBEAT_TIMEOUT)
            self._try_to_write()
        except SQLAlchemyError as error:
            trouble = describe_error(error)
            yield Check("database", False, trouble.sentence, trouble.remedy)
            return
        yield Check("database", True, "answers, and takes what is written")
        up_to_date = schema.is_up_to_date(at)
        yield Check("migrations", up_to_date, f"at {at}", "" if up_to_date else "start `ugovor serve` once")
        if beat is None or self._clock.now() - beat[0] > HEARTBEAT_TIMEOUT:
            last = f"last heard of at {beat[0].isoformat()}" if beat else "never heard of"
            yield Check("worker", False, last, "start `ugovor serve` or `ugovor serve --worker`")
            return
        yield Check("worker", True, "alive")
        faults = beat[1].get("faults", [])
        named = [str(fault) for fault in faults] if isinstance(faults, list) else []
        sentence = "; ".join(named) or "every file is in force"
        yield Check("mappings", not named, sentence, "run `ugovor check`" if named else "")

    def _try_to_write(self) -> None:
        if self._wrote_at is not None and time.monotonic() - self._wrote_at < WRITE_CHECK_INTERVAL_S:
            return
        with self._database.change() as connection:
            heard.try_to_write(connection, self._clock.now())
        self._wrote_at = time.monotonic()

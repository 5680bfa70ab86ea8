"""The metrics of the service, in the text form of Prometheus."""

from __future__ import annotations

from datetime import datetime, timedelta

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from plugin.runtime.clock import NO_SHIFT
from plugin.store import deliveries, effect_recovery, heartbeats, reconcile_cursors, record
from plugin.store.connection import Connection
from plugin.store.engine import Database


def prometheus_text(
    database: Database, now: datetime, heartbeat_timeout: timedelta, shift: timedelta = NO_SHIFT
) -> tuple[bytes, str]:
    """Return the metrics and their content type.

    Args:
        database: of the service.
        now: the present, by the machine's clock.
        heartbeat_timeout: workers without a heartbeat for this long are left out.
        shift: by how much practice time is ahead, in which deliveries are received.
    """
    registry = CollectorRegistry()
    with database.look() as connection:
        _measure_deliveries(registry, connection, now + shift)
        _measure_effects(registry, connection)
        _measure_reconciling(registry, connection, now)
        _measure_tracker_calls(registry, connection, now - heartbeat_timeout)
    return generate_latest(registry), CONTENT_TYPE_LATEST


def _measure_deliveries(registry: CollectorRegistry, connection: Connection, now: datetime) -> None:
    by_class = Gauge(
        "ugovor_deliveries", "Deliveries by class and state", ["kind", "state"], registry=registry
    )
    age = Gauge(
        "ugovor_oldest_unhandled_seconds", "Age of the oldest delivery that still waits", registry=registry
    )
    for kind, state, count in deliveries.count_by_state(connection):
        by_class.labels(kind, state).set(count)
    oldest = deliveries.load_oldest_waiting(connection)
    age.set((now - oldest).total_seconds() if oldest else 0)


def _measure_effects(registry: CollectorRegistry, connection: Connection) -> None:
    by_state = Gauge("ugovor_effects", "Effects by state", ["state"], registry=registry)
    length = Gauge("ugovor_record_length", "Entries on record", registry=registry)
    for state, count in effect_recovery.count_by_state(connection).items():
        by_state.labels(state).set(count)
    length.set(record.count_entries(connection))


def _measure_reconciling(registry: CollectorRegistry, connection: Connection, now: datetime) -> None:
    recovered = Gauge(
        "ugovor_healed_total", "Changes taken up that no webhook had told", ["tracker"], registry=registry
    )
    since_last_run = Gauge(
        "ugovor_reconciled_seconds",
        "Time since the tracker was last asked what changed",
        ["tracker"],
        registry=registry,
    )
    for cursor in reconcile_cursors.load_all(connection):
        recovered.labels(cursor.tracker).set(cursor.recovered_count)
        since = cursor.last_run_at or cursor.since
        since_last_run.labels(cursor.tracker).set((now - since).total_seconds())


def _measure_tracker_calls(registry: CollectorRegistry, connection: Connection, since: datetime) -> None:
    calls = Gauge(
        "ugovor_tracker_calls_total",
        "Requests to trackers since a worker's start, by what came of them",
        ["tracker", "outcome", "worker"],
        registry=registry,
    )
    for worker, detail in heartbeats.load_heartbeats(connection, since):
        for tracker, outcomes in _calls_by_tracker(detail).items():
            for outcome, count in outcomes.items():
                calls.labels(tracker, outcome, worker).set(count)


def _calls_by_tracker(detail: dict[str, object]) -> dict[str, dict[str, int]]:
    """Return a worker's count of calls; workers of older versions report none."""
    calls = detail.get("calls")
    return calls if isinstance(calls, dict) else {}

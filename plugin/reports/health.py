"""The health of the service, for `/readyz`, `/metrics` and `ugovor doctor`."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from plugin.reports.metrics import prometheus_text
from plugin.runtime.clock import Clock, ShiftedClock, machine_clock, shift_of
from plugin.store import heartbeats, schema
from plugin.store.database_file import DatabaseFile
from plugin.store.db_errors import describe_error
from plugin.store.engine import Database
from plugin.trackers.base import Check

HEARTBEAT_TIMEOUT = timedelta(seconds=60)
"""A worker without a heartbeat for this long counts as dead."""

WRITE_CHECK_INTERVAL_S = 1.0
"""The test write is repeated after this at the earliest: anybody may ask `/readyz`, at any rate."""

_PUT_BACK = "stop `ugovor serve`, put the database's file back, the newest backup if need be, and start again"


class ServiceHealth:
    """Checks the database and its file, migrations, workers and mappings."""

    def __init__(self, database: Database, clock: Clock, folder: Path | None = None) -> None:
        """Take the folder of the mappings that this host's workers should follow."""
        self._folder = str(folder.resolve()) if folder else ""
        self._database = database
        self._service_clock = clock
        self._clock = machine_clock(clock)
        self._file = DatabaseFile(database)
        self._wrote_at: float | None = None

    def checks(self) -> tuple[Check, ...]:
        """Check everything that must be well before work makes sense."""
        return tuple(self._checks())

    def metrics(self) -> tuple[bytes, str]:
        """Return the metrics for Prometheus and their content type."""
        return prometheus_text(
            self._database, self._clock.now(), HEARTBEAT_TIMEOUT, shift_of(self._service_clock)
        )

    def _checks(self) -> Iterator[Check]:
        if isinstance(self._service_clock, ShiftedClock):
            moment = self._service_clock.now().isoformat(timespec="seconds")
            yield Check("practice time", True, f"the service takes its time from a file: it is {moment}")
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
                at = schema.load_revision(connection)
                beat = heartbeats.load_newest_heartbeat(connection, self._clock.now() + HEARTBEAT_TIMEOUT)
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
        named = self._load_faults()
        sentence = "; ".join(named) or "every file is in force"
        yield Check("mappings", not named, sentence, "run `ugovor check`" if named else "")

    def _load_faults(self) -> list[str]:
        """Return what the live workers say of their mapping files.

        Workers of the same files as this process stand for it; where there are none, every worker does.
        """
        with self._database.look() as connection:
            beats = heartbeats.load_beats(connection, self._clock.now() - HEARTBEAT_TIMEOUT)
        newest: dict[tuple[str, str], heartbeats.Beat] = {}
        for beat in sorted(beats, key=lambda each: each.at):
            newest[beat.host, beat.folder] = beat
        own = newest.get((socket.gethostname(), self._folder))
        said = [own] if own is not None else list(newest.values())
        return [fault for beat in said for fault in beat.faults]

    def _try_to_write(self) -> None:
        if self._wrote_at is not None and time.monotonic() - self._wrote_at < WRITE_CHECK_INTERVAL_S:
            return
        with self._database.change() as connection:
            heartbeats.try_write(connection, self._clock.now())
        self._wrote_at = time.monotonic()

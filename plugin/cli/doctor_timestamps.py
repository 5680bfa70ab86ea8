"""What `ugovor doctor` says of the time stamps of the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from plugin.bootstrap import Service
from plugin.cli.doctor_lines import DoctorLine
from plugin.cli.output import format_moment
from plugin.runtime.clock import machine_clock
from plugin.store import record, record_timestamps

_LATE = timedelta(days=2)


def check_timestamps(service: Service) -> Iterator[DoctorLine]:
    """Say when the record was last stamped, where an authority is set."""
    url = service.settings.record.timestamp_url
    if url is None:
        return
    now = machine_clock(service.clock).now()
    with service.database.look() as connection:
        seq, head = record.load_head(connection)
        newest = record_timestamps.load_newest(connection)
    last = f"The last is of {format_moment(newest.stamped_at)}, of entry {newest.seq}." if newest else ""
    is_current = not seq or (newest is not None and newest.hash == head)
    if is_current or (newest is not None and now - newest.stamped_at < _LATE):
        yield DoctorLine("ok", "time stamps", last or "Nothing is on record yet that could be stamped.")
        return
    remedy = f"The worker's log says why: whether {url} can be reached, and what it answers."
    yield DoctorLine("warn", "time stamps", last or "The record has no time stamp yet.", remedy)

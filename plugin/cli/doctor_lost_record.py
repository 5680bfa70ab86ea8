"""What `ugovor doctor` says where the database is empty and the tracker is not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from mappings.model import ContractMapping
from plugin.bootstrap import Service
from plugin.cli.doctor_lines import DoctorLine
from plugin.cli.output import format_count
from plugin.store import record
from plugin.trackers.base import TrackerError
from plugin.worker.lost_record import find_traces, name_traces

_MAX_ISSUES = 500
"""The oldest issues are enough to see it."""


def check_lost_record(service: Service, mappings: tuple[ContractMapping, ...]) -> Iterator[DoctorLine]:
    """Say where issues carry labels of the service and the record is empty."""
    with service.database.look() as connection:
        if not record.is_empty(connection):
            return
    for mapping in mappings:
        tracker = service.trackers.get(mapping.tracker.name)
        if tracker is None:
            continue
        try:
            issues = islice(tracker.iter_issues(mapping.tracker.projects, None), _MAX_ISSUES)
            found = list(find_traces(mapping, issues))
        except TrackerError:
            # The tracker's own lines say why it does not answer.
            continue
        if found:
            sentence = (
                f"{format_count(len(found), 'issue carries', 'issues carry')} labels of this service "
                f"({name_traces(found)}), but the record is empty: is this the right database?"
            )
            remedy = (
                "If not, stop the service, put the database or its newest backup in its place "
                "(service.database), and start again."
            )
            yield DoctorLine("no", "database", sentence, remedy)

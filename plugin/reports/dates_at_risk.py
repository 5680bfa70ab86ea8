"""Which stage's date a late wait puts at risk, with the last day of its answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mappings.model import ContractMapping
from plugin.core.calendar.schedule import compute_due_dates
from plugin.core.calendar.working_days import make_calendar
from plugin.core.model.stage_state import list_signed_dates
from plugin.core.waiting.risk import StageDates, find_late_risk
from plugin.store import issues, shifts, stages
from plugin.store.connection import Connection
from plugin.store.reminders import StoredWait
from plugin.texts.reminder_messages import DateAtRisk


def find_dates_at_risk(
    connection: Connection, mapping: ContractMapping, listed: Iterable[StoredWait], now: datetime
) -> dict[tuple[str, str, int], DateAtRisk]:
    """Return the date that each late wait puts at risk, by the key of the wait.

    Args:
        connection: to read by.
        mapping: the contract in force.
        listed: its waits.
        now: the moment.
    """
    today = now.astimezone(mapping.contract.zone).date()
    late = [each for each in listed if each.wait.is_open and each.wait.due < today]
    if not late:
        return {}
    known = _read_dates(connection, mapping, now)
    found: dict[tuple[str, str, int], DateAtRisk] = {}
    for each in late:
        state = issues.load(connection, each.tracker, each.wait.issue)
        risk = find_late_risk(known, each.wait, state.hours) if state is not None else None
        if risk is not None:
            found[each.wait.key] = risk
    return found


def _read_dates(connection: Connection, mapping: ContractMapping, now: datetime) -> StageDates:
    calendar = make_calendar(mapping.contract)
    on_record = stages.load_all(connection, mapping.id)
    moved_by = [shift for _, shift in shifts.load_shifts(connection, mapping.id)]
    dates = compute_due_dates(mapping, calendar, moved_by, list_signed_dates(on_record))
    signed = {key for key, state in on_record.items() if state.signed_off}
    return StageDates(
        mapping,
        calendar,
        {stage: due for stage, due in dates.items() if stage not in signed},
        now.astimezone(mapping.contract.zone).date(),
    )

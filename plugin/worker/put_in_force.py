"""Puts a version of a mapping in force, with what follows from it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from mappings.loader import mapping_digest as digest
from mappings.model import ContractMapping, dump
from plugin.core.calendar.schedule import compute_due_dates
from plugin.core.calendar.working_days import make_calendar
from plugin.core.due_dates.deadline_shift import stage_subject
from plugin.core.model.effects import SetDueDate
from plugin.core.model.outcome import REJUDGE
from plugin.core.model.slots import DUE_SLOT
from plugin.core.model.stage_state import list_signed_dates
from plugin.core.waiting.lost_people import PEOPLE_CHANGED
from plugin.store import contracts, effects, issues, record, reminders, shifts, stages, timers, waits
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.worker.contract_timers import (
    INITIAL_IMPORT,
    ask_for_register,
    contract_subject,
    tell_register_moved,
)

log = logging.getLogger("ugovor.mappings")


def put_in_force(
    database: Database,
    mapping: ContractMapping,
    now: datetime,
    shift: timedelta,
    written_at: datetime | None,
    *,
    even_older: bool = False,
) -> bool:
    """Store a new version, record the difference, rejudge undecided issues.

    Args:
        database: where the contract's versions are kept.
        mapping: what the file says now.
        now: the moment, by the machine's clock.
        shift: by how much practice time is ahead.
        written_at: when the file was written, or None where no file gave it.
        even_older: whether a content counts that an earlier version had.

    Returns:
        Whether it is a new version.

    Raises:
        OlderVersion: the file holds what is no longer in force.
    """
    tracker = mapping.tracker.name
    with database.change() as connection:
        put = contracts.put_in_force(
            connection, mapping, digest(mapping), now + shift, now, written_at, even_older=even_older
        )
        if put is None:
            return False
        version, before = put
        changed = difference(before, mapping)
        payload = {"version": version.version, "digest": version.digest, "changed": changed}
        if not version.read_in:
            timers.set_timer(connection, tracker, contract_subject(mapping.id), INITIAL_IMPORT, now)
        if before is not None:
            for owner, issue in issues.load_undecided(connection, mapping.id):
                timers.set_timer(connection, owner, issue, REJUDGE, now)
            _write_moved_dates(connection, before, mapping, now)
            reminders.look_again(connection, mapping.id, now + shift if mapping.waiting else None)
            for owner, issue in waits.load_owed_by_others(connection, mapping.id, mapping.people):
                timers.set_timer(connection, owner, issue, PEOPLE_CHANGED, now)
        ask_for_register(connection, mapping, now)
        if before is not None:
            tell_register_moved(connection, before, mapping, now)
        entry = record.NewEntry(mapping.id, tracker, "", record.BASELINE, payload)
        record.append(connection, now + shift, [entry])
    log.info("contract=%s version=%s in force", mapping.id, version.version)
    return True


def difference(before: ContractMapping | None, after: ContractMapping) -> dict[str, list[object]]:
    """Return what a new version changed: each top-level key, before and after."""
    was, now = (dump(before) if before else {}), dump(after)
    keys = sorted(set(was) | set(now))
    return {key: [was.get(key), now.get(key)] for key in keys if was.get(key) != now.get(key)}


def _write_moved_dates(
    connection: Connection, before: ContractMapping, after: ContractMapping, now: datetime
) -> None:
    """Ask for the due dates that a new version of the mapping moved."""
    moved_by = [shift for _, shift in shifts.load_shifts(connection, after.id)]
    signed = list_signed_dates(stages.load_all(connection, after.id))
    was = compute_due_dates(before, make_calendar(before.contract), moved_by, signed)
    dates = compute_due_dates(after, make_calendar(after.contract), moved_by, signed)
    field = after.tracker.fields.get("due", "duedate")
    for stage in after.stages:
        due = dates[stage.id]
        if due is not None and stage.issue and stage.id in was and was[stage.id] != due:
            effect = SetDueDate(issue=stage.issue, due=due, field=field)
            subject = stage_subject(after.id, stage.id)
            effects.request_effect(connection, after.tracker.name, after.id, subject, DUE_SLOT, effect, now)

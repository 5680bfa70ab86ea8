"""Keeps a copy of the register on an issue of the tracker, as a living comment.

It is written a little after a change, not with it: a decision costs the same however long the register is.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

from plugin.core.facts import Baseline
from plugin.core.model.effects import PostComment
from plugin.core.model.slots import REGISTER_SLOT
from plugin.reports.register import RegisterRow, RegisterSums, register_rows, register_totals
from plugin.store import claims, effects, issues, timers, waits
from plugin.store.engine import Database
from plugin.texts.register_messages import RegisterLine, RegisterMoved, RegisterShown, RegisterSum
from plugin.trackers.base import IssueGone, Tracker, TrackerError
from plugin.worker.active_contract import ActiveContract
from plugin.worker.contract_timers import REGISTER, REGISTER_MOVED
from plugin.worker.load_baseline import load_baseline

log = logging.getLogger("ugovor.register")

RETRY_INTERVAL = timedelta(minutes=15)
"""How soon an issue that could not be found is looked for again."""
MAX_LINES = 5


def write_copy(
    database: Database,
    lease: claims.Lease,
    active: ActiveContract,
    tracker: Tracker,
    now: datetime,
    shift: timedelta,
) -> None:
    """Ask for the comment that copies the register as it stands now.

    Args:
        database: of the service.
        lease: of the contract's own subject.
        active: the contract.
        tracker: where its issues are.
        now: the moment, by the machine's clock.
        shift: by how much practice time is ahead.
    """
    wanted = active.mapping.tracker.register_issue
    issue = _find_issue(database, tracker, wanted) if wanted else None
    with database.change() as connection:
        claims.check_lease(connection, lease)
        if wanted and issue is None:
            timers.set_timer(connection, lease.tracker, lease.subject, REGISTER, now + RETRY_INTERVAL)
            return
        timers.set_timer(connection, lease.tracker, lease.subject, REGISTER, None)
        if issue is None or active.mapping.contract.mode == "observe":
            return
        baseline = load_baseline(connection, lease.tracker, active, now + shift)
        rows = register_rows(
            baseline.mapping,
            issues.load_changes(connection, active.mapping.id),
            waits.load_all_counted(connection, active.mapping.id),
        )
        shown = PostComment(text=baseline.says(describe_register(baseline, rows)), living=True)
        effects.request_effect(
            connection,
            lease.tracker,
            active.mapping.id,
            issue,
            REGISTER_SLOT,
            shown,
            now,
            settles=timedelta(0),
        )


def close_old_copies(
    database: Database, lease: claims.Lease, active: ActiveContract, tracker: Tracker, now: datetime
) -> None:
    """Have every other copy say where the register is kept now.

    Args:
        database: of the service.
        lease: of the contract's own subject.
        active: the contract.
        tracker: where its issues are.
        now: the moment, by the machine's clock.
    """
    wanted = active.mapping.tracker.register_issue
    issue = _find_issue(database, tracker, wanted) if wanted else None
    language, contract = active.mapping.contract.language, active.mapping.id
    said = active.texts.render(RegisterMoved(wanted or ""), language)
    with database.change() as connection:
        claims.check_lease(connection, lease)
        timers.set_timer(connection, lease.tracker, lease.subject, REGISTER_MOVED, None)
        for old in effects.list_subjects(connection, lease.tracker, contract, REGISTER_SLOT):
            if old != issue:
                shown = PostComment(text=said, living=True)
                effects.request_effect(connection, lease.tracker, contract, old, REGISTER_SLOT, shown, now)


def describe_register(baseline: Baseline, rows: Sequence[RegisterRow]) -> RegisterShown:
    """Return what the comment says: totals, and the newest changes first."""
    totals = register_totals(rows)
    newest = sorted(rows, key=lambda row: row.day or baseline.live_from, reverse=True)
    page = ""
    if baseline.pages_url:
        page = f"{baseline.pages_url}/contracts/{quote(baseline.mapping.id)}/register"
    return RegisterShown(
        currency=baseline.mapping.contract.currency,
        agreed=_sum(totals.agreed),
        bonus=_sum(totals.bonus),
        undecided=_sum(totals.undecided),
        lines=tuple(_line(row) for row in newest[:MAX_LINES]),
        more=max(0, len(rows) - MAX_LINES),
        page=page,
    )


def _line(row: RegisterRow) -> RegisterLine:
    is_decided = row.option is not None or row.kind == "waiting"
    return RegisterLine(
        issue=row.issue,
        summary=row.summary,
        kind=row.kind,
        state=row.state,
        option=row.option,
        fee=row.fee if is_decided else None,
        working_days=row.working_days if is_decided else None,
        by=row.decided_by or "",
        on=row.day,
    )


def _sum(sums: RegisterSums) -> RegisterSum:
    return RegisterSum(sums.changes, sums.hours, sums.fee, sums.working_days)


def _find_issue(database: Database, tracker: Tracker, named: str) -> str | None:
    """Return the tracker's id of the issue that the mapping names, or None for now."""
    with database.look() as connection:
        known = issues.load_by_key(connection, tracker.name, named) or issues.load(
            connection, tracker.name, named
        )
    if known is not None:
        return None if known.deleted else known.issue.id
    try:
        return tracker.read(named).issue.id
    except IssueGone:
        log.warning("tracker.register_issue: there is no %s in %s, or it cannot be seen", named, tracker.name)
    except TrackerError as error:
        log.info("tracker.register_issue: %s was not read yet: %s", named, error)
    return None

"""What the people of a contract owe, as the ladder looks at it."""

from __future__ import annotations

from plugin.core.facts import Baseline
from plugin.core.model.waits import WaitKind
from plugin.core.waiting.ladder import Owed
from plugin.store import reminders
from plugin.store.connection import Connection
from plugin.store.reminders import StoredWait
from plugin.worker.active_contract import ActiveContract


def load_others(
    connection: Connection, active: ActiveContract, baseline: Baseline, but: frozenset[str]
) -> tuple[tuple[StoredWait, Owed], ...]:
    """Return what the client's people owe, as stored and as the ladder sees it.

    Args:
        connection: under the lock of the contract.
        active: the contract.
        baseline: the contract at this moment.
        but: the keys of people who are left out.
    """
    keys = [key for key, person in active.mapping.people.items() if person.side == "client"]
    return tuple(
        (stored, describe_owed(stored, active, baseline))
        for key in keys
        if key not in but
        for stored in reminders.load_owed(connection, active.mapping.id, key)
    )


def describe_owed(stored: StoredWait, active: ActiveContract, baseline: Baseline) -> Owed:
    """Return a stored wait as the ladder looks at it."""
    wait = stored.wait
    on_record = baseline.stages.get(wait.stage or "")
    review = on_record.review if on_record is not None else None
    return Owed(
        wait=wait,
        mapping=active.mapping,
        calendar=active.calendar,
        tracker=stored.tracker,
        said=stored.said,
        key=stored.key,
        is_reviewed=wait.kind is WaitKind.SIGNATURE and review is not None and review.is_running,
    )

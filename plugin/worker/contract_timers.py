"""What waits under a contract's own subject."""

from __future__ import annotations

from datetime import datetime, timedelta

from mappings.model import ContractMapping
from plugin.store import timers
from plugin.store.connection import Connection

INITIAL_IMPORT = "read-in"
REGISTER = "register"
REGISTER_MOVED = "register-moved"
"""The mapping names another issue for the register, or none any more."""
REGISTER_DELAY = timedelta(seconds=20)
"""What changes at once is copied at once."""


def contract_subject(contract: str) -> str:
    """Return the subject under which a contract's own work waits."""
    return f"contract/{contract}"


def tell_register_moved(
    connection: Connection, before: ContractMapping, mapping: ContractMapping, now: datetime
) -> None:
    """Have the old copy of the register say that it is kept there no more.

    Args:
        connection: a transaction that writes.
        before: the mapping that was in force.
        mapping: the one that is.
        now: the moment, by the machine's clock.
    """
    was = before.tracker.register_issue
    if was is not None and was != mapping.tracker.register_issue and mapping.contract.mode != "observe":
        subject, due_at = contract_subject(mapping.id), now + REGISTER_DELAY
        timers.set_timer(connection, mapping.tracker.name, subject, REGISTER_MOVED, due_at)


def ask_for_register(connection: Connection, mapping: ContractMapping, now: datetime) -> None:
    """Have the register copied to the issue that the contract names for it.

    Args:
        connection: a transaction that writes.
        mapping: the contract.
        now: the moment, by the machine's clock.
    """
    if mapping.tracker.register_issue is not None and mapping.contract.mode != "observe":
        subject, due_at = contract_subject(mapping.id), now + REGISTER_DELAY
        timers.set_timer(connection, mapping.tracker.name, subject, REGISTER, due_at)

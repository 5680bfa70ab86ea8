"""The shifts of a contract's stages: what decisions moved, and what waiting did."""

from __future__ import annotations

from plugin.core.calendar.schedule import Shift
from plugin.store import issues, waits
from plugin.store.connection import Connection


def load_shifts(connection: Connection, contract: str) -> tuple[tuple[str, Shift], ...]:
    """Return every shift with what names its cause, decisions first."""
    return (*issues.load_decided_shifts(connection, contract), *waits.load_shifts(connection, contract))

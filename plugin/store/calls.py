"""Calls that people arranged."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from plugin.core.model.calls import PlannedCall
from plugin.store.connection import Connection, Row
from plugin.store.tables import calls
from plugin.store.upsert import upsert

_OF_CONTRACT = (
    select(calls).where(calls.c.contract == bindparam("contract")).order_by(calls.c.at, calls.c.comment)
)
_OF_ISSUE = _OF_CONTRACT.where(calls.c.issue == bindparam("issue"))


def save(connection: Connection, tracker: str, contract: str, call: PlannedCall) -> None:
    """Keep a call; an edit of its comment changes it."""
    row = {
        "tracker": tracker,
        "comment": call.comment,
        "issue": call.issue,
        "contract": contract,
        "at": call.at,
        "people": list(call.people),
        "topic": call.topic,
        "arranged_by": call.arranged_by,
    }
    upsert(connection, calls, row)


def load_of_contract(connection: Connection, contract: str) -> tuple[PlannedCall, ...]:
    """Return every call of a contract, the earliest first."""
    return tuple(map(_read, connection.execute(_OF_CONTRACT, {"contract": contract})))


def load_of_issue(connection: Connection, contract: str, issue: str) -> tuple[PlannedCall, ...]:
    """Return the calls that were arranged on an issue, the earliest first."""
    rows = connection.execute(_OF_ISSUE, {"contract": contract, "issue": issue})
    return tuple(map(_read, rows))


def _read(row: Row) -> PlannedCall:
    return PlannedCall(row.comment, row.issue, row.at, tuple(row.people), row.topic, row.arranged_by)

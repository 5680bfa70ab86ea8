"""The newest issues of a scope item, for what unclear issues are compared with."""

from __future__ import annotations

from sqlalchemy import bindparam, select, union_all

from plugin.core.model.issue_state import IssueState
from plugin.core.suggestions.index import LinkedIssue
from plugin.store.connection import Connection
from plugin.store.tables import issues

_OF_ITEM = select(issues.c.state, issues.c.created_at).where(
    issues.c.contract == bindparam("contract"),
    issues.c.item == bindparam("item"),
    issues.c.counts_toward_item.is_(True),
)
# Each half is read in the order of the index by item, and stops: a contract may have a million issues.
_NEWEST = [
    _OF_ITEM.where(issues.c.locked_in.is_(locked_in))
    .order_by(issues.c.created_at.desc())
    .limit(bindparam("limit"))
    .subquery()
    for locked_in in (True, False)
]
_LINKED = union_all(*(select(half) for half in _NEWEST))


def load_newest(connection: Connection, contract: str, item: str, limit: int) -> list[LinkedIssue]:
    """Return the newest issues linked to an item, at most that many."""
    values = {"contract": contract, "item": item, "limit": limit}
    rows = sorted(connection.execute(_LINKED, values), key=lambda row: row.created_at, reverse=True)
    found = (LinkedIssue.of(IssueState.load(row.state)) for row in rows[:limit])
    return [issue for issue in found if issue is not None]

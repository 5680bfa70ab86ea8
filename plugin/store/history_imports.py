"""How far the past of each contract was read into its timeline."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, bindparam, select, update

from plugin.store.column_types import Moment
from plugin.store.connection import Connection
from plugin.store.tables import contracts, history_imports, issues, offer_publications
from plugin.store.upsert import insert_new

_TO_BEGIN = (
    select(contracts.c.id)
    .select_from(contracts)
    .outerjoin(history_imports, history_imports.c.contract == contracts.c.id)
    .where(
        contracts.c.id == bindparam("contract"),
        contracts.c.imported_at.is_not(None),
        history_imports.c.contract.is_(None),
    )
)
_CURSOR = select(history_imports.c.cursor).where(
    history_imports.c.contract == bindparam("contract"), history_imports.c.done_at.is_(None)
)
_SAVE_CURSOR = (
    update(history_imports)
    .where(history_imports.c.contract == bindparam("of_contract"))
    .values(cursor=bindparam("cursor"))
)
_DONE = (
    update(history_imports)
    .where(history_imports.c.contract == bindparam("of_contract"))
    .values(done_at=bindparam("now", type_=Moment))
)
_PUBLISHED = (
    select(offer_publications)
    .select_from(offer_publications)
    .join(
        issues,
        and_(
            issues.c.tracker == offer_publications.c.tracker, issues.c.issue == offer_publications.c.subject
        ),
    )
    .where(offer_publications.c.tracker == bindparam("tracker"), issues.c.contract == bindparam("contract"))
)


def is_to_begin(connection: Connection, contract: str) -> bool:
    """Tell whether a contract was imported and its history was not begun."""
    return connection.execute(_TO_BEGIN, {"contract": contract}).first() is not None


def begin(connection: Connection, contract: str) -> bool:
    """Note that the history of a contract is to be read; False: it was noted before."""
    row = {"contract": contract, "cursor": ""}
    return insert_new(connection, history_imports, row, "contract") is not None


def load_cursor(connection: Connection, contract: str) -> str | None:
    """Return the last issue that was read, empty before the first.

    None: nothing is to be read.
    """
    found: str | None = connection.execute(_CURSOR, {"contract": contract}).scalar()
    return found


def save_cursor(connection: Connection, contract: str, issue: str) -> None:
    """Note the last issue that was read."""
    connection.execute(_SAVE_CURSOR, {"of_contract": contract, "cursor": issue})


def mark_done(connection: Connection, contract: str, now: datetime) -> None:
    """Note that the whole history was read."""
    connection.execute(_DONE, {"of_contract": contract, "now": now})


def load_published(connection: Connection, tracker: str, contract: str) -> dict[tuple[str, int], datetime]:
    """Return when each version of an offer could first be read, by issue and version."""
    rows = connection.execute(_PUBLISHED, {"tracker": tracker, "contract": contract})
    return {(row.subject, row.version): row.published_at for row in rows}

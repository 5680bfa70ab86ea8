"""Links that may be forwarded: made, listed and revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select, update

from plugin.store.connection import Connection, Row
from plugin.store.tables import shared_links
from plugin.store.upsert import insert_new

SharedPurpose = Literal["brief", "calendar"]


@dataclass(frozen=True)
class SharedLink:
    """A link that shows something and has no powers.

    Attributes:
        id: by which it is listed and revoked; the token is this, signed.
        contract: the contract's id.
        purpose: what it shows.
        person: for whom; empty where it is for anybody.
        mark: of the person as the mapping named them then; their successor's link is another.
        made_by: the key of who made it; empty: from the command line.
        made_at: when.
        revoked_at: None while it opens.
    """

    id: str
    contract: str
    purpose: SharedPurpose
    person: str
    made_by: str
    made_at: datetime
    revoked_at: datetime | None = None
    mark: str = ""


def add(connection: Connection, link: SharedLink) -> None:
    """Keep a new link; the same id a second time changes nothing."""
    insert_new(connection, shared_links, vars(link), "id")


def find(connection: Connection, link_id: str) -> SharedLink | None:
    """Return a link by its id, revoked or not, or None."""
    row = connection.execute(select(shared_links).where(shared_links.c.id == link_id)).first()
    return _read(row) if row else None


def load_of_contract(connection: Connection, contract: str) -> tuple[SharedLink, ...]:
    """Return the links of a contract, the newest first."""
    rows = connection.execute(
        select(shared_links)
        .where(shared_links.c.contract == contract)
        .order_by(shared_links.c.made_at.desc(), shared_links.c.id)
    )
    return tuple(map(_read, rows))


def load_open_ids(connection: Connection) -> list[str]:
    """Return the ids of all links that open something."""
    open_ones = select(shared_links.c.id).where(shared_links.c.revoked_at.is_(None))
    return list(connection.execute(open_ones.order_by(shared_links.c.id)).scalars())


def revoke(connection: Connection, link_id: str, at: datetime) -> None:
    """Close a link from now on; one that is closed already stays as it is."""
    connection.execute(
        update(shared_links)
        .where(shared_links.c.id == link_id, shared_links.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def _read(row: Row) -> SharedLink:
    return SharedLink(
        row.id, row.contract, row.purpose, row.person, row.made_by, row.made_at, row.revoked_at, row.mark
    )

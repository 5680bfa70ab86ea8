"""Files that people gave on a page, kept only until the tracker has them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, delete, insert, or_, select, update

from plugin.core.model.events import GivenFile
from plugin.store.connection import Connection
from plugin.store.tables import uploads

UNCONFIRMED_EXPIRY = timedelta(days=1)
"""After that the file has to be chosen again."""
MAX_UNCONFIRMED = 20
"""Files of one person that wait for their confirmation; older ones make room for what comes."""
UNATTACHED_EXPIRY = timedelta(days=30)
"""For so long a file is kept that the tracker does not take: an operator can mend that."""

_OF_LINK = select(uploads.c.id, uploads.c.name, uploads.c.size).where(
    uploads.c.link == bindparam("link"), uploads.c.id.in_(bindparam("ids", expanding=True))
)
_ONE = select(uploads).where(uploads.c.id == bindparam("id"))
_GIVEN = update(uploads).where(uploads.c.id.in_(bindparam("ids", expanding=True))).values(is_given=True)
_GONE_ALL = delete(uploads).where(uploads.c.id.in_(bindparam("ids", expanding=True)))
_GONE = delete(uploads).where(uploads.c.id == bindparam("of"))
_OLD = delete(uploads).where(
    or_(
        uploads.c.uploaded_at < bindparam("unattached"),
        and_(~uploads.c.is_given, uploads.c.uploaded_at < bindparam("unconfirmed")),
    )
)
_UNCONFIRMED = (
    select(uploads.c.id)
    .where(
        uploads.c.contract == bindparam("of_contract"),
        uploads.c.person == bindparam("of_person"),
        ~uploads.c.is_given,
    )
    .order_by(uploads.c.uploaded_at.desc(), uploads.c.id)
)
_OF_PERSON = delete(uploads).where(
    uploads.c.contract == bindparam("of_contract"), uploads.c.person == bindparam("of_person")
)


@dataclass(frozen=True)
class StoredFile:
    """A file that waits, with its content."""

    name: str
    media_type: str
    content: bytes


def add(
    connection: Connection,
    given: GivenFile,
    file: StoredFile,
    *,
    link: str,
    contract: str,
    person: str,
    now: datetime,
) -> None:
    """Keep a file that a reader of a link has sent and not confirmed yet.

    Args:
        connection: a transaction that writes.
        given: how the file is called from now on.
        file: as it was sent.
        link: the nonce of the link; nobody else can confirm it.
        contract: the contract's id.
        person: the key of who gives it.
        now: the moment, by the machine's clock.
    """
    row = {
        "id": given.id,
        "link": link,
        "contract": contract,
        "person": person,
        "name": given.name,
        "media_type": file.media_type,
        "size": given.size,
        "content": file.content,
        "uploaded_at": now,
        "is_given": False,
    }
    mine = {"of_contract": contract, "of_person": person}
    waiting = [each.id for each in connection.execute(_UNCONFIRMED, mine)]
    if surplus := waiting[MAX_UNCONFIRMED - 1 :]:
        connection.execute(_GONE_ALL, {"ids": surplus})
    connection.execute(insert(uploads), row)


def load_of_link(connection: Connection, link: str, ids: Collection[str]) -> tuple[GivenFile, ...]:
    """Return the files of a link that have these ids, in their order."""
    if not ids:
        return ()
    rows = {row.id: row for row in connection.execute(_OF_LINK, {"link": link, "ids": sorted(ids)})}
    found = (rows[each] for each in ids if each in rows)
    return tuple(GivenFile(id=row.id, name=row.name, size=row.size) for row in found)


def mark_given(connection: Connection, ids: Collection[str]) -> None:
    """Keep these files until the tracker has them."""
    if ids:
        connection.execute(_GIVEN, {"ids": sorted(ids)})


def load_file(connection: Connection, upload: str) -> StoredFile | None:
    """Return a file with its content, or None where it is not kept any more."""
    row = connection.execute(_ONE, {"id": upload}).first()
    return StoredFile(row.name, row.media_type, bytes(row.content)) if row is not None else None


def remove(connection: Connection, upload: str) -> None:
    """Remove a file: the tracker has it."""
    connection.execute(_GONE, {"of": upload})


def remove_of_person(connection: Connection, contract: str, person: str) -> None:
    """Remove every file that a person of a contract gave."""
    connection.execute(_OF_PERSON, {"of_contract": contract, "of_person": person})


def remove_old(connection: Connection, now: datetime) -> None:
    """Remove what nobody confirmed, and what no tracker took in a month."""
    limits = {"unconfirmed": now - UNCONFIRMED_EXPIRY, "unattached": now - UNATTACHED_EXPIRY}
    connection.execute(_OLD, limits)

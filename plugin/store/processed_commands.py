"""What counts only once: commands of comments, links of pages, single notes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select

from plugin.store.connection import Connection
from plugin.store.tables import processed_commands, said_once, used_links
from plugin.store.upsert import insert_new

_PROCESSED = select(processed_commands.c.comment).where(
    processed_commands.c.tracker == bindparam("tracker"),
    processed_commands.c.comment == bindparam("comment"),
    processed_commands.c.digest == bindparam("digest"),
)
_LAST_SAID = (
    select(processed_commands.c.said)
    .where(
        processed_commands.c.tracker == bindparam("tracker"),
        processed_commands.c.comment == bindparam("comment"),
    )
    .order_by(processed_commands.c.processed_at.desc())
    .limit(1)
)
_USED = select(used_links.c.link).where(used_links.c.link == bindparam("link"))


def mark_commands_processed(
    connection: Connection,
    tracker: str,
    comment: str,
    body: str,
    now: datetime,
    *,
    said: Iterable[str] = (),
) -> bool:
    """Mark a comment's commands as processed; False when they were before.

    Args:
        connection: the transaction.
        tracker: the tracker's name.
        comment: the comment's id.
        body: the wording, with its time.
        now: the moment.
        said: digests of what this wording says.
    """
    row = {
        "tracker": tracker,
        "comment": comment,
        "digest": _digest(body),
        "processed_at": now,
        "said": " ".join(sorted(said)),
    }
    return insert_new(connection, processed_commands, row, "comment") is not None


def are_commands_processed(connection: Connection, tracker: str, comment: str, body: str) -> bool:
    """Tell whether a comment's commands were processed before."""
    which = {"tracker": tracker, "comment": comment, "digest": _digest(body)}
    return connection.execute(_PROCESSED, which).first() is not None


def load_last_said(connection: Connection, tracker: str, comment: str) -> frozenset[str]:
    """Return digests of what the newest wording of a comment said that was processed.

    Nothing is known of wordings that a version before this one processed.
    """
    found = connection.execute(_LAST_SAID, {"tracker": tracker, "comment": comment}).first()
    return frozenset((found.said or "").split()) if found is not None else frozenset()


def is_link_used(connection: Connection, link: str) -> bool:
    """Tell whether the link of a signed page was answered before."""
    return connection.execute(_USED, {"link": link}).first() is not None


def mark_link_used(connection: Connection, link: str, now: datetime) -> bool:
    """Mark the link of a signed page as answered; False when it was before."""
    return insert_new(connection, used_links, {"link": link, "used_at": now}, "link") is not None


def mark_said(connection: Connection, contract: str, slot: str, now: datetime) -> bool:
    """Mark what a contract says only once as said; False when it was before."""
    row = {"contract": contract, "slot": slot, "said_at": now}
    return insert_new(connection, said_once, row, "slot") is not None


def _digest(body: str) -> str:
    return hashlib.sha256(body.strip().encode()).hexdigest()

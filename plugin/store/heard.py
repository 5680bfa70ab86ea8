"""What was heard and shown: comments whose commands were carried out, versions that could be read."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime

from sqlalchemy import bindparam, delete, select

from plugin.store.connection import Connection
from plugin.store.tables import (
    deliveries,
    heartbeats,
    offer_publications,
    processed_commands,
    said_once,
    tombstones,
    used_links,
)
from plugin.store.upsert import insert_new, upsert

_BURIED = select(tombstones.c.issue).where(
    tombstones.c.tracker == bindparam("tracker"), tombstones.c.issue == bindparam("issue")
)
_PUBLISHED = (
    select(offer_publications.c.version, offer_publications.c.published_at)
    .where(
        offer_publications.c.tracker == bindparam("tracker"),
        offer_publications.c.subject == bindparam("subject"),
    )
    .order_by(offer_publications.c.version)
)
_PROCESSED = select(processed_commands.c.comment).where(
    processed_commands.c.tracker == bindparam("tracker"),
    processed_commands.c.comment == bindparam("comment"),
    processed_commands.c.digest == bindparam("digest"),
)
_USED = select(used_links.c.link).where(used_links.c.link == bindparam("link"))
_TRIED, _NEVER = "tried to write", datetime(1970, 1, 1, tzinfo=UTC)


def mark_processed(connection: Connection, tracker: str, comment: str, body: str, now: datetime) -> bool:
    """Remember that a comment's words are being carried out; False when they were before."""
    row = {"tracker": tracker, "comment": comment, "digest": _digest(body), "processed_at": now}
    return insert_new(connection, processed_commands, row, "comment") is not None


def is_processed(connection: Connection, tracker: str, comment: str, body: str) -> bool:
    """Tell whether a comment's commands were carried out before."""
    which = {"tracker": tracker, "comment": comment, "digest": _digest(body)}
    return connection.execute(_PROCESSED, which).first() is not None


def is_used(connection: Connection, link: str) -> bool:
    """Tell whether the link of a signed page was answered before."""
    return connection.execute(_USED, {"link": link}).first() is not None


def use_link(connection: Connection, link: str, now: datetime) -> bool:
    """Remember that the link of a signed page was answered; False when it was before."""
    return insert_new(connection, used_links, {"link": link, "used_at": now}, "link") is not None


def say_once(connection: Connection, contract: str, slot: str, now: datetime) -> bool:
    """Remember that something is said that a contract says once; False when it was said before."""
    row = {"contract": contract, "slot": slot, "said_at": now}
    return insert_new(connection, said_once, row, "slot") is not None


def add_tombstone(connection: Connection, tracker: str, issue: str, now: datetime) -> None:
    """Remember that an issue was said to be deleted, whether anything was heard of it before or not."""
    insert_new(connection, tombstones, {"tracker": tracker, "issue": issue, "deleted_at": now}, "issue")


def has_tombstone(connection: Connection, tracker: str, issue: str) -> bool:
    """Tell whether an issue was said to be deleted: what arrives late about it is to be looked at first."""
    return connection.execute(_BURIED, {"tracker": tracker, "issue": issue}).first() is not None


def publish(connection: Connection, tracker: str, subject: str, version: int, at: datetime) -> None:
    """Remember when a version of an offer could first be read."""
    row = {"tracker": tracker, "subject": subject, "version": version, "published_at": at}
    insert_new(connection, offer_publications, row, "version")


def published(connection: Connection, tracker: str, subject: str) -> tuple[tuple[int, datetime], ...]:
    """Return the versions of an issue's offer that could be read, and since when."""
    rows = connection.execute(_PUBLISHED, {"tracker": tracker, "subject": subject})
    return tuple((row.version, row.published_at) for row in rows)


def record_heartbeat(connection: Connection, name: str, now: datetime, detail: dict[str, object]) -> None:
    """Say that a worker is alive, and what it holds to be true."""
    upsert(connection, heartbeats, {"name": name, "at": now, "detail": detail})


def try_to_write(connection: Connection, now: datetime) -> None:
    """Write as much as a delivery is, where nobody reads it, so that a full disk or a lock is noticed.

    The row says of itself that it was last alive before any worker was, so that no version takes it for one.
    """
    detail = {"tried_at": now.isoformat(), "as_long": secrets.token_hex(4096)}
    upsert(connection, heartbeats, {"name": _TRIED, "at": _NEVER, "detail": detail})
    # Deliveries themselves may be what somebody holds; no row has this number.
    connection.execute(delete(deliveries).where(deliveries.c.id == -1))


def forget_silent_workers(connection: Connection, before: datetime) -> None:
    """Let go of workers that were last alive before a moment."""
    connection.execute(delete(heartbeats).where(heartbeats.c.at < before))


def heartbeats_since(connection: Connection, since: datetime) -> tuple[tuple[str, dict[str, object]], ...]:
    """Return what each worker said that was alive since a moment."""
    rows = connection.execute(select(heartbeats).where(heartbeats.c.at >= since).order_by(heartbeats.c.name))
    return tuple((row.name, row.detail) for row in rows)


def newest_heartbeat(connection: Connection, until: datetime) -> tuple[datetime, dict[str, object]] | None:
    """Return when any worker was last alive and what it said, or None.

    Args:
        connection: looks.
        until: what was said later is none: the clock was set back since, and whoever said it may be dead.
    """
    workers = select(heartbeats).where(heartbeats.c.name != _TRIED, heartbeats.c.at <= until)
    row = connection.execute(workers.order_by(heartbeats.c.at.desc()).limit(1)).first()
    return None if row is None else (row.at, row.detail)


def _digest(body: str) -> str:
    return hashlib.sha256(body.strip().encode()).hexdigest()

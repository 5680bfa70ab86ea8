"""When each version of an offer could first be read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from plugin.store.connection import Connection
from plugin.store.tables import offer_publications
from plugin.store.upsert import insert_new

_PUBLISHED = (
    select(offer_publications.c.version, offer_publications.c.published_at)
    .where(
        offer_publications.c.tracker == bindparam("tracker"),
        offer_publications.c.subject == bindparam("subject"),
    )
    .order_by(offer_publications.c.version)
)


def save_publication(connection: Connection, tracker: str, subject: str, version: int, at: datetime) -> None:
    """Remember when a version of an offer could first be read."""
    row = {"tracker": tracker, "subject": subject, "version": version, "published_at": at}
    insert_new(connection, offer_publications, row, "version")


def load_publications(connection: Connection, tracker: str, subject: str) -> tuple[tuple[int, datetime], ...]:
    """Return the versions of an issue's offer that could be read, and since when."""
    rows = connection.execute(_PUBLISHED, {"tracker": tracker, "subject": subject})
    return tuple((row.version, row.published_at) for row in rows)

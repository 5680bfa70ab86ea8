"""Keys that the service makes for itself, once for a database."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from plugin.store.connection import Connection
from plugin.store.tables import signing_keys
from plugin.store.upsert import insert_new

LINKS = "links"
FORMS = "forms"
SESSIONS = "sessions"


def load_signing_key(connection: Connection, name: str) -> str:
    """Return the key of a name; the first who asks makes it."""
    insert_new(connection, signing_keys, {"name": name, "value": secrets.token_urlsafe(48)}, "name")
    return str(
        connection.execute(select(signing_keys.c.value).where(signing_keys.c.name == name)).scalar_one()
    )

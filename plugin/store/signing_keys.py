"""Keys that the service makes for itself, once for a database."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, select

from plugin.store.tables import keys
from plugin.store.upsert import insert_new

LINKS = "links"
FORMS = "forms"
SESSIONS = "sessions"


def signing_key(connection: Connection, name: str) -> str:
    """Return the key of a name; the first who asks makes it."""
    insert_new(connection, keys, {"name": name, "value": secrets.token_urlsafe(48)}, "name")
    return str(connection.execute(select(keys.c.value).where(keys.c.name == name)).scalar_one())

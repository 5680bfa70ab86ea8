"""Sessions: one row each, so that signing out ends every copy of the cookie.

Only a hash of what the cookie holds is stored: nobody can sign in by reading the database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, false, insert, or_, select

from plugin.store.connection import Connection
from plugin.store.tables import sessions


@dataclass(frozen=True)
class Session:
    """What a reader was recognised by (see `plugin.pages.sessions.SignedIn`)."""

    email: str
    contract: str
    person: str
    mark: str
    operator: bool


def create(connection: Connection, token: str, session: Session, now: datetime, until: datetime) -> None:
    """Keep a session until a moment."""
    row = {**vars(session), "id": _hashed(token), "began_at": now, "ends_at": until}
    connection.execute(insert(sessions).values(row))


def load(connection: Connection, token: str, now: datetime) -> Session | None:
    """Return the session of a token, or None where there is none, or none any more."""
    row = connection.execute(
        select(sessions).where(sessions.c.id == _hashed(token), sessions.c.ends_at > now)
    ).first()
    return None if row is None else _session(row)


def end(connection: Connection, token: str) -> None:
    """End one session: every copy of its cookie is worth nothing from now on."""
    connection.execute(delete(sessions).where(sessions.c.id == _hashed(token)))


def end_all(connection: Connection, session: Session) -> int:
    """End every session of the reader who has this one; return how many.

    Two sessions have the same reader if they have the same address, or the same person of the same contract.
    Where neither is known, by an operator's link, every session by such a link counts.
    """
    same = [_of(session.email, session.contract, session.person)]
    if session.operator and not session.email and not session.contract:
        same.append(and_(sessions.c.operator, sessions.c.email == "", sessions.c.contract == ""))
    rows = connection.execute(delete(sessions).where(or_(*same)).returning(sessions.c.id)).all()
    return len(rows)


def end_by_id(connection: Connection, ids: Iterable[str]) -> None:
    """End the sessions of these ids."""
    connection.execute(delete(sessions).where(sessions.c.id.in_(list(ids))))


def delete_ended(connection: Connection, now: datetime) -> None:
    """Delete sessions that ended by themselves."""
    connection.execute(delete(sessions).where(sessions.c.ends_at <= now))


def _of(email: str, contract: str, person: str) -> ColumnElement[bool]:
    by_email = sessions.c.email == email if email else false()
    by_person = and_(sessions.c.contract == contract, sessions.c.person == person) if contract else false()
    return or_(by_email, by_person)


def _session(row: object) -> Session:
    values = row._mapping  # type: ignore[attr-defined]
    return Session(**{name: values[name] for name in ("email", "contract", "person", "mark", "operator")})


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

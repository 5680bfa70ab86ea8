"""Sessions: a cookie names one, the server keeps it for half a day."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Response, request

from mappings.addresses import normalise_email
from plugin.core.model.signed_links import Now
from plugin.store import sessions
from plugin.store.engine import Database
from plugin.store.sessions import Session

COOKIE = "ugovor_session"
SESSION_LIFETIME = timedelta(hours=12)


@dataclass(frozen=True)
class SignedIn:
    """How a reader was recognised.

    Attributes:
        email: an address that a provider or a mail proved; roles follow from the mappings that name it.
        contract: where a link stood for one person of one contract.
        person: that person's key.
        mark: of the person as the mapping named them then; a successor is somebody else.
        operator: whether the service's own pages are theirs.
    """

    email: str = ""
    contract: str = ""
    person: str = ""
    mark: str = ""
    operator: bool = False


class Sessions:
    """Begins, reads and ends sessions."""

    def __init__(self, database: Database, now: Now, *, secure: bool, operators: Iterable[str] = ()) -> None:
        """Take the database, the clock, whether pages are https only, and operators.

        Whether an address is an operator's is looked up each time: somebody who was taken out of the settings
        is none any more, whatever their session says.
        """
        self._database = database
        self._now = now
        self._operators = frozenset(map(normalise_email, operators))
        self._secure = secure
        # With this prefix browsers take the cookie from this very host alone, not from a neighbour's page.
        self.cookie = f"__Host-{COOKIE}" if secure else COOKIE

    def current(self) -> SignedIn | None:
        """Return who is signed in, or None. Nothing is written."""
        token = request.cookies.get(self.cookie)
        if not token:
            return None
        with self._database.look() as connection:
            found = sessions.load(connection, token, self._now())
        if found is None:
            return None
        who = SignedIn(**vars(found))
        return replace(who, operator=who.operator or who.email in self._operators)

    def begin(self, response: Response, who: SignedIn) -> None:
        """Begin a session.

        Its cookie is sent when a link leads here, never with a foreign form. A session
        that the browser had before ends: its reader is somebody else now.
        """
        token, now = secrets.token_urlsafe(32), self._now()
        before = request.cookies.get(self.cookie)
        with self._database.change() as connection:
            if before:
                sessions.end(connection, before)
            kept = Session(**{**vars(who), "email": normalise_email(who.email)})
            sessions.create(connection, token, kept, now, now + SESSION_LIFETIME)
        response.set_cookie(
            self.cookie,
            token,
            max_age=int(SESSION_LIFETIME.total_seconds()),
            secure=self._secure,
            httponly=True,
            samesite="Lax",
        )

    def end(self, response: Response, *, everywhere: bool = False) -> None:
        """End the session everywhere its cookie was copied to, and delete the cookie.

        Args:
            response: takes the cookie back.
            everywhere: end the reader's other sessions too.
        """
        token = request.cookies.get(self.cookie)
        if token:
            with self._database.change() as connection:
                found = sessions.load(connection, token, self._now())
                sessions.end(connection, token)
                if found is not None and everywhere:
                    sessions.end_all(connection, found)
        response.delete_cookie(self.cookie, secure=self._secure, httponly=True, samesite="Lax")

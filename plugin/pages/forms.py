"""Forms that only their own reader can send: a cookie, and a field bound to it, to link and step."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from flask import Response, request
from itsdangerous import BadData

from plugin.links import Now, timed_serializer

COOKIE = "ugovor_form"
FIELD = "form"
VALID_FOR = timedelta(hours=4)
"""How long a page may stay open before its form has to be opened anew."""

_SALT = "ugovor form"


class Forms:
    """Makes and checks the hidden field of a form."""

    def __init__(self, key: str, now: Now, *, secure: bool) -> None:
        """Take the key of the database, the present, and whether pages are reached by https alone."""
        self._serializer = timed_serializer(key, _SALT, now)
        self._secure = secure

    def cookie(self) -> str:
        """Return the reader's cookie, a new one where they have none."""
        return request.cookies.get(COOKIE) or secrets.token_urlsafe(24)

    def give(self, response: Response, cookie: str) -> None:
        """Set the cookie for this link's pages alone: another link of the same reader has its own."""
        response.set_cookie(
            COOKIE,
            cookie,
            max_age=int(VALID_FOR.total_seconds()),
            path=request.path,
            secure=self._secure,
            httponly=True,
            samesite="Strict",
        )

    def field(self, cookie: str, token: str, action: str) -> str:
        """Return the value of the hidden field.

        Args:
            cookie: the reader's.
            token: of the link.
            action: what the form does; one made for another step is not taken.
        """
        return str(self._serializer.dumps(_bound(cookie, token, action)))

    def is_ours(self, token: str, action: str) -> bool:
        """Tell whether the form that was sent is one that we gave to this reader for this."""
        cookie, value = request.cookies.get(COOKIE), request.form.get(FIELD, "")
        if not cookie:
            return False
        try:
            found = self._serializer.loads(value, max_age=int(VALID_FOR.total_seconds()))
        except BadData:
            return False
        return hmac.compare_digest(str(found), _bound(cookie, token, action))


def _bound(cookie: str, token: str, action: str) -> str:
    return hashlib.sha256("\0".join((cookie, token, action)).encode()).hexdigest()

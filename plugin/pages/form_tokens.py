"""CSRF protection: forms that only their own reader can send.

A field is bound to the reader's cookie, to the link and to the step. What another site's page made a browser
send is refused before that, where the browser tells it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, request
from itsdangerous import BadData

from plugin.core.model.signed_links import Now, timed_serializer

COOKIE = "ugovor_form"
FIELD = "form"
FORM_LIFETIME = timedelta(hours=4)
"""How long a page may stay open before its form has to be opened anew."""

_SALT = "ugovor form"
_OWN_FETCH_SITES = ("same-origin", "none")
"""What `Sec-Fetch-Site` says of our own pages, and of what a reader began themselves, such as a reload."""


class FormTokens:
    """Makes and checks the hidden field of a form."""

    def __init__(self, key: str, now: Now, public_url: str) -> None:
        """Take the key of the database, the present, and where the pages are reached."""
        self._serializer = timed_serializer(key, _SALT, now)
        address = urlsplit(public_url)
        self._own = f"{address.scheme}://{address.netloc}"
        self._secure = address.scheme == "https"
        # Each page has its own, so that no prefix for the whole host fits; this one asks for https.
        self.name = f"__Secure-{COOKIE}" if self._secure else COOKIE

    def cookie(self) -> str:
        """Return the reader's cookie, a new one where they have none."""
        return request.cookies.get(self.name) or secrets.token_urlsafe(24)

    def set_cookie(self, response: Response, cookie: str) -> None:
        """Set the cookie for this link's pages alone; another link has its own."""
        response.set_cookie(
            self.name,
            cookie,
            max_age=int(FORM_LIFETIME.total_seconds()),
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
        return str(self._serializer.dumps(_binding(cookie, token, action)))

    def is_valid(self, token: str, action: str) -> bool:
        """Tell whether the form that was sent is one that this reader got for this step."""
        cookie, value = request.cookies.get(self.name), request.form.get(FIELD, "")
        if not cookie or self._is_foreign():
            return False
        try:
            found = self._serializer.loads(value, max_age=int(FORM_LIFETIME.total_seconds()))
        except BadData:
            return False
        return hmac.compare_digest(str(found), _binding(cookie, token, action))

    def _is_foreign(self) -> bool:
        """Tell whether the browser says that another site's page sent this.

        `Origin` is `null` for our own forms too (their pages give no address on), and `Sec-Fetch-Site` is
        told over https alone: what neither tells is left to cookie and field.
        """
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in _OWN_FETCH_SITES:
            return True
        # Behind a proxy requests arrive by http; with https outside a page by http is a stranger's.
        here = f"{'https' if self._secure else request.scheme}://{request.host}"
        return request.headers.get("Origin", "null") not in ("null", self._own, here)


def _binding(cookie: str, token: str, action: str) -> str:
    return hashlib.sha256("\0".join((cookie, token, action)).encode()).hexdigest()

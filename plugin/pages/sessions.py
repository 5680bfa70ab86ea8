"""Who is signed in: a signed cookie that says by what they were recognised, for half a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from flask import Response, request
from itsdangerous import BadData

from plugin.links import Now, timed_serializer

COOKIE = "ugovor_session"
VALID_FOR = timedelta(hours=12)
_SALT = "ugovor session"


@dataclass(frozen=True)
class SignedIn:
    """What a reader was recognised by.

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
    """Gives, reads and takes back the cookie."""

    def __init__(self, key: str, now: Now, *, secure: bool, operators: Iterable[str] = ()) -> None:
        """Take the key of the database, the present, whether pages are reached by https alone, and operators.

        Who is an operator by their address is looked up each time: one who is taken out of the settings is
        none any more, whatever their cookie says.
        """
        self._operators = frozenset(address.casefold() for address in operators)
        self._serializer: Any = timed_serializer(key, _SALT, now)
        self._secure = secure

    def current(self) -> SignedIn | None:
        """Return who is signed in, or None."""
        try:
            kept = self._serializer.loads(
                request.cookies.get(COOKIE, ""), max_age=int(VALID_FOR.total_seconds())
            )
            who = SignedIn(**kept)
        except (BadData, TypeError):
            return None
        return replace(who, operator=who.operator or who.email.casefold() in self._operators)

    def give(self, response: Response, who: SignedIn) -> None:
        """Set the cookie. It comes along when a link leads here from elsewhere, never with a foreign form."""
        response.set_cookie(
            COOKIE,
            str(self._serializer.dumps(asdict(who))),
            max_age=int(VALID_FOR.total_seconds()),
            secure=self._secure,
            httponly=True,
            samesite="Lax",
        )

    def take(self, response: Response) -> None:
        """Take the cookie back."""
        response.delete_cookie(COOKIE, secure=self._secure, httponly=True, samesite="Lax")

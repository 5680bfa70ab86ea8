"""Signed links: for one person, one purpose and one version; they expire.

The signature is itsdangerous' (HMAC-SHA-512 with a key of the database's own); a link that was changed by a
single character is no link.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from itsdangerous import BadData, SignatureExpired, TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer

from mappings.model import Person

Purpose = Literal["sign", "choose", "agree", "look", "enter", "answer"]

LINK_VALIDITY = timedelta(days=14)
SIGN_IN_LINK_VALIDITY = timedelta(hours=1)
"""A link that signs somebody in opens more than one page, so it is good for a short time only."""
_SALT = "ugovor signed link"
_SHARED_SALT = "ugovor shared link"
Now = Callable[[], datetime]
_PATHS: dict[Purpose, str] = {
    "sign": "/sign",
    "choose": "/choose",
    "agree": "/sign",
    "look": "/sign",
    "enter": "/auth/link",
    "answer": "/answer",
}


def _present() -> datetime:
    return datetime.now(UTC)


class LinkInvalid(Exception):
    """The link was not made here, or something in it was changed."""


class LinkExpired(LinkInvalid):
    """The link was good once; a new one can be asked for."""


@dataclass(frozen=True)
class SignedLink:
    """What a link is bound to.

    Attributes:
        contract: the contract's id; empty where an operator signs in.
        person: the person's key in the mapping.
        purpose: to sign a stage, to choose an option, to acknowledge the kick-off, to look, to sign in, or to
            answer what is waited for.
        about: the stage's id, or the tracker's id of the issue.
        version: of the stage or of the offer; words for another version do not count.
        nonce: makes each link its own, so that each counts once.
        mark: of the person as the mapping named them then: a link does not pass to their successor.
    """

    contract: str
    person: str
    purpose: Purpose
    about: str
    version: int
    nonce: str = ""
    mark: str = ""


def mark_of(person: Person) -> str:
    """Return the mark of a person: another name, account or address makes another."""
    text = "\x00".join((person.name, person.account or "", person.email or ""))
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def timed_serializer(key: str, salt: str, now: Now) -> URLSafeTimedSerializer:
    """Return a serializer that signs values with their time, and reads their age.

    Args:
        key: the secret.
        salt: what is signed: the same key serves several kinds that must not be taken for one another.
        now: gives the present moment.
    """

    class Dated(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(now().timestamp())

    return URLSafeTimedSerializer(
        key,
        salt=salt,
        signer=Dated,
        signer_kwargs={"digest_method": hashlib.sha512, "key_derivation": "hmac"},
    )


class LinkSigner:
    """Makes links and reads them back."""

    def __init__(self, key: str, public_url: str, now: Now = _present) -> None:
        self._serializer: Any = timed_serializer(key, _SALT, now)
        self._shared: Any = URLSafeSerializer(
            key, salt=_SHARED_SALT, signer_kwargs={"digest_method": hashlib.sha512, "key_derivation": "hmac"}
        )
        self._public_url = public_url.rstrip("/")

    def token(self, link: SignedLink) -> str:
        """Return the signed token of a link."""
        nonce = link.nonce or secrets.token_urlsafe(9)
        return str(self._serializer.dumps({**asdict(link), "nonce": nonce}))

    def address(self, link: SignedLink) -> str:
        """Return the whole address of a link's page."""
        return f"{self._public_url}{_PATHS[link.purpose]}/{self.token(link)}"

    def read(self, token: str) -> SignedLink:
        """Return what a token is bound to.

        Raises:
            LinkExpired: it was made more than `LINK_VALIDITY` ago, or `SIGN_IN_LINK_VALIDITY` to sign in.
            LinkInvalid: it was not made here.
        """
        try:
            link = SignedLink(**self._serializer.loads(token, max_age=int(LINK_VALIDITY.total_seconds())))
            if link.purpose == "enter":
                self._serializer.loads(token, max_age=int(SIGN_IN_LINK_VALIDITY.total_seconds()))
            return link
        except SignatureExpired as error:
            raise LinkExpired("the link is no longer valid") from error
        except (BadData, TypeError) as error:
            raise LinkInvalid("the link is not whole") from error

    def share(self, path: str, link_id: str, ending: str = "") -> str:
        """Return the whole address of something that may be forwarded until it is revoked."""
        return f"{self._public_url}{path}/{self._shared.dumps(link_id)}{ending}"

    def read_shared(self, token: str) -> str:
        """Return the id of a link that may be forwarded.

        Raises:
            LinkInvalid: it was not made here.
        """
        try:
            return str(self._shared.loads(token))
        except BadData as error:
            raise LinkInvalid("the link is not whole") from error

"""What triggers of Yandex Tracker send, without I/O: verify, identify, parse.

There is no signature, no delivery id and no actor. A fixed header that we chose proves the sender, and who
reads one call can send others (docs/trackers/yandex.md#webhooks). So a call says only that it is time to
look, and nothing of its body counts unread.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from plugin.core.model.events import IssueTold
from plugin.trackers.http.json_values import read_identifier, read_moment
from webhooks.json_object import NotUnderstoodError, read_object
from webhooks.parsed import Parsed

HEADER = "x-ugovor-secret"
KINDS = ("create", "update", "comment")
"""What `ugovor connect` makes triggers for."""

_KEY = re.compile(r"[A-Za-z]{1,15}-[0-9]{1,12}", re.ASCII)
_MAX_NAME_LENGTH = 100


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> bool:
    """Tell whether one of the secrets stands in our header.

    Every secret is tried even after one fits, in constant time.

    Args:
        headers: by lower-case name.
        body: the raw bytes, which nothing signs.
        secrets: the live secrets; an empty one never counts.
    """
    del body
    # Servers hand a header on as Latin-1, whatever the sender wrote.
    given = headers.get(HEADER, "").encode("latin-1", "replace")
    fits = False
    for secret in filter(None, secrets):
        fits |= hmac.compare_digest(secret.encode(), given)
    return fits


def identify(headers: Mapping[str, str], body: bytes, received_at: datetime) -> str:
    """Return the delivery id: a hash of the body and the receiving minute.

    Nothing is numbered. The body's own time has milliseconds, so two calls differ.
    """
    del headers
    minute = received_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
    return "sha256:" + hashlib.sha256(minute.encode() + b"\n" + body).hexdigest()


def parse(body: bytes) -> Parsed:
    """Read a verified body; whatever it holds, nothing is raised.

    Returns:
        Handled with the issue that is to be looked at, or unknown with the reason why it was not understood.
        The subject is the issue's key, which leads to its id.
    """
    try:
        said = read_object(body)
    except NotUnderstoodError as error:
        return Parsed("unknown", reason=error.reason)
    name, key, at = _read_name(said.get("what")), _read_key(said.get("key")), read_moment(said.get("at"))
    if name not in KINDS:
        reason = f"no event is known by the name {name}" if name else "the body does not say what happened"
        return Parsed("unknown", name, key or None, at, reason=reason)
    if not key:
        return Parsed("unknown", name, None, at, reason="the body names no issue")
    return Parsed("handled", name, key, at, (IssueTold(issue_id=key, at=at),))


def _read_name(value: object) -> str:
    return "".join(filter(str.isprintable, read_identifier(value)))[:_MAX_NAME_LENGTH]


def _read_key(value: object) -> str:
    found = read_identifier(value)
    return found if _KEY.fullmatch(found) else ""

"""Signatures of WebSub: `method=hex` of an HMAC over the raw body.

Jira's page on webhooks gives the format and says that the method may change, so it is read from the header
and only known methods count (docs/trackers/jira.md#signatures); SHA-1 is not one of them. No I/O happens
here.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Sequence
from typing import Any

METHODS: dict[str, Callable[[], Any]] = {
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
}

_SIGNATURE = re.compile(r"\s*(?P<method>[A-Za-z0-9]{1,16})=(?P<mac>[0-9A-Fa-f]{64,128})\s*", re.ASCII)
_MAX_SIGNATURES = 4


def is_signed_by_any(header: str, body: bytes, secrets: Sequence[str]) -> bool:
    """Tell whether one of the live secrets signed this body.

    Every secret is tried even after one fits, and macs are compared in constant time. A header that was
    sent twice arrives joined by commas; any of its first signatures may be the right one.

    Args:
        header: the header as received; anything may stand in it.
        body: the raw bytes, before any parsing.
        secrets: the live secrets; an empty one never verifies.

    Returns:
        True only when a known method and one of the secrets give the same mac.

    >>> vector = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"
    >>> is_signed_by_any(vector, b"Hello World!", ["It's a Secret to Everybody"])
    True
    """
    fits = False
    for part in header.split(",")[:_MAX_SIGNATURES]:
        match = _SIGNATURE.fullmatch(part)
        method = METHODS.get(match["method"].lower()) if match else None
        if match is None or method is None:
            continue
        for secret in filter(None, secrets):
            expected = hmac.new(secret.encode(), body, method).hexdigest()
            fits |= hmac.compare_digest(expected, match["mac"].lower())
    return fits

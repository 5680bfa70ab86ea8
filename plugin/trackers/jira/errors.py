"""What Jira says in its own words.

`errorMessages` for the whole request, `errors` for single fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from requests import Response

from plugin.trackers.base import NotPermitted, TrackerError
from plugin.trackers.http.response_errors import read_failure

_LOGIN_FAILED = "AUTHENTICATED_FAILED"


def read_jira_failure(response: Response, asked: str, now: Callable[[], datetime]) -> TrackerError | None:
    """Return the error that an answer of Jira stands for, or None for a good one.

    Args:
        response: the answer, read to its end.
        asked: what was asked, for the sentence.
        now: the present.
    """
    if _LOGIN_FAILED in response.headers.get("X-Seraph-LoginReason", ""):
        # A wrong token may read as "404" or as an empty 200: Jira then treats the caller as nobody.
        return NotPermitted(f"{asked}: Jira did not accept the token; renew it in the settings")
    return read_failure(response, asked, now, "Jira", _read_messages)


def _read_messages(response: Response) -> Iterator[str]:
    yield from _read_body_messages(response)
    if reason := response.headers.get("RateLimit-Reason"):
        yield f"reason {reason}"
    if denied := response.headers.get("X-Authentication-Denied-Reason"):
        yield f"log-in refused: {denied}"


def _read_body_messages(response: Response) -> Iterator[str]:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return
    if not isinstance(body, Mapping):
        return
    messages = body.get("errorMessages")
    if isinstance(messages, list):
        yield from (str(message) for message in messages if message)
    errors = body.get("errors")
    if isinstance(errors, Mapping):
        yield from (f"{field}: {message}" for field, message in errors.items())
    for key in ("errorMessage", "message"):
        if isinstance(body.get(key), str):
            yield body[key]

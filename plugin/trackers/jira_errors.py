"""What an answer of Jira means where it is not what was asked for.

Every answer becomes None (it is well) or one of the errors of `plugin.trackers.base`, with Jira's own words
in the sentence: `errorMessages` for the whole request, `errors` for single fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from requests import Response

from plugin.trackers.base import (
    IssueGone,
    NotPermitted,
    TrackerBusy,
    TrackerError,
    TrackerRefused,
    TrackerUnreachable,
)

_LONGEST_SENTENCE = 600
_TRY_AGAIN = frozenset({408, 425})
_SECONDS = re.compile(r"^\s*(\d{1,9})(?:\.\d+)?\s*$")
_LOGIN_FAILED = "AUTHENTICATED_FAILED"


def failure(response: Response, asked: str, now: Callable[[], datetime]) -> TrackerError | None:
    """Return the error that an answer stands for, or None for a good one.

    Args:
        response: the answer, read to its end.
        asked: what was asked, such as `GET issue/ACME-1`, for the sentence.
        now: the present, for a Retry-After that is a date and an answer without a Date of its own.

    Returns:
        The error to raise; it carries no header of the request.
    """
    status = response.status_code
    sentence = _sentence(asked, status, response)
    if _LOGIN_FAILED in response.headers.get("X-Seraph-LoginReason", ""):
        # A wrong token may read as "404" or as an empty 200: Jira then treats the caller as nobody.
        return NotPermitted(f"{asked}: Jira did not accept the token; renew it in the settings")
    if status < 300:
        return None
    if status < 400:
        return TrackerUnreachable(_moved(asked, response))
    if status == 429:
        return TrackerBusy(sentence, retry_after_s=retry_after_s(response.headers, now))
    if status >= 500 or status in _TRY_AGAIN:
        return TrackerUnreachable(sentence, retry_after_s=retry_after_s(response.headers, now))
    return _refusal(status)(sentence)


def retry_after_s(headers: Mapping[str, str], now: Callable[[], datetime]) -> float | None:
    """Return Retry-After in seconds from now; it may be a number of seconds or an HTTP date (RFC 9110).

    Args:
        headers: of the answer; its own `Date`, where there is one, is the present that a date counts from.
        now: the present otherwise.

    Returns:
        Seconds, never negative, or None where the header is missing or says nothing.
    """
    value = headers.get("Retry-After", "")
    if match := _SECONDS.match(value):
        return float(match[1])
    until = _http_date(value)
    if until is None:
        return None
    since = _http_date(headers.get("Date", "")) or now()
    return max(0.0, (until - since).total_seconds())


def not_json(response: Response, asked: str) -> TrackerUnreachable:
    """Return the error for an answer that is a page: a log-in form, a proxy, maintenance."""
    kind = response.headers.get("Content-Type", "no content type").partition(";")[0]
    return TrackerUnreachable(
        f"{asked}: the answer ({response.status_code}, {kind}) is not Jira's JSON; "
        "check the address in the settings, and whether a log-in page or a proxy stands before it"
    )


def _refusal(status: int) -> type[TrackerError]:
    if status in (401, 403):
        return NotPermitted
    return IssueGone if status == 404 else TrackerRefused


def _sentence(asked: str, status: int, response: Response) -> str:
    said = list(_said(response))
    if reason := response.headers.get("RateLimit-Reason"):
        said.append(f"reason {reason}")
    if denied := response.headers.get("X-Authentication-Denied-Reason"):
        said.append(f"log-in refused: {denied}")
    words = "; ".join(said) or response.reason or "no explanation"
    return f"{asked}: Jira answered {status}: {words}"[:_LONGEST_SENTENCE]


def _said(response: Response) -> Iterator[str]:
    try:
        body = response.json()
    except ValueError:
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


def _moved(asked: str, response: Response) -> str:
    target = urlsplit(response.headers.get("Location", ""))
    where = f"{target.scheme}://{target.netloc}{target.path}" if target.netloc else target.path
    return (
        f"{asked}: Jira sends elsewhere ({response.status_code}, {where or 'no address'}); "
        "put the final address into the settings, and check that the token is accepted"
    )


def _http_date(value: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(value)
    except (ValueError, IndexError, OverflowError):
        return None
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)

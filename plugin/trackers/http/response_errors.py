"""What an HTTP answer of a tracker means where it is not what was asked for.

Every answer becomes None (it is well) or one of the errors of `plugin.trackers.base`, with the tracker's own
words in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from requests import Response

from plugin.trackers.base import (
    IssueGone,
    NotPermitted,
    TrackerBusy,
    TrackerConflict,
    TrackerError,
    TrackerRefused,
    TrackerUnreachable,
)

ReadMessages = Callable[[Response], Iterable[str]]
"""What a tracker says in its own words about an answer that is not good."""

_MAX_SENTENCE_LENGTH = 600
_RETRYABLE_STATUSES = frozenset({408, 425})
_SECONDS = re.compile(r"^\s*(\d{1,9})(?:\.\d+)?\s*$")


def read_failure(
    response: Response, asked: str, now: Callable[[], datetime], product: str, said: ReadMessages
) -> TrackerError | None:
    """Return the error that an answer stands for, or None for a good one.

    Args:
        response: the answer, read to its end.
        asked: what was asked, such as `GET issue/ACME-1`, for the sentence.
        now: the present, for a Retry-After that is a date and an answer without a Date of its own.
        product: how people call the tracker, such as `Jira`.
        said: reads the tracker's own words.

    Returns:
        The error to raise; it carries no header of the request.
    """
    status = response.status_code
    if status < 300:
        return None
    if status < 400:
        return TrackerUnreachable(_describe_redirect(response, asked, product))
    sentence = _compose_sentence(response, asked, product, said)
    if status == 429:
        return TrackerBusy(sentence, retry_after_s=parse_retry_after_s(response.headers, now))
    if status >= 500 or status in _RETRYABLE_STATUSES:
        return TrackerUnreachable(sentence, retry_after_s=parse_retry_after_s(response.headers, now))
    return _choose_refusal(status)(sentence)


def parse_retry_after_s(headers: Mapping[str, str], now: Callable[[], datetime]) -> float | None:
    """Return Retry-After in seconds from now.

    It may be a number of seconds or an HTTP date (RFC 9110).

    Args:
        headers: of the answer; its own `Date`, where there is one, is the present that a date counts from.
        now: the present otherwise.

    Returns:
        Seconds, never negative, or None where the header is missing or says nothing.
    """
    value = headers.get("Retry-After", "")
    if match := _SECONDS.match(value):
        return float(match[1])
    until = _parse_http_date(value)
    if until is None:
        return None
    since = _parse_http_date(headers.get("Date", "")) or now()
    return max(0.0, (until - since).total_seconds())


def describe_no_json(response: Response, asked: str, product: str) -> TrackerUnreachable:
    """Return the error for an answer that is a page.

    A log-in form, a proxy, maintenance.
    """
    kind = response.headers.get("Content-Type", "no content type").partition(";")[0]
    return TrackerUnreachable(
        f"{asked}: the answer ({response.status_code}, {kind}) is not {product}'s JSON; "
        "check the address in the settings, and whether a log-in page or a proxy stands before it"
    )


def _choose_refusal(status: int) -> type[TrackerError]:
    if status in (401, 403):
        return NotPermitted
    if status == 409:
        return TrackerConflict
    return IssueGone if status == 404 else TrackerRefused


def _compose_sentence(response: Response, asked: str, product: str, said: ReadMessages) -> str:
    words = "; ".join(said(response)) or response.reason or "no explanation"
    return f"{asked}: {product} answered {response.status_code}: {words}"[:_MAX_SENTENCE_LENGTH]


def _describe_redirect(response: Response, asked: str, product: str) -> str:
    target = urlsplit(response.headers.get("Location", ""))
    where = f"{target.scheme}://{target.netloc}{target.path}" if target.netloc else target.path
    return (
        f"{asked}: {product} sends elsewhere ({response.status_code}, {where or 'no address'}); "
        "put the final address into the settings, and check that the token is accepted"
    )


def _parse_http_date(value: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(value)
    except (ValueError, IndexError, OverflowError):
        return None
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)

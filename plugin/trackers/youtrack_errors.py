"""What an answer of YouTrack means where it is not what was asked for.

YouTrack puts `error`, `error_description` and sometimes `error_children` into the body
(https://www.jetbrains.com/help/youtrack/devportal/api-troubleshooting.html).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
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
from plugin.trackers.jira_errors import retry_after_s

_LONGEST_SENTENCE = 600
_TRY_AGAIN = frozenset({408, 425})


def failure(response: Response, asked: str, now: Callable[[], datetime]) -> TrackerError | None:
    """Return the error that an answer stands for, or None for a good one.

    Args:
        response: the answer, read to its end.
        asked: what was asked, such as `GET issues/2-15`, for the sentence.
        now: the present, for a Retry-After that is a date.

    Returns:
        The error to raise; it carries no header of the request.
    """
    status = response.status_code
    if status < 300:
        return None
    if status < 400:
        return TrackerUnreachable(_moved(asked, response))
    words = "; ".join(_said(response)) or response.reason or "no explanation"
    sentence = f"{asked}: YouTrack answered {status}: {words}"[:_LONGEST_SENTENCE]
    if status == 429:
        return TrackerBusy(sentence, retry_after_s=retry_after_s(response.headers, now))
    if status >= 500 or status in _TRY_AGAIN:
        return TrackerUnreachable(sentence, retry_after_s=retry_after_s(response.headers, now))
    if status in (401, 403):
        return NotPermitted(sentence)
    return IssueGone(sentence) if status == 404 else TrackerRefused(sentence)


def _said(response: Response) -> Iterator[str]:
    try:
        body = response.json()
    except ValueError:
        return
    if not isinstance(body, Mapping):
        return
    yield from (str(body[key]) for key in ("error", "error_description") if body.get(key))
    children = body.get("error_children")
    for child in children if isinstance(children, list) else []:
        if isinstance(child, Mapping) and child.get("error"):
            yield str(child["error"])


def _moved(asked: str, response: Response) -> str:
    target = urlsplit(response.headers.get("Location", ""))
    where = f"{target.scheme}://{target.netloc}{target.path}" if target.netloc else target.path
    return (
        f"{asked}: YouTrack sends elsewhere ({response.status_code}, {where or 'no address'}); put the final "
        "address into the settings (older Cloud sites end in /youtrack), and check that the token is accepted"
    )

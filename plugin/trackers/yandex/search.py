"""Every issue of some queues, or those that changed, page by page.

A scroll is a snapshot of what was found, so that issues which change meanwhile are not missed. Its pages
cannot be asked for twice, and it ends after a time (403): then one is begun anew where the last one ended.
"""

from __future__ import annotations

import heapq
import math
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from plugin.trackers.base import NotPermitted, TrackerRefused, TrackerUnreachable
from plugin.trackers.http.json_values import read_identifier, read_moment
from plugin.trackers.yandex.fields import read_changed_at
from plugin.trackers.yandex.session import Entry, YandexSession, list_objects

_PATH = "issues/_search"
_A_PAGE = 100
"""Issues a page: a thousand at once have ended in time-outs."""
_LIVES_MS = 60_000
_INDEX_LAG = timedelta(minutes=3)
"""The search lags behind writes by about a minute, and clocks differ; asking twice is harmless."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_QUEUE = re.compile(r"[A-Za-z]{1,15}", re.ASCII)
"""https://yandex.ru/support/tracker: the key of a queue has Latin letters alone, fifteen at most."""


class _ScrollEnded(Exception):
    """A scroll is no longer there."""


def iter_entries(
    session: YandexSession,
    queues: tuple[str, ...],
    changed_since: datetime | None,
    now: Callable[[], datetime],
) -> Iterator[Entry]:
    """Give the issues of queues, oldest change first; all, or those changed since.

    A word on an issue is a change of it, whether or not Tracker counts it as one.

    Raises:
        TrackerError: a page could not be read; those before it were given.
    """
    waiting: list[tuple[datetime, int, Entry]] = []
    for number, entry in enumerate(_iter_fresh(session, queues, changed_since, now)):
        updated = read_moment(entry.get("updatedAt")) or _EPOCH
        heapq.heappush(waiting, (max(updated, read_changed_at(entry) or updated), number, entry))
        # What follows changed no earlier than this one.
        while waiting and waiting[0][0] <= updated:
            yield heapq.heappop(waiting)[2]
    while waiting:
        yield heapq.heappop(waiting)[2]


def _iter_fresh(
    session: YandexSession,
    queues: tuple[str, ...],
    changed_since: datetime | None,
    now: Callable[[], datetime],
) -> Iterator[Entry]:
    """Give each version of an issue once, in the order of the search."""
    seen: set[tuple[str, str]] = set()
    since, last = changed_since, changed_since
    while True:
        known = len(seen)
        try:
            for entry in _search(session, queues, since, now()):
                stamp = (read_identifier(entry.get("id")), read_identifier(entry.get("version")))
                if stamp in seen:
                    continue
                seen.add(stamp)
                last = read_moment(entry.get("updatedAt")) or last
                yield entry
            return
        except _ScrollEnded as ended:
            if len(seen) == known:
                raise TrackerUnreachable("the search ended before its pages were read; ask again") from ended
            since = last if changed_since is None or last is None else max(last, changed_since)


def _search(
    session: YandexSession, queues: tuple[str, ...], since: datetime | None, now: datetime
) -> Iterator[Entry]:
    """Ask for changed issues, and where that is not refused for those with words."""
    if since is not None:
        found = _scroll(session, _build_query(queues, since, now, words=True))
        try:
            first = next(found, None)
        except TrackerRefused:
            yield from _scroll(session, _build_query(queues, since, now))
            return
        if first is not None:
            yield first
            yield from found
        return
    yield from _scroll(session, _build_query(queues, None, now))


def _scroll(session: YandexSession, query: str) -> Iterator[Entry]:
    body = {"query": query}
    params: dict[str, str | int] = {
        "scrollType": "sorted",
        "perScroll": _A_PAGE,
        "scrollTTLMillis": _LIVES_MS,
    }
    while True:
        try:
            answer, headers = session.ask_with_headers("POST", _PATH, params=params, body=body)
        except NotPermitted as error:
            if "scrollId" in params:
                raise _ScrollEnded from error
            raise
        yield from list_objects(answer)
        following = headers.get("X-Scroll-Id", "")
        if not following or not list_objects(answer):
            return
        params = {"scrollId": following, "scrollTTLMillis": _LIVES_MS}


def _build_query(
    queues: tuple[str, ...], since: datetime | None, now: datetime, *, words: bool = False
) -> str:
    """Return the query; times are counted back from now.

    The time zone of a date in a query is not stated.
    """
    strange = next((name for name in queues if not _QUEUE.fullmatch(name)), None)
    if strange is not None:
        raise TrackerRefused(
            f"{strange!r} is no key of a Yandex Tracker queue, such as ACME; check projects in the mapping"
        )
    changed = ""
    if since is not None:
        minutes = max(1, math.ceil((now - since + _INDEX_LAG) / _MINUTE))
        by = f"Updated: >= now()-{minutes}m"
        changed = f' AND ({by} OR "Last Comment": >= now()-{minutes}m)' if words else f" {by}"
    return f'Queue: {", ".join(queues)}{changed} "Sort by": Updated ASC'

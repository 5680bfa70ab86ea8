"""HTTP to YouTrack's REST, asked plainly: time-outs, no retries, `fields` always named.

YouTrack answers an entity with its id and type alone unless `fields` says more, and a list with 42 entries
unless `$top` does (https://www.jetbrains.com/help/youtrack/devportal/api-fields-syntax.html). There is no
library to lean on here (TRACKERS 4.3), and the adapter needs few calls.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any

import requests

from plugin.clock import Clock, SystemClock
from plugin.settings import TrackerSettings
from plugin.trackers.base import NotPermitted, TrackerUnreachable
from plugin.trackers.jira_errors import not_json
from plugin.trackers.youtrack_errors import failure

CONNECT_TIMEOUT_S = 3.0
PAGE = 100


class YouTrackSession:
    """Asks one YouTrack; every thread has a connection of its own."""

    def __init__(self, settings: TrackerSettings, clock: Clock | None = None) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self._own = threading.local()

    def __repr__(self) -> str:
        return f"YouTrackSession({self._settings.url})"

    @property
    def write_timeout_s(self) -> float:
        """The longest time after which an unanswered write can still be applied."""
        return CONNECT_TIMEOUT_S + self._settings.timeout_s

    def ask(
        self,
        method: str,
        path: str,
        *,
        fields: str = "",
        params: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> object:
        """Send one request and return the decoded JSON of the answer.

        Args:
            method: the HTTP method.
            path: below `/api/`.
            fields: what the answer should hold, in YouTrack's syntax.
            params: the rest of the query.
            body: sent as JSON.

        Returns:
            The decoded answer; None where it has no content.

        Raises:
            TrackerError: anything but a good answer; nothing was repeated.
        """
        asked = f"{method} {path}"
        query = {**(params or {}), **({"fields": fields} if fields else {})}
        try:
            response = self._client().request(
                method,
                f"{self._settings.url}/api/{path}",
                params=query,
                json=body,
                timeout=(CONNECT_TIMEOUT_S, self._settings.timeout_s),
                allow_redirects=False,
            )
        except requests.exceptions.InvalidHeader:
            raise self._unsendable(asked) from None
        except requests.Timeout as error:
            raise TrackerUnreachable(f"{asked}: no answer in time from {self._settings.url}") from error
        except requests.RequestException as error:
            reason = type(error).__name__
            raise TrackerUnreachable(f"{asked}: {self._settings.url} broke off ({reason})") from error
        except ValueError:
            # http.client refuses a header value and quotes it: the token must not travel with the error.
            raise self._unsendable(asked) from None
        return self._judged(response, asked)

    def listed(
        self, path: str, fields: str, *, params: Mapping[str, str | int] | None = None, overlap: int = 0
    ) -> Iterator[Mapping[str, Any]]:
        """Give every entry of a list once, page by page, until a page holds nothing new.

        Args:
            path: below `/api/`.
            fields: of each entry; `id` has to be among them.
            params: the rest of the query.
            overlap: entries that a page repeats, where entries move while they are read.
        """
        seen: set[str] = set()
        skip = 0
        while True:
            page = {"$top": PAGE, "$skip": skip}
            answer = self.ask("GET", path, fields=fields, params={**(params or {}), **page})
            entries = _entries(answer)
            fresh = [entry for entry in entries if str(entry.get("id")) not in seen]
            if not fresh:
                return
            seen |= {str(entry.get("id")) for entry in fresh}
            yield from fresh
            skip += max(1, len(entries) - overlap)

    def _judged(self, response: requests.Response, asked: str) -> object:
        error = failure(response, asked, self._clock.now)
        if error is not None:
            sentence = str(error).replace(self._settings.token.get_secret_value(), "…")
            raise type(error)(sentence, retry_after_s=error.retry_after_s)
        if not response.content:
            return None
        try:
            decoded: object = response.json()
        except ValueError as unreadable:
            raise not_json(response, asked) from unreadable
        return decoded

    def _client(self) -> requests.Session:
        client: requests.Session | None = getattr(self._own, "client", None)
        if client is None:
            client = self._own.client = requests.Session()
            # A .netrc of the machine must not put its own log-in in the token's place.
            client.trust_env = False
            client.headers["Authorization"] = f"Bearer {self._settings.token.get_secret_value()}"
            client.headers["Accept"] = "application/json"
        return client

    @staticmethod
    def _unsendable(asked: str) -> NotPermitted:
        return NotPermitted(f"{asked}: the token holds characters that cannot be sent; copy it again")


def _entries(answer: object) -> list[Mapping[str, Any]]:
    if not isinstance(answer, list):
        return []
    return [entry for entry in answer if isinstance(entry, Mapping)]

"""One tracker over HTTP.

Time-outs always, no repeats, no redirects, a `TrackerError` for a bad answer.
"""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import quote

import requests

from plugin.runtime.clock import Clock, SystemClock
from plugin.settings.model import TrackerSettings
from plugin.trackers.base import NotPermitted, TrackerError, TrackerUnreachable
from plugin.trackers.http.bounded_adapter import AnswerTooLarge, BoundedAdapter, read_bounded
from plugin.trackers.http.content import Content
from plugin.trackers.http.deadlines import DEADLINES, Call
from plugin.trackers.http.response_errors import describe_no_json

CONNECT_TIMEOUT_S = 3.0

_READING = frozenset({"GET", "HEAD"})
_SEARCH = "/_search"
"""Yandex Tracker's searches are sent by POST, and change nothing (docs/trackers/yandex.md#rest)."""


class WriteForbidden(RuntimeError):
    """Something was to be written to a tracker that was opened for reading alone.

    It is a fault of the code, so it is no `TrackerError`: nobody who expects those may swallow it.
    """


class HttpSession(ABC):
    """Asks one site; many threads may ask at once, each over a connection of its own.

    Attributes:
        product: how people call the tracker, for sentences.
    """

    product: ClassVar[str]

    def __init__(self, settings: TrackerSettings, clock: Clock | None = None) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self._of_thread = threading.local()
        self._calls: Counter[str] = Counter()
        self._writes_sent = 0
        self._is_read_only = False
        self._calls_lock = threading.Lock()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._settings.url})"

    @property
    def page_url(self) -> str:
        """Where people see the tracker."""
        return self._settings.page_url

    @property
    def write_timeout_s(self) -> float:
        """The longest time after which an unanswered write can still be applied."""
        return CONNECT_TIMEOUT_S + self._settings.timeout_s

    @property
    def calls(self) -> dict[str, int]:
        """How many requests were sent since the start, by what came of them.

        `ok`, or the error's name.
        """
        with self._calls_lock:
            return dict(self._calls)

    @property
    def writes_sent(self) -> int:
        """How many requests that could change something were sent since the start."""
        with self._calls_lock:
            return self._writes_sent

    def forbid_writes(self) -> None:
        """Refuse from now on every request that could change something, unsent."""
        self._is_read_only = True

    def ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | str | None = None,
        content: Content | None = None,
    ) -> object:
        """Send one request and return the decoded JSON of the answer.

        Args:
            method: the HTTP method.
            path: as `_build_address` takes it.
            params: the query.
            body: sent as JSON.
            content: sent as it is, in place of a body.

        Returns:
            The decoded answer; None where it has no content.

        Raises:
            TrackerError: anything but a good answer; nothing was repeated.
        """
        return self.ask_with_headers(method, path, params=params, body=body, content=content)[0]

    def ask_with_headers(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | str | None = None,
        content: Content | None = None,
    ) -> tuple[object, Mapping[str, str]]:
        """Send one request and return the decoded answer with its headers.

        Some trackers tell in them where the next page is. The rest is as for `ask`.

        Raises:
            TrackerError: anything but a good answer; nothing was repeated.
            WriteForbidden: it could change something, and the tracker was opened for reading.
        """
        if is_write(method, path):
            self._take_write(f"{method} {path}")
        try:
            answer = self._ask(method, path, params, content or _as_json(body))
        except TrackerError as error:
            self._count(type(error).__name__)
            raise
        self._count("ok")
        return answer

    def _take_write(self, asked: str) -> None:
        if self._is_read_only:
            raise WriteForbidden(f"{asked} was not sent: {self._settings.url} was opened for reading alone")
        with self._calls_lock:
            self._writes_sent += 1

    def _count(self, outcome: str) -> None:
        with self._calls_lock:
            self._calls[outcome] += 1

    def _ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int] | None,
        content: Content | None,
    ) -> tuple[object, Mapping[str, str]]:
        asked = f"{method} {path}"
        with DEADLINES.limit(self.write_timeout_s) as call:
            response = self._send(method, path, params, content, call)
        self._judge(response, asked)
        return self._decode(response, asked), response.headers

    def _send(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int] | None,
        content: Content | None,
        call: Call,
    ) -> requests.Response:
        """Send one request and read its answer to the end, within time and size."""
        asked = f"{method} {path}"
        try:
            response = self._get_connection().request(
                method,
                self._build_address(path),
                params=params,
                data=content.data if content else None,
                headers={"Content-Type": content.media_type} if content else None,
                allow_redirects=False,
                timeout=(CONNECT_TIMEOUT_S, self._settings.timeout_s),
                stream=True,
            )
            read_bounded(response)
            if call.is_over:
                # What was cut off may look whole, such as headers without an end.
                raise self._refuse_late(asked)
            return response
        except AnswerTooLarge as error:
            raise TrackerUnreachable(
                f"{asked}: the answer of {self._settings.url} is not read: {error}"
            ) from None
        except requests.exceptions.InvalidHeader:
            raise _refuse_unsendable(asked) from None
        except requests.Timeout as error:
            raise TrackerUnreachable(f"{asked}: no answer in time from {self._settings.url}") from error
        except requests.RequestException as error:
            if call.is_over:
                raise self._refuse_late(asked) from error
            reason = type(error).__name__
            raise TrackerUnreachable(f"{asked}: {self._settings.url} broke off ({reason})") from error
        except ValueError:
            # http.client refuses a header value and quotes it: the token must not travel with the error.
            raise _refuse_unsendable(asked) from None

    def _refuse_late(self, asked: str) -> TrackerUnreachable:
        return TrackerUnreachable(
            f"{asked}: {self._settings.url} did not finish its answer in {self.write_timeout_s:g} seconds"
        )

    @abstractmethod
    def _build_address(self, path: str) -> str:
        """Return the whole address of a path."""

    @abstractmethod
    def _read_failure(self, response: requests.Response, asked: str) -> TrackerError | None:
        """Return the error that an answer stands for, or None for a good one."""

    @abstractmethod
    def _build_headers(self) -> Mapping[str, str]:
        """Return what each request carries.

        The token, and what only this tracker asks for.
        """

    def _get_connection(self) -> requests.Session:
        connection: requests.Session | None = getattr(self._of_thread, "connection", None)
        if connection is None:
            connection = self._of_thread.connection = self._open_connection()
        return connection

    def _open_connection(self) -> requests.Session:
        connection = requests.Session()
        connection.mount("https://", BoundedAdapter())
        connection.mount("http://", BoundedAdapter())
        # Proxies and certificates of the machine are looked up once, not with every call.
        found = connection.merge_environment_settings(self._settings.url, {}, None, None, None)
        connection.proxies, connection.verify = found["proxies"], found["verify"]
        # Nothing else comes from the machine: a .netrc must not put its own log-in in the token's place.
        connection.trust_env = False
        connection.headers.update({"Accept": "application/json", "Content-Type": "application/json"})
        connection.headers.update(self._build_headers())
        return connection

    def _judge(self, response: requests.Response, asked: str) -> None:
        error = self._read_failure(response, asked)
        if error is not None:
            error.args = (self._remove_secrets(str(error)),)
            raise error

    def _remove_secrets(self, sentence: str) -> str:
        token = self._settings.token.get_secret_value()
        basic = b64encode(f"{self._settings.user}:{token}".encode()).decode()
        for secret in filter(None, (token, basic)):
            sentence = sentence.replace(secret, "…")
        return sentence

    def _decode(self, response: requests.Response, asked: str) -> object:
        # Rails answers some writes with a single space.
        if not response.content.strip():
            return None
        try:
            decoded: object = response.json()
        except (ValueError, RecursionError) as error:
            raise describe_no_json(response, asked, self.product) from error
        return decoded


def _as_json(body: Mapping[str, Any] | str | None) -> Content | None:
    return None if body is None else Content(json.dumps(body).encode(), "application/json")


def is_write(method: str, path: str) -> bool:
    """Tell whether a request could change something at the tracker.

    >>> is_write("GET", "issue/ACME-1"), is_write("POST", "issues/_search"), is_write("POST", "issues")
    (False, False, True)
    """
    return method not in _READING and not path.endswith(_SEARCH)


def quote_segment(text: str) -> str:
    """Return a text as one segment of a path, whatever it contains."""
    return quote(text, safe="")


def _refuse_unsendable(asked: str) -> NotPermitted:
    return NotPermitted(
        f"{asked}: the user or token holds characters that cannot be sent; copy the token again"
    )

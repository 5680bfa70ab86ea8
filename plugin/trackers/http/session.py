"""One tracker over HTTP: time-outs always, no repeats, no redirects, every bad answer an error of ours."""

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
from plugin.trackers.http.answers import not_json

CONNECT_TIMEOUT_S = 3.0


class HttpSession(ABC):
    """Asks one site; every thread has a connection of its own.

    Attributes:
        product: how people call the tracker, for sentences.
        calls: how many requests were sent since the start, by what came of them: `ok`, or the error's name.
    """

    product: ClassVar[str]

    def __init__(self, settings: TrackerSettings, clock: Clock | None = None) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self._own = threading.local()
        self.calls: Counter[str] = Counter()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._settings.url})"

    @property
    def write_timeout_s(self) -> float:
        """The longest time after which an unanswered write can still be applied."""
        return CONNECT_TIMEOUT_S + self._settings.timeout_s

    def ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> object:
        """Send one request and return the decoded JSON of the answer.

        Args:
            method: the HTTP method.
            path: as `_address` takes it.
            params: the query.
            body: sent as JSON.

        Returns:
            The decoded answer; None where it has no content.

        Raises:
            TrackerError: anything but a good answer; nothing was repeated.
        """
        try:
            answer = self._ask(method, path, params, body)
        except TrackerError as error:
            self.calls[type(error).__name__] += 1
            raise
        self.calls["ok"] += 1
        return answer

    def _ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int] | None,
        body: Mapping[str, Any] | None,
    ) -> object:
        asked = f"{method} {path}"
        try:
            response = self._connection().request(
                method,
                self._address(path),
                params=params,
                data=None if body is None else json.dumps(body),
                allow_redirects=False,
                **self._time_outs(),
                hooks={"response": lambda answer, **_: self._judge(answer, asked)},
            )
            return self._decoded(response, asked)
        except requests.exceptions.InvalidHeader:
            raise _unsendable(asked) from None
        except requests.Timeout as error:
            raise TrackerUnreachable(f"{asked}: no answer in time from {self._settings.url}") from error
        except requests.RequestException as error:
            reason = type(error).__name__
            raise TrackerUnreachable(f"{asked}: {self._settings.url} broke off ({reason})") from error
        except ValueError:
            # http.client refuses a header value and quotes it: the token must not travel with the error.
            raise _unsendable(asked) from None

    @abstractmethod
    def _address(self, path: str) -> str:
        """Return the whole address of a path."""

    @abstractmethod
    def _failure(self, response: requests.Response, asked: str) -> TrackerError | None:
        """Return the error that an answer stands for, or None for a good one."""

    @abstractmethod
    def _new_connection(self) -> requests.Session:
        """Return a connection that carries the token; it repeats nothing."""

    def _time_outs(self) -> dict[str, Any]:
        return {"timeout": (CONNECT_TIMEOUT_S, self._settings.timeout_s)}

    def _connection(self) -> requests.Session:
        connection: requests.Session | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = self._new_connection()
        return connection

    def _judge(self, response: requests.Response, asked: str) -> None:
        # Read to its end whatever it is, so that the connection can be used again.
        response.content  # noqa: B018 - reading it is what it is for
        error = self._failure(response, asked)
        if error is not None:
            error.args = (self._without_secrets(str(error)),)
            raise error

    def _without_secrets(self, sentence: str) -> str:
        token = self._settings.token.get_secret_value()
        basic = b64encode(f"{self._settings.user}:{token}".encode()).decode()
        for secret in filter(None, (token, basic)):
            sentence = sentence.replace(secret, "…")
        return sentence

    def _decoded(self, response: requests.Response, asked: str) -> object:
        # Rails answers some writes with a single space.
        if not response.content.strip():
            return None
        try:
            decoded: object = response.json()
        except ValueError as error:
            raise not_json(response, asked, self.product) from error
        return decoded


def segment(text: str) -> str:
    """Return a text as one segment of a path, whatever it contains."""
    return quote(text, safe="")


def _unsendable(asked: str) -> NotPermitted:
    return NotPermitted(
        f"{asked}: the user or token holds characters that cannot be sent; copy the token again"
    )

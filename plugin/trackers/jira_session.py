"""HTTP to Jira by the `jira` library, without what would hurt here.

The library retries a dropped POST three times (double comments), sleeps in the calling thread on 429,
fails on a Retry-After date and waits forever by default (TRACKERS 3, measured on 3.10.5). With
`max_retries=0` its loop ends before the part that sleeps, and a response hook turns every bad answer into
an error of ours before the library sees it.
"""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import requests
from jira import JIRA

from plugin.clock import Clock, SystemClock
from plugin.settings import TrackerSettings
from plugin.trackers.base import NotPermitted, TrackerUnreachable
from plugin.trackers.jira_errors import failure, not_json

CONNECT_TIMEOUT_S = 3.0


class JiraSession:
    """Asks one Jira site; every thread has a connection of its own.

    Attributes:
        is_cloud: REST v3 with ADF (Cloud), otherwise REST v2 with wiki markup (Data Center).
    """

    def __init__(self, settings: TrackerSettings, clock: Clock | None = None) -> None:
        self.is_cloud = settings.kind == "jira_cloud"
        self._settings = settings
        self._clock = clock or SystemClock()
        self._own = threading.local()

    def __repr__(self) -> str:
        return f"JiraSession({self._settings.url})"

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
            path: below `/rest/api/<version>/`, or from the root where it begins with `/`.
            params: the query.
            body: sent as JSON.

        Returns:
            The decoded answer; None where it has no content.

        Raises:
            TrackerError: anything but a good answer; nothing was repeated.
        """
        asked = f"{method} {path}"
        try:
            response = self._client()._session.request(
                method,
                self._address(path),
                params=params,
                data=None if body is None else json.dumps(body),
                allow_redirects=False,
                hooks={"response": lambda answer, **_: self._judge(answer, asked)},
            )
            return _decoded(response, asked)
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

    def _judge(self, response: requests.Response, asked: str) -> None:
        error = failure(response, asked, self._clock.now)
        if error is not None:
            raise type(error)(self._without_secrets(str(error)), retry_after_s=error.retry_after_s)

    def _without_secrets(self, sentence: str) -> str:
        token = self._settings.token.get_secret_value()
        basic = b64encode(f"{self._settings.user}:{token}".encode()).decode()
        for secret in filter(None, (token, basic)):
            sentence = sentence.replace(secret, "…")
        return sentence

    def _address(self, path: str) -> str:
        if path.startswith("/"):
            return self._settings.url + path
        return f"{self._settings.url}/rest/api/{self._version}/{path}"

    @property
    def _version(self) -> str:
        return "3" if self.is_cloud else "2"

    def _client(self) -> JIRA:
        client: JIRA | None = getattr(self._own, "client", None)
        if client is None:
            client = self._own.client = self._new_client()
        return client

    def _new_client(self) -> JIRA:
        token = self._settings.token.get_secret_value()
        user = self._settings.user if self.is_cloud else None
        auth: dict[str, Any] = {"basic_auth": (user, token)} if user else {"token_auth": token}
        client = JIRA(
            self._settings.url,
            options={"rest_api_version": self._version, "check_update": False},
            get_server_info=False,
            max_retries=0,
            timeout=(CONNECT_TIMEOUT_S, self._settings.timeout_s),
            logging=False,
            **auth,
        )
        client.deploymentType = "Cloud" if self.is_cloud else "Server"
        return client

    @staticmethod
    def _unsendable(asked: str) -> NotPermitted:
        return NotPermitted(
            f"{asked}: the user or token holds characters that cannot be sent; copy the token again"
        )


def segment(text: str) -> str:
    """Return a text as one segment of a path, whatever it contains."""
    return quote(text, safe="")


def _decoded(response: requests.Response, asked: str) -> object:
    if not response.content:
        return None
    try:
        decoded: object = response.json()
    except ValueError as error:
        raise not_json(response, asked) from error
    return decoded

"""HTTP to Jira by the `jira` library, without what would hurt here.

The library retries a dropped POST three times (double comments), sleeps in the calling thread on 429,
fails on a Retry-After date and waits forever by default: docs/trackers/jira.md#client-library. With
`max_retries=0` its loop ends before the part that sleeps, and a response hook turns every bad answer into
an error of ours before the library sees it.
"""

from __future__ import annotations

from typing import Any

import requests
from jira import JIRA

from plugin.runtime.clock import Clock
from plugin.settings.model import TrackerSettings
from plugin.trackers.base import TrackerError
from plugin.trackers.http.session import CONNECT_TIMEOUT_S, HttpSession
from plugin.trackers.jira.errors import failure


class JiraSession(HttpSession):
    """Asks one Jira site; a path counts from `/rest/api/<version>/`, or from the root after a `/`.

    Attributes:
        is_cloud: REST v3 with ADF (Cloud), otherwise REST v2 with wiki markup (Data Center).
    """

    product = "Jira"

    def __init__(self, settings: TrackerSettings, clock: Clock | None = None) -> None:
        super().__init__(settings, clock)
        self.is_cloud = settings.kind == "jira_cloud"

    def _address(self, path: str) -> str:
        if path.startswith("/"):
            return self._settings.url + path
        return f"{self._settings.url}/rest/api/{self._version}/{path}"

    @property
    def _version(self) -> str:
        return "3" if self.is_cloud else "2"

    def _failure(self, response: requests.Response, asked: str) -> TrackerError | None:
        return failure(response, asked, self._clock.now)

    def _time_outs(self) -> dict[str, Any]:
        # The library sets its own, given below, and takes none a call.
        return {}

    def _new_connection(self) -> requests.Session:
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
        # The client closes its session when it goes, so it stays as long as the thread.
        self._own.client = client
        connection: requests.Session = client._session
        return connection

"""HTTP to Jira's REST: v3 on Cloud, v2 on Data Center.

The `jira` library takes no part in it.

What `ugovor doctor` asks of a site's setup goes through the library: `plugin.trackers.jira.site_setup`.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

import requests

from plugin.runtime.clock import Clock
from plugin.settings.model import TrackerSettings
from plugin.trackers.base import TrackerError
from plugin.trackers.http.session import HttpSession
from plugin.trackers.jira.errors import read_jira_failure


class JiraSession(HttpSession):
    """Asks one Jira site.

    A path counts from `/rest/api/<version>/`, or from the root after a `/`.

    Attributes:
        is_cloud: REST v3 with ADF (Cloud), otherwise REST v2 with wiki markup (Data Center).
    """

    product = "Jira"

    def __init__(self, settings: TrackerSettings, clock: Clock | None = None) -> None:
        super().__init__(settings, clock)
        self.is_cloud = settings.kind == "jira_cloud"
        self._site_url = ""

    def find_page_url(self) -> str:
        """Return where people see the site; behind a gateway the site itself says it.

        A scoped token's API is at `https://api.atlassian.com/ex/jira/<cloudId>`.
        """
        if self._settings.site_url or not is_gateway(self._settings.url):
            return self.page_url
        if not self._site_url:
            with suppress(TrackerError):
                info = self.ask("GET", "serverInfo")
                told = info.get("baseUrl") if isinstance(info, Mapping) else None
                if isinstance(told, str) and told.startswith(("https://", "http://")):
                    self._site_url = told.rstrip("/")
        return self._site_url or self.page_url

    def _build_address(self, path: str) -> str:
        if path.startswith("/"):
            return self._settings.url + path
        return f"{self._settings.url}/rest/api/{'3' if self.is_cloud else '2'}/{path}"

    def _read_failure(self, response: requests.Response, asked: str) -> TrackerError | None:
        return read_jira_failure(response, asked, self._clock.now)

    def _build_headers(self) -> Mapping[str, str]:
        token = self._settings.token.get_secret_value()
        sign_in = f"Bearer {token}"
        if self.is_cloud and self._settings.user:
            pair = f"{self._settings.user}:{token}".encode()
            sign_in = f"Basic {b64encode(pair).decode()}"
        # Data Center refuses writes that a form could have sent; no cache may answer a look after a write.
        return {"Authorization": sign_in, "X-Atlassian-Token": "no-check", "Cache-Control": "no-cache"}


def is_gateway(url: str) -> bool:
    """Tell whether an address is the gateway's, to which scoped tokens speak.

    >>> is_gateway("https://api.atlassian.com/ex/jira/1f2e"), is_gateway("https://acme.atlassian.net")
    (True, False)
    """
    return urlsplit(url).path.startswith("/ex/jira/")

"""What tracker connections take from the machine, and what they do not."""

from __future__ import annotations

import io
from pathlib import Path
from typing import ClassVar

import pytest
import requests
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from plugin.settings.model import TrackerSettings
from plugin.trackers.http.session import HttpSession
from plugin.trackers.jira.session import JiraSession
from plugin.trackers.redmine.session import RedmineSession
from plugin.trackers.youtrack.session import YouTrackSession

SESSIONS: dict[str, type[HttpSession]] = {
    "jira_cloud": JiraSession,
    "jira_dc": JiraSession,
    "redmine": RedmineSession,
    "youtrack": YouTrackSession,
}

HEADERS = {
    "jira_cloud": ("Authorization", "Basic Ym90QGFjbWUuZXhhbXBsZTp0b2tlbg=="),
    "jira_dc": ("Authorization", "Bearer token"),
    "redmine": ("X-Redmine-API-Key", "token"),
    "youtrack": ("Authorization", "Bearer token"),
}


class Wire:
    """Stands in for the network.

    Keeps each request and its options, answers with an empty object.
    """

    sent: ClassVar[list[tuple[PreparedRequest, dict[str, object]]]] = []

    @classmethod
    def send(cls, adapter: HTTPAdapter, request: PreparedRequest, **options: object) -> Response:
        """Take the place of `HTTPAdapter.send`."""
        del adapter
        cls.sent.append((request, options))
        response = requests.Response()
        response.status_code = 200
        response.raw = io.BytesIO(b"{}")
        return response


@pytest.fixture(params=SESSIONS)
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A kind of tracker on a machine with a proxy, certificates and a .netrc."""
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password else\n", encoding="ascii")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.acme.example:3128")
    monkeypatch.setenv("NO_PROXY", "inside.acme.example")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/acme.pem")
    monkeypatch.setattr(HTTPAdapter, "send", lambda *args, **options: Wire.send(*args, **options))
    Wire.sent.clear()
    return str(request.param)


def asked(kind: str, url: str) -> tuple[PreparedRequest, dict[str, object]]:
    """Ask once and return the request with its options."""
    settings = TrackerSettings(
        kind=kind,  # type: ignore[arg-type]
        url=url,
        user="bot@acme.example",
        token="token",  # type: ignore[arg-type]
        webhook_secrets=("s" * 32,),  # type: ignore[arg-type]
        timeout_s=7,
    )
    SESSIONS[kind](settings).ask("GET", "x")
    return Wire.sent[-1]


def test_the_token_is_not_replaced_by_the_machines_own_log_in(kind: str) -> None:
    """A .netrc would put another account in the token's place."""
    request, _ = asked(kind, "https://tracker.example")
    name, value = HEADERS[kind]
    assert value == request.headers[name]
    assert "somebody" not in str(request.headers)


def test_the_machines_proxy_and_certificates_are_used(kind: str) -> None:
    """A service behind a proxy reaches every tracker in the same way."""
    _, options = asked(kind, "https://tracker.example")
    assert "http://proxy.acme.example:3128" == options["proxies"]["https"]  # type: ignore[index]
    assert "/etc/acme.pem" == options["verify"]


def test_an_address_that_needs_no_proxy_is_asked_directly(kind: str) -> None:
    """NO_PROXY of the machine holds."""
    _, options = asked(kind, "https://inside.acme.example")
    assert not options["proxies"]


def test_every_request_has_time_outs(kind: str) -> None:
    """One for the connection, one for the answer; none is endless."""
    _, options = asked(kind, "https://tracker.example")
    assert (3.0, 7) == options["timeout"]

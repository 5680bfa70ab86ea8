"""A practice site without a network."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from plugin.practice.tracker.app import create_practice_app
from plugin.practice.tracker.people import ADMINISTRATOR, PracticeUser
from plugin.practice.tracker.state import Flavour, PracticeSite, Project


class MovableClock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = datetime(2026, 4, 8, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.now

    def forward(self, seconds: float) -> None:
        """Move the clock on."""
        self.now += timedelta(seconds=seconds)


class SiteClient:
    """A site, its clock, and calls by a token."""

    def __init__(self, flavour: Flavour) -> None:
        admin = PracticeUser(
            "admin", "Admin", "t-admin", permissions=ADMINISTRATOR, roles=frozenset({"Agency"})
        )
        anna = PracticeUser("anna", "Анна Белова", "t-anna", "anna@acme.example", title="клиент")
        self.clock = MovableClock()
        self.state = PracticeSite(
            flavour, people=[admin, anna], projects=[Project("ACME", "Acme")], now=self.clock
        )
        self.client: FlaskClient = create_practice_app(self.state).test_client()

    def call(self, method: str, path: str, body: object = None, who: str = "t-admin") -> tuple[int, str]:
        """Send a request and return status and text of the answer."""
        headers = {"Authorization": f"Bearer {who}"}
        answer = self.client.open(path, method=method, json=body, headers=headers)
        return answer.status_code, answer.get_data(as_text=True)


@pytest.fixture
def cloud() -> SiteClient:
    """A Cloud site with one issue, ACME-1."""
    return _with_issue(SiteClient("cloud"))


@pytest.fixture
def data_center() -> SiteClient:
    """A Data Center site with one issue, ACME-1."""
    return _with_issue(SiteClient("dc"))


def _with_issue(site: SiteClient) -> SiteClient:
    fields = {"project": {"key": "ACME"}, "issuetype": {"name": "Task"}, "summary": "One"}
    site.call("POST", "/rest/api/2/issue", {"fields": fields}, "t-anna")
    return site

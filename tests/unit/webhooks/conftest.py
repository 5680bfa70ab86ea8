"""A fresh receiver, and recorded bodies whole or with some keys changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from webhook_site import SECRET, FakeHealth, FakeInbox, MovableClock, WebhookSite

from plugin.settings.model import Settings
from webhooks.app import create_app

RECORDED = Path(__file__).parents[2] / "data" / "jira"


def _settings(**service: object) -> Settings:
    tracker = {"url": "https://acme.example", "token": "token-of-the-tracker"}
    return Settings(
        trackers={
            "main": {"kind": "jira_cloud", "webhook_secrets": [SECRET, "second secret"], **tracker},
            "own": {"kind": "jira_dc", "webhook_secrets": ["own secret"], **tracker},
            "other": {"kind": "yandex", "org_id": "8020001", "webhook_secrets": ["other secret"], **tracker},
        },
        service=service,  # type: ignore[arg-type] -- validated by pydantic
    )


@pytest.fixture
def site() -> WebhookSite:
    """A fresh receiver with three trackers."""
    return _site(_settings())


@pytest.fixture
def proxied() -> WebhookSite:
    """The same behind one reverse proxy that the operator vouches for."""
    return _site(_settings(proxies=1))


def _site(settings: Settings) -> WebhookSite:
    inbox, clock, health = FakeInbox(), MovableClock(), FakeHealth()
    app = create_app(settings=settings, inbox=inbox, clock=clock, health=health)
    app.testing = True
    return WebhookSite(app, settings, inbox, clock, health)


@pytest.fixture(scope="session")
def recorded() -> Callable[[str], bytes]:
    """Give the raw bytes of a recorded body by its name."""
    return lambda name: (RECORDED / f"{name}.json").read_bytes()


@pytest.fixture(scope="session")
def changed(recorded: Callable[[str], bytes]) -> Callable[..., bytes]:
    """Give a recorded body with keys replaced; `...` removes a key."""

    def change(name: str, **values: object) -> bytes:
        body = {**json.loads(recorded(name)), **values}
        return json.dumps({key: value for key, value in body.items() if value is not ...}).encode()

    return change

"""A receiver with hand-written fakes, and a tracker that signs its posts."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin.settings.model import Settings
from plugin.store.inbox import Arrival
from plugin.trackers.base import Check

SECRET = "first secret"


@dataclass
class FakeInbox:
    """Keeps arrivals in a list; raises `refuses` instead while it is set."""

    arrivals: list[Arrival] = field(default_factory=list)
    refuses: Exception | None = None

    def accept(self, arrival: Arrival) -> bool:
        """Keep an arrival unless the same id of the same tracker is there."""
        if self.refuses is not None:
            raise self.refuses
        known = {(kept.tracker, kept.delivery_id) for kept in self.arrivals}
        if (arrival.tracker, arrival.delivery_id) in known:
            return False
        self.arrivals.append(arrival)
        return True


@dataclass
class MovableClock:
    """Stands still until it is told to go on."""

    moment: datetime = datetime(2026, 4, 1, 9, 0, 30, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the moment that was set."""
        return self.moment

    def pass_by(self, seconds: float) -> None:
        """Advance the clock."""
        self.moment += timedelta(seconds=seconds)


@dataclass
class FakeHealth:
    """Says what it is told to say."""

    found: tuple[Check, ...] = (Check("database", True, "It answers."),)
    fails: Exception | None = None

    def checks(self) -> tuple[Check, ...]:
        """Return what was set, or raise."""
        if self.fails is not None:
            raise self.fails
        return self.found

    def metrics(self) -> tuple[bytes, str]:
        """Return one line of Prometheus."""
        return b"up 1\n", "text/plain; version=0.0.4; charset=utf-8"


@dataclass
class WebhookSite:
    """The app, its fakes, and a tracker that signs what it posts."""

    app: Flask
    settings: Settings
    inbox: FakeInbox
    clock: MovableClock
    health: FakeHealth

    @property
    def client(self) -> FlaskClient:
        """A client of the app."""
        return self.app.test_client()

    def post(
        self,
        body: bytes,
        *,
        secret: str | None = SECRET,
        to: str = "main",
        address: str = "192.0.2.1",
        **headers: str,
    ) -> TestResponse:
        """Post a body, signed unless `secret` is None.

        Header names take underscores for hyphens.
        """
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if secret is not None:
            mac = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
            sent.setdefault("X-Hub-Signature", f"sha256={mac}")
        return self.client.post(
            f"/webhooks/{to}", data=body, headers=sent, environ_base={"REMOTE_ADDR": address}
        )

    @property
    def last(self) -> Arrival:
        """The arrival that was kept last."""
        return self.inbox.arrivals[-1]

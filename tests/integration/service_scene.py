"""The service under test for any tracker: web side, worker, mappings, one clock."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from mappings.loader import load_file
from plugin.bootstrap import Service, build
from plugin.cli.routes import build_pages
from plugin.practice.tracker.webhooks import WebhookDelivery
from plugin.reports.register import register_rows
from plugin.reports.register_formats import json_rows
from plugin.settings.model import Settings
from plugin.store import issues
from plugin.store.webhook_traffic import RefusalCounter
from webhooks.app import create_app

SECRET = "the secret that both sides know"
CONTRACTS = Path(__file__).parent / "contracts"


@dataclass
class SetClock:
    """A clock that stands still until it is moved."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC))

    def now(self) -> datetime:
        """Return the moment, each time a millisecond later."""
        self.moment += timedelta(milliseconds=1)
        return self.moment

    def move(self, **by: float) -> None:
        """Move the clock on."""
        self.moment += timedelta(**by)

    def to(self, text: str) -> None:
        """Go to a moment such as `2026-03-05T10:00` in UTC."""
        self.moment = datetime.fromisoformat(text).replace(tzinfo=UTC)


class ServiceScene(ABC):
    """The service; a subclass adds the tracker and what people do there.

    Attributes:
        answers: how the web side answered each webhook.
    """

    clock: SetClock

    def _begin(
        self,
        folder: Path,
        database: str,
        tracker: Mapping[str, Any],
        contract: str,
        mail: Mapping[str, Any] | None,
        sign_in: Mapping[str, Any] | None = None,
    ) -> None:
        """Start the service on a database, with one tracker and one contract."""
        self.mappings = folder / "mappings"
        self.mappings.mkdir(exist_ok=True)
        self.set_contract(contract)
        self.settings = settings_for(tracker, database, self.mappings, mail, sign_in)
        self.service: Service = build(self.settings, self.clock)
        self.web: FlaskClient = self._web()
        self.worker = self.service.worker()
        self.answers: list[int] = []

    def set_contract(self, text: str, name: str = "acme.yaml") -> None:
        """Write the contract's mapping file."""
        (self.mappings / name).write_text(text, encoding="utf-8")

    def estimator_of(self, who: str) -> str:
        """Return who estimates what somebody creates: our own people, else the manager."""
        return who if who in ("manager", "developer") else "manager"

    # What the service does

    @abstractmethod
    def take(self) -> Sequence[WebhookDelivery]:
        """Take every webhook that waits to be delivered."""

    def deliver(self) -> None:
        """Deliver every waiting webhook, signed, over the web side."""
        self.post(self.take())

    def post(self, deliveries: Sequence[WebhookDelivery]) -> None:
        """Deliver these webhooks in this order."""
        for delivery in deliveries:
            self._receive(delivery.url, delivery.headers, delivery.body)

    def work(self) -> None:
        """Run the worker until nothing is left to do, settled effects included."""
        for _ in range(12):
            self.worker.run_until_idle()
            self.deliver()
            self.clock.move(seconds=1)
            if not self.worker.run_until_idle() and not self._waiting():
                return

    def _waiting(self) -> bool:
        taken = self.take()
        self.post(taken)
        return bool(taken)

    def settle(self) -> None:
        """Deliver and work until everything is quiet."""
        self.deliver()
        self.work()

    def register(self) -> list[dict[str, Any]]:
        """Return the change register as `ugovor register --format json` gives it."""
        mapping = load_file(self.mappings / "acme.yaml").mapping
        assert mapping is not None
        with self.service.database.look() as connection:
            states = issues.load_changes(connection, mapping.id)
        return json_rows(register_rows(mapping, states))

    def _web(self) -> FlaskClient:
        service, health = self.service, self.service.health()
        app = create_app(
            settings=self.settings,
            inbox=service.inbox,
            clock=self.clock,
            health=health,
            count_refused=RefusalCounter(service.database).count,
        )
        for pages in build_pages(app, self.settings, service.database, service.inbox, health, self.clock):
            app.register_blueprint(pages)
        return app.test_client()

    def _receive(self, url: str, headers: Mapping[str, str], body: bytes) -> int | None:
        status = self.web.post(url, data=body, headers=dict(headers)).status_code
        self.answers.append(status)
        return status


def settings_for(
    tracker: Mapping[str, Any],
    database: str,
    mappings: Path,
    mail: Mapping[str, Any] | None = None,
    sign_in: Mapping[str, Any] | None = None,
) -> Settings:
    """Return settings with one tracker."""
    return Settings.model_validate(
        {
            "service": {"database": database, "mappings": mappings, "public_url": "http://localhost"},
            "trackers": {"main": tracker},
            "mail": mail,
            "sign_in": sign_in,
        }
    )

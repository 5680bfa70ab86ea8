"""Deliveries on their way from an app.

Sent once, and lost where nobody takes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from plugin.practice.tracker.webhooks import WebhookDelivery, post


@dataclass
class Outbox:
    """What waits to be sent, oldest first.

    Attributes:
        deliver: sends one delivery; tests put a receiver here.
        lost: deliveries that nobody took.
    """

    deliver: Callable[[str, Mapping[str, str], bytes], int | None] = post
    lost: list[WebhookDelivery] = field(default_factory=list)
    _waiting: list[WebhookDelivery] = field(default_factory=list)

    def put(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """Put a delivery at the end."""
        self._waiting.append(WebhookDelivery(url, headers, body, retries=False))

    def take(self) -> list[WebhookDelivery]:
        """Take every waiting delivery away, for a test to shuffle, repeat or drop."""
        taken, self._waiting = self._waiting, []
        return taken

    def deliver_due(self) -> None:
        """Send what waits, in order."""
        for delivery in self.take():
            status = self.deliver(delivery.url, delivery.headers, delivery.body)
            if status is None or status >= 300:
                self.lost.append(delivery)

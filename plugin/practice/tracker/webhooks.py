"""Webhooks as Jira sends them: signed and numbered; only Cloud repeats them.

Cloud repeats up to five times, on 408, 409, 425, 429, 5xx and broken connections only, with the same
identifier and a count; Data Center sends once, without an identifier: docs/trackers/jira.md#delivery.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import requests

MAX_BODY_BYTES = 25 * 1024 * 1024
MAX_RETRIES = 5

Deliver = Callable[[str, Mapping[str, str], bytes], int | None]
"""Sends one delivery and returns the status, or None when there was no answer."""


@dataclass
class Webhook:
    """A registered webhook; without a secret it is not signed."""

    id: str
    url: str
    events: frozenset[str]
    secret: str = ""
    name: str = ""


@dataclass(frozen=True)
class WebhookDelivery:
    """One webhook on its way.

    Attributes:
        attempt: 0 at first; a repeat tells its number.
        due_s: on the clock of `WebhookOutbox`, not before which it is sent.
    """

    url: str
    headers: Mapping[str, str]
    body: bytes
    retries: bool = True
    attempt: int = 0
    due_s: float = 0.0


def post(url: str, headers: Mapping[str, str], body: bytes) -> int | None:
    """Send a delivery by HTTP, with Jira's own time-outs."""
    try:
        return requests.post(url, data=body, headers=dict(headers), timeout=(5, 20)).status_code
    except requests.RequestException:
        return None


def signature(secret: str, body: bytes) -> str:
    """Return `X-Hub-Signature` over the raw body.

    >>> signature("It's a Secret to Everybody", b"Hello World!")
    'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9'
    """
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_worth_repeating(status: int | None) -> bool:
    """Say whether Jira Cloud sends a delivery again after this answer."""
    return status is None or status in (408, 409, 425, 429) or status >= 500


def _cloud_back_off_s(attempt: int) -> float:
    del attempt
    return random.uniform(300, 900)  # noqa: S311 - jitter, no secret


@dataclass
class WebhookOutbox:
    """Registered webhooks and their deliveries.

    Attributes:
        deliver: sends one delivery; tests put a collector here.
        back_off_s: seconds before a repeat, by its number.
        lost: deliveries that were given up.
    """

    deliver: Deliver = post
    back_off_s: Callable[[int], float] = _cloud_back_off_s
    monotonic_s: Callable[[], float] = time.monotonic
    registered: list[Webhook] = field(default_factory=list)
    lost: list[WebhookDelivery] = field(default_factory=list)
    _waiting: list[WebhookDelivery] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def register(self, url: str, events: frozenset[str], secret: str = "", name: str = "") -> Webhook:
        """Register a webhook; an empty set of events means all."""
        hook = Webhook(str(len(self.registered) + 1), url, events, secret, name)
        self.registered.append(hook)
        return hook

    def send(self, event: str, payload: Mapping[str, Any], *, cloud: bool) -> None:
        """Queue an event for every webhook that wants it; a body over 25 MB is not sent."""
        body = json.dumps(payload, ensure_ascii=False).encode()
        if len(body) > MAX_BODY_BYTES:
            return
        wanting = [hook for hook in self.registered if not hook.events or event in hook.events]
        with self._changed:
            self._waiting += [
                WebhookDelivery(hook.url, _headers(hook, body, cloud=cloud), body, retries=cloud)
                for hook in wanting
            ]
            self._changed.notify_all()

    def take(self) -> list[WebhookDelivery]:
        """Take every waiting delivery away, for a test to shuffle, repeat or drop."""
        with self._changed:
            taken, self._waiting = self._waiting, []
        return taken

    @property
    def has_waiting(self) -> bool:
        """Whether anything waits to be sent."""
        return bool(self._waiting)

    def deliver_due(self) -> None:
        """Send what is due, in order."""
        now = self.monotonic_s()
        for delivery in self.take():
            if delivery.due_s <= now:
                self._attempt(delivery, now)
            else:
                self._keep(delivery)

    def start(self) -> None:
        """Deliver in a thread of its own until the process ends."""
        threading.Thread(target=self._run, name="practice-webhooks", daemon=True).start()

    def _run(self) -> None:
        while True:
            self.deliver_due()
            with self._changed:
                wait_s = self._until_next_s()
                if wait_s is None or wait_s > 0:
                    self._changed.wait(wait_s)

    def _until_next_s(self) -> float | None:
        due = [delivery.due_s for delivery in self._waiting]
        return max(0.0, min(due) - self.monotonic_s()) if due else None

    def _attempt(self, delivery: WebhookDelivery, now: float) -> None:
        status = self.deliver(delivery.url, delivery.headers, delivery.body)
        if status is not None and status < 300:
            return
        attempt = delivery.attempt + 1
        if not (delivery.retries and is_worth_repeating(status) and attempt <= MAX_RETRIES):
            self.lost.append(delivery)
            return
        headers = {**delivery.headers, "X-Atlassian-Webhook-Retry": str(attempt)}
        due_s = now + self.back_off_s(attempt)
        self._keep(replace(delivery, headers=headers, attempt=attempt, due_s=due_s))

    def _keep(self, delivery: WebhookDelivery) -> None:
        with self._changed:
            self._waiting.append(delivery)


def _headers(hook: Webhook, body: bytes, *, cloud: bool) -> dict[str, str]:
    headers = {"Content-Type": "application/json; charset=UTF-8", "User-Agent": "Atlassian HttpClient"}
    if hook.secret:
        headers["X-Hub-Signature"] = signature(hook.secret, body)
    if cloud:
        headers["X-Atlassian-Webhook-Identifier"] = str(uuid.uuid4())
        headers["X-Atlassian-Webhook-Flow"] = "Primary"
    return headers

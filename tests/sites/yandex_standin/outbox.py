"""Calls of triggers on their way: sent once, and lost where nobody takes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from plugin.practice.tracker.webhooks import post


@dataclass(frozen=True)
class TriggerCall:
    """One call of a trigger, rendered."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    trigger: int
    issue: str
    at: datetime


@dataclass
class Outbox:
    """What waits to be sent, oldest first.

    Attributes:
        deliver: sends one call; tests put a receiver here.
        log: every call that was sent, with the status that it was answered with.
    """

    deliver: Callable[[str, Mapping[str, str], bytes], int | None] = post
    log: list[tuple[TriggerCall, int | None]] = field(default_factory=list)
    _waiting: list[TriggerCall] = field(default_factory=list)

    def put(self, call: TriggerCall) -> None:
        """Put a call at the end."""
        self._waiting.append(call)

    def take(self) -> list[TriggerCall]:
        """Take every waiting call away, for a test to shuffle, repeat or drop."""
        taken, self._waiting = self._waiting, []
        return taken

    def deliver_due(self) -> None:
        """Send what waits, in order; nothing is sent again."""
        for call in self.take():
            self.log.append((call, self.deliver(call.url, call.headers, call.body)))

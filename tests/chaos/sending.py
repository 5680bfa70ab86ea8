"""Sends deliveries as Jira Cloud does: until taken, shuffled and doubled."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import requests
from time_limits import scaled

from plugin.practice.tracker.webhooks import WebhookDelivery

_AT_ONCE = 8
_AGAIN_AFTER_S = 0.1
_PATIENCE_S = scaled(120.0)


@dataclass
class MailSender:
    """Sends to whichever web host answers.

    Attributes:
        hosts: the addresses of the web hosts, such as `http://127.0.0.1:8080`.
        sent: how many deliveries were taken, repeats included.
        refused: how many attempts were not.
        statuses: every status that was answered.
        longest_s: the longest time until an answer.
    """

    hosts: Sequence[str]
    sent: int = 0
    refused: int = 0
    statuses: set[int] = field(default_factory=set)
    longest_s: float = 0.0
    _counting: threading.Lock = field(default_factory=threading.Lock)

    def send(self, deliveries: Sequence[WebhookDelivery], disorder: random.Random | None = None) -> None:
        """Send deliveries and return once all are taken.

        Args:
            deliveries: in the tracker's order.
            disorder: shuffles them and sends some twice; None: once and in order.
        """
        if disorder is None:
            self._one_after_the_other(deliveries)
            return
        everything = [*deliveries, *disorder.choices(deliveries, k=len(deliveries) // 4)]
        disorder.shuffle(everything)
        threads = [
            threading.Thread(target=self._one_after_the_other, args=(everything[n::_AT_ONCE],))
            for n in range(_AT_ONCE)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _one_after_the_other(self, deliveries: Sequence[WebhookDelivery]) -> None:
        with requests.Session() as session:
            for number, delivery in enumerate(deliveries):
                self._until_taken(session, delivery, number)

    def _until_taken(self, session: requests.Session, delivery: WebhookDelivery, number: int) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            host = self.hosts[number % len(self.hosts)]
            began = time.monotonic()
            try:
                answer = session.post(
                    host + delivery.url, data=delivery.body, headers=dict(delivery.headers), timeout=(5, 20)
                )
                status = answer.status_code
            except requests.RequestException:
                status = 0
            with self._counting:
                self.statuses.add(status)
                self.longest_s = max(self.longest_s, time.monotonic() - began)
                self.sent += status == 204
                self.refused += status != 204
            if status == 204:
                return
            number += 1
            time.sleep(_AGAIN_AFTER_S)
        raise TimeoutError(f"a delivery was not taken within {_PATIENCE_S:.0f} s")

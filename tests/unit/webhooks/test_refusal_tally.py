"""Refused deliveries are counted for the operator, without a write for each."""

from __future__ import annotations

from datetime import datetime

import pytest
from webhook_site import FakeHealth, FakeInbox, MovableClock, WebhookSite

from plugin.settings.model import Settings
from webhooks.app import create_app
from webhooks.refusal_tally import RefusalTally


def test_counts_are_passed_on_at_most_twice_a_minute() -> None:
    """Anybody may send what is refused: a storm costs two writes a minute."""
    kept: list[tuple[str, int]] = []
    clock = MovableClock()
    tally = RefusalTally(clock, lambda tracker, number, _: kept.append((tracker, number)))
    for _ in range(100):
        tally.note("main")
    tally.note("own")
    clock.pass_by(31)
    tally.note("main")
    assert kept == [("main", 1), ("own", 1), ("main", 100)]


@pytest.mark.parametrize(
    ("secret", "to", "counted"),
    [
        pytest.param("another secret", "main", ["main"], id="a secret that does not fit"),
        pytest.param(None, "main", ["main"], id="no signature"),
        pytest.param("first secret", "main", [], id="one that fits"),
        pytest.param("another secret", "nobody", [], id="no such tracker"),
    ],
)
def test_the_receiver_counts_what_it_refuses(
    site: WebhookSite, secret: str | None, to: str, counted: list[str]
) -> None:
    """Signatures that fail are counted by their tracker.

    Strangers' words are not kept.
    """
    kept: list[str] = []

    def keep(tracker: str, number: int, now: datetime) -> None:
        del number, now
        kept.append(tracker)

    settings: Settings = site.settings
    app = create_app(
        settings=settings, inbox=FakeInbox(), clock=MovableClock(), health=FakeHealth(), count_refused=keep
    )
    WebhookSite(app, settings, FakeInbox(), MovableClock(), FakeHealth()).post(b"{}", secret=secret, to=to)
    assert kept == counted

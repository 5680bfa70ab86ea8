"""Who may deliver for Yandex Tracker: who sends a live secret in our header."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from webhook_site import WebhookSite

from webhooks.yandex.parser import identify, verify

SECRETS = ["first secret of more than thirty-two", "second secret of more than thirty-two"]
BODY = b'{"key":"ACME-7","what":"update","at":"2026-04-01T09:30:57.402Z","comment":""}'
AT = datetime(2026, 4, 1, 9, 30, 58, tzinfo=UTC)


@pytest.mark.parametrize(
    ("why", "headers", "expected"),
    [
        ("the first secret", {"x-ugovor-secret": SECRETS[0]}, True),
        ("the second secret, while they are changed", {"x-ugovor-secret": SECRETS[1]}, True),
        ("nearly a secret", {"x-ugovor-secret": SECRETS[0][:-1]}, False),
        ("a secret and more", {"x-ugovor-secret": SECRETS[0] + "x"}, False),
        ("another case", {"x-ugovor-secret": SECRETS[0].upper()}, False),
        ("an empty header", {"x-ugovor-secret": ""}, False),
        ("no header", {}, False),
        ("a header of Yandex' own", {"x-startrek-transport": "1"}, False),
        ("the secret elsewhere", {"authorization": f"Bearer {SECRETS[0]}"}, False),
    ],
)
def test_only_a_live_secret_verifies(why: str, headers: dict[str, str], expected: bool) -> None:
    """Any of the live ones, and nothing else."""
    assert expected is verify(headers, BODY, SECRETS), why


def test_an_empty_secret_never_verifies() -> None:
    """Anybody could send it."""
    assert not verify({"x-ugovor-secret": ""}, BODY, [""])


def test_a_secret_beyond_ascii_verifies() -> None:
    """Servers hand the header on as Latin-1."""
    given = "секрет из тридцати двух знаков и более".encode().decode("latin-1")
    assert verify({"x-ugovor-secret": given}, BODY, ["секрет из тридцати двух знаков и более"])


def test_a_call_is_known_by_body_and_minute() -> None:
    """Nothing is numbered; the body's own time has milliseconds."""
    first = identify({}, BODY, AT)
    assert first == identify({}, BODY, AT.replace(second=1))
    assert first != identify({}, BODY, AT.replace(minute=31))
    assert first != identify({}, BODY.replace(b"402Z", b"403Z"), AT)


def test_a_call_is_received_and_its_secret_is_not_kept(site: WebhookSite) -> None:
    """204, and the header with the secret stands nowhere."""
    answer = site.client.post("/webhooks/other", data=BODY, headers={"X-Ugovor-Secret": "other secret"})
    assert 204 == answer.status_code
    (kept,) = site.inbox.arrivals
    assert ("handled", "update", "ACME-7") == (kept.kind, kept.event_name, kept.subject)
    assert "other secret" not in repr(kept)


def test_a_stranger_is_refused(site: WebhookSite) -> None:
    """401, and nothing is kept."""
    answer = site.client.post("/webhooks/other", data=BODY, headers={"X-Ugovor-Secret": "a guess"})
    assert (401, []) == (answer.status_code, site.inbox.arrivals)

"""Who may deliver for YouTrack: our app signs, JetBrains' app carries a token."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

import pytest
from webhook_site import FakeHealth, FakeInbox, MovableClock

from plugin.settings.model import Settings
from webhooks.app import create_app
from webhooks.youtrack.parser import identify, verify

SECRETS = ["first secret of more than thirty-two", "second secret of more than thirty-two"]
BODY = b'{"app": "ugovor", "version": 1, "delivery": "ACME-1.17.abcdef", "kinds": ["updated"]}'
AT = datetime(2026, 4, 1, 9, 0, 30, tzinfo=UTC)


def signed(body: bytes, secret: str) -> str:
    """Return the header of our app."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("why", "headers", "expected"),
    [
        ("the first secret signed it", {"x-ugovor-signature": signed(BODY, SECRETS[0])}, True),
        ("the second secret signed it", {"x-ugovor-signature": signed(BODY, SECRETS[1])}, True),
        ("a stranger signed it", {"x-ugovor-signature": signed(BODY, "a stranger's")}, False),
        ("another body was signed", {"x-ugovor-signature": signed(b"{}", SECRETS[0])}, False),
        ("the word secret signed it", {"x-ugovor-signature": signed(BODY, "secret")}, False),
        ("the token is the first secret", {"x-youtrack-token": SECRETS[0]}, True),
        ("the token is the second secret", {"x-youtrack-token": SECRETS[1]}, True),
        ("the token is the word secret", {"x-youtrack-token": "secret"}, False),
        ("the token is nearly a secret", {"x-youtrack-token": SECRETS[0][:-1]}, False),
        ("the token is empty", {"x-youtrack-token": ""}, False),
        ("there is no header", {}, False),
        (
            "a token does not help a wrong signature",
            {"x-ugovor-signature": "x", "x-youtrack-token": SECRETS[0]},
            False,
        ),
        ("the token stands elsewhere", {"authorization": SECRETS[0]}, False),
    ],
)
def test_only_a_live_secret_verifies(why: str, headers: dict[str, str], expected: bool) -> None:
    """Only a sender that knows a live secret."""
    assert expected is verify(headers, BODY, SECRETS), why


@pytest.mark.parametrize("secret", ["secret", "SECRET", " secret "])
def test_the_word_secret_never_counts(secret: str) -> None:
    """Not even where it stands in the settings: every YouTrack may send it."""
    assert not verify({"x-youtrack-token": secret}, BODY, [secret])
    assert not verify({"x-ugovor-signature": signed(BODY, secret)}, BODY, [secret])


def test_a_secret_beyond_ascii_verifies() -> None:
    """Servers hand the header on as Latin-1."""
    given = "секрет из тридцати двух знаков и более".encode().decode("latin-1")
    assert verify({"x-youtrack-token": given}, BODY, ["секрет из тридцати двух знаков и более"])


def test_our_deliveries_are_known_by_their_number() -> None:
    """A repeat is the same delivery; the number is part of what was signed."""
    headers = {"x-ugovor-signature": signed(BODY, SECRETS[0])}
    assert "ACME-1.17.abcdef" == identify(headers, BODY, AT)


@pytest.mark.parametrize(
    ("why", "headers", "body"),
    [
        ("Webhook Triggers numbers nothing", {"x-youtrack-token": SECRETS[0]}, BODY),
        ("no number in a signed body", {"x-ugovor-signature": "x"}, b'{"app": "ugovor"}'),
        ("a number of another app", {"x-ugovor-signature": "x"}, BODY.replace(b"ugovor", b"others")),
        ("a number that is too short", {"x-ugovor-signature": "x"}, BODY.replace(b"ACME-1.17.abcdef", b"1")),
        ("no JSON", {"x-ugovor-signature": "x"}, b"hello"),
    ],
)
def test_others_are_known_by_body_and_minute(why: str, headers: dict[str, str], body: bytes) -> None:
    """The same body in the same minute is one delivery, in the next another."""
    first = identify(headers, body, AT)
    assert first.startswith("sha256:"), why
    assert first == identify(headers, body, AT.replace(second=59))
    assert first != identify(headers, body, AT.replace(minute=1))


def test_no_token_is_kept() -> None:
    """Neither token nor signature stands in what is stored."""
    tracker = {
        "url": "https://acme.example",
        "token": "perm:x",
        "webhook_secrets": SECRETS,
        "kind": "youtrack",
    }
    inbox = FakeInbox()
    app = create_app(
        settings=Settings(trackers={"main": tracker}), inbox=inbox, clock=MovableClock(), health=FakeHealth()
    )
    for headers in ({"X-YouTrack-Token": SECRETS[0]}, {"X-Ugovor-Signature": signed(BODY, SECRETS[0])}):
        assert 204 == app.test_client().post("/webhooks/main", data=BODY, headers=headers).status_code
    assert 2 == len(inbox.arrivals)
    assert not any(
        SECRETS[0] in str(kept.headers) or "sha256=" in str(kept.headers) for kept in inbox.arrivals
    )

"""What is fuzzed: each target takes bytes and raises where something is wrong."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from flask.testing import FlaskClient

from plugin.core.answers.reader import read_acceptance, read_answer
from plugin.core.commands import read_commands
from plugin.core.model.answer import Chosen
from plugin.core.model.markup import Markup
from plugin.runtime.clock import SystemClock
from plugin.settings.model import Settings
from plugin.store.inbox import Arrival
from webhooks.app import create_app
from webhooks.parsers import MODULES

SECRET = "a secret of the fuzzer"
OFFERED = range(1, 6)
AT = datetime(2026, 3, 2, tzinfo=UTC)
SIGNED_BY: Mapping[str, str] = {
    "jira_cloud": "X-Hub-Signature",
    "redmine": "X-Redmine-Signature-256",
    "yandex": "X-Ugovor-Secret",
    "youtrack": "X-Ugovor-Signature",
}


class _Inbox:
    """Takes everything."""

    def accept(self, arrival: Arrival) -> bool:
        """Take an arrival, whose every part must be of its type."""
        assert arrival.delivery_id
        assert arrival.delivery_id.isprintable()
        return True


class _Health:
    def checks(self) -> tuple[()]:
        """Find nothing to say."""
        return ()

    def metrics(self) -> tuple[bytes, str]:
        """Measure nothing."""
        return b"", "text/plain"


def _site() -> FlaskClient:
    trackers: dict[str, dict[str, object]] = {
        kind: {"kind": kind, "url": "http://localhost", "token": "t", "webhook_secrets": [SECRET]}
        for kind in SIGNED_BY
    }
    trackers["yandex"]["org_id"] = "8020001"
    settings = Settings.model_validate({"trackers": trackers})
    return create_app(settings=settings, inbox=_Inbox(), clock=SystemClock(), health=_Health()).test_client()


SITE = _site()


def receiver(data: bytes) -> None:
    """Post a signed body to every kind of tracker: it is taken, whatever it holds."""
    mac = "sha256=" + hmac.new(SECRET.encode(), data, hashlib.sha256).hexdigest()
    for kind, header in SIGNED_BY.items():
        # Yandex Tracker signs nothing: the secret itself stands in the header.
        proof = SECRET if kind == "yandex" else mac
        answer = SITE.post(f"/webhooks/{kind}", data=data, headers={header: proof})
        # A body for YouTrack is authentic only with a moment inside the signed part.
        wanted = (204, 401) if kind == "youtrack" else (204,)
        assert answer.status_code in wanted, (kind, answer.status_code)


def stranger(data: bytes) -> None:
    """Post a body with a header that no secret made: refused, never a 5xx."""
    mac = data[:80].decode("latin-1").replace("\r", "").replace("\n", "")
    for kind, header in SIGNED_BY.items():
        answer = SITE.post(f"/webhooks/{kind}", data=data[80:], headers={header: mac})
        assert answer.status_code in (401, 413, 429), (kind, answer.status_code)


def parsers(data: bytes) -> None:
    """Read a body by every module: none raises; what is handled has a subject."""
    for kind, module in MODULES.items():
        parsed = module.parse(data)
        assert parsed.kind in ("handled", "ignored", "unknown"), kind
        assert parsed.kind != "handled" or parsed.events, kind
        assert module.identify({}, data, AT), kind


def commands(data: bytes) -> None:
    """Read a comment's commands and its answer, whatever it holds."""
    text = data.decode("utf-8", "replace")
    reading = read_commands(text, today=AT.date(), own_words=(text[: len(text) // 2],))
    answer = read_answer(text, OFFERED, markup=list(Markup)[len(data) % len(Markup)])
    assert not isinstance(answer, Chosen) or answer.number > 0
    read_acceptance(text)
    lines = text.count("\n") + text.count("\r") + 1
    assert all(1 <= command.line <= lines for command in reading.commands)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "receiver": receiver,
    "stranger": stranger,
    "parsers": parsers,
    "commands": commands,
}

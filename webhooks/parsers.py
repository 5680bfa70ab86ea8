"""Which module reads the webhooks of which kind of tracker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from webhooks.jira import parser as jira
from webhooks.parsed import Parsed
from webhooks.redmine import parser as redmine
from webhooks.yandex import parser as yandex
from webhooks.youtrack import parser as youtrack


class WebhookModule(Protocol):
    """What a tracker's module offers. None of it does I/O.

    Header names arrive in lower case.
    """

    def verify(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> bool:
        """Tell whether one of the secrets signed these raw bytes."""

    def identify(self, headers: Mapping[str, str], body: bytes, received_at: datetime) -> str:
        """Return the delivery id, the same whenever the tracker repeats the delivery."""

    def parse(self, body: bytes) -> Parsed:
        """Read a verified body into events."""


MODULES: Mapping[str, WebhookModule] = {
    "jira_cloud": jira,
    "jira_dc": jira,
    "redmine": redmine,
    "yandex": yandex,
    "youtrack": youtrack,
}
"""By `kind` in the settings; every kind is here."""

"""From verified bytes to an arrival.

Identified, parsed as far as it can be, its headers reduced.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from plugin.runtime.logs import name_error
from plugin.store.inbox import Arrival
from webhooks.parsed import Parsed
from webhooks.parsers import WebhookModule

_STORED_HEADERS = ("content-type", "user-agent")
_STORED_HEADER_PREFIXES = ("x-atlassian-",)
_MAX_HEADER_LENGTH = 500


def make_arrival(
    tracker: str, module: WebhookModule, headers: Mapping[str, str], body: bytes, received_at: datetime
) -> Arrival:
    """Make the arrival of one authentic delivery.

    An authentic body is always kept, so a parser that fails on it parks it instead of refusing it.

    Args:
        tracker: the tracker's name in the settings.
        module: the module that reads this kind of tracker.
        headers: by lower-case name.
        body: the raw bytes, already verified.
        received_at: when it arrived.
    """
    try:
        parsed = module.parse(body)
    except Exception as error:  # noqa: BLE001 (an authentic body never gets a 5xx for its content)
        parsed = Parsed("unknown", reason=f"reading it failed: {name_error(error)}")
    return Arrival(
        tracker=tracker,
        delivery_id=module.identify(headers, body, received_at),
        received_at=received_at,
        headers=select_headers(headers),
        body=body,
        kind=parsed.kind,
        event_name=parsed.event_name,
        subject=parsed.subject,
        happened_at=parsed.happened_at,
        events=parsed.events,
        reason=parsed.reason,
    )


def select_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that are stored.

    A list of allowed ones, so that no mac or token ever is.
    """
    return {
        name: value[:_MAX_HEADER_LENGTH]
        for name, value in headers.items()
        if name in _STORED_HEADERS or name.startswith(_STORED_HEADER_PREFIXES)
    }

"""Jira Cloud's and Data Center's webhooks, without I/O: verify, identify, parse.

See docs/trackers/jira.md#webhooks and docs/trackers/jira.md#payloads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from plugin.core.model.events import Event, IssueSeen
from webhooks.jira.body import find_issue_id, read_time
from webhooks.jira.events import HANDLED, IGNORED, find_event_name
from webhooks.json_object import NotUnderstoodError, read_object
from webhooks.parsed import Parsed
from webhooks.signatures import is_signed_by_any

_MAX_ID_LENGTH = 200


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> bool:
    """Tell whether one of the secrets signed this body (`X-Hub-Signature`).

    Args:
        headers: by lower-case name.
        body: the raw bytes.
        secrets: the live secrets.
    """
    return is_signed_by_any(headers.get("x-hub-signature", ""), body, secrets)


def identify(headers: Mapping[str, str], body: bytes, received_at: datetime) -> str:
    """Return the delivery id, under which a repeat is known.

    Cloud names each delivery in `X-Atlassian-Webhook-Identifier`, the same across its retries. Data Center
    documents no such header: there it is a hash of the body and the receiving minute.
    """
    given = headers.get("x-atlassian-webhook-identifier", "").strip()
    if given.isprintable() and 0 < len(given) <= _MAX_ID_LENGTH:
        return given
    minute = received_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
    return "sha256:" + hashlib.sha256(minute.encode() + b"\n" + body).hexdigest()


def parse(body: bytes) -> Parsed:
    """Read a verified body into events; whatever it holds, nothing is raised.

    Args:
        body: the raw bytes.

    Returns:
        Handled with its events, ignored on purpose with the reason from the table, or unknown with the
        reason why it was not understood.
    """
    try:
        said = read_object(body)
    except NotUnderstoodError as error:
        return Parsed("unknown", reason=error.reason)
    name = find_event_name(said)
    try:
        if name in HANDLED:
            events = HANDLED[name](said)
            return Parsed("handled", name, _get_subject(events[0]), events[0].at, events)
        reason = f"no event is known by the name {name}" if name else "the body does not name its event"
    except NotUnderstoodError as error:
        reason = error.reason
    subject, at = find_issue_id(said) or None, read_time(said)
    if name in IGNORED:
        return Parsed("ignored", name, subject, at, reason=IGNORED[name])
    return Parsed("unknown", name, subject, at, reason=reason)


def _get_subject(event: Event) -> str:
    return event.issue.id if isinstance(event, IssueSeen) else event.issue_id

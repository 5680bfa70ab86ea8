"""YouTrack's webhooks, without I/O: verify, identify, parse.

YouTrack has none of its own; two apps send them (docs/trackers/youtrack.md#webhooks). Ours
(`deploy/youtrack`) signs the raw body in `X-Ugovor-Signature` and numbers its deliveries. JetBrains' Webhook
Triggers carries a fixed token in `X-YouTrack-Token`: who reads one delivery can send others, so nothing of
its bodies counts unread.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from plugin.core.model.events import Event, IssueSeen
from plugin.settings.model import is_placeholder
from webhooks.json_object import NotUnderstoodError, read_object
from webhooks.parsed import Parsed
from webhooks.signatures import is_signed_by_any
from webhooks.youtrack import own_app, triggers
from webhooks.youtrack.body import find_issue_key, read_time

SIGNATURE, TOKEN = "x-ugovor-signature", "x-youtrack-token"


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> bool:
    """Tell whether a secret signed this body or stands in the token's header.

    The literal `secret` never counts: it is what Webhook Triggers 1.0.5 puts on the wire where the platform
    does not resolve the setting (JetBrains/youtrack-apps, `workflow-http.js`), and anybody can send it.

    Args:
        headers: by lower-case name.
        body: the raw bytes.
        secrets: the live secrets.
    """
    live = [secret for secret in secrets if not is_placeholder(secret)]
    if SIGNATURE in headers:
        return is_signed_by_any(headers[SIGNATURE], body, live)
    # Servers hand a header on as Latin-1, whatever the sender wrote.
    given = headers.get(TOKEN, "").encode("latin-1", "replace")
    fits = False
    for secret in filter(None, live):
        fits |= hmac.compare_digest(secret.encode(), given)
    return fits


def identify(headers: Mapping[str, str], body: bytes, received_at: datetime) -> str:
    """Return the delivery id.

    The one that our app signs with the body, else a hash of body and minute.

    Webhook Triggers numbers nothing, and sends nothing twice.
    """
    if SIGNATURE in headers:
        try:
            given = own_app.read_delivery_id(read_object(body))
        except NotUnderstoodError:
            given = ""
        if given:
            return given
    minute = received_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
    return "sha256:" + hashlib.sha256(minute.encode() + b"\n" + body).hexdigest()


def parse(body: bytes) -> Parsed:
    """Read a verified body into events; whatever it holds, nothing is raised.

    Args:
        body: the raw bytes.

    Returns:
        Handled with its events, ignored on purpose with the reason from the table, or unknown with the
        reason why it was not understood. The subject is the issue's readable id, which leads to its id.
    """
    try:
        said = read_object(body)
    except NotUnderstoodError as error:
        return Parsed("unknown", reason=error.reason)
    sender = own_app if own_app.is_ours(said) else triggers
    name = sender.find_event_name(said)
    subject, at = find_issue_key(said) or None, read_time(said)
    if name in triggers.IGNORED:
        return Parsed("ignored", name, subject, at, reason=triggers.IGNORED[name])
    try:
        events = sender.read_events(said)
    except NotUnderstoodError as error:
        return Parsed("unknown", name, subject, at, reason=error.reason)
    return Parsed("handled", name, _get_subject(events[0]), read_time(said), events)


def _get_subject(event: Event) -> str:
    return event.issue.id if isinstance(event, IssueSeen) else event.issue_id

"""Redmine 7.0's webhooks, without I/O: verify, identify, parse.

Read in 7.0-stable: `app/models/webhook.rb` (signature), `lib/redmine/acts/webhookable.rb` (form of the body),
`app/models/concerns/issue/webhookable.rb` (journal).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from plugin.trackers.http.json_values import read_moment
from webhooks.json_object import NotUnderstoodError, read_object
from webhooks.parsed import Parsed
from webhooks.redmine.body import find_issue_id, is_about_project, read_name
from webhooks.redmine.events import HANDLED, IGNORED
from webhooks.signatures import is_signed_by_any


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> bool:
    """Tell whether one of the secrets signed this body (`X-Redmine-Signature-256`).

    Args:
        headers: by lower-case name.
        body: the raw bytes.
        secrets: the live secrets; none where the tracker is only asked for changes.
    """
    return is_signed_by_any(headers.get("x-redmine-signature-256", ""), body, secrets)


def identify(headers: Mapping[str, str], body: bytes, received_at: datetime) -> str:
    """Return the delivery id.

    Redmine gives none, so it is a hash of the body and the receiving minute.
    """
    del headers
    minute = received_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
    return "sha256:" + hashlib.sha256(minute.encode() + b"\n" + body).hexdigest()


def parse(body: bytes) -> Parsed:
    """Read a verified body into events; whatever it holds, nothing is raised.

    Returns:
        Handled with its events, ignored on purpose with the reason from the table, or unknown with the reason
        why it was not understood.
    """
    try:
        said = read_object(body)
    except NotUnderstoodError as error:
        return Parsed("unknown", reason=error.reason)
    name, subject, at = (
        read_name(said, "type"),
        find_issue_id(said) or None,
        read_moment(said.get("timestamp")),
    )
    if name in IGNORED:
        return Parsed("ignored", name, subject, at, reason=IGNORED[name])
    if is_about_project(said):
        return Parsed("ignored", name, None, at, reason="work logged on a project belongs to no issue")
    if name not in HANDLED:
        reason = f"no event is known by the name {name}" if name else "the body does not name its event"
        return Parsed("unknown", name, subject, at, reason=reason)
    try:
        events = HANDLED[name](said)
    except NotUnderstoodError as error:
        return Parsed("unknown", name, subject, at, reason=error.reason)
    return Parsed("handled", name, subject, events[0].at, events)

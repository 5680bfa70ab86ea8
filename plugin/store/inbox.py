"""Deliveries as they arrive: kept before the answer, never twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from plugin.core.model.events import Event


@dataclass(frozen=True)
class Arrival:
    """One authentic webhook, parsed as far as it could be.

    Attributes:
        tracker: the tracker's name in the settings.
        delivery_id: unique with the tracker; what the tracker gives, else a hash of the body and the
            receiving minute.
        kind: `handled` (has events), `ignored` (on purpose, by name) or `unknown` (kept and parked).
        event_name: the tracker's own name of the event, such as `jira:issue_updated`; may be empty.
        subject: the tracker's id of the issue; None where the body names none.
        reason: why it is ignored or parked; empty otherwise.
        happened_at: the tracker's own time of the event.
        queued_at: when it arrived by the machine's clock, where practice time is another; None: the same.
    """

    tracker: str
    delivery_id: str
    received_at: datetime
    headers: Mapping[str, str]
    body: bytes
    kind: Literal["handled", "ignored", "unknown"]
    event_name: str = ""
    subject: str | None = None
    happened_at: datetime | None = None
    events: tuple[Event, ...] = ()
    reason: str = ""
    queued_at: datetime | None = None


@dataclass
class StoreUnavailable(Exception):
    """The database could not keep the delivery now; the tracker should send it again.

    Attributes:
        why: for the log and the operator; never anything that the database itself said.
    """

    retry_after_s: int = 5
    why: str = "the database is not available"
    detail: str = field(default="", repr=False)


class Inbox(Protocol):
    """Where the receiver puts what arrived."""

    def accept(self, arrival: Arrival) -> bool:
        """Keep an arrival durably; return False when the tracker sent it before.

        Raises:
            StoreUnavailable: it could not be kept.
        """

"""What a tracker's module makes of a body.

Handled, ignored on purpose, or unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from plugin.core.model.events import Event


@dataclass(frozen=True)
class Parsed:
    """One body, read as far as it could be.

    Attributes:
        kind: `handled` (has events), `ignored` (on purpose, listed by name) or `unknown` (kept, parked).
        event_name: the tracker's own name of the event; empty where the body gives none.
        subject: the tracker's id of the issue, None where the body names none.
        happened_at: the tracker's own time of the event, None where it gives none.
        events: what happened, in the words of the inside.
        reason: why it is ignored or parked, a sentence for the operator; empty when handled.
    """

    kind: Literal["handled", "ignored", "unknown"]
    event_name: str = ""
    subject: str | None = None
    happened_at: datetime | None = None
    events: tuple[Event, ...] = ()
    reason: str = ""

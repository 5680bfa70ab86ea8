"""Calls that people agreed to have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PlannedCall:
    """A call that somebody arranged.

    Attributes:
        comment: the id of the comment that arranges it; an edit changes this call.
        issue: the tracker's id of the issue.
        at: when it begins.
        people: the keys of those who talk, the one who arranges it among them.
        topic: what about.
        arranged_by: the key of who arranged it.
    """

    comment: str
    issue: str
    at: datetime
    people: tuple[str, ...]
    topic: str
    arranged_by: str

"""Notices: messages that must be seen, with a state for each person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from plugin.core.model.slots import Slot


class NoticeKind(StrEnum):
    """What a notice is about. Values are stored: never rename them."""

    DECISION = "decision"
    """A change was decided."""
    SHIFT = "shift"
    """A stage will be delivered later."""
    AT_RISK = "at_risk"
    """A date can still be kept, by an answer until a day that is named."""
    SECOND_NOTICE = "second_notice"
    """What will be recorded if nobody answers."""


class NoticeState(StrEnum):
    """How far a notice has come with one person; each state holds those before it."""

    WAITING = "waiting"
    """Neither the tracker nor the mail server has taken it."""
    SENT = "sent"
    """One of them took it."""
    OPENED = "opened"
    """The link of its mail was opened, perhaps by a mail filter."""
    SEEN = "seen"
    """The person pressed the button, or wrote on the issue after it."""
    ANSWERED = "answered"
    """The person decided or signed."""


@dataclass(frozen=True)
class NoticeGiven:
    """A notice to one person.

    Attributes:
        kind: what it is about.
        person: the person's key.
        account: the person's account in the tracker; empty without one.
        subject: where it waits to be sent: the issue, or the stage's own subject for a mail.
        slot: what sends it.
        issue: the issue on which an answer counts.
    """

    kind: NoticeKind
    person: str
    account: str
    subject: str
    slot: Slot
    issue: str


@dataclass(frozen=True)
class Notice:
    """A notice as it stands on record; `key` is the issue's key now."""

    kind: NoticeKind
    person: str
    issue: str
    slot: str
    given_at: datetime
    sent_at: datetime | None = None
    opened_at: datetime | None = None
    seen_at: datetime | None = None
    answered_at: datetime | None = None
    key: str = ""
    repeated_at: datetime | None = None

    @property
    def state(self) -> NoticeState:
        """How far it has come."""
        reached = (
            (self.answered_at, NoticeState.ANSWERED),
            (self.seen_at, NoticeState.SEEN),
            (self.opened_at, NoticeState.OPENED),
            (self.sent_at, NoticeState.SENT),
        )
        return next((state for moment, state in reached if moment is not None), NoticeState.WAITING)

    @property
    def is_acknowledged(self) -> bool:
        """Whether the person has seen it for certain."""
        return self.state in (NoticeState.SEEN, NoticeState.ANSWERED)

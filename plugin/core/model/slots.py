"""Slots: where on a subject an effect is shown, and what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SlotKind(StrEnum):
    """What stands in a slot. Values are stored and referenced: never rename them."""

    VERDICT = "verdict"
    """Label and living comment of an issue."""
    STAGE = "stage"
    """Label and checklist of a stage's issue."""
    KICK_OFF = "@kick-off"
    """The living comment on the kick-off's issue."""
    REGISTER = "@register"
    """The living comment that keeps the register on an issue."""
    DUE = "due"
    """The due date of a stage's issue."""
    REPLY = "reply"
    """The answer to somebody's comment, page or move."""
    DECISION = "decision"
    """The comment that announces a decision."""
    SWAPPED_IN = "swapped-in"
    """Tells an issue that it is agreed work again."""
    SWAPPED_OUT = "swapped-out"
    """Tells an issue that it gave way to an extra."""
    STARTED = "started"
    """The answer to an undecided extra that was begun."""
    LABEL = "label"
    """The answer to a label that was changed by hand."""
    GATE = "gate"
    """The answer to work that began on a stage that is shut."""
    GATE_BACK = "gate-back"
    """The move back of such work."""
    MOVE_BACK = "move-back"
    """The move back of an issue to the status it came from."""
    OUTDATED = "outdated"
    """The label of an outdated sign-off, and the comment about it."""
    COMPLETE = "complete"
    """The comment on a sign-off that was completed by something else than a statement."""
    REMIND = "offer:remind"
    """The first reminder of an offer."""
    CALL = "offer:call"
    """The second reminder, which suggests a call."""
    REVIEW = "review"
    """What is said about a review period: hand-over, reminders, notices."""
    FORECAST = "forecast"
    """The comment that names a later date to the decider."""
    WAITS = "waits"
    """The living comment on what is waited for."""
    WAITING = "waiting"
    """What is said once about a wait: a further question, a date that moved."""
    REMINDER = "reminder"
    """A reminder of what somebody owes."""
    NOTICE = "notice"
    """A message that must be seen, said once more."""
    FILE = "file"
    """A file that somebody gave on a page."""
    MAIL = "mail"
    """A mail to one person, for one purpose and version."""
    WATCH = "watch"
    """A person who becomes a watcher of the issue."""
    TEAM = "team"
    """A message to the team alone."""


@dataclass(frozen=True)
class Slot:
    """A place on a subject; a new request for it replaces what it should show.

    Attributes:
        kind: what stands there.
        key: tells slots of one kind apart, such as the id of the comment that is answered.
    """

    kind: SlotKind
    key: str = ""

    def __str__(self) -> str:
        """Return the slot as it is stored and as a comment's reference is made of it."""
        return f"{self.kind}:{self.key}" if self.key else str(self.kind)


VERDICT_SLOT = Slot(SlotKind.VERDICT)
STAGE_SLOT = Slot(SlotKind.STAGE)
KICK_OFF_SLOT = Slot(SlotKind.KICK_OFF)
REGISTER_SLOT = Slot(SlotKind.REGISTER)
DUE_SLOT = Slot(SlotKind.DUE)
WAITS_SLOT = Slot(SlotKind.WAITS)


def reply_slot(said_in: str) -> Slot:
    """Return the slot of the answer to a comment, a page's link or a move."""
    return Slot(SlotKind.REPLY, said_in)


def team_slot(about: str) -> Slot:
    """Return the slot of a message to the team alone."""
    return Slot(SlotKind.TEAM, about)

"""Waits: one thing that one person owes; whose turn it is, since when."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime

from plugin.core.model.issue import Frozen

Side = Literal["client", "contractor"]

MAX_WHAT_CHARS = 1_000
"""The length of what is asked for, as it is kept."""


class WaitKind(StrEnum):
    """What is owed. Stored: never rename a value."""

    INPUT = "input"
    """Something that was asked for."""
    DECISION = "decision"
    """The choice of an open offer."""
    SIGNATURE = "signature"
    """The sign-off of a stage that was handed over."""
    PROMISE = "promise"
    """A word that somebody gave."""
    CONFIRMATION = "confirmation"
    """A yes to what was written down about a call."""


class WaitState(StrEnum):
    """How far a wait has come. Stored: never rename a value."""

    OPEN = "open"
    """The person who owes has the ball."""
    ANSWERED = "answered"
    """The side that asked has the ball: it looks at the answer."""
    GOT = "got"
    """All is there."""
    MOVED = "moved"
    """Somebody else owes it now, by a wait of its own."""
    CANCELLED = "cancelled"
    """It was a mistake and never counted."""


class ClosedBy(StrEnum):
    """What closed a wait. Stored: never rename a value."""

    WORD = "word"
    """Somebody said so."""
    SILENCE = "silence"
    """The asker said nothing for two working days after the answer."""
    STATUS = "status"
    """The issue left the status in which it waited."""
    RESULT = "result"
    """The decision or the signature came."""


class Turn(Frozen):
    """A time during which one side has the ball."""

    side: Side
    since: AwareDatetime
    until: AwareDatetime | None = None


class CountedDays(Frozen):
    """What a wait added to its stage's waiting, and what became of it.

    Attributes:
        days: the working days by which the stage moves.
        first: the first of the days that were waited.
        last: the last of them.
        state: whether the stage has moved, the decider was asked, or it was taken back; `shared`: other waits
            had counted all of its days already.
        on: the day on which it was counted.
        before: the stage's contract date before.
        after: and with these days.
        answer_by: until when the decider is asked; None where nobody is.
        by: the key of who chose or took it back; empty where nobody did.
    """

    days: int
    first: date
    last: date
    state: Literal["moved", "proposed", "withdrawn", "reset", "shared"]
    on: date
    before: date | None = None
    after: date | None = None
    answer_by: date | None = None
    by: str = ""


class Wait(Frozen):
    """One thing that one named person owes; it has one holder at any time.

    Attributes:
        issue: the tracker's id of the issue.
        series: counts of its own: what people ask for, offers, signatures.
        number: by which people name it, from 1.
        what: what is owed, in the words of the person who asked.
        owed_by: the person's key.
        asked_by: the key of the person who asked; empty: the service.
        due: the day asked for.
        urgent: whether the stage's date depends on it.
        stage: the stage of the issue when it was asked.
        turns: who had the ball from when until when, oldest first.
        by_status: the issue's status opened it.
        is_called: the tracker's own field of those who owe a reply opened it.
        comment: the id of the comment that asks for it; empty where none is known.
        missing: what is missing after a part came.
        quiet: nobody is reminded of it: our side said so.
        rests: nobody is reminded of it: its issue is done.
        moved_to: the number of the wait that went on with it.
        counted: what it added to its stage's waiting.
    """

    contract: str
    issue: str
    series: Literal["asked", "offer", "sign_off"] = "asked"
    number: int
    kind: WaitKind
    what: str
    owed_by: str
    owed_side: Side
    asked_by: str = ""
    asked_side: Side
    asked_at: AwareDatetime
    due: date
    urgent: bool = True
    stage: str | None = None
    state: WaitState = WaitState.OPEN
    turns: tuple[Turn, ...]
    by_status: bool = False
    is_called: bool = False
    comment: str = ""
    missing: str = ""
    quiet: bool = False
    rests: bool = False
    closed_at: AwareDatetime | None = None
    closed_by: ClosedBy | None = None
    moved_to: int | None = None
    counted: CountedDays | None = None

    @property
    def is_open(self) -> bool:
        """Whether anybody still has the ball."""
        return self.state in (WaitState.OPEN, WaitState.ANSWERED)

    @property
    def is_reminded(self) -> bool:
        """Whether anybody may be reminded of it."""
        return self.is_open and not self.quiet and not self.rests

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from every other wait of the tracker."""
        return self.issue, self.series, self.number

    @property
    def shift_id(self) -> str:
        """What stands for it among the decisions that moved a stage."""
        return name_shift(self.issue, self.series, self.number)

    @property
    def holder(self) -> str:
        """The key of the person who has the ball; empty for the service, and at the end."""
        if self.state is WaitState.OPEN:
            return self.owed_by
        return self.asked_by if self.state is WaitState.ANSWERED else ""

    @property
    def replied_at(self) -> datetime | None:
        """When the answer came that stands; None: there is none."""
        own = [turn for turn in self.turns if turn.side == self.owed_side]
        return own[-1].until if own else None

    def passed(self, side: Side, at: datetime) -> Wait:
        """Return the wait with the ball on the other side from a moment on."""
        return self.model_copy(
            update={
                "turns": (*self._ended(at), Turn(side=side, since=at)),
                "state": WaitState.OPEN if side == self.owed_side else WaitState.ANSWERED,
            }
        )

    def closed(self, state: WaitState, at: datetime, by: ClosedBy) -> Wait:
        """Return the wait as it ends at a moment."""
        ended = {"turns": self._ended(at), "state": state, "closed_at": at, "closed_by": by}
        return self.model_copy(update=ended)

    def _ended(self, at: datetime) -> tuple[Turn, ...]:
        """Return the turns with the last one ended; none ends before it began."""
        if not self.turns or self.turns[-1].until is not None:
            return self.turns
        last = self.turns[-1]
        return (*self.turns[:-1], last.model_copy(update={"until": max(at, last.since)}))


def name_shift(issue: str, series: str, number: int) -> str:
    """Return what stands for a wait among the decisions that moved a stage."""
    return f"wait/{issue}/{series}/{number}"

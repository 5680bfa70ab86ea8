"""What the service says about what happened elsewhere and was written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from plugin.texts.messages import Message

LoggedKind = Literal["call", "mail"]
LogRefusal = Literal["future", "private", "stranger"]


@dataclass(frozen=True)
class Logged(Message):
    """What happened elsewhere is in the timeline; the other side may confirm it.

    `confirmer` is who is asked for that; empty: anybody of the other side. A year that is not that of `near`
    is said.
    """

    template: ClassVar[str] = "logged"
    person: str
    number: int
    kind: LoggedKind
    on: date
    what: str
    confirmer: str
    near: date | None = None


@dataclass(frozen=True)
class LogConfirmed(Message):
    """The other side confirmed what was written down.

    `is_changed` tells that the option which it speaks of is not offered like that any more, or was decided.
    """

    template: ClassVar[str] = "log_confirmed"
    person: str
    number: int
    on: date
    what: str
    is_changed: bool = False


@dataclass(frozen=True)
class LogNotTaken(Message):
    """What was written down cannot be taken.

    `why`: future (the day has not come), private (only the team can read the comment), stranger (the contract
    does not name the writer).
    """

    template: ClassVar[str] = "log_not_taken"
    person: str
    why: LogRefusal
    on: date


@dataclass(frozen=True)
class WhichLog(Message):
    """A confirmation that fits nothing, or more than one thing.

    `open_ones` are numbers and texts; `written` is the number that was named. `own` tells that the writer's
    own side wrote it down.
    """

    template: ClassVar[str] = "which_log"
    person: str
    open_ones: tuple[tuple[int, str], ...]
    written: int | None
    own: bool = False

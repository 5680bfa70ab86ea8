"""What the service says about absences and calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from plugin.texts.messages import Message

CallRefusal = Literal["unknown_person", "several_people", "past", "private", "stranger"]
AbsenceRefusal = Literal["reversed", "past", "stranger"]


@dataclass(frozen=True)
class AbsenceNoted(Message):
    """Somebody is away on these days.

    `deputies` stand in for them then; `owed` is what they owe now, the earliest first, with the day
    asked for; `back_on` is the first working day after it.
    """

    template: ClassVar[str] = "absence_noted"
    person: str
    starts: date
    until: date
    deputies: tuple[str, ...]
    owed: tuple[tuple[str, date], ...]
    back_on: date


@dataclass(frozen=True)
class AbsenceUnclear(Message):
    """Days of an absence that cannot be meant.

    `why`: reversed (it ends before it begins), past (it is over), stranger (the contract does not name the
    writer). `word` is the command as it was typed.
    """

    template: ClassVar[str] = "absence_unclear"
    person: str
    why: AbsenceRefusal
    starts: date
    until: date
    word: str


@dataclass(frozen=True)
class CallArranged(Message):
    """A call is arranged: who, when, about what, and the card to fill in after it.

    `people` talk, the one who arranges it last; `zone` is the contract's time zone, in which `time` is.
    """

    template: ClassVar[str] = "call_arranged"
    person: str
    people: tuple[str, ...]
    on: date
    time: str
    zone: str
    topic: str


@dataclass(frozen=True)
class CallStands(Message):
    """Somebody says yes to a call to which they are invited."""

    template: ClassVar[str] = "call_stands"
    person: str
    on: date
    time: str
    topic: str


@dataclass(frozen=True)
class CallWrittenUp(Message):
    """What a call came to, as one side wrote it down.

    An empty field was not filled in. `confirmer` is asked whether that is right; empty: anybody of the other
    side. `is_ok` tells that it is about the confirmer's own yes, `chosen` the number of the option that it
    was said to. `unknown` are the people whom the contract names, where the one who said yes is not found
    among them.
    """

    template: ClassVar[str] = "call_written_up"
    person: str
    number: int
    context: str
    problem: str
    options: str
    next_step: str
    whose_ok: str
    confirmer: str
    is_ok: bool = False
    chosen: int | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class CallUnclear(Message):
    """A call, or its write-up, that cannot be taken as it was written.

    `why`: unknown_person, several_people, past, private (only the team can read it), stranger. `names` are
    whom the contract names, or the several that may be meant.
    """

    template: ClassVar[str] = "call_unclear"
    person: str
    why: CallRefusal
    written: str
    names: tuple[str, ...]
    word: str

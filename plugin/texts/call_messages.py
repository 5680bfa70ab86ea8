"""What the service says about absences and calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from plugin.texts.messages import Message

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

"""What a comment can ask for, one small value a command."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command.

    Attributes:
        line: its line in the comment, from 1; it does not count in comparisons.
        word: the word as the writer typed it, in lower case, without the slash: answers repeat it.
    """

    line: int = field(default=1, compare=False)
    word: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True)
class Choose(Command):
    """`/choose 1`, `/выбор 1`: take an option of the offer."""

    number: int


@dataclass(frozen=True)
class Scope(Command):
    """`/scope in 2.1`, `/scope beyond`, `/scope rules`: rule, or withdraw a ruling."""

    in_item: str | None = None
    beyond: bool = False
    by_rules: bool = False


@dataclass(frozen=True)
class Bonus(Command):
    """`/bonus`: rule that an issue is a gift."""


@dataclass(frozen=True)
class Accept(Command):
    """`/accept`, `/accept with remarks …`: sign a stage off.

    Each remark becomes an open point.
    """

    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refuse(Command):
    """`/refuse REASON`: do not sign a stage off."""

    reason: str


@dataclass(frozen=True)
class Ask(Command):
    """`/ask PERSON by DATE: TEXT`: something is needed from a person.

    Attributes:
        person: who is asked, as written; None: the contract's usual contact.
        by: the day asked for; None: the number of working days that the contract gives.
        text: what is needed.
        number: the open wait that goes to another person, as in `/ask 2 PERSON`; None: a new one.
        urgent: whether the stage's date depends on it.
    """

    person: str | None = None
    by: date | None = None
    text: str = ""
    number: int | None = None
    urgent: bool = True


@dataclass(frozen=True)
class Got(Command):
    """`/got`, `/got part: WHAT IS MISSING`: all or a part of it is there."""

    number: int | None = None
    missing: str = ""


@dataclass(frozen=True)
class Cancel(Command):
    """`/cancel 2`: a wait was a mistake and never counted."""

    number: int | None = None


@dataclass(frozen=True)
class Remind(Command):
    """`/remind off`, `/remind on 2`: halt the reminders of a wait, or go on with them."""

    on: bool
    number: int | None = None


@dataclass(frozen=True)
class Promise(Command):
    """`/promise by DATE: TEXT`: the writer gives their word."""

    by: date
    text: str


@dataclass(frozen=True)
class PromiseKept(Command):
    """`/promise done 2`, or `/done` alone: the writer kept their word."""

    number: int | None = None


@dataclass(frozen=True)
class Log(Command):
    """`/log DATE: TEXT`: something happened outside the tracker, such as a call."""

    on: date
    text: str


@dataclass(frozen=True)
class Ok(Command):
    """`/ok`, `/ok 2`: the writer confirms what somebody else wrote down."""

    number: int | None = None


@dataclass(frozen=True)
class Call(Command):
    """`/call WHO, DATE TIME: TOPIC`: people will talk to each other."""

    who: tuple[str, ...]
    on: date
    at: time
    topic: str


@dataclass(frozen=True)
class Called(Command):
    """`/called` with lines below: what a call came to, in five fields.

    Attributes:
        context: what it was about.
        problem: what is in the way.
        options: which ways out were talked about.
        next_step: who does what next.
        whose_ok: who said yes, as written; it may name an option of the offer, too.
    """

    context: str = ""
    problem: str = ""
    options: str = ""
    next_step: str = ""
    whose_ok: str = ""


@dataclass(frozen=True)
class Away(Command):
    """`/away from DATE until DATE`: on these days nobody reminds the writer."""

    starts: date
    until: date


@dataclass(frozen=True)
class Deputy(Command):
    """`/deputy PERSON until DATE`: somebody else decides and signs for the writer."""

    person: str
    until: date


@dataclass(frozen=True)
class Done(Command):
    """`/done 2`: a criterion is met."""

    number: int


@dataclass(frozen=True)
class Undo(Command):
    """`/undo 2`: a criterion is not met after all."""

    number: int


@dataclass(frozen=True)
class Estimate(Command):
    """`/estimate 6h`: the hours that an issue takes."""

    hours: Decimal


@dataclass(frozen=True)
class Fee(Command):
    """`/fee 30 000 ₽`: the sum that the manager names.

    `currency` (ISO 4217) is set only where it was written.
    """

    sum: Decimal
    currency: str | None = None


@dataclass(frozen=True)
class Publish(Command):
    """`/publish`: show a draft to the client."""


@dataclass(frozen=True)
class Forecast(Command):
    """`/forecast DATE: REASON`: the date that will hold for a stage, and why."""

    due: date
    reason: str


@dataclass(frozen=True)
class Handover(Command):
    """`/handover`: the stage is ready to be looked at."""


@dataclass(frozen=True)
class Reset(Command):
    """`/reset`: take the last decision or sign-off back."""


@dataclass(frozen=True)
class Why(Command):
    """`/why`: explain the verdict."""


@dataclass(frozen=True)
class Agree(Command):
    """`/agree`: acknowledge the kick-off."""


@dataclass(frozen=True)
class Recheck(Command):
    """`/recheck`: read the issue again and judge it anew."""


@dataclass(frozen=True)
class Help(Command):
    """`/help`: list the commands."""


@dataclass(frozen=True)
class Hint:
    """Something that was meant as a command and cannot be carried out as it stands.

    Attributes:
        word: the word as written, without the slash.
        reason: `unknown` (no such command) or `argument` (what follows is missing or not understood).
        suggestion: the known word that is nearest, in the script of `word`; None where none is near.
        example: a command to copy, empty where there is no suggestion.
        days: the two days that the date can mean; empty where the date is not the question.
        day: what stands for a day and is none; empty where that is not the question.
        line: where it stands in the comment, from 1.
    """

    word: str
    reason: Literal["unknown", "argument"]
    suggestion: str | None = None
    example: str = ""
    days: tuple[date, ...] = ()
    day: str = ""
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class ParsedComment:
    """All commands of a comment in their order, and at most one hint."""

    commands: tuple[Command, ...] = ()
    hint: Hint | None = None

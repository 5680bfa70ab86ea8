"""What the service says where it reminds: steps, dates at risk, mails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from plugin.texts.messages import Audience, Message

CallTime = tuple[date, str]
"""A time for a call: the day and the hour, such as `11:00`."""

ReminderWord = Literal["heads_up", "remind", "offer_call", "ask_for_another_contact"]

OwedWord = Literal["input", "signature", "promise", "confirmation"]


@dataclass(frozen=True)
class PromiseBroken(Message):
    """Our own side promised something for yesterday: the team hears it first."""

    template: ClassVar[str] = "promise_broken"
    audience: ClassVar[Audience] = "team"
    person: str
    key: str
    what: str
    due: date


@dataclass(frozen=True)
class DateAtRisk:
    """A stage's date, and the last day on which an answer still keeps it."""

    stage_title: str
    due: date
    last_day: date


@dataclass(frozen=True)
class Reminder(Message):
    """A reminder of one thing: each step makes the answer easier than the last did.

    Attributes:
        rung: the step.
        kind: what is owed.
        person: who owes it.
        what: in the words of the person who asked; the stage's title for a signature.
        due: the day asked for.
        missing: what is missing after a part came, which is thanked for.
        call_times: two times for a call.
        risk: the stage's date that the answer still keeps.
    """

    template: ClassVar[str] = "reminder"
    rung: ReminderWord
    kind: OwedWord
    person: str
    what: str
    due: date
    missing: str = ""
    call_times: tuple[CallTime, ...] = ()
    risk: DateAtRisk | None = None


@dataclass(frozen=True)
class ReminderLine:
    """A wait in a list: issue, what is owed, its day, and the date that it keeps."""

    key: str
    what: str
    due: date
    kind: Literal["input", "decision", "signature", "promise", "confirmation"]
    risk: DateAtRisk | None = None


@dataclass(frozen=True)
class ReminderList(Message):
    """A reminder of several things, the oldest first; `more` are not named.

    `page` is where all of them stand; empty where people cannot sign in.
    """

    template: ClassVar[str] = "reminder_list"
    rung: ReminderWord
    person: str
    lines: tuple[ReminderLine, ...]
    more: int
    call_times: tuple[CallTime, ...] = ()
    page: str = ""


@dataclass(frozen=True)
class DeciderTold(Message):
    """The decider hears once what is waited for, and what it does to the date.

    Attributes:
        decider: who hears it.
        person: who owes it.
        what: what is owed.
        key: the issue.
        due: the day asked for.
        days: working days that were waited so far.
        stage_title: the stage; empty without one.
        moves: by how many working days the stage moves so far; None where waiting moves no date.
        risk: the stage's date that an answer still keeps.
    """

    template: ClassVar[str] = "decider_told"
    decider: str
    person: str
    what: str
    key: str
    due: date
    days: int
    stage_title: str
    moves: int | None
    risk: DateAtRisk | None = None


@dataclass(frozen=True)
class StuckLine:
    """One of several things waited for: who owes it, its day, the date it keeps."""

    key: str
    what: str
    person: str
    due: date
    risk: DateAtRisk | None = None


@dataclass(frozen=True)
class DeciderToldList(Message):
    """The decider hears of several things at once that nobody answers.

    `lines` are the oldest first; `more` are not named. `page` is where all of them stand; empty where people
    cannot sign in.
    """

    template: ClassVar[str] = "decider_told_list"
    decider: str
    lines: tuple[StuckLine, ...]
    more: int = 0
    page: str = ""


@dataclass(frozen=True)
class WaitStuck(Message):
    """Our own side hears that nothing came: a call, with what to say in it."""

    template: ClassVar[str] = "wait_stuck"
    audience: ClassVar[Audience] = "team"
    person: str
    what: str
    number: int | None
    due: date
    days: int


@dataclass(frozen=True)
class MailReminder(Message):
    """A mail about everything that a person owes, with a page where they answer.

    Attributes:
        person: who owes it.
        lines: the oldest first.
        more: how many are not named.
        rung: the step; of several the highest.
        call_times: two times for a call.
        link: to the page.
        pages: where it is about several contracts, the title of each with the link to its page.
        valid_days: for how long it holds.
        manager: whom to tell that reminders should stop.
    """

    template: ClassVar[str] = "mail_reminder"
    person: str
    lines: tuple[ReminderLine, ...]
    more: int
    rung: ReminderWord
    call_times: tuple[CallTime, ...]
    link: str
    valid_days: int
    manager: str
    pages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class MailDeciderTold(Message):
    """The same by mail, to a decider without an account; None: they owe it themselves.

    `manager` takes the answer: nobody reads replies to the mail. `several` are told in place of one.
    """

    template: ClassVar[str] = "mail_decider_told"
    person: str
    told: DeciderTold | None
    what: str
    contract_title: str
    manager: str
    several: DeciderToldList | None = None

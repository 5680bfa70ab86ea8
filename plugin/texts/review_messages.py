"""What the service says about review periods: hand-over, reminders, notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from plugin.texts.messages import Audience, Message

ReviewWord = Literal["handed-over", "reminder", "over", "notice"]


@dataclass(frozen=True)
class HandedOver(Message):
    """A stage is handed over: what is to be looked at, and until when.

    `last_day` is None where the contract has no review period.
    """

    template: ClassVar[str] = "handed_over"
    people: tuple[str, ...]
    stage_title: str
    last_day: date | None
    clause: str


@dataclass(frozen=True)
class ReviewReminder(Message):
    """The period ends today, or is over; silence is no acceptance."""

    template: ClassVar[str] = "review_reminder"
    people: tuple[str, ...]
    stage_title: str
    last_day: date
    is_over: bool


@dataclass(frozen=True)
class SecondNotice(Message):
    """What will be recorded after which day, by which clause, if nobody answers."""

    template: ClassVar[str] = "second_notice"
    people: tuple[str, ...]
    stage_title: str
    last_day: date
    until: date
    clause: str


@dataclass(frozen=True)
class AcceptedBySilence(Message):
    """Recorded as accepted without an answer; until when one may object."""

    template: ClassVar[str] = "accepted_by_silence"
    people: tuple[str, ...]
    stage_title: str
    clause: str
    noticed_on: date
    objection_until: date


@dataclass(frozen=True)
class ReviewHalted(Message):
    """Something of the stage is open again: its period no longer runs."""

    template: ClassVar[str] = "review_halted"
    people: tuple[str, ...]
    stage_title: str


@dataclass(frozen=True)
class NotTakenBack(Message):
    """A refusal that comes too late to take an acceptance by silence back.

    `until` is the day on which the time to object ended, where it did; `next_is_begun`: work of the next
    stage is done.
    """

    template: ClassVar[str] = "not_taken_back"
    person: str
    stage_title: str
    clause: str
    until: date | None
    next_is_begun: bool


@dataclass(frozen=True)
class NotHandedOver(Message):
    """A hand-over that does nothing.

    `why`: signed_off, running (it was handed over before).
    """

    template: ClassVar[str] = "not_handed_over"
    person: str
    stage_title: str
    why: Literal["signed_off", "running"]


@dataclass(frozen=True)
class NoticeNotDelivered(Message):
    """Team: the second notice did not reach everybody; nothing follows."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "notice_not_delivered"
    stage_title: str
    people: tuple[str, ...]
    clause: str


@dataclass(frozen=True)
class MailReview(Message):
    """A mail about a review period.

    `about`: the stage is handed over, its period ends today, it is over, or the second notice, after whose
    day `until` the acceptance is recorded by the clause.
    """

    template: ClassVar[str] = "mail_review"
    person: str
    contract_title: str
    stage_title: str
    about: ReviewWord
    last_day: date
    until: date | None
    clause: str
    link: str
    valid_days: int

"""What is said once more about a message that nobody has seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from plugin.texts.messages import Message, OptionLine


@dataclass(frozen=True)
class DecisionNews:
    """What was decided about a request."""

    summary: str
    option: OptionLine
    currency: str


@dataclass(frozen=True)
class DateNews:
    """The day on which a stage is delivered now."""

    stage_title: str
    due: date


@dataclass(frozen=True)
class NoticeRepeated(Message):
    """A message that must be seen is said once more, in short.

    Attributes:
        people: who has not been seen to read it.
        news: what it is about.
        on: the day on which it was sent.
    """

    template: ClassVar[str] = "notice_repeated"
    people: tuple[str, ...]
    news: DecisionNews | DateNews
    on: date


@dataclass(frozen=True)
class MailNoticeRepeated(Message):
    """The same by mail, to somebody without an account; `key` is the issue."""

    template: ClassVar[str] = "mail_notice_repeated"
    person: str
    news: DecisionNews | DateNews
    on: date
    key: str
    contract_title: str

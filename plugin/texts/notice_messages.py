"""What is said once more about a message that nobody has seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from plugin.texts.messages import Message

RepeatedWord = Literal["decision", "shift"]


@dataclass(frozen=True)
class NoticeRepeated(Message):
    """A message that must be seen is pointed to once more.

    Attributes:
        people: who has not been seen to read it.
        kind: what it is about.
        on: the day on which it was sent.
    """

    template: ClassVar[str] = "notice_repeated"
    people: tuple[str, ...]
    kind: RepeatedWord
    on: date


@dataclass(frozen=True)
class MailNoticeRepeated(Message):
    """The same by mail, to somebody without an account; `key` is the issue."""

    template: ClassVar[str] = "mail_notice_repeated"
    person: str
    kind: RepeatedWord
    on: date
    key: str
    contract_title: str

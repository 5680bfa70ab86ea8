"""What the service says about notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from plugin.texts.messages import Message


@dataclass(frozen=True)
class NoticeRepeated(Message):
    """A notice that nobody has acknowledged is brought to mind once."""

    template: ClassVar[str] = "notice_repeated"
    people: tuple[str, ...]
    kinds: tuple[str, ...]
    given_on: date

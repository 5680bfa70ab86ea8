"""What pages say in the words of the comments: an option, an offer's reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from plugin.texts.messages import Because, Message, OptionKind, OptionLine


@dataclass(frozen=True)
class OptionShown(Message):
    """One option in one sentence, as the offer's comment has it, without its number."""

    template: ClassVar[str] = "option_shown"
    option: OptionLine
    currency: str


@dataclass(frozen=True)
class OfferExplained(Message):
    """Why the request is outside the deal, the price, and what is not offered."""

    template: ClassVar[str] = "offer_explained"
    reason: Because
    options: tuple[OptionLine, ...]
    not_offered: tuple[tuple[OptionKind, str], ...]
    currency: str

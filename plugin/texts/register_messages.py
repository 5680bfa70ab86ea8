"""The living comment that keeps the register on an issue of the tracker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from plugin.texts.messages import Message


@dataclass(frozen=True)
class RegisterLine:
    """One change: what it is, where it stands, and what it costs.

    `state` is that of the register, `option` the one that was chosen, `fee` None where no sum belongs to it.
    """

    issue: str
    summary: str
    kind: str
    state: str
    option: str | None = None
    fee: Decimal | None = None
    working_days: int | None = None
    by: str = ""
    on: date | None = None


@dataclass(frozen=True)
class RegisterSum:
    """What changes of one kind add up to."""

    changes: int
    hours: Decimal
    fee: Decimal = Decimal(0)
    working_days: int = 0


@dataclass(frozen=True)
class RegisterMoved(Message):
    """Takes the place of the register where it is kept no more; `issue`: where it is."""

    template: ClassVar[str] = "register_moved"
    issue: str


@dataclass(frozen=True)
class RegisterShown(Message):
    """Totals of the register, and its newest changes.

    `more` is how many older ones are not shown, `page` the address of the whole register; empty without one.
    """

    template: ClassVar[str] = "register_shown"
    currency: str
    agreed: RegisterSum
    bonus: RegisterSum
    undecided: RegisterSum
    lines: tuple[RegisterLine, ...]
    more: int = 0
    page: str = ""

"""What issues ask of scope items, and what they were given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from plugin.core.model.verdict import Reason

ZERO = Decimal(0)


@dataclass(frozen=True)
class ItemUsage:
    """What has been given of an item: hours, and places among its rounds and pieces."""

    hours: Decimal = ZERO
    rounds: int = 0
    pieces: int = 0


@dataclass(frozen=True)
class Claim:
    """What an issue asks of an item.

    Attributes:
        issue: the tracker's id of the issue.
        created: when it was created in the tracker; the earlier one is served first.
        month: the contract's calendar month of creation, such as `2026-03`.
        hours: its estimate, or the logged work where there is no estimate.
        labels: the issue's labels; a round or piece may count only those that carry one.
        held: what it keeps whatever happens to others; None while it may be judged again. One claim may
            stand for all the issues of a month that hold theirs.
        grew: it holds something and asks again now: it keeps what it has and carries its own overrun.
    """

    issue: str
    created: datetime
    month: str
    hours: Decimal
    labels: frozenset[str] = frozenset()
    held: ItemUsage | None = None
    grew: bool = False


@dataclass(frozen=True)
class Allotment:
    """What a claim was given, and by how much it passes the item's limits.

    Attributes:
        holding: what it holds now.
        over_hours: the part beyond the deal: the larger of the hours over and, where rounds or pieces are
            over, the issue's own hours.
        over: a reason for each limit that is passed; empty when all of it is within.
    """

    holding: ItemUsage
    over_hours: Decimal = ZERO
    over: tuple[Reason, ...] = ()

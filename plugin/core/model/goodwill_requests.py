"""What issues ask of the goodwill, and what they were given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True)
class Request:
    """A beyond-scope issue that may become a bonus.

    Attributes:
        hours: the estimate of the part beyond the deal; None without an estimate.
        held: hours it keeps as an announced or ruled bonus; None while it may be judged again.
        eligible: False where a person ruled that it is no gift; it can then never take from the balance.
    """

    issue: str
    created: datetime
    hours: Decimal | None
    held: Decimal | None = None
    eligible: bool = True


@dataclass(frozen=True)
class Gift:
    """Whether a request is given as a bonus, and why not otherwise.

    Attributes:
        left: hours of the month's balance that are left after this request, by the order of creation: it is
            the same in whatever order the requests became gifts. Where only a later request that holds its
            part stands in the way, what is left beside that one. None: a month has no limit.
    """

    given: bool
    left: Decimal | None
    why_not: Literal["", "no_goodwill", "no_estimate", "over_per_request", "goodwill_used_up", "ruled"] = ""

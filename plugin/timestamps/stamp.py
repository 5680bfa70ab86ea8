"""A time stamp as the rest of the service knows it.

Nothing here loads cryptography.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class StampRefused(Exception):
    """No time stamp, or one that does not hold.

    The sentence says why, without a full stop.
    """


@dataclass(frozen=True)
class Stamp:
    """An authority's answer, as it came, and the time that it attests."""

    answer: bytes
    stamped_at: datetime


class StampsHeads(Protocol):
    """Stamps the record's head."""

    def stamp(self, head: str) -> Stamp:
        """Ask for a time stamp of the record's head.

        Raises:
            StampRefused: there is no answer, or not one to what was asked.
        """

"""The verdict and its reasons: the rules' answer, to be explained later."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import Field

from plugin.core.model.issue import Frozen


class VerdictKind(StrEnum):
    """What an issue is by the contract. Every governed issue is exactly one of these."""

    IN_SCOPE = "in_scope"
    """Sold, and within the quantities that were sold."""
    BONUS = "bonus"
    """Not sold, but small: done as a gift out of the monthly goodwill."""
    BEYOND_SCOPE = "beyond_scope"
    """Not sold: a trade-off is offered and somebody with authority decides."""
    UNCLEAR = "unclear"
    """No link and no exclusion says; a person rules."""
    DEFECT = "defect"
    """Ours, never billed."""
    WARRANTY = "warranty"
    """A defect found after the last sign-off, within the warranty; never billed."""


ReasonWord = Literal[
    "ruled",
    "defect_type",
    "within_warranty",
    "linked",
    "linked_twice",
    "stage_signed_off",
    "hours_over",
    "monthly_hours_over",
    "rounds_over",
    "pieces_over",
    "within_quantities",
    "excluded",
    "exclusion_words_in_linked",
    "unmatched",
    "goodwill",
    "goodwill_used_up",
    "over_per_request",
    "no_estimate",
]


class Reason(Frozen):
    """One step of a decision: a machine word, and the values that its sentence names."""

    word: ReasonWord
    # A factory: pydantic copies a default deeply every time.
    values: dict[str, str] = Field(default_factory=dict)


class Verdict(Frozen):
    """What an issue is, by which clause, and why.

    Attributes:
        clause: number of the exclusion, or id of the scope item, that decided; empty where neither did.
        item: the scope item that the issue belongs to, where it does.
        stage: the stage that the issue belongs to.
        over_hours: the hours beyond the deal; None while there is no estimate.
        reasons: the steps in the order in which they were taken.
    """

    kind: VerdictKind
    clause: str = ""
    item: str | None = None
    stage: str | None = None
    over_hours: Decimal | None = None
    reasons: tuple[Reason, ...] = ()

    def because(self, word: ReasonWord) -> Reason | None:
        """Return the reason with this word, or None."""
        return next((reason for reason in self.reasons if reason.word == word), None)


class Ruling(Frozen):
    """A person's own verdict on an issue; it stands above the rules until withdrawn.

    `beyond_for_good` is set where the issue was a bonus when it was ruled beyond scope: the person means
    that it is no gift.
    """

    kind: Literal["in_scope", "beyond_scope", "bonus"]
    item: str | None = None
    by: str
    at: str = ""
    beyond_for_good: bool = False

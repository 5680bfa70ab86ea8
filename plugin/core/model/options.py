"""The options of an offer, and the open work that a swap could name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from mappings.model import Option
from plugin.core.model.authority import Cost
from plugin.core.model.issue import Frozen

WhyNotOffered = Literal[
    "not_in_contract",
    "no_due_date",
    "no_capacity",
    "no_price",
    "no_work_of_equal_size",
    "no_hours",
    "no_next_stage",
]
FlatUnit = Literal["rounds", "pieces"]


class LaterStage(Frozen):
    """A later stage that a shift forces to move."""

    stage: str
    before: date
    after: date


class AppliedSurcharge(Frozen):
    """A surcharge within a fee: its percent of the base, and what that comes to."""

    title: str
    percent: Decimal
    amount: Decimal


class FeeBasis(Frozen):
    """How a fee was computed, for the sentence that shows it.

    Attributes:
        asked_hours: beyond the deal; None for a flat price.
        hours: the hours that are billed.
        flat: the price of a round or piece; None where hours are billed.
        flat_unit: what that price is for.
        base: hours times rate, or the flat price, to the kopeck.
        surcharges: on the base.
        vat_included: whether rate and flat price include the VAT.
        before_rounding: the sum with everything, to the kopeck, before it was rounded up.
    """

    asked_hours: Decimal | None = None
    hours: Decimal | None = None
    flat: Decimal | None = None
    flat_unit: FlatUnit | None = None
    base: Decimal
    surcharges: tuple[AppliedSurcharge, ...] = ()
    vat_included: bool = False
    before_rounding: Decimal = Decimal(0)


class OfferOption(Frozen):
    """One numbered way out, with everything that its sentence names.

    Fees include VAT; `vat_exempt`: the contract says that none applies. `swap_issue` and `swap_key` name the
    open work that would be left out instead.

    Attributes:
        overdue: the stage's contract date had passed; `after` is then a forecast, or no date at all.
        own_date: work after acceptance: `after` is the issue's own date, and no stage moves.
        parked_until: what a parked change waits for, where that is not the stage's delivery.
    """

    number: int
    option: Option
    fee: Decimal = Decimal(0)
    vat: Decimal = Decimal(0)
    vat_percent: Decimal = Decimal(0)
    vat_exempt: bool = False
    hour: Decimal | None = None
    basis: FeeBasis | None = None
    working_days: int = 0
    counted_from: date | None = None
    before: date | None = None
    after: date | None = None
    later: tuple[LaterStage, ...] = ()
    overdue: bool = False
    own_date: bool = False
    parked_until: Literal["", "next_stage", "next_month"] = ""
    swap_issue: str | None = None
    swap_key: str = ""
    swap_summary: str = ""

    @property
    def cost(self) -> Cost:
        """What authority is measured by: this option's own fee and days."""
        return Cost(self.fee, self.working_days if self.moves else 0)

    @property
    def moves(self) -> bool:
        """Whether it moves the stage's date."""
        return self.option in ("move_deadline", "fee_and_date") and not self.own_date

    @property
    def costs(self) -> bool:
        """Whether it has a fee."""
        return self.option in ("extra_fee", "fee_and_date")


class NotOffered(Frozen):
    """An option that is not offered, and why not."""

    option: Option
    why_not: WhyNotOffered


class SwapFit(Frozen):
    """How well the work fits that an open offer names for a swap; no reader sees it.

    Attributes:
        issue: the work's issue.
        gap_hours: by how much its size differs from the offer's.
        same_stage: whether it belongs to the offer's stage.
    """

    issue: str
    gap_hours: Decimal
    same_stage: bool


@dataclass(frozen=True)
class OpenWork:
    """An agreed issue that nobody has begun: a swap may leave it out."""

    issue: str
    key: str
    summary: str
    hours: Decimal
    stage: str | None

"""`price:` rates, VAT, billing steps and surcharges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from mappings.model.values import Hours, MappingPart, Money, Text, Vat


class VatChange(MappingPart):
    """An element of `price.from:` the VAT from a day on."""

    starts: Annotated[date, Field(alias="date")]
    vat: Vat


class RateBy(MappingPart):
    """An element of `price.by:` another rate for some issues. Exactly one of the first three is given."""

    component: Text | None = None
    label: Text | None = None
    type: Text | None = None
    hour: Money


class Surcharge(MappingPart):
    """An element of `price.surcharges:` percent on the base for issues with a label."""

    label: Text
    percent: Annotated[Decimal, Field(gt=0, le=1000)]
    title: Text | None = None


class Price(MappingPart):
    """`price:` the rate, the VAT in percent, what is billed at the least, and the rounding of the sum shown.

    Without `hour` only flat prices and sums named by `/fee` have a price.
    """

    hour: Money | None = None
    vat: Vat = Decimal(0)
    vat_included: bool = False
    vat_changes: Annotated[tuple[VatChange, ...], Field(alias="from")] = ()
    minimum: Annotated[Hours, Field(gt=0)] | None = None
    step: Annotated[Hours, Field(gt=0)] | None = None
    by: tuple[RateBy, ...] = ()
    surcharges: tuple[Surcharge, ...] = ()
    round_to: Annotated[Decimal, Field(gt=0)] = Decimal("0.01")

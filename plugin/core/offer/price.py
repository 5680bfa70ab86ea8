"""Money of an offer: `Decimal`, with VAT on top, rounded up to the last kopeck."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from mappings.model import Price

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class FeeBreakdown:
    """A sum that is shown: it always includes VAT.

    Attributes:
        total: what is paid, VAT included.
        vat: the VAT within the total; `total == net + vat` to the kopeck.
        net: the sum without VAT.
        vat_percent: the rate of the VAT.
        hour: the rate it was computed from; None where a person named the sum.
    """

    total: Decimal
    vat: Decimal
    net: Decimal
    vat_percent: Decimal
    hour: Decimal | None = None


def compute_fee(hours: Decimal, price: Price) -> FeeBreakdown:
    """Return the fee for hours: hours times rate, plus VAT, rounded up to `round_to`.

    >>> compute_fee(Decimal(18), Price(hour=Decimal(3500), vat=Decimal(20), round_to=Decimal(100))).total
    Decimal('75600.00')
    """
    gross = hours * price.hour * (100 + price.vat) / 100
    steps = (gross / price.round_to).to_integral_value(rounding=ROUND_CEILING)
    return _split(steps * price.round_to, price.vat, price.hour)


def compute_named_fee(total: Decimal, price: Price | None) -> FeeBreakdown:
    """Return the fee for a sum that a person named; like every sum it includes VAT."""
    return _split(total, price.vat if price else Decimal(0), None)


def _split(total: Decimal, vat_percent: Decimal, hour: Decimal | None) -> FeeBreakdown:
    total = total.quantize(_CENT, rounding=ROUND_CEILING)
    vat = (total * vat_percent / (100 + vat_percent)).quantize(_CENT, rounding=ROUND_HALF_UP)
    return FeeBreakdown(total=total, vat=vat, net=total - vat, vat_percent=vat_percent, hour=hour)

"""The values of a reason's sentence; a missing one never fails a template."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal, InvalidOperation

from plugin.texts.messages import Because

_QUANTITIES = frozenset({"limit", "over", "hours", "left", "per_request", "days"})


class ReasonValues(dict[str, "str | Decimal"]):
    """The values by name; a missing one is empty, so templates leave it out."""

    def __missing__(self, key: str) -> str:
        """Return an empty text for a value that the reason lacks."""
        return ""


def values_of(reason: Because) -> ReasonValues:
    """Return a reason's values, quantities as numbers; an invalid one is left out."""
    values = ReasonValues()
    for name, value in reason.values.items():
        if name not in _QUANTITIES:
            values[name] = value
            continue
        with suppress(InvalidOperation):
            quantity = Decimal(value)
            if quantity.is_finite():
                values[name] = quantity
    return values

"""The values of a reason's sentence, ready for a template that must not fail for a missing one."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal, InvalidOperation

from plugin.texts.messages import Because

_QUANTITIES = frozenset({"limit", "over", "hours", "left", "per_request", "days"})


class ReasonValues(dict[str, "str | Decimal"]):
    """The values by name; one that is missing is empty, so that a template leaves its part out."""

    def __missing__(self, key: str) -> str:
        """Return the empty text for whatever the reason does not carry."""
        return ""


def values_of(reason: Because) -> ReasonValues:
    """Return the values of a reason with its quantities as numbers; a quantity that is none is left out."""
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

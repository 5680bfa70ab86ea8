"""Single values of a mapping: hours, money, time zones, fixed words."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Decimal
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

_SMALLEST_HOURS = Decimal("1e-10")
_DURATION = re.compile(
    r"^(?:(?P<hours>\d+(?:[.,]\d+)?)\s*(?:h|ч))?\s*(?:(?P<minutes>\d+)\s*(?:m|м|min|мин))?$"
)


def parse_hours(value: object) -> Decimal:
    """Read hours from a number (`1.5`) or a duration (`90m`, `1h30m`, `6h`).

    The units may be Russian.

    Args:
        value: what the mapping, a command or a test gives.

    Returns:
        Hours, never negative.

    Raises:
        ValueError: the value is neither; the sentence says what is expected.
    """
    if isinstance(value, bool):
        raise ValueError("expected hours: a number like 1.5, or a duration like 90m or 1h30m")
    if isinstance(value, (int, float, Decimal)):
        hours = Decimal(str(value))
    else:
        text = str(value).strip().lower()
        match = _DURATION.match(text) if text else None
        if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
            hours = Decimal(text.replace(",", "."))
        elif match and text:
            whole = Decimal((match["hours"] or "0").replace(",", "."))
            hours = whole + Decimal(match["minutes"] or "0") / 60
        else:
            raise ValueError("expected hours: a number like 1.5, or a duration like 90m or 1h30m")
    if not hours.is_finite() or hours < 0 or hours > 1_000_000:
        raise ValueError("hours must lie between 0 and 1,000,000")
    # Thirds of an hour have no end: cut off, so that no sum of them passes the hours that they make up.
    cut = hours.quantize(_SMALLEST_HOURS, rounding=ROUND_DOWN)
    return hours if cut == hours else cut


def _check_timezone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("not a time zone of the IANA list, such as Europe/Moscow")
    return name


Hours = Annotated[
    Decimal,
    BeforeValidator(parse_hours, json_schema_input_type=float | str),
    PlainSerializer(lambda hours: float(hours), return_type=float, when_used="json"),
]
Money = Annotated[Decimal, Field(ge=0, max_digits=18)]
Timezone = Annotated[str, AfterValidator(_check_timezone)]
Text = Annotated[str, Field(min_length=1)]
Language = Literal["ru", "en"]
Option = Literal["move_deadline", "extra_fee", "fee_and_date", "swap", "park", "withdraw"]
Vat = Annotated[Decimal, Field(ge=0, le=100)] | Literal["none"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
NotifyBy = Literal["mention", "watch", "mail"]
Power = Literal["decide", "sign_off", "rule_scope", "estimate", "price", "publish", "reset"]


class MappingPart(BaseModel):
    """A part of a mapping: frozen, and without keys that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

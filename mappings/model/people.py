"""`people:` and `authority:` who is who, and what each may decide."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from mappings.model.values import Language, MappingPart, Money, Power, Text, Timezone


class Absence(MappingPart):
    """An element of `people.x.away:` the first and the last day on which a person is away."""

    starts: Annotated[date, Field(alias="from")]
    until: date


class Person(MappingPart):
    """One of `people:`; `account` is the tracker's own id of the person."""

    name: Text
    call: Text | None = None
    side: Literal["client", "contractor"]
    account: Text | None = None
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    timezone: Timezone | None = None
    language: Language | None = None
    away: tuple[Absence, ...] = ()

    @property
    def called(self) -> str:
        """How the person is addressed: `call`, else the first word of the name."""
        return self.call or next(iter(self.name.split()), self.name)


class Limit(MappingPart):
    """`up_to:` what a decision, and all of a person's together, may cost; a missing key sets no limit."""

    fee: Money | None = None
    working_days: Annotated[int, Field(ge=0)] | None = None
    total_fee: Money | None = None
    total_working_days: Annotated[int, Field(ge=0)] | None = None
    percent: Annotated[Decimal, Field(gt=0, le=1000)] | None = None


class Authority(MappingPart):
    """A row of `authority:` what a person may decide, up to what, on whose behalf, from when until when."""

    person: Text
    may: Annotated[tuple[Power, ...], Field(min_length=1)]
    up_to: Limit = Limit()
    on_behalf_of: Annotated[Text | None, Field(alias="for")] = None
    starts: Annotated[date | None, Field(alias="from")] = None
    until: date | None = None

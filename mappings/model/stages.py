"""`stages:` what was sold, and who signs each stage off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from mappings.model.values import Hours, MappingPart, Money, Text


class ItemLink(MappingPart):
    """`link:` by what an issue belongs to a scope item; several keys must all hold."""

    epic: Text | None = None
    parent: Text | None = None
    component: Text | None = None
    version: Text | None = None
    label: Text | None = None
    field: Annotated[dict[str, Text], Field(max_length=1)] | None = None


class Counted(MappingPart):
    """`rounds:` or `pieces:` how many issues of the item are included; with `label`, those that carry it.

    `price` is what each one over costs, whatever hours it takes.
    """

    max: Annotated[int, Field(ge=0)]
    label: Text | None = None
    price: Money | None = None


class MonthlyHours(MappingPart):
    """`hours_per_month:` hours of each month, and how much of what is left may be used in the next."""

    hours: Hours
    roll_over: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(0)


class ScopeItem(MappingPart):
    """A scope item: what was sold, with its quantities and the link by which issues belong to it."""

    id: Text
    title: Text
    hours: Hours | None = None
    hours_per_month: Hours | MonthlyHours | None = None
    rounds: Counted | None = None
    pieces: Counted | None = None
    used: Hours = Decimal(0)
    link: ItemLink | None = None

    @property
    def monthly_hours(self) -> Decimal | None:
        """The hours included in each month, or None."""
        found = self.hours_per_month
        return found.hours if isinstance(found, MonthlyHours) else found

    @property
    def most_rolled_over(self) -> Decimal:
        """How many hours at the most one month leaves to the next."""
        found = self.hours_per_month
        return found.hours * found.roll_over / 100 if isinstance(found, MonthlyHours) else Decimal(0)


class Review(MappingPart):
    """`review:` how long a handed-over stage is looked at, and what follows where nobody answers."""

    working_days: Annotated[int, Field(ge=1, le=365)]
    clause: Text | None = None
    then: Literal["remind", "accepted"] = "remind"
    second_notice: Annotated[int, Field(ge=1, le=365)] = 3


class SignOff(MappingPart):
    """`sign_off:` who signs a stage, how many of them, and what the gate does."""

    by: Annotated[tuple[Text, ...], Field(min_length=1)]
    quorum: Literal["all", "any"] | Annotated[int, Field(ge=1)] = "all"
    require: tuple[Literal["criteria", "issues"], ...] = ()
    gate_next: bool = False
    gate_moves_back: bool = False
    move_back: bool = False
    material: Annotated[tuple[Text, ...], Field(min_length=1)] = ("summary", "description", "estimate")
    review: Review | None = None


class Stage(MappingPart):
    """A stage: its due date, scope items and the criteria by which it is accepted."""

    id: Annotated[str, Field(min_length=1, pattern=r"^[^@]")]
    title: Text
    due: date | None = None
    after: tuple[Text, ...] = ()
    issue: Text | None = None
    items: tuple[ScopeItem, ...] = ()
    criteria: tuple[Text, ...] = ()
    sign_off: SignOff | None = None

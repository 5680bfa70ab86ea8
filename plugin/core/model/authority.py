"""Who may decide what, up to which cost, on which day.

A refusal names the reason that came nearest to being granted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from mappings.model import Authority, ContractMapping, Power

WhyNot = Literal[
    "not_in_contract",
    "no_such_power",
    "over_fee",
    "over_working_days",
    "over_total_fee",
    "over_total_working_days",
    "not_yet",
    "no_longer",
    "own_request",
]


@dataclass(frozen=True)
class Cost:
    """What a decision costs: the chosen option's fee with VAT, and working days."""

    fee: Decimal = Decimal(0)
    working_days: int = 0

    def __add__(self, other: Cost) -> Cost:
        """Return what both cost together."""
        return Cost(self.fee + other.fee, self.working_days + other.working_days)


Spent = Mapping[str, Cost]
"""What each person's decisions in force cost together, by the person's key."""


@dataclass(frozen=True)
class Permission:
    """Whether a person may, and why not.

    Attributes:
        granted: True when one row of `authority` allows it.
        person: the person's key in the mapping; None for a stranger.
        on_behalf_of: whom a deputy stands in for.
        why_not: the nearest miss; None when granted.
        limit: the limit that was passed, as the mapping gives it.
    """

    granted: bool
    person: str | None
    on_behalf_of: str | None = None
    why_not: WhyNot | None = None
    limit: Decimal | int | None = None


_NEAREST: tuple[WhyNot, ...] = (
    "over_total_working_days",
    "over_total_fee",
    "over_working_days",
    "over_fee",
    "not_yet",
    "no_longer",
    "no_such_power",
)


def may(
    mapping: ContractMapping,
    person: str | None,
    power: Power,
    on: date,
    cost: Cost | None = None,
    spent: Spent | None = None,
) -> Permission:
    """Decide whether a person has a power on a day, for a decision of this cost.

    Args:
        mapping: the contract in force.
        person: the person's key, or None for somebody whom the mapping does not name.
        power: what they want to do.
        on: the day, in the contract's time zone.
        cost: what the chosen option costs; None where nothing is spent.
        spent: what decisions in force cost already, for limits in total.

    Returns:
        The permission; for a refusal the reason that came nearest to being granted.
    """
    if person is None or person not in mapping.people:
        return Permission(False, None, why_not="not_in_contract")
    misses: list[Permission] = []
    for row in mapping.authority:
        if row.person != person:
            continue
        why_not, limit = _judge(mapping, row, power, on, cost or Cost(), spent or {})
        if why_not is None:
            return Permission(True, person, on_behalf_of=row.on_behalf_of)
        misses.append(Permission(False, person, why_not=why_not, limit=limit))
    for reason in _NEAREST:
        for miss in misses:
            if miss.why_not == reason:
                return miss
    return Permission(False, person, why_not="no_such_power")


def who_may(
    mapping: ContractMapping,
    power: Power,
    on: date,
    cost: Cost | None = None,
    spent: Spent | None = None,
) -> tuple[str, ...]:
    """Return the people who may, in the mapping's order, principals before deputies."""
    rows = sorted(mapping.authority, key=lambda row: row.on_behalf_of is not None)
    given, costs = spent or {}, cost or Cost()
    people = [row.person for row in rows if _judge(mapping, row, power, on, costs, given)[0] is None]
    return tuple(dict.fromkeys(person for person in people if person in mapping.people))


def has_total_limits(mapping: ContractMapping) -> bool:
    """Tell whether somebody's authority is limited in total."""
    limits = (row.up_to for row in mapping.authority)
    totals = ((each.total_fee, each.total_working_days, each.percent) for each in limits)
    return any(limit is not None for total in totals for limit in total)


def _judge(
    mapping: ContractMapping, row: Authority, power: Power, on: date, cost: Cost, spent: Spent
) -> tuple[WhyNot | None, Decimal | int | None]:
    if power not in row.may:
        return "no_such_power", None
    if row.starts is not None and on < row.starts:
        return "not_yet", None
    if row.until is not None and on > row.until:
        return "no_longer", None
    if row.up_to.fee is not None and cost.fee > row.up_to.fee:
        return "over_fee", row.up_to.fee
    if row.up_to.working_days is not None and cost.working_days > row.up_to.working_days:
        return "over_working_days", row.up_to.working_days
    return _judge_totals(mapping, row, cost, spent.get(row.person, Cost()) + cost)


def _judge_totals(
    mapping: ContractMapping, row: Authority, cost: Cost, together: Cost
) -> tuple[WhyNot | None, Decimal | int | None]:
    """Hold what a person's decisions cost together against the limits in total.

    What costs nothing is never refused for what was spent before.
    """
    limits = [row.up_to.total_fee]
    if row.up_to.percent is not None and mapping.contract.price is not None:
        limits.append(mapping.contract.price * row.up_to.percent / 100)
    total_fee = min((limit for limit in limits if limit is not None), default=None)
    if total_fee is not None and cost.fee and together.fee > total_fee:
        return "over_total_fee", total_fee
    total_days = row.up_to.total_working_days
    if total_days is not None and cost.working_days and together.working_days > total_days:
        return "over_total_working_days", total_days
    return None, None

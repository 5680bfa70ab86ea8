"""Finding the issues that share an item's quantities, a month's goodwill or open work with one.

Only those whose verdict or offer can change are read whole; what all the others hold is summed up. So
handling an issue takes as long with a thousand open issues beside it as with ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from plugin.decider.state import IssueState
from plugin.rules.goodwill import Request
from plugin.rules.quantity import Claim, Holding
from plugin.store.tables import holdings, issues, timers
from plugin.store.timers import REJUDGE

_UNDECIDED = ("raised", "offered")


@dataclass(frozen=True)
class Reach:
    """How far a change of an issue reaches.

    Attributes:
        items: whose quantities it can touch.
        since: of these items' open issues those created before are not touched, because quantities are given
            out in the order of creation; None where they may be, as when a settled issue lets hours go.
        months: whose goodwill it can touch.
        small: extras of these months up to so many hours may be gifts; larger ones are none in any case.
        offers: undecided changes that it can touch: all of them, or those of about one of these sizes.
    """

    items: tuple[str, ...] = ()
    since: datetime | None = None
    months: frozenset[str] = frozenset()
    small: Decimal = Decimal(0)
    offers: Literal["all"] | tuple[Decimal, ...] = ()


def open_states(
    connection: Connection, tracker: str, contract: str, reach: Reach, besides: str
) -> tuple[IssueState, ...]:
    """Return the states that may be judged again with an issue.

    Args:
        connection: a transaction that holds the contract's lock.
        tracker: the tracker's name.
        contract: the contract's id.
        reach: how far the change of the issue reaches.
        besides: the issue in question, left out.
    """
    # One look-up each: joined by OR they would be answered by a walk through the whole contract.
    found: dict[str, str] = {}
    for asked in _questions(tracker, reach):
        rows = connection.execute(
            select(issues.c.issue, issues.c.state).where(
                issues.c.contract == contract, issues.c.issue != besides, asked
            )
        )
        found |= {row.issue: row.state for row in rows}
    return tuple(IssueState.model_validate_json(text) for text in found.values())


def _questions(tracker: str, reach: Reach) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if reach.items:
        within = and_(issues.c.item.in_(reach.items), issues.c.settled.is_(False))
        if reach.since is not None:
            # What a changed mapping has yet to judge again holds what an earlier version gave it.
            later = or_(issues.c.created_at >= reach.since, _waits_for_judging(tracker))
            within = and_(within, later)
        asked.append(within)
    if reach.months:
        asked.append(
            and_(
                issues.c.month.in_(sorted(reach.months)),
                issues.c.settled.is_(False),
                or_(
                    issues.c.verdict == "bonus",
                    and_(issues.c.verdict == "beyond_scope", issues.c.asks_hours <= reach.small),
                ),
            )
        )
    undecided = issues.c.change_state.in_(_UNDECIDED)
    if reach.offers == "all":
        asked.append(undecided)
    elif reach.offers:
        asked.append(and_(undecided, _of_about(reach.offers)))
    return asked


def _waits_for_judging(tracker: str) -> ColumnElement[bool]:
    return exists().where(
        timers.c.tracker == tracker, timers.c.subject == issues.c.issue, timers.c.name == REJUDGE
    )


def _of_about(sizes: Iterable[Decimal]) -> ColumnElement[bool]:
    near = (
        issues.c.offer_hours.between(size * Decimal("0.9") - 1, size * Decimal("1.1") + 1)
        for size in sorted(set(sizes))
    )
    return or_(*near)


def held(
    connection: Connection, tracker: str, contract: str, items: Iterable[str], besides: str
) -> dict[str, tuple[Claim, ...]]:
    """Return what settled issues hold of items, summed up by month."""
    wanted = list(items)
    if not wanted:
        return {}
    rows = connection.execute(
        select(holdings).where(holdings.c.contract == contract, holdings.c.item.in_(wanted))
    )
    own = _own_holding(connection, tracker, contract, besides)
    found: dict[str, list[Claim]] = {}
    for row in rows:
        mine = own[2] if own is not None and own[:2] == (row.item, row.month) else Holding()
        held_now = Holding(row.hours - mine.hours, row.rounds - mine.rounds, row.pieces - mine.pieces)
        if held_now != Holding():
            claim = Claim(f"held:{row.month}", row.earliest, row.month, held_now.hours, held=held_now)
            found.setdefault(row.item, []).append(claim)
    return {item: tuple(claims) for item, claims in found.items()}


def held_by_earlier(
    connection: Connection, tracker: str, contract: str, reach: Reach, besides: Sequence[str]
) -> dict[str, tuple[Claim, ...]]:
    """Return what open issues hold that a change does not reach, summed up by month.

    Args:
        connection: a transaction that holds the contract's lock.
        tracker: the tracker's name.
        contract: the contract's id.
        reach: how far the change reaches.
        besides: the issue in question and those that are judged with it.
    """
    if not reach.items or reach.since is None:
        return {}
    rows = connection.execute(
        select(
            issues.c.item,
            issues.c.month,
            func.sum(issues.c.held_hours).label("hours"),
            func.sum(issues.c.held_rounds).label("rounds"),
            func.sum(issues.c.held_pieces).label("pieces"),
            func.min(issues.c.created_at).label("earliest"),
        )
        .where(
            issues.c.contract == contract,
            issues.c.item.in_(reach.items),
            issues.c.settled.is_(False),
            issues.c.claims.is_(True),
            issues.c.created_at < reach.since,
            ~_waits_for_judging(tracker),
            issues.c.issue.not_in(besides),
        )
        .group_by(issues.c.item, issues.c.month)
    )
    found: dict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        holding = Holding(row.hours, int(row.rounds), int(row.pieces))
        found[row.item].append(
            Claim(f"earlier:{row.month}", row.earliest, row.month, holding.hours, held=holding)
        )
    return {item: tuple(claims) for item, claims in found.items()}


def _own_holding(
    connection: Connection, tracker: str, contract: str, issue: str
) -> tuple[str, str, Holding] | None:
    """Return item, month and what an issue itself holds in the sums; None where it is not in them."""
    row = connection.execute(
        select(
            issues.c.item, issues.c.month, issues.c.held_hours, issues.c.held_rounds, issues.c.held_pieces
        ).where(
            issues.c.tracker == tracker,
            issues.c.issue == issue,
            issues.c.contract == contract,
            issues.c.item.is_not(None),
            issues.c.settled.is_(True),
            issues.c.claims.is_(True),
        )
    ).first()
    if row is None:
        return None
    return row.item, row.month, Holding(row.held_hours, row.held_rounds, row.held_pieces)


def gifts(
    connection: Connection, contract: str, months: Iterable[str], besides: str
) -> dict[str, tuple[Request, ...]]:
    """Return what settled bonuses take from the goodwill of months, summed up."""
    rows = connection.execute(
        select(issues.c.month, func.sum(issues.c.bonus_hours), func.min(issues.c.created_at))
        .where(
            issues.c.contract == contract,
            issues.c.month.in_(list(months)),
            issues.c.verdict == "bonus",
            issues.c.settled.is_(True),
            issues.c.issue != besides,
        )
        .group_by(issues.c.month)
    )
    return {
        month: (Request(f"given:{month}", earliest, hours, held=hours or Decimal(0)),)
        for month, hours, earliest in rows
    }

"""Finding the issues that share an item's quantities, a month's goodwill or open work with one.

Only those whose verdict or offer can change are read whole; what all the others hold is summed up. So
handling an issue takes as long with a thousand open issues beside it as with ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from sqlalchemy import Select, and_, bindparam, case, exists, func, or_, select

from plugin.core.model.gifts import Request
from plugin.core.model.issue_state import IssueState
from plugin.core.model.usage import Claim, ItemUsage
from plugin.store.connection import Connection
from plugin.store.tables import issues, timers
from plugin.store.tables import item_usage as usage_table
from plugin.store.timers import REJUDGE

_CONTRACT = issues.c.contract == bindparam("contract")
_OPEN = issues.c.locked_in.is_(False)
_ITEMS = issues.c.item.in_(bindparam("items", expanding=True))
_MONTHS = issues.c.month.in_(bindparam("months", expanding=True))
_WAITS_FOR_JUDGING = exists().where(
    timers.c.tracker == bindparam("tracker"), timers.c.subject == issues.c.issue, timers.c.name == REJUDGE
)

_STATES = select(issues.c.issue, issues.c.state).where(_CONTRACT, issues.c.issue != bindparam("besides"))
_OF_ITEMS = _STATES.where(_ITEMS, _OPEN)
# What a changed mapping has yet to judge again holds what an earlier version gave it.
_OF_ITEMS_SINCE = _OF_ITEMS.where(or_(issues.c.created_at >= bindparam("since"), _WAITS_FOR_JUDGING))
_OF_MONTHS = _STATES.where(
    _MONTHS,
    _OPEN,
    or_(
        issues.c.verdict == "bonus",
        and_(issues.c.verdict == "beyond_scope", issues.c.requested_hours <= bindparam("small")),
    ),
)
_UNDECIDED = _STATES.where(issues.c.change_state.in_(("raised", "offered")))

_HELD = select(usage_table).where(
    usage_table.c.contract == bindparam("contract"),
    usage_table.c.item.in_(bindparam("items", expanding=True)),
)
_OWN_HOLDING = select(
    issues.c.item, issues.c.month, issues.c.held_hours, issues.c.held_rounds, issues.c.held_pieces
).where(
    issues.c.tracker == bindparam("tracker"),
    issues.c.issue == bindparam("issue"),
    _CONTRACT,
    issues.c.item.is_not(None),
    issues.c.locked_in.is_(True),
    issues.c.counts_toward_item.is_(True),
)
_HELD_BY_EARLIER = (
    select(
        issues.c.item,
        issues.c.month,
        func.sum(issues.c.held_hours).label("hours"),
        func.sum(issues.c.held_rounds).label("rounds"),
        func.sum(issues.c.held_pieces).label("pieces"),
        func.min(issues.c.created_at).label("earliest"),
    )
    .where(
        _CONTRACT,
        _ITEMS,
        _OPEN,
        issues.c.counts_toward_item.is_(True),
        issues.c.created_at < bindparam("since"),
        ~_WAITS_FOR_JUDGING,
        issues.c.issue.not_in(bindparam("judged", expanding=True)),
    )
    .group_by(issues.c.item, issues.c.month)
)
_GIFTS = select(
    issues.c.issue,
    issues.c.month,
    issues.c.created_at,
    issues.c.bonus_hours,
    # Only later ones can follow what is judged now; earlier ones need not be read whole.
    case((issues.c.created_at >= bindparam("since"), issues.c.state)).label("later_state"),
).where(
    _CONTRACT,
    _MONTHS,
    issues.c.verdict == "bonus",
    issues.c.locked_in.is_(True),
    issues.c.issue != bindparam("besides"),
)


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


@dataclass(frozen=True)
class Gifts:
    """Bonuses that stand.

    Attributes:
        given: what they take from the goodwill, by month.
        later: those created later than what is judged: what they say is left may follow it.
    """

    given: Mapping[str, tuple[Request, ...]] = field(default_factory=dict)
    later: tuple[IssueState, ...] = ()


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
    common = {"tracker": tracker, "contract": contract, "besides": besides}
    found: dict[str, str] = {}
    for question, asked in _questions(reach):
        rows = connection.execute(question, {**common, **asked})
        found |= {row.issue: row.state for row in rows}
    return tuple(IssueState.model_validate_json(text) for text in found.values())


def _questions(reach: Reach) -> list[tuple[Select[Any], dict[str, Any]]]:
    asked: list[tuple[Select[Any], dict[str, Any]]] = []
    if reach.items and reach.since is None:
        asked.append((_OF_ITEMS, {"items": reach.items}))
    elif reach.items:
        asked.append((_OF_ITEMS_SINCE, {"items": reach.items, "since": reach.since}))
    if reach.months:
        asked.append((_OF_MONTHS, {"months": sorted(reach.months), "small": reach.small}))
    if reach.offers == "all":
        asked.append((_UNDECIDED, {}))
    elif reach.offers:
        sizes = sorted(set(reach.offers))
        least = {f"least_{nth}": size * Decimal("0.9") - 1 for nth, size in enumerate(sizes)}
        most = {f"most_{nth}": size * Decimal("1.1") + 1 for nth, size in enumerate(sizes)}
        asked.append((_undecided_of_about(len(sizes)), {**least, **most}))
    return asked


@cache
def _undecided_of_about(sizes: int) -> Select[Any]:
    """Return the question for undecided changes of about one of so many sizes."""
    hours = issues.c.offer_hours
    near = (hours.between(bindparam(f"least_{nth}"), bindparam(f"most_{nth}")) for nth in range(sizes))
    return _UNDECIDED.where(or_(*near))


def item_usage(
    connection: Connection, tracker: str, contract: str, items: Iterable[str], besides: str
) -> dict[str, tuple[Claim, ...]]:
    """Return what settled issues hold of items, summed up by month."""
    wanted = list(items)
    if not wanted:
        return {}
    rows = connection.execute(_HELD, {"contract": contract, "items": wanted})
    own = _own_holding(connection, tracker, contract, besides)
    found: dict[str, list[Claim]] = {}
    for row in rows:
        mine = own[2] if own is not None and own[:2] == (row.item, row.month) else ItemUsage()
        held_now = ItemUsage(row.hours - mine.hours, row.rounds - mine.rounds, row.pieces - mine.pieces)
        if held_now != ItemUsage():
            claim = Claim(f"held:{row.month}", row.earliest, row.month, held_now.hours, held=held_now)
            found.setdefault(row.item, []).append(claim)
    return {item: tuple(claims) for item, claims in found.items()}


def usage_of_earlier(
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
    asked = {"tracker": tracker, "contract": contract, "items": reach.items, "since": reach.since}
    rows = connection.execute(_HELD_BY_EARLIER, {**asked, "judged": list(besides)})
    found: dict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        holding = ItemUsage(row.hours, int(row.rounds), int(row.pieces))
        found[row.item].append(
            Claim(f"earlier:{row.month}", row.earliest, row.month, holding.hours, held=holding)
        )
    return {item: tuple(claims) for item, claims in found.items()}


def _own_holding(
    connection: Connection, tracker: str, contract: str, issue: str
) -> tuple[str, str, ItemUsage] | None:
    """Return item, month and what an issue itself holds in the sums; None where it is not in them."""
    asked = {"tracker": tracker, "issue": issue, "contract": contract}
    row = connection.execute(_OWN_HOLDING, asked).first()
    if row is None:
        return None
    return row.item, row.month, ItemUsage(row.held_hours, row.held_rounds, row.held_pieces)


def gifts(
    connection: Connection, contract: str, months: Iterable[str], besides: str, since: datetime
) -> Gifts:
    """Return what settled bonuses take from the goodwill of months.

    Their number is bounded by the goodwill itself, and by what people ruled beyond it.

    Args:
        connection: a transaction that holds the contract's lock.
        contract: the contract's id.
        months: such as `2026-03`.
        besides: the issue in question, left out.
        since: when the earliest issue was created that may become a gift now, or cease to be one.
    """
    wanted = sorted(months)
    if not wanted:
        return Gifts()
    rows = connection.execute(
        _GIFTS, {"contract": contract, "months": wanted, "besides": besides, "since": since}
    ).all()
    given: dict[str, list[Request]] = defaultdict(list)
    for row in rows:
        hours = row.bonus_hours or Decimal(0)
        given[row.month].append(Request(row.issue, row.created_at, hours, held=hours))
    later = (IssueState.model_validate_json(row.later_state) for row in rows if row.later_state is not None)
    return Gifts({month: tuple(requests) for month, requests in given.items()}, tuple(later))

"""Finds the issues that share quantities, goodwill or open work with an issue.

Only those whose verdict or offer can change are read whole; what all others hold is summed up. Handling an
issue therefore takes as long with a thousand open issues beside it as with ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    text,
    union_all,
)

from plugin.core.model.goodwill_requests import Request
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import REJUDGE
from plugin.core.model.quantity_claims import Claim, ItemUsage
from plugin.core.reach import Reach, SwapCandidate
from plugin.store.column_types import Hours
from plugin.store.connection import Connection, Row
from plugin.store.tables import HOLDS, issues, timers
from plugin.store.tables import item_usage as usage_table

_CONTRACT = issues.c.contract == bindparam("contract")
_OPEN = issues.c.locked_in.is_(False)
_ITEMS = issues.c.item.in_(bindparam("items", expanding=True))
_MONTHS = issues.c.month.in_(bindparam("months", expanding=True))
_WAITING_FOR_JUDGING = select(timers.c.subject).where(
    timers.c.tracker == bindparam("tracker"), timers.c.name == literal_column(f"'{REJUDGE}'")
)

_COLUMNS = (
    issues.c.issue,
    issues.c.state,
    issues.c.locked_in,
    issues.c.counts_toward_item,
    issues.c.item,
    issues.c.month,
    issues.c.held_hours,
    issues.c.held_rounds,
    issues.c.held_pieces,
)
_STORED = select(*_COLUMNS).where(
    issues.c.tracker == bindparam("tracker"), issues.c.issue.in_(bindparam("issues", expanding=True))
)
_OF_STAGE = (
    select(*_COLUMNS)
    .where(_CONTRACT, issues.c.stage == bindparam("stage"), issues.c.verdict.is_not(None))
    .order_by(issues.c.created_at, issues.c.issue)
)
_STATES = select(*_COLUMNS).where(_CONTRACT)
_OF_ITEMS = _STATES.where(_ITEMS, _OPEN)
# What a changed mapping has yet to judge again holds what an earlier version gave it.
_OF_ITEMS_SINCE = union_all(
    _OF_ITEMS.where(issues.c.created_at >= bindparam("since")),
    _OF_ITEMS.where(
        issues.c.created_at < bindparam("since"),
        issues.c.tracker == bindparam("tracker"),
        issues.c.issue.in_(_WAITING_FOR_JUDGING),
    ),
)
_OF_MONTHS = union_all(
    _STATES.where(_MONTHS, _OPEN, issues.c.verdict == "bonus"),
    _STATES.where(
        _MONTHS, _OPEN, issues.c.verdict == "beyond_scope", issues.c.requested_hours <= bindparam("small")
    ),
)
_UNDECIDED = _STATES.where(issues.c.change_state.in_(("raised", "offered")))

_HELD = select(usage_table).where(
    usage_table.c.contract == bindparam("contract"),
    usage_table.c.item.in_(bindparam("items", expanding=True)),
)
_USAGE = (
    select(
        issues.c.item,
        issues.c.month,
        func.sum(issues.c.held_hours).label("hours"),
        func.sum(issues.c.held_rounds).label("rounds"),
        func.sum(issues.c.held_pieces).label("pieces"),
    )
    .where(_CONTRACT, issues.c.item.is_not(None), issues.c.counts_toward_item.is_(True))
    .group_by(issues.c.item, issues.c.month)
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
        text(HOLDS),
        issues.c.issue.not_in(_WAITING_FOR_JUDGING),
        issues.c.issue.not_in(bindparam("judged", expanding=True)),
    )
    .group_by(issues.c.item, issues.c.month)
)
_GIFTS = select(
    *(column for column in _COLUMNS if column is not issues.c.state),
    issues.c.created_at,
    issues.c.bonus_hours,
    # Only later ones can follow what is judged now; earlier ones need not be read whole.
    case((issues.c.created_at >= bindparam("since"), issues.c.state)).label("state"),
).where(_CONTRACT, _MONTHS, issues.c.verdict == "bonus", issues.c.locked_in.is_(True))


_WORKS_A_QUERY = 20
"""SQLite takes no expression of more than a thousand terms; each work has eight."""


@dataclass(frozen=True)
class StoredIssue:
    """An issue on record, with what the columns say of its share in the sums.

    Attributes:
        state: everything on record about it.
        counted: item, month and usage by which it stands in the sums of its item; None where it does not.
    """

    state: IssueState
    counted: tuple[str, str, ItemUsage] | None


def load_issues(
    connection: Connection, tracker: str, issues_wanted: Sequence[str]
) -> tuple[StoredIssue, ...]:
    """Return what is on record about issues, by the tracker's ids."""
    rows = connection.execute(_STORED, {"tracker": tracker, "issues": list(issues_wanted)})
    return tuple(_stored(row) for row in rows)


def load_stage_issues(connection: Connection, contract: str, stage: str) -> tuple[StoredIssue, ...]:
    """Return the issues with a verdict that belong to a stage, oldest first."""
    rows = connection.execute(_OF_STAGE, {"contract": contract, "stage": stage})
    return tuple(_stored(row) for row in rows)


def load_open_issues(
    connection: Connection, tracker: str, contract: str, reach: Reach, besides: Collection[str]
) -> tuple[StoredIssue, ...]:
    """Return the issues that may be judged again with those in question.

    Args:
        connection: a transaction that holds the contract's lock.
        tracker: the tracker's name.
        contract: the contract's id.
        reach: how far the change reaches.
        besides: ids of issues that are loaded already.
    """
    # One query each: joined by OR they would scan the whole contract.
    common = {"tracker": tracker, "contract": contract}
    found: dict[str, StoredIssue] = {}
    for question, parameters in _queries(reach):
        for row in connection.execute(question, {**common, **parameters}):
            if row.issue not in besides and row.issue not in found:
                found[row.issue] = _stored(row)
    return tuple(found.values())


def load_usage(connection: Connection, contract: str) -> dict[str, dict[str, ItemUsage]]:
    """Return what the issues of a contract hold of its items, by item and month."""
    found: dict[str, dict[str, ItemUsage]] = defaultdict(dict)
    for row in connection.execute(_USAGE, {"contract": contract}):
        found[row.item][row.month] = ItemUsage(row.hours, int(row.rounds), int(row.pieces))
    return dict(found)


def load_usage_of_others(
    connection: Connection, tracker: str, contract: str, reach: Reach, loaded: Iterable[StoredIssue]
) -> dict[str, tuple[Claim, ...]]:
    """Return what issues hold of items that are not loaded, summed up by month.

    Args:
        connection: a transaction that holds the contract's lock.
        tracker: the tracker's name.
        contract: the contract's id.
        reach: how far the change reaches.
        loaded: the issues that are loaded; what they hold is no part of the sums.
    """
    if not reach.items:
        return {}
    counted = [issue.counted for issue in loaded if issue.counted is not None]
    claims: dict[str, list[Claim]] = defaultdict(list)
    for row in connection.execute(_HELD, {"contract": contract, "items": reach.items}):
        held = ItemUsage(row.hours, row.rounds, row.pieces)
        for item, month, usage in counted:
            if (item, month) == (row.item, row.month):
                held = ItemUsage(
                    held.hours - usage.hours, held.rounds - usage.rounds, held.pieces - usage.pieces
                )
        if held != ItemUsage():
            claims[row.item].append(
                Claim(f"held:{row.month}", row.earliest, row.month, held.hours, held=held)
            )
    if reach.since is not None:
        known = [issue.state.issue.id for issue in loaded if issue.state.item in reach.items]
        parameters = {"tracker": tracker, "contract": contract, "items": reach.items, "since": reach.since}
        for row in connection.execute(_HELD_BY_EARLIER, {**parameters, "judged": known}):
            held = ItemUsage(row.hours, int(row.rounds), int(row.pieces))
            name = f"earlier:{row.month}"
            claims[row.item].append(Claim(name, row.earliest, row.month, held.hours, held=held))
    return {item: tuple(found) for item, found in claims.items()}


def _stored(row: Row) -> StoredIssue:
    counted = None
    if row.locked_in and row.counts_toward_item and row.item is not None:
        counted = (row.item, row.month, ItemUsage(row.held_hours, row.held_rounds, row.held_pieces))
    return StoredIssue(IssueState.load(row.state), counted)


@dataclass(frozen=True)
class Gifts:
    """Bonuses that stand and are not loaded yet.

    Attributes:
        given: what they take from the goodwill, by month.
        later: those created later than what is judged, loaded whole: what they say is left may follow it.
    """

    given: Mapping[str, tuple[Request, ...]] = field(default_factory=dict)
    later: tuple[StoredIssue, ...] = ()


def _queries(reach: Reach) -> list[tuple[Select[Any] | CompoundSelect[Any], dict[str, Any]]]:
    queries: list[tuple[Select[Any] | CompoundSelect[Any], dict[str, Any]]] = []
    if reach.items and reach.since is None:
        queries.append((_OF_ITEMS, {"items": reach.items}))
    elif reach.items:
        queries.append((_OF_ITEMS_SINCE, {"items": reach.items, "since": reach.since}))
    if reach.months:
        queries.append((_OF_MONTHS, {"months": sorted(reach.months), "small": reach.small}))
    if reach.offers == "all":
        queries.append((_UNDECIDED, {}))
    elif reach.offers:
        firsts = range(0, len(reach.offers), _WORKS_A_QUERY)
        queries.extend(_swap_query(reach.offers[first : first + _WORKS_A_QUERY]) for first in firsts)
    return queries


def _swap_query(works: Sequence[SwapCandidate]) -> tuple[Select[Any], dict[str, Any]]:
    values: dict[str, Any] = {}
    for nth, work in enumerate(works):
        hours = work.hours or Decimal(0)
        # Work of no size fits no offer: the range is empty.
        least, most = (hours * Decimal("0.9") - 1, hours * Decimal("1.12") + 1) if work.hours else (1, 0)
        values |= {f"issue_{nth}": work.issue, f"hours_{nth}": hours}
        values |= {f"least_{nth}": Decimal(least), f"most_{nth}": Decimal(most)}
    return _offers_that_may_swap(len(works)), values


@cache
def _offers_that_may_swap(count: int) -> Select[Any]:
    """Return the query for offers that name one of the works, or may swap one as well."""
    hours, gap = issues.c.offer_hours, issues.c.swap_gap
    touched = []
    for nth in range(count):
        issue: BindParameter[str] = bindparam(f"issue_{nth}")
        size = bindparam(f"hours_{nth}", type_=Hours)
        gap_now = func.abs(hours - size)
        ties = and_(gap == gap_now, or_(issues.c.offer_swap > issue, issues.c.swap_same_stage.is_(False)))
        fits = or_(gap.is_(None), gap > gap_now, ties)
        near = hours.between(bindparam(f"least_{nth}", type_=Hours), bindparam(f"most_{nth}", type_=Hours))
        touched += [issues.c.offer_swap == issue, and_(near, fits)]
    return _UNDECIDED.where(or_(*touched))


def load_gifts(
    connection: Connection, contract: str, months: Iterable[str], since: datetime, besides: Collection[str]
) -> Gifts:
    """Return what bonuses that stand take from the goodwill of months.

    Their number is bounded by the goodwill itself, and by what people ruled beyond it.

    Args:
        connection: a transaction that holds the contract's lock.
        contract: the contract's id.
        months: such as `2026-03`.
        since: when the earliest issue was created that may become a gift now, or cease to be one.
        besides: ids of issues that are loaded already.
    """
    month_names = sorted(months)
    if not month_names:
        return Gifts()
    rows = connection.execute(_GIFTS, {"contract": contract, "months": month_names, "since": since})
    given: dict[str, list[Request]] = defaultdict(list)
    later: list[StoredIssue] = []
    for row in rows:
        if row.issue in besides:
            continue
        if row.state is not None:
            later.append(_stored(row))
        else:
            hours = row.bonus_hours or Decimal(0)
            given[row.month].append(Request(row.issue, row.created_at, hours, held=hours))
    return Gifts({month: tuple(requests) for month, requests in given.items()}, tuple(later))

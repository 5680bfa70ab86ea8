"""Issue states on record, and finding those that share something with one."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, func, insert, or_, select

from mappings.model import ContractMapping
from plugin.decider.facts import Like
from plugin.decider.moving import shift_of
from plugin.decider.offering import open_work_hours
from plugin.decider.precedents import likeness_of
from plugin.decider.state import IssueState
from plugin.rules.goodwill import Request
from plugin.rules.placement import Evidence
from plugin.rules.quantity import Claim, Holding
from plugin.rules.schedule import Shift
from plugin.rules.tradeoff import OpenWork
from plugin.store.tables import holdings, issues, likenesses
from plugin.store.upsert import upsert

_UNDECIDED = ("raised", "offered")


def load(connection: Connection, tracker: str, issue: str) -> IssueState | None:
    """Return what is on record about an issue, by the tracker's id, or None."""
    text = connection.execute(
        select(issues.c.state).where(issues.c.tracker == tracker, issues.c.issue == issue)
    ).scalar()
    return None if text is None else IssueState.model_validate_json(text)


def load_by_key(connection: Connection, tracker: str, key: str) -> IssueState | None:
    """Return what is on record about an issue, by its key now, or None."""
    text = connection.execute(
        select(issues.c.state).where(issues.c.tracker == tracker, issues.c.key == key)
    ).scalar()
    return None if text is None else IssueState.model_validate_json(text)


def save(connection: Connection, mapping: ContractMapping, state: IssueState) -> None:
    """Keep a state, with the columns by which it is found again."""
    upsert(connection, issues, _row(mapping, state))
    keyed = (likenesses.c.tracker == state.tracker, likenesses.c.issue == state.issue.id)
    connection.execute(delete(likenesses).where(*keyed))
    alike = likeness_of(state) if not state.deleted else ()
    if alike:
        common = {"tracker": state.tracker, "issue": state.issue.id, "contract": state.contract}
        rows = [{**common, "likeness": key, "created_at": state.created} for key in alike]
        connection.execute(insert(likenesses), rows)


def open_states(
    connection: Connection,
    contract: str,
    *,
    items: Iterable[str],
    months: Iterable[str],
    offers: bool,
    besides: str,
) -> tuple[IssueState, ...]:
    """Return the states that may be judged again with an issue.

    Args:
        connection: a transaction that holds the contract's lock.
        contract: the contract's id.
        items: unsettled issues of these items.
        months: unsettled extras of these months, which ask for goodwill.
        offers: whether every undecided change counts too (dates or open work have changed).
        besides: the issue in question, left out.
    """
    wanted: list[ColumnElement[bool]] = [
        and_(issues.c.item.in_(list(items)), issues.c.settled.is_(False)),
        and_(
            issues.c.month.in_(list(months)),
            issues.c.verdict.in_(["bonus", "beyond_scope"]),
            issues.c.settled.is_(False),
        ),
    ]
    if offers:
        wanted.append(issues.c.change_state.in_(_UNDECIDED))
    # One look-up each: joined by OR they would be answered by a walk through the whole contract.
    found: dict[str, str] = {}
    for asked in wanted:
        rows = connection.execute(
            select(issues.c.issue, issues.c.state).where(
                issues.c.contract == contract, issues.c.issue != besides, asked
            )
        )
        found |= {row.issue: row.state for row in rows}
    return tuple(IssueState.model_validate_json(text) for text in found.values())


def undecided(connection: Connection, contract: str) -> list[tuple[str, str]]:
    """Return tracker and id of the issues that a changed mapping judges again."""
    rows = connection.execute(
        select(issues.c.tracker, issues.c.issue)
        .where(issues.c.contract == contract, issues.c.decision.is_(None))
        .order_by(issues.c.created_at, issues.c.issue)
    )
    return [(row.tracker, row.issue) for row in rows]


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


def open_work(connection: Connection, contract: str, up_to: Decimal) -> tuple[OpenWork, ...]:
    """Return agreed work that nobody has begun, up to so many hours; swapped work is left out."""
    swapped = select(issues.c.swap_issue).where(
        issues.c.contract == contract, issues.c.swap_issue.is_not(None)
    )
    rows = connection.execute(
        select(issues.c.issue, issues.c.key, issues.c.summary, issues.c.open_work_hours, issues.c.stage)
        .where(
            issues.c.contract == contract,
            issues.c.open_work_hours <= up_to,
            issues.c.issue.not_in(swapped),
        )
        .order_by(issues.c.open_work_hours.desc(), issues.c.issue)
        .limit(500)
    )
    return tuple(OpenWork(row.issue, row.key, row.summary, row.open_work_hours, row.stage) for row in rows)


def offers_near(connection: Connection, contract: str, sizes: Iterable[Decimal]) -> bool:
    """Tell whether an undecided change is of about one of these sizes, so that its swap may change."""
    near: list[ColumnElement[bool]] = [
        issues.c.offer_hours.between(size * Decimal("0.9") - 1, size * Decimal("1.1") + 1)
        for size in set(sizes)
    ]
    if not near:
        return False
    found = connection.execute(
        select(issues.c.issue)
        .where(issues.c.contract == contract, issues.c.change_state.in_(_UNDECIDED), or_(*near))
        .limit(1)
    ).first()
    return found is not None


def shifts(connection: Connection, contract: str) -> tuple[tuple[str, Shift], ...]:
    """Return the accepted shifts of a contract with their decisions, earliest first."""
    rows = connection.execute(
        select(issues.c.decision, issues.c.stage, issues.c.shift_days, issues.c.shift_from)
        .where(issues.c.contract == contract, issues.c.shift_days.is_not(None))
        .order_by(issues.c.decided_at, issues.c.decision)
    )
    return tuple((row.decision, Shift(row.stage, row.shift_days, row.shift_from)) for row in rows)


def likes(
    connection: Connection, contract: str, issue: str, likeness: Iterable[str], limit: int = 50
) -> tuple[Like, ...]:
    """Return issues that are alike by one of these keys, the issue itself left out, newest first."""
    found: list[Like] = []
    for key in likeness:
        rows = connection.execute(
            select(
                issues.c.issue,
                issues.c.key,
                issues.c.summary,
                issues.c.verdict,
                issues.c.created_at,
                # Only a decision tells more than the columns do; what is undecided need not be read whole.
                case((issues.c.decision.is_not(None), issues.c.state)).label("decided_state"),
            )
            .select_from(likenesses)
            .join(
                issues,
                and_(issues.c.tracker == likenesses.c.tracker, issues.c.issue == likenesses.c.issue),
            )
            .where(
                likenesses.c.contract == contract,
                likenesses.c.likeness == key,
                likenesses.c.issue != issue,
            )
            .order_by(likenesses.c.created_at.desc(), likenesses.c.issue)
            .limit(limit)
        )
        found += [_like(key, row) for row in rows]
    return tuple(sorted(found, key=lambda like: like.created, reverse=True))


def changes(connection: Connection, contract: str) -> list[IssueState]:
    """Return the extras of a contract, oldest first: beyond scope or bonus, decided or not."""
    rows = connection.execute(
        select(issues.c.state)
        .where(
            issues.c.contract == contract,
            or_(issues.c.change_state.is_not(None), issues.c.verdict == "bonus"),
        )
        .order_by(issues.c.created_at, issues.c.issue)
    ).scalars()
    return [IssueState.model_validate_json(text) for text in rows]


def _like(likeness: str, row: Row[*tuple[Any, ...]]) -> Like:
    state = IssueState.model_validate_json(row.decided_state) if row.decided_state else None
    decision = state.change.decision if state and state.change else None
    return Like(
        issue=row.issue,
        key=row.key,
        summary=row.summary,
        verdict=row.verdict or "",
        option=decision.option.option if decision else None,
        created=row.created_at,
        likeness=likeness,
    )


def _row(mapping: ContractMapping, state: IssueState) -> dict[str, Any]:
    change = state.change
    decision = change.decision if change else None
    shift = shift_of(change, state.stage)
    linked = state.evidence in (Evidence.LINK, Evidence.RULING)
    settled = state.settled(mapping) or state.counts_only or state.deleted
    return {
        "tracker": state.tracker,
        "issue": state.issue.id,
        "key": state.issue.key,
        "contract": state.contract,
        "item": state.item,
        "stage": state.stage,
        "verdict": state.kind.value if state.kind and not state.deleted else None,
        "month": state.month(mapping),
        "created_at": state.created,
        "settled": settled,
        "claims": linked and not state.deleted,
        "held_hours": state.holding.hours,
        "held_rounds": state.holding.rounds,
        "held_pieces": state.holding.pieces,
        "bonus_hours": state.bonus_hours,
        "asks_hours": state.verdict.over_hours if state.verdict else None,
        "change_state": change.state.value if change and not (state.deleted and decision is None) else None,
        "offer_hours": change.offer.hours if change and change.offer and decision is None else None,
        "open_work_hours": open_work_hours(mapping, state),
        "summary": state.issue.summary,
        "swap_issue": decision.option.swap_issue if decision else None,
        "decision": decision.id if decision else None,
        "decided_at": decision.at if decision else None,
        "shift_days": shift[1].working_days if shift else None,
        "shift_from": shift[1].counted_from if shift else None,
        "state": state.model_dump_json(),
    }

"""Issue states on record, and what they add up to in a contract.

These are extras, accepted shifts, similar earlier issues, and open work.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, bindparam, case, delete, insert, or_, select

from mappings.model import ContractMapping
from plugin.core.calendar.schedule import Shift
from plugin.core.facts import EarlierIssue, Spending
from plugin.core.model.issue_state import Decision, IssueState
from plugin.core.model.options import OpenWork
from plugin.core.model.placement import Evidence
from plugin.core.offer.offer_versions import open_work_hours
from plugin.core.scope.precedents import precedent_keys
from plugin.store.connection import Connection, Row
from plugin.store.parsed_states import parse_state
from plugin.store.tables import issues
from plugin.store.tables import precedent_keys as keys_table
from plugin.store.upsert import upsert

_STATE = select(issues.c.state).where(
    issues.c.tracker == bindparam("tracker"), issues.c.issue == bindparam("issue")
)
_STATE_BY_KEY = select(issues.c.state).where(
    issues.c.tracker == bindparam("tracker"), issues.c.key == bindparam("key")
)
_PAGE = (
    select(issues.c.state)
    .where(
        issues.c.tracker == bindparam("tracker"),
        issues.c.issue > bindparam("after"),
        issues.c.contract == bindparam("contract"),
    )
    .order_by(issues.c.issue)
    .limit(bindparam("limit"))
)
_NO_LONGER_ALIKE = delete(keys_table).where(
    keys_table.c.tracker == bindparam("tracker"), keys_table.c.issue == bindparam("issue")
)
_ALIKE = insert(keys_table)
_OPEN_WORK = (
    select(issues.c.issue, issues.c.key, issues.c.summary, issues.c.open_work_hours, issues.c.stage)
    .where(
        issues.c.contract == bindparam("contract"),
        issues.c.open_work_hours <= bindparam("up_to"),
        # Swapped work is left out.
        issues.c.issue.not_in(
            select(issues.c.swap_issue).where(
                issues.c.contract == bindparam("contract"), issues.c.swap_issue.is_not(None)
            )
        ),
    )
    .order_by(issues.c.open_work_hours.desc(), issues.c.issue)
    .limit(500)
)
_SHIFTS = (
    select(issues.c.decision, issues.c.stage, issues.c.shift_days, issues.c.shift_from)
    .where(issues.c.contract == bindparam("contract"), issues.c.shift_days.is_not(None))
    .order_by(issues.c.decided_at, issues.c.decision)
)
_OWN_PIECES = select(issues.c.issue, issues.c.own_piece_hours).where(
    issues.c.contract == bindparam("contract"), issues.c.own_piece_hours.is_not(None)
)
_EARLIER = (
    select(
        issues.c.issue,
        issues.c.key,
        issues.c.summary,
        issues.c.verdict,
        issues.c.created_at,
        # Only a decision holds more than the columns do: undecided issues need not be read whole.
        case((issues.c.decision.is_not(None), issues.c.state)).label("decided_state"),
    )
    .select_from(keys_table)
    .join(issues, and_(issues.c.tracker == keys_table.c.tracker, issues.c.issue == keys_table.c.issue))
    .where(
        keys_table.c.contract == bindparam("contract"),
        keys_table.c.precedent_key == bindparam("precedent_key"),
        keys_table.c.issue != bindparam("besides"),
    )
    .order_by(keys_table.c.created_at.desc(), keys_table.c.issue)
    .limit(bindparam("most"))
)


def load(connection: Connection, tracker: str, issue: str) -> IssueState | None:
    """Return what is on record about an issue, by the tracker's id, or None."""
    text = connection.execute(_STATE, {"tracker": tracker, "issue": issue}).scalar()
    return None if text is None else IssueState.load(text)


def load_page(
    connection: Connection, tracker: str, contract: str, after: str, limit: int
) -> list[IssueState]:
    """Return what is on record about some issues of a contract, ordered by id.

    Args:
        connection: a transaction that reads.
        tracker: where they are.
        contract: that governs them.
        after: the id after which they come; empty: from the first on.
        limit: how many at the most.
    """
    values = {"tracker": tracker, "contract": contract, "after": after, "limit": limit}
    return [IssueState.load(row.state) for row in connection.execute(_PAGE, values)]


def load_by_key(connection: Connection, tracker: str, key: str) -> IssueState | None:
    """Return what is on record about an issue, by its key now, or None."""
    text = connection.execute(_STATE_BY_KEY, {"tracker": tracker, "key": key}).scalar()
    return None if text is None else IssueState.load(text)


def save(
    connection: Connection, mapping: ContractMapping, state: IssueState, before: IssueState | None = None
) -> None:
    """Save a state, with the columns by which it is found again.

    Args:
        connection: a transaction that writes.
        mapping: the issue's contract.
        state: everything on record about it from now on.
        before: what was on record until now; None: nothing was.
    """
    upsert(connection, issues, _row(mapping, state))
    which = {"tracker": state.tracker, "issue": state.issue.id}
    alike, was_alike = _keys(state), _keys(before)
    if before is not None and before.contract == state.contract and alike == was_alike:
        return
    if was_alike:
        connection.execute(_NO_LONGER_ALIKE, which)
    if alike:
        common = {**which, "contract": state.contract, "created_at": state.created}
        connection.execute(_ALIKE, [{**common, "precedent_key": key} for key in alike])


def _keys(state: IssueState | None) -> tuple[str, ...]:
    return precedent_keys(state) if state is not None and not state.deleted else ()


def load_undecided(connection: Connection, contract: str) -> list[tuple[str, str]]:
    """Return tracker and id of the issues that a changed mapping judges again."""
    rows = connection.execute(
        select(issues.c.tracker, issues.c.issue)
        .where(issues.c.contract == contract, issues.c.decision.is_(None))
        .order_by(issues.c.created_at, issues.c.issue)
    )
    return [(row.tracker, row.issue) for row in rows]


def load_open_work(connection: Connection, contract: str, up_to: Decimal) -> tuple[OpenWork, ...]:
    """Return agreed work that nobody has begun, up to a number of hours.

    Work that a swap left out is not among it.
    """
    rows = connection.execute(_OPEN_WORK, {"contract": contract, "up_to": up_to})
    return tuple(OpenWork(row.issue, row.key, row.summary, row.open_work_hours, row.stage) for row in rows)


def load_decided_shifts(connection: Connection, contract: str) -> tuple[tuple[str, Shift], ...]:
    """Return the accepted shifts of a contract with their decisions, earliest first."""
    rows = connection.execute(_SHIFTS, {"contract": contract})
    return tuple((row.decision, Shift(row.stage, row.shift_days, row.shift_from)) for row in rows)


def load_own_pieces(connection: Connection, contract: str) -> dict[str, Decimal]:
    """Return the hours of accepted, unfinished work after acceptance, by issue."""
    rows = connection.execute(_OWN_PIECES, {"contract": contract})
    return {row.issue: row.own_piece_hours for row in rows}


def load_spendings(connection: Connection, contract: str) -> tuple[Spending, ...]:
    """Return what the decisions in force of a contract cost, and whose they are."""
    decided = select(issues.c.state).where(issues.c.contract == contract, issues.c.decision.is_not(None))
    found = []
    for text in connection.execute(decided.order_by(issues.c.decided_at, issues.c.decision)).scalars():
        # Only the decision is read: a state holds much more.
        decision = Decision.model_validate(json.loads(text)["change"]["decisions"][-1], extra="ignore")
        found.append(Spending(decision.id, decision.deciders, decision.option.cost))
    return tuple(found)


def load_earlier_issues(
    connection: Connection, contract: str, issue: str, precedent_key: Iterable[str], limit: int = 50
) -> tuple[EarlierIssue, ...]:
    """Return other issues that share one of these precedent keys, newest first."""
    found: list[EarlierIssue] = []
    for key in precedent_key:
        asked = {"contract": contract, "precedent_key": key, "besides": issue, "most": limit}
        found += [_earlier_issue(key, row) for row in connection.execute(_EARLIER, asked)]
    return tuple(sorted(found, key=lambda issue: issue.created, reverse=True))


def load_changes(connection: Connection, contract: str) -> list[IssueState]:
    """Return a contract's extras, oldest first: beyond scope or bonus, decided or not."""
    rows = connection.execute(
        select(issues.c.state)
        .where(
            issues.c.contract == contract,
            or_(issues.c.change_state.is_not(None), issues.c.verdict == "bonus"),
        )
        .order_by(issues.c.created_at, issues.c.issue)
    ).scalars()
    return [parse_state(text) for text in rows]


def load_unclear(connection: Connection, contract: str, limit: int) -> list[IssueState]:
    """Return a contract's newest issues that await a ruling, at most that many."""
    rows = connection.execute(
        select(issues.c.state)
        .where(issues.c.contract == contract, issues.c.verdict == "unclear")
        .order_by(issues.c.created_at.desc(), issues.c.issue)
        .limit(limit)
    ).scalars()
    return [parse_state(text) for text in rows]


def _earlier_issue(precedent_key: str, row: Row) -> EarlierIssue:
    state = IssueState.load(row.decided_state) if row.decided_state else None
    decision = state.change.decision if state and state.change else None
    return EarlierIssue(
        issue=row.issue,
        key=row.key,
        summary=row.summary,
        verdict=row.verdict or "",
        option=decision.option.option if decision else None,
        created=row.created_at,
        precedent_key=precedent_key,
    )


def _row(mapping: ContractMapping, state: IssueState) -> dict[str, Any]:
    change = state.change
    decision = change.decision if change else None
    shift = state.accepted_shift
    fit = state.swap_fit if decision is None else None
    linked = state.evidence in (Evidence.LINK, Evidence.RULING)
    locked_in = state.locked_in(mapping) or state.counts_only or state.deleted
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
        "locked_in": locked_in,
        "counts_toward_item": linked and not state.deleted,
        "held_hours": state.holding.hours,
        "held_rounds": state.holding.rounds,
        "held_pieces": state.holding.pieces,
        "bonus_hours": state.bonus_hours,
        "requested_hours": state.verdict.over_hours if state.verdict else None,
        "change_state": change.state.value if change and not (state.deleted and decision is None) else None,
        "offer_hours": change.offer.hours if change and change.offer and decision is None else None,
        "offer_swap": fit.issue if fit else None,
        "swap_gap": fit.gap_hours if fit else None,
        "swap_same_stage": fit.same_stage if fit else None,
        "open_work_hours": open_work_hours(mapping, state),
        "summary": state.issue.summary,
        "swap_issue": decision.option.swap_issue if decision else None,
        "decision": decision.id if decision else None,
        "decided_at": decision.at if decision else None,
        "shift_days": shift[1].working_days if shift else None,
        "shift_from": shift[1].counted_from if shift else None,
        "own_piece_hours": state.own_piece_hours(mapping),
        "state": state.model_dump_json(exclude_defaults=True),
    }

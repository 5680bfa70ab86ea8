"""Gathering the facts of a decision, under the contract's lock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection

from mappings.model import ContractMapping, Stage
from plugin.decider.facts import Facts, Ground, Peers
from plugin.decider.gating import signed_moments
from plugin.decider.judging import affected_items, settle_placement
from plugin.decider.offering import open_work_hours
from plugin.decider.precedents import likeness_of
from plugin.decider.stage_facts import StageFacts
from plugin.decider.stage_state import StageState
from plugin.decider.state import IssueState
from plugin.issue import Comment
from plugin.rules.placement import SignedOff
from plugin.rules.tradeoff import OpenWork
from plugin.store import contracts, heard, issues, stages
from plugin.worker.agreements import Agreement


class NotInForce(Exception):
    """The contract's row is not there yet: its mapping is being loaded."""


def ground_of(connection: Connection, tracker: str, agreement: Agreement, now: datetime) -> Ground:
    """Return a contract as it stands, its row locked until the transaction ends.

    Raises:
        NotInForce: nobody has put the mapping in force yet.
    """
    in_force = contracts.lock(connection, agreement.mapping.id)
    if in_force is None:
        raise NotInForce(agreement.mapping.id)
    on_record = stages.load_all(connection, agreement.mapping.id)
    ground = Ground(
        tracker=tracker,
        mapping=stages.with_deputies(connection, agreement.mapping),
        calendar=agreement.calendar,
        live_from=in_force.live_from,
        now=now,
        shifts=issues.shifts(connection, agreement.mapping.id),
        stages=on_record,
        texts=agreement.texts,
        pages_url=agreement.pages_url,
    )
    return replace(ground, signed_off=SignedOff(signed_moments(ground)))


def stage_facts_of(connection: Connection, ground: Ground, stage: Stage) -> StageFacts:
    """Gather what a word about a stage needs; the contract's lock is held."""
    contract = ground.mapping.id
    return StageFacts(
        ground=ground,
        stage=stage,
        state=ground.stages.get(stage.id) or StageState(contract=contract, stage=stage.id),
        issues=stages.issues_of(connection, contract, stage.id),
    )


def facts_of(
    connection: Connection,
    ground: Ground,
    before: IssueState | None,
    after: IssueState,
    *,
    deciding: bool,
    comments: tuple[Comment, ...] | None = None,
) -> Facts:
    """Gather what deciding about an issue needs.

    Args:
        connection: the transaction that holds the contract's lock.
        ground: the contract as it stands.
        before: what is on record about the issue.
        after: the issue as seen now.
        deciding: whether a decision may fall, which touches every open offer.
        comments: the issue's comments as just read.
    """
    tracker, contract = ground.tracker, ground.mapping.id
    placed, placement = settle_placement(ground, after)
    return Facts(
        ground=ground,
        state=before,
        peers=_peers(connection, ground, before, placed, deciding),
        likes=issues.likes(connection, contract, placed.issue.id, likeness_of(placed, placement)),
        published=heard.published(connection, tracker, after.issue.id),
        comments=comments,
    )


def _peers(
    connection: Connection, ground: Ground, before: IssueState | None, after: IssueState, deciding: bool
) -> Peers:
    mapping, subject = ground.mapping, after.issue.id
    limited = [item for item in affected_items(before, after) if _is_limited(mapping, item)]
    months = {after.month(mapping)} if mapping.goodwill else set()
    offers = deciding or _touches_offers(connection, ground, before, after)
    peers = issues.open_states(
        connection, mapping.id, items=limited, months=months, offers=offers, besides=subject
    )
    more = {peer.month(mapping) for peer in peers if peer.item in limited} - months
    if more and mapping.goodwill:
        wider = issues.open_states(
            connection, mapping.id, items=(), months=more, offers=False, besides=subject
        )
        known = {peer.issue.id for peer in peers}
        peers = (*peers, *(peer for peer in wider if peer.issue.id not in known))
    return Peers(
        open=peers,
        held=issues.held(connection, ground.tracker, mapping.id, limited, subject),
        gifts=issues.gifts(connection, mapping.id, months | more, subject),
        open_work=_open_work(connection, mapping, after, peers),
    )


def _open_work(
    connection: Connection, mapping: ContractMapping, after: IssueState, peers: tuple[IssueState, ...]
) -> tuple[OpenWork, ...]:
    """Return the open work that a swap could name, up to the largest size in question."""
    if "swap" not in mapping.options:
        return ()
    sizes = [after.estimate, *(peer.estimate for peer in peers if peer.change)]
    largest = max((size for size in sizes if size), default=Decimal(0))
    return issues.open_work(connection, mapping.id, largest * Decimal("1.1") + 1) if largest else ()


def _touches_offers(
    connection: Connection, ground: Ground, before: IssueState | None, after: IssueState
) -> bool:
    """Tell whether the issue was or may become open work that an open offer could swap."""
    if "swap" not in ground.mapping.options:
        return False
    sizes = [hours for hours in (open_work_hours(ground.mapping, before), after.estimate) if hours]
    return issues.offers_near(connection, ground.mapping.id, sizes)


def _is_limited(mapping: ContractMapping, item_id: str) -> bool:
    item = mapping.item(item_id)
    return item is not None and any(
        limit is not None for limit in (item.hours, item.hours_per_month, item.rounds, item.pieces)
    )

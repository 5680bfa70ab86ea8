"""Gathering the facts of a decision, under the contract's lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from mappings.model import ContractMapping, Stage
from plugin.core.facts import Baseline, IssueFacts, RelatedIssues, StageFacts
from plugin.core.gate.gate import signed_moments
from plugin.core.model.issue import Comment
from plugin.core.model.issue_state import IssueState
from plugin.core.model.options import OpenWork
from plugin.core.model.placement import SignedOff
from plugin.core.model.stage_state import StageState
from plugin.core.offer.offer_versions import open_work_hours
from plugin.core.scope.judge import affected_items, settle_match, touches_quantities
from plugin.core.scope.precedents import precedent_keys
from plugin.store import contracts, heard, issues, related_issues, stages
from plugin.store.connection import Connection
from plugin.store.related_issues import Reach
from plugin.worker.active_contracts import ActiveContract


class NotInForce(Exception):
    """The contract's row is not there yet: its mapping is being loaded."""


def load_baseline(connection: Connection, tracker: str, active: ActiveContract, now: datetime) -> Baseline:
    """Return a contract as it stands, its row locked until the transaction ends.

    Raises:
        NotInForce: nobody has put the mapping in force yet.
    """
    in_force = contracts.lock(connection, active.mapping.id)
    if in_force is None:
        raise NotInForce(active.mapping.id)
    on_record = stages.load_all(connection, active.mapping.id)
    baseline = Baseline(
        tracker=tracker,
        mapping=stages.with_deputies(connection, active.mapping),
        calendar=active.calendar,
        live_from=in_force.live_from,
        now=now,
        shifts=issues.shifts(connection, active.mapping.id),
        stages=on_record,
        texts=active.texts,
        pages_url=active.pages_url,
    )
    return replace(baseline, signed_off=SignedOff(signed_moments(baseline)))


def load_stage_facts(connection: Connection, baseline: Baseline, stage: Stage) -> StageFacts:
    """Gather what a word about a stage needs; the contract's lock is held."""
    contract = baseline.mapping.id
    return StageFacts(
        baseline=baseline,
        stage=stage,
        state=baseline.stages.get(stage.id) or StageState(contract=contract, stage=stage.id),
        issues=stages.issues_of(connection, contract, stage.id),
    )


def load_facts(
    connection: Connection,
    baseline: Baseline,
    before: IssueState | None,
    after: IssueState,
    *,
    deciding: bool,
    comments: tuple[Comment, ...] | None = None,
) -> IssueFacts:
    """Gather what deciding about an issue needs.

    Args:
        connection: the transaction that holds the contract's lock.
        baseline: the contract as it stands.
        before: what is on record about the issue.
        after: the issue as seen now.
        deciding: whether a decision may fall, which touches every open offer.
        comments: the issue's comments as just read.
    """
    tracker, contract = baseline.tracker, baseline.mapping.id
    placed, placement = settle_match(baseline, after)
    reach = reach_of(baseline, before, placed, deciding=deciding)
    return IssueFacts(
        baseline=baseline,
        state=before,
        related=_peers(connection, baseline, placed, reach),
        earlier_issues=issues.earlier_issues(
            connection, contract, placed.issue.id, precedent_keys(placed, placement)
        ),
        published=heard.published(connection, tracker, after.issue.id),
        comments=comments,
    )


def reach_of(baseline: Baseline, before: IssueState | None, after: IssueState, *, deciding: bool) -> Reach:
    """Tell how far a change of an issue reaches."""
    mapping = baseline.mapping
    # What a settled issue holds is taken before anybody is served: let go, it can serve everybody.
    lets_go = (
        before is not None and before.locked_in(mapping) and (deciding or touches_quantities(before, after))
    )
    return Reach(
        items=tuple(item for item in sorted(affected_items(before, after)) if _is_limited(mapping, item)),
        since=None if lets_go else after.created,
        months=frozenset({after.month(mapping)}) if mapping.goodwill else frozenset(),
        small=mapping.goodwill.per_request if mapping.goodwill else Decimal(0),
        offers="all" if deciding else _sizes_of_swaps(mapping, before, after),
    )


def _peers(connection: Connection, baseline: Baseline, after: IssueState, reach: Reach) -> RelatedIssues:
    mapping, tracker, subject = baseline.mapping, baseline.tracker, after.issue.id
    open_ = related_issues.open_states(connection, tracker, mapping.id, reach, subject)
    further = _further(mapping, reach, [peer for peer in open_ if peer.item in reach.items])
    known = {peer.issue.id for peer in open_}
    wider = related_issues.open_states(connection, tracker, mapping.id, further, subject)
    open_ = (*open_, *(peer for peer in wider if peer.issue.id not in known))
    judged = [subject, *(peer.issue.id for peer in open_ if peer.item in reach.items)]
    earliest = min([after.created, *(peer.created for peer in open_)])
    gifts = related_issues.gifts(connection, mapping.id, reach.months | further.months, subject, earliest)
    known |= {peer.issue.id for peer in wider}
    held = related_issues.item_usage(connection, tracker, mapping.id, reach.items, subject)
    earlier = related_issues.usage_of_earlier(connection, tracker, mapping.id, reach, judged)
    return RelatedIssues(
        open=(*open_, *(bonus for bonus in gifts.later if bonus.issue.id not in known)),
        held={item: (*held.get(item, ()), *earlier.get(item, ())) for item in reach.items},
        gifts=gifts.given,
        open_work=_open_work(connection, mapping, after, open_),
    )


def _further(mapping: ContractMapping, reach: Reach, judged: Sequence[IssueState]) -> Reach:
    """Tell how far those reach who are judged with the issue: other months, offers that swap them."""
    months = {peer.month(mapping) for peer in judged} - reach.months if mapping.goodwill else set()
    swaps = reach.offers != "all" and "swap" in mapping.options
    sizes = {peer.estimate for peer in judged if peer.estimate} if swaps else set()
    return Reach(months=frozenset(months), small=reach.small, offers=tuple(sorted(sizes)))


def _open_work(
    connection: Connection,
    mapping: ContractMapping,
    after: IssueState,
    related_issues: tuple[IssueState, ...],
) -> tuple[OpenWork, ...]:
    """Return the open work that a swap could name, up to the largest size in question."""
    if "swap" not in mapping.options:
        return ()
    sizes = [after.estimate, *(peer.estimate for peer in related_issues if peer.change)]
    largest = max((size for size in sizes if size), default=Decimal(0))
    return issues.open_work(connection, mapping.id, largest * Decimal("1.1") + 1) if largest else ()


def _sizes_of_swaps(
    mapping: ContractMapping, before: IssueState | None, after: IssueState
) -> tuple[Decimal, ...]:
    """Return the sizes of offers that could name the issue for a swap, as it was or as it may become."""
    if "swap" not in mapping.options:
        return ()
    return tuple(hours for hours in (open_work_hours(mapping, before), after.estimate) if hours)


def _is_limited(mapping: ContractMapping, item_id: str) -> bool:
    item = mapping.item(item_id)
    return item is not None and any(
        limit is not None for limit in (item.hours, item.hours_per_month, item.rounds, item.pieces)
    )

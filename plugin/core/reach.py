"""How far a change of issues reaches: what else must be loaded to decide it.

Only those whose verdict or offer can change are loaded whole; what all the others hold is summed up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from mappings.model import ContractMapping
from plugin.core.contract_facts import ContractFacts
from plugin.core.facts import Baseline
from plugin.core.model.issue_state import IssueState
from plugin.core.model.placement import Evidence
from plugin.core.offer.offer_versions import open_work_hours
from plugin.core.scope.judge import find_affected_items, judge, settle_match, touches_quantities
from plugin.core.scope.precedents import precedent_keys


@dataclass(frozen=True)
class SwapCandidate:
    """Work that offers may name for a swap.

    Attributes:
        issue: the work's issue; offers that name it already are touched in any case.
        hours: its size now, if it may be agreed work that nobody has begun; None where it is not.
        stage: its stage.
    """

    issue: str
    hours: Decimal | None
    stage: str | None


@dataclass(frozen=True)
class Reach:
    """How far a change of an issue reaches.

    Attributes:
        items: whose quantities it can touch.
        since: of these items' open issues those created before are not touched, because quantities are given
            out in the order of creation; None where they may be, as when a settled issue releases hours.
        months: whose goodwill it can touch.
        small: extras of these months up to this many hours may be gifts; larger ones are none in any case.
        offers: undecided changes that it can touch: all of them, or those for which one of these works may be
            the best swap, or was until now, see `swap_candidates`.
    """

    items: tuple[str, ...] = ()
    since: datetime | None = None
    months: frozenset[str] = frozenset()
    small: Decimal = Decimal(0)
    offers: Literal["all"] | tuple[SwapCandidate, ...] = ()

    def joined(self, other: Reach) -> Reach:
        """Return how far both changes reach together."""
        everything = "all" in (self.offers, other.offers)
        return Reach(
            items=tuple(sorted({*self.items, *other.items})),
            # Without a common order of creation every open issue of the items may be touched.
            since=self.since if self.since == other.since else None,
            months=self.months | other.months,
            small=max(self.small, other.small),
            offers="all" if everything else tuple(dict.fromkeys((*self.offers, *other.offers))),
        )


@dataclass(frozen=True)
class IssueChange:
    """One issue as it was and as it will be looked at.

    Attributes:
        before: what is on record; None when it was never seen.
        after: as it was seen now, or as a ruling places it.
        decides: whether a decision may fall, which touches every open offer.
        is_ruling: whether `after` shows where a ruling would place the issue.
    """

    before: IssueState | None
    after: IssueState
    decides: bool = False
    is_ruling: bool = False


def reach_of(baseline: Baseline, changes: Sequence[IssueChange]) -> Reach:
    """Return how far changes reach together.

    Args:
        baseline: the contract at this moment.
        changes: of the issues in question; one issue may stand here twice, as seen and as ruled.
    """
    found: Reach | None = None
    for change in changes:
        reach = _reach_of_one(baseline, change)
        found = reach if found is None else found.joined(reach)
    return found or Reach()


def further_reach(baseline: Baseline, reach: Reach, judged: Iterable[IssueState]) -> Reach:
    """Return the further reach of issues judged again: other months of goodwill."""
    months = {state.month(baseline.mapping) for state in judged} - reach.months
    return Reach(months=frozenset(months) if baseline.mapping.goodwill else frozenset(), small=reach.small)


def swap_candidates(
    facts: ContractFacts, reach: Reach, changes: Sequence[IssueChange], judged: Sequence[IssueState]
) -> tuple[SwapCandidate, ...]:
    """Return the work that offers may name for a swap, or named until now.

    Offers are touched by agreed work alone, and whether work is agreed hangs on nothing but quantities: with
    what else is held of the items it can be told before any offer is loaded.

    Args:
        facts: with the issues of the items in question, and what others hold of these items.
        reach: how far the changes reach; its offers are those of any issue that may be agreed work.
        changes: of the issues in question.
        judged: the issues of these items that are judged again.
    """
    mapping = facts.baseline.mapping
    known = () if reach.offers == "all" else reach.offers
    subjects = {change.after.issue.id for change in changes}
    if len(subjects) > 1:
        # The first may change what the second finds: whatever may be agreed is looked at.
        works = (SwapCandidate(each.issue.id, each.estimate, each.stage) for each in judged)
        return tuple(dict.fromkeys((*known, *works)))
    before = {state.issue.id: state for state in judged}
    found: dict[SwapCandidate, None] = {}
    for change in changes:
        before[change.after.issue.id] = change.before or change.after
        related = facts.about(change.after.issue.id).related
        for state in judge(facts.baseline, change.before, change.after, related):
            hours = open_work_hours(mapping, state)
            if hours is not None or open_work_hours(mapping, before.get(state.issue.id)) is not None:
                found[SwapCandidate(state.issue.id, hours, state.stage)] = None
    return tuple(found)


def keys_of(baseline: Baseline, changes: Iterable[IssueChange]) -> tuple[str, ...]:
    """Return the keys by which earlier similar issues are found."""
    keys: dict[str, None] = {}
    for change in changes:
        if change.is_ruling:
            continue
        _, placement = settle_match(baseline, change.after)
        keys |= dict.fromkeys(precedent_keys(change.after, placement))
    return tuple(keys)


def _reach_of_one(baseline: Baseline, change: IssueChange) -> Reach:
    mapping, before = baseline.mapping, change.before
    after, _ = settle_match(baseline, change.after)
    # What a locked issue holds is taken out first: once released, it can serve every other issue.
    was_locked = before is not None and before.locked_in(mapping)
    releases = (was_locked or (change.decides and after.locked_in(mapping))) and (
        change.decides or (before is not None and touches_quantities(before, after))
    )
    return Reach(
        items=tuple(
            item for item in sorted(find_affected_items(before, after)) if _is_limited(mapping, item)
        ),
        since=None if releases else after.created,
        months=frozenset({after.month(mapping)}) if mapping.goodwill else frozenset(),
        small=mapping.goodwill.per_request if mapping.goodwill else Decimal(0),
        offers="all" if change.decides else _swap_candidates(mapping, before, after),
    )


def _swap_candidates(
    mapping: ContractMapping, before: IssueState | None, after: IssueState
) -> tuple[SwapCandidate, ...]:
    """Return the issue as work that offers may name, as it was or as it may become."""
    if "swap" not in mapping.options:
        return ()
    # Only linked or ruled work can be agreed work that a swap names.
    may_be_agreed = after.evidence in (Evidence.LINK, Evidence.RULING)
    hours = after.estimate if may_be_agreed else None
    if hours is None and open_work_hours(mapping, before) is None:
        return ()
    return (SwapCandidate(after.issue.id, hours, after.stage),)


def _is_limited(mapping: ContractMapping, item_id: str) -> bool:
    item = mapping.item(item_id)
    return item is not None and any(
        limit is not None for limit in (item.hours, item.hours_per_month, item.rounds, item.pieces)
    )

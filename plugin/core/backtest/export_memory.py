"""The facts of issues of which only the last state is known, each seen once.

An issue that is never seen again need not be kept: what it holds of items and goodwill is summed up, and what
others may be compared with is a line. A hundred thousand issues take as long, one by one, as ten.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict, deque
from decimal import Decimal

from mappings.model import ContractMapping
from plugin.core.backtest.issue_index import MAX_EARLIER_ISSUES
from plugin.core.contract_facts import ContractFacts
from plugin.core.facts import Baseline, EarlierIssue
from plugin.core.model.events import IssueSeen
from plugin.core.model.goodwill_requests import Request
from plugin.core.model.issue_state import IssueState
from plugin.core.model.options import OpenWork
from plugin.core.model.placement import Evidence
from plugin.core.model.quantity_claims import ZERO, Claim, ItemUsage
from plugin.core.model.verdict import VerdictKind
from plugin.core.offer.offer_versions import open_work_hours
from plugin.core.scope.judge import find_placement
from plugin.core.scope.policy import with_edit
from plugin.core.scope.precedents import precedent_keys

_LEAST, _MOST = Decimal("0.9"), Decimal("1.1")


class ExportMemory:
    """What the issues before an issue left, in the order of their creation."""

    def __init__(self, mapping: ContractMapping) -> None:
        self._mapping = mapping
        self._usage: dict[str, dict[str, Claim]] = defaultdict(dict)
        self._gifts: dict[str, list[Request]] = defaultdict(list)
        self._alike: dict[str, deque[EarlierIssue]] = defaultdict(lambda: deque(maxlen=MAX_EARLIER_ISSUES))
        self._works: dict[tuple[Decimal, str | None], OpenWork] = {}
        self._sizes: list[Decimal] = []

    def facts(self, baseline: Baseline, event: IssueSeen) -> ContractFacts:
        """Return what the verdict of an issue depends on that was never seen before."""
        after = with_edit(baseline, None, event)
        placement = find_placement(baseline, after)
        item = placement.item.id if placement.item else None
        keys = precedent_keys(after, placement) if self._mapping.repeat else ()
        earlier = [each for key in keys for each in reversed(self._alike.get(key, ()))]
        if len(keys) > 1:
            earlier.sort(key=lambda each: each.created, reverse=True)
        month = after.month(self._mapping)
        return ContractFacts(
            baseline=baseline,
            usage={item: tuple(self._usage[item].values())} if item in self._usage else {},
            gifts={month: tuple(self._gifts[month])} if month in self._gifts else {},
            open_work=self._list_open_work(after.estimate, placement.evidence),
            earlier_issues={after.issue.id: tuple(earlier)},
            stages=frozenset(stage.id for stage in self._mapping.stages),
        )

    def keep(self, state: IssueState) -> None:
        """Keep what a judged issue holds, and what others are compared with."""
        month = state.month(self._mapping)
        if state.counts_toward_item and state.item is not None and state.holding != ItemUsage():
            self._keep_usage(state.item, month, state)
        if state.kind is VerdictKind.BONUS:
            hours = state.bonus_hours or ZERO
            self._gifts[month].append(Request(state.issue.id, state.created, hours, held=hours))
        kind = state.kind.value if state.kind else ""
        for key in precedent_keys(state) if self._mapping.repeat else ():
            issue = state.issue
            self._alike[key].append(
                EarlierIssue(issue.id, issue.key, issue.summary, kind, None, state.created, key)
            )
        hours_open = open_work_hours(self._mapping, state)
        if hours_open is not None:
            self._keep_work(state, hours_open)

    def _keep_usage(self, item: str, month: str, state: IssueState) -> None:
        """Add up what is held of an item; by month only where the month has a limit."""
        terms = self._mapping.item(item)
        place = month if terms is not None and terms.monthly_hours is not None else ""
        claim, mine = self._usage[item].get(place), state.holding
        held = claim.held if claim is not None and claim.held is not None else ItemUsage()
        held = ItemUsage(held.hours + mine.hours, held.rounds + mine.rounds, held.pieces + mine.pieces)
        self._usage[item][place] = Claim(f"held:{month}", state.created, month, held.hours, held=held)

    def _keep_work(self, state: IssueState, hours: Decimal) -> None:
        """Keep open work: of each size and stage the one that a swap names."""
        place, issue = (hours, state.stage), state.issue
        known = self._works.get(place)
        if known is None and not any((hours, stage.id) in self._works for stage in self._mapping.stages):
            insort(self._sizes, hours)
        if known is None or issue.id < known.issue:
            self._works[place] = OpenWork(issue.id, issue.key, issue.summary, hours, state.stage)

    def _list_open_work(self, size: Decimal | None, evidence: Evidence) -> tuple[OpenWork, ...]:
        """Return the work that a swap could name; what is over a limit may be smaller."""
        if size is None or "swap" not in self._mapping.options:
            return ()
        is_linked = evidence in (Evidence.LINK, Evidence.RULING)
        start = 0 if is_linked else bisect_left(self._sizes, size * _LEAST - 1)
        end = bisect_left(self._sizes, size * _MOST + 1)
        places = ((hours, stage.id) for hours in self._sizes[start:end] for stage in self._mapping.stages)
        return tuple(self._works[place] for place in places if place in self._works)

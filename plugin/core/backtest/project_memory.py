"""The facts of decisions, out of memory, exactly as the service loads them.

It asks `IssueIndex` what `plugin.worker.load_facts` asks the database. A test plays the same weeks through
both, and compares everything that follows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from mappings.model import ContractMapping
from plugin.core.backtest.issue_index import IssueIndex
from plugin.core.contract_facts import ContractFacts, ShownEffect
from plugin.core.facts import Baseline, EarlierIssue
from plugin.core.model.actor import Actor
from plugin.core.model.events import Event
from plugin.core.model.exchanges import Exchange, is_logged
from plugin.core.model.goodwill_requests import Request
from plugin.core.model.internal_events import InternalEvent
from plugin.core.model.issue_state import IssueState
from plugin.core.model.options import OpenWork
from plugin.core.model.outcome import Outcome
from plugin.core.model.slots import Slot
from plugin.core.model.stage_issues import stage_of
from plugin.core.model.waits import Wait
from plugin.core.reach import IssueChange, Reach, further_reach, keys_of, reach_of, swap_candidates
from plugin.core.requested_facts import RequestedFacts, changes_of, gather_requested, stages_to_load

States = dict[str, IssueState]
_MARGIN = Decimal("1.1")


class ProjectMemory:
    """What is on record of a contract, and the facts that decisions ask for.

    Attributes:
        states: every issue that was ever seen, by the tracker's id.
    """

    def __init__(self, mapping: ContractMapping) -> None:
        self.states: States = {}
        self._index = IssueIndex(mapping)
        self._published: dict[str, dict[int, datetime]] = defaultdict(dict)
        self._shown: dict[str, dict[Slot, ShownEffect]] = defaultdict(dict)
        self._processed: set[tuple[str, str]] = set()
        self._heard: dict[str, frozenset[str]] = {}
        self._used_links: set[str] = set()
        self._waits: dict[str, dict[tuple[str, str, int], Wait]] = defaultdict(dict)
        self._logged: dict[str, tuple[Exchange, ...]] = {}

    def put(self, state: IssueState) -> None:
        """Keep a state in place of the one before."""
        self.states[state.issue.id] = state
        self._index.put(state)

    def keep(self, outcome: Outcome) -> None:
        """Keep everything of an outcome that later decisions may ask for."""
        for state in outcome.states:
            self.put(state)
        for wait in outcome.waits:
            self._waits[wait.issue][wait.key] = wait
        for each in filter(is_logged, outcome.exchanges):
            known = (one for one in self._logged.get(each.issue, ()) if one.id != each.id)
            self._logged[each.issue] = (*known, each)
        self._processed |= {(key, heard.text) for key, heard in outcome.processed.items()}
        self._heard |= {key: heard.said for key, heard in outcome.processed.items()}
        self._used_links |= set(outcome.used_links)

    def note_shown(self, subject: str, slot: Slot, shown: ShownEffect) -> None:
        """Note what the tracker shows now in a slot."""
        self._shown[subject][slot] = shown

    def note_published(self, issue: str, version: int, at: datetime) -> None:
        """Note when a version of an issue's offer could first be read."""
        self._published[issue].setdefault(version, at)

    def has_open_waits(self, issue: str) -> bool:
        """Tell whether anything is waited for on an issue."""
        return any(wait.is_open for wait in self._waits[issue].values())

    def list_of_stage(self, stage: str) -> list[IssueState]:
        """Return the issues of a stage that have a verdict, oldest first."""
        found = [self.states[key] for key in self._index.list_of_stage(stage)]
        return sorted(found, key=lambda state: (state.created, state.issue.id))

    def facts(
        self, baseline: Baseline, events: Sequence[Event | InternalEvent], movers: Mapping[str, Actor]
    ) -> ContractFacts:
        """Return everything that deciding events may ask for.

        Args:
            baseline: the contract as it stands.
            events: what is to be decided, in order.
            movers: who moved a stage's issue to an accepted status, by the issue's id.
        """
        requested = gather_requested(baseline, events)
        loaded = {key: self.states[key] for key in requested.issues if key in self.states}
        changes = list(changes_of(baseline, requested, loaded))
        whole_stages = stages_to_load(baseline, requested, changes)
        for stage in sorted(whole_stages):
            loaded |= {key: self.states[key] for key in self._index.list_of_stage(stage)}
        reach = reach_of(baseline, changes)
        gifts = self._add_related(baseline, changes, reach, loaded)
        is_commented = bool(requested.comments)
        return ContractFacts(
            baseline=baseline,
            states=loaded,
            usage=self._index.usage_besides(reach.items, loaded),
            gifts=gifts,
            open_work=self._list_open_work(baseline, changes, loaded),
            earlier_issues=self._list_earlier(baseline, changes),
            published={key: tuple(sorted(self._published[key].items())) for key in requested.decides},
            shown={
                (key, slot): each
                for key in requested.issues
                for slot, each in self._shown.get(key, {}).items()
            },
            movers=movers,
            stages=frozenset(whole_stages),
            processed=frozenset(self._processed) if is_commented else frozenset(),
            heard={
                event.comment.id: self._heard.get(event.comment.id, frozenset())
                for event in requested.comments
            },
            used_links=frozenset(self._used_links) if requested.pages else frozenset(),
            delivered=dict(self._list_delivered(requested.issues)),
            waits={wait.key: wait for wait in self._list_waits(baseline, requested)},
            logged={key: self._logged.get(key, ()) for key in requested.logged},
        )

    def _add_related(
        self, baseline: Baseline, changes: Sequence[IssueChange], reach: Reach, loaded: States
    ) -> Mapping[str, tuple[Request, ...]]:
        """Add the issues that may be judged again; return what the other bonuses take."""
        first = reach if reach.offers == "all" else replace(reach, offers=())
        open_ = self._add(loaded, self._list_reached(first))
        judged = [state for state in open_ if state.item in reach.items]
        further = further_reach(baseline, reach, judged)
        if "swap" in baseline.mapping.options and reach.offers != "all" and (reach.offers or judged):
            usage = self._index.usage_besides(reach.items, loaded)
            facts = ContractFacts(baseline, dict(loaded), usage)
            further = replace(further, offers=swap_candidates(facts, reach, changes, judged))
        open_ += self._add(loaded, self._list_reached(further))
        moments = [*(change.after.created for change in changes), *(state.created for state in open_)]
        given: dict[str, list[Request]] = defaultdict(list)
        later: list[str] = []
        if moments:
            for month, issue, request in self._index.list_gifts(reach.months | further.months, loaded):
                if request.created >= min(moments):
                    later.append(issue)
                else:
                    given[month].append(request)
        self._add(loaded, later)
        return {month: tuple(requests) for month, requests in given.items()}

    def _add(self, loaded: States, issues: Iterable[str]) -> list[IssueState]:
        fresh = {key: self.states[key] for key in issues if key not in loaded}
        loaded.update(fresh)
        return list(fresh.values())

    def _list_reached(self, reach: Reach) -> Iterator[str]:
        yield from self._index.list_open_of_items(reach.items, reach.since)
        yield from self._index.list_small_of_months(reach.months, reach.small)
        if reach.offers == "all":
            yield from self._index.list_undecided()
        else:
            yield from self._index.list_offers_for(reach.offers)

    def _list_open_work(
        self, baseline: Baseline, changes: Iterable[IssueChange], loaded: States
    ) -> tuple[OpenWork, ...]:
        """Return the open work that a swap could name, up to the largest size in question."""
        if "swap" not in baseline.mapping.options:
            return ()
        sizes = [change.after.estimate for change in changes]
        sizes += [state.estimate for state in loaded.values() if state.change]
        largest = max((size for size in sizes if size), default=None)
        if largest is None:
            return ()
        return tuple(self._index.list_open_work(Decimal(0), largest * _MARGIN + 1, loaded))

    def _list_earlier(
        self, baseline: Baseline, changes: Iterable[IssueChange]
    ) -> dict[str, tuple[EarlierIssue, ...]]:
        by_issue: dict[str, list[IssueChange]] = defaultdict(list)
        for change in changes:
            by_issue[change.after.issue.id].append(change)
        return {
            key: self._index.list_earlier(key, keys_of(baseline, found)) for key, found in by_issue.items()
        }

    def _list_waits(self, baseline: Baseline, requested: RequestedFacts) -> Iterator[Wait]:
        """Give the waits of the issues in question, and what counted for their stages."""
        own = [wait for key in requested.issues for wait in self._waits.get(key, {}).values()]
        stages = {wait.stage for wait in own if wait.stage is not None}
        if requested.comments:
            found = (self.states[key].issue for key in requested.issues if key in self.states)
            stages |= {each.id for issue in found if (each := stage_of(baseline.mapping, issue)) is not None}
        for wait in (each for waits in self._waits.values() for each in waits.values()):
            is_counted = wait.stage in stages and wait.counted is not None
            if is_counted or (requested.all_open_waits and wait.is_open):
                yield wait
        yield from own

    def _list_delivered(self, issues: Iterable[str]) -> Iterator[tuple[tuple[str, str], datetime | None]]:
        for key in issues:
            for slot, each in self._shown.get(key, {}).items():
                yield (key, str(slot)), each.seen_at

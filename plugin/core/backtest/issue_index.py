"""Issues of a contract in memory, found by what decisions ask for.

What the service asks its database for, this answers from sorted lists and sums, so that a decision takes as
long beside many issues as beside few. The questions are those of `plugin.core.reach`.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from mappings.model import ContractMapping
from plugin.core.facts import EarlierIssue
from plugin.core.model.goodwill_requests import Request
from plugin.core.model.issue_state import ChangeState, IssueState
from plugin.core.model.options import OpenWork
from plugin.core.model.quantity_claims import ZERO, Claim, ItemUsage
from plugin.core.model.verdict import VerdictKind
from plugin.core.offer.offer_versions import open_work_hours
from plugin.core.offer.options import is_equal_size
from plugin.core.reach import SwapCandidate
from plugin.core.scope.precedents import precedent_keys

MAX_EARLIER_ISSUES = 50
"""Maximum similar issues that a decision is given for each precedent key."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNDECIDED = (ChangeState.RAISED, ChangeState.OFFERED)
_Month = tuple[str, str]


@dataclass(frozen=True, slots=True)
class IndexedIssue:
    """What of an issue it is found by, and what of it is summed up.

    Attributes:
        keys: its precedent keys.
        is_locked: whether others' changes leave it alone.
        counted: item and month by which it stands in the sums of its item; None where it does not.
        usage: what it holds of the item.
        requested_hours: the hours beyond the deal, where they are known.
        is_open: whether it is an extra that nobody has decided.
        offer: hours of its open offer, with the work that a swap would name; None without an offer.
        work_hours: its size, where it is agreed work that nobody has begun.
        left_out: the work that its decision left out.
    """

    issue: str
    key: str
    summary: str
    created: datetime
    month: str
    item: str | None
    stage: str | None
    kind: VerdictKind | None
    option: str | None
    keys: tuple[str, ...]
    is_locked: bool
    counted: _Month | None
    usage: ItemUsage
    bonus_hours: Decimal | None
    requested_hours: Decimal | None
    is_open: bool
    offer: tuple[Decimal, str, Decimal | None, bool] | None
    work_hours: Decimal | None
    left_out: str | None

    @property
    def place(self) -> tuple[datetime, str]:
        """Its place in the order of creation."""
        return self.created, self.issue


def index_issue(mapping: ContractMapping, state: IssueState) -> IndexedIssue:
    """Return by what an issue is found."""
    change = state.change
    decision = change.decision if change else None
    offer = change.offer if change and decision is None else None
    fit = state.swap_fit if decision is None else None
    month, item = state.month(mapping), state.item
    return IndexedIssue(
        issue=state.issue.id,
        key=state.issue.key,
        summary=state.issue.summary,
        created=state.created,
        month=month,
        item=item,
        stage=state.stage,
        kind=None if state.deleted else state.kind,
        option=decision.option.option if decision else None,
        keys=() if state.deleted else precedent_keys(state),
        is_locked=state.is_locked(mapping),
        counted=(item, month) if item is not None and state.counts_toward_item else None,
        usage=state.holding,
        bonus_hours=state.bonus_hours,
        requested_hours=state.verdict.over_hours if state.verdict else None,
        is_open=change is not None and change.state in _UNDECIDED and not state.deleted,
        offer=(offer.hours, *(fit.issue, fit.gap_hours, fit.same_stage))
        if offer and offer.hours is not None and fit
        else (offer.hours, "", None, False)
        if offer and offer.hours is not None
        else None,
        work_hours=open_work_hours(mapping, state),
        left_out=decision.option.swap_issue if decision else None,
    )


@dataclass
class IssueIndex:
    """Every issue of a contract, by its id and by what it shares with others."""

    mapping: ContractMapping
    rows: dict[str, IndexedIssue] = field(default_factory=dict)
    _open_of_item: dict[str, list[tuple[datetime, str]]] = field(default_factory=lambda: defaultdict(list))
    _of_month: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    _of_stage: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    _alike: dict[str, list[tuple[datetime, str]]] = field(default_factory=lambda: defaultdict(list))
    _usage: dict[str, dict[str, ItemUsage]] = field(default_factory=lambda: defaultdict(dict))
    _undecided: dict[str, None] = field(default_factory=dict)
    _offers: dict[tuple[Decimal, str, Decimal | None, bool], dict[str, None]] = field(default_factory=dict)
    _works: dict[tuple[Decimal, str | None], list[str]] = field(default_factory=dict)
    _sizes: list[Decimal] = field(default_factory=list)
    _left_out: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def put(self, state: IssueState) -> None:
        """Put an issue in, in place of what it was before."""
        row = index_issue(self.mapping, state)
        known = self.rows.get(row.issue)
        if known is not None:
            self._take_out(known)
        self.rows[row.issue] = row
        if row.item is not None and not row.is_locked:
            insort(self._open_of_item[row.item], row.place)
        if row.kind in (VerdictKind.BONUS, VerdictKind.BEYOND_SCOPE):
            self._of_month[row.month][row.issue] = None
        if row.stage is not None and row.kind is not None:
            self._of_stage[row.stage][row.issue] = None
        for key in row.keys:
            insort(self._alike[key], row.place)
        self._count(row, 1)
        if row.is_open:
            self._undecided[row.issue] = None
            if row.offer is not None:
                self._offers.setdefault(row.offer, {})[row.issue] = None
        if row.work_hours is not None:
            self._put_work(row.work_hours, row)
        if row.left_out is not None:
            self._left_out[row.left_out] += 1

    def list_open_of_items(self, items: Iterable[str], since: datetime | None) -> Iterator[str]:
        """Give the open issues of items; with `since` those created from then on."""
        for item in items:
            found = self._open_of_item.get(item, [])
            start = 0 if since is None else bisect_left(found, (since, ""))
            yield from (issue for _, issue in found[start:])

    def list_small_of_months(self, months: Iterable[str], small: Decimal) -> Iterator[str]:
        """Give the open bonuses of months, and the open extras that are small enough."""
        for month in sorted(months):
            for issue in self._of_month.get(month, ()):
                row = self.rows[issue]
                if row.is_locked:
                    continue
                hours = row.requested_hours
                if row.kind is VerdictKind.BONUS or (hours is not None and hours <= small):
                    yield issue

    def list_gifts(
        self, months: Iterable[str], besides: Collection[str]
    ) -> Iterator[tuple[str, str, Request]]:
        """Give the bonuses that stand, with month and id, and what each takes."""
        for month in sorted(months):
            for issue in self._of_month.get(month, ()):
                row = self.rows[issue]
                if row.kind is VerdictKind.BONUS and row.is_locked and issue not in besides:
                    hours = row.bonus_hours or ZERO
                    yield month, issue, Request(issue, row.created, hours, held=hours)

    def list_undecided(self) -> Iterator[str]:
        """Give every extra that nobody has decided."""
        yield from self._undecided

    def list_offers_for(self, works: Iterable[SwapCandidate]) -> Iterator[str]:
        """Give the offers that name one of the works for a swap, or may from now on."""
        for work in works:
            for (hours, swap, gap, same_stage), issues in self._offers.items():
                if swap == work.issue or (work.hours and _may_swap(hours, swap, gap, same_stage, work)):
                    yield from issues

    def list_of_stage(self, stage: str) -> list[str]:
        """Return the issues of a stage that have a verdict."""
        return list(self._of_stage.get(stage, ()))

    def usage_besides(self, items: Iterable[str], loaded: Collection[str]) -> dict[str, tuple[Claim, ...]]:
        """Return what issues hold of items, those that are loaded left out, by item."""
        claims: dict[str, tuple[Claim, ...]] = {}
        for item in items:
            held = dict(self._usage.get(item, {}))
            for issue in loaded:
                row = self.rows.get(issue)
                if row is not None and row.counted is not None and row.counted[0] == item:
                    held[row.counted[1]] = _add(held[row.counted[1]], row.usage, -1)
            claims[item] = tuple(
                Claim(f"held:{month}", _EPOCH, month, usage.hours, held=usage)
                for month, usage in held.items()
                if usage != ItemUsage()
            )
        return claims

    def list_open_work(self, least: Decimal, most: Decimal, besides: Collection[str]) -> Iterator[OpenWork]:
        """Give open work by size: of each size and stage the one that a swap names."""
        start = bisect_left(self._sizes, least)
        for hours in self._sizes[start:]:
            if hours > most:
                return
            for stage in (None, *(each.id for each in self.mapping.stages)):
                found = self._works.get((hours, stage), ())
                free = (each for each in found if each not in besides and not self._left_out.get(each))
                named = next(free, None)
                if named is not None:
                    row = self.rows[named]
                    yield OpenWork(row.issue, row.key, row.summary, hours, row.stage)

    def list_earlier(self, issue: str, keys: Iterable[str]) -> tuple[EarlierIssue, ...]:
        """Return the issues that are alike by one of these keys, the newest first."""
        found: list[EarlierIssue] = []
        for key in keys:
            newest: list[tuple[datetime, str]] = []
            for place in reversed(self._alike.get(key, ())):
                if len(newest) >= MAX_EARLIER_ISSUES and place[0] != newest[-1][0]:
                    break
                if place[1] != issue:
                    newest.append(place)
            newest.sort(key=lambda place: (-(place[0] - _EPOCH) / timedelta(microseconds=1), place[1]))
            found += [self._as_earlier(each, key) for _, each in newest[:MAX_EARLIER_ISSUES]]
        return tuple(sorted(found, key=lambda each: each.created, reverse=True))

    def _as_earlier(self, issue: str, key: str) -> EarlierIssue:
        row = self.rows[issue]
        verdict = row.kind.value if row.kind else ""
        return EarlierIssue(issue, row.key, row.summary, verdict, row.option, row.created, key)

    def _take_out(self, row: IndexedIssue) -> None:
        if row.item is not None and not row.is_locked:
            _remove(self._open_of_item[row.item], row.place)
        self._of_month[row.month].pop(row.issue, None)
        if row.stage is not None:
            self._of_stage[row.stage].pop(row.issue, None)
        for key in row.keys:
            _remove(self._alike[key], row.place)
        self._count(row, -1)
        self._undecided.pop(row.issue, None)
        if row.offer is not None and row.offer in self._offers:
            self._offers[row.offer].pop(row.issue, None)
            if not self._offers[row.offer]:
                del self._offers[row.offer]
        if row.work_hours is not None:
            self._works[row.work_hours, row.stage].remove(row.issue)
        if row.left_out is not None:
            self._left_out[row.left_out] -= 1

    def _count(self, row: IndexedIssue, sign: int) -> None:
        if row.counted is not None:
            item, month = row.counted
            self._usage[item][month] = _add(self._usage[item].get(month, ItemUsage()), row.usage, sign)

    def _put_work(self, hours: Decimal, row: IndexedIssue) -> None:
        found = self._works.get((hours, row.stage))
        if found is None:
            found = self._works[hours, row.stage] = []
            place = bisect_left(self._sizes, hours)
            if place == len(self._sizes) or self._sizes[place] != hours:
                self._sizes.insert(place, hours)
        insort(found, row.issue)


def _add(held: ItemUsage, usage: ItemUsage, sign: int) -> ItemUsage:
    # Without needless zeros, which a sum keeps of its parts: people read what is left of it.
    hours = (held.hours + sign * usage.hours).normalize() + 0
    return ItemUsage(hours, held.rounds + sign * usage.rounds, held.pieces + sign * usage.pieces)


def _remove(places: list[tuple[datetime, str]], place: tuple[datetime, str]) -> None:
    del places[bisect_left(places, place)]


def _may_swap(hours: Decimal, swap: str, gap: Decimal | None, same_stage: bool, work: SwapCandidate) -> bool:
    """Tell whether a work would be named for a swap instead of the one that is."""
    if work.hours is None or not is_equal_size(hours, work.hours):
        return False
    gap_now = abs(hours - work.hours)
    ties = gap == gap_now and (swap > work.issue or not same_stage)
    return gap is None or gap > gap_now or ties

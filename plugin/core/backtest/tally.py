"""Counts what follows from decisions: verdicts, questions, comments a week, words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from mappings.model import ContractMapping
from plugin.core.backtest.results import (
    RULES,
    Asked,
    BacktestResult,
    PersonLoad,
    PlayedIssue,
    VerdictTotal,
)
from plugin.core.backtest.unclear_words import UnclearWords
from plugin.core.facts import Baseline
from plugin.core.model.effects import AddWatcher, Effect, PostComment, SendMail, ShowVerdict
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import EffectRequest, Outcome
from plugin.core.model.placement import Evidence
from plugin.core.model.slots import SlotKind
from plugin.core.model.verdict import VerdictKind
from plugin.core.offer.price import compute_fee, traits_of

ZERO = Decimal(0)
_WEEK = timedelta(days=7)
_ORDER = tuple(VerdictKind)


@dataclass
class _Sum:
    issues: int = 0
    hours: Decimal = ZERO
    unestimated: int = 0
    fee: Decimal = ZERO
    working_days: int = 0


@dataclass
class Tally:
    """Counts for one contract: `add` takes outcomes, `judge` issues' last states.

    Attributes:
        mapping: the contract.
        counted: issues that no verdict is given to, by why.
    """

    mapping: ContractMapping
    counted: Counter[str] = field(default_factory=Counter)
    _sums: dict[VerdictKind, _Sum] = field(default_factory=lambda: defaultdict(_Sum))
    _by_rule: Counter[str] = field(default_factory=Counter)
    _months: dict[str, Counter[VerdictKind]] = field(default_factory=lambda: defaultdict(Counter))
    _comments: Counter[str] = field(default_factory=Counter)
    _weeks: dict[str, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))
    _mails: Counter[str] = field(default_factory=Counter)
    _asked: list[Asked] = field(default_factory=list)
    _played: list[PlayedIssue] = field(default_factory=list)
    _told: set[tuple[str, str]] = field(default_factory=set)
    _words: UnclearWords = field(default_factory=UnclearWords)

    def add(self, baseline: Baseline, outcome: Outcome, known: Mapping[str, IssueState]) -> None:
        """Count what an outcome would have said.

        Args:
            baseline: the contract at that moment.
            outcome: what was decided.
            known: the issues that it may be about, as they are after it.
        """
        for request in outcome.effects:
            self._add_effect(baseline, request, known.get(request.subject))

    def judge(self, baseline: Baseline, state: IssueState) -> None:
        """Count the verdict that an issue has come to."""
        if state.deleted or state.evidence is Evidence.UNGOVERNED:
            self.counted["outside"] += 1
        elif state.evidence is Evidence.NAMED:
            self.counted["named"] += 1
        elif state.counts_only:
            self.counted["older"] += 1
        elif state.kind is not None:
            self._judge(baseline, state, state.kind)

    def _judge(self, baseline: Baseline, state: IssueState, kind: VerdictKind) -> None:
        hours = _hours_of(state, kind)
        fee, days = _fee_of(state), _days_of(state)
        if kind is VerdictKind.BONUS and hours and self.mapping.price is not None:
            worth = compute_fee(hours, self.mapping.price, baseline.today, traits_of(state.counted))
            fee = worth.total if worth is not None else None
        total = self._sums[kind]
        total.issues += 1
        total.hours += hours or ZERO
        total.unestimated += hours is None
        total.fee += fee or ZERO
        total.working_days += days
        rule = _rule_of(state)
        self._by_rule[rule] += 1
        created = state.created.astimezone(self.mapping.contract.zone).date()
        self._months[f"{created:%Y-%m}"][kind] += 1
        clause = state.verdict.clause if state.verdict else ""
        self._played.append(
            PlayedIssue(state.issue.key, state.issue.summary, created, kind, rule, clause, hours, fee)
        )
        if kind is VerdictKind.UNCLEAR:
            self._words.add_unclear(state.issue.key, state.issue.summary)
        elif kind is VerdictKind.IN_SCOPE:
            self._words.add_in_scope(state.issue.summary)

    def _add_effect(self, baseline: Baseline, request: EffectRequest, state: IssueState | None) -> None:
        effect = request.effect
        if isinstance(effect, SendMail):
            if self._is_new(request):
                self._comments["mails"] += 1
                self._mails[effect.person] += 1
            return
        if isinstance(effect, AddWatcher):
            return
        comment = _audience(effect)
        if not isinstance(effect, PostComment):
            self._comments["other"] += self._is_new(request, "label")
        if comment is None:
            return
        if self._is_new(request):
            self._comments[comment] += 1
        else:
            self._comments["edits"] += not request.keeps_wording
        people, what = effect.asks if isinstance(effect, PostComment | ShowVerdict) else (), _name(request)
        is_told = bool(people) or request.slot.kind in (SlotKind.VERDICT, SlotKind.TEAM)
        # A living comment that asks for something else now asks anew, though it is the same comment.
        if not is_told or not self._is_new(request, f"{what} {' '.join(people)}"):
            return
        week = _monday(baseline.today)
        for person in people:
            self._weeks[person][week] += 1
        self._asked.append(_make_asked(baseline, request, what, people, state))

    def _is_new(self, request: EffectRequest, what: str = "") -> bool:
        key = (request.subject if not request.once else "", f"{request.slot}{what}")
        if key in self._told:
            return False
        self._told.add(key)
        return True

    def finish(self, name: str, source: str, since: date, until: date, *, is_export: bool) -> BacktestResult:
        """Return everything that was counted.

        Args:
            name: by which the mapping is told apart from another.
            source: where the past comes from.
            since: the first day of the contract.
            until: the last day on which anything happened.
            is_export: it was judged by its last state.
        """
        terms, judged = self.mapping.contract, sum(each.issues for each in self._sums.values())
        first = _monday(since)
        return BacktestResult(
            name=name,
            contract=self.mapping.id,
            title=terms.title,
            client=terms.client or "",
            currency=terms.currency,
            language=terms.language,
            source=source,
            is_export=is_export,
            since=since,
            until=until,
            issues=judged + sum(self.counted.values()),
            judged=judged,
            outside=self.counted["outside"],
            named=self.counted["named"],
            older=self.counted["older"],
            verdicts=tuple(
                VerdictTotal(kind, each.issues, each.hours, each.unestimated, each.fee, each.working_days)
                for kind in _ORDER
                if (each := self._sums.get(kind)) is not None
            ),
            by_rule={rule: self._by_rule[rule] for rule in RULES if self._by_rule[rule]},
            months={month: dict(self._months[month]) for month in sorted(self._months)},
            asked=tuple(sorted(self._asked, key=lambda each: (each.on, each.issue))),
            client_comments=self._comments["client"],
            team_comments=self._comments["team"],
            edits=self._comments["edits"],
            mails=self._comments["mails"],
            other_writes=self._comments["other"],
            first_week=first,
            people=tuple(self._list_people(first, until)),
            words=self._words.choose(),
            played=tuple(self._played),
        )

    def _list_people(self, first: date, until: date) -> Iterable[PersonLoad]:
        count = max(0, (until - first).days // 7) + 1
        weeks = [first + _WEEK * number for number in range(count)]
        for key, person in self.mapping.people.items():
            if key in self._weeks or key in self._mails:
                of_person = tuple(self._weeks[key][week] for week in weeks)
                yield PersonLoad(key, person.name, person.side, of_person, self._mails[key])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _audience(effect: Effect) -> str | None:
    """Return who reads the comment of an effect; None where it has none."""
    if isinstance(effect, ShowVerdict):
        return "client" if effect.comment is not None else None
    return effect.audience if isinstance(effect, PostComment) else None


def _name(request: EffectRequest) -> str:
    """Return what a comment asks or tells, by a word for it."""
    effect, slot = request.effect, request.slot
    if isinstance(effect, ShowVerdict) and slot.kind is SlotKind.VERDICT:
        return effect.says or "purpose"
    return slot.key.partition(":")[0] if slot.kind is SlotKind.TEAM else str(slot.kind)


def _make_asked(
    baseline: Baseline, request: EffectRequest, what: str, people: tuple[str, ...], state: IssueState | None
) -> Asked:
    kind = state.kind if state is not None else None
    return Asked(
        on=baseline.today,
        issue=state.issue.key if state else request.subject,
        summary=state.issue.summary if state else "",
        what=what,
        people=people,
        hours=_hours_of(state, kind) if state is not None and kind is not None else None,
        fee=_fee_of(state) if state is not None else None,
    )


def _hours_of(state: IssueState, kind: VerdictKind) -> Decimal | None:
    """Return the hours that a verdict is about: of extras those beyond the deal."""
    if kind in (VerdictKind.BEYOND_SCOPE, VerdictKind.BONUS):
        return state.verdict.over_hours if state.verdict else None
    return state.estimate


def _fee_of(state: IssueState) -> Decimal | None:
    """Return what the option with a fee costs: of the newest offer, or as decided."""
    change = state.change
    if change is None:
        return None
    if change.decision is not None:
        return change.decision.option.fee if change.decision.option.costs else None
    options = change.offer.options if change.offer else ()
    return next((option.fee for option in options if option.costs), None)


def _days_of(state: IssueState) -> int:
    change = state.change
    if change is None:
        return 0
    if change.decision is not None:
        return change.decision.option.working_days if change.decision.option.moves else 0
    options = change.offer.options if change.offer else ()
    return next((option.working_days for option in options if option.moves), 0)


def _rule_of(state: IssueState) -> str:
    for rule, words in RULES.items():
        if state.verdict is not None and any(reason.word in words for reason in state.verdict.reasons):
            return rule
    return "none"

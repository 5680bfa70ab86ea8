"""The facts of a decision: the contract at one moment, and the issues it touches.

They are loaded once, before the decision. What is decided is carried forward by `ContractFacts.after`, so
that nothing has to be read again between two policies or two events.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from mappings.model import ContractMapping, Stage
from plugin.core.calendar.schedule import Schedule, Shift
from plugin.core.calendar.working_days import WorkingCalendar
from plugin.core.model.actor import Actor
from plugin.core.model.authority import Cost, Spent, has_total_limits
from plugin.core.model.effects import Effect
from plugin.core.model.goodwill_requests import Request
from plugin.core.model.issue_state import IssueState
from plugin.core.model.options import OpenWork
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.model.placement import SignedOff
from plugin.core.model.quantity_claims import Claim
from plugin.core.model.slots import Slot
from plugin.core.model.stage_issues import is_done
from plugin.core.model.stage_state import StageState
from plugin.core.model.verdict import VerdictKind
from plugin.texts.messages import Message
from plugin.texts.render import BUILT_IN, Texts


@dataclass(frozen=True)
class Spending:
    """What a decision in force costs, and whose authority it takes."""

    decision: str
    people: tuple[str, ...]
    cost: Cost


@dataclass(frozen=True)
class Baseline:
    """A contract at one moment.

    Attributes:
        tracker: the tracker's name.
        mapping: the contract in force.
        calendar: its working days.
        live_from: its first day here; older issues count for quantities only.
        shifts: accepted shifts with the id of their decision, earliest first.
        spendings: what decisions in force cost, for authority in total; empty where nothing limits it.
        signed_off: stages that are signed off.
        now: the moment, aware.
        stages: what is on record about stages (and the kick-off), by key.
        texts: the built-in texts, or those with an agency's own before them.
        pages_url: where people can sign in to the pages; empty where they cannot.
        own_pieces: hours of accepted and unfinished work after acceptance, by the issue's id.
    """

    tracker: str
    mapping: ContractMapping
    calendar: WorkingCalendar
    live_from: date
    now: datetime
    shifts: tuple[tuple[str, Shift], ...] = ()
    spendings: tuple[Spending, ...] = ()
    signed_off: SignedOff = SignedOff()
    stages: Mapping[str, StageState] = field(default_factory=dict)
    texts: Texts = BUILT_IN
    pages_url: str = ""
    own_pieces: Mapping[str, Decimal] = field(default_factory=dict)

    def says(self, message: Message) -> str:
        """Return a message as Markdown, in the contract's language."""
        return self.texts.render(message, self.mapping.contract.language, self.mapping.calls)

    def at(self, now: datetime) -> Baseline:
        """Return the baseline at another moment; what depends on no moment is kept."""
        fresh = replace(self, now=now)
        if "schedule" in self.__dict__:
            fresh.__dict__["schedule"] = self.schedule
        return fresh

    @property
    def today(self) -> date:
        """The day in the contract's time zone."""
        return self.now.astimezone(self.mapping.contract.zone).date()

    def day_of(self, moment: datetime | None) -> date:
        """Return the contract's day of a moment that a tracker gives; today without one.

        A word counts on the day of its writing. None counts later than now: clocks differ.
        """
        at = self.now if moment is None else min(moment, self.now)
        return at.astimezone(self.mapping.contract.zone).date()

    @cached_property
    def schedule(self) -> Schedule:
        """The due dates with every accepted shift."""
        return Schedule(self.mapping, self.calendar, self.shifts_without(frozenset()))

    def schedule_without(self, decisions: frozenset[str]) -> Schedule:
        """Return the due dates without the shifts of the given decisions."""
        if decisions.isdisjoint(decision for decision, _ in self.shifts):
            return self.schedule
        return Schedule(self.mapping, self.calendar, self.shifts_without(decisions))

    def shifts_without(self, decisions: frozenset[str]) -> tuple[Shift, ...]:
        """Return the accepted shifts, those of the given decisions left out."""
        return tuple(shift for decision, shift in self.shifts if decision not in decisions)

    def is_signed_off(self, stage: str, at: datetime | None = None) -> bool:
        """Tell whether a stage is signed off, so that its date never moves again.

        Args:
            stage: the stage's id.
            at: the moment in question; None: now.
        """
        on_record = self.stages.get(stage)
        if on_record is None or not on_record.signed_off:
            return False
        certificate = on_record.certificate
        return at is None or certificate is None or certificate.signed_at <= at

    def is_overdue(self, stage: str) -> bool:
        """Tell whether a stage's contract date has passed before it was signed off."""
        due = self.schedule.dates.get(stage)
        return due is not None and due < self.today and not self.is_signed_off(stage)

    def forecast_of(self, stage: str, besides: frozenset[str] = frozenset()) -> date | None:
        """Return the date that our side believes in, or None where none lies ahead.

        Extras that were accepted after it was named move it by their days.

        Args:
            stage: the stage's id.
            besides: decisions whose shifts are left out.
        """
        on_record = self.stages.get(stage)
        if on_record is None or not on_record.forecasts:
            return None
        due = on_record.forecasts[-1].moved_by(self.shifts_without(besides), stage, self.calendar)
        return due if due >= self.today else None

    def with_decision_of(self, state: IssueState) -> Baseline:
        """Return the baseline with what the state's decision made, replaced or withdrew.

        That is the shift of its stage, or the hours of a piece of work after acceptance.
        """
        own = frozenset(decision.id for decision in state.change.decisions) if state.change else frozenset()
        kept = tuple(row for row in self.shifts if row[0] not in own)
        made = state.accepted_shift
        spendings = tuple(spent for spent in self.spendings if spent.decision not in own)
        decision = state.change.decision if state.change else None
        if decision is not None and has_total_limits(self.mapping):
            spendings = (*spendings, Spending(decision.id, decision.deciders, decision.option.cost))
        shifts = (*kept, (made[0].id, made[1])) if made else kept
        pieces = {issue: hours for issue, hours in self.own_pieces.items() if issue != state.issue.id}
        hours = state.own_piece_hours(self.mapping)
        if hours is not None:
            pieces[state.issue.id] = hours
        return replace(self, shifts=shifts, spendings=spendings, own_pieces=pieces)

    def spent_besides(self, decisions: frozenset[str]) -> Spent:
        """Return what each person's decisions cost together, the given ones left out."""
        spent: dict[str, Cost] = {}
        for spending in self.spendings:
            if spending.decision not in decisions:
                for person in spending.people:
                    spent[person] = spent.get(person, Cost()) + spending.cost
        return spent


@dataclass(frozen=True)
class RelatedIssues:
    """The issues that share something with the one in question.

    Attributes:
        open: states that may be judged again, the issue in question not among them; and bonuses that stand,
            since they say what is left after them.
        held: what issues hold of an item that no longer change, by item id.
        gifts: what bonuses that stand take from the goodwill, by month.
        open_work: agreed work that nobody has begun, of about the sizes in question.
    """

    open: tuple[IssueState, ...] = ()
    held: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    gifts: Mapping[str, tuple[Request, ...]] = field(default_factory=dict)
    open_work: tuple[OpenWork, ...] = ()


@dataclass(frozen=True)
class EarlierIssue:
    """An earlier similar issue: the same exclusion, scope item or component."""

    issue: str
    key: str
    summary: str
    verdict: str
    option: str | None
    created: datetime
    precedent_key: str


@dataclass(frozen=True)
class IssueFacts:
    """What a policy may ask about one issue.

    Attributes:
        baseline: the contract at this moment.
        state: what is on record about the issue; None when it was never seen.
        related: the issues that share something with it.
        earlier_issues: similar issues of the contract, newest first.
        published: when which version of the offer could first be read: (version, the tracker's own time).
    """

    baseline: Baseline
    state: IssueState | None = None
    related: RelatedIssues = RelatedIssues()
    earlier_issues: tuple[EarlierIssue, ...] = ()
    published: tuple[tuple[int, datetime], ...] = ()


@dataclass(frozen=True)
class StageFacts:
    """A stage at one moment.

    Attributes:
        baseline: the contract at this moment.
        stage: the stage by the mapping.
        state: what is on record about it.
        issues: the issues that belong to it and have a verdict, oldest first.
        next_is_begun: whether work of a stage that follows it is done.
    """

    baseline: Baseline
    stage: Stage
    state: StageState
    issues: tuple[IssueState, ...] = ()
    next_is_begun: bool = False


@dataclass(frozen=True)
class ShownEffect:
    """What a slot was last seen to show, and the issue's own time then."""

    effect: Effect
    seen_at: datetime | None


@dataclass(frozen=True)
class ContractFacts:
    """Everything that a decision may ask for about one contract.

    Attributes:
        baseline: the contract at this moment.
        states: the issues in question and those that share something with them, by the tracker's id.
        usage: what issues that are not among the states hold of items, summed up, by item id.
        gifts: what bonuses that are not among the states take from the goodwill, by month.
        open_work: agreed work that nobody has begun and that is not among the states.
        earlier_issues: issues similar to those in question, newest first.
        published: when which version of an issue's offer could first be read.
        shown: what slots of the issues in question were last seen to show.
        own_comments: what our comments on the issues in question show, by the comment's id.
        movers: who moved a stage's issue to an accepted status, by the tracker's history.
        stages: the stages of which every issue is among the states.
        processed: comments whose commands were carried out before: (id, text).
        heard: digests of what the newest wording of a comment said that was heard before, by its id.
        used_links: links of signed pages that were answered before.
        replaced_people: people whom the mapping meant differently when they answered on a page.
        delivered: slots of a review period's messages that the tracker or the mail server took, by subject.
    """

    baseline: Baseline
    states: Mapping[str, IssueState] = field(default_factory=dict)
    usage: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    gifts: Mapping[str, tuple[Request, ...]] = field(default_factory=dict)
    open_work: tuple[OpenWork, ...] = ()
    earlier_issues: Mapping[str, tuple[EarlierIssue, ...]] = field(default_factory=dict)
    published: Mapping[str, tuple[tuple[int, datetime], ...]] = field(default_factory=dict)
    shown: Mapping[tuple[str, Slot], ShownEffect] = field(default_factory=dict)
    own_comments: Mapping[str, Effect | None] = field(default_factory=dict)
    movers: Mapping[str, Actor] = field(default_factory=dict)
    stages: frozenset[str] = frozenset()
    processed: frozenset[tuple[str, str]] = frozenset()
    heard: Mapping[str, frozenset[str]] = field(default_factory=dict)
    used_links: frozenset[str] = frozenset()
    replaced_people: frozenset[str] = frozenset()
    delivered: frozenset[tuple[str, str]] = frozenset()

    def about(self, issue: str) -> IssueFacts:
        """Return what policies may ask about one issue."""
        return IssueFacts(
            baseline=self.baseline,
            state=self.states.get(issue),
            related=self._related_to(issue),
            earlier_issues=self.earlier_issues.get(issue, ()),
            published=self.published.get(issue, ()),
        )

    def stage(self, stage: Stage) -> StageFacts:
        """Return the facts of a stage's sign-off.

        Raises:
            KeyError: the stage's issues were not loaded for this decision.
        """
        if stage.id not in self.stages:
            raise KeyError(f"the issues of stage {stage.id} were not loaded")
        contract = self.baseline.mapping.id
        belonging = [
            state
            for state in self.states.values()
            if state.stage == stage.id and state.kind is not None and not state.deleted
        ]
        return StageFacts(
            baseline=self.baseline,
            stage=stage,
            state=self.baseline.stages.get(stage.id) or StageState(contract=contract, stage=stage.id),
            issues=tuple(sorted(belonging, key=lambda state: (state.created, state.issue.id))),
            next_is_begun=self._is_begun_after(stage),
        )

    def _is_begun_after(self, stage: Stage) -> bool:
        """Tell whether work of a stage that follows is done, as far as it is loaded."""
        following = {each.id for each in self.baseline.mapping.stages if stage.id in each.after}
        return any(
            state.stage in following and state.judged and is_done(self.baseline.mapping, state)
            for state in self.states.values()
        )

    def stage_display(self, stage: Stage) -> StageFacts:
        """Return what a stage's checklist shows.

        Its issues matter only where parts of it changed.
        """
        state = self.baseline.stages.get(stage.id)
        if stage.id in self.stages or (state is not None and state.changed):
            return self.stage(stage)
        state = state or StageState(contract=self.baseline.mapping.id, stage=stage.id)
        return StageFacts(baseline=self.baseline, stage=stage, state=state)

    def after(self, outcome: Outcome) -> ContractFacts:
        """Return the facts with what an outcome decided.

        A deputy's powers begin with the next delivery.
        """
        if outcome is NOTHING:
            return self
        baseline = self.baseline
        if outcome.stages:
            stages = {**baseline.stages, **{stage.stage: stage for stage in outcome.stages}}
            baseline = replace(baseline, stages=stages, signed_off=SignedOff(signed_moments(stages)))
        for state in outcome.states:
            before = self.states.get(state.issue.id)
            if _made_by(before, baseline.mapping) != _made_by(state, baseline.mapping):
                baseline = baseline.with_decision_of(state)
        return replace(
            self,
            baseline=baseline,
            states={**self.states, **{state.issue.id: state for state in outcome.states}},
            processed=self.processed
            | {(comment, heard.text) for comment, heard in outcome.processed.items()},
            heard={**self.heard, **{key: each.said for key, each in outcome.processed.items()}},
            used_links=self.used_links | frozenset(outcome.used_links),
        )

    def _related_to(self, issue: str) -> RelatedIssues:
        mapping = self.baseline.mapping
        others = [state for key, state in self.states.items() if key != issue]
        held: dict[str, list[Claim]] = {item: list(claims) for item, claims in self.usage.items()}
        gifts: dict[str, list[Request]] = {month: list(given) for month, given in self.gifts.items()}
        open_: list[IssueState] = []
        for state in others:
            locked = state.is_locked(mapping)
            if not locked or state.has_open_change or state.kind is VerdictKind.BONUS:
                open_.append(state)
            if not locked:
                continue
            if state.counts_toward_item and state.item is not None:
                held.setdefault(state.item, []).append(state.usage_claim(mapping))
            if state.kind is VerdictKind.BONUS and not state.deleted:
                hours = state.bonus_hours or Decimal(0)
                request = Request(state.issue.id, state.created, hours, held=hours)
                gifts.setdefault(state.month(mapping), []).append(request)
        return RelatedIssues(
            open=tuple(open_),
            held={item: tuple(claims) for item, claims in held.items()},
            gifts={month: tuple(requests) for month, requests in gifts.items()},
            open_work=self.open_work,
        )


def _made_by(state: IssueState | None, mapping: ContractMapping) -> tuple[object, ...]:
    """Return what a state's decision adds to the baseline."""
    if state is None:
        return (None, None, None)
    decision = state.change.decision if state.change else None
    return decision, state.accepted_shift, state.own_piece_hours(mapping)


def signed_moments(stages: Mapping[str, StageState]) -> tuple[tuple[str, datetime], ...]:
    """Return when each signed stage was signed off; later work is after acceptance."""
    return tuple((key, state.signed_at) for key, state in stages.items() if state.signed_at is not None)

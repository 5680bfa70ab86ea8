"""The contract at one moment, and what a policy may ask about one issue or stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from mappings.model import ContractMapping, Stage
from plugin.core.calendar.schedule import Schedule, Shift
from plugin.core.calendar.working_days import WorkingCalendar
from plugin.core.model.authority import Cost, Spent, has_total_limits
from plugin.core.model.goodwill_requests import Request
from plugin.core.model.issue import IssueSnapshot, TermKind
from plugin.core.model.issue_state import IssueState
from plugin.core.model.options import OpenWork
from plugin.core.model.placement import Placement, SignedOff
from plugin.core.model.quantity_claims import Claim
from plugin.core.model.stage_state import StageState, list_signed_dates
from plugin.core.model.terms_history import TermsHistory
from plugin.core.model.verdict import Ruling
from plugin.core.model.waits import Wait
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
        doubtful_names: types, components and versions of the tracker that the mapping probably means by a
            name that the tracker does not have; each with that name.
        own_pieces: hours of accepted and unfinished work after acceptance, by the issue's id.
        history: what earlier versions of the mapping said.
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
    doubtful_names: Mapping[tuple[TermKind, str], str] = field(default_factory=dict)
    history: TermsHistory = TermsHistory()

    def says(self, message: Message) -> str:
        """Return a message as Markdown, in the contract's language."""
        return self.texts.render(message, self.mapping.contract.language, self.mapping.calls)

    def at(self, now: datetime) -> Baseline:
        """Return the baseline at another moment; what depends on no moment is kept."""
        fresh = object.__new__(Baseline)
        fresh.__dict__.update(self.__dict__)
        fresh.__dict__["now"] = now
        fresh.__dict__.pop("placements", None)
        return fresh

    def with_stages(self, changed: Iterable[StageState]) -> Baseline:
        """Return the baseline with what changed on record about stages."""
        stages = {**self.stages, **{state.stage: state for state in changed}}
        return replace(self, stages=stages) if stages != self.stages else self

    @property
    def today(self) -> date:
        """The day in the contract's time zone."""
        return self.now.astimezone(self.mapping.contract.zone).date()

    def morning_of(self, day: date) -> datetime:
        """Return when people begin to be written to on a day, in the contract's time zone."""
        return datetime.combine(day, self.mapping.hours.starts, tzinfo=self.mapping.contract.zone)

    def day_of(self, moment: datetime | None) -> date:
        """Return the contract's day of a moment that a tracker gives; today without one.

        A word counts on the day of its writing. None counts later than now: clocks differ.
        """
        at = self.now if moment is None else min(moment, self.now)
        return at.astimezone(self.mapping.contract.zone).date()

    @cached_property
    def placements(self) -> dict[int, tuple[IssueSnapshot, Ruling | None, Placement]]:
        """Where issues belong that were looked at, by the identity of the snapshot.

        One decision looks at the same snapshot several times. The answer depends on no moment.
        """
        return {}

    @cached_property
    def schedule(self) -> Schedule:
        """The due dates with every accepted shift."""
        return self._schedule_of(self.shifts_without(frozenset()))

    def schedule_without(self, decisions: frozenset[str]) -> Schedule:
        """Return the due dates without the shifts of the given decisions."""
        if decisions.isdisjoint(decision for decision, _ in self.shifts):
            return self.schedule
        return self._schedule_of(self.shifts_without(decisions))

    @cached_property
    def signed_dates(self) -> Mapping[str, date]:
        """The dates of signed stages as they stood when these were signed, by stage."""
        return list_signed_dates(self.stages)

    def _schedule_of(self, shifts: tuple[Shift, ...]) -> Schedule:
        return Schedule(self.mapping, self.calendar, shifts, self.signed_dates)

    def shifts_without(self, decisions: frozenset[str]) -> tuple[Shift, ...]:
        """Return the accepted shifts, those of the given decisions left out."""
        return tuple(shift for decision, shift in self.shifts if decision not in decisions)

    def is_signed_off(self, stage: str, at: datetime | None = None) -> bool:
        """Tell whether a stage is signed off as it stands.

        Args:
            stage: the stage's id.
            at: the moment in question; None: now.
        """
        on_record = self.stages.get(stage)
        if on_record is None or not on_record.signed_off:
            return False
        certificate = on_record.certificate
        return at is None or certificate is None or certificate.signed_at <= at

    def has_signed_date(self, stage: str, at: datetime | None = None) -> bool:
        """Tell whether a stage's date never moves again: it was signed with it.

        Args:
            stage: the stage's id.
            at: the moment in question; None: now.
        """
        on_record = self.stages.get(stage)
        kept = on_record.dated_certificate if on_record is not None else None
        if kept is not None and (at is None or kept.signed_at <= at):
            return True
        return self.is_signed_off(stage, at)

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

    def with_decision_of(self, state: IssueState, before: IssueState | None = None) -> Baseline:
        """Return the baseline with what the state's decision made, replaced or withdrew.

        That is the shift of its stage, or the hours of a piece of work after acceptance.
        """
        changes = [each.change for each in (before, state) if each is not None and each.change is not None]
        own = frozenset(decision.id for change in changes for decision in change.decisions)
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

    def with_counted(self, wait: Wait) -> Baseline:
        """Return the baseline with the shift that a wait makes, or makes no longer."""
        counted, name = wait.counted, wait.shift_id
        kept = tuple(row for row in self.shifts if row[0] != name)
        if counted is not None and counted.state == "moved" and wait.stage is not None:
            kept = (*kept, (name, Shift(wait.stage, counted.days, by_waiting=True)))
        return self if kept == self.shifts else replace(self, shifts=kept)

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

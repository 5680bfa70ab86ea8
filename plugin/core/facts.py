"""The facts that a decision starts from: the contract as it stands, and who else is concerned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from mappings.model import ContractMapping
from plugin.core.calendar.due_dates import Schedule, Shift
from plugin.core.calendar.working_days import WorkingCalendar
from plugin.core.model.gifts import Request
from plugin.core.model.issue import Comment
from plugin.core.model.issue_state import IssueState
from plugin.core.model.options import OpenWork
from plugin.core.model.placement import SignedOff
from plugin.core.model.stage_state import StageState
from plugin.core.model.usage import Claim
from plugin.texts.messages import Message
from plugin.texts.render import BUILT_IN, Texts


@dataclass(frozen=True)
class Baseline:
    """A contract at one moment.

    Attributes:
        tracker: the tracker's name.
        mapping: the contract in force.
        calendar: its working days.
        live_from: its first day here; older issues count for quantities only.
        shifts: accepted shifts with the id of their decision, earliest first.
        signed_off: stages that are signed off.
        now: the moment, aware.
        stages: what is on record about stages (and the kick-off), by key.
        texts: the built-in texts, or those with an agency's own before them.
        pages_url: where people can sign in to the pages; empty where they cannot.
    """

    tracker: str
    mapping: ContractMapping
    calendar: WorkingCalendar
    live_from: date
    now: datetime
    shifts: tuple[tuple[str, Shift], ...] = ()
    signed_off: SignedOff = SignedOff()
    stages: Mapping[str, StageState] = field(default_factory=dict)
    texts: Texts = BUILT_IN
    pages_url: str = ""

    def says(self, message: Message) -> str:
        """Return a message as Markdown, in the contract's language."""
        return self.texts.render(message, self.mapping.contract.language)

    @property
    def today(self) -> date:
        """The day in the contract's time zone."""
        return self.now.astimezone(self.mapping.contract.zone).date()

    @cached_property
    def schedule(self) -> Schedule:
        """The due dates with every accepted shift."""
        return Schedule(self.mapping, self.calendar, self.shifts_without(frozenset()))

    def schedule_without(self, decisions: frozenset[str]) -> Schedule:
        """Return the due dates with the accepted shifts, those of the given decisions left out."""
        if decisions.isdisjoint(decision for decision, _ in self.shifts):
            return self.schedule
        return Schedule(self.mapping, self.calendar, self.shifts_without(decisions))

    def shifts_without(self, decisions: frozenset[str]) -> tuple[Shift, ...]:
        """Return the accepted shifts, those of the given decisions left out."""
        return tuple(shift for decision, shift in self.shifts if decision not in decisions)


@dataclass(frozen=True)
class RelatedIssues:
    """The issues that share something with the one in question.

    Attributes:
        open: states that may be judged again, the subject itself not among them; and bonuses that stand, as
            far as they were created later: they say what is left after them.
        held: what settled issues hold, by item id, summed up.
        gifts: what each settled bonus takes from the goodwill, by month.
        open_work: agreed work that nobody has begun, of about the sizes in question.
    """

    open: tuple[IssueState, ...] = ()
    held: dict[str, tuple[Claim, ...]] = field(default_factory=dict)
    gifts: Mapping[str, tuple[Request, ...]] = field(default_factory=dict)
    open_work: tuple[OpenWork, ...] = ()


@dataclass(frozen=True)
class EarlierIssue:
    """An earlier like issue: the same exclusion clause, scope item or component."""

    issue: str
    key: str
    summary: str
    verdict: str
    option: str | None
    created: datetime
    precedent_key: str


@dataclass(frozen=True)
class Facts:
    """Everything that deciding an event needs.

    Attributes:
        baseline: the contract at this moment.
        state: what is on record about the issue; None when it was never seen.
        related: the issues that share something with it.
        earlier_issues: earlier like issues, newest first.
        published: when which version of the offer could first be read: (version, the tracker's own time).
        comments: the issue's comments as just read; None where the issue was not read.
    """

    baseline: Baseline
    state: IssueState | None = None
    related: RelatedIssues = RelatedIssues()
    earlier_issues: tuple[EarlierIssue, ...] = ()
    published: tuple[tuple[int, datetime], ...] = ()
    comments: tuple[Comment, ...] | None = None

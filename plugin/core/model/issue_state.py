"""What is on record about an issue, before and after a decision."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import AwareDatetime

from mappings.model import ContractMapping
from plugin.core.calendar.schedule import Shift
from plugin.core.model.held_edits import HeldEdit, read_input, with_input
from plugin.core.model.issue import Frozen, IssueSnapshot
from plugin.core.model.options import NotOffered, OfferOption, SwapFit
from plugin.core.model.placement import Evidence
from plugin.core.model.quantity_claims import Claim, ItemUsage
from plugin.core.model.questions import AskedQuestion
from plugin.core.model.suggestion import Suggestion
from plugin.core.model.verdict import Ruling, Verdict, VerdictKind


class ChangeState(StrEnum):
    """A change from raised to decided; mirrored by the diagram in `docs/changes.md`."""

    RAISED = "raised"
    """Beyond scope; no options yet (no estimate, or a draft that nobody has published)."""
    OFFERED = "offered"
    """The numbered options stand before the client."""
    DECIDED = "decided"
    """Somebody with authority chose how it is done."""
    WITHDRAWN = "withdrawn"
    """Somebody with authority withdrew it."""
    PARKED = "parked"
    """Put off until the agreed work is accepted."""


class OfferVersion(Frozen):
    """The options with their figures as they stood from one moment on.

    `forecast` stands beside contract dates that are earlier: what our side believes in for the stage.
    """

    version: int
    made_on: date
    answer_by: date
    hours: Decimal | None
    options: tuple[OfferOption, ...]
    not_offered: tuple[NotOffered, ...] = ()
    forecast: date | None = None

    def differs_in_forecast_only(self, other: OfferVersion) -> bool:
        """Tell whether another version shows the same options, valid as long."""
        return self.model_copy(update={"version": other.version, "forecast": other.forecast}) == other

    def option(self, number: int) -> OfferOption | None:
        """Return the option with this number, or None."""
        return next((option for option in self.options if option.number == number), None)


class Choice(Frozen):
    """What one person chose, while the contract needs the word of more than one."""

    option: OfferOption
    by: str
    by_name: str = ""
    on_behalf_of: str | None = None
    at: AwareDatetime
    said_in: str = ""

    @property
    def principal(self) -> str:
        """The person whose word it is: a deputy's is that of whom they stand in for."""
        return self.on_behalf_of or self.by


class Decision(Frozen):
    """One decision. It is never changed; a later one supersedes it.

    `others` chose the same before, where the contract needs the word of more than one. `at` is when it was
    decided, `said_at` when the word was written, by which authority is measured.
    """

    id: str
    option: OfferOption
    hours: Decimal | None
    by: str
    by_name: str = ""
    on_behalf_of: str | None = None
    at: AwareDatetime
    on: date
    said_at: AwareDatetime | None = None
    others: tuple[Choice, ...] = ()

    @property
    def deciders(self) -> tuple[str, ...]:
        """The keys of everybody whose word made it, in the order of their words."""
        return (*(choice.by for choice in self.others), self.by)


class Change(Frozen):
    """A beyond-scope issue from raised to decided, with offer versions and decisions.

    `choices` wait for the words of others; each person's last one counts. `questions` are those that answers
    to its offer were met with.
    """

    state: ChangeState = ChangeState.RAISED
    raised_on: date
    versions: tuple[OfferVersion, ...] = ()
    decisions: tuple[Decision, ...] = ()
    choices: tuple[Choice, ...] = ()
    questions: tuple[AskedQuestion, ...] = ()

    @property
    def offer(self) -> OfferVersion | None:
        """The version in force."""
        return self.versions[-1] if self.versions else None

    @property
    def decision(self) -> Decision | None:
        """The decision in force."""
        return self.decisions[-1] if self.decisions else None


class IssueState(Frozen):
    """An issue that a contract governs or governed, with all that is on record.

    Attributes:
        stage: settled when the issue was first judged; an unlinked issue keeps it.
        estimate_hours: named by `/estimate`; holds until the tracker's own estimate changes.
        estimate_seen: the tracker's estimate when `/estimate` was given.
        estimate_doubted: the tracker's estimate does not count until `/estimate` confirms it.
        unconfirmed: the client's side set the tracker's estimate, which does not count until we confirm it.
        held: edits of the client's side that do not count.
        counted_as: the issue as it counts, where edits are held; only their inputs are looked up in it.
        holding: what it has of its item's quantities.
        bonus_hours: what it takes from the month's goodwill.
        announced: the client has read that it is a bonus.
        released: somebody published the draft of its offer.
        swap_fit: how well the work fits that its open offer names for a swap.
        suggestion: what our side was told that it is most like, while it is unclear.
        due_before: what its due field showed before work after acceptance got a date of its own there.
        reopened_at: when it was last taken out of a done status: after its stage was signed off that is work
            after acceptance.
    """

    tracker: str
    contract: str
    issue: IssueSnapshot
    evidence: Evidence
    why_not: str = ""
    counts_only: bool = False
    item: str | None = None
    stage: str | None = None
    ruling: Ruling | None = None
    estimate_hours: Decimal | None = None
    estimate_seen: Decimal | None = None
    estimate_doubted: bool = False
    unconfirmed: HeldEdit | None = None
    held: tuple[HeldEdit, ...] = ()
    counted_as: IssueSnapshot | None = None
    named_fee: Decimal | None = None
    verdict: Verdict | None = None
    holding: ItemUsage = ItemUsage()
    bonus_hours: Decimal | None = None
    announced: bool = False
    released: bool = False
    spoke: bool = False
    deleted: bool = False
    due_before: date | None = None
    reopened_at: AwareDatetime | None = None
    change: Change | None = None
    swap_fit: SwapFit | None = None
    suggestion: Suggestion | None = None

    @property
    def estimate(self) -> Decimal | None:
        """The estimate in force, in hours; None without one (zero is no estimate)."""
        shown = None if self.estimate_doubted or self.unconfirmed else self.issue.estimate_hours
        hours = self.estimate_hours if self.estimate_hours is not None else shown
        return hours if hours else None

    @property
    def counted(self) -> IssueSnapshot:
        """The issue as it counts: without the edits that are held."""
        issue = self.issue
        if self.counted_as is not None:
            for edit in self.held:
                issue = with_input(issue, edit.what, read_input(self.counted_as, edit.what))
        return issue

    @property
    def hours(self) -> Decimal:
        """The hours that count for quantities: the estimate, else the logged work."""
        return self.estimate if self.estimate is not None else self.issue.logged_hours

    @property
    def created(self) -> datetime:
        """When it was created in the tracker; the order in which quantities are given out."""
        return self.issue.created or self.issue.updated or datetime(1970, 1, 1, tzinfo=UTC)

    @property
    def decided(self) -> bool:
        """Whether a decision is in force."""
        return self.change is not None and self.change.decision is not None

    @property
    def judged(self) -> bool:
        """Whether the rules give it a verdict at all."""
        never = (Evidence.UNGOVERNED, Evidence.NAMED)
        return not self.deleted and not self.counts_only and self.evidence not in never

    @property
    def kind(self) -> VerdictKind | None:
        """The verdict's kind, or None."""
        return self.verdict.kind if self.verdict else None

    def month(self, mapping: ContractMapping) -> str:
        """Return the contract's month in which the issue was created, such as `2026-03`."""
        day = self.created.astimezone(mapping.contract.zone)
        return f"{day.year:04}-{day.month:02}"

    def started(self, mapping: ContractMapping) -> bool:
        """Tell whether the issue is in a working or done status."""
        statuses = mapping.tracker.statuses
        return self.issue.status in {*statuses.working, *statuses.done, *statuses.accepted}

    def locked_in(self, mapping: ContractMapping) -> bool:
        """Tell whether others' changes leave it alone.

        That is so once it is decided, announced as a bonus, or begun.
        """
        return self.decided or self.announced or self.started(mapping)

    def is_locked(self, mapping: ContractMapping) -> bool:
        """Tell whether others' changes never judge the issue again.

        That is so where it is locked in, too old, or deleted.
        """
        return self.locked_in(mapping) or self.counts_only or self.deleted

    @property
    def counts_toward_item(self) -> bool:
        """Whether what it holds is taken from its item: linked, or ruled in."""
        return self.evidence in (Evidence.LINK, Evidence.RULING) and not self.deleted

    @property
    def has_open_change(self) -> bool:
        """Whether it is an extra that nobody has decided yet."""
        undecided = (ChangeState.RAISED, ChangeState.OFFERED)
        return self.change is not None and self.change.state in undecided and not self.deleted

    def usage_claim(self, mapping: ContractMapping) -> Claim:
        """Return what it holds of its item as a claim that nobody takes from it."""
        return Claim(self.issue.id, self.created, self.month(mapping), self.holding.hours, held=self.holding)

    def own_piece_hours(self, mapping: ContractMapping) -> Decimal | None:
        """Return the hours of accepted and unfinished work after acceptance, or None."""
        change, decision = self.change, self.change.decision if self.change else None
        if change is None or decision is None or change.state is not ChangeState.DECIDED or self.deleted:
            return None
        statuses = mapping.tracker.statuses
        is_finished = self.issue.status in {*statuses.done, *statuses.accepted}
        return decision.hours if decision.option.own_date and not is_finished else None

    @property
    def accepted_shift(self) -> tuple[Decision, Shift] | None:
        """The shift of the stage's date that its decision in force makes, or None."""
        change, decision = self.change, self.change.decision if self.change else None
        if change is None or decision is None or change.state is not ChangeState.DECIDED:
            return None
        option = decision.option
        if not option.moves or self.stage is None:
            return None
        return decision, Shift(self.stage, option.working_days, option.counted_from)

"""What the service says on an issue: one class a message, one template each.

A message carries plain values only; the template finds the words. `audience` decides the folder: text for
the client and text for the team are different templates and never mix. What is said to the team alone
stands in `team_messages`, answers to people in `answer_messages`, about stages in `stage_messages`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

Audience = Literal["client", "team"]
OptionKind = Literal["move_deadline", "extra_fee", "fee_and_date", "swap", "park", "withdraw"]


@dataclass(frozen=True)
class Message:
    """Something the service says, to the client or to the team."""

    audience: ClassVar[Audience] = "client"
    template: ClassVar[str] = ""


@dataclass(frozen=True)
class Because:
    """One reason: its word (see `ReasonWord`) and the values of its sentence."""

    word: str
    values: dict[str, str]


@dataclass(frozen=True)
class MovedStage:
    """A later stage that has to move with an accepted shift."""

    title: str
    before: date
    after: date


@dataclass(frozen=True)
class SumBasis:
    """How a fee came about: hours by a rate, or a flat price, and what is added.

    `surcharges` are titles with percent and amount. `before_rounding` differs from the fee where rounding
    changed it.
    """

    base: Decimal
    before_rounding: Decimal
    hours: Decimal | None = None
    asked_hours: Decimal | None = None
    hour: Decimal | None = None
    flat_unit: Literal["rounds", "pieces"] | None = None
    surcharges: tuple[tuple[str, Decimal, Decimal], ...] = ()
    vat_included: bool = False


@dataclass(frozen=True)
class OptionLine:
    """One numbered option.

    Fees include VAT; `vat_exempt`: the contract says that none applies. `due` is the date that holds when an
    extra fee is chosen. `overdue`: the stage's contract date has passed, and `after` is a forecast.
    `own_date`: work after acceptance with its own date. `parked_until`: what parking waits for, empty for
    the stage.
    """

    number: int
    kind: OptionKind
    due: date | None = None
    before: date | None = None
    after: date | None = None
    working_days: int = 0
    later: tuple[MovedStage, ...] = ()
    fee: Decimal = Decimal(0)
    vat: Decimal = Decimal(0)
    vat_percent: Decimal = Decimal(0)
    vat_exempt: bool = False
    basis: SumBasis | None = None
    swap_key: str = ""
    swap_summary: str = ""
    stage_title: str = ""
    overdue: bool = False
    own_date: bool = False
    parked_until: str = ""


@dataclass(frozen=True)
class Precedent:
    """An earlier like issue of the contract and what was decided about it."""

    key: str
    summary: str
    verdict: str
    option: OptionKind | None = None


@dataclass(frozen=True)
class Offer(Message):
    """The options of a change, numbered. `reason` is the one that decided.

    `overrun` is True when only the part that passes the item's quantities is extra. `bare_digit`: a lone
    digit counts as an answer; else the answer is `/выбор 1`. `chosen`: who chose which number already, where
    `needed` people have to choose the same, and `words` of them agree. `delayed_stage`: the stage is late by
    `delay_days` working days, which is our own delay; the request adds `adds_days` to the contract.
    `principal` is for whom the addressee decides as a deputy; `deputies` may answer as well. `ours`: our own
    side proposes it. `forecast`: what our side believes in, where the options name earlier contract
    dates.
    """

    template: ClassVar[str] = "offer"
    decider: str
    asked_by: str
    summary: str
    reason: Because
    hours: Decimal | None
    currency: str
    options: tuple[OptionLine, ...]
    answer_by: date
    bare_digit: bool
    overrun: bool = False
    delayed_stage: str = ""
    delay_days: int = 0
    adds_days: int = 0
    chosen: tuple[tuple[str, int], ...] = ()
    words: int = 0
    needed: int = 1
    principal: str = ""
    deputies: tuple[str, ...] = ()
    ours: bool = False
    forecast: date | None = None


@dataclass(frozen=True)
class EstimateAwaited(Message):
    """Beyond scope, and not estimated yet; `ask_purpose` asks what it is for.

    `ours`: our own side proposes it. `may_be_bonus`: the contract knows gifts.
    """

    template: ClassVar[str] = "estimate_awaited"
    asked_by: str
    summary: str
    reason: Because
    ask_purpose: bool
    ours: bool = False
    may_be_bonus: bool = False


@dataclass(frozen=True)
class BonusAnnounced(Message):
    """Done as a gift: what it is worth and what is left this month; None: no limit.

    `worth` includes VAT of `vat_percent`; None: no rate in the contract.
    """

    template: ClassVar[str] = "bonus_announced"
    asked_by: str
    summary: str
    hours: Decimal
    worth: Decimal | None
    currency: str
    left_hours: Decimal | None
    month: date
    vat_percent: Decimal = Decimal(0)


@dataclass(frozen=True)
class NoLongerExtra(Message):
    """Replaces an offer in place when the issue turned out to be no extra."""

    template: ClassVar[str] = "no_longer_extra"
    summary: str
    verdict: Literal["in_scope", "unclear", "defect", "warranty"]
    reason: Because | None


@dataclass(frozen=True)
class OfferDecided(Message):
    """A decided offer: who chose what, above the options as they were offered."""

    template: ClassVar[str] = "offer_decided"
    summary: str
    option: OptionLine
    decider: str
    decided_on: date
    options: tuple[OptionLine, ...]
    currency: str


@dataclass(frozen=True)
class DecisionTaken(Message):
    """A decision, never edited: what was chosen, by whom, what moves, from when.

    `supersedes`: it replaces an earlier one, whose option is named. `forecast`: what our side believes in,
    where the option names an earlier contract date.
    """

    template: ClassVar[str] = "decision_taken"
    summary: str
    option: OptionLine
    decider: str
    on_behalf_of: str | None
    decided_on: date
    currency: str
    supersedes: OptionKind | None = None
    forecast: date | None = None


@dataclass(frozen=True)
class DecisionReset(Message):
    """A decision is taken back; `standing` is the earlier one, in force again.

    None: the options are open again.
    """

    template: ClassVar[str] = "decision_reset"
    summary: str
    person: str
    option: OptionLine
    standing: OptionLine | None
    currency: str


@dataclass(frozen=True)
class OfferReminder(Message):
    """No answer by the validity date: `step` 1 asks again, 2 suggests a call.

    With `call_times` both do, with two times for it. Nothing is decided by silence and the text says so.
    """

    template: ClassVar[str] = "offer_reminder"
    decider: str
    summary: str
    answer_by: date
    step: Literal[1, 2]
    bare_digit: bool
    options: tuple[OptionLine, ...] = ()
    currency: str = ""
    call_times: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class StartedUndecided(Message):
    """An undecided change was moved to a working status.

    `moved_back_to` is the status it was put back to.
    """

    template: ClassVar[str] = "started_undecided"
    summary: str
    status: str
    decider: str | None
    moved_back_to: str | None
    has_options: bool


@dataclass(frozen=True)
class LabelRestored(Message):
    """A label of the service was changed by hand. `who_rules`: people who may rule.

    It is said where the team has no comments of its own.
    """

    template: ClassVar[str] = "label_restored"
    person: str
    label: str
    removed: bool
    who_rules: tuple[str, ...]


@dataclass(frozen=True)
class LabelExplained(Message):
    """A label of the service was changed by hand, and set right: what it means.

    `meaning`: the label's key in `tracker.labels`.
    """

    template: ClassVar[str] = "label_explained"
    label: str
    meaning: str
    removed: bool


@dataclass(frozen=True)
class SwappedOut(Message):
    """Said on the issue that a swap leaves out: what is done instead, and who decided."""

    template: ClassVar[str] = "swapped_out"
    summary: str
    instead_key: str
    instead_summary: str
    decider: str


@dataclass(frozen=True)
class SwappedBackIn(Message):
    """A later decision took the swap back: this work is part of the deal again."""

    template: ClassVar[str] = "swapped_back_in"
    summary: str
    instead_key: str

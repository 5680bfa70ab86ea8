"""What the service can say: one class a message, one template file of the same name in each language.

A message carries plain values only; the template finds the words. `audience` decides the folder:
text for the client and text for the team are different templates and never mix.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

Audience = Literal["client", "team"]
OptionKind = Literal["move_deadline", "extra_fee", "swap", "park", "withdraw"]


@dataclass(frozen=True)
class Message:
    """Something the service says, to the client or to the team."""

    audience: ClassVar[Audience] = "client"
    template: ClassVar[str] = ""


@dataclass(frozen=True)
class Because:
    """One reason: its machine word (see `plugin.rules.verdict.ReasonWord`) and the values of its sentence."""

    word: str
    values: dict[str, str]


@dataclass(frozen=True)
class MovedStage:
    """A later stage that has to move with an accepted shift."""

    title: str
    before: date
    after: date


@dataclass(frozen=True)
class OptionLine:
    """One numbered option. Fees include VAT; `due` is the date that holds when an extra fee is chosen."""

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
    hour: Decimal | None = None
    hours: Decimal | None = None
    swap_key: str = ""
    swap_summary: str = ""
    stage_title: str = ""


@dataclass(frozen=True)
class Precedent:
    """An earlier like issue of the contract and what was decided about it."""

    key: str
    summary: str
    verdict: str
    option: OptionKind | None = None


@dataclass(frozen=True)
class Offer(Message):
    """The trade-off as a numbered choice (C1). `reason` is the one that decided, for one short line.

    `overrun` is True when only the part that passes the item's quantities is extra. `bare_digit`: a lone
    digit counts as an answer; else the answer is `/выбор 1`.
    """

    template: ClassVar[str] = "offer"
    decider: str
    asked_by: str
    summary: str
    reason: Because
    hours: Decimal
    currency: str
    options: tuple[OptionLine, ...]
    answer_by: date
    bare_digit: bool
    overrun: bool = False


@dataclass(frozen=True)
class EstimateAwaited(Message):
    """Beyond scope, but nobody has estimated it yet (C3); `ask_purpose` adds the question of C9."""

    template: ClassVar[str] = "estimate_awaited"
    asked_by: str
    summary: str
    reason: Because
    ask_purpose: bool


@dataclass(frozen=True)
class BonusAnnounced(Message):
    """Done as a gift (B2): its worth and what is left this month.

    `worth` includes VAT of `vat_percent`; None: no rate in the contract.
    """

    template: ClassVar[str] = "bonus_announced"
    asked_by: str
    summary: str
    hours: Decimal
    worth: Decimal | None
    currency: str
    left_hours: Decimal
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
    """Replaces the living offer once it is decided: one line that points at the decision below."""

    template: ClassVar[str] = "offer_decided"
    summary: str
    option: OptionLine
    decider: str


@dataclass(frozen=True)
class DecisionTaken(Message):
    """A decision, never edited: what was chosen, by whom, what moves, from when.

    `supersedes`: it replaces an earlier one, whose option is named.
    """

    template: ClassVar[str] = "decision_taken"
    summary: str
    option: OptionLine
    decider: str
    on_behalf_of: str | None
    decided_on: date
    currency: str
    supersedes: OptionKind | None = None


@dataclass(frozen=True)
class NotTheDecider(Message):
    """Somebody without authority answered (C5): thank, name who can, and what the limit is."""

    template: ClassVar[str] = "not_the_decider"
    person: str
    deciders: tuple[str, ...]
    why_not: Literal[
        "not_in_contract", "no_such_power", "over_fee", "over_working_days", "not_yet", "no_longer"
    ]
    option: OptionLine | None
    currency: str
    limit: Decimal | None = None


@dataclass(frozen=True)
class NotYours(Message):
    """A command that needs another power than deciding (`/scope`, `/estimate`, `/fee`, `/publish`)."""

    template: ClassVar[str] = "not_yours"
    person: str
    command: str
    who_can: tuple[str, ...]


@dataclass(frozen=True)
class FiguresChanged(Message):
    """The offer changed between its writing and the answer: the new figures, asked to be confirmed.

    `number` is what the chosen option is called now; None where it is not on offer any more.
    """

    template: ClassVar[str] = "figures_changed"
    person: str
    number: int | None
    options: tuple[OptionLine, ...]
    currency: str
    bare_digit: bool


@dataclass(frozen=True)
class NoSuchOption(Message):
    """The number is not among the options, or one comment chose two of them.

    `numbers` are those on offer (empty: nothing is on offer).
    """

    template: ClassVar[str] = "no_such_option"
    person: str
    numbers: tuple[int, ...]
    why: Literal["unknown_number", "several", "awaits_estimate", "draft", "no_offer"] = "unknown_number"


@dataclass(frozen=True)
class OfferReminder(Message):
    """The validity date passed without an answer (C6): `step` 1 asks again, 2 suggests a call.

    Nothing is decided by silence and the text says so.
    """

    template: ClassVar[str] = "offer_reminder"
    decider: str
    summary: str
    answer_by: date
    step: Literal[1, 2]
    bare_digit: bool


@dataclass(frozen=True)
class StartedUndecided(Message):
    """An undecided extra was moved to a working status (C8). `moved_back_to`: where it was put again."""

    template: ClassVar[str] = "started_undecided"
    summary: str
    status: str
    decider: str | None
    moved_back_to: str | None
    has_options: bool


@dataclass(frozen=True)
class LabelRestored(Message):
    """A label of ours was taken away or put on by hand (A6). `who_rules`: people who may rule."""

    template: ClassVar[str] = "label_restored"
    person: str
    label: str
    removed: bool
    who_rules: tuple[str, ...]


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


@dataclass(frozen=True)
class CommandHint(Message):
    """A command was not understood: one hint.

    `suggestion` is what was probably meant, `example` how it is written when its argument is
    missing or wrong.
    """

    template: ClassVar[str] = "command_hint"
    written: str
    suggestion: str | None
    example: str | None


@dataclass(frozen=True)
class HelpShown(Message):
    """`/help`: the commands that this person can use here, each with one line."""

    template: ClassVar[str] = "help_shown"
    client_side: bool
    bare_digit: bool


@dataclass(frozen=True)
class WhyShown(Message):
    """`/why`.

    Verdict, clause, reasons, the price breakdown, why other options are not offered, precedents,
    and what would change the verdict (C10, A7).
    """

    template: ClassVar[str] = "why_shown"
    summary: str
    verdict: str
    clause: str
    clause_text: str
    reasons: tuple[Because, ...]
    options: tuple[OptionLine, ...]
    not_offered: tuple[tuple[OptionKind, str], ...]
    precedents: tuple[Precedent, ...]
    currency: str
    who_rules: tuple[str, ...]
    decided: OptionLine | None = None
    decider: str = ""


@dataclass(frozen=True)
class NotOnThisIssue(Message):
    """A word about a stage was given on an issue that stands for none; `stages` are the issues that do."""

    template: ClassVar[str] = "not_on_this_issue"
    person: str
    stages: tuple[str, ...]


@dataclass(frozen=True)
class NotGoverned(Message):
    """`/why` or another command on an issue that no rule judges.

    `why`: project, only, ignored_type, ignored_label, named (the mapping names it), counts_only
    (older than the contract's first day here).
    """

    template: ClassVar[str] = "not_governed"
    why: str


@dataclass(frozen=True)
class RulingWanted(Message):
    """Team: the rules cannot tell (`unclear`); ends with the commands to copy."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "ruling_wanted"
    summary: str
    who_rules: tuple[str, ...]
    items: tuple[tuple[str, str], ...]
    precedents: tuple[Precedent, ...]


@dataclass(frozen=True)
class DraftReady(Message):
    """Team: the text that the client would read (Markdown, already rendered), and `/publish`.

    `why`: the issue was raised by our own side, or the contract's mode is draft.
    """

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "draft_ready"
    text: str
    who_publishes: tuple[str, ...]
    why: Literal["raised_by_team", "mode_draft"]


@dataclass(frozen=True)
class GoodwillLow(Message):
    """Team: this month's goodwill runs out (B3); say it before the first refusal."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "goodwill_low"
    manager: str | None
    used_percent: int
    left_hours: Decimal
    month: date


@dataclass(frozen=True)
class RepeatedRequest(Message):
    """Team: the third like request (B4); the task: talk to the client, change the agreement."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "repeated_request"
    manager: str | None
    count: int
    within_days: int
    likeness: str
    issues: tuple[Precedent, ...]


@dataclass(frozen=True)
class RulingDeparts(Message):
    """Team: a ruling departs from what was decided about like issues (A7)."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "ruling_departs"
    person: str
    verdict: str
    precedents: tuple[Precedent, ...]


@dataclass(frozen=True)
class ExclusionWordsFound(Message):
    """Team: a linked issue carries words of an exclusion; it stays in scope."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "exclusion_words_found"
    matched: str
    clause: str
    clause_text: str
    item: str
    item_title: str


@dataclass(frozen=True)
class DueDateDrifted(Message):
    """Team: a stage's due date was edited by hand; the computed one stands (not obeyed, not fought over)."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "due_date_drifted"
    person: str
    stage_title: str
    shown: date | None
    computed: date


@dataclass(frozen=True)
class RuledOverQuantity(Message):
    """Team: ruled into an item whose quantities it passes; it counts there, by so many hours over."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "ruled_over_quantity"
    item: str
    item_title: str
    over_hours: Decimal

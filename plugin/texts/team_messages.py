"""What the service says to the team alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from plugin.texts.messages import Audience, Message, Precedent


@dataclass(frozen=True)
class SuggestedItem:
    """The item that an issue is most like, how likely that is, and by which words."""

    item: str
    title: str
    percent: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class RulingWanted(Message):
    """Team: the rules cannot tell (`unclear`); ends with the commands to copy.

    `suggestion`: None where no item is likely enough.
    """

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "ruling_wanted"
    summary: str
    who_rules: tuple[str, ...]
    items: tuple[tuple[str, str], ...]
    precedents: tuple[Precedent, ...]
    suggestion: SuggestedItem | None = None


DraftEnd = Literal["published", "decided", "not_offered"]
"""Why a draft says nothing any more."""


@dataclass(frozen=True)
class DraftOver(Message):
    """Replaces a draft in place when it has become meaningless."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "draft_over"
    summary: str
    why: DraftEnd


WhyDraft = Literal["raised_by_team", "mode_draft", "name_unknown"]


@dataclass(frozen=True)
class DraftReady(Message):
    """Team: a draft of the client's text (rendered Markdown), and `/publish`.

    `why`: the issue was raised by our own side, the contract's mode is draft, or the issue has a name that
    the mapping probably means by another, which the tracker does not have.
    """

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "draft_ready"
    text: str
    who_publishes: tuple[str, ...]
    why: WhyDraft


@dataclass(frozen=True)
class NameUnknown(Message):
    """Team: the mapping names what the tracker lacks; `shown` is probably meant."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "name_unknown"
    kind: Literal["status", "type", "component", "version"]
    name: str
    shown: str


@dataclass(frozen=True)
class GoodwillLow(Message):
    """Team: this month's goodwill runs out; say it before the first refusal."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "goodwill_low"
    manager: str | None
    used_percent: int
    left_hours: Decimal
    month: date


@dataclass(frozen=True)
class RepeatedRequest(Message):
    """Team: the third like request; talk to the client about the agreement."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "repeated_request"
    manager: str | None
    count: int
    within_days: int
    likeness: str
    issues: tuple[Precedent, ...]


@dataclass(frozen=True)
class RulingDeparts(Message):
    """Team: a ruling departs from what was decided about like issues."""

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
    """Team: a stage's due date was edited by hand; the computed one stands."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "due_date_drifted"
    person: str
    stage_title: str
    shown: date | None
    computed: date


@dataclass(frozen=True)
class ForecastWanted(Message):
    """Team: a stage is overdue, and no date lies ahead; asks which one will hold."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "forecast_wanted"
    stage_title: str
    contract_date: date


@dataclass(frozen=True)
class EstimateDoubted(Message):
    """Team: an estimate looks like a slip; it offers nothing until it is confirmed.

    `stage_hours`: what the stage includes; 0 where that is not stated.
    `figure`: the hours as the command takes them.
    """

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "estimate_doubted"
    hours: Decimal
    stage_hours: Decimal
    who_estimates: tuple[str, ...]
    figure: str


@dataclass(frozen=True)
class RuledOverQuantity(Message):
    """Team: ruled into an item and over its quantity by `over_hours`."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "ruled_over_quantity"
    item: str
    item_title: str
    over_hours: Decimal


@dataclass(frozen=True)
class InputChanged:
    """One thing about an issue that was changed.

    `what` is `type`, `project`, `summary`, `parent`, `labels`, `components`, `versions`, or `field`.
    """

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class ClientEditHeld(Message):
    """Team: the client's side edited an open change; its verdict stands.

    `person`: empty where the tracker does not tell who it was. `item`: one to rule into, empty without any.
    """

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "client_edit_held"
    person: str
    changes: tuple[InputChanged, ...]
    who_rules: tuple[str, ...]
    item: str


@dataclass(frozen=True)
class ClientEstimate(Message):
    """Team: the client's side set the estimate; it does not count until confirmed.

    `hours`: what the tracker shows, 0 for none. `counted`: the estimate that counts on; None: there is none.
    `figure`: the hours as the command takes them.
    """

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "client_estimate"
    person: str
    hours: Decimal
    counted: Decimal | None
    who_estimates: tuple[str, ...]
    figure: str


@dataclass(frozen=True)
class LabelTouched(Message):
    """Team: who changed a label of the service by hand, and how to get a ruling."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "label_touched"
    person: str
    label: str
    removed: bool
    who_rules: tuple[str, ...]
    item: str


@dataclass(frozen=True)
class LabelWaits(Message):
    """Team: the tracker refuses labels on this type of issue; all else is written.

    `label`: empty where one was to be taken off.
    """

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "label_waits"
    label: str
    type: str
    status: str

"""Answers to what a person wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from plugin.texts.messages import Because, Message, OptionKind, OptionLine, Precedent

HintAbout = Literal["", "number", "item"]
"""What of a command was not understood."""


@dataclass(frozen=True)
class NotTheDecider(Message):
    """Somebody without authority answered: thank, name who can, and what the limit is."""

    template: ClassVar[str] = "not_the_decider"
    person: str
    deciders: tuple[str, ...]
    why_not: Literal[
        "not_in_contract",
        "no_such_power",
        "over_fee",
        "over_working_days",
        "over_total_fee",
        "over_total_working_days",
        "not_yet",
        "no_longer",
        "own_request",
    ]
    option: OptionLine | None
    currency: str
    limit: Decimal | None = None
    bare_digit: bool = True


@dataclass(frozen=True)
class ChoiceKept(Message):
    """A choice is kept until others chose the same: `words` of the `needed` are there.

    `missing` are people whose word would complete it; `otherwise` names who chose another number.
    """

    template: ClassVar[str] = "choice_kept"
    person: str
    option: OptionLine
    words: int
    needed: int
    missing: tuple[str, ...]
    otherwise: tuple[tuple[str, int], ...]
    currency: str


@dataclass(frozen=True)
class NotYours(Message):
    """A command such as `/scope` or `/fee` by somebody who may not give it."""

    template: ClassVar[str] = "not_yours"
    person: str
    command: str
    who_can: tuple[str, ...]


@dataclass(frozen=True)
class FiguresChanged(Message):
    """The offer has changed since the answer was written: confirm the new figures.

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
class AnswerUnclear(Message):
    """A short answer that decides nothing by itself: what is meant, said by a number.

    Attributes:
        person: who answered.
        option: the option that was named; None where none was.
        numbers: the numbers on offer.
        decided: the option that is decided already; only a command changes that.
        currency: of the contract.
        bare_digit: whether a number alone decides.
    """

    template: ClassVar[str] = "answer_unclear"
    person: str
    option: OptionLine | None
    numbers: tuple[int, ...]
    decided: OptionLine | None
    currency: str
    bare_digit: bool


@dataclass(frozen=True)
class AcceptLineWanted(Message):
    """Somebody accepted a stage in words: the one line that makes it count."""

    template: ClassVar[str] = "accept_line_wanted"
    person: str
    stage_title: str


@dataclass(frozen=True)
class CommandHint(Message):
    """A command was not understood: one hint.

    `suggestion` is what was probably meant, `example` how it is written when its argument is
    missing or wrong; `about` says what was not understood, `days` the two days that its date can mean, `day`
    the one that is none.
    """

    template: ClassVar[str] = "command_hint"
    written: str
    suggestion: str | None
    example: str | None
    about: HintAbout = ""
    days: tuple[date, ...] = ()
    day: str = ""


@dataclass(frozen=True)
class NoSuchCriterion(Message):
    """`/done 9` where the stage has fewer lines, answered in the writer's word."""

    template: ClassVar[str] = "no_such_criterion"
    word: str
    number: int
    count: int


@dataclass(frozen=True)
class OtherCurrency(Message):
    """A fee in a currency that is not the contract's: asked for in the contract's own.

    `example` is the command to copy, in the writer's word.
    """

    template: ClassVar[str] = "other_currency"
    person: str
    sum: Decimal
    named: str
    currency: str
    example: str


@dataclass(frozen=True)
class HelpShown(Message):
    """`/help`: the commands that this person can use here, each with one line."""

    template: ClassVar[str] = "help_shown"
    client_side: bool
    bare_digit: bool


@dataclass(frozen=True)
class WhyShown(Message):
    """Why an issue has its verdict: the answer to `/why`.

    Verdict, clause, reasons, the price breakdown, why other options are not offered, precedents,
    and what would change the verdict.
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
    """A command about a stage on an issue that stands for none.

    `stages` are the stages that have an issue: title and key.
    """

    template: ClassVar[str] = "not_on_this_issue"
    person: str
    stages: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class NotGoverned(Message):
    """`/why` or another command on an issue that no rule judges.

    `why`: project, only, ignored_type, ignored_label, named (the mapping names it), counts_only
    (older than the contract's first day here).
    """

    template: ClassVar[str] = "not_governed"
    why: str


@dataclass(frozen=True)
class ForecastTaken(Message):
    """A forecast that is no later than the contract date is on record."""

    template: ClassVar[str] = "forecast_taken"
    person: str
    stage_title: str
    due: date


@dataclass(frozen=True)
class ForecastNotTaken(Message):
    """A forecast that cannot hold, and how it is written.

    `why`: past (the date has gone by), signed_off (the stage is), no_stage (the issue belongs to none).
    """

    template: ClassVar[str] = "forecast_not_taken"
    person: str
    why: Literal["past", "signed_off", "no_stage"]
    due: date


@dataclass(frozen=True)
class DecisionStands(Message):
    """A ruling, an estimate or a fee on a decided change, which stands.

    `who_can` may take the decision back; empty where nobody may.
    """

    template: ClassVar[str] = "decision_stands"
    person: str
    decided: OptionLine
    who_can: tuple[str, ...]


@dataclass(frozen=True)
class NothingToReset(Message):
    """`/reset` where nothing was decided or signed."""

    template: ClassVar[str] = "nothing_to_reset"
    person: str

"""What a backtest finds, as values: read by the reports, and by programs as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mappings.model import Language
from plugin.core.backtest.unclear_words import SettlingWord
from plugin.core.model.verdict import VerdictKind
from plugin.core.model.waits import Side

RULES: Mapping[str, tuple[str, ...]] = {
    "link": ("linked",),
    "exclusion": ("excluded",),
    "type": ("defect_type", "within_warranty"),
    "ruling": ("ruled",),
    "none": ("unmatched",),
}
"""What decided a verdict, by the words of its reasons; all but `none` are hard rules."""


@dataclass(frozen=True)
class VerdictTotal:
    """The issues of one verdict.

    Attributes:
        hours: their estimates together, of extras the hours beyond the deal.
        unestimated: how many have no estimate.
        fee: what the options with a fee would have cost, VAT included; of bonuses what they are worth.
        working_days: by how much the options with a date would have moved it.
    """

    kind: VerdictKind
    issues: int = 0
    hours: Decimal = Decimal(0)
    unestimated: int = 0
    fee: Decimal = Decimal(0)
    working_days: int = 0


@dataclass(frozen=True)
class Asked:
    """One question that would have been asked, or a thing that would have been told.

    Attributes:
        what: `offer`, `purpose`, `bonus`, `ruling`, `draft` and the like.
        people: the keys of those whose word would have been asked for.
        fee: of the option with a fee; None without one.
    """

    on: date
    issue: str
    summary: str
    what: str
    people: tuple[str, ...]
    hours: Decimal | None = None
    fee: Decimal | None = None


@dataclass(frozen=True)
class PersonLoad:
    """How many comments that ask for their word a person would have got.

    Attributes:
        weeks: comments by week, the first week of the period first.
        mails: mails, which go beside them.
    """

    key: str
    name: str
    side: Side
    weeks: tuple[int, ...]
    mails: int = 0

    @property
    def comments(self) -> int:
        """All comments of the period."""
        return sum(self.weeks)

    @property
    def a_week(self) -> Decimal:
        """Comments a week on the average, to one decimal."""
        weeks = len(self.weeks)
        return (Decimal(self.comments) / weeks).quantize(Decimal("0.1")) if weeks else Decimal(0)

    @property
    def busiest(self) -> int:
        """Comments of the week with most of them."""
        return max(self.weeks, default=0)


@dataclass(frozen=True)
class PlayedIssue:
    """What became of one issue, for lists and for the comparison of two mappings."""

    key: str
    summary: str
    created: date
    kind: VerdictKind
    rule: str
    clause: str
    hours: Decimal | None
    fee: Decimal | None


@dataclass(frozen=True)
class BacktestResult:
    """What one contract would have done with a project's past.

    Attributes:
        name: by which mappings are told apart side by side.
        source: where the past comes from, as people read it.
        is_export: it was judged by its last state.
        since: the first day on which the contract counts as live.
        until: the last day on which anything happened.
        issues: how many were played.
        judged: how many got a verdict.
        outside: how many the contract does not govern.
        named: how many the mapping names (stages, epics).
        older: how many were there before, and count for quantities only.
        by_rule: verdicts by what decided them, a key of `RULES`.
        months: verdicts by month and kind.
        client_comments: new comments for the client, team_comments: those for the team.
        edits: comments that would have been completed in place, which tell nobody.
        other_writes: labels, due dates and moves that would have been written.
        first_week: the Monday of the first week.
        writes_sent: requests that could have changed the tracker: none.
        notes: what has to be known about the reading, as sentences.
    """

    name: str
    contract: str
    title: str
    client: str
    currency: str
    language: Language
    source: str
    is_export: bool
    since: date
    until: date
    issues: int
    judged: int
    outside: int
    named: int
    older: int
    verdicts: tuple[VerdictTotal, ...]
    by_rule: Mapping[str, int]
    months: Mapping[str, Mapping[VerdictKind, int]]
    asked: tuple[Asked, ...]
    client_comments: int
    team_comments: int
    edits: int
    mails: int
    other_writes: int
    first_week: date
    people: tuple[PersonLoad, ...]
    words: tuple[SettlingWord, ...]
    played: tuple[PlayedIssue, ...]
    writes_sent: int = 0
    notes: tuple[str, ...] = ()

    def verdict(self, kind: VerdictKind) -> VerdictTotal:
        """Return the total of a verdict; an empty one where no issue got it."""
        return next((each for each in self.verdicts if each.kind is kind), VerdictTotal(kind))

    @property
    def decided_by_rule(self) -> int:
        """How many verdicts a hard rule gave."""
        return self.judged - self.by_rule.get("none", 0)

    @property
    def rule_percent(self) -> int:
        """The share of the verdicts that a hard rule gave, in whole percent."""
        return int(self.decided_by_rule * 100 / self.judged) if self.judged else 0

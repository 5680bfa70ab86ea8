"""Which exchange answers which, after how many working hours.

An answer to X is the first comment of the other side on the same issue after X that mentions X's author or
comes from the person asked; else the next public comment of the other side. It follows from the exchanges and
their times alone, so the order in which they were heard of does not matter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from plugin.core.calendar.working_hours import WorkingTime
from plugin.core.model.exchanges import Exchange, ExchangeKind, ExchangeSide

AWAIT_AN_ANSWER = frozenset(
    {ExchangeKind.COMMENT, ExchangeKind.FILE, ExchangeKind.QUESTION, ExchangeKind.OFFER}
)
"""The kinds after which something is expected: a decision or a signature ends a matter."""

ANSWERING = frozenset(
    {
        ExchangeKind.COMMENT,
        ExchangeKind.FILE,
        ExchangeKind.QUESTION,
        ExchangeKind.DECISION,
        ExchangeKind.SIGNATURE,
    }
)
"""The kinds that people write on the issue or its page, or attach to it."""

HUNDREDTH = timedelta(seconds=36)
"""A hundredth of an hour."""

_OTHER: Mapping[str, ExchangeSide] = {"client": "contractor", "contractor": "client"}


@dataclass(frozen=True)
class TimelineRow:
    """An exchange with what follows from those around it.

    Attributes:
        exchange: with its kind as it shows, `answer` among them.
        answers: the id of what it answers: a question before others, then what it was meant for, of these the
            oldest; None where it answers none.
        answered_by: the id of the exchange that answers it; None while there is none.
        waited: how much working time passed until it was answered.
    """

    exchange: Exchange
    answers: str | None = None
    answered_by: str | None = None
    waited: timedelta | None = None

    @property
    def waited_hundredths(self) -> int:
        """The same in hundredths of an hour; 0 while nothing answers it."""
        whole = Decimal((self.waited or timedelta(0)) // timedelta(seconds=1))
        return round(whole * 100 / 3600)


def match_answers(exchanges: Iterable[Exchange], working: WorkingTime) -> tuple[TimelineRow, ...]:
    """Return the exchanges in the order of their times, each with its answer.

    Hidden ones are left out.

    Args:
        exchanges: all of the issues in question, in any order.
        working: the contract's working time.
    """
    shown = sorted((each for each in exchanges if not each.hidden), key=_place)
    by_issue: dict[str, list[Exchange]] = defaultdict(list)
    for each in shown:
        by_issue[each.issue].append(each)
    answer_of: dict[str, Exchange] = {}
    answers: dict[str, tuple[bool, bool, Exchange]] = {}
    to_questions: set[str] = set()
    for thread in by_issue.values():
        for asked, answer, is_meant in _match_thread(_Thread(thread)):
            is_question = asked.kind is ExchangeKind.QUESTION
            answer_of[asked.id] = answer
            before = answers.get(answer.id)
            if before is None or (is_question, is_meant) > before[:2]:
                answers[answer.id] = (is_question, is_meant, asked)
            if is_question:
                to_questions.add(answer.id)
    named = (
        replace(each, kind=ExchangeKind.ANSWER)
        if each.id in to_questions and each.kind is ExchangeKind.COMMENT
        else each
        for each in shown
    )
    return tuple(
        _make_row(each, answers[each.id][2] if each.id in answers else None, answer_of.get(each.id), working)
        for each in named
    )


def _make_row(
    exchange: Exchange, answers: Exchange | None, answered_by: Exchange | None, working: WorkingTime
) -> TimelineRow:
    return TimelineRow(
        exchange,
        answers.id if answers else None,
        answered_by.id if answered_by else None,
        working.count_between(exchange.at, answered_by.at) if answered_by else None,
    )


class _Thread:
    """The exchanges of one issue, with who answers where."""

    def __init__(self, exchanges: Sequence[Exchange]) -> None:
        self.exchanges = exchanges

    @cached_property
    def _places(self) -> Mapping[tuple[str, str, str], list[int]]:
        """Where a side answers: at all, mentioning somebody, by somebody."""
        found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for place, each in enumerate(self.exchanges):
            if each.kind not in ANSWERING or each.is_thanks or not each.side:
                continue
            found[(each.side, "", "")].append(place)
            found[(each.side, "by", each.person)].append(place)
            for key in each.to:
                found[(each.side, "to", key)].append(place)
        return found

    def find_first(self, after: int, side: str, how: str = "", who: str = "") -> int | None:
        """Return the first place after another where a side answers, or None."""
        places = self._places.get((side, how, who), [])
        found = bisect_right(places, after)
        return places[found] if found < len(places) else None


def _match_thread(thread: _Thread) -> Iterable[tuple[Exchange, Exchange, bool]]:
    """Yield each answered exchange, its answer, and whether that is meant for it."""
    for place, each in enumerate(thread.exchanges):
        other = _OTHER.get(each.side)
        if other is None or each.kind not in AWAIT_AN_ANSWER or each.is_thanks:
            continue
        meant = [thread.find_first(place, other, "by", key) for key in each.to]
        meant += [thread.find_first(place, other, "to", each.person)] if each.person else []
        found = min((answer for answer in meant if answer is not None), default=None)
        is_meant = found is not None
        if found is None:
            found = thread.find_first(place, other)
        if found is not None:
            yield each, thread.exchanges[found], is_meant


def _place(exchange: Exchange) -> tuple[float, str]:
    return exchange.at.timestamp(), exchange.id

"""The ladder: which step of which wait falls due on which day, and who hears it.

Nothing here writes: `plan_reminders` is given everything that one person owes, over all contracts, and what
was said to them before, and returns what is said now and when to look again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from mappings.model import ContractMapping, WaitingTerms
from plugin.core.calendar.working_days import WorkingCalendar
from plugin.core.model.waits import Wait, WaitKind, WaitState
from plugin.core.waiting.clock import Hours

MAX_REMINDERS = 3
"""To one person, over all contracts, in `WINDOW_WORKING_DAYS`."""
WINDOW_WORKING_DAYS = 10
_HEADS_UP_FROM_WORKING_DAYS = 3
_LATER = timedelta(days=1)


class Rung(StrEnum):
    """The steps of the ladder. Stored with reminders: never rename a value."""

    HEADS_UP = "heads_up"
    """The day before: nothing is late yet."""
    REMIND = "remind"
    OFFER_CALL = "offer_call"
    ASK_FOR_ANOTHER_CONTACT = "ask_for_another_contact"
    TELL_MANAGER = "tell_manager"
    """A note to our own side; no reminder."""
    TELL_DECIDER = "tell_decider"
    """The client's decider hears it, once, with what it does to the date."""


_REMINDERS = (Rung.REMIND, Rung.OFFER_CALL, Rung.ASK_FOR_ANOTHER_CONTACT, Rung.TELL_DECIDER)
"""The steps that count as reminders, each to the person who hears it."""
_TO_OTHERS = (Rung.TELL_MANAGER, Rung.TELL_DECIDER)
"""The steps that the person who owes does not hear."""


@dataclass(frozen=True)
class Step:
    """A step of a wait on its day; `place` is its place on the ladder, from 1."""

    place: int
    rung: Rung
    on: date


@dataclass(frozen=True)
class Owed:
    """A wait that somebody owes, with what its reminders did so far.

    Attributes:
        wait: the wait.
        mapping: its contract.
        calendar: the contract's working days.
        tracker: where its issue is.
        said: the place of the last step that was said in this turn; 0: none.
        key: the issue's key.
        is_reviewed: a review period of the contract reminds by itself.
    """

    wait: Wait
    mapping: ContractMapping
    calendar: WorkingCalendar
    tracker: str
    said: int
    key: str = ""
    is_reviewed: bool = False

    @property
    def name(self) -> tuple[str, tuple[str, str, int]]:
        """What tells it from every other wait of every tracker."""
        return self.tracker, self.wait.key

    @cached_property
    def all_steps(self) -> tuple[Step, ...]:
        """Every step of this turn, the earliest first."""
        return list_steps(self)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that lie ahead or are due, the earliest first."""
        return tuple(step for step in self.all_steps if step.place > self.said)


@dataclass(frozen=True)
class Heard:
    """When somebody was reminded before, on which days of which calendar."""

    days: tuple[date, ...] = ()


@dataclass(frozen=True)
class Recipient:
    """Who is reminded: where they are, when they work, and whether they are there.

    Attributes:
        zone: the person's time zone.
        calendar: the working days of their contract.
        starts: when people begin to be written to.
        until: when they are left in peace.
        away: absences, first and last day.
        mail: whether everything goes by mail, only what several issues are about, or nothing.
    """

    zone: ZoneInfo
    calendar: WorkingCalendar
    starts: tuple[int, int]
    until: tuple[int, int]
    away: tuple[tuple[date, date], ...] = ()
    mail: Literal["always", "lists", "never"] = "never"

    def find_next_moment(self, moment: datetime) -> datetime:
        """Return the moment itself where the person works then, else the next one."""
        local = moment.astimezone(self.zone)
        day, minutes = local.date(), local.hour * 60 + local.minute
        opens, closes = self.starts[0] * 60 + self.starts[1], self.until[0] * 60 + self.until[1]
        is_there = self.calendar.is_working(day) and not self._is_away(day)
        if is_there and opens <= minutes < closes:
            return moment
        if not is_there or minutes >= closes:
            day = self._next_day(day)
        return datetime(day.year, day.month, day.day, *self.starts, tzinfo=self.zone)

    def find_free_moment(self, heard: tuple[date, ...], moment: datetime) -> datetime:
        """Return the next moment at which one more reminder keeps within the limit."""
        today = moment.astimezone(self.zone).date()
        day = find_free_day(self.calendar, heard, today)
        if day <= today:
            return moment
        return self.find_next_moment(datetime(day.year, day.month, day.day, *self.starts, tzinfo=self.zone))

    def _next_day(self, day: date) -> date:
        day = self.calendar.on_or_after(day + _LATER)
        while self._is_away(day):
            end = max(last for first, last in self.away if first <= day <= last)
            day = self.calendar.on_or_after(end + _LATER)
        return day

    def _is_away(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.away)


@dataclass(frozen=True)
class Saying:
    """What is said now about one wait or several.

    Attributes:
        rung: the step; of several waits the highest.
        owed: the waits that it is about, oldest first.
        due: those of them whose step fell due, with the step.
        is_list: several are told in one text.
        to: the person who owes, our own side, or the client's decider.
    """

    rung: Rung
    owed: tuple[Owed, ...]
    due: tuple[tuple[Owed, Step], ...]
    is_list: bool
    to: Literal["owing", "ours", "decider"]

    @property
    def counts(self) -> bool:
        """Whether it is one of the three reminders in ten working days."""
        return self.rung in _REMINDERS


@dataclass(frozen=True)
class Plan:
    """What is said now, and when each wait is to be looked at again."""

    sayings: tuple[Saying, ...]
    looks: Mapping[tuple[str, tuple[str, str, int]], datetime | None]


def list_steps(owed: Owed) -> tuple[Step, ...]:
    """Return every step of a wait with its day, the earliest first."""
    wait, terms = owed.wait, owed.mapping.waiting
    if terms is None or not _may_be_told(wait) or owed.is_reviewed:
        return ()
    base = _find_base(owed)
    steps: list[Step] = []
    if terms.heads_up and _is_asked_ahead(owed):
        steps.append(Step(1, Rung.HEADS_UP, _working_day_before(owed.calendar, wait.due)))
    if wait.kind is WaitKind.PROMISE:
        after = owed.calendar.add_working_days(wait.due, 1)
        ours = wait.owed_side == "contractor"
        return (*steps, Step(2, Rung.TELL_MANAGER, after)) if ours else tuple(steps)
    for place, (name, days) in enumerate(zip(terms.ladder, list_distances(terms), strict=False), 2):
        rung = Rung(name)
        if rung is Rung.TELL_DECIDER and wait.owed_side == "contractor":
            continue
        steps.append(Step(place, rung, owed.calendar.add_working_days(base, days)))
    return tuple(steps)


def _may_be_told(wait: Wait) -> bool:
    return wait.state is WaitState.OPEN and wait.is_reminded


def list_distances(terms: WaitingTerms) -> tuple[int, ...]:
    """Return the working days after the date of each step; the last distance repeats.

    >>> list_distances(WaitingTerms(remind_after=(2, 4, 8)))
    (2, 4, 8, 12, 16)
    """
    days = list(terms.remind_after)
    distance = days[-1] - days[-2] if len(days) > 1 else days[-1]
    while len(days) < len(terms.ladder):
        days.append(days[-1] + distance)
    return tuple(days[: len(terms.ladder)])


def find_next_step(owed: Owed, today: date, look: date | None) -> Step | None:
    """Return the step that comes next, for people to see; None: none will.

    Args:
        owed: the wait.
        today: the contract's day.
        look: the day on which reminders look at it; one that could not be said waits for it.
    """
    if owed.mapping.contract.mode == "observe":
        return None
    due = _highest_due(owed, today)
    if due is not None:
        return replace(due, on=max(today, look or today))
    return next((step for step in owed.steps if step.on > today), None)


def plan_reminders(owed: tuple[Owed, ...], recipient: Recipient, heard: Heard, now: datetime) -> Plan:
    """Decide what is said to a person now, about everything that they owe.

    Of several steps of one wait only the highest is said. What falls together is one text, the oldest first.
    Nothing is said at night, on days off, while the person is away, or where they were reminded three times
    in ten working days: then it is said at the next moment that allows it.

    Args:
        owed: the open waits of the person, over all contracts.
        recipient: where and when the person can be reached.
        heard: on which days the person was reminded before.
        now: the moment.
    """
    today = now.astimezone(recipient.zone).date()
    due = [(each, step) for each in owed if (step := _highest_due(each, today)) is not None]
    own = [pair for pair in due if pair[1].rung not in _TO_OTHERS]
    sayings = _say_to_others([pair for pair in due if pair[1].rung in _TO_OTHERS])
    looks = {each.name: _next_look_after(each, each.said, recipient, now) for each in owed}
    moment, days = recipient.find_next_moment(now), list(heard.days)
    for saying in _say_to_owing(owed, own, recipient) if own else ():
        at = moment
        if at <= now and saying.counts:
            at = recipient.find_free_moment(tuple(days), now)
        if at > now:
            looks |= {each.name: _look_for_others(each, recipient, now, at) for each, _ in saying.due}
            continue
        sayings.append(saying)
        days += [today] if saying.counts else []
    for saying in sayings:
        looks |= {each.name: _next_look_after(each, step.place, recipient, now) for each, step in saying.due}
    return Plan(tuple(sayings), looks)


def find_free_day(calendar: WorkingCalendar, days: tuple[date, ...], today: date) -> date:
    """Return the first day on which one more reminder keeps within the limit.

    >>> said = (date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 3))
    >>> find_free_day(WorkingCalendar(), said, date(2026, 4, 6))
    datetime.date(2026, 4, 15)
    """
    day = today
    while True:
        recent = [each for each in days if calendar.working_days_between(each, day) < WINDOW_WORKING_DAYS]
        if len(recent) < MAX_REMINDERS:
            return day
        day = calendar.add_working_days(day, 1)


def _say_to_others(due: list[tuple[Owed, Step]]) -> list[Saying]:
    """Return what our manager hears of each, and a client's decider of all."""
    ours = [pair for pair in due if pair[1].rung is Rung.TELL_MANAGER]
    theirs: dict[str, list[tuple[Owed, Step]]] = {}
    for each, step in due:
        if step.rung is Rung.TELL_DECIDER:
            theirs.setdefault(each.mapping.id, []).append((each, step))
    sayings = [Saying(step.rung, (each,), ((each, step),), False, "ours") for each, step in ours]
    for pairs in theirs.values():
        pairs.sort(key=lambda pair: _oldest_first(pair[0]))
        owed = tuple(each for each, _ in pairs)
        sayings.append(Saying(Rung.TELL_DECIDER, owed, tuple(pairs), len(owed) > 1, "decider"))
    return sayings


def add_stuck(saying: Saying, others: Iterable[Owed], today: date) -> Saying:
    """Return what a decider hears, with what other people owe that is stuck as well.

    Args:
        saying: what the decider hears of one person's waits.
        others: what the others of the contract owe.
        today: the day, where the decider is.
    """
    stuck = [
        (each, step)
        for each in others
        if (step := _highest_due(each, today)) is not None and step.rung is Rung.TELL_DECIDER
    ]
    pairs = sorted((*saying.due, *stuck), key=lambda pair: _oldest_first(pair[0]))
    return replace(saying, owed=tuple(each for each, _ in pairs), due=tuple(pairs), is_list=len(pairs) > 1)


def _say_to_owing(
    owed: tuple[Owed, ...], due: list[tuple[Owed, Step]], recipient: Recipient
) -> tuple[Saying, ...]:
    """Return what the person hears: one text, or without a mail one a contract.

    The oldest comes first, so that it is said where not all may be.
    """
    told = {each.name for each, _ in due}
    listed = [each for each in owed if _may_be_told(each.wait)]
    listed = [each for each in listed if each.wait.kind is not WaitKind.PROMISE or each.name in told]
    issues = {(each.tracker, each.wait.issue) for each in listed}
    is_mailed = recipient.mail == "always" or (recipient.mail == "lists" and len(issues) > 1)
    if is_mailed:
        return (_say_about(listed, due),)
    contracts = dict.fromkeys(each.mapping.id for each in sorted(listed, key=_oldest_first))
    found = (
        (
            [each for each in listed if each.mapping.id == contract],
            [pair for pair in due if pair[0].mapping.id == contract],
        )
        for contract in contracts
    )
    return tuple(_say_about(about, of_contract) for about, of_contract in found if of_contract)


def _say_about(listed: list[Owed], due: list[tuple[Owed, Step]]) -> Saying:
    rung = max((step.rung for _, step in due), key=list(Rung).index)
    # The day before, only what is needed tomorrow is named.
    about = listed if rung is not Rung.HEADS_UP else [each for each, _ in due]
    return Saying(rung, tuple(sorted(about, key=_oldest_first)), tuple(due), len(about) > 1, "owing")


def _oldest_first(owed: Owed) -> tuple[date, tuple[str, str, int]]:
    return owed.wait.due, owed.wait.key


def _highest_due(owed: Owed, today: date) -> Step | None:
    """Return the highest step that is due; a heads-up is worth nothing after its day."""
    due = [step for step in owed.steps if step.on <= today]
    if not due:
        return None
    highest = due[-1]
    return None if highest.rung is Rung.HEADS_UP and today >= owed.wait.due else highest


def _next_look_after(owed: Owed, said: int, recipient: Recipient, now: datetime) -> datetime | None:
    today = now.astimezone(recipient.zone).date()
    ahead = [step for step in owed.all_steps if step.place > said and step.on > today]
    return min((_moment_of(step, recipient) for step in ahead), default=None)


def _look_for_others(owed: Owed, recipient: Recipient, now: datetime, at: datetime) -> datetime:
    """Return when to look again, `at` the latest: for what others are to hear."""
    today = now.astimezone(recipient.zone).date()
    theirs = (step for step in owed.steps if step.on > today and step.rung in _TO_OTHERS)
    return min([at, *(_moment_of(step, recipient) for step in theirs)])


def _moment_of(step: Step, recipient: Recipient) -> datetime:
    """Return when a step is looked at: nobody's absence holds up what others hear."""
    on = step.on
    start = datetime(on.year, on.month, on.day, *recipient.starts, tzinfo=recipient.zone)
    return start if step.rung in _TO_OTHERS else recipient.find_next_moment(start)


def _find_base(owed: Owed) -> date:
    """Return the day from which the steps of a wait count.

    That is never before the ball came: a day asked for may have passed by then.
    """
    wait, since = owed.wait, owed.wait.turns[-1].since
    if len(wait.turns) == 1:
        return max(wait.due, since.astimezone(owed.mapping.contract.zone).date())
    return max(wait.due, Hours(owed.calendar, owed.mapping).find_day(since))


def _is_asked_ahead(owed: Owed) -> bool:
    """Tell whether it was asked for three working days ahead or more."""
    wait = owed.wait
    asked_on = wait.asked_at.astimezone(owed.mapping.contract.zone).date()
    ahead = owed.calendar.working_days_between(asked_on, wait.due)
    return len(wait.turns) == 1 and ahead >= _HEADS_UP_FROM_WORKING_DAYS


def _working_day_before(calendar: WorkingCalendar, day: date) -> date:
    before = day - _LATER
    while not calendar.is_working(before) and day - before < timedelta(days=30):
        before -= _LATER
    return before

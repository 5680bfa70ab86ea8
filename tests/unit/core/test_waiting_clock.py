"""The waiting clock: which days each side waited, and which of them count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from decisions import agreed
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.core.calendar.working_days import make_calendar
from plugin.core.model.terms_history import make_history
from plugin.core.model.waits import ClosedBy, Side, Turn, Wait, WaitKind, WaitState
from plugin.core.waiting.clock import (
    Hours,
    counts_for_dates,
    find_counted_days,
    find_held_days,
    find_late_days,
    unite,
)

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 6, 30, 12, 0, tzinfo=MOSCOW)


def at(day: int, hour: int = 12, month: int = 4) -> datetime:
    """Return a moment of 2026 in Moscow; 10 April is a Friday."""
    return datetime(2026, month, day, hour, tzinfo=MOSCOW)


def hours(**terms: object) -> Hours:
    """Return the contract's days and hours: Russia's calendar, ten to seven."""
    mapping = agreed(waiting={"moves_deadline": True, **terms})
    return Hours(make_calendar(mapping.contract), mapping)


def wait(asked: datetime, due: date, *passed: tuple[Side, datetime], closed: datetime | None = None) -> Wait:
    """Return a question to the client's side, whose ball was passed at these moments."""
    found = Wait(
        contract="ACME",
        issue="1009",
        number=1,
        kind=WaitKind.INPUT,
        what="тексты",
        owed_by="contact",
        owed_side="client",
        asked_by="manager",
        asked_side="contractor",
        asked_at=asked,
        due=due,
        stage="design",
        turns=(Turn(side="client", since=asked),),
    )
    for side, moment in passed:
        found = found.passed(side, moment)
    return found.closed(WaitState.GOT, closed, ClosedBy.WORD) if closed else found


ROWS: tuple[tuple[str, Wait, list[int]], ...] = (
    (
        "asked by Friday 17, answered on Friday 24: the working days between count",
        wait(at(15), date(2026, 4, 17), ("contractor", at(24)), closed=at(24, 15)),
        [20, 21, 22, 23],
    ),
    (
        "an answer on its day moves nothing",
        wait(at(15), date(2026, 4, 17), ("contractor", at(17)), closed=at(17, 15)),
        [],
    ),
    (
        "an answer on the next working morning moves nothing",
        wait(at(15), date(2026, 4, 17), ("contractor", at(20, 11)), closed=at(20, 15)),
        [],
    ),
    (
        "an answer after the working day came on the next one",
        wait(at(15), date(2026, 4, 17), ("contractor", at(20, 21)), closed=at(21, 15)),
        [20],
    ),
    (
        "holidays are no waiting: 1, 9 and 11 May are off",
        wait(at(27), date(2026, 4, 29), ("contractor", at(12, 12, 5)), closed=at(12, 15, 5)),
        [30, 4, 5, 6, 7, 8],
    ),
    (
        "early, and a part missing before the day: the day asked for still holds",
        wait(
            at(13),
            date(2026, 4, 17),
            ("contractor", at(14)),
            ("client", at(15)),
            ("contractor", at(22)),
            closed=at(22, 15),
        ),
        [20, 21],
    ),
    (
        "a part came late: what our side looked at it does not count, and then it goes on",
        wait(
            at(13),
            date(2026, 4, 15),
            ("contractor", at(17)),
            ("client", at(21)),
            ("contractor", at(24)),
            closed=at(24, 15),
        ),
        [16, 21, 22, 23],
    ),
    (
        "changes of holder within a day leave the day with the side that has it at the end",
        wait(
            at(13),
            date(2026, 4, 15),
            ("contractor", at(16, 11)),
            ("client", at(16, 15)),
            ("contractor", at(17, 11)),
            closed=at(17, 15),
        ),
        [16],
    ),
)


@pytest.mark.parametrize(("why", "asked", "days"), ROWS, ids=[row[0] for row in ROWS])
def test_late_days_are_those_after_the_day_asked_for(why: str, asked: Wait, days: list[int]) -> None:
    """The working days after the day asked for count, up to the reply."""
    assert [day.day for day in find_late_days(asked, hours(), NOW)] == days, why


def test_grace_takes_the_first_days_of_a_wait() -> None:
    """The first days of each wait that are late do not count."""
    late = wait(at(15), date(2026, 4, 17), ("contractor", at(24)), closed=at(24, 15))
    assert sorted(day.day for day in find_counted_days(late, hours(grace=3), NOW)) == [23]
    assert find_counted_days(late, hours(grace=9), NOW) == frozenset()


UNITED: tuple[tuple[str, Wait, Wait, int], ...] = (
    (
        "nested",
        wait(at(13), date(2026, 4, 13), ("contractor", at(24)), closed=at(24)),
        wait(at(14), date(2026, 4, 15), ("contractor", at(17)), closed=at(17)),
        8,
    ),
    (
        "touching",
        wait(at(13), date(2026, 4, 13), ("contractor", at(16)), closed=at(16)),
        wait(at(14), date(2026, 4, 15), ("contractor", at(20)), closed=at(20)),
        4,
    ),
    (
        "overlapping",
        wait(at(13), date(2026, 4, 13), ("contractor", at(17)), closed=at(17)),
        wait(at(14), date(2026, 4, 15), ("contractor", at(22)), closed=at(22)),
        6,
    ),
    (
        "apart",
        wait(at(13), date(2026, 4, 13), ("contractor", at(15)), closed=at(15)),
        wait(at(20), date(2026, 4, 20), ("contractor", at(22)), closed=at(22)),
        2,
    ),
)


@pytest.mark.parametrize(("why", "one", "other", "days"), UNITED, ids=[row[0] for row in UNITED])
def test_waits_of_a_stage_are_united(why: str, one: Wait, other: Wait, days: int) -> None:
    """Of several waits of a stage each day counts once."""
    found = unite(find_counted_days(each, hours(), NOW) for each in (one, other))
    assert len(found) == days, why


def test_what_never_counts_for_a_date() -> None:
    """Decisions, promises, what is not urgent, and our own side move no date."""
    mapping = agreed()
    late = wait(at(15), date(2026, 4, 17), ("contractor", at(24)), closed=at(24))
    assert counts_for_dates(late, mapping)
    for kind in (WaitKind.DECISION, WaitKind.PROMISE, WaitKind.CONFIRMATION):
        assert not counts_for_dates(late.model_copy(update={"kind": kind}), mapping)
    assert not counts_for_dates(late.model_copy(update={"urgent": False}), mapping)
    assert not counts_for_dates(late.model_copy(update={"owed_side": "contractor"}), mapping)
    assert not counts_for_dates(late.model_copy(update={"kind": WaitKind.SIGNATURE}), mapping)


def test_a_wait_that_was_a_mistake_never_counted() -> None:
    """A cancelled wait has no days on either side."""
    taken_back = wait(at(13), date(2026, 4, 13)).closed(WaitState.CANCELLED, at(24), ClosedBy.WORD)
    for side in ("client", "contractor"):
        assert find_held_days(taken_back, side, hours(), NOW) == frozenset()


@settings(max_examples=150)
@given(st.lists(st.integers(min_value=1, max_value=400), min_size=1, max_size=7))
def test_sides_never_wait_on_the_same_day(steps: list[int]) -> None:
    """Of one wait each working day belongs to one side, and none between is lost."""
    moment, found = at(1, 8), wait(at(1, 8), date(2026, 4, 1))
    for number, each in enumerate(steps):
        moment += timedelta(hours=each)
        found = found.passed("contractor" if number % 2 == 0 else "client", moment)
    end = moment + timedelta(hours=50)
    ended = found.closed(WaitState.GOT, end, ClosedBy.WORD)
    client, ours = (find_held_days(ended, side, hours(), end) for side in ("client", "contractor"))
    whole = frozenset(hours().list_days(hours().find_day(at(1, 8)), hours().find_day(end)))
    assert not client & ours
    assert client | ours == whole


def test_question_within_one_side_never_counts() -> None:
    """What the client's people ask each other is no business of the contract's date."""
    asked = wait(at(6), date(2026, 4, 8))
    assert counts_for_dates(asked, agreed())
    assert not counts_for_dates(asked.model_copy(update={"asked_side": "client"}), agreed())


def test_days_of_a_wait_given_away_are_held_once() -> None:
    """They go on in the wait that took its place."""
    asked = wait(at(6), date(2026, 4, 8), closed=at(13))
    assert find_held_days(asked, "client", hours(), NOW)
    moved = asked.model_copy(update={"state": WaitState.MOVED})
    assert find_held_days(moved, "client", hours(), NOW) == frozenset()


AGREED: dict[str, object] = {"waiting": {}}


@pytest.mark.parametrize(
    ("sentence", "versions", "expected"),
    [
        ("terms from the start", [(1, AGREED)], [20, 21, 22, 23]),
        ("agreed on while it was awaited", [(1, {}), (21, AGREED)], [21, 22, 23]),
        (
            "taken out and put back",
            [(1, AGREED), (20, {}), (22, AGREED)],
            [22, 23],
        ),
        (
            "observed in between",
            [
                (1, AGREED),
                (21, {"waiting": {}, "contract": {"mode": "observe"}}),
                (23, AGREED),
            ],
            [20, 23],
        ),
        ("out within a day", [(1, AGREED), (21, {}), (21, AGREED)], [20, 21, 22, 23]),
        ("never agreed on", [(1, {})], []),
    ],
)
def test_days_without_terms_of_waiting_do_not_count(
    sentence: str, versions: list[tuple[int, dict[str, object]]], expected: list[int]
) -> None:
    """What the contract did not say on a day binds nobody for it later."""
    history = make_history((at(day, 9), mapping) for day, mapping in versions)
    asked = wait(at(15), date(2026, 4, 17), ("contractor", at(24)), closed=at(24, 15))
    days = find_counted_days(asked, replace(hours(), history=history), NOW)
    assert sorted(day.day for day in days) == expected, sentence

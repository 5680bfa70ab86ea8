"""The ladder: what is said to whom on which day, and what is never said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from decisions import agreed
from hypothesis import given, settings
from hypothesis import strategies as st

from mappings.model import ContractMapping
from plugin.core.calendar.working_days import WorkingCalendar, make_calendar
from plugin.core.model.waits import ClosedBy, Side, Turn, Wait, WaitKind, WaitState
from plugin.core.waiting.ladder import (
    MAX_REMINDERS,
    WINDOW_WORKING_DAYS,
    Heard,
    Owed,
    Plan,
    Recipient,
    add_stuck,
    find_next_step,
    list_steps,
    plan_reminders,
)

MOSCOW = ZoneInfo("Europe/Moscow")
DUE = date(2026, 4, 10)
"""A Friday."""
PLAIN = WorkingCalendar()


def on(day: int, hour: int = 12, month: int = 4) -> datetime:
    """Return a moment of 2026 in Moscow."""
    return datetime(2026, month, day, hour, tzinfo=MOSCOW)


def terms(**waiting: object) -> ContractMapping:
    """Return the contract with terms of waiting, ten to seven, no public holidays."""
    return agreed(contract={"calendar": None}, waiting=waiting)


def wait(number: int = 1, due: date = DUE, **changes: object) -> Wait:
    """Return a question to the contact that was asked on Friday, 3 April."""
    side: Side = "client"
    found = Wait(
        contract="ACME",
        issue=f"100{number}",
        number=number,
        kind=WaitKind.INPUT,
        what=f"тексты {number}",
        owed_by="contact",
        owed_side=side,
        asked_by="manager",
        asked_side="contractor",
        asked_at=on(3),
        due=due,
        turns=(Turn(side=side, since=on(3)),),
    )
    return found.model_copy(update=changes)


def owed(each: Wait | None = None, mapping: ContractMapping | None = None, said: int = 0) -> Owed:
    """Return a wait with what was said of it so far."""
    mapping = mapping or terms()
    return Owed(each or wait(), mapping, make_calendar(mapping.contract), "main", said, "ACME-9")


def person(**given_as: object) -> Recipient:
    """Return somebody in Moscow who works from ten to seven."""
    keys = {"zone": MOSCOW, "calendar": PLAIN, "starts": (10, 0), "until": (19, 0), **given_as}
    return Recipient(**keys)  # type: ignore[arg-type]


def plan(*waits: Owed, at: datetime, heard: tuple[date, ...] = (), who: Recipient | None = None) -> Plan:
    """Decide what is said at a moment."""
    return plan_reminders(waits, who or person(), Heard(heard), at)


def test_default_ladder_counts_working_days_after_the_date() -> None:
    """Heads-up the day before, then 2, 4, 7, 9 and 10 working days after the date."""
    assert [(step.rung.value, step.on.isoformat()[5:]) for step in list_steps(owed())] == [
        ("heads_up", "04-09"),
        ("remind", "04-14"),
        ("offer_call", "04-16"),
        ("ask_for_another_contact", "04-21"),
        ("tell_manager", "04-23"),
        ("tell_decider", "04-24"),
    ]


def test_last_distance_repeats_where_there_are_more_steps_than_numbers() -> None:
    """[2, 4, 8] goes on 12, 16."""
    steps = list_steps(owed(mapping=terms(remind_after=[2, 4, 8], heads_up=False)))
    assert [PLAIN.working_days_between(DUE, step.on) for step in steps] == [2, 4, 8, 12, 16]


NO_STEPS: tuple[tuple[str, Owed], ...] = (
    ("nothing is said after a reply", owed(wait(state=WaitState.ANSWERED))),
    ("nothing is said once it is over", owed(wait().closed(WaitState.GOT, on(9), ClosedBy.WORD))),
    ("reminders are switched off", owed(wait(quiet=True))),
    ("without waiting nobody is reminded", owed(mapping=agreed(contract={"calendar": None}))),
)


@pytest.mark.parametrize(("why", "each"), NO_STEPS, ids=[row[0] for row in NO_STEPS])
def test_nothing_is_said(why: str, each: Owed) -> None:
    """A wait that nobody owes any more, or that is quiet, has no next step."""
    assert list_steps(each) == (), why


def test_no_heads_up_for_what_was_asked_for_soon() -> None:
    """The day before only where it was asked three days or more ahead."""
    soon = owed(wait(due=date(2026, 4, 7)))
    assert "heads_up" not in [step.rung.value for step in list_steps(soon)]
    assert "heads_up" in [step.rung.value for step in list_steps(owed(wait(due=date(2026, 4, 8))))]
    assert "heads_up" not in [step.rung.value for step in list_steps(owed(mapping=terms(heads_up=False)))]


def test_after_a_part_the_ladder_begins_anew() -> None:
    """From the word on that something is missing the steps count again."""
    back = wait().passed("contractor", on(13)).passed("client", on(15))
    steps = list_steps(owed(back))
    assert [(step.rung.value, step.on.day) for step in steps][:2] == [("remind", 17), ("offer_call", 21)]


def test_of_several_steps_only_the_highest_is_said() -> None:
    """A step that could not be sent gives way to the one that fell due since."""
    (saying,) = plan(owed(), at=on(17)).sayings
    assert (saying.rung.value, saying.due[0][1].place) == ("offer_call", 3)


def test_a_heads_up_is_worth_nothing_after_its_day() -> None:
    """On the day asked for nobody is told that tomorrow it is needed."""
    assert plan(owed(), at=on(9)).sayings[0].rung.value == "heads_up"
    assert plan(owed(), at=on(10)).sayings == ()


WHEN: tuple[tuple[str, datetime, Recipient, datetime], ...] = (
    ("at night", on(14, 23), person(), on(15, 10)),
    ("in the early morning", on(14, 6), person(), on(14, 10)),
    ("on a Saturday", on(18), person(), on(20, 10)),
    (
        "while they are away",
        on(14),
        person(away=((date(2026, 4, 14), date(2026, 4, 16)),)),
        on(17, 10),
    ),
    (
        "away until a Friday: not on the weekend after it either",
        on(14),
        person(away=((date(2026, 4, 13), date(2026, 4, 17)),)),
        on(20, 10),
    ),
    (
        "in another time zone it is still night",
        on(14, 12),
        person(zone=ZoneInfo("America/New_York")),
        datetime(2026, 4, 14, 10, tzinfo=ZoneInfo("America/New_York")),
    ),
)


@pytest.mark.parametrize(("why", "now", "who", "then"), WHEN, ids=[row[0] for row in WHEN])
def test_it_is_said_at_the_next_moment_that_allows_it(
    why: str, now: datetime, who: Recipient, then: datetime
) -> None:
    """In the recipient's hours, time zone and calendar; not while away."""
    found = plan(owed(), at=now, who=who)
    assert found.sayings == (), why
    assert list(found.looks.values()) == [then], why


def test_no_more_than_three_reminders_in_ten_working_days() -> None:
    """A fourth waits until one of them lies ten working days back."""
    heard = (date(2026, 4, 6), date(2026, 4, 8), date(2026, 4, 9))
    found = plan(owed(), at=on(14), heard=heard)
    assert found.sayings == ()
    (look,) = found.looks.values()
    assert look == on(20, 10)
    assert plan(owed(), at=on(20), heard=heard).sayings[0].rung.value == "offer_call"


def test_what_falls_together_is_one_text_about_everything() -> None:
    """One list, the oldest first; the highest step of all gives its tone."""
    older, newer, fresh = wait(1), wait(2, date(2026, 4, 13)), wait(3, date(2026, 4, 20))
    (saying,) = plan(owed(newer), owed(older), owed(fresh), at=on(15)).sayings
    assert saying.is_list
    assert [each.wait.number for each in saying.owed] == [1, 2, 3]
    assert sorted(each.wait.number for each, _ in saying.due) == [1, 2]


def test_without_a_mail_each_contract_has_a_text_of_its_own_which_counts() -> None:
    """A list goes by mail; else each contract's text is one of the three."""
    other = agreed(contract={"calendar": None, "id": "BETA"}, waiting={})
    waits = (owed(wait(1)), owed(wait(2, contract="BETA"), other))
    said = plan(*waits, at=on(15)).sayings
    assert [[each.mapping.id for each in saying.owed] for saying in said] == [["ACME"], ["BETA"]]
    (by_mail,) = plan(*waits, at=on(15), who=person(mail="lists")).sayings
    assert [each.mapping.id for each in by_mail.owed] == ["ACME", "BETA"]
    heard = (date(2026, 4, 8), date(2026, 4, 9))
    found = plan(*waits, at=on(15), heard=heard)
    assert [saying.owed[0].mapping.id for saying in found.sayings] == ["ACME"]
    assert found.looks["main", waits[1].wait.key] == on(22, 10)


def test_what_is_taken_up_late_climbs_the_ladder_from_its_start() -> None:
    """An offer from before waits were known counts from the day it is taken up."""
    late = wait(turns=(Turn(side="client", since=on(20)),), asked_at=on(20))
    days = [(step.rung.value, step.on) for step in list_steps(owed(late))]
    assert days[0] == ("remind", date(2026, 4, 22))
    assert plan(owed(late), at=on(20)).sayings == ()


@pytest.mark.parametrize(
    ("sentence", "today", "said", "look", "step", "day"),
    [
        ("the day before", 8, 0, None, "heads_up", 9),
        ("on its day the heads-up is worth nothing", 10, 0, None, "remind", 14),
        ("one that could not be said waits", 14, 1, 16, "remind", 16),
        ("of several only the highest comes", 20, 1, None, "offer_call", 20),
        ("said", 14, 2, None, "offer_call", 16),
        ("all was said", 25, 6, None, None, None),
    ],
)
def test_next_step_is_the_one_that_will_be_said(
    sentence: str, today: int, said: int, look: int | None, step: str | None, day: int | None
) -> None:
    """As a list shows it: never a step that is skipped, never a day gone by."""
    found = find_next_step(owed(said=said), date(2026, 4, today), date(2026, 4, look) if look else None)
    shown = (found.rung.value, found.on.day) if found else (None, None)
    assert shown == (step, day), sentence
    observed = agreed(contract={"calendar": None, "mode": "observe"}, waiting={})
    assert find_next_step(owed(mapping=observed, said=said), date(2026, 4, today), None) is None


@pytest.mark.parametrize(
    ("sentence", "today", "said", "given", "look"),
    [
        ("three reminders hold the next one up", 21, 3, {"heard": (13, 14, 16)}, on(23, 10)),
        ("so does an absence", 16, 2, {"away": (16, 30)}, on(23, 10)),
        ("a note that comes after the reminder may", 14, 1, {"heard": (7, 8, 9)}, on(21, 10)),
        ("an absence that begins later", 14, 2, {"away": (16, 30)}, on(23, 10)),
    ],
)
def test_what_others_hear_waits_for_nobody(
    sentence: str, today: int, said: int, given: dict[str, tuple[int, ...]], look: datetime
) -> None:
    """Our manager hears on the ninth day what the person cannot be reminded of."""
    heard = tuple(date(2026, 4, day) for day in given.get("heard", ()))
    away = given.get("away")
    who = person(away=((date(2026, 4, away[0]), date(2026, 4, away[1])),)) if away else person()
    stuck = owed(said=said)
    found = plan(stuck, at=on(today), heard=heard, who=who)
    assert (found.sayings, found.looks[stuck.name]) == ((), look), sentence


def test_our_own_side_hears_of_the_manager_step_even_at_night() -> None:
    """A note to our side is no reminder: neither hours nor limit hold it up."""
    heard = (date(2026, 4, 21), date(2026, 4, 22), date(2026, 4, 23))
    (saying,) = plan(owed(said=4), at=on(23, 23), heard=heard).sayings
    assert (saying.rung.value, saying.to, saying.counts) == ("tell_manager", "ours", False)


def test_decider_hears_of_several_stuck_waits_in_one_text() -> None:
    """A text a contract, the oldest first; our own side hears of each by itself."""
    other = agreed(contract={"calendar": None, "id": "BETA"}, waiting={})
    waits = (
        owed(wait(2), said=5),
        owed(wait(1, date(2026, 4, 9)), said=5),
        owed(wait(3, contract="BETA"), other, said=5),
    )
    said = plan(*waits, at=on(24)).sayings
    assert [(saying.to, [each.wait.number for each in saying.owed]) for saying in said] == [
        ("decider", [1, 2]),
        ("decider", [3]),
    ]
    ours = plan(owed(wait(1), said=4), owed(wait(2), said=4), at=on(23)).sayings
    assert [(saying.to, len(saying.owed)) for saying in ours] == [("ours", 1), ("ours", 1)]


def test_decider_hears_of_the_stuck_waits_of_several_people_in_one_text() -> None:
    """Those join whose step is due; what the decider heard is not said again."""
    own = owed(wait(2), said=5)
    (saying,) = plan(own, at=on(24)).sayings
    others = (
        owed(wait(1, date(2026, 4, 9), owed_by="director"), said=5),
        owed(wait(3, owed_by="director"), said=6),
        owed(wait(4, date(2026, 4, 20), owed_by="director"), said=3),
        owed(wait(5, owed_by="director", quiet=True), said=5),
    )
    whole = add_stuck(saying, others, date(2026, 4, 24))
    assert [each.wait.number for each in whole.owed] == [1, 2]
    assert [(each.wait.number, step.rung.value) for each, step in whole.due] == [
        (1, "tell_decider"),
        (2, "tell_decider"),
    ]
    assert (whole.is_list, whole.to, whole.counts) == (True, "decider", True)
    assert add_stuck(saying, others[1:], date(2026, 4, 24)) == saying


def test_a_promise_is_brought_to_mind_the_day_before_and_told_to_our_side_when_broken() -> None:
    """The promiser hears it the day before, our side the day after."""
    ours = wait(kind=WaitKind.PROMISE, owed_by="manager", owed_side="contractor")
    theirs = wait(kind=WaitKind.PROMISE)
    assert [step.rung.value for step in list_steps(owed(ours))] == ["heads_up", "tell_manager"]
    assert [step.rung.value for step in list_steps(owed(theirs))] == ["heads_up"]


def test_our_own_side_is_never_told_on_to_the_client() -> None:
    """The client's decider hears nothing of what our side owes."""
    ours = wait(owed_by="manager", owed_side="contractor", asked_side="client", asked_by="contact")
    assert "tell_decider" not in [step.rung.value for step in list_steps(owed(ours))]


@settings(max_examples=120)
@given(
    st.lists(
        st.tuples(st.integers(min_value=0, max_value=120), st.integers(min_value=1, max_value=20)),
        min_size=1,
        max_size=12,
    )
)
def test_nobody_is_ever_reminded_more_than_three_times_in_ten_working_days(
    asked: list[tuple[int, int]],
) -> None:
    """In half a year: three at most, never at night, and each step once."""
    begins = date(2026, 1, 12)
    waits = [
        wait(
            number,
            begins + timedelta(days=start + ahead),
            asked_at=datetime.combine(begins + timedelta(days=start), on(1).timetz()),
            turns=(
                Turn(side="client", since=datetime.combine(begins + timedelta(days=start), on(1).timetz())),
            ),
        )
        for number, (start, ahead) in enumerate(asked, 1)
    ]
    said: dict[int, int] = {}
    heard: list[date] = []
    now, end = datetime.combine(begins, on(1).timetz()), datetime.combine(date(2026, 7, 1), on(1).timetz())
    mapping = terms()
    known: dict[tuple[int, int], Owed] = {}
    while now < end:
        open_ones = []
        for each in waits:
            if each.asked_at <= now:
                step = said.get(each.number, 0)
                # What a wait owes after a step stays the same until the next one.
                known.setdefault((each.number, step), owed(each, mapping, step))
                open_ones.append(known[each.number, step])
        found = plan(*open_ones, at=now, heard=tuple(heard))
        for saying in found.sayings:
            if saying.counts and saying.to == "owing":
                assert 10 <= now.hour < 19
                assert PLAIN.is_working(now.date())
                heard.append(now.date())
            for each, step in saying.due:
                assert step.place > said.get(each.wait.number, 0)
                said[each.wait.number] = step.place
        now += timedelta(hours=6)
    for first, fourth in zip(heard, heard[MAX_REMINDERS:], strict=False):
        assert PLAIN.working_days_between(first, fourth) >= WINDOW_WORKING_DAYS
    assert all(one <= other for one, other in pairwise(heard))

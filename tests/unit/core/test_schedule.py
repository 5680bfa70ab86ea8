"""Due dates of stages: shifts, and what follows from them for later stages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sold_contract import WEEKDAYS, contract, day, hours, stage

from mappings.model import ContractMapping
from plugin.core.calendar import schedule
from plugin.core.calendar.schedule import Schedule, Shift, compute_due_dates, count_working_days
from plugin.core.calendar.working_days import WorkingCalendar

EARLY = day("03-02")


def shift(stage_id: str, working_days: int, counted_from: str = "03-02") -> Shift:
    """Return an accepted shift."""
    return Shift(stage_id, working_days, day(counted_from))


def chain(**later: Any) -> ContractMapping:
    """Return `design` due on Friday 10 April and `build` after it."""
    build = stage("build", **{"after": ["design"], "due": "2026-04-17", **later})
    return contract(capacity=6, stages=[stage(due="2026-04-10"), build])


def work(hours_sold: float) -> list[dict[str, Any]]:
    """Return one scope item with a number of hours."""
    return [{"id": "3.1", "title": "Build", "hours": hours_sold}]


@pytest.mark.parametrize(
    ("sentence", "hours_asked", "capacity", "working_days"),
    [
        ("Eighteen hours at six a day are three days.", 18, 6, 3),
        ("A quarter of an hour more is a fourth day.", 18.25, 6, 4),
        ("A minute is a whole day.", 0.02, 6, 1),
        ("No work takes no day.", 0, 6, 0),
        ("A part of an hour a day is a capacity too.", 1, 0.5, 2),
        ("Thirds of an hour add up.", "5.9999999999", 6, 1),
    ],
)
def test_hours_become_whole_working_days(
    sentence: str, hours_asked: object, capacity: object, working_days: int
) -> None:
    """Hours by capacity, rounded up to whole working days."""
    assert count_working_days(hours(hours_asked), hours(capacity)) == working_days, sentence


@pytest.mark.parametrize(
    ("sentence", "shifts", "due"),
    [
        ("Without shifts the mapping's date stands.", (), "04-10"),
        ("A shift moves by working days.", (shift("design", 3),), "04-15"),
        ("Shifts add up.", (shift("design", 3), shift("design", 2)), "04-17"),
        ("A shift of another stage moves nothing here.", (shift("build", 3),), "04-10"),
        ("A shift of a stage that the contract does not have moves nothing.", (shift("x", 3),), "04-10"),
        (
            "After the due date counting begins on the day of the offer.",
            (shift("design", 2, "04-22"),),
            "04-24",
        ),
        (
            "From a day off the first working day after it is the first.",
            (shift("design", 1, "04-18"),),
            "04-20",
        ),
        ("On the due date itself it is the same.", (shift("design", 1, "04-10"),), "04-13"),
        (
            "A second shift counts from where the first one led.",
            (shift("design", 2, "04-22"), shift("design", 1, "04-23")),
            "04-27",
        ),
        ("A shift of no days moves nothing.", (shift("design", 0),), "04-10"),
    ],
)
def test_stage_date_includes_accepted_shifts(sentence: str, shifts: tuple[Shift, ...], due: str) -> None:
    """The mapping's date plus accepted shifts, in the order of acceptance."""
    mapping = contract(stages=[stage(due="2026-04-10")])
    assert compute_due_dates(mapping, WEEKDAYS, shifts) == {"design": day(due)}, sentence


@pytest.mark.parametrize(
    ("sentence", "mapping", "shifts", "build"),
    [
        ("A week with nothing to do is slack of four days.", chain(), (shift("design", 4),), "04-17"),
        ("What slack does not take moves the later stage.", chain(), (shift("design", 5),), "04-20"),
        ("A stage that needs its week has no slack.", chain(items=work(30)), (shift("design", 2),), "04-21"),
        (
            "A stage that needs half of it has the other half.",
            chain(items=work(12)),
            (shift("design", 3),),
            "04-17",
        ),
        ("More work than days leaves no slack.", chain(items=work(90)), (shift("design", 1),), "04-20"),
        (
            "Its own shift comes on top.",
            chain(items=work(30)),
            (shift("design", 1), shift("build", 1)),
            "04-21",
        ),
        ("Its own shift moves no earlier stage.", chain(), (shift("build", 2),), "04-21"),
        ("A stage that follows nothing stands.", chain(after=[]), (shift("design", 9),), "04-17"),
        ("A stage without a date has none afterwards.", chain(due=None), (shift("design", 9),), None),
        (
            "A stage due before its predecessor has no slack.",
            chain(due="2026-04-08"),
            (shift("design", 1),),
            "04-09",
        ),
    ],
)
def test_shift_beyond_the_slack_moves_later_stages(
    sentence: str, mapping: ContractMapping, shifts: tuple[Shift, ...], build: str | None
) -> None:
    """Only what is left of a shift after the slack moves the stage that comes after."""
    assert compute_due_dates(mapping, WEEKDAYS, shifts)["build"] == (day(build) if build else None), sentence


def test_chain_of_stages_passes_on_what_slack_leaves() -> None:
    """Each stage hands on only what its own slack did not take."""
    mapping = contract(
        stages=[
            stage("launch", due="2026-04-27", after=["build"]),
            stage("design", due="2026-04-10"),
            stage("build", due="2026-04-13", after=["design"]),
        ]
    )
    found = compute_due_dates(mapping, WEEKDAYS, [shift("design", 12)])
    assert found == {"design": day("04-28"), "build": day("04-29"), "launch": day("04-30")}


def test_latest_predecessor_moves_the_stage() -> None:
    """A stage moves by the predecessor that forces it the most, not by their sum."""
    mapping = contract(
        stages=[
            stage("design", due="2026-04-10"),
            stage("texts", due="2026-04-10"),
            stage("build", due="2026-04-13", after=["design", "texts"]),
        ]
    )
    found = compute_due_dates(mapping, WEEKDAYS, [shift("design", 2), shift("texts", 3)])
    assert found["build"] == day("04-16")


def test_stage_without_capacity_needs_one_day() -> None:
    """Where nobody says how much is done a day, hours give no need; one day is kept."""
    stages = [stage(due="2026-04-10"), stage("build", due="2026-04-17", after=["design"], items=work(30))]
    found = compute_due_dates(contract(stages=stages), WEEKDAYS, [shift("design", 4)])
    assert found["build"] == day("04-17")


def test_predecessor_without_a_date_moves_nothing() -> None:
    """A stage without a date can neither move nor push."""
    stages = [stage(), stage("build", due="2026-04-17", after=["design"])]
    found = compute_due_dates(contract(stages=stages), WEEKDAYS, [shift("design", 9)])
    assert found == {"design": None, "build": day("04-17")}


def test_date_on_a_day_off_stays_until_it_moves() -> None:
    """The mapping's date is not corrected; a shift ends on a working day."""
    mapping = contract(stages=[stage(due="2026-04-11")])
    assert compute_due_dates(mapping, WEEKDAYS, [])["design"] == day("04-11")
    assert compute_due_dates(mapping, WEEKDAYS, [shift("design", 1)])["design"] == day("04-13")


def test_impact_lists_later_stages() -> None:
    """The impact of one more shift counts from the shifts that were accepted before."""
    mapping = chain(items=work(30))
    impact = Schedule(mapping, WEEKDAYS, [shift("design", 1)]).impact(shift("design", 2))
    assert impact is not None
    assert (impact.before, impact.after) == (day("04-13"), day("04-15"))
    assert impact.later == (("build", day("04-20"), day("04-22")),)


@pytest.mark.parametrize(
    ("sentence", "stage_id"),
    [("A stage without a date cannot move.", "design"), ("Neither can a stage that is not there.", "")],
)
def test_stage_without_a_date_has_no_impact(sentence: str, stage_id: str) -> None:
    """Where there is no date there is nothing to move."""
    assert Schedule(contract(), WEEKDAYS, []).impact(shift(stage_id, 2)) is None, sentence


def test_impact_within_the_slack_lists_no_stage() -> None:
    """A shift that the slack takes names no later stage."""
    impact = Schedule(chain(), WEEKDAYS, []).impact(shift("design", 1))
    assert impact is not None
    assert impact.later == ()


def test_schedule_computes_each_shift_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five hundred open offers ask the same; a different shift is computed anew."""
    asked: list[int] = []
    monkeypatch.setattr(
        schedule, "compute_due_dates", lambda *given: asked.append(len(given[2])) or compute_due_dates(*given)
    )
    dates = Schedule(chain(), WEEKDAYS, [shift("design", 1)])
    assert len({dates.impact(shift("design", 2)) for _ in range(500)}) == 1
    assert dates.impact(shift("design", 3)) != dates.impact(shift("design", 2))
    assert asked == [2, 1, 2]


RUSSIA = WorkingCalendar("RU")
WORKING = st.dates(date(2026, 1, 12), date(2026, 12, 20)).map(RUSSIA.on_or_after)
SHIFTS = st.lists(
    st.builds(
        Shift,
        st.sampled_from(["design", "texts", "build", "launch"]),
        st.integers(0, 30),
        st.dates(date(2026, 1, 1), date(2027, 1, 31)),
    ),
    max_size=6,
)


@st.composite
def mappings(draw: st.DrawFn) -> ContractMapping:
    """Draw four stages in a diamond, each with its date and work."""
    after = {"design": [], "texts": [], "build": ["design", "texts"], "launch": ["build"]}
    stages = [
        stage(key, after=before, due=draw(WORKING), items=work_of(key, draw(st.integers(0, 120))))
        for key, before in after.items()
    ]
    return contract(capacity=draw(st.sampled_from([None, 4, 6.5])), stages=stages)


def work_of(key: str, hours_sold: int) -> list[dict[str, Any]]:
    """Return a scope item of a stage."""
    return [{"id": f"{key}.1", "title": key, "hours": hours_sold}]


@settings(max_examples=60, deadline=None)
@given(mapping=mappings(), shifts=SHIFTS)
def test_no_shifts_leave_the_mappings_dates(mapping: ContractMapping, shifts: list[Shift]) -> None:
    """With any shift every date is a working day, and none is earlier."""
    agreed = {each.id: each.due for each in mapping.stages}
    assert compute_due_dates(mapping, RUSSIA, []) == agreed
    for key, due in compute_due_dates(mapping, RUSSIA, shifts).items():
        assert due is not None
        assert RUSSIA.is_working(due)
        assert due >= (agreed[key] or due)


@settings(max_examples=60, deadline=None)
@given(mapping=mappings(), shifts=SHIFTS, one_more=SHIFTS.filter(bool))
def test_shift_never_moves_a_date_backwards(
    mapping: ContractMapping, shifts: list[Shift], one_more: list[Shift]
) -> None:
    """A shift leaves a date or moves it later, and offers name working days only."""
    now = compute_due_dates(mapping, RUSSIA, shifts)
    then = compute_due_dates(mapping, RUSSIA, [*shifts, one_more[0]])
    assert all((then[key] or EARLY) >= (now[key] or EARLY) for key in now)
    impact = Schedule(mapping, RUSSIA, shifts).impact(one_more[0])
    assert impact is not None
    offered = [impact.after, *(after for _, _, after in impact.later)]
    assert all(RUSSIA.is_working(each) for each in offered)
    assert RUSSIA.working_days_between(impact.before, impact.after) >= one_more[0].working_days
    assert impact.after - impact.before < timedelta(days=500)


@settings(max_examples=60, deadline=None)
@given(
    mapping=mappings(), shifts=SHIFTS, signed=st.dictionaries(st.sampled_from(["design", "texts"]), WORKING)
)
def test_signed_date_stays_and_later_stages_follow_from_it(
    mapping: ContractMapping, shifts: list[Shift], signed: dict[str, date]
) -> None:
    """The date of a signed stage never moves again, and later stages follow from it."""
    found = compute_due_dates(mapping, RUSSIA, shifts, signed)
    assert {key: found[key] for key in signed} == signed
    own = [each for each in shifts if each.stage not in signed]
    assert found == compute_due_dates(mapping, RUSSIA, own, signed)

"""The options of an offer: what is offered, why not, and what a swap names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sold_contract import WEEKDAYS, contract, day, hours, stage

from mappings.model import ContractMapping
from plugin.core.calendar.schedule import Schedule, Shift
from plugin.core.model.options import LaterStage, OfferOption, OpenWork
from plugin.core.offer.offer_dates import OfferDates
from plugin.core.offer.options import TradeOffFacts, build_options, have_same_figures, is_equal_size

EVERY_OPTION = ["move_deadline", "extra_fee", "swap", "park", "withdraw"]
TODAY = day("03-16")
PRICE = {"hour": 3500, "vat": 20, "round_to": 100}


def agreed(**keys: Any) -> ContractMapping:
    """Return a contract that offers everything, unless told otherwise."""
    given_keys = {"capacity": 6, "price": PRICE, "stages": [stage(due="2026-04-10")], **keys}
    return contract(**{key: value for key, value in given_keys.items() if value is not None})


def facts(*, shifts: Sequence[Shift] = (), **given_facts: Any) -> Callable[[ContractMapping], TradeOffFacts]:
    """Return eighteen hours in a contract's first stage, and open work of that size."""
    keys = {
        "hours": hours(18),
        "stage": "design",
        "named_fee": None,
        "today": TODAY,
        "open_work": (work("ACME-7", 18),),
        **given_facts,
    }
    return lambda mapping: TradeOffFacts(schedule=Schedule(mapping, WEEKDAYS, shifts), **keys)


def work(key: str, size: object, stage_id: str | None = "design") -> OpenWork:
    """Return agreed work that nobody has begun."""
    return OpenWork(key.replace("ACME-", "100"), key, f"Work {key}", hours(size), stage_id)


def offered(
    mapping: ContractMapping, given_facts: Callable[[ContractMapping], TradeOffFacts]
) -> dict[str, OfferOption]:
    """Return the options by their kind."""
    return {option.option: option for option in build_options(mapping, given_facts(mapping))[0]}


@pytest.mark.parametrize(
    ("sentence", "keys", "given_facts", "numbers", "missing"),
    [
        ("Everything is offered in order.", {}, {}, EVERY_OPTION, {}),
        (
            "The mapping gives the order.",
            {"options": ["park", "extra_fee"]},
            {},
            ["park", "extra_fee"],
            {"move_deadline": "not_in_contract", "swap": "not_in_contract", "withdraw": "not_in_contract"},
        ),
        (
            "An option named twice is offered once.",
            {"options": ["park", "park", *EVERY_OPTION]},
            {},
            ["park", "move_deadline", "extra_fee", "swap", "withdraw"],
            {},
        ),
        (
            "Without capacity nobody knows the days; the numbers close up.",
            {"capacity": None},
            {},
            EVERY_OPTION[1:],
            {"move_deadline": "no_capacity"},
        ),
        (
            "Without a due date nothing can move.",
            {"stages": [stage()]},
            {},
            EVERY_OPTION[1:],
            {"move_deadline": "no_due_date"},
        ),
        (
            "Without a stage it is the same.",
            {},
            {"stage": None},
            EVERY_OPTION[1:],
            {"move_deadline": "no_due_date"},
        ),
        (
            "Without a price there is no fee.",
            {"price": None},
            {},
            ["move_deadline", "swap", "park", "withdraw"],
            {"extra_fee": "no_price"},
        ),
        ("A named sum needs no price.", {"price": None}, {"named_fee": Decimal(30000)}, EVERY_OPTION, {}),
        (
            "Without open work of that size there is no swap.",
            {},
            {"open_work": (work("ACME-7", 30),)},
            ["move_deadline", "extra_fee", "park", "withdraw"],
            {"swap": "no_work_of_equal_size"},
        ),
        ("No options at all.", {"options": []}, {}, [], dict.fromkeys(EVERY_OPTION, "not_in_contract")),
    ],
)
def test_options_are_offered_or_have_a_reason(
    sentence: str,
    keys: dict[str, Any],
    given_facts: dict[str, Any],
    numbers: list[str],
    missing: dict[str, str],
) -> None:
    """Options are numbered from 1 without gaps; each one missing says why."""
    mapping = agreed(**keys)
    options, others = build_options(mapping, facts(**given_facts)(mapping))
    assert [(option.number, option.option) for option in options] == list(enumerate(numbers, 1)), sentence
    assert {other.option: other.why_not for other in others} == missing, sentence


def test_shift_option_has_days_and_dates() -> None:
    """Eighteen hours at six a day are three working days from the due date."""
    shift = offered(agreed(), facts())["move_deadline"]
    assert (shift.working_days, shift.before, shift.after) == (3, day("04-10"), day("04-15"))
    assert (shift.counted_from, shift.later) == (None, ())
    assert (shift.cost.fee, shift.cost.working_days) == (0, 3)


def test_shift_option_counts_from_accepted_shifts() -> None:
    """What was accepted before is where the next shift begins."""
    shift = offered(agreed(), facts(shifts=(Shift("design", 3, TODAY),)))["move_deadline"]
    assert (shift.before, shift.after) == (day("04-15"), day("04-20"))


@pytest.mark.parametrize(
    ("sentence", "dates", "days", "before", "after", "due"),
    [
        (
            "An overdue stage names no date; its own days count from the contract date.",
            OfferDates(WEEKDAYS, is_overdue=True),
            3,
            day("04-10"),
            None,
            None,
        ),
        (
            "With a forecast the option names it plus the days.",
            OfferDates(WEEKDAYS, is_overdue=True, forecast=day("04-30")),
            3,
            day("04-10"),
            day("05-05"),
            None,
        ),
        (
            "Work after acceptance has a date of its own, counted from its publication.",
            OfferDates(WEEKDAYS, own_from=TODAY),
            3,
            None,
            day("03-19"),
            day("03-19"),
        ),
        (
            "Accepted work of this kind comes first: hours are summed and rounded up once.",
            OfferDates(WEEKDAYS, own_from=TODAY, queued_hours=hours(15)),
            6,
            None,
            day("03-24"),
            day("03-24"),
        ),
    ],
)
def test_dates_of_late_and_accepted_stages(
    sentence: str, dates: OfferDates, days: int, before: Any, after: Any, due: Any
) -> None:
    """An overdue stage promises nothing, and a signed stage never moves again."""
    options = offered(agreed(), facts(dates=dates, today=day("04-14")))
    shift, fee = options["move_deadline"], options["extra_fee"]
    assert (shift.working_days, shift.before, shift.after) == (days, before, after), sentence
    assert (fee.before, fee.after) == (None, due), sentence
    assert shift.cost.working_days == (0 if shift.own_date else days), sentence


@pytest.mark.parametrize(
    ("sentence", "until", "shown"),
    [
        ("Until the stage is delivered.", "stage", ""),
        ("After acceptance until the next stage.", "next_stage", "next_stage"),
        ("A service without an end parks to the next month.", "next_month", "next_month"),
        ("Where no stage lies ahead parking is not offered.", None, None),
    ],
)
def test_what_a_parked_change_waits_for(sentence: str, until: Any, shown: str | None) -> None:
    """Parking names what it waits for, or is not offered."""
    park = offered(agreed(), facts(dates=OfferDates(WEEKDAYS, parked_until=until))).get("park")
    assert (park.parked_until if park else None) == shown, sentence


def test_shift_option_lists_later_stages() -> None:
    """A later stage that has to move stands in the option with both dates."""
    stages = [stage(due="2026-04-10"), stage("build", due="2026-04-13", after=["design"])]
    shift = offered(agreed(stages=stages), facts())["move_deadline"]
    assert shift.later == (LaterStage(stage="build", before=day("04-13"), after=day("04-16")),)


def test_fee_option_includes_vat_and_costs_no_days() -> None:
    """The fee includes VAT, moves no date and costs no days."""
    fee = offered(agreed(), facts())["extra_fee"]
    assert (fee.fee, fee.vat, fee.hour) == (Decimal(75600), Decimal(12600), Decimal(3500))
    assert (fee.before, fee.after, fee.working_days) == (day("04-10"), None, 0)
    assert (fee.cost.fee, fee.cost.working_days) == (75600, 0)


@pytest.mark.parametrize(
    ("sentence", "named", "total"),
    [("A sum.", Decimal(30000), 30000), ("Nothing is a sum as well.", Decimal(0), 0)],
)
def test_named_fee_overrides_the_rate(sentence: str, named: Decimal, total: int) -> None:
    """A sum that a person named stands above the rate."""
    fee = offered(agreed(), facts(named_fee=named))["extra_fee"]
    assert (fee.fee, fee.hour) == (total, None), sentence


@pytest.mark.parametrize("option", ["swap", "park", "withdraw"])
def test_options_without_shift_or_fee_cost_nothing(option: str) -> None:
    """A swap, parking and withdrawing need no limit."""
    cost = offered(agreed(), facts())[option].cost
    assert (cost.fee, cost.working_days) == (0, 0)


@pytest.mark.parametrize(
    ("sentence", "size", "other", "equal"),
    [
        ("The same.", 18, 18, True),
        ("A tenth more.", 20, 22, True),
        ("A tenth less.", 20, 18, True),
        ("A little more than a tenth.", 20, "22.1", False),
        ("Half an hour of a small piece.", 1, "1.5", True),
        ("More than half an hour of it.", 1, "1.6", False),
        ("Nothing is of the size of half an hour.", "0.5", 0, True),
    ],
)
def test_work_within_half_an_hour_or_a_tenth_is_equal(
    sentence: str, size: object, other: object, equal: bool
) -> None:
    """Work is of equal size within half an hour or a tenth, whichever is more."""
    assert is_equal_size(hours(size), hours(other)) is equal, sentence


@pytest.mark.parametrize(
    ("sentence", "open_work", "key"),
    [
        ("The nearest in size.", [work("ACME-1", 19), work("ACME-2", "17.5")], "ACME-2"),
        (
            "Of equal ones that of the same stage.",
            [work("ACME-1", 18, "build"), work("ACME-2", 18)],
            "ACME-2",
        ),
        ("Else the first by its id.", [work("ACME-2", 18), work("ACME-1", 18)], "ACME-1"),
        ("As far above as below: by stage.", [work("ACME-1", 17, "build"), work("ACME-2", 19)], "ACME-2"),
        ("Size comes before the stage.", [work("ACME-1", 18, None), work("ACME-2", 19)], "ACME-1"),
        ("What is too big does not count.", [work("ACME-1", 40), work("ACME-2", 19)], "ACME-2"),
    ],
)
def test_swap_picks_the_same_work_in_any_order(sentence: str, open_work: list[OpenWork], key: str) -> None:
    """A swap names one piece of open work, the same whatever arrived first."""
    for order in (open_work, open_work[::-1]):
        swap = offered(agreed(), facts(open_work=order))["swap"]
        assert (swap.swap_key, swap.swap_summary) == (key, f"Work {key}"), sentence


@pytest.mark.parametrize(
    ("sentence", "update", "same"),
    [
        ("Nothing changed.", {}, True),
        ("The day of the offer is not shown.", {"counted_from": day("03-20")}, True),
        ("Another date.", {"after": day("04-16")}, False),
        ("Another sum.", {"fee": Decimal(1)}, False),
        ("Another number.", {"number": 2}, False),
        ("Other work to swap.", {"swap_key": "ACME-8"}, False),
        ("Another summary of that work.", {"swap_summary": "New words"}, False),
    ],
)
def test_offers_that_look_the_same_are_the_same(sentence: str, update: dict[str, object], same: bool) -> None:
    """Two offers are the same when a reader sees the same."""
    option = offered(agreed(), facts())["move_deadline"]
    assert have_same_figures([option], [option.model_copy(update=update)]) is same, sentence


def test_additional_option_is_a_difference() -> None:
    """An option more is a difference."""
    option = offered(agreed(), facts())["park"]
    assert not have_same_figures([option], [option, option])
    assert have_same_figures([], [])


@settings(max_examples=60, deadline=None)
@given(
    options=st.lists(st.sampled_from(EVERY_OPTION), max_size=6),
    asked=st.decimals("0.1", 200, places=1),
    with_price=st.booleans(),
    with_due=st.booleans(),
)
def test_option_numbers_have_no_gaps(
    options: list[str], asked: Decimal, with_price: bool, with_due: bool
) -> None:
    """Numbers run from 1, and every option is offered or has its reason."""
    mapping = agreed(
        options=options,
        price=PRICE if with_price else None,
        stages=[stage(due="2026-04-10")] if with_due else [stage()],
    )
    found, others = build_options(mapping, facts(hours=asked)(mapping))
    assert [option.number for option in found] == list(range(1, len(found) + 1))
    assert sorted([*(each.option for each in found), *(each.option for each in others)]) == sorted(
        EVERY_OPTION
    )

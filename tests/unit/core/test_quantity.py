"""Quantities of an item: given out in the order of creation, never taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sold_contract import hours, item, moment

from plugin.core.model.quantity_claims import Allotment, Claim, ItemUsage
from plugin.core.scope.quantity import allocate

START = moment("03-10")
THIRD = Decimal("0.3333333333")


def claim(name: str, wanted: object, nth: int = 0, **given: Any) -> Claim:
    """Return what an issue asks; `nth` is its place in the order of creation."""
    keys = {"month": "2026-03", **given}
    return Claim(name, START + timedelta(hours=nth), hours=hours(wanted), **keys)


def held(wanted: object = 0, rounds: int = 0, pieces: int = 0) -> ItemUsage:
    """Return what an issue keeps."""
    return ItemUsage(hours(wanted), rounds, pieces)


def result(allotted: dict[str, Allotment]) -> dict[str, tuple[str, str, str]]:
    """Return held hours, hours over and the words of the limits passed, by issue."""
    return {
        name: (
            str(each.holding.hours),
            str(each.over_hours),
            " ".join(reason.word for reason in each.over),
        )
        for name, each in allotted.items()
    }


LABELLED = frozenset({"revision"})


@pytest.mark.parametrize(
    ("sentence", "sold", "claims", "expected"),
    [
        (
            "An item without limits gives everything.",
            {},
            [claim("a", 500)],
            {"a": ("500", "0", "")},
        ),
        (
            "Within the hours nothing is over.",
            {"hours": 40},
            [claim("a", 30), claim("b", 10, 1)],
            {"a": ("30", "0", ""), "b": ("10", "0", "")},
        ),
        (
            "An issue is over by the part that passes.",
            {"hours": 40},
            [claim("a", 30), claim("b", 12, 1)],
            {"a": ("30", "0", ""), "b": ("10", "2", "hours_over")},
        ),
        (
            "What comes after that is over as a whole.",
            {"hours": 40},
            [claim("a", 40), claim("b", 3, 1)],
            {"a": ("40", "0", ""), "b": ("0", "3", "hours_over")},
        ),
        (
            "The earlier created is served first, whatever came first.",
            {"hours": 40},
            [claim("late", 30, 5), claim("early", 30)],
            {"early": ("30", "0", ""), "late": ("10", "20", "hours_over")},
        ),
        (
            "Created at the same moment, the ids decide.",
            {"hours": 10},
            [claim("b", 10), claim("a", 10)],
            {"a": ("10", "0", ""), "b": ("0", "10", "hours_over")},
        ),
        (
            "Hours used before the contract came here are gone.",
            {"hours": 40, "used": 35},
            [claim("a", 10)],
            {"a": ("5", "5", "hours_over")},
        ),
        (
            "More used than sold leaves nothing, not less.",
            {"hours": 40, "used": 50},
            [claim("a", 10)],
            {"a": ("0", "10", "hours_over")},
        ),
        (
            "An issue without hours takes nothing, even where nothing is left.",
            {"hours": 0},
            [claim("a", 0)],
            {"a": ("0", "0", "")},
        ),
        (
            "Monthly hours are of their month alone.",
            {"hours_per_month": 5},
            [claim("a", 4), claim("b", 4, 1), claim("c", 4, 2, month="2026-04")],
            {"a": ("4", "0", ""), "b": ("1", "3", "monthly_hours_over"), "c": ("4", "0", "")},
        ),
        (
            "Where both limits stand the month may be the tighter one.",
            {"hours": 40, "hours_per_month": 5},
            [claim("a", 6)],
            {"a": ("5", "1", "monthly_hours_over")},
        ),
        (
            "Or the whole may be.",
            {"hours": 4, "hours_per_month": 5},
            [claim("a", 6)],
            {"a": ("4", "2", "hours_over")},
        ),
        (
            "Without a label every issue is a round.",
            {"rounds": {"max": 1}},
            [claim("a", 2), claim("b", 3, 1)],
            {"a": ("2", "0", ""), "b": ("0", "3", "rounds_over")},
        ),
        (
            "With a label only those that carry it are.",
            {"rounds": {"max": 1, "label": "revision"}},
            [claim("a", 2), claim("b", 3, 1, labels=LABELLED), claim("c", 4, 2, labels=LABELLED)],
            {"a": ("2", "0", ""), "b": ("3", "0", ""), "c": ("0", "4", "rounds_over")},
        ),
        (
            "No rounds at all: the first is over.",
            {"rounds": {"max": 0}},
            [claim("a", 2)],
            {"a": ("0", "2", "rounds_over")},
        ),
        (
            "Pieces are counted the same way.",
            {"pieces": {"max": 1}},
            [claim("a", 2), claim("b", 3, 1)],
            {"a": ("2", "0", ""), "b": ("0", "3", "pieces_over")},
        ),
        (
            "A round too many leaves the hours to the next one.",
            {"hours": 10, "rounds": {"max": 0, "label": "revision"}},
            [claim("a", 8, labels=LABELLED), claim("b", 10, 1)],
            {"a": ("0", "8", "rounds_over"), "b": ("10", "0", "")},
        ),
        (
            "Rounds and pieces may both be over; the hours count once.",
            {"rounds": {"max": 0}, "pieces": {"max": 0}},
            [claim("a", 8)],
            {"a": ("0", "8", "rounds_over pieces_over")},
        ),
        (
            "What is held is kept, and comes before what was created earlier.",
            {"hours": 10},
            [claim("early", 8), claim("later", 8, 1, held=held(8))],
            {"early": ("2", "6", "hours_over"), "later": ("8", "0", "")},
        ),
        (
            "More held than sold leaves nothing for others.",
            {"hours": 10},
            [claim("a", 14, held=held(14)), claim("b", 1, 1)],
            {"a": ("14", "0", ""), "b": ("0", "1", "hours_over")},
        ),
        (
            "Held rounds count too.",
            {"rounds": {"max": 2}},
            [claim("held:2026-03", 0, held=held(0, rounds=2)), claim("b", 1, 1)],
            {"held:2026-03": ("0", "0", ""), "b": ("0", "1", "rounds_over")},
        ),
        (
            "An issue that grew keeps what it has and carries its overrun.",
            {"hours": 10},
            [claim("a", 9, held=held(4), grew=True), claim("b", 4, 1, held=held(4))],
            {"a": ("6", "3", "hours_over"), "b": ("4", "0", "")},
        ),
        (
            "An issue that grew within what is left is within.",
            {"hours": 10},
            [claim("a", 6, held=held(4), grew=True)],
            {"a": ("6", "0", "")},
        ),
        (
            "One that grew has its place among labelled rounds already.",
            {"rounds": {"max": 1, "label": "revision"}},
            [claim("a", 6, labels=LABELLED, held=held(4, rounds=1), grew=True)],
            {"a": ("6", "0", "")},
        ),
        (
            "And among rounds without a label.",
            {"hours": 10, "rounds": {"max": 1}},
            [claim("a", 6, held=held(4, rounds=1), grew=True)],
            {"a": ("6", "0", "")},
        ),
        (
            "And among pieces, where its hours alone may be over.",
            {"hours": 5, "pieces": {"max": 1}},
            [claim("a", 6, held=held(4, pieces=1), grew=True)],
            {"a": ("5", "1", "hours_over")},
        ),
        (
            "One that never had a place is still one too many.",
            {"hours": 10, "rounds": {"max": 1}},
            [claim("a", 1, held=held(1, rounds=1)), claim("b", 6, 1, held=held(), grew=True)],
            {"a": ("1", "0", ""), "b": ("0", "6", "rounds_over")},
        ),
        (
            "A place that is free now is taken by it.",
            {"rounds": {"max": 1}},
            [claim("a", 6, held=held(), grew=True), claim("b", 1, 1)],
            {"a": ("6", "0", ""), "b": ("0", "1", "rounds_over")},
        ),
        (
            "An issue that shrank gives back what it no longer needs.",
            {"hours": 10},
            [claim("a", 3, held=held(3)), claim("b", 7, 1)],
            {"a": ("3", "0", ""), "b": ("7", "0", "")},
        ),
        (
            "Three thirds of an hour are an hour.",
            {"hours": 1},
            [claim("a", THIRD), claim("b", THIRD, 1), claim("c", THIRD, 2)],
            {"a": (str(THIRD), "0", ""), "b": (str(THIRD), "0", ""), "c": (str(THIRD), "0", "")},
        ),
        (
            "Nobody is billed for what rounding leaves over.",
            {"hours": "20m"},
            [claim("a", "0.3333333334")],
            {"a": (str(THIRD), "0", "")},
        ),
    ],
)
def test_quantities_are_given_out_in_order(
    sentence: str, sold: dict[str, Any], claims: list[Claim], expected: dict[str, tuple[str, str, str]]
) -> None:
    """Hours, rounds and pieces are given out over the item's issues."""
    assert result(allocate(item(**sold), claims)) == expected, sentence


def test_no_claims_get_no_allotments() -> None:
    """Where nobody asks nothing is given."""
    assert allocate(item(hours=10), []) == {}


def test_growing_issue_keeps_its_places() -> None:
    """Its round and its piece stay its own."""
    grown = claim("a", 6, held=held(4, rounds=1, pieces=1), grew=True)
    assert allocate(item(hours=10, rounds={"max": 1}), [grown])["a"].holding == held(6, 1, 1)


@pytest.mark.parametrize(
    ("sentence", "sold", "values"),
    [
        ("Hours name limit and part.", {"hours": 4}, {"limit": "4", "over": "2", "month": "2026-03"}),
        (
            "Monthly hours name theirs.",
            {"hours_per_month": 5},
            {"limit": "5", "over": "1", "month": "2026-03"},
        ),
        ("Rounds name their number.", {"rounds": {"max": 0}}, {"limit": "0"}),
    ],
)
def test_limit_reason_names_item_limit_and_excess(
    sentence: str, sold: dict[str, Any], values: dict[str, str]
) -> None:
    """A passed limit says which item, which limit and by how much."""
    (reason,) = allocate(item(**sold), [claim("a", 6)])["a"].over
    assert reason.values == {"item": "2.1", "title": "Main page", **values}, sentence


HOLDINGS = st.none() | st.builds(
    ItemUsage, st.decimals(0, 20, places=2), st.integers(0, 1), st.integers(0, 1)
)


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    """Draw claims of different issues; some hold something, some of those grew."""
    made = []
    for number in range(draw(st.integers(0, 7))):
        keeps = draw(HOLDINGS)
        wanted = draw(st.decimals(0, 20, places=2))
        made.append(
            claim(
                f"i{number}",
                wanted,
                draw(st.integers(0, 3)),
                month=draw(st.sampled_from(["2026-03", "2026-04"])),
                labels=draw(st.sampled_from([frozenset(), LABELLED])),
                held=replace(keeps, hours=min(keeps.hours, wanted)) if keeps else None,
                grew=keeps is not None and draw(st.booleans()),
            )
        )
    return made


COUNTED = st.none() | st.fixed_dictionaries(
    {"max": st.integers(0, 3)}, optional={"label": st.just("revision")}
)
ITEMS = st.fixed_dictionaries(
    {},
    optional={
        "hours": st.integers(0, 40),
        "hours_per_month": st.integers(0, 20),
        "used": st.integers(0, 10),
        "rounds": COUNTED,
        "pieces": COUNTED,
    },
)


@settings(max_examples=150, deadline=None)
@given(sold=ITEMS, asked=claims())
def test_allotments_never_exceed_what_was_sold(sold: dict[str, Any], asked: list[Claim]) -> None:
    """Given and held together stay within every limit; nothing goes below zero."""
    sold_item = item(**sold)
    allotted = allocate(sold_item, asked)
    before = {each.issue: each.held or ItemUsage() for each in asked}
    fresh = {name: each.holding.hours - before[name].hours for name, each in allotted.items()}
    kept = sum((each.hours for each in before.values()), Decimal(0))
    assert all(each >= 0 for each in fresh.values())
    assert all(each.over_hours >= 0 and each.holding.hours >= 0 for each in allotted.values())
    if sold_item.hours is not None:
        assert sum(fresh.values(), Decimal(0)) <= max(Decimal(0), sold_item.hours - sold_item.used - kept)
    for counted, attribute in ((sold_item.rounds, "rounds"), (sold_item.pieces, "pieces")):
        given_out = sum(getattr(each.holding, attribute) for each in allotted.values())
        kept_places = sum(getattr(each, attribute) for each in before.values())
        assert counted is None or given_out <= max(counted.max, kept_places)


@settings(max_examples=100, deadline=None)
@given(sold=ITEMS, asked=claims(), data=st.data())
def test_every_hour_is_held_or_over(sold: dict[str, Any], asked: list[Claim], data: st.DataObject) -> None:
    """Held and excess hours make up an issue's hours, in any order of claims."""
    shuffled = data.draw(st.permutations(asked))
    allotted = allocate(item(**sold), asked)
    assert allocate(item(**sold), shuffled) == allotted
    for each in asked:
        if each.held is None or each.grew:
            found = allotted[each.issue]
            assert found.holding.hours + found.over_hours == each.hours

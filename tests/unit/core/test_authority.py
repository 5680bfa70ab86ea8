"""Who may decide what: limits, dates, deputies, strangers, and the nearest miss."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sold_contract import contract, day

from mappings.model import ContractMapping, Power
from plugin.core.model.authority import Cost, Permission, may, who_may

PEOPLE = {
    key: {"name": key.title(), "side": "client"} for key in ("director", "contact", "deputy", "guest", "new")
}
ROWS = [
    {"person": "director", "may": ["decide", "sign_off"]},
    {"person": "contact", "may": ["decide"], "up_to": {"fee": 30000, "working_days": 2}},
    {"person": "deputy", "may": ["decide"], "for": "director", "from": "2026-07-01", "until": "2026-07-31"},
    {"person": "new", "may": ["decide"], "from": "2026-08-01"},
]


def agreed(rows: list[dict[str, Any]] = ROWS) -> ContractMapping:
    """Return a contract with these rows of authority."""
    return contract(people=PEOPLE, authority=rows)


def asked(person: str | None, on: str, cost: Cost, power: Power = "decide") -> Permission:
    """Ask whether somebody may."""
    return may(agreed(), person, power, day(on), cost)


def cost(fee: int = 0, working_days: int = 0) -> Cost:
    """Return what a decision costs."""
    return Cost(Decimal(fee), working_days)


@pytest.mark.parametrize(
    ("sentence", "person", "on", "spent"),
    [
        ("The director has no limit.", "director", "07-15", cost(10**9, 400)),
        ("The contact may decide what costs nothing.", "contact", "07-15", cost()),
        ("Just the limit of the fee is within it.", "contact", "07-15", cost(30000)),
        ("Just the limit of the days is within it.", "contact", "07-15", cost(0, 2)),
        ("A deputy may on the first day.", "deputy", "07-01", cost(90000)),
        ("And on the last.", "deputy", "07-31", cost(90000)),
        ("A beginning without an end holds on.", "new", "12-31", cost(90000)),
    ],
)
def test_one_matching_row_grants(sentence: str, person: str, on: str, spent: Cost) -> None:
    """One row of `authority` that allows it is enough."""
    permission = asked(person, on, spent)
    assert (permission.granted, permission.person, permission.why_not) == (True, person, None), sentence


@pytest.mark.parametrize(
    ("sentence", "person", "on", "spent", "why_not", "limit"),
    [
        ("Nobody in the contract.", None, "07-15", cost(), "not_in_contract", None),
        ("A key that the contract lost.", "gone", "07-15", cost(), "not_in_contract", None),
        ("Somebody without a row.", "guest", "07-15", cost(), "no_such_power", None),
        ("A kopeck over the fee.", "contact", "07-15", Cost(Decimal("30000.01")), "over_fee", Decimal(30000)),
        ("A day over the shift.", "contact", "07-15", cost(0, 3), "over_working_days", 2),
        ("Over both: the fee is named.", "contact", "07-15", cost(30001, 3), "over_fee", Decimal(30000)),
        ("A deputy too early.", "deputy", "06-30", cost(), "not_yet", None),
        ("A deputy too late.", "deputy", "08-01", cost(), "no_longer", None),
        ("A beginning that has not come.", "new", "07-31", cost(), "not_yet", None),
    ],
)
def test_refusal_names_reason_and_limit(
    sentence: str, person: str | None, on: str, spent: Cost, why_not: str, limit: object
) -> None:
    """A refusal names its reason and the limit that was passed."""
    permission = asked(person, on, spent)
    assert (permission.granted, permission.why_not, permission.limit) == (False, why_not, limit), sentence


@pytest.mark.parametrize(
    ("sentence", "up_to", "before", "now", "why_not", "limit"),
    [
        ("Nothing was decided yet.", {"total_fee": 60000}, cost(), cost(30000), None, None),
        ("Just the total is within it.", {"total_fee": 60000}, cost(30000), cost(30000), None, None),
        (
            "The third is over it.",
            {"fee": 30000, "total_fee": 60000},
            cost(60000),
            cost(30000),
            "over_total_fee",
            60000,
        ),
        ("What costs nothing is never refused.", {"total_fee": 60000}, cost(90000), cost(), None, None),
        ("Ten percent of a million.", {"percent": 10}, cost(60000), cost(40000), None, None),
        ("And one more.", {"percent": 10}, cost(60000), cost(40001), "over_total_fee", 100000),
        (
            "The smaller of both counts.",
            {"percent": 10, "total_fee": 50000},
            cost(40000),
            cost(20000),
            "over_total_fee",
            50000,
        ),
        (
            "Days are added up, too.",
            {"total_working_days": 5},
            cost(0, 3),
            cost(0, 3),
            "over_total_working_days",
            5,
        ),
        ("A fee moves no day.", {"total_working_days": 5}, cost(0, 9), cost(90000), None, None),
    ],
)
def test_authority_in_total_adds_up_what_a_person_decided(
    sentence: str, up_to: dict[str, object], before: Cost, now: Cost, why_not: str | None, limit: object
) -> None:
    """Where the mapping says so, authority is measured in total, VAT included."""
    rows = [{"person": "contact", "may": ["decide"], "up_to": up_to}, ROWS[0]]
    mapping = contract(people=PEOPLE, authority=rows, contract={"price": 1_000_000})
    spent = {"contact": before, "director": cost(10**9)}
    permission = may(mapping, "contact", "decide", day("07-15"), now, spent)
    assert (permission.why_not, permission.limit) == (why_not, limit), sentence
    others = ("director",) if why_not else ("contact", "director")
    assert who_may(mapping, "decide", day("07-15"), now, spent) == others, sentence


def test_each_power_is_granted_by_itself() -> None:
    """Who may decide may not sign off for it."""
    assert asked("contact", "07-15", cost(), "sign_off").why_not == "no_such_power"
    assert asked("director", "07-15", cost(), "sign_off").granted


def test_deputy_acts_on_behalf_of_the_principal() -> None:
    """A deputy's word says on whose behalf it is given; a principal's does not."""
    assert asked("deputy", "07-15", cost()).on_behalf_of == "director"
    assert asked("director", "07-15", cost()).on_behalf_of is None


NEAREST = [
    {"person": "contact", "may": ["sign_off"]},
    {"person": "contact", "may": ["decide"], "until": "2026-01-31"},
    {"person": "contact", "may": ["decide"], "from": "2026-09-01"},
    {"person": "contact", "may": ["decide"], "up_to": {"fee": 10}},
    {"person": "contact", "may": ["decide"], "up_to": {"working_days": 1}},
]


@pytest.mark.parametrize(
    ("sentence", "rows", "why_not"),
    [
        ("A shift too long came nearest.", 5, "over_working_days"),
        ("Then a fee too high.", 4, "over_fee"),
        ("Then a date that has not come.", 3, "not_yet"),
        ("Then one that has passed.", 2, "no_longer"),
        ("Then another power.", 1, "no_such_power"),
    ],
)
def test_refusal_gives_the_nearest_miss(sentence: str, rows: int, why_not: str) -> None:
    """Of several rows that refuse, the nearest one gives the reason."""
    permission = may(agreed(NEAREST[:rows]), "contact", "decide", day("07-15"), cost(500, 5))
    assert permission.why_not == why_not, sentence


def test_second_row_may_grant() -> None:
    """A row that refuses does not stand in the way of one that grants."""
    rows = [*NEAREST, {"person": "contact", "may": ["decide"], "up_to": {"fee": 500}}]
    assert may(agreed(rows), "contact", "decide", day("07-15"), cost(500, 5)).granted


@pytest.mark.parametrize(
    ("sentence", "on", "spent", "people"),
    [
        ("Principals in the mapping's order.", "06-15", cost(), ("director", "contact")),
        ("Deputies come last.", "07-15", cost(), ("director", "contact", "deputy")),
        ("A dear option leaves those without a limit.", "06-15", cost(90000), ("director",)),
        ("New people come with their day.", "08-01", cost(90000), ("director", "new")),
    ],
)
def test_who_may_lists_everybody_allowed_that_day(
    sentence: str, on: str, spent: Cost, people: tuple[str, ...]
) -> None:
    """Everybody who may decide this on that day."""
    assert who_may(agreed(), "decide", day(on), spent) == people, sentence


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        ("Without authority nobody may.", []),
        ("A row of somebody unknown names nobody.", [{"person": "gone", "may": ["decide"]}]),
    ],
)
def test_who_may_is_empty_without_a_row(sentence: str, rows: list[dict[str, Any]]) -> None:
    """Where no row allows it the list is empty."""
    assert who_may(agreed(rows), "decide", day("07-15")) == (), sentence


def test_person_with_two_rows_is_listed_once() -> None:
    """Somebody with two rows that allow it stands in the list once."""
    assert who_may(agreed([*ROWS, {"person": "director", "may": ["decide"]}]), "decide", day("06-15")) == (
        "director",
        "contact",
    )

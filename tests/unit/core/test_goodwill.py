"""Goodwill: a month's balance given out in the order of creation."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sold_contract import hours, moment

from mappings.model import Goodwill
from plugin.core.model.goodwill_requests import Request
from plugin.core.scope.goodwill import give_bonuses, used_percent

START = moment("03-10")


def terms(**keys: object) -> Goodwill:
    """Return an hour a request and three a month, unless given."""
    return Goodwill.model_validate({"per_request": 1, "per_month": 3, **keys})


def request(name: str, asked: object | None, nth: int = 0, **given: Any) -> Request:
    """Return a request; `nth` is its place in the order of creation."""
    wanted = None if asked is None else hours(asked)
    return Request(name, START + timedelta(hours=nth), wanted, **given)


@pytest.mark.parametrize(
    ("sentence", "requests", "expected"),
    [
        ("Nobody asks, nothing is given.", [], {}),
        ("A small request is a gift.", [request("a", 1)], {"a": (True, "2", "")}),
        (
            "A minute more than the limit is none.",
            [request("a", "1.02")],
            {"a": (False, "3", "over_per_request")},
        ),
        ("Without an estimate nobody can tell.", [request("a", None)], {"a": (False, "3", "no_estimate")}),
        (
            "The balance goes down, earliest first.",
            [request("b", 1, 1), request("a", "0.5")],
            {"a": (True, "2.5", ""), "b": (True, "1.5", "")},
        ),
        (
            "What does not fit is refused, what is smaller still fits.",
            [
                request("a", 1),
                request("b", 1, 1),
                request("c", "0.8", 2),
                request("d", 1, 3),
                request("e", "0.2", 4),
            ],
            {
                "a": (True, "2", ""),
                "b": (True, "1", ""),
                "c": (True, "0.2", ""),
                "d": (False, "0.2", "goodwill_used_up"),
                "e": (True, "0", ""),
            },
        ),
        (
            "What was announced keeps its part, also before earlier ones.",
            [request("early", 1), request("later", 1, 1, held=hours("2.5"))],
            {"early": (False, "0.5", "goodwill_used_up"), "later": (True, "0.5", "")},
        ),
        (
            "A ruled gift may pass the balance; it is nothing then, never less.",
            [request("a", 1), request("b", 9, 1, held=hours(9))],
            {"a": (False, "0", "goodwill_used_up"), "b": (True, "0", "")},
        ),
        (
            "A person said that it is no gift.",
            [request("a", 1, eligible=False), request("b", 1, 1)],
            {"a": (False, "3", "ruled"), "b": (True, "2", "")},
        ),
        (
            "A held gift without hours takes nothing.",
            [request("a", None, held=hours(0))],
            {"a": (True, "3", "")},
        ),
    ],
)
def test_small_requests_are_gifts_while_goodwill_lasts(
    sentence: str, requests: list[Request], expected: dict[str, tuple[bool, str, str]]
) -> None:
    """Small requests are gifts while the month's balance lasts."""
    gifts = give_bonuses(terms(), requests)
    assert {
        name: (gift.given, f"{gift.left.normalize():f}", gift.why_not) for name, gift in gifts.items()
    } == expected, sentence


@pytest.mark.parametrize(
    ("sentence", "asked", "given_away"),
    [
        ("Without goodwill there are no gifts.", request("a", "0.5"), False),
        ("But what a person ruled is one.", request("a", "0.5", held=hours("0.5")), True),
    ],
)
def test_contract_without_goodwill_gives_nothing(sentence: str, asked: Request, given_away: bool) -> None:
    """A contract without goodwill gives nothing by rule."""
    assert give_bonuses(None, [asked])["a"].given is given_away, sentence


@pytest.mark.parametrize(
    ("sentence", "per_month", "used", "percent"),
    [
        ("Half is fifty.", 6, 3, 50),
        ("Nothing is nothing.", 6, 0, 0),
        ("Parts of a percent are dropped.", 3, 1, 33),
        ("More than all is more than a hundred.", 2, 3, 150),
        ("No goodwill at all is used up.", 0, 0, 100),
    ],
)
def test_used_percent_is_whole(sentence: str, per_month: int, used: int, percent: int) -> None:
    """How much of a month is used, in whole percent."""
    assert used_percent(terms(per_month=per_month), Decimal(used)) == percent, sentence


REQUESTS = st.lists(
    st.builds(
        Request,
        st.uuids().map(str),
        st.integers(0, 3).map(lambda nth: START + timedelta(hours=nth)),
        st.none() | st.decimals(0, 2, places=2),
        st.none() | st.decimals(0, 2, places=2),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda each: each.issue,
)


@settings(max_examples=120)
@given(requests=REQUESTS, data=st.data())
def test_gifts_never_exceed_the_months_goodwill(requests: list[Request], data: st.DataObject) -> None:
    """What is held counts first; the order of the requests does not matter."""
    goodwill = terms()
    gifts = give_bonuses(goodwill, requests)
    assert give_bonuses(goodwill, data.draw(st.permutations(requests))) == gifts
    kept = sum((each.held for each in requests if each.held is not None), Decimal(0))
    fresh = sum(
        (each.hours or Decimal(0) for each in requests if each.held is None and gifts[each.issue].given),
        Decimal(0),
    )
    assert fresh <= max(Decimal(0), goodwill.per_month - kept)
    assert all(gift.left >= 0 for gift in gifts.values())

"""Loading the issues that a change reaches, and the sums of all others."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from kept import BEYOND, BONUS, START, at, change, holding, ids, save, state

from plugin.core.model.options import SwapFit
from plugin.core.model.outcome import REJUDGE
from plugin.core.model.placement import Evidence
from plugin.core.model.quantity_claims import Claim
from plugin.core.reach import Reach, SwapCandidate
from plugin.store import related_issues, timers
from plugin.store.connection import Connection

MARCH = frozenset({"2026-03"})
SMALL = BEYOND.model_copy(update={"over_hours": Decimal("0.5")})
LARGE = BEYOND.model_copy(update={"over_hours": Decimal(18)})


def work(hours: int, issue: str = "1020") -> SwapCandidate:
    """Return agreed work that nobody has begun."""
    return SwapCandidate(issue, Decimal(hours), "design")


def opened(connection: Connection, besides: str = "1009", **reach: Any) -> list[str]:
    """Return the ids of issues that may be judged again."""
    found = related_issues.load_open_issues(connection, "main", "ACME", Reach(**reach), {besides})
    return ids(tuple(each.state for each in found))


@pytest.mark.parametrize(
    ("sentence", "asked", "found"),
    [
        ("Nothing asked for.", {}, []),
        ("Of an item, what may still move.", {"items": ("2.1",)}, ["1001"]),
        (
            "Extras of a month that may be gifts.",
            {"months": MARCH, "small": Decimal(1)},
            ["1004", "1005"],
        ),
        ("What is announced may be one too.", {"months": MARCH}, ["1004"]),
        ("Of another month.", {"months": frozenset({"2026-04"}), "small": Decimal(1)}, []),
        ("Every undecided change.", {"offers": "all"}, ["1005", "1006", "1010"]),
        ("Changes of about a size.", {"offers": (work(20),)}, ["1005", "1006"]),
        ("Of one of several sizes.", {"offers": (work(70), work(40))}, ["1010"]),
        ("Of no such size.", {"offers": (work(30),)}, []),
        (
            "Of everything, each once.",
            {"items": ("2.1", "2.2"), "months": MARCH, "small": Decimal(1), "offers": "all"},
            ["1001", "1003", "1004", "1005", "1006", "1010"],
        ),
        ("The one in question is left out.", {"items": ("2.1",), "besides": "1001"}, ["1009"]),
    ],
)
def test_open_issues_that_share_something_are_loaded(
    connection: Connection, sentence: str, asked: dict[str, Any], found: list[str]
) -> None:
    """Those that share an item, a month of goodwill or open offers with an issue."""
    save(
        connection,
        state("1009", item="2.1"),
        state("1001", item="2.1"),
        state("1002", item="2.1", status="In Progress"),
        state("1003", item="2.2"),
        state("1004", verdict=BONUS),
        state("1005", verdict=SMALL, change=change()),
        state("1006", verdict=LARGE, change=change(), status="In Progress"),
        state("1007", verdict=BEYOND, change=change("extra_fee")),
        state("1008", item="2.1", verdict=BEYOND, change=change(), contract="OTHER"),
        state("1010", verdict=LARGE, change=change(hours=40)),
    )
    assert opened(connection, **asked) == found, sentence


@pytest.mark.parametrize(
    ("sentence", "candidate", "found"),
    [
        (
            "Work that an offer names touches it, whatever became of it.",
            SwapCandidate("1050", None, None),
            ["1001"],
        ),
        ("Work that fits better.", work(18), ["1001", "1003"]),
        ("Work that fits worse than what is named touches only an offer without any.", work(20), ["1003"]),
        ("Of two that fit as well, the one of the same stage stays.", work(19, "1060"), ["1003"]),
        ("Or the one that comes first.", work(19, "1040"), ["1001", "1003"]),
    ],
)
def test_offers_that_a_swap_may_change_are_loaded(
    connection: Connection, sentence: str, candidate: SwapCandidate, found: list[str]
) -> None:
    """An offer is loaded where the work may be its best swap."""
    fit = SwapFit(issue="1050", gap_hours=Decimal(1), same_stage=True)
    save(
        connection,
        state("1001", verdict=LARGE, change=change(), swap_fit=fit),
        state("1003", verdict=LARGE, change=change()),
        state("1004", verdict=LARGE, change=change(hours=60)),
    )
    assert opened(connection, offers=(candidate,)) == found, sentence


def test_any_number_of_works_may_be_asked_for(connection: Connection) -> None:
    """A database takes no statement of any length: many works are asked for in turns."""
    save(connection, state("1001", verdict=LARGE, change=change()))
    works = tuple(work(18, str(2000 + nth)) for nth in range(500))
    assert opened(connection, offers=works) == ["1001"]


class TestTheOrderOfCreation:
    """Quantities follow the order of creation: earlier issues are not loaded."""

    @pytest.fixture(autouse=True)
    def _kept(self, connection: Connection) -> None:
        save(
            connection,
            state("1001", nth=1, item="2.1", holding=holding(3, 1)),
            state("1002", nth=2, item="2.1", holding=holding(4, 0, 1)),
            state("1003", nth=3, item="2.1", holding=holding(5)),
            state("1004", nth=4, item="2.1", holding=holding(6)),
            state("1005", nth=1, item="2.1", holding=holding(7), evidence=Evidence.EXCLUSION),
            state("1006", nth=1, item="2.1", holding=holding(8), status="In Progress"),
            state("1007", nth=-30 * 86_400, item="2.1", holding=holding(9)),
        )

    def earlier(self, connection: Connection, *besides: str, **reach: Any) -> dict[str, Claim]:
        """Return what is held by month."""
        asked = Reach(items=("2.1",), **{"since": at(3), **reach})
        loaded = related_issues.load_issues(connection, "main", besides)
        found = related_issues.load_usage_of_others(connection, "main", "ACME", asked, loaded)
        earlier = (claim for claim in found.get("2.1", ()) if claim.issue.startswith("earlier:"))
        return {claim.month: claim for claim in earlier}

    def test_those_that_came_later_are_judged_again(self, connection: Connection) -> None:
        """One of the same moment counts as later: an id may decide between the two."""
        assert opened(connection, items=("2.1",), since=at(3)) == ["1003", "1004"]

    def test_what_came_before_is_summed_up(self, connection: Connection) -> None:
        """By month; what is settled, or not linked, stands elsewhere or nowhere."""
        found = self.earlier(connection)
        assert {month: claim.held for month, claim in found.items()} == {
            "2026-02": holding(9),
            "2026-03": holding(7, 1, 1),
        }
        assert found["2026-03"].created == at(1)

    def test_who_is_judged_with_it_is_not_summed_up(self, connection: Connection) -> None:
        """Each counts once."""
        assert self.earlier(connection, "1001", "1007")["2026-03"].held == holding(4, 0, 1)

    def test_everybody_is_judged_where_hours_are_let_go(self, connection: Connection) -> None:
        """Then nobody is summed up."""
        assert opened(connection, items=("2.1",)) == ["1001", "1002", "1003", "1004", "1005", "1007"]
        assert self.earlier(connection, since=None) == {}

    def test_what_a_changed_mapping_has_yet_to_judge_is_judged_too(self, connection: Connection) -> None:
        """It holds what the mapping before gave it."""
        timers.set_timer(connection, "main", "1002", REJUDGE, START)
        timers.set_timer(connection, "main", "1001", "offer-expires", START)
        assert opened(connection, items=("2.1",), since=at(3)) == ["1002", "1003", "1004"]
        assert self.earlier(connection, "1002")["2026-03"].held == holding(3, 1)


def test_settled_usage_is_summed_by_item_and_month(connection: Connection) -> None:
    """Summed up by item and month; open, deleted and unlinked ones do not count."""
    begun: dict[str, Any] = {"item": "2.1", "status": "In Progress"}
    save(
        connection,
        state("1001", holding=holding("1.5", 1), **begun),
        state("1002", holding=holding("2.25", 0, 1), nth=60, **begun),
        state("1003", holding=holding(9), item="2.1"),
        state("1004", holding=holding(9), deleted=True, **begun),
        state("1005", holding=holding(9), evidence=Evidence.EXCLUSION, **begun),
        state("1006", holding=holding(3), item="2.1", counts_only=True),
        state("1007", holding=holding(5), nth=20 * 86_400, **begun),
        state("1009", holding=holding(9), **begun),
    )
    loaded = related_issues.load_issues(connection, "main", ["1009"])
    held = related_issues.load_usage_of_others(
        connection, "main", "ACME", Reach(items=("2.1", "2.2"), since=None), loaded
    )
    assert set(held) == {"2.1"}
    assert {claim.month: claim.held for claim in held["2.1"]} == {
        "2026-03": holding("6.75", 1, 1),
        "2026-04": holding(5),
    }
    assert min(claim.created for claim in held["2.1"]) == START


def test_standing_bonuses_use_their_months_goodwill(connection: Connection) -> None:
    """Bonuses that were announced or begun take from their month."""
    save(
        connection,
        state("1001", verdict=BONUS, bonus_hours=Decimal("0.5"), announced=True),
        state("1002", verdict=BONUS, bonus_hours=Decimal("0.25"), status="In Progress"),
        state("1003", verdict=BONUS, bonus_hours=Decimal(1)),
        state("1009", verdict=BONUS, bonus_hours=Decimal(1), announced=True),
    )
    gifts = related_issues.load_gifts(connection, "ACME", ["2026-03"], at(3600), {"1009"})
    assert {each.issue: each.held for each in gifts.given["2026-03"]} == {
        "1001": Decimal("0.5"),
        "1002": Decimal("0.25"),
    }
    assert related_issues.load_gifts(connection, "ACME", ["2026-04"], START, ()) == related_issues.Gifts()
    assert related_issues.load_gifts(connection, "ACME", [], START, ()) == related_issues.Gifts()


def test_only_later_bonuses_are_loaded_whole(connection: Connection) -> None:
    """What an earlier bonus says is left does not follow from what is judged now."""
    given: dict[str, Any] = {"verdict": BONUS, "bonus_hours": Decimal("0.5"), "announced": True}
    save(connection, state("1001", **given), state("1002", nth=60, **given), state("1003", nth=120, **given))
    gifts = related_issues.load_gifts(connection, "ACME", ["2026-03"], START + timedelta(seconds=60), ())
    assert ids(tuple(each.state for each in gifts.later)) == ["1002", "1003"]
    assert [each.issue for each in gifts.given["2026-03"]] == ["1001"]


def test_month_follows_the_contracts_time_zone(connection: Connection) -> None:
    """Late on the last evening in UTC it is the next month in Moscow already."""
    late = state("1001", verdict=BONUS, nth=(timedelta(days=15, hours=13)).total_seconds())
    save(connection, late)
    assert opened(connection, months=frozenset({"2026-04"})) == ["1001"]
    assert opened(connection, months=MARCH) == []

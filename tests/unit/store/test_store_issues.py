"""Issue states on record, and finding those that share something with one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from kept import START, at, contract, holding, state
from sqlalchemy import Connection

from plugin.decider.state import Change, ChangeState, Decision, IssueState, OfferVersion
from plugin.rules.placement import Evidence
from plugin.rules.schedule import Shift
from plugin.rules.tradeoff import OfferOption
from plugin.rules.verdict import Reason, Verdict, VerdictKind
from plugin.store import issues
from plugin.store.engine import Database

MAPPING = contract()
DAY = date(2026, 3, 16)
BONUS, BEYOND, IN_SCOPE = (
    Verdict(kind=kind) for kind in (VerdictKind.BONUS, VerdictKind.BEYOND_SCOPE, VerdictKind.IN_SCOPE)
)


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Give a transaction that writes."""
    with database.change() as open_connection:
        yield open_connection


def save(connection: Connection, *states: IssueState) -> None:
    """Keep states."""
    for each in states:
        issues.save(connection, MAPPING, each)


def change(option: str | None = None, hours: int = 18, nth: int = 0, **figures: Any) -> Change:
    """Return an offered change, or one that is decided by an option."""
    offer = OfferVersion(version=1, made_on=DAY, answer_by=DAY, hours=Decimal(hours), options=())
    if option is None:
        return Change(state=ChangeState.OFFERED, raised_on=DAY, versions=(offer,))
    chosen = OfferOption.model_validate({"number": 1, "option": option, **figures})
    decision = Decision(id=f"d{nth}", option=chosen, hours=Decimal(hours), by="x", at=at(nth), on=DAY)
    kept = {"park": ChangeState.PARKED, "withdraw": ChangeState.WITHDRAWN}.get(option, ChangeState.DECIDED)
    return Change(state=kept, raised_on=DAY, versions=(offer,), decisions=(decision,))


def ids(states: tuple[IssueState, ...]) -> list[str]:
    """Return the ids of states in order."""
    return sorted(each.issue.id for each in states)


def test_a_state_comes_back_whole(connection: Connection) -> None:
    """What was kept is what is loaded, by id and by key."""
    kept = state(hours="0.5", verdict=BEYOND, change=change("move_deadline", working_days=3), stage="design")
    save(connection, kept)
    assert issues.load(connection, "main", "1009") == kept
    assert issues.load_by_key(connection, "main", "ACME-9") == kept


def test_what_is_not_there(connection: Connection) -> None:
    """An unknown id, key or tracker gives none."""
    save(connection, state())
    assert issues.load(connection, "main", "1") is None
    assert issues.load(connection, "other", "1009") is None
    assert issues.load_by_key(connection, "main", "ACME-1") is None


def test_a_state_is_replaced(connection: Connection) -> None:
    """One row an issue: what it is now."""
    save(connection, state(), state(status="Done"))
    found = issues.load(connection, "main", "1009")
    assert found is not None
    assert found.issue.status == "Done"


def opened(connection: Connection, **given: Any) -> list[str]:
    """Return the ids of states that may be judged again."""
    keys = {"items": (), "months": (), "offers": False, "besides": "1009", **given}
    return ids(issues.open_states(connection, "ACME", **keys))


@pytest.mark.parametrize(
    ("sentence", "asked", "found"),
    [
        ("Nothing asked for.", {}, []),
        ("Of an item, what may still move.", {"items": ["2.1"]}, ["1001"]),
        ("Extras of a month that may still move.", {"months": ["2026-03"]}, ["1004", "1005"]),
        ("Of another month.", {"months": ["2026-04"]}, []),
        ("Every undecided change.", {"offers": True}, ["1005", "1006"]),
        (
            "Of everything, each once.",
            {"items": ["2.1", "2.2"], "months": ["2026-03"], "offers": True},
            ["1001", "1003", "1004", "1005", "1006"],
        ),
        ("The one in question is left out.", {"items": ["2.1"], "besides": "1001"}, ["1009"]),
    ],
)
def test_open_states(connection: Connection, sentence: str, asked: dict[str, Any], found: list[str]) -> None:
    """Those that share an item, a month of goodwill or open offers with an issue."""
    save(
        connection,
        state("1009", item="2.1"),
        state("1001", item="2.1"),
        state("1002", item="2.1", status="In Progress"),
        state("1003", item="2.2"),
        state("1004", verdict=BONUS),
        state("1005", verdict=BEYOND, change=change()),
        state("1006", verdict=BEYOND, change=change(), status="In Progress"),
        state("1007", verdict=BEYOND, change=change("extra_fee")),
        state("1008", item="2.1", verdict=BEYOND, change=change(), contract="OTHER"),
    )
    assert opened(connection, **asked) == found, sentence


def test_what_settled_issues_hold(connection: Connection) -> None:
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
    held = issues.held(connection, "main", "ACME", ["2.1", "2.2"], "1009")
    assert set(held) == {"2.1"}
    assert {claim.month: claim.held for claim in held["2.1"]} == {
        "2026-03": holding("6.75", 1, 1),
        "2026-04": holding(5),
    }
    assert min(claim.created for claim in held["2.1"]) == START


def test_gifts_that_stand(connection: Connection) -> None:
    """Bonuses that were announced or begun take from their month."""
    save(
        connection,
        state("1001", verdict=BONUS, bonus_hours=Decimal("0.5"), announced=True),
        state("1002", verdict=BONUS, bonus_hours=Decimal("0.25"), status="In Progress"),
        state("1003", verdict=BONUS, bonus_hours=Decimal(1)),
        state("1009", verdict=BONUS, bonus_hours=Decimal(1), announced=True),
    )
    (given,) = issues.gifts(connection, "ACME", ["2026-03"], "1009")["2026-03"]
    assert given.held == Decimal("0.75")
    assert issues.gifts(connection, "ACME", ["2026-04"], "1009") == {}


def test_open_work(connection: Connection) -> None:
    """Agreed work that nobody has begun, up to a size, the largest first; what was swapped is left out."""
    agreed: dict[str, Any] = {"verdict": IN_SCOPE}
    save(
        connection,
        state("1001", hours=4, **agreed),
        state("1002", hours=8, **agreed),
        state("1003", hours=40, **agreed),
        state("1004", hours=8, status="In Progress", **agreed),
        state("1005", **agreed),
        state("1006", hours=8, deleted=True, **agreed),
        state("1007", hours=5, **agreed),
        state("1008", verdict=BEYOND, change=change("swap", swap_issue="1007")),
    )
    assert [work.issue for work in issues.open_work(connection, "ACME", Decimal(10))] == ["1002", "1001"]


@pytest.mark.parametrize(
    ("sentence", "sizes", "near"),
    [
        ("No size.", [], False),
        ("The same.", [18], True),
        ("A tenth away.", [20], True),
        ("Far away.", [40], False),
        ("One of several.", [40, 18], True),
    ],
)
def test_offers_near(connection: Connection, sentence: str, sizes: list[int], near: bool) -> None:
    """Whether an undecided change is of about one of these sizes."""
    save(connection, state("1001", verdict=BEYOND, change=change()))
    save(connection, state("1002", verdict=BEYOND, change=change("extra_fee", hours=40)))
    assert issues.offers_near(connection, "ACME", map(Decimal, sizes)) is near, sentence


def test_shifts_in_the_order_of_their_decisions(connection: Connection) -> None:
    """Only a decision that moves a deadline is a shift; one superseded is none any more."""
    figures = {"counted_from": DAY}
    save(
        connection,
        state("1001", stage="design", change=change("move_deadline", nth=9, working_days=1, **figures)),
        state("1002", stage="design", change=change("move_deadline", nth=5, working_days=2, **figures)),
        state("1003", stage="design", change=change("extra_fee", nth=1)),
        state("1004", stage="design", change=change("move_deadline", nth=2, working_days=7, **figures)),
        state("1004", stage="design", change=change("park", nth=3)),
    )
    shifts = issues.shifts(connection, "ACME")
    assert shifts == (("d5", Shift("design", 2, DAY)), ("d9", Shift("design", 1, DAY)))


def test_what_a_changed_mapping_judges_again(connection: Connection) -> None:
    """Everything that nobody has decided, the oldest first."""
    save(
        connection,
        state("1001", nth=5),
        state("1002", nth=1),
        state("1003", verdict=BEYOND, change=change("park")),
    )
    assert issues.undecided(connection, "ACME") == [("main", "1002"), ("main", "1001")]


def excluded(clause: str) -> Verdict:
    """Return a verdict by an exclusion."""
    reason = Reason(word="excluded", values={"clause": clause})
    return Verdict(kind=VerdictKind.BEYOND_SCOPE, clause=clause, reasons=(reason,))


def test_like_issues(connection: Connection) -> None:
    """By clause or component, the newest first, the issue itself left out; a deleted one is forgotten."""
    save(
        connection,
        state("1001", verdict=excluded("5.1"), nth=1),
        state("1002", verdict=excluded("5.1"), nth=2, change=change("extra_fee")),
        state("1003", verdict=excluded("5.2"), nth=3, components=frozenset({"front"})),
        state("1004", verdict=excluded("5.1"), nth=4),
        state("1004", verdict=excluded("5.1"), nth=4, deleted=True),
        state("1009", verdict=excluded("5.1"), nth=9),
    )
    found = issues.likes(connection, "ACME", "1009", ["clause:5.1", "component:front"])
    assert [(like.issue, like.likeness, like.option) for like in found] == [
        ("1003", "component:front", None),
        ("1002", "clause:5.1", "extra_fee"),
        ("1001", "clause:5.1", None),
    ]
    assert len(issues.likes(connection, "ACME", "1009", ["clause:5.1"], limit=1)) == 1


def test_the_extras_of_a_contract(connection: Connection) -> None:
    """Changes and bonuses, decided or not; a deleted extra stays only where it was decided."""
    save(
        connection,
        state("1001", verdict=BEYOND, change=change(), nth=5),
        state("1002", verdict=BONUS, nth=1),
        state("1003", verdict=IN_SCOPE),
        state("1004", verdict=BEYOND, change=change(), deleted=True),
        state("1005", change=change("extra_fee"), deleted=True, nth=7),
    )
    found = [each.issue.id for each in issues.changes(connection, "ACME")]
    assert found == ["1002", "1001", "1005"]
    assert issues.changes(connection, "OTHER") == []


def test_the_month_is_the_contracts(connection: Connection) -> None:
    """Late on the last evening in UTC it is the next month in Moscow already."""
    late = state("1001", verdict=BONUS, nth=(timedelta(days=15, hours=13)).total_seconds())
    save(connection, late)
    assert opened(connection, months=["2026-04"]) == ["1001"]
    assert opened(connection, months=["2026-03"]) == []

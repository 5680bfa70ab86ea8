"""Issue states on record, and finding those that share something with one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kept import BEYOND, BONUS, DAY, IN_SCOPE, change, save, state

from plugin.core.calendar.schedule import Shift
from plugin.core.model.verdict import Reason, Verdict, VerdictKind
from plugin.store import issues
from plugin.store.connection import Connection


def test_state_is_loaded_as_saved(connection: Connection) -> None:
    """What was kept is what is loaded, by id and by key."""
    kept = state(hours="0.5", verdict=BEYOND, change=change("move_deadline", working_days=3), stage="design")
    save(connection, kept)
    assert issues.load(connection, "main", "1009") == kept
    assert issues.load_by_key(connection, "main", "ACME-9") == kept


def test_unknown_issue_gives_none(connection: Connection) -> None:
    """An unknown id, key or tracker gives none."""
    save(connection, state())
    assert issues.load(connection, "main", "1") is None
    assert issues.load(connection, "other", "1009") is None
    assert issues.load_by_key(connection, "main", "ACME-1") is None


def test_saved_state_replaces_the_one_before(connection: Connection) -> None:
    """One row an issue: what it is now."""
    save(connection, state(), state(status="Done"))
    found = issues.load(connection, "main", "1009")
    assert found is not None
    assert found.issue.status == "Done"


def test_open_work_is_listed_by_size_without_swapped(connection: Connection) -> None:
    """Agreed work that nobody has begun, largest first, up to a size."""
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
    assert [work.issue for work in issues.load_open_work(connection, "ACME", Decimal(10))] == ["1002", "1001"]


def test_shifts_are_ordered_by_decision(connection: Connection) -> None:
    """Only a decision that moves a deadline is a shift, and only while in force."""
    figures = {"counted_from": DAY}
    save(
        connection,
        state("1001", stage="design", change=change("move_deadline", nth=9, working_days=1, **figures)),
        state("1002", stage="design", change=change("move_deadline", nth=5, working_days=2, **figures)),
        state("1003", stage="design", change=change("extra_fee", nth=1)),
        state("1004", stage="design", change=change("move_deadline", nth=2, working_days=7, **figures)),
        state("1004", stage="design", change=change("park", nth=3)),
    )
    shifts = issues.load_decided_shifts(connection, "ACME")
    assert shifts == (("d5", Shift("design", 2, DAY)), ("d9", Shift("design", 1, DAY)))


def test_undecided_issues_are_listed_oldest_first(connection: Connection) -> None:
    """Everything that nobody has decided, the oldest first."""
    save(
        connection,
        state("1001", nth=5),
        state("1002", nth=1),
        state("1003", verdict=BEYOND, change=change("park")),
    )
    assert issues.load_undecided(connection, "ACME") == [("main", "1002"), ("main", "1001")]


def excluded(clause: str) -> Verdict:
    """Return a verdict by an exclusion."""
    reason = Reason(word="excluded", values={"clause": clause})
    return Verdict(kind=VerdictKind.BEYOND_SCOPE, clause=clause, reasons=(reason,))


def test_earlier_issues_share_a_key_newest_first(connection: Connection) -> None:
    """They share a clause or a component; the issue itself and deleted ones are out."""
    save(
        connection,
        state("1001", verdict=excluded("5.1"), nth=1),
        state("1002", verdict=excluded("5.1"), nth=2, change=change("extra_fee")),
        state("1003", verdict=excluded("5.2"), nth=3, components=frozenset({"front"})),
        state("1004", verdict=excluded("5.1"), nth=4),
        state("1004", verdict=excluded("5.1"), nth=4, deleted=True),
        state("1009", verdict=excluded("5.1"), nth=9),
    )
    found = issues.load_earlier_issues(connection, "ACME", "1009", ["clause:5.1", "component:front"])
    assert [(like.issue, like.precedent_key, like.option) for like in found] == [
        ("1003", "component:front", None),
        ("1002", "clause:5.1", "extra_fee"),
        ("1001", "clause:5.1", None),
    ]
    assert len(issues.load_earlier_issues(connection, "ACME", "1009", ["clause:5.1"], limit=1)) == 1


def test_changes_of_a_contract_are_listed(connection: Connection) -> None:
    """Changes and bonuses; a deleted extra is listed only if it was decided."""
    save(
        connection,
        state("1001", verdict=BEYOND, change=change(), nth=5),
        state("1002", verdict=BONUS, nth=1),
        state("1003", verdict=IN_SCOPE),
        state("1004", verdict=BEYOND, change=change(), deleted=True),
        state("1005", change=change("extra_fee"), deleted=True, nth=7),
    )
    found = [each.issue.id for each in issues.load_changes(connection, "ACME")]
    assert found == ["1002", "1001", "1005"]
    assert issues.load_changes(connection, "OTHER") == []

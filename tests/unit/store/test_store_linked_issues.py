"""The newest issues of each scope item, and the index made of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from kept import MAPPING, save, state

from plugin.core.model.placement import Evidence
from plugin.core.suggestions.features import read_features
from plugin.store import linked_issues
from plugin.store.connection import Connection
from plugin.worker import learnt_suggestions
from plugin.worker.learnt_suggestions import REREAD_AFTER, LearntSuggestions

NOW = datetime(2026, 4, 10, 12, tzinfo=UTC)


def newest(connection: Connection, limit: int = 10) -> list[str]:
    """Return the newest issues of the first item."""
    return [each.id for each in linked_issues.load_newest(connection, "ACME", "2.1", limit)]


def test_the_newest_issues_of_an_item_are_loaded(connection: Connection) -> None:
    """Open or begun, by a link or a ruling; others and deleted ones are not."""
    save(
        connection,
        state("1001", item="2.1", nth=3),
        state("1002", item="2.1", nth=1, status="In Progress"),
        state("1003", item="2.1", nth=2, evidence=Evidence.RULING),
        state("1004", item="2.1", nth=4, deleted=True),
        state("1005", item="2.1", nth=5, evidence=Evidence.UNMATCHED),
        state("1006", item="2.2", nth=6),
        state("1007", item="2.1", nth=7, contract="OTHER"),
        state("1008", item="2.1", nth=8, status="In Progress"),
    )
    assert newest(connection) == ["1008", "1001", "1003", "1002"]
    assert newest(connection, 2) == ["1008", "1001"]


def test_a_process_reads_item_by_item_and_then_learns(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No decision waits for more than a hundred issues (here two); none is read twice."""
    monkeypatch.setattr(learnt_suggestions, "MOST_AT_ONCE", 2)
    save(
        connection,
        *(state(f"100{nth}", item="2.1", nth=nth) for nth in (1, 2, 3)),
        *(state(f"100{nth}", item="2.2", nth=nth) for nth in (5, 6)),
    )
    known = LearntSuggestions()
    reads = []
    for _ in range(3):
        suggester = known.load(connection, MAPPING, NOW)
        assert suggester is not None
        reads.append(sorted(suggester.index.linked))
    assert reads == [["1002", "1003"], ["1002", "1003", "1005", "1006"], ["1002", "1003", "1005", "1006"]]

    known.learn(
        [state("1002", item="2.2"), state("1003", item="2.1", deleted=True), state("1009", item="2.1")]
    )
    suggester = known.load(connection, MAPPING, NOW)
    assert suggester is not None
    assert {key: each.item for key, each in suggester.index.linked.items()} == {
        "1002": "2.2",
        "1005": "2.2",
        "1006": "2.2",
        "1009": "2.1",
    }
    assert suggester.index.compare(read_features("1009"))[0].item.id == "2.1"


def linked(known: LearntSuggestions, connection: Connection, at: datetime) -> dict[str, str]:
    """Return what a process knows at a moment: the item of each issue."""
    suggester = known.load(connection, MAPPING, at)
    assert suggester is not None
    return {key: each.item for key, each in suggester.index.linked.items()}


def test_a_process_takes_up_what_another_decided(connection: Connection) -> None:
    """Now and then, and at once in a process that begins; what went is forgotten."""
    save(connection, state("1001", item="2.1", nth=1), state("1002", item="2.1", nth=2))
    here, there = LearntSuggestions(), LearntSuggestions()
    assert {"1001": "2.1", "1002": "2.1"} == linked(here, connection, NOW) == linked(there, connection, NOW)

    decided = [state("1002", item="2.1", nth=2, deleted=True), state("1003", item="2.2", nth=3)]
    save(connection, *decided)
    there.learn(decided)
    after = {"1001": "2.1", "1003": "2.2"}
    assert after == linked(there, connection, NOW) == linked(LearntSuggestions(), connection, NOW)
    soon, later = NOW + REREAD_AFTER - timedelta(seconds=1), NOW + REREAD_AFTER
    assert {"1001": "2.1", "1002": "2.1"} == linked(here, connection, soon)
    assert after == linked(here, connection, later)


def test_older_issues_than_those_read_again_are_kept(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were learnt here, and nobody said that they went."""
    monkeypatch.setattr(learnt_suggestions, "MOST_AT_ONCE", 2)
    states = [state(f"100{nth}", item="2.1", nth=nth) for nth in (1, 2, 3)]
    save(connection, *states)
    known = LearntSuggestions()
    linked(known, connection, NOW)
    known.learn(states)
    assert {"1001", "1002", "1003"} == set(linked(known, connection, NOW + REREAD_AFTER))


def test_a_contract_without_items_has_no_index(connection: Connection) -> None:
    """There is nothing to suggest."""
    (design,) = MAPPING.stages
    bare = MAPPING.model_copy(update={"stages": (design.model_copy(update={"items": ()}),)})
    known = LearntSuggestions()
    assert known.load(connection, bare, NOW) is None
    known.learn([state("1001", item="2.1")])
    assert known.load(connection, bare, NOW) is None

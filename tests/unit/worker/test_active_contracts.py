"""Contracts in force: loaded, changed, faulty, dropped, several in one project."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugin.core.model.effects import SetDueDate
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import REJUDGE
from plugin.core.model.placement import Evidence
from plugin.store import contracts, effects, issues, record, schema, timers
from plugin.store.engine import Database
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.contract_timers import INITIAL_IMPORT, contract_subject

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)
BROKEN = "contract: {id: ACME, title: Site\n"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Give a database with every table."""
    opened = Database(f"sqlite:///{tmp_path}/ugovor.db")
    schema.upgrade(opened)
    yield opened
    opened.close()


class Folder:
    """A folder of mappings in which each write is seen, however fast it comes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writes = 0

    def write(self, name: str, text: str) -> None:
        """Write a file; its time of change differs each time."""
        self._writes += 1
        (self.path / name).write_text(text, encoding="utf-8")
        os.utime(self.path / name, ns=(self._writes * 10**9, self._writes * 10**9))

    def drop(self, name: str) -> None:
        """Take a file away."""
        (self.path / name).unlink()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Give an empty folder of mappings."""
    path = tmp_path / "mappings"
    path.mkdir()
    return Folder(path)


@pytest.fixture
def active_contracts(folder: Folder, database: Database) -> ActiveContracts:
    """Give the contracts of the folder, not yet loaded."""
    return ActiveContracts(folder.path, database)


def mapping(contract: str = "ACME", *, only: str = "{}", due: str = "2026-04-10", capacity: int = 6) -> str:
    """Return a mapping file's text."""
    return f"""
contract: {{id: {contract}, title: Site, timezone: UTC}}
tracker: {{name: main, projects: [ACME], only: {only}}}
people: {{director: {{name: Peter, side: client, account: a-1}}}}
authority: [{{person: director, may: [decide]}}]
capacity: {capacity}
stages: [{{id: design, title: Design, due: {due}, issue: ACME-1}}]
"""


def issue(**fields: object) -> IssueSnapshot:
    """Return an issue of the project."""
    return IssueSnapshot.model_validate({"id": "1009", "key": "ACME-9", "project": "ACME", **fields})


def governing(active_contracts: ActiveContracts, seen: IssueSnapshot, tracker: str = "main") -> str | None:
    """Return the id of the contract that governs an issue."""
    found = active_contracts.governing(tracker, seen)
    return found.mapping.id if found else None


def test_no_contract_governs_before_the_first_refresh(active_contracts: ActiveContracts) -> None:
    """Before the first look no contract governs anything."""
    assert (active_contracts.all, governing(active_contracts, issue())) == ((), None)


def test_missing_folder_gives_no_contracts(tmp_path: Path, database: Database) -> None:
    """Without a folder there are no contracts, and nothing fails."""
    active_contracts = ActiveContracts(tmp_path / "none", database)
    active_contracts.refresh(NOW)
    assert active_contracts.all == ()


def test_new_mapping_is_recorded_and_imported(
    folder: Folder, active_contracts: ActiveContracts, database: Database
) -> None:
    """Its first version is on record, and its existing issues are to be read in."""
    folder.write("acme.yaml", mapping())
    assert active_contracts.refresh(NOW)
    assert governing(active_contracts, issue()) == "ACME"
    with database.look() as connection:
        found = contracts.load(connection, "ACME")
        kinds = [row["kind"] for row in record.export(connection)]
        due = timers.load_due(connection, "main", contract_subject("ACME"), NOW)
    assert found is not None
    assert (found.version, kinds, due) == (1, ["baseline"], [INITIAL_IMPORT])


def test_unchanged_folder_is_not_read_again(folder: Folder, active_contracts: ActiveContracts) -> None:
    """Looking again costs nothing while nothing has changed."""
    folder.write("acme.yaml", mapping())
    assert (active_contracts.refresh(NOW), active_contracts.refresh(LATER)) == (True, False)


def test_changed_mapping_becomes_a_new_version(
    folder: Folder, active_contracts: ActiveContracts, database: Database
) -> None:
    """A new version with the difference on record; the same text again is none."""
    folder.write("acme.yaml", mapping())
    active_contracts.refresh(NOW)
    folder.write("acme.yaml", mapping(capacity=8))
    active_contracts.refresh(LATER)
    folder.write("acme.yaml", mapping(capacity=8) + "\n# a remark\n")
    active_contracts.refresh(LATER)
    found = active_contracts.of("ACME")
    assert found is not None
    assert found.mapping.capacity == 8
    with database.look() as connection:
        rows = list(record.export(connection))
    assert [row["payload"]["version"] for row in rows] == [1, 2]
    assert rows[1]["payload"]["changed"] == {"capacity": [6.0, 8.0]}


def test_changed_mapping_rejudges_undecided_issues(
    folder: Folder, active_contracts: ActiveContracts, database: Database
) -> None:
    """Undecided issues get a timer that judges them again."""
    folder.write("acme.yaml", mapping())
    active_contracts.refresh(NOW)
    found = active_contracts.of("ACME")
    assert found is not None
    state = IssueState(tracker="main", contract="ACME", issue=issue(created=NOW), evidence=Evidence.UNMATCHED)
    with database.change() as connection:
        issues.save(connection, found.mapping, state)
    folder.write("acme.yaml", mapping(capacity=8))
    active_contracts.refresh(LATER)
    with database.look() as connection:
        assert timers.load_due(connection, "main", "1009", LATER) == [REJUDGE]


@pytest.mark.parametrize(
    ("sentence", "text", "written"),
    [
        ("Another date is written to the stage.", mapping(due="2026-04-17"), ["2026-04-17"]),
        ("The same date is not.", mapping(capacity=8), []),
    ],
)
def test_moved_due_date_is_written_to_the_stage(
    folder: Folder,
    active_contracts: ActiveContracts,
    database: Database,
    sentence: str,
    text: str,
    written: list[str],
) -> None:
    """A date that a new version moves is written; a first version writes nothing."""
    for content in (mapping(), text):
        folder.write("acme.yaml", content)
        active_contracts.refresh(NOW)
    with database.look() as connection:
        found = effects.load_due(connection, "main", "stage/ACME/design", LATER)
    dates = [str(each.effect.due) for each in found if isinstance(each.effect, SetDueDate)]
    assert dates == written, sentence


@pytest.mark.parametrize(
    ("sentence", "text"),
    [("No YAML.", BROKEN), ("No mapping.", "contract: {id: ACME}\n"), ("Nothing.", ""), ("No text.", "\x00")],
)
def test_faulty_file_leaves_the_last_good_version(
    folder: Folder,
    active_contracts: ActiveContracts,
    sentence: str,
    text: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The contract stays in force, and the fault is reported."""
    folder.write("acme.yaml", mapping())
    active_contracts.refresh(NOW)
    folder.write("acme.yaml", text)
    with caplog.at_level(logging.CRITICAL):
        active_contracts.refresh(LATER)
    assert governing(active_contracts, issue()) == "ACME", sentence
    assert active_contracts.faults


def test_repaired_mapping_has_no_faults(folder: Folder, active_contracts: ActiveContracts) -> None:
    """When the file loads again its faults are gone."""
    for text in (mapping(), BROKEN, mapping(capacity=8)):
        folder.write("acme.yaml", text)
        active_contracts.refresh(NOW)
    found = active_contracts.of("ACME")
    assert found is not None
    assert (active_contracts.faults, found.mapping.capacity) == ((), 8)


def test_restart_with_a_faulty_file_uses_the_recorded_version(folder: Folder, database: Database) -> None:
    """A service that starts with a faulty file takes the version on record."""
    folder.write("acme.yaml", mapping())
    ActiveContracts(folder.path, database).refresh(NOW)
    folder.write("acme.yaml", BROKEN)
    restarted = ActiveContracts(folder.path, database)
    restarted.refresh(LATER)
    assert governing(restarted, issue()) == "ACME"


def test_faulty_file_does_not_affect_other_contracts(
    folder: Folder, active_contracts: ActiveContracts
) -> None:
    """Other contracts are loaded and changed all the same."""
    folder.write("acme.yaml", mapping(only="{label: site}"))
    folder.write("other.yaml", BROKEN)
    active_contracts.refresh(NOW)
    assert [each.mapping.id for each in active_contracts.all] == ["ACME"]


def test_missing_file_leaves_the_last_version_in_force(
    folder: Folder, active_contracts: ActiveContracts
) -> None:
    """Events of the contract are still handled; the fault names the contract."""
    folder.write("acme.yaml", mapping())
    active_contracts.refresh(NOW)
    folder.drop("acme.yaml")
    assert active_contracts.refresh(LATER)
    assert governing(active_contracts, issue()) == "ACME"
    assert ["file_gone"] == [fault.reason for fault in active_contracts.faults]
    folder.write("acme.yaml", mapping())
    active_contracts.refresh(LATER)
    assert active_contracts.faults == ()


def test_contract_whose_file_names_another_is_dropped(
    folder: Folder, active_contracts: ActiveContracts
) -> None:
    """The file was given another contract's id: the old one rests."""
    folder.write("acme.yaml", mapping())
    active_contracts.refresh(NOW)
    folder.write("acme.yaml", mapping("NEWER"))
    active_contracts.refresh(LATER)
    assert (governing(active_contracts, issue()), active_contracts.faults) == ("NEWER", ())


@pytest.mark.parametrize(
    ("sentence", "seen", "tracker", "contract"),
    [
        ("By its label.", issue(labels={"site"}), "main", "ACME"),
        ("By the other label.", issue(labels={"shop"}), "main", "SHOP"),
        ("By neither.", issue(), "main", None),
        ("Another project.", issue(project="OTHER", labels={"site"}), "main", None),
        ("Another tracker.", issue(labels={"site"}), "second", None),
    ],
)
def test_two_contracts_share_one_project(
    folder: Folder,
    active_contracts: ActiveContracts,
    sentence: str,
    seen: IssueSnapshot,
    tracker: str,
    contract: str | None,
) -> None:
    """`only` picks the contract of an issue."""
    folder.write("acme.yaml", mapping(only="{label: site}"))
    folder.write("shop.yaml", mapping("SHOP", only="{label: shop}"))
    active_contracts.refresh(NOW)
    assert governing(active_contracts, seen, tracker) == contract, sentence


def test_second_contract_with_the_same_claim_is_refused(
    folder: Folder, active_contracts: ActiveContracts
) -> None:
    """Where a new file claims what another governs, the one in force stays as it was."""
    folder.write("acme.yaml", mapping())
    active_contracts.refresh(NOW)
    folder.write("shop.yaml", mapping("SHOP"))
    active_contracts.refresh(LATER)
    assert active_contracts.faults
    assert governing(active_contracts, issue()) == "ACME"

"""Loading files and folders: every fault at once, files compared, digests."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mappings.faults import Fault
from mappings.loader import LoadedFolder, LoadedMapping, load_file, load_files, load_folder, mapping_digest

EXAMPLES = Path(__file__).parents[3] / "mappings" / "examples"

MANY_FAULTS = """\
contract: {id: A 1, title: Site, currency: EURO, langauge: en}
tracker: {projects: [ACME]}
people:
  anna: {name: Anna, side: klient}
  ivan: {name: no, side: client}
authority:
  - {person: ana, may: [decide]}
capacity: 1:30
stages:
  - id: one
    title: One
    due: 2026-02-30
    after: [one]
    items:
      - {id: 2.10, titel: Page, hours: forty}
      - {id: "1", title: Page, link: {epic: X}}
      - {id: "1", title: Page, link: {epic: X}}
hours: {from: 10:00}
"""
EXPECTED = [
    "1:16: error: an id is made of",
    "1:44: error: a currency is a code",
    '1:50: error: unknown key "langauge"',
    '2:1: error: the key "name" is missing from tracker',
    '4:28: error: "klient" is not allowed here',
    "5:16: error: a text is wanted, and no without quotes",
    '7:14: error: "ana" is not one of people',
    "8:11: error: 1:30 without quotes",
    "12:10: error: 2026-02-30 is no day of the calendar",
    '13:13: error: the stage "one" follows itself',
    "15:14: error: a text is wanted, and 2.10 without quotes",
    '15:20: error: unknown key "titel". Did you mean "title"?',
    '15:40: error: "forty" is not a number of hours',
    '17:14: error: the item id "1" stands twice, first on line 16',
    '17:38: error: the items "1" and "1" have the same link',
    "18:15: error: 10:00 without quotes",
]


def test_every_fault_of_a_file_is_reported_at_once(load: Callable[[str], LoadedMapping]) -> None:
    """Sixteen slips give sixteen faults in the order of the file, nothing else."""
    loaded = load(MANY_FAULTS)

    lines = [str(fault).removeprefix(f"{loaded.path}:") for fault in loaded.faults]
    assert [line[: len(start)] for line, start in zip(lines, EXPECTED, strict=True)] == EXPECTED


def test_a_fault_as_a_line_and_as_data() -> None:
    """A fault prints as compilers do, and its data names every part."""
    fault = Fault("a.yaml", 3, 5, "it is wrong", "Put it right.", "wrong", "stages[0].due", "warning")

    assert str(fault) == "a.yaml:3:5: warning: it is wrong. Put it right."
    assert json.loads(json.dumps(fault.to_json())) == {
        "file": "a.yaml",
        "line": 3,
        "column": 5,
        "sentence": "it is wrong",
        "remedy": "Put it right.",
        "reason": "wrong",
        "where": "stages[0].due",
        "severity": "warning",
    }


def test_the_place_is_named_in_words(load: Callable[[str], LoadedMapping]) -> None:
    """A fault deep in the file names its path as people write it."""
    wheres = [fault.where for fault in load(MANY_FAULTS).faults]

    assert "stages[0].items[0].hours" in wheres
    assert "people.anna.side" in wheres


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_example_loads(path: Path) -> None:
    """What people start from has no error."""
    loaded = load_file(path)

    assert loaded.errors == ()
    assert loaded.mapping is not None


def test_the_full_example_has_no_warning_either() -> None:
    """The full example, the English one and those of two trackers have no warning."""
    names = ("acme-site.yaml", "harbour-app.yaml", "bakery-youtrack.yaml", "bakery-yandex.yaml")
    found = {name: [fault.reason for fault in load_file(EXAMPLES / name).faults] for name in names}
    assert found == {
        "acme-site.yaml": [],
        "harbour-app.yaml": [],
        "bakery-youtrack.yaml": [],
        "bakery-yandex.yaml": [],
    }


def test_the_english_example_says_what_it_promises() -> None:
    """The English example is in euros, links by fields, and leaves nothing unclear."""
    mapping = load_file(EXAMPLES / "harbour-app.yaml").mapping

    assert mapping is not None
    assert (mapping.contract.language, mapping.contract.currency) == ("en", "EUR")
    assert mapping.unmatched == "beyond_scope"
    links = [item.link for stage in mapping.stages for item in stage.items]
    assert all(link is not None and link.field for link in links)


def _write(folder: Path, name: str, contract: str, tracker: str) -> None:
    text = (
        f"contract: {{id: {contract}, title: T}}\n"
        f"tracker: {{{tracker}}}\n"
        "people: {boss: {name: B, side: client, account: u-1}}\n"
        "authority: [{person: boss, may: [decide]}]\n"
        "stages: [{id: s, title: S, due: 2026-09-18}]\n"
    )
    (folder / name).write_text(text, encoding="utf-8")


PAIRS = [
    # the tracker of a.yaml, the tracker of b.yaml, whether both claim one project
    ("two projects", "name: main, projects: [A]", "name: main, projects: [B]", False),
    ("one project of two trackers", "name: main, projects: [A]", "name: other, projects: [A]", False),
    ("one project", "name: main, projects: [A]", "name: main, projects: [A]", True),
    ("one project of several", "name: main, projects: [A, B]", "name: main, projects: [A, C]", True),
    (
        "two labels of one project",
        "name: main, projects: [A], only: {label: x}",
        "name: main, projects: [A], only: {label: y}",
        False,
    ),
    (
        "one label of one project",
        "name: main, projects: [A], only: {label: x}",
        "name: main, projects: [A], only: {label: x}",
        True,
    ),
    (
        "a label and a component of one project",
        "name: main, projects: [A], only: {label: x}",
        "name: main, projects: [A], only: {component: y}",
        True,
    ),
    (
        "a label of a project that is claimed as a whole",
        "name: main, projects: [A], only: {label: x}",
        "name: main, projects: [A]",
        True,
    ),
]


@pytest.mark.parametrize(("name", "first", "second", "collide"), PAIRS, ids=[row[0] for row in PAIRS])
def test_two_contracts_that_claim_one_project(
    name: str, first: str, second: str, collide: bool, tmp_path: Path
) -> None:
    """Both files get an error that names the other, unless no issue fits both."""
    del name
    _write(tmp_path, "a.yaml", "A", first)
    _write(tmp_path, "b.yaml", "B", second)

    loaded = load_folder(tmp_path).loaded

    for one, other in ((loaded[0], loaded[1]), (loaded[1], loaded[0])):
        assert [fault.reason for fault in one.errors] == (["shared_project"] if collide else [])
        assert all(str(other.path) in fault.sentence and fault.line == 2 for fault in one.errors)
        assert (one.mapping is None) == collide


@pytest.mark.parametrize(
    ("sentence", "first", "second", "expected"),
    [
        ("two people of one contract", {"chief": "Ann", "clerk": "Bob"}, {}, [["clerk"], []]),
        ("two people of two contracts", {"chief": "Ann"}, {"clerk": "Bob"}, [[], ["clerk"]]),
        ("one person of two contracts", {"chief": "Ann"}, {"chief": "ann"}, [[], []]),
    ],
)
def test_an_address_that_people_share(
    sentence: str, first: dict[str, str], second: dict[str, str], expected: list[list[str]], tmp_path: Path
) -> None:
    """An address of two people is warned of, however it is spelt; the file loads."""
    for letter, people in (("a", first), ("b", second)):
        _write(tmp_path, f"{letter}.yaml", letter, f"name: main, projects: [{letter}]")
        email = "Office@acme.example" if letter == "a" else "office@ACME.example"
        rows = "".join(
            f", {key}: {{name: {name}, side: client, email: {email}}}" for key, name in people.items()
        )
        file = tmp_path / f"{letter}.yaml"
        text = file.read_text(encoding="utf-8").replace("account: u-1}}", f"account: u-1}}{rows}}}")
        file.write_text(text, encoding="utf-8")
    loaded = load_folder(tmp_path).loaded
    shared = [[fault for fault in each.faults if fault.reason == "shared_email"] for each in loaded]
    assert expected == [[fault.sentence.split('"')[1] for fault in faults] for faults in shared], sentence
    assert {"warning"} >= {fault.severity for faults in shared for fault in faults}


def test_one_contract_id_in_two_files(tmp_path: Path) -> None:
    """Each file is told where the same id stands besides."""
    _write(tmp_path, "a.yaml", "SAME", "name: main, projects: [A]")
    _write(tmp_path, "b.yml", "SAME", "name: main, projects: [B]")

    faults = load_folder(tmp_path).faults

    assert [fault.reason for fault in faults] == ["duplicate_contract"] * 2
    assert f"{tmp_path / 'b.yml'}:1" in faults[0].sentence
    assert f"{tmp_path / 'a.yaml'}:1" in faults[1].sentence


SERVICE_ISSUES = [
    ("two registers", "main", "register_issue: P-7", "main", "register_issue: p-7", True),
    ("two registers of two trackers", "main", "register_issue: P-7", "other", "register_issue: P-7", False),
    (
        "the register of one, another of the other",
        "main",
        "register_issue: P-7",
        "main",
        "register_issue: P-8",
        False,
    ),
]


@pytest.mark.parametrize(
    ("name", "first", "own", "second", "theirs", "collide"),
    SERVICE_ISSUES,
    ids=[row[0] for row in SERVICE_ISSUES],
)
def test_no_two_contracts_write_on_one_issue(
    name: str, first: str, own: str, second: str, theirs: str, collide: bool, tmp_path: Path
) -> None:
    """Each file is told where the issue stands besides."""
    del name
    _write(tmp_path, "a.yaml", "A", f"name: {first}, projects: [A], {own}")
    _write(tmp_path, "b.yaml", "B", f"name: {second}, projects: [B], {theirs}")
    faults = load_folder(tmp_path).faults
    assert [fault.reason for fault in faults] == (["shared_issue"] * 2 if collide else [])
    others = [tmp_path / "b.yaml", tmp_path / "a.yaml"]
    assert all(f"{other}:2" in fault.sentence for fault, other in zip(faults, others, strict=False))


def test_a_faulty_file_is_still_compared(tmp_path: Path) -> None:
    """A file that does not load claims its project all the same."""
    _write(tmp_path, "a.yaml", "A", "name: main, projects: [A]")
    _write(tmp_path, "b.yaml", "B 2", "name: main, projects: [A]")

    reasons = [[fault.reason for fault in loaded.errors] for loaded in load_folder(tmp_path).loaded]

    assert reasons == [["shared_project"], ["pattern", "shared_project"]]


def test_a_folder_is_read_in_order_and_past_other_files(tmp_path: Path) -> None:
    """Only YAML files count, sorted by name; the good ones are at hand as mappings."""
    for name in ("b.yml", "a.yaml", "c.yaml"):
        _write(tmp_path, name, name[0], f"name: main, projects: [{name[0]}]")
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("- nothing", encoding="utf-8")

    folder = load_folder(tmp_path)

    assert [loaded.path.name for loaded in folder.loaded] == ["a.yaml", "b.yml", "c.yaml"]
    assert [mapping.id for mapping in folder.mappings] == ["a", "b"]


def test_an_absent_folder_is_a_fault(tmp_path: Path) -> None:
    """A folder that is not there is reported, not raised."""
    folder = load_folder(tmp_path / "absent")

    assert [fault.reason for fault in folder.faults] == ["unreadable"]
    assert folder.mappings == ()


def test_an_empty_folder_has_nothing(tmp_path: Path) -> None:
    """No file, no fault."""
    assert load_folder(tmp_path) == LoadedFolder(())


def test_a_warning_leaves_the_mapping_standing(load: Callable[[str], LoadedMapping]) -> None:
    """A mapping with warnings only is in force."""
    loaded = load(
        "contract: {id: A, title: T}\ntracker: {name: main, projects: [A]}\n"
        "stages: [{id: s, title: S, due: 2026-09-19}]\n"
    )

    assert [fault.severity for fault in loaded.faults] == ["warning", "warning"]
    assert loaded.mapping is not None


def test_files_given_one_by_one_are_compared(tmp_path: Path) -> None:
    """Files are compared as in a folder; one named twice is read once."""
    for name in ("a.yaml", "b.yaml"):
        _write(tmp_path, name, "A", f"name: main, projects: [{name}]")
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"

    assert load_files([first, first]).faults == ()
    assert [fault.reason for fault in load_files([first, second]).faults] == ["duplicate_contract"] * 2


DIGESTS = [
    # what is changed in the file, whether the digest stays
    ("a comment", "# new\n", "", True),
    ("the order of keys", "", "", True),
    ("another title", "", "Shop", False),
]


@pytest.mark.parametrize(("name", "comment", "title", "same"), DIGESTS, ids=[row[0] for row in DIGESTS])
def test_the_digest_follows_the_content(
    name: str, comment: str, title: str, same: bool, load: Callable[[str], LoadedMapping]
) -> None:
    """Comments and the order of keys do not count; what is said does."""
    del name
    tracker, stages = "tracker: {name: main, projects: [A]}\n", "stages: [{id: s, title: S}]\n"
    before = load("contract: {id: A, title: T}\n" + tracker + stages).mapping
    after = load(comment + stages + f"contract: {{title: {title or 'T'}, id: A}}\n" + tracker).mapping

    assert before is not None
    assert after is not None
    assert (mapping_digest(before) == mapping_digest(after)) is same
    assert len(mapping_digest(before)) == 64

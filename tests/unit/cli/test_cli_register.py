"""`ugovor register CONTRACT`; what a row says is shown by `test_register.py`."""

from __future__ import annotations

import csv
import io

import pytest
from cli_scene import CliScene, extra

KEYS = [
    "issue",
    "verdict",
    "clause",
    "hours",
    "fee",
    "currency",
    "working_days",
    "state",
    "option",
    "decided_by",
    "decided_at",
    "due_before",
    "due_after",
    "kind",
]


@pytest.fixture
def busy(office: CliScene) -> CliScene:
    """An office with an open change and a decided one."""
    office.put_on_record(extra(15), extra(16, decided=True))
    return office


@pytest.mark.parametrize("form", [("--format", "json"), ("--json",)], ids=["--format json", "--json"])
def test_json_has_the_keys_that_programs_rely_on(busy: CliScene, form: tuple[str, ...]) -> None:
    """A list of changes with exactly the settled keys."""
    offered, decided = busy.json("register", "ACME-SITE", *form)
    assert list(offered) == KEYS
    assert (offered["state"], offered["fee"], offered["option"]) == ("offered", 75600, None)
    assert decided == {
        "issue": "ACME-16",
        "verdict": "beyond_scope",
        "clause": "5.3",
        "hours": 18,
        "fee": 75600,
        "currency": "EUR",
        "working_days": None,
        "state": "decided",
        "option": "extra_fee",
        "decided_by": "Peter Falk",
        "decided_at": "2026-04-01T11:00:00+02:00",
        "due_before": None,
        "due_after": None,
        "kind": "extra",
    }


def test_csv_has_a_row_a_change(busy: CliScene) -> None:
    """A header of the keys, then a line a change; no byte order mark."""
    text = busy.run("register", "ACME-SITE", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == KEYS
    assert [row["issue"] for row in rows] == ["ACME-15", "ACME-16"]


def test_csv_for_excel_begins_with_a_byte_order_mark(busy: CliScene) -> None:
    """Without it Excel takes Russian letters for something else."""
    result = busy.run("register", "ACME-SITE", "--format", "csv", "--excel")
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbfissue,verdict")


def test_the_table_is_in_the_contracts_language(busy: CliScene) -> None:
    """People read it with totals below."""
    lines = busy.run("register", "ACME-SITE").stdout.splitlines()
    assert lines[0].startswith("Issue    What it is    Clause")
    assert lines[-2].startswith("Agreed     1  18 h  75,600\xa0€")


@pytest.mark.parametrize(
    ("options", "issues"),
    [
        pytest.param(("--state", "decided"), ["ACME-16"], id="what is decided"),
        pytest.param(("--state", "parked"), [], id="nothing is parked"),
        pytest.param(("--verdict", "beyond_scope"), ["ACME-15", "ACME-16"], id="what is beyond scope"),
        pytest.param(("--verdict", "bonus"), [], id="nothing was given"),
    ],
)
def test_filters_narrow_the_register(busy: CliScene, options: tuple[str, ...], issues: list[str]) -> None:
    """State and verdict choose."""
    assert [row["issue"] for row in busy.json("register", "ACME-SITE", "--json", *options)] == issues


def test_a_contract_that_was_never_loaded_has_an_empty_register(office: CliScene) -> None:
    """Its mapping is there; the service has not read it yet."""
    office.begin()
    assert office.json("register", "ACME-SITE", "--json") == []
    assert office.run("register", "ACME-SITE").stdout == "No changes yet.\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        pytest.param(("ACME-SIT",), 'Did you mean "ACME-SITE"?', id="a misspelt contract"),
        pytest.param(("zzz",), "There are: ACME-SITE.", id="a contract like no other"),
        pytest.param(("ACME-SITE", "--excel"), "--excel goes with --format csv only", id="a table for Excel"),
        pytest.param(("ACME-SITE", "--format", "xml"), "is not one of", id="an unknown format"),
        pytest.param((), "Missing argument 'CONTRACT'", id="no contract"),
    ],
)
def test_an_unknown_contract_or_option_is_wrong_use(
    office: CliScene, args: tuple[str, ...], said: str
) -> None:
    """Exit code 2 and a sentence."""
    office.begin()
    result = office.run("register", *args)
    assert result.exit_code == 2
    assert said in result.stderr

"""`ugovor timeline CONTRACT`: formats, filters, files."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_scene import CliScene, extra
from openpyxl import load_workbook
from pypdf import PdfReader

from plugin.core.model.exchanges import Exchange, ExchangeKind, ExchangeSide
from plugin.store import exchanges

KEYS = [
    "id",
    "at",
    "issue",
    "kind",
    "from",
    "from_side",
    "to",
    "what",
    "answers",
    "working_hours",
    "reported",
]


@pytest.fixture
def busy(office: CliScene) -> CliScene:
    """An office in which both sides wrote."""
    office.put_on_record(extra(15))
    with closing(office.database()) as database, database.change() as connection:
        told = [
            said("1", 8, "u-director", "director", "Peter Falk", "client", "When is it ready?"),
            said("2", 11, "u-maria", "", "Maria Noor", "contractor", "Tomorrow"),
        ]
        exchanges.save_comments(connection, "main", "ACME-SITE", told, are_read=True)
    return office


def said(
    number: str, hour: int, account: str, person: str, name: str, side: ExchangeSide, what: str
) -> Exchange:
    """Return a comment of a Wednesday."""
    at, issue = datetime(2026, 4, 1, hour, tzinfo=UTC), extra(15).issue.id
    comment = Exchange(f"comment:{number}", issue, at, at, ExchangeKind.COMMENT, side=side, what=what)
    return replace(comment, account=account, person=person, name=name)


@pytest.mark.parametrize("form", [("--format", "json"), ("--json",)], ids=["--format json", "--json"])
def test_json_has_the_keys_that_programs_rely_on(busy: CliScene, form: tuple[str, ...]) -> None:
    """Exactly the settled keys, then those that these rows need."""
    asked, answered = busy.json("timeline", "ACME-SITE", *form)
    assert [*KEYS, "answered_by"] == list(asked)
    assert ("ACME-15", "2026-04-01T10:00:00+02:00", 3, "comment:2") == (
        asked["issue"],
        asked["at"],
        asked["working_hours"],
        asked["answered_by"],
    )
    assert ("comment:1", None, None) == (answered["answers"], answered["working_hours"], answered["to"])


def test_table_ends_with_our_answers_first(busy: CliScene) -> None:
    """People read columns; how fast each side answered stands below, ours first."""
    lines = busy.run("timeline", "ACME-SITE").stdout.splitlines()
    assert "Working hours until answered" in lines[0]
    assert ["The contractor usually answered after 3 h", "The client has not had anything to answer yet"] == [
        line.split(",")[0] for line in lines[-2:]
    ]


def test_csv_has_a_row_an_exchange(busy: CliScene) -> None:
    """A header of the keys, then a line each."""
    rows = list(csv.DictReader(io.StringIO(busy.run("timeline", "ACME-SITE", "--format", "csv").stdout)))
    assert ["When is it ready?", "Tomorrow"] == [row["what"] for row in rows]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (("--side", "client"), ["comment:1"]),
        (("--person", "director"), ["comment:1"]),
        (("--kind", "offer"), []),
        (("--since", "2026-04-02"), []),
        (("--until", "2026-04-01"), ["comment:1", "comment:2"]),
    ],
)
def test_filters_narrow_it(busy: CliScene, given: tuple[str, ...], shown: list[str]) -> None:
    """By side, person, kind and days."""
    assert shown == [row["id"] for row in busy.json("timeline", "ACME-SITE", "--json", *given)]


def test_files_are_written_where_they_are_wanted(busy: CliScene, tmp_path: Path) -> None:
    """`--output` names the file, whatever the format; nothing is printed then."""
    for form in ("xlsx", "pdf", "json"):
        done = busy.run("timeline", "ACME-SITE", "--format", form, "--output", str(tmp_path / f"a.{form}"))
        assert (0, "") == (done.exit_code, done.stdout)
    assert "Maria Noor (contractor)" == load_workbook(tmp_path / "a.xlsx").worksheets[0]["D3"].value
    assert "Tomorrow" in PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    assert 2 == len(json.loads((tmp_path / "a.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("command", ["timeline", "register", "waits"])
def test_the_files_name_chooses_the_format(busy: CliScene, tmp_path: Path, command: str) -> None:
    """A file called `.pdf` is a PDF, unless `--format` says something else."""
    begins = {"a.pdf": b"%PDF-", "a.XLSX": b"PK", "a.json": b"[", "a.txt": None}
    for name, first in begins.items():
        assert 0 == busy.run(command, "ACME-SITE", "--output", str(tmp_path / name)).exit_code
        assert first is None or (tmp_path / name).read_bytes().startswith(first)
    assert (tmp_path / "a.txt").read_bytes() == busy.run(command, "ACME-SITE").stdout_bytes
    busy.run(command, "ACME-SITE", "--json", "--output", str(tmp_path / "b.pdf"))
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"[")


def test_file_can_go_into_a_pipe(busy: CliScene) -> None:
    """Without `--output` the file itself is printed where nobody reads it on a screen."""
    assert busy.run("timeline", "ACME-SITE", "--format", "pdf").stdout_bytes.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "given", [("NONE",), ("ACME-SITE", "--person", "nobody"), ("ACME-SITE", "--side", "ours")]
)
def test_wrong_use_is_told(busy: CliScene, given: tuple[str, ...]) -> None:
    """Exit code 2, with what is there."""
    assert 2 == busy.run("timeline", *given).exit_code


def test_empty_timeline_says_so(office: CliScene) -> None:
    """A contract in which nobody wrote yet."""
    office.put_on_record()
    assert "Nothing has been written yet." in office.run("timeline", "ACME-SITE").stdout
    assert [] == office.json("timeline", "ACME-SITE", "--json")

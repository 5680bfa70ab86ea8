"""The independent script agrees with the service about what was touched."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugin.store import record, schema
from plugin.store.engine import Database

SCRIPT = Path(__file__).parents[3] / "deploy" / "verify_record.py"


@pytest.fixture
def exported(tmp_path: Path) -> list[str]:
    """Five entries of a real record, as `ugovor record export` writes them."""
    database = Database(f"sqlite:///{tmp_path}/ugovor.db")
    schema.upgrade(database)
    with database.change() as connection:
        for number in range(5):
            entry = record.NewEntry("ACME", "main", "10001", "signature", {"by": "Пётр", "number": number})
            record.append(connection, datetime(2026, 3, 2, 10, number, tzinfo=UTC), [entry])
        lines = [json.dumps(entry, ensure_ascii=False) for entry in record.export(connection)]
    database.close()
    return lines


def verify(lines: list[str], *more: str) -> tuple[int, str]:
    """Run the script and return its exit code and words."""
    command = [sys.executable, "-I", str(SCRIPT), "-", *more]
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=False)  # noqa: S603
    return done.returncode, done.stdout


def test_a_whole_record_holds(exported: list[str]) -> None:
    """Nothing was touched."""
    code, words = verify(exported)
    assert 0 == code
    assert "5 entries" in words


@pytest.mark.parametrize(
    ("break_it", "named"),
    [
        (lambda lines: [*lines[:2], lines[2].replace("Пётр", "Анна"), *lines[3:]], "entry 3"),
        (lambda lines: [*lines[:1], *lines[2:]], "entry 2"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "entry 2"),
        (lambda lines: [*lines[:4], "{"], "entry 5"),
    ],
    ids=["touched", "dropped", "reordered", "unreadable"],
)
def test_the_first_entry_that_does_not_fit_is_named(exported: list[str], break_it, named: str) -> None:  # noqa: ANN001
    """Exit 1, and the place."""
    code, words = verify(break_it(exported))
    assert 1 == code
    assert named in words


def test_a_cut_end_shows_against_a_noted_hash(exported: list[str]) -> None:
    """The chain alone cannot tell; the hash that somebody noted can."""
    noted = json.loads(exported[-1])["hash"]
    assert 0 == verify(exported, "--last-hash", noted)[0]
    assert 1 == verify(exported[:-1], "--last-hash", noted)[0]


@pytest.mark.parametrize(
    ("seq", "digits", "code"),
    [
        (3, slice(0, 12), 0),
        (3, slice(0, 64), 0),
        (4, slice(0, 12), 1),
        (9, slice(0, 12), 1),
        (3, slice(0, 6), 1),
    ],
    ids=["its own", "whole", "another entry", "not there", "too short to mean anything"],
)
def test_a_head_from_a_comment_is_compared(exported: list[str], seq: int, digits: slice, code: int) -> None:
    """Number and head as a comment, a mail or a certificate shows them."""
    head = json.loads(exported[2])["hash"][digits]
    found, words = verify(exported, "--head", f"{seq}:{head}")
    assert found == code
    assert (f"entry {seq} has the head" in words) == bool(code)

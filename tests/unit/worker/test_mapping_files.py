"""A mapping file counts when it has rested for two seconds."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from plugin.worker import mapping_files
from plugin.worker.mapping_files import MAX_WAIT_S, REST_S, MappingFiles


class Clocks:
    """The machine's clocks, moved by hand."""

    def __init__(self) -> None:
        self.wall_s = 1_800_000_000.0
        self.monotonic_s = 0.0

    def time(self) -> float:
        """Return the wall's time."""
        return self.wall_s

    def monotonic(self) -> float:
        """Return the time that nobody sets."""
        return self.monotonic_s

    def wait(self, seconds: float) -> None:
        """Move both on."""
        self.wall_s += seconds
        self.monotonic_s += seconds


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    """Put clocks in the machine's place."""
    clocks = Clocks()
    monkeypatch.setattr(mapping_files, "time", clocks)
    return clocks


def _write(path: Path, at_s: float, text: str = "x") -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (at_s, at_s))


@pytest.mark.parametrize(
    ("age_s", "counts"),
    [(REST_S + 1, True), (REST_S, True), (REST_S - 0.1, False), (0, False), (-3600, False)],
    ids=["long ago", "just long enough", "a little too young", "now", "by a clock that is ahead"],
)
def test_a_mapping_file_counts_when_it_has_rested(
    tmp_path: Path, clocks: Clocks, age_s: float, counts: bool
) -> None:
    """A mapping file counts when it has rested for two seconds."""
    assert REST_S == 2.0
    _write(tmp_path / "acme.yaml", clocks.wall_s - age_s)
    files = MappingFiles(tmp_path)
    found = files.look()
    assert (bool(found.rested), found.must_wait) == (counts, not counts)
    clocks.wait(REST_S)
    assert [path.name for path in files.look().rested] == ["acme.yaml"]


def test_each_write_begins_the_rest_anew(tmp_path: Path, clocks: Clocks) -> None:
    """A file that is copied in pieces counts when the last piece has rested."""
    files = MappingFiles(tmp_path)
    for piece in range(4):
        _write(tmp_path / "acme.yaml", clocks.wall_s, "x" * piece)
        assert files.look().rested == ()
        clocks.wait(1.5)
    clocks.wait(0.5)
    assert len(files.look().rested) == 1


def test_one_that_keeps_changing_holds_up_the_others_for_a_while(tmp_path: Path, clocks: Clocks) -> None:
    """Then they count without it."""
    files = MappingFiles(tmp_path)
    _write(tmp_path / "other.yaml", clocks.wall_s - 60)
    waits = []
    for number in range(int(MAX_WAIT_S) + 2):
        _write(tmp_path / "acme.yaml", clocks.wall_s, "x" * number)
        found = files.look()
        waits.append(found.must_wait)
        assert [path.name for path in found.rested] == ["other.yaml"]
        clocks.wait(1)
    assert waits[0]
    assert not waits[-1]


def test_other_files_and_a_missing_folder_are_nothing(tmp_path: Path) -> None:
    """Only YAML is a mapping."""
    _write(tmp_path / "acme.yaml~", time.time())
    assert MappingFiles(tmp_path).look().resting == ()
    assert not MappingFiles(tmp_path / "none").look().must_wait

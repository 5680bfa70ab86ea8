"""The table of docs/figures.md says what the runs found: nobody writes it by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.figures import Figure, keep, load
from bench.promises import PROMISES
from bench.table import BEGIN, END, PAGE, render, write_table


def test_the_page_shows_the_figures_on_file() -> None:
    """The table in docs/figures.md is what docs/figures.json gives."""
    assert render(load()) in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("row", PROMISES, ids=lambda row: row.promise[:40])
def test_every_row_has_a_figure(row: object) -> None:
    """A promise whose figures no run has given is no promise that was tested."""
    assert [key for key in row.figures if key not in load()] == []  # type: ignore[attr-defined]


def test_a_newer_run_takes_the_place_of_the_older(tmp_path: Path) -> None:
    """By the key of the figure; others stay."""
    path = tmp_path / "figures.json"
    keep([Figure("a", "one", 1), Figure("b", "two", 2)], "first", path)
    keep([Figure("a", "three", 3, "at least 4", reached=False)], "second", path)
    assert {"a": "three", "b": "two"} == {key: each["sentence"] for key, each in load(path).items()}


def test_a_missed_goal_is_shown_as_missed() -> None:
    """The table hides nothing."""
    key = PROMISES[0].figures[0]
    shown = render({key: {"sentence": "0.1", "goal": "0.5", "reached": False, "on": "d", "machine": "m"}})
    assert "0.1 (goal: 0.5) **missed**" in shown


def test_only_what_stands_between_the_markers_is_written(tmp_path: Path) -> None:
    """The page around the table stays as people wrote it."""
    page = tmp_path / "figures.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write_table(page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "old" not in text

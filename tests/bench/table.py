"""The table of docs/figures.md: promises, tests, and the figures of the runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .figures import load
from .promises import PROMISES

PAGE = Path(__file__).parents[2] / "docs" / "figures.md"
BEGIN, END = "<!-- figures: written by make bench and make chaos -->", "<!-- end of the figures -->"


def render(figures: Mapping[str, Mapping[str, object]]) -> str:
    """Return the table with its markers; a figure without a run reads so."""
    lines = [BEGIN, "", "| what we promise | how we test it | the last figures |", "|---|---|---|"]
    lines += [
        f"| {row.promise} | {row.test} | {' · '.join(map(_shown, map(figures.get, row.keys(figures))))} |"
        for row in PROMISES
    ]
    return "\n".join([*lines, "", _taken(figures), "", END])


def write_table(page: Path = PAGE) -> None:
    """Put the table of the last figures between its markers on its page."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{render(load())}{after}", encoding="utf-8")


def _shown(figure: Mapping[str, object] | None) -> str:
    if figure is None:
        return "not measured yet"
    goal = f" (goal: {figure['goal']})" if figure["goal"] else ""
    missed = " **missed**" if figure["reached"] is False else ""
    return f"{figure['sentence']}{goal}{missed}"


def _taken(figures: Mapping[str, Mapping[str, object]]) -> str:
    """Say when and on what the figures were taken."""
    taken = sorted({(str(each["on"]), str(each["machine"])) for each in figures.values()})
    return (
        f"Taken {' and '.join(f'on {day} ({machine})' for day, machine in taken)}."
        if taken
        else "No run yet."
    )

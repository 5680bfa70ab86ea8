"""The README's table: what we promise, how we test it, and the last figures, out of `docs/figures.json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .figures import load

README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- figures: written by make bench and make chaos -->", "<!-- end of the figures -->"


@dataclass(frozen=True)
class Promise:
    """One row: the promise, its test, and the keys of its figures."""

    promise: str
    test: str
    figures: tuple[str, ...]


PROMISES = (
    Promise(
        "Durable before the answer: 204 means that the delivery is on disk",
        "`make bench`: against a bare handler in the same server",
        ("accepting.sqlite", "accepting.postgres", "answering.sqlite", "answering.postgres"),
    ),
    Promise(
        "Nothing lost, nothing twice, whoever dies and whatever the tracker does",
        "`make chaos`: `kill -9` at named points and at random, restarts, faults, lies, shuffles",
        ("chaos.sqlite", "chaos.postgres"),
    ),
    Promise(
        "The same on several machines with one PostgreSQL",
        '`make chaos CHAOS="--hosts 2 --workers 3 --only postgres"`, `tests/integration/test_machines.py`',
        ("chaos.machines.postgres",),
    ),
    Promise(
        "Deciding costs nothing that anybody would notice",
        "`make bench`: no database, no tracker",
        ("deciding.verdicts", "deciding.outcomes"),
    ),
    Promise(
        "One write for a verdict and at most one read; handling does not grow with issues or contracts",
        "`make bench`: calls counted by a strict stand-in; a million settled issues on record",
        (
            "writing.calls",
            "handling.growth",
            "handling.contracts",
            "handling.end_to_end.sqlite",
            "handling.end_to_end.postgres",
        ),
    ),
    Promise(
        "It starts at once and fits beside other things",
        "`make bench`: from the command to the first answer; `/proc` of every process",
        ("footprint.start", "footprint.memory", "footprint.memory.contract"),
    ),
)


def render(figures: Mapping[str, Mapping[str, object]]) -> str:
    """Return the table, its markers included; a figure that no run has given yet reads so."""
    lines = [BEGIN, "", "| what we promise | how we test it | the last figures |", "|---|---|---|"]
    lines += [
        f"| {row.promise} | {row.test} | {' · '.join(_shown(figures.get(key)) for key in row.figures)} |"
        for row in PROMISES
    ]
    return "\n".join([*lines, "", _taken(figures), "", END])


def write_table(readme: Path = README) -> None:
    """Put the table of the last figures between its markers in the README."""
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    readme.write_text(f"{before}{render(load())}{after}", encoding="utf-8")


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

"""What the runs found, kept in `docs/figures.json`.

The table of `docs/figures.md` is made of it.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FIGURES = Path(__file__).parents[2] / "docs" / "figures.json"


@dataclass(frozen=True)
class Figure:
    """One figure of a run.

    Attributes:
        key: what is measured, such as `accepting.sqlite`; stays the same from run to run.
        sentence: the figure as people read it, with its unit.
        value: the bare number.
        goal: what it is held against, as people read it; empty where there is no goal.
        reached: whether the goal is reached; None where there is none.
    """

    key: str
    sentence: str
    value: float
    goal: str = ""
    reached: bool | None = None

    def __str__(self) -> str:
        mark = {None: " ", True: "+", False: "-"}[self.reached]
        goal = f"  [{self.goal}]" if self.goal else ""
        return f"{mark} {self.key:<34} {self.sentence}{goal}"


def keep(figures: Iterable[Figure], by: str, path: Path = FIGURES) -> None:
    """Replace older figures of the same keys; keep the day and the machine."""
    data = load(path)
    for figure in figures:
        data[figure.key] = {
            "sentence": figure.sentence,
            "value": round(figure.value, 4),
            "goal": figure.goal,
            "reached": figure.reached,
            "by": by,
            "on": datetime.now(UTC).date().isoformat(),
            "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        }
    text = json.dumps(dict(sorted(data.items())), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def load(path: Path = FIGURES) -> dict[str, dict[str, object]]:
    """Return the figures of the last runs by their keys."""
    if not path.exists():
        return {}
    data: dict[str, dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))
    return data

"""No module stands loose or is named for an activity nobody searches for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ROOMS = ("plugin", "webhooks", "mappings")
LOOSE = {"__init__.py", "bootstrap.py"}
"""What may stand beside the rooms of `plugin/`."""
WORDS_OF_THE_FIELD = {"waiting", "receiving", "escaping", "drafting"}
"""Activities that are the name of the thing itself."""


def modules(room: str) -> Iterator[Path]:
    """Yield every module and package of a room, by its place in the repository."""
    for path in sorted((ROOT / room).rglob("*.py")):
        if "migrations" not in path.parts:  # named by number
            yield (path.parent if path.name == "__init__.py" else path).relative_to(ROOT)


def gerunds(names: list[str]) -> list[str]:
    """Return the names whose last word is an activity, those of the field left out."""
    last = {name: name.rpartition("_")[2] for name in names}
    return [name for name, word in last.items() if word.endswith("ing") and word not in WORDS_OF_THE_FIELD]


def test_no_module_stands_loose_in_plugin() -> None:
    """A feature is found by its folder; `plugin/` itself only wires the rooms."""
    found = {path.name for path in (ROOT / "plugin").glob("*.py")}
    assert not found - LOOSE, "put it into a room"


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_is_named_for_an_activity(room: str) -> None:
    """A name is what a stranger would search for: `effect_runner`, not `carrying`."""
    found = {path.stem for path in modules(room)}
    assert [] == gerunds(sorted(found)), "name the thing, or add a word of the field to the list"


def test_an_activity_is_noticed() -> None:
    """The list of exceptions does not allow everything."""
    names = ["carrying", "effect_runner", "receiving", "letting_in", "string_writing", "working_days"]
    assert ["carrying", "string_writing"] == gerunds(names)

"""The commands that guides tell people to write are understood as they stand."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from plugin.core.commands import read_commands

ROOT = Path(__file__).parents[2]
GUIDES = [*sorted((ROOT / "docs" / "guide").glob("*.md")), *sorted((ROOT / "docs").glob("first-hour*.md"))]
WRITTEN_ON = date(2027, 3, 31)
PAGES = ("/mine", "/contracts/")
LINES_FOLLOW = ("/called", "/созвонились")
_COMMAND = re.compile(r"`(/[^`]+)`")


def _list_commands() -> list[tuple[str, str]]:
    """Return guide and command, for each command in backticks."""
    return [
        (guide.name, command)
        for guide in GUIDES
        for command in _COMMAND.findall(guide.read_text(encoding="utf-8"))
        if not command.startswith(PAGES)
    ]


def test_guides_in_both_languages() -> None:
    """Each guide has its like in the other language."""
    names = {guide.name for guide in GUIDES}
    pairs = {name.replace(".ru.md", ".md") for name in names}
    assert names == pairs | {name.replace(".md", ".ru.md") for name in pairs}


@pytest.mark.parametrize(("guide", "command"), _list_commands())
def test_command_of_a_guide_is_understood(guide: str, command: str) -> None:
    """A reader copies it word for word."""
    lines = f"{command}\nthe first draft by Friday" if command in LINES_FOLLOW else command
    parsed = read_commands(lines, today=WRITTEN_ON)
    assert (len(parsed.commands), parsed.hint) == (1, None), guide

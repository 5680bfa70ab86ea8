"""The diagram in `docs/sign-off.md` and the enum say the same."""

from __future__ import annotations

import re
from pathlib import Path

from plugin.core.model.stage_state import SignOffState

DIAGRAM = Path(__file__).parents[3] / "docs" / "sign-off.md"


def test_sign_off_diagram_has_every_state() -> None:
    """A state that is added or renamed has to be drawn."""
    text = DIAGRAM.read_text(encoding="utf-8").split("```mermaid")[1].split("```")[0]
    drawn = {
        name for line in text.splitlines() for name in re.findall(r"\w+", line.split(":")[0]) if "-->" in line
    }
    assert {state.value for state in SignOffState} == drawn

"""What the documentation points at is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted((ROOT / "docs").rglob("*.md"))
FLOORS = ("webhooks/", "plugin/", "mappings/", "tests/", "docs/")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    """Every link to a file of the project leads to one."""
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", [ROOT / "README.md", *DOCUMENTS], ids=lambda path: path.name)
def test_the_tests_that_are_named_are_there(document: Path) -> None:
    """A claim that names the test that shows it does not outlive the test."""
    named = re.findall(r"\btest_\w+\.py\b", document.read_text(encoding="utf-8"))
    there = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert [name for name in named if name not in there] == []


def test_the_places_that_the_architecture_names() -> None:
    """Every path that the page names in full is there, written as it is."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = [path for path in re.findall(r"`([\w/.]+)`", text) if path.startswith(FLOORS)]
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_decision_is_listed() -> None:
    """Numbers run without gaps, and the list has each decision once."""
    folder = ROOT / "docs" / "adr"
    files = sorted(path.name for path in folder.glob("0*.md"))
    listed = re.findall(r"\]\((0[^)]+)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert listed == files
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))

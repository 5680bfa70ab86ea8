"""A furnished office, and an empty one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cli_scene import PagesContext


@pytest.fixture
def empty_office(tmp_path: Path, newest_sqlite: bytes, monkeypatch: pytest.MonkeyPatch) -> PagesContext:
    """A folder without anything, in which commands are run; no settings come from the environment."""
    for name in [name for name in os.environ if name.startswith("UGOVOR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return PagesContext(tmp_path, newest_sqlite)


@pytest.fixture
def office(empty_office: PagesContext) -> PagesContext:
    """A folder with settings of one tracker and the mapping of one contract."""
    empty_office.furnish()
    return empty_office

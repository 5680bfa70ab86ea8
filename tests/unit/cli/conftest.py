"""A furnished office, and an empty one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cli_scene import CliScene


@pytest.fixture
def empty_office(tmp_path: Path, newest_sqlite: bytes, monkeypatch: pytest.MonkeyPatch) -> CliScene:
    """A folder without anything, in which commands are run.

    No settings come from the environment.
    """
    for name in [name for name in os.environ if name.startswith("UGOVOR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return CliScene(tmp_path, newest_sqlite)


@pytest.fixture
def office(empty_office: CliScene) -> CliScene:
    """A folder with settings of one tracker and the mapping of one contract."""
    empty_office.furnish()
    return empty_office

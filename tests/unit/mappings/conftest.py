"""Mapping files for the tests, written where the loader can read them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mappings.loader import LoadedMapping, load_file

Load = Callable[[str], LoadedMapping]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Return a function that writes a text to a file and loads it."""

    def write_and_load(text: str) -> LoadedMapping:
        path = tmp_path / "contract.yaml"
        path.write_text(text, encoding="utf-8")
        return load_file(path)

    return write_and_load

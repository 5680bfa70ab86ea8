"""The examples in docstrings are run, so that none speaks of a name that is gone."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for package in ("mappings", "plugin", "webhooks")
    for path in (ROOT / package).rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_of_a_module_come_out(module: str) -> None:
    """Each example gives what stands below it."""
    results = doctest.testmod(importlib.import_module(module))

    assert results.attempted
    assert not results.failed

"""What `make audit` makes of a report: no faults, faults, or nothing known."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[3] / "deploy" / "audit.py"
WELL = {"name": "flask", "version": "3.1", "vulns": []}
FAULTY = {"name": "jinja2", "version": "3.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.1"]}]}
SKIPPED = {"name": "click", "skip_reason": "Dependency not found on PyPI and could not be audited"}


@pytest.fixture
def judge() -> Callable[[str, str], tuple[int, list[str]]]:
    """The script's judgement."""
    spec = importlib.util.spec_from_file_location("audit", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[str, str], tuple[int, list[str]]] = module.judge
    return found


@pytest.mark.parametrize(
    ("sentence", "looked_at", "code", "says"),
    [
        ("all looked up", [WELL], 0, "1 versions were looked up; none has a known fault."),
        ("a fault", [WELL, FAULTY], 1, "jinja2 3.0: PYSEC-1, mended in 3.1"),
        ("a fault, and some unknown", [FAULTY, SKIPPED], 1, "did not answer for 1 of 2: click."),
        ("some unknown", [WELL, SKIPPED], 3, "did not answer for 1 of 2: click."),
        ("all unknown", [SKIPPED], 3, "This is not the same as no faults"),
        ("nothing looked at", [], 3, "did not answer for 0 of 0"),
    ],
)
def test_the_exit_code_tells_what_pip_audit_found(
    judge: Callable[[str, str], tuple[int, list[str]]],
    sentence: str,
    looked_at: list[dict[str, Any]],
    code: int,
    says: str,
) -> None:
    """What was not looked up is never told as free of faults."""
    found, said = judge(json.dumps({"dependencies": looked_at, "fixes": []}), "")
    assert (code, True) == (found, says in "\n".join(said)), sentence


@pytest.mark.parametrize("report", ["", "[]", "not JSON", "{}"])
def test_an_audit_that_breaks_off_exits_as_unknown(
    judge: Callable[[str, str], tuple[int, list[str]]], report: str
) -> None:
    """Where pip-audit breaks off, its last words are shown and the code is 3."""
    found, said = judge(report, "Traceback\nConnectionError: no route")
    assert (3, "The list of known faults was not reached: ConnectionError: no route.") == (found, said[0])

"""Running the tests of those promises that no figure shows, and counting them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from .figures import Figure
from .promises import PROMISES, Promise

TESTS = Path(__file__).parents[1]


def proving(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Run the tests of every promise that is proved by tests alone."""
    del server, seconds
    for promise in PROMISES:
        if promise.proof:
            yield _proved(promise, folder / "proof.xml")


def _proved(promise: Promise, report: Path) -> Figure:
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *promise.proof]
    subprocess.run(command, check=False, cwd=TESTS, capture_output=True)
    suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 -- pytest's own report
    if suite is None:
        raise RuntimeError(f"pytest wrote no report about {promise.proof}")
    ran, *missed = (int(suite.attrib[name]) for name in ("tests", "failures", "errors", "skipped"))
    (key,) = promise.figures
    return Figure(key, f"{ran - sum(missed)} of {ran} tests pass", ran - sum(missed), "all", not sum(missed))

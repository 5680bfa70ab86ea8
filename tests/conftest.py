"""What every run of the tests says at its end."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from redmine_server import NOT_RUN


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None, None, None]:
    """Say in the last lines, after every other summary, that the genuine Redmine was not run, and why."""
    yield
    skipped = terminalreporter.stats.get("skipped", [])
    told = {str(report.longrepr[2]) for report in skipped if isinstance(report.longrepr, tuple)}
    for reason in sorted(each.removeprefix("Skipped: ") for each in told if NOT_RUN in each):
        terminalreporter.write_line(f"{reason}.", yellow=True)

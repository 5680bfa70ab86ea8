"""Where every run of the tests keeps its files, a database to copy, and what a run says at its end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from redmine_server import NOT_RUN

from plugin.store import schema
from plugin.store.engine import Database

MEMORY = Path("/dev/shm")  # noqa: S108 - folders of one's own are made in it
ROOM = 2 * 1024**3


def pytest_configure() -> None:
    """Keep what the tests write in memory where there is room: waiting for a disk would only cost time."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        tempfile.tempdir = str(MEMORY)
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture(scope="session")
def newest_sqlite(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give the file of a database with every table and no row, for copies: migrating takes longer."""
    file = tmp_path_factory.mktemp("newest") / "ugovor.db"
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database)
    database.close()
    return file.read_bytes()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None, None, None]:
    """Say in the last lines, after every other summary, that the genuine Redmine was not run, and why."""
    yield
    skipped = terminalreporter.stats.get("skipped", [])
    told = {str(report.longrepr[2]) for report in skipped if isinstance(report.longrepr, tuple)}
    for reason in sorted(each.removeprefix("Skipped: ") for each in told if NOT_RUN in each):
        terminalreporter.write_line(f"{reason}.", yellow=True)

"""Database faults are logged once, and once when they are over."""

from __future__ import annotations

import psycopg.errors
import pytest
from sqlalchemy.exc import OperationalError

from plugin.worker import database_alerts
from plugin.worker.database_alerts import DatabaseAlerts

FULL = OperationalError("", {}, psycopg.errors.DiskFull())
HELD = OperationalError("", {}, psycopg.errors.LockNotAvailable())


def test_repeated_fault_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    """A full disk must not fill the log; no stack trace is logged either."""
    worker = DatabaseAlerts()
    for _ in range(100):
        worker.report_fault(FULL)
    (line,) = caplog.records
    assert "no room left" in line.getMessage()
    assert "Make room" in line.getMessage()
    assert line.exc_info is None


def test_lasting_fault_is_logged_again_after_a_minute(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log shows that the fault lasts."""
    monkeypatch.setattr(database_alerts, "REPEAT_INTERVAL_S", 0.0)
    worker = DatabaseAlerts()
    worker.report_fault(FULL)
    worker.report_fault(FULL)
    assert len(caplog.messages) == 2


def test_other_fault_and_recovery_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    """And nothing where nothing was."""
    caplog.set_level("INFO")
    worker = DatabaseAlerts()
    worker.report_recovery()
    worker.report_fault(FULL)
    worker.report_fault(HELD)
    worker.report_recovery()
    worker.report_recovery()
    full, held, over = caplog.messages
    assert ("no room" in full, "locked" in held, "answers again" in over) == (True, True, True)

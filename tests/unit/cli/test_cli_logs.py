"""The log: one line a record, whatever stands in it."""

from __future__ import annotations

import logging
import sys

import pytest

from plugin.runtime.logs import OneLineFormatter


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("delivery=1 result=judged", "delivery=1 result=judged"),
        ("two\nlines", "two\\nlines"),
        ("a line that\r\nsomebody smuggled in", "a line that\\r\\nsomebody smuggled in"),
        ("метка", "метка"),
        ("Exception on /sign/eyJ.a-b_c [GET]", "Exception on /sign/… [GET]"),
        ("Exception on /auth/link/eyJ.a-b_c [POST]", "Exception on /auth/link/… [POST]"),
        ("/auth/callback?code=a1&state=b2 failed", "/auth/callback?code=…&state=… failed"),
    ],
)
def test_a_record_is_one_line(message: str, expected: str) -> None:
    """Moment, level and logger stand in front; a line break cannot forge a record."""
    record = logging.LogRecord("ugovor.worker", logging.INFO, "x.py", 1, message, None, None)
    record.created = 0
    shown = OneLineFormatter().format(record)
    assert shown == f"time=1970-01-01T00:00:00.000+00:00 level=info logger=ugovor.worker {expected}"


def test_a_traceback_is_on_the_same_line() -> None:
    """Collectors that read line by line keep it whole."""
    try:
        raise ValueError("no such thing")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed", None, sys.exc_info())
    shown = OneLineFormatter().format(record)
    assert "\n" not in shown
    assert "ValueError: no such thing" in shown

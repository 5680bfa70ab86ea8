"""Which faults of the database pass by themselves, and are not held against a delivery."""

from __future__ import annotations

import sqlite3

import psycopg.errors
import pytest
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from plugin.store.engine import passes


@pytest.mark.parametrize(
    ("sentence", "error", "expected"),
    [
        ("SQLite is locked.", OperationalError("", {}, sqlite3.OperationalError("locked")), True),
        ("A deadlock was broken.", OperationalError("", {}, psycopg.errors.DeadlockDetected()), True),
        ("The server shuts down.", OperationalError("", {}, psycopg.errors.AdminShutdown()), True),
        ("The disk is full.", OperationalError("", {}, psycopg.errors.DiskFull()), True),
        ("A row is too long.", OperationalError("", {}, psycopg.errors.ProgramLimitExceeded()), False),
        ("A value does not fit.", DataError("", {}, psycopg.errors.UntranslatableCharacter()), False),
        ("A key is taken.", IntegrityError("", {}, sqlite3.IntegrityError()), False),
        ("It is no fault of the database.", ValueError(), False),
    ],
)
def test_what_passes(sentence: str, error: Exception, expected: bool) -> None:
    """A lost connection or a lock passes; what a row itself is does not."""
    assert passes(error) is expected, sentence

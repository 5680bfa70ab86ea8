"""Where every run of the tests keeps its files, and a database to copy."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import compile_once
import pytest
import reaper
from hypothesis import HealthCheck, settings
from time_limits import scaled

from plugin.store import schema
from plugin.store.engine import Database
from plugin.worker.active_contracts import ActiveContracts

MEMORY = Path("/dev/shm")  # noqa: S108 - folders of one's own are made in it
ROOM = 2 * 1024**3


compile_once.install()
# An example that hangs fails; one that only waits for a busy machine does not.
settings.register_profile(
    "ugovor", deadline=timedelta(seconds=scaled(2)), suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ugovor")


def pytest_configure() -> None:
    """Keep what the tests write in memory where there is room.

    Waiting for a disk would only cost time.
    """
    reaper.watch_this_run()
    # Mappings that a test writes are whole; `tests/unit/worker/test_mapping_files.py` looks at resting ones.
    ActiveContracts.rest_s = 0.0
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        tempfile.tempdir = str(MEMORY)
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_finish() -> None:
    """Collect garbage less often: thousands of tests would be walked each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def newest_sqlite(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give an empty, migrated database file for copies: migrating takes longer."""
    file = tmp_path_factory.mktemp("newest") / "ugovor.db"
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database)
    database.close()
    return file.read_bytes()

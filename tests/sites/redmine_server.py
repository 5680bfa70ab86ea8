"""A genuine Redmine on this machine, where it can be installed.

Else the reason why there is none.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ports import free_port

SCRIPTS = Path(__file__).resolve().parents[1] / "e2e" / "redmine"
VERSION = "5.0."
"""The scripts and the plugin are written for this version, which Debian 12 has."""

NOT_RUN = "The genuine Redmine was not run"
"""How a failure for want of it begins."""


@cache
def missing_redmine() -> str:
    """Return why no genuine Redmine can run here, empty where one can."""
    if shutil.which("dpkg-query") is None:
        return "it is copied from Debian's packages, and this is no Debian"
    version = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Version}", "redmine"],  # noqa: S607 - Debian's own
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    if not version:
        return f"it is not installed: as root {SCRIPTS / 'install.sh'}"
    return "" if version.startswith(VERSION) else f"this system has Redmine {version}, not {VERSION}x"


@dataclass
class RedmineServer:
    """One running Redmine: a tree, plugins, a database and a port of its own."""

    told: Mapping[str, Any]

    @classmethod
    def start(cls, events_url: str = "", secret: str = "") -> RedmineServer:
        """Start a fresh one; with an address, its issue events are posted there, signed."""
        root = Path(tempfile.mkdtemp(prefix="ugovor-redmine-")) / "redmine"
        started = subprocess.run(  # noqa: S603 - the project's own script
            [SCRIPTS / "start.sh", root, str(free_port()), events_url, secret],
            capture_output=True,
            text=True,
            check=False,
        )
        if started.returncode:
            raise RuntimeError(f"Redmine did not start: {started.stderr[-2000:]}")
        return cls(json.loads(started.stdout))

    @property
    def url(self) -> str:
        """Where it answers."""
        return str(self.told["url"])

    def key(self, login: str) -> str:
        """Return somebody's API key."""
        return str(self.told["keys"][login])

    def user(self, login: str) -> str:
        """Return somebody's id, as a mapping's `account`."""
        return str(self.told["users"][login])

    def set_time(self, moment_s: float) -> None:
        """Set the server's clock, in seconds since 1970."""
        file = Path(self.told["folder"]) / "clock"
        fresh = file.with_suffix(".new")
        fresh.write_text(f"{moment_s:.6f}")
        fresh.rename(file)

    # What no API can do

    def age(self, issue: str) -> None:
        """Set an issue's last change to two days ago."""
        moment = (datetime.now(UTC) - timedelta(days=2)).strftime("%Y-%m-%d %H:%M:%S.000000")
        self._change("UPDATE issues SET updated_on = ? WHERE id = ?", moment, int(issue))

    def set_rights(self, role: str, *, give: str = "", take: str = "") -> None:
        """Give a role a right, or take one away; Redmine keeps them as a YAML list."""
        if take:
            self._change(
                "UPDATE roles SET permissions = replace(permissions, ?, '') WHERE name = ?",
                f"- :{take}\n",
                role,
            )
        if give:
            self._change(
                "UPDATE roles SET permissions = permissions || ? WHERE name = ?", f"- :{give}\n", role
            )

    def set_setting(self, name: str, value: str) -> None:
        """Change one of Redmine's settings."""
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        self._change("UPDATE settings SET value = ?, updated_on = ? WHERE name = ?", value, now, name)

    def _change(self, statement: str, *values: object) -> None:
        file = Path(self.told["folder"]) / "db" / "redmine.sqlite3"
        with closing(sqlite3.connect(file, timeout=10)) as connection, connection:
            connection.execute(statement, values)

    def stop(self) -> None:
        """End it and forget its data."""
        pid = int(self.told["pid"])
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 10
        while _is_alive(pid):
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
                break
            time.sleep(0.05)
        shutil.rmtree(Path(self.told["root"]).parent, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def require_redmine() -> None:
    """Fail, with the reason, where no genuine Redmine can run.

    A run that asks for it by name has to know.
    """
    if reason := missing_redmine():
        pytest.fail(f"{NOT_RUN}: {reason}")

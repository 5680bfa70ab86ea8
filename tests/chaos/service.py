"""The service as real processes, each in a process group of its own.

It can then be killed as a whole.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import requests
from time_limits import scaled

Role = Literal["web", "worker"]

_PATIENCE_S = scaled(30.0)
_SETTINGS = """
[service]
bind = "{bind}"
database = "{database}"
mappings = "mappings"

[trackers.main]
kind = "jira_cloud"
url = "{tracker}"
user = "bot@acme.example"
token = "token-of-the-bot"
webhook_secrets = ["{secret}"]
account = "bot"
timeout_s = 2
"""


def write_settings(folder: Path, bind: str, database: str, tracker: str, secret: str) -> Path:
    """Write the settings of one process and return the file."""
    path = folder / f"ugovor-{bind.replace(':', '-')}.toml"
    text = _SETTINGS.format(bind=bind, database=database, tracker=tracker, secret=secret)
    path.write_text(text, encoding="utf-8")
    return path


@dataclass
class Process:
    """One web or worker process that is started anew whenever it was killed.

    Attributes:
        code: a folder with another version of the packages; None: the present one.
        program: what Python is to run in the place of `ugovor`.
        environment: more variables.
        python: runs it; another one's has another version installed beside it.
    """

    role: Role
    name: str
    config: Path
    log: Path
    deaths: int = 0
    breaks_off_at: str = ""
    code: Path | None = None
    program: tuple[str, ...] = ("-m", "plugin.cli")
    environment: Mapping[str, str] = field(default_factory=dict)
    python: str = sys.executable
    _begun: int = 0
    _running: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it, or start it again."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("UGOVOR_")}
        environment |= self.environment
        if self.breaks_off_at:
            environment["UGOVOR_FAILPOINT"] = self.breaks_off_at
        if self.code is not None:
            environment["PYTHONPATH"] = str(self.code)
        only = ["--web"] if self.role == "web" else ["--worker", "--name", self.name]
        command = [self.python, *self.program, "--config", str(self.config), "serve", *only]
        self._begun = self.log.read_bytes().count(b"the worker has begun") if self.log.exists() else 0
        with self.log.open("ab") as out:
            self._running = subprocess.Popen(
                command, stdout=out, stderr=out, env=environment, cwd=self.code, start_new_session=True
            )

    def wait_until_up(self, over: threading.Event) -> None:
        """Wait until it works.

        A process that is always killed at its start tests nothing.
        """
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline and not over.wait(0.05) and not self.has_died():
            if self._is_up():
                return

    def _is_up(self) -> bool:
        if self.role == "worker":
            return self.log.read_bytes().count(b"the worker has begun") > self._begun
        host = self.config.stem.removeprefix("ugovor-").replace("-", ":")
        try:
            return requests.get(f"http://{host}/healthz", timeout=2).ok
        except requests.RequestException:
            return False

    def kill(self) -> None:
        """Kill it with everything that it started, without a warning."""
        if self._running is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait(_PATIENCE_S)
            self._running = None
            self.deaths += 1

    def pause(self) -> None:
        """Stop it, so that it hangs."""
        if self._running is not None:
            os.killpg(self._running.pid, signal.SIGSTOP)

    def wake(self) -> None:
        """Continue it where it hung."""
        if self._running is not None:
            os.killpg(self._running.pid, signal.SIGCONT)

    def state(self) -> str:
        """Return the kernel's letter for its state, such as `T` for stopped."""
        if self._running is None:
            return ""
        stat = Path(f"/proc/{self._running.pid}/stat").read_text(encoding="ascii")
        return stat.rpartition(")")[2].split()[0]

    def has_died(self) -> bool:
        """Tell whether it ended by itself."""
        return self._running is not None and self._running.poll() is not None

    def wait_for_death(self, seconds: float, over: threading.Event) -> bool:
        """Wait until it ended by itself; False where it lives on, or `over` was set."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not over.wait(0.02):
            if self.has_died():
                self._running = None
                self.deaths += 1
                return True
        return False

    def stop(self) -> None:
        """Ask it to stop, and wait for it."""
        if self._running is not None:
            self._running.send_signal(signal.SIGTERM)
            try:
                self._running.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                self.kill()
            self._running = None

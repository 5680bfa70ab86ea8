"""Processes of a benchmark, each on a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .deliveries import SECRET

_PATIENCE_S = 30.0

_SETTINGS = """
[service]
bind = "127.0.0.1:{port}"
database = "{database}"
mappings = "{mappings}"

[trackers.main]
kind = "jira_cloud"
url = "{tracker}"
user = "bot@acme.example"
token = "token-of-the-bot"
webhook_secrets = ["{secret}"]
account = "bot"
"""


def settings_file(
    folder: Path, database: str, port: int, *, tracker: str = "http://127.0.0.1:1", mappings: str = "mappings"
) -> Path:
    """Write the settings of a service and return the file."""
    (folder / "mappings").mkdir(exist_ok=True)
    path = folder / f"ugovor-{port}.toml"
    text = _SETTINGS.format(port=port, database=database, tracker=tracker, mappings=mappings, secret=SECRET)
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def running(command: Sequence[str], port: int | None, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command of Python until the block ends; it listens when the block begins."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UGOVOR_")}
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, *command], stdout=out, stderr=out, env=environment)
    try:
        if port is not None:
            wait_for(port, process)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise RuntimeError(f"it did not stop: {log.read_text(encoding='utf-8')[-2000:]}") from error


def serve(config: Path, *only: str) -> list[str]:
    """Return the command that serves by these settings."""
    return ["-m", "plugin.cli", "--config", str(config), "serve", *only]


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens on a port.

    Raises:
        RuntimeError: the process ended, or nobody listened in time.
    """
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise RuntimeError(f"nobody listens on {port}; see the log of {process.args!r}")

"""Whether the service takes its time from a file (`UGOVOR_PRACTICE_CLOCK`).

Only where every tracker is on this machine: a tracker that others work with would be told dates that are not
true.
"""

from __future__ import annotations

import ipaddress
import logging
import os
from pathlib import Path
from urllib.parse import urlsplit

from plugin.runtime.clock import Clock, SystemClock
from plugin.runtime.practice_clock import PracticeClock, PracticeClockError
from plugin.settings.errors import SettingsError
from plugin.settings.model import Settings

log = logging.getLogger("ugovor.practice")

VARIABLE = "UGOVOR_PRACTICE_CLOCK"


def choose_clock(settings: Settings, clock: Clock) -> Clock:
    """Return the service's clock: practice time where the environment asks for it.

    A clock that a caller set on purpose stays.

    Raises:
        SettingsError: practice time cannot be had here.
    """
    path = find_practice_file(settings)
    if not path or not isinstance(clock, SystemClock):
        return clock
    check_practice_time(settings)
    try:
        practice = PracticeClock(Path(path), clock)
    except PracticeClockError as error:
        raise SettingsError(
            f"{VARIABLE}: {error}. Write an ISO time there, or unset the variable."
        ) from error
    log.warning("practice time is in force: it is %s by the file %s", practice.now().isoformat(), path)
    return practice


def find_practice_file(settings: Settings) -> str:
    """Return the file that says the time: of the environment, else of the settings."""
    service = getattr(settings, "service", None)
    named = service.practice_clock if service is not None else None
    return os.environ.get(VARIABLE, "") or (str(named) if named is not None else "")


def check_practice_time(settings: Settings) -> None:
    """Refuse practice time where a tracker is not on this machine.

    Raises:
        SettingsError: one is not.
    """
    if not find_practice_file(settings):
        return
    for name, tracker in sorted(settings.trackers.items()):
        if not is_loopback(tracker.url):
            raise SettingsError(
                f"{VARIABLE} is set, but trackers.{name}.url is not on this machine's loopback: practice "
                "time is for practice trackers alone. Unset the variable."
            )


def is_loopback(url: str) -> bool:
    """Tell whether an address leads to this very machine.

    >>> [is_loopback(f"http://{host}:80") for host in ("localhost", "127.0.0.2", "[::1]", "acme.example")]
    [True, True, True, False]
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

"""The demo's story as people play it: the same five steps through forms, or in a real browser."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import requests

from plugin.cli.demo_scene import Scene, open_scene
from plugin.clock import SystemClock

ASKED = "Добавить калькулятор стоимости"
WHY = "Посетители спрашивают цену по телефону: пусть считают сами и сразу оставляют заявку."
LONGEST_WAIT_S = 20.0
PORTS = (18480, 18580)


@contextmanager
def running_demo(folder: Path, language: str = "ru") -> Iterator[Scene]:
    """Run a demo on free ports."""
    with open_scene(folder, *PORTS, language, SystemClock()) as scene:  # type: ignore[arg-type]
        yield scene


def until[T](look: Callable[[], T], what: str) -> T:
    """Return what `look` sees as soon as it is true; the demo runs on the real clock."""
    rest = threading.Event()
    end = time.monotonic() + LONGEST_WAIT_S
    while time.monotonic() < end:
        if seen := look():
            return seen
        rest.wait(0.1)
    raise AssertionError(f"not seen within {LONGEST_WAIT_S} s: {what}")

"""Calling a function in a child: its result comes back, what it loaded does not.

Each call is made in a process of its own, since a process with threads may not fork.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import os, sys
from plugin.cli.forked_call import call_in_child
from plugin.settings.errors import SettingsError

def load():
    import colorsys
    return len(colorsys.__name__)

def refuse():
    raise SettingsError("trackers.main.token is missing")

def die():
    os.kill(os.getpid(), 9)

try:
    print("result", call_in_child({name}))
except SettingsError as error:
    print("error", error)
finally:
    print("colorsys" in sys.modules)
"""


def run(name: str) -> tuple[int, str]:
    """Call a function of the program in a child; return exit code and output."""
    command = [sys.executable, "-c", PROGRAM.replace("{name}", name)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    return ended.returncode, ended.stdout


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("load", (0, "result 8\nFalse\n"), id="a result"),
        pytest.param("refuse", (0, "error trackers.main.token is missing\nFalse\n"), id="an error"),
        pytest.param("die", (1, "False\n"), id="it was killed"),
    ],
)
def test_what_comes_back_from_the_child(name: str, expected: tuple[int, str]) -> None:
    """A result, an error, or nothing."""
    assert expected == run(name)

"""Calls a function in a forked child: what it loads takes no memory here.

The first process of `ugovor serve` lives as long as the service and needs two of its settings. Reading them
loads Pydantic, 16 MB that would stay.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def call_in_child(function: Callable[[], Result]) -> Result:
    """Call a function in a forked child and return what it returned there.

    Args:
        function: its result can be pickled; this process has no other threads yet.

    Raises:
        Exception: whatever the function raised.
        SystemExit: the child ended without an answer, such as by a signal.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _answer(function, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as answers:
        answer = answers.read()
    os.waitpid(child, 0)
    if not answer:
        raise SystemExit(1)
    failed, result = pickle.loads(answer)  # noqa: S301 -- our own child wrote it
    if failed is not None:
        raise failed
    value: Result = result
    return value


def _answer(function: Callable[[], object], writer: int) -> None:
    """Write what came of the call, and end the child without the parent's clean-up."""
    try:
        try:
            answer = pickle.dumps((None, function()))
        except Exception as error:  # noqa: BLE001 -- the parent raises it
            answer = pickle.dumps((error, None))
        with os.fdopen(writer, "wb") as answers:
            answers.write(answer)
    finally:
        os._exit(0)

"""Ports for servers that tests start."""

from __future__ import annotations

import random
import socket

_RANGE = range(10_000, 32_000)
"""Below those that the system gives to outgoing connections: nobody takes one before its server has begun."""
_given: set[int] = set()


def free_port() -> int:
    """Return a free port that this process has not been given before."""
    while True:
        # Not by order: two runs on one machine would meet.
        port = random.SystemRandom().choice(_RANGE)
        if port not in _given and _is_free(port):
            _given.add(port)
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

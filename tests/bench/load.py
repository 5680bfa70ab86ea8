"""Load on a web server over kept connections: at full or at a steady rate.

One thread and plain sockets, so that what is measured is the server and not the one who asks.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_PATIENCE_S = 30.0

MakeRequest = Callable[[int], bytes]
"""Gives the whole request of a number; no two numbers give the same delivery."""


@dataclass
class Answers:
    """What came back.

    Attributes:
        statuses: how many answers of each HTTP status.
        times_s: how long each answer took, in the order of the answers.
        seconds: how long all of it took.
    """

    statuses: dict[int, int] = field(default_factory=dict)
    times_s: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def a_second(self) -> float:
        """Answers with 204 in a second."""
        return self.statuses.get(204, 0) / self.seconds

    def percentile_ms(self, percent: float) -> float:
        """Return the milliseconds within which a percentage was answered."""
        ordered = sorted(self.times_s)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1000


def closed_loop(port: int, requests: Iterator[bytes], connections: int, seconds: float) -> Answers:
    """Ask over a number of connections for a while, each as soon as it is free."""
    answers, open_at = Answers(), {}
    selector = selectors.DefaultSelector()
    for _ in range(connections):
        connection = _connected(port)
        selector.register(connection, selectors.EVENT_READ, bytearray())
        connection.sendall(next(requests))
        open_at[connection] = time.perf_counter()
    began = time.perf_counter()
    while open_at:
        events = selector.select(_PATIENCE_S)
        if not events:
            raise TimeoutError("the server stopped answering")
        for key, _ in events:
            assert isinstance(key.fileobj, socket.socket)
            connection = key.fileobj
            status = _status(connection, key.data)
            if status is None:
                continue
            now = time.perf_counter()
            answers.statuses[status] = answers.statuses.get(status, 0) + 1
            answers.times_s.append(now - open_at.pop(connection))
            if now - began < seconds:
                connection.sendall(next(requests))
                open_at[connection] = time.perf_counter()
    answers.seconds = time.perf_counter() - began
    for key in list(selector.get_map().values()):
        key.fileobj.close()  # type: ignore[union-attr]
    return answers


def steady(port: int, requests: Iterator[bytes], a_second: float, seconds: float) -> Answers:
    """Ask at a steady rate over free connections; count from when it was due."""
    answers = Answers()
    selector = selectors.DefaultSelector()
    free: list[socket.socket] = []
    due_at: dict[socket.socket, float] = {}
    began = time.perf_counter()
    number, count = 0, int(a_second * seconds)
    while number < count or due_at:
        now = time.perf_counter()
        due = began + number / a_second
        if number < count and now >= due:
            if free:
                connection = free.pop()
            else:
                connection = _connected(port)
                selector.register(connection, selectors.EVENT_READ, bytearray())
            connection.sendall(next(requests))
            due_at[connection] = due
            number += 1
            continue
        wait = max(0.0, due - now) if number < count else _PATIENCE_S
        for key, _ in selector.select(wait) if selector.get_map() else ():
            connection = key.fileobj  # type: ignore[assignment]
            if connection not in due_at:
                # The server closes connections that rest.
                selector.unregister(connection)
                free.remove(connection)
                connection.close()
                continue
            status = _status(connection, key.data)
            if status is not None:
                answers.statuses[status] = answers.statuses.get(status, 0) + 1
                answers.times_s.append(time.perf_counter() - due_at.pop(connection))
                free.append(connection)
    answers.seconds = time.perf_counter() - began
    for connection in free:
        connection.close()
    return answers


def _connected(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), _PATIENCE_S)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _status(connection: socket.socket, received: bytearray) -> int | None:
    """Read on; return the status once the head is whole.

    A 204 has no body, and others are short.
    """
    chunk = connection.recv(65_536)
    if not chunk:
        raise ConnectionError("the server closed a connection that was in use")
    received += chunk
    if b"\r\n\r\n" not in received:
        return None
    status = int(received[9:12])
    received.clear()
    return status

"""Reads a body that may end early or have broken chunks.

That is the sender's fault, never the service's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from werkzeug.exceptions import ClientDisconnected

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class _Stream(Protocol):
    def read(self, size: int = -1, /) -> bytes:
        """Read up to `size` bytes."""
        ...


class _Body:
    """A body whose every fault is that the client is gone, as the framework knows it."""

    def __init__(self, stream: _Stream) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes.

        Raises:
            ClientDisconnected: the body cannot be read; servers have errors of their own for that, which
                the framework would take for faults of the service.
        """
        try:
            return self._stream.read(size)
        except Exception as error:
            raise ClientDisconnected from error


def tolerate_broken_bodies(app: WsgiApp) -> WsgiApp:
    """Wrap the app so that an unreadable body is a client error on any server."""

    def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 -- WSGI
        body = _Body(environ["wsgi.input"])
        return app({**environ, "wsgi.input": body}, start_response)

    return call

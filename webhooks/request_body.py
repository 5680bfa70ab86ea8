"""Reading a body that ends early or comes in chunks that are none: the sender's fault, never ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from werkzeug.exceptions import ClientDisconnected

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class _Stream(Protocol):
    def read(self, size: int = -1, /) -> bytes:
        """Read up to so many bytes."""
        ...


class _Body:
    """A body whose every fault is that the client is gone, as the framework knows it."""

    def __init__(self, stream: _Stream) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Read up to so many bytes.

        Raises:
            ClientDisconnected: the body cannot be read; servers have errors of their own for that, which
                the framework would take for faults of the service.
        """
        try:
            return self._stream.read(size)
        except Exception as error:
            raise ClientDisconnected from error


def tolerate_broken_bodies(app: WsgiApp) -> WsgiApp:
    """Return the app with bodies that cannot be read told as such, whatever server stands before it."""

    def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 -- WSGI
        body = _Body(environ["wsgi.input"])
        return app({**environ, "wsgi.input": body}, start_response)

    return call

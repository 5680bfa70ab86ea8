"""Connections whose calls can be ended, and answers of a limited size."""

from __future__ import annotations

import socket
from typing import Any

from requests import Response
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from plugin.trackers.http.deadlines import DEADLINES

MAX_ANSWER_BYTES = 20 * 1024 * 1024
"""The size of an answer, unpacked: what is larger is no issue, and no page of issues."""
_PIECE_BYTES = 16 * 1024
"""So little is unpacked at a time that even a bomb of zeros stays small."""


class AnswerTooLarge(Exception):
    """An answer is larger than it may be, or packed more than once."""


def read_bounded(response: Response) -> None:
    """Read an answer to its end, and keep it as its content.

    Raises:
        AnswerTooLarge: it is over the limit; nothing of it is kept.
    """
    if "," in response.headers.get("Content-Encoding", ""):
        response.close()
        raise AnswerTooLarge("it is packed more than once")
    pieces, size = [], 0
    for piece in response.iter_content(_PIECE_BYTES):
        size += len(piece)
        if size > MAX_ANSWER_BYTES:
            response.close()
            raise AnswerTooLarge(f"it is larger than {MAX_ANSWER_BYTES // 2**20} MB")
        pieces.append(piece)
    # `requests` has no public way to give a response a content that was read elsewhere.
    response._content = b"".join(pieces)


class _Watched(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        _note(made)
        return made

    def connect(self) -> None:
        super().connect()
        _note(self.sock)

    def request(self, *args: Any, **keys: Any) -> None:  # noqa: ANN401 -- handed on as it came
        # A connection that is used again is connected already.
        _note(self.sock)
        super().request(*args, **keys)


class _WatchedTls(_Watched, HTTPSConnection):
    """The same over TLS, which takes the first socket over when it connects."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTls


class BoundedAdapter(HTTPAdapter):
    """Opens connections whose calls can be ended from outside."""

    def init_poolmanager(self, *args: Any, **keys: Any) -> None:  # noqa: ANN401 -- handed on as it came
        """Open connections that note their socket."""
        super().init_poolmanager(*args, **keys)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}

    def proxy_manager_for(self, *args: Any, **keys: Any) -> Any:  # noqa: ANN401 -- handed on as it came
        """Open connections through a proxy that note their socket."""
        manager = super().proxy_manager_for(*args, **keys)
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
        return manager


def _note(used: socket.socket | None) -> None:
    call = DEADLINES.current
    if call is not None:
        call.use(used)

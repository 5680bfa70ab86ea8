"""How far a long command is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self, TextIO

_BAR = 30
_AT_MOST = 200
"""Parts of the whole at which a bar is drawn anew."""


class Progress:
    """Tells on standard error how much is done, so that what is printed stays whole."""

    def __init__(
        self, done: str, what: str, whole: int = 0, *, each: int, stream: TextIO | None = None
    ) -> None:
        """Take what is counted.

        Args:
            done: what happened to what is counted, such as `read`.
            what: what is counted, such as `issues`.
            whole: how many there are; 0: it is not known yet.
            each: after how many a line is written where there is no terminal.
            stream: where it is told; None: standard error.
        """
        self._done, self._what, self._whole, self._each = done, what, whole, each
        self._stream = stream if stream is not None else sys.stderr
        self._is_terminal = self._stream.isatty()
        self._count = self._told = 0

    def __enter__(self) -> Self:
        """Begin to count."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the bar's line, also where the work broke off."""
        if self._is_terminal and self._count:
            self._stream.write("\n")
            self._stream.flush()

    def told_of(self, count: int, whole: int) -> None:
        """Take how many of how many are done."""
        self._whole = whole
        self.told(count)

    def told(self, count: int) -> None:
        """Take how many are done."""
        self._count = count
        if self._is_terminal:
            step = max(1, self._whole // _AT_MOST)
            if not self._told or count - self._told >= step or count == self._whole:
                self._told = count
                self._stream.write(f"\r{self._bar(count)}")
                self._stream.flush()
        elif count // self._each > self._told // self._each:
            self._told = count
            self._stream.write(f"{self._sentence(count)}\n")
            self._stream.flush()

    def _bar(self, count: int) -> str:
        if not self._whole:
            return self._sentence(count)
        full = count * _BAR // self._whole
        return f"[{'#' * full}{'.' * (_BAR - full)}] {self._sentence(count)}"

    def _sentence(self, count: int) -> str:
        of = f" of {self._whole:,}" if self._whole else ""
        return f"{self._done} {count:,}{of} {self._what}"

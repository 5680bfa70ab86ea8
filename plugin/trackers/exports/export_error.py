"""What is wrong with an export: where in the file, what, and what to do."""

from __future__ import annotations

from pathlib import Path


class ExportError(Exception):
    """A file cannot be read as an export.

    Attributes:
        line: of the file, from 1; 0 where the whole file is meant.
        column: of the table, from 1; 0 where the whole line is meant.
        remedy: what to do.
    """

    def __init__(self, path: Path, sentence: str, remedy: str, *, line: int = 0, column: int = 0) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(
            f"{place}:{column}: {sentence}. {remedy}" if column else f"{place}: {sentence}. {remedy}"
        )
        self.line = line
        self.column = column
        self.remedy = remedy

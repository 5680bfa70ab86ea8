"""What is wrong with a contract mapping, where it stands, and what to do about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]


def dotted(path: Path) -> str:
    """Write a path the way people say it: `stages[0].items[1].hours`; the whole file is an empty text."""
    words = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(words).removeprefix(".")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one file.

    Attributes:
        file: the file as it was named by whoever asked for it.
        line: counted from 1.
        column: counted from 1, in characters.
        sentence: what is wrong, without the full stop.
        remedy: what to do now, a whole sentence.
        reason: the machine's word for this kind of fault, `unknown_key` for instance.
        where: the dotted place, `stages[0].items[1].hours`.
        severity: an `error` keeps the mapping from loading, a `warning` does not.
    """

    file: str
    line: int
    column: int
    sentence: str
    remedy: str
    reason: str
    where: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.sentence}. {self.remedy}"

    def to_json(self) -> dict[str, str | int]:
        """Return the fault as plain JSON data."""
        return asdict(self)

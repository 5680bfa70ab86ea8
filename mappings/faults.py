"""Faults of a mapping: what is wrong, where, and what to do about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]
KeyPath = tuple[str | int, ...]


def dotted_path(path: KeyPath) -> str:
    """Write a path the way people say it: `stages[0].items[1].hours`.

    The path of the whole file is an empty text.
    """
    steps = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(steps).removeprefix(".")


def printable(text: str) -> str:
    r"""Write control, bidi and unassigned characters as YAML's escapes.

    A name that turns the line around it from right to left would otherwise change what the sentence says.

    >>> printable("key\u202e")
    'key\\u202e'
    """
    return "".join(each if each.isprintable() else _escape(each) for each in text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one file. What it quotes from the file is made printable.

    Attributes:
        file: the file as the caller named it.
        line: counted from 1.
        column: counted from 1, in characters.
        sentence: what is wrong, without the full stop.
        remedy: what to do now, a whole sentence.
        reason: the kind of fault, for programs: `unknown_key` for instance.
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

    def __post_init__(self) -> None:
        for quoting in ("sentence", "remedy", "where"):
            object.__setattr__(self, quoting, printable(getattr(self, quoting)))

    def __str__(self) -> str:
        place = f"{printable(self.file)}:{self.line}:{self.column}"
        return f"{place}: {self.severity}: {self.sentence}. {self.remedy}"

    def to_json(self) -> dict[str, str | int]:
        """Return the fault as plain JSON data."""
        return asdict(self)

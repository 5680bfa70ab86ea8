"""A contract as numbered clauses and tables, whatever file it came from."""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableDocument(Exception):
    """A file that gives no text; the sentence says why and what to do."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as a reader found it.

    Attributes:
        label: the number that the program itself put before it, such as `5.3.` or `а)`.
        is_bullet: whether it is an element of a list without numbers.
    """

    text: str
    label: str = ""
    is_bullet: bool = False


@dataclass(frozen=True)
class TableRows:
    """A table as a reader found it: rows of cells."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Clause:
    """A paragraph with the number that holds there.

    Attributes:
        part: the annex that it stands in; empty for the contract itself.
        number: its own, or that of the clause above where it has none.
        is_own: whether the number is its own.
    """

    part: str
    number: str
    text: str
    is_own: bool = False
    is_bullet: bool = False


@dataclass(frozen=True)
class Table:
    """A table, and the clause under which it stands."""

    part: str
    number: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ContractDocument:
    """Clauses and tables in their order."""

    blocks: tuple[Clause | Table, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses."""
        return tuple(each for each in self.blocks if isinstance(each, Clause))

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables."""
        return tuple(each for each in self.blocks if isinstance(each, Table))

    @property
    def text(self) -> str:
        """All words, one block a line."""
        lines = []
        for each in self.blocks:
            if isinstance(each, Clause):
                lines.append(each.text)
            else:
                lines += [" | ".join(row) for row in each.rows]
        return "\n".join(lines)

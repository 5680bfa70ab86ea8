"""Which heading each clause and table of a contract stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugin.drafting.documents.document import Clause, ContractDocument, Table

_MAX_HEADING_CHARS = 80
_ENDS = re.compile(r"[.;:,]\s*$")


def list_sections(document: ContractDocument) -> Iterator[tuple[str, Clause | Table]]:
    """Give every block of a contract with its heading; headings stand under none."""
    heading = ""
    for block in document.blocks:
        if isinstance(block, Clause) and is_heading(block):
            heading = block.text
            yield "", block
        else:
            yield heading, block


def is_heading(clause: Clause) -> bool:
    """Tell whether a clause is the heading of others: short, and no sentence.

    >>> is_heading(Clause("", "2", "Состав работ", True)), is_heading(Clause("", "2.1", "Вёрстка", True))
    (True, False)
    """
    is_top = clause.number.isdecimal() if clause.is_own else not clause.is_bullet
    is_short = len(clause.text) <= _MAX_HEADING_CHARS and not _ENDS.search(clause.text)
    return is_top and is_short and not any(letter.isdigit() for letter in clause.text)


def is_below(clause: Clause, head: Clause) -> bool:
    """Tell whether a clause is an element of the list that another one begins."""
    if clause.part != head.part:
        return False
    below = clause.number.startswith((f"{head.number} ", f"{head.number}.")) and clause.number != head.number
    return below or (clause.is_bullet and clause.number == head.number)

"""Compare two texts word by word, for a reader who wants the difference only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_TOKENS = re.compile(r"\s+|[^\s]+")
_CONTEXT_TOKENS = 12
_MAX_COMPARED_TOKENS = 4_000

PieceKind = Literal["same", "gone", "new", "left_out"]


@dataclass(frozen=True)
class DiffPiece:
    """A run of words: same in both, gone, new, or left out as far from any change."""

    kind: PieceKind
    text: str = ""


def compare_texts(before: str, after: str) -> tuple[DiffPiece, ...]:
    """Return both texts as one, with what is gone and what is new.

    >>> [(piece.kind, piece.text) for piece in compare_texts("ten pages", "six pages")]
    [('gone', 'ten'), ('new', 'six'), ('same', ' pages')]
    """
    was, now = _TOKENS.findall(before), _TOKENS.findall(after)
    if not was or not now or max(len(was), len(now)) > _MAX_COMPARED_TOKENS:
        whole = (DiffPiece("gone", before), DiffPiece("new", after))
        return tuple(piece for piece in whole if piece.text)
    found: list[DiffPiece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            found += _shorten(was[i1:i2], first=i1 == 0, last=i2 == len(was))
            continue
        gone, new = "".join(was[i1:i2]), "".join(now[j1:j2])
        found += [piece for piece in (DiffPiece("gone", gone), DiffPiece("new", new)) if piece.text]
    return tuple(found)


def _shorten(tokens: list[str], *, first: bool, last: bool) -> list[DiffPiece]:
    """Return a run of equal words, only those near a change."""
    if len(tokens) <= 3 * _CONTEXT_TOKENS:
        return [DiffPiece("same", "".join(tokens))]
    head = [] if first else [DiffPiece("same", "".join(tokens[:_CONTEXT_TOKENS]))]
    tail = [] if last else [DiffPiece("same", "".join(tokens[-_CONTEXT_TOKENS:]))]
    return [*head, DiffPiece("left_out"), *tail]

"""What changed between two texts, word by word, for a reader who wants the difference and not both texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\s+|[^\s]+")
_KEPT_AROUND = 12
_LONGEST_COMPARED = 4_000

Kind = Literal["same", "gone", "new", "left_out"]


@dataclass(frozen=True)
class Piece:
    """A run of words: the same in both, gone, new, or left out because nothing near it changed."""

    kind: Kind
    text: str = ""


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return both texts as one, with what is gone and what is new.

    >>> [(piece.kind, piece.text) for piece in pieces("ten pages", "six pages")]
    [('gone', 'ten'), ('new', 'six'), ('same', ' pages')]
    """
    was, now = _WORDS.findall(before), _WORDS.findall(after)
    if not was or not now or max(len(was), len(now)) > _LONGEST_COMPARED:
        whole = (Piece("gone", before), Piece("new", after))
        return tuple(piece for piece in whole if piece.text)
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            found += _shortened(was[i1:i2], first=i1 == 0, last=i2 == len(was))
            continue
        gone, new = "".join(was[i1:i2]), "".join(now[j1:j2])
        found += [piece for piece in (Piece("gone", gone), Piece("new", new)) if piece.text]
    return tuple(found)


def _shortened(words: list[str], *, first: bool, last: bool) -> list[Piece]:
    """Return a run of equal words with only those near a change."""
    if len(words) <= 3 * _KEPT_AROUND:
        return [Piece("same", "".join(words))]
    head = [] if first else [Piece("same", "".join(words[:_KEPT_AROUND]))]
    tail = [] if last else [Piece("same", "".join(words[-_KEPT_AROUND:]))]
    return [*head, Piece("left_out"), *tail]

"""Parts a page of two columns of text, which people read one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_PIECE = re.compile(r"\S+(?: {1,2}\S+)*")
_SLACK = 2
_MIN_LINES = 6
"""Fewer lines side by side are a head or signatures."""

_MIN_CHARS = 22
"""Of the mean line of a column; what is narrower is a table's."""

_MAX_OTHERS = 0.2
"""The part of lines with three pieces and more; tables have more of them."""


@dataclass(frozen=True)
class PagePart:
    """Lines that people read one after the other; `is_column`: beside others."""

    lines: tuple[str, ...]
    is_column: bool = False


def part_page(lines: Sequence[str]) -> tuple[PagePart, ...]:
    """Return the parts of a page in the order in which people read them.

    >>> page = [f"{'the left column has some words':<40}and so has the right one" for _ in range(8)]
    >>> [(len(part.lines), part.lines[0][:3]) for part in part_page(["A title" + " over both" * 5, *page])]
    [(1, 'A t'), (8, 'the'), (8, 'and')]
    """
    gutter = _find_gutter(lines)
    return tuple(_part(lines, gutter)) if gutter else (PagePart(tuple(lines)),)


def _find_gutter(lines: Sequence[str]) -> int:
    """Return where the right column begins; 0 where there is none."""
    pieces = [list(_PIECE.finditer(line)) for line in lines]
    pairs = [each for each in pieces if len(each) == 2]
    if not pairs or sum(len(each) > 2 for each in pieces) > _MAX_OTHERS * len(pairs):
        return 0
    start, _ = Counter(right.start() for _, right in pairs).most_common(1)[0]
    beside = [each for each in pairs if abs(each[1].start() - start) <= _SLACK]
    if len(beside) < _MIN_LINES:
        return 0
    widths = [sum(len(each[side][0]) for each in beside) / len(beside) for side in (0, 1)]
    return start if min(widths) >= _MIN_CHARS else 0


def _part(lines: Sequence[str], gutter: int) -> Iterator[PagePart]:
    edge = gutter - _SLACK
    left: list[str] = []
    right: list[str] = []
    across: list[str] = []
    for line in lines:
        is_across = any(each.start() < edge < each.end() - 1 for each in _PIECE.finditer(line))
        if is_across and (left or right):
            yield from _close(left, right)
            left, right = [], []
        if is_across:
            across.append(line)
            continue
        if across:
            yield PagePart(tuple(across))
            across = []
        left += [line[:edge].rstrip()] if line[:edge].strip() else []
        right += [line[edge:].strip()] if line[edge:].strip() else []
    yield from _close(left, right)
    if across:
        yield PagePart(tuple(across))


def _close(left: list[str], right: list[str]) -> Iterator[PagePart]:
    # Short lines before the columns begin, such as a title, are read before both.
    if left and not right:
        yield PagePart(tuple(left))
        return
    yield from (PagePart(tuple(each), is_column=True) for each in (left, right) if each)

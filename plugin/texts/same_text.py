"""Compare a comment in a tracker with what we wrote, whatever the markup."""

from __future__ import annotations

import re
from html import unescape

from plugin.texts.ticks import ticks_in

_MACRO = re.compile(r"\{[^{}]*\}")
_BOX = re.compile(r"^[ \t]*(?:[-*+][ \t]+)?(?:\[[ xX]\]|\([/x]\))", re.MULTILINE)
_NOT_A_WORD = re.compile(r"[\W_]+")
_TARGET = re.compile(r"(?<=\])\(<[^<>\n]*>\)")
"""Where a link of our templates leads to: `[text](<address>)`."""

_ENTITY = re.compile(r"&#\d{1,7};")
"""A sign that wiki markup has no escape for, see `plugin.texts.wiki`."""


def says_the_same(shown: str, markdown: str) -> bool:
    r"""Tell whether a comment has the words and ticks of our Markdown.

    The tracker's text may carry our reference line after them. It need not show where a link leads to: Jira
    Cloud's documents are read as text, in which a link is its words alone.

    >>> says_the_same("Спасибо\\! *Готово*\n\nУговор · 2993bdd254", "Спасибо! Готово")
    True
    """
    words = _words(_ENTITY.sub(lambda found: unescape(found[0]), shown))
    is_same = words.startswith((_words(markdown), _words(_TARGET.sub("", markdown))))
    return is_same and ticks_in(shown) == ticks_in(markdown)


def _words(text: str) -> str:
    return _NOT_A_WORD.sub("", _BOX.sub(" ", _MACRO.sub(" ", text)))

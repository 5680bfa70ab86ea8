"""Compare a comment in a tracker with what we wrote, whatever the markup."""

from __future__ import annotations

import re

from plugin.texts.ticks import ticks_in

_MACRO = re.compile(r"\{[^{}]*\}")
_BOX = re.compile(r"\[[ xX]\]|\((?:/|x)\)")
_NOT_A_WORD = re.compile(r"[\W_]+")


def says_the_same(shown: str, markdown: str) -> bool:
    r"""Tell whether a comment has the words and ticks of our Markdown.

    The tracker's text may carry our reference line after them.

    >>> says_the_same("Спасибо\\! *Готово*\n\nУговор · 2993bdd254", "Спасибо! Готово")
    True
    """
    return _words(shown).startswith(_words(markdown)) and ticks_in(shown) == ticks_in(markdown)


def _words(text: str) -> str:
    return _NOT_A_WORD.sub("", _BOX.sub(" ", _MACRO.sub(" ", text)))

"""Values that came from people, made safe: one line of plain text that no Markdown parser reads as markup."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup

SHORT = 80
"""A summary longer than so many characters is shortened in a sentence."""

_KEPT_FORMAT = "\u200c\u200d"
"""The joiners, which emoji and Persian need; every other format character hides or reorders text."""

_NON_BREAKING = "\u00a0\u202f"
_INLINE = re.compile(r"([\\`*_\[\]<>&~])")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BLOCK = re.compile(r"^([#+\-=|:])")
_QUOTES = {"ru": ("«", "»", "„", "“"), "en": ("“", "”", "‘", "’")}


def one_line(text: str) -> str:
    r"""Return a text as one line of visible characters.

    Control characters, direction overrides, zero-width signs and lone surrogates go; line breaks and runs
    of spaces become one space. Non-breaking spaces stay.

    >>> one_line(" a\u202e\x00b\n\n c ")
    'ab c'
    """
    kept = "".join(_visible(char) for char in text)
    return re.sub(" +", " ", kept).strip(" " + _NON_BREAKING)


def as_text(value: str) -> Markup:
    """Return a value as Markdown that reads as this very text, wherever in a line it stands."""
    line = _INLINE.sub(r"\\\1", one_line(value))
    line = _NUMBERED.sub(r"\1\\\2", line)
    return Markup(_BLOCK.sub(r"\\\1", line))  # noqa: S704


def shortened(value: str, longest: int = SHORT) -> str:
    """Return a text cut at a word, with … where something was left out."""
    line = one_line(value)
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    at_word, _, rest = cut.rpartition(" ")
    kept = at_word if at_word and len(rest) < longest // 2 else cut
    return kept.rstrip(" ,;:.—–-") + "…"


def quoted(value: str, language: str, longest: int = SHORT) -> str:
    """Return somebody's words between the language's quotation marks; marks inside become inner ones."""
    opening, closing, inner_opening, inner_closing = _QUOTES[language]
    line = shortened(value, longest) or "…"
    line = line.replace(opening, inner_opening)
    if closing != inner_opening:
        line = line.replace(closing, inner_closing)
    return f"{opening}{line}{closing}"


def as_quotation(markdown: str) -> Markup:
    """Return Markdown of our own as a quotation. It is trusted: only texts that `render` gave belong here."""
    return Markup("\n".join(f"> {line}".rstrip() for line in markdown.split("\n")))  # noqa: S704


def _visible(char: str) -> str:
    if char in _NON_BREAKING or char in _KEPT_FORMAT:
        return char
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char

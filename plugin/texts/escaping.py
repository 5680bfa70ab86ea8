"""Make values from people safe: one line that no Markdown parser reads as markup."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from markupsafe import Markup

MAX_SUMMARY_CHARS = 80
"""A sentence that quotes a longer summary shortens it."""

_JOINERS = "\u200c\u200d"
"""Emoji and Persian need them; every other format character hides or reorders text."""

_DIRECTION_SIGNS = dict.fromkeys(
    (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), None
)
"""Unicode's signs that override, embed or isolate a direction of writing."""

_NON_BREAKING = "\u00a0\u202f"
_INLINE = re.compile(r"([\\`*_\[\]<>~]|&(?=#?\w+;))")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_IN_ADDRESSES = "/:?#@!$&*+,;=%~"
_BLOCK = re.compile(r"^([#+\-=|:/])")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"«»“”]+", re.IGNORECASE)
_AFTER_ADDRESS = ".,;:!?…)]}'"
"""What ends a sentence or closes a bracket is no part of an address."""
_QUOTES = {"ru": ("«", "»", "„", "“"), "en": ("“", "”", "‘", "’")}


def to_one_line(text: str) -> str:
    r"""Return a text as one line of visible characters.

    Control characters, direction overrides, zero-width signs and lone surrogates go; line breaks and runs
    of spaces become one space. Non-breaking spaces stay.

    >>> to_one_line(" a\u202e\x00b\n\n c ")
    'ab c'
    """
    kept = "".join(_visible(char) for char in text)
    return re.sub(" +", " ", kept).strip(" " + _NON_BREAKING)


def drop_direction_signs(text: str) -> str:
    """Return a text without signs that turn the direction of writing.

    A summary with one of them could show a sum or an option in another order than it has.
    """
    return text.translate(_DIRECTION_SIGNS)


def escape_inline(text: str) -> str:
    """Escape every character that is markup inside a line."""
    return _INLINE.sub(r"\\\1", text)


def as_address(value: str) -> Markup:
    """Return an address of our own pages as the target of a link.

    What could end it early is encoded.
    """
    return Markup(quote(value, safe=_IN_ADDRESSES))  # noqa: S704 - this is the escaping


def escape_value(value: str) -> Markup:
    """Return a value as Markdown that reads as this very text, anywhere in a line.

    A slash in front is escaped too. It tells the renderers that a person wrote it, so that such a line does
    not look like a command to copy.
    """
    line = _NUMBERED.sub(r"\1\\\2", escape_inline(to_one_line(value)))
    return Markup(_BLOCK.sub(r"\\\1", line))  # noqa: S704 - this is the escaping


def link_addresses(value: str) -> Markup:
    r"""Return a value as Markdown that reads the same, with its addresses as links.

    Trackers make no links of the plain text in a comment of a program.

    >>> link_addresses("see https://example.org/a_b.")
    Markup('see [https://example.org/a\\_b](<https://example.org/a_b>).')
    """
    line, made, place = to_one_line(value), "", 0
    for found in _WEB_ADDRESS.finditer(line):
        address = found.group().rstrip(_AFTER_ADDRESS)
        made += escape_inline(line[place : found.start()])
        made += f"[{escape_inline(address)}](<{as_address(address)}>)"
        place = found.start() + len(address)
    made += escape_inline(line[place:])
    return Markup(_BLOCK.sub(r"\\\1", _NUMBERED.sub(r"\1\\\2", made)))  # noqa: S704 - this is the escaping


def shorten(value: str, max_chars: int = MAX_SUMMARY_CHARS) -> str:
    """Return a text cut at a word, with … where something was left out.

    >>> shorten("a calculator of costs", 14)
    'a calculator…'
    """
    line = to_one_line(value)
    if len(line) <= max_chars:
        return line
    cut = line[: max_chars - 1]
    words, _, rest = line[:max_chars].rpartition(" ")
    kept = words if words and len(rest) < max_chars // 2 else cut
    return kept.rstrip(" ,;:.—–-") + "…"


def quoted(value: str, language: str, max_chars: int = MAX_SUMMARY_CHARS) -> str:
    """Return somebody's words in quotation marks; marks inside them become inner ones.

    >>> quoted("Блок «Отзывы»", "ru")
    '«Блок „Отзывы“»'
    """
    opening, closing, inner_opening, inner_closing = _QUOTES[language]
    inner = {ord(opening): inner_opening, ord(closing): inner_closing}
    return opening + (shorten(value, max_chars) or "…").translate(inner) + closing


def as_quotation(markdown: str) -> Markup:
    """Return Markdown of our own as a quotation.

    It is trusted: only what `render` returned belongs here.
    """
    lines = (f"> {line}".rstrip(" ") for line in markdown.split("\n"))
    return Markup("\n".join(lines))  # noqa: S704 - its values were escaped when it was rendered


def _visible(char: str) -> str:
    if char in _NON_BREAKING or char in _JOINERS:
        return char
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char

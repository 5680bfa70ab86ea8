"""A comment as its reader sees it, without pictures, formatting and list marks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from plugin.core.commands.own_lines import find_own_lines
from plugin.core.model.markup import Markup

DOUBT = "\u2042"
"""Stands where it is not sure that a number was said, such as around code."""

_PICTURE = re.compile(
    r"!\[[^\]\n]*\]\([^)\n]*\)(?:\{[^}\n]*\})?|!(?=\S)[^!\n|]+\.\w{2,5}(?:\|[^!\n]*)?!"
    r"|\[\^[^\]\n]+\]|<img\b[^>\n]*>|!https?://[^\s!]+!",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\[(?P<md>[^\]\n|]{0,200})\]\([^)\n]{0,500}\)|\[(?P<wiki>[^\]\n|~]{1,200})\|[^\]\n]{1,500}\]"
)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_CODE = re.compile(
    r"\{\{(?P<wiki>.{0,200}?)\}\}|`+(?P<md>[^`\n]+)`+|<code>(?P<html>.{0,200}?)</code>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-z][a-z0-9]*\b[^<>\n]{0,200}>", re.IGNORECASE)
_MACRO = re.compile(r"\{[a-z]+(?::[^}\n]*)?\}", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<![\w*_])[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?![\w*_])")
_INSERTED = re.compile(r"(?<!\S)\+(?P<text>[^\s+](?:[^+\n]*[^\s+])?)\+(?!\S)")
_ESCAPED = re.compile(r"\\(?=[^\w\s])")
_HEADING = re.compile(r"\A\s*h[1-6]\.\s+", re.IGNORECASE)
_HASHES = re.compile(r"\s*(?P<marks>#{1,6})\s+(?P<rest>.*)")
_TEXTILE_START = re.compile(r"\s*#(?P<start>\d{1,2})\s+(?P<rest>\S.*)")
_BULLET = re.compile(r"\A\s*(?:[*•·–—+]|-(?!-))\s+(?=\S)")
_ORDERED = re.compile(r"\s{0,3}(?P<number>\d{1,3})(?P<mark>[.)])\s+(?P<rest>\S.*)")
_EMPTY_ITEM = re.compile(r"\s{0,3}\d{1,3}[.)]\s*")
_SHORT_NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_EMOJI_NAME = re.compile(rf":(?:keycap_)?(?P<name>{'|'.join(_SHORT_NAMES)}|\d):", re.IGNORECASE)
_NUMERALS = str.maketrans(
    {
        chr(first + offset): str(offset + 1)
        for first in (0x2460, 0x2776, 0x2780, 0x278A)
        for offset in range(9)
    }
)


def read_plain_lines(text: str, markup: Markup, own_words: Sequence[str] = ()) -> list[str]:
    """Return the lines that the writer said, without formatting.

    A numbered list comes with the numbers that its reader sees; an empty item is none.

    Args:
        text: the comment.
        markup: how the tracker keeps it.
        own_words: what the service's own comments on the issue say.
    """
    lines = find_own_lines(html.unescape(text), own_words)
    plain = [_without_inline_marks(line) for line in lines]
    if any(_ORDERED.fullmatch(line) for line in plain):
        plain = ["" if _EMPTY_ITEM.fullmatch(line) else line for line in plain]
    return list(_numbered(plain, markup))


def _without_inline_marks(line: str) -> str:
    line = _PICTURE.sub(" ", line)
    line = _LINK.sub(lambda match: match["md"] or match["wiki"] or "", line)
    line = _CODE.sub(lambda match: f" {DOUBT} {match['wiki'] or match['md'] or match['html'] or ''} ", line)
    line = _MACRO.sub("", _TAG.sub("", _ADDRESS.sub(" ", line)))
    return _EMOJI_NAME.sub(_digit_of, line.translate(_NUMERALS))


def _digit_of(match: re.Match[str]) -> str:
    name = match["name"].lower()
    return name if name.isdigit() else str(_SHORT_NAMES.index(name))


def _numbered(lines: Iterable[str], markup: Markup) -> Iterable[str]:
    """Yield lines without marks of headings and bullets, and with items numbered."""
    hashes = 0
    ordered: int | None = None
    for line in lines:
        start = _TEXTILE_START.fullmatch(line) if markup is Markup.UNKNOWN else None
        marked = _HASHES.fullmatch(line)
        item = _ORDERED.fullmatch(line) if markup is Markup.MARKDOWN else None
        hashes = hashes + 1 if marked else 0
        if item:
            ordered = int(item["number"]) if ordered is None else ordered + 1
            line = f"{ordered}{item['mark']} {item['rest']}"
        elif line.strip():
            ordered = None
        if start and not marked:
            line = f"{DOUBT} {start['start']} {start['rest']}"
        elif marked:
            line = _unmarked(marked, hashes, markup)
        line = _BULLET.sub("", _HEADING.sub("", line, count=1), count=1)
        yield _ESCAPED.sub("", _EMPHASIS.sub("", _INSERTED.sub(r"\g<text>", line)))


def _unmarked(marked: re.Match[str], count: int, markup: Markup) -> str:
    rest = marked["rest"]
    if markup in (Markup.MARKDOWN, Markup.TEXT):
        return rest
    if not rest.strip():
        return ""
    return f"{count}. {rest}" if markup is Markup.WIKI else f"{DOUBT} {rest}"

"""The lines that a comment's writer wrote, without quotations and code.

The same reading serves wiki markup, Markdown, plain text, and ADF flattened into text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from plugin.core.commands.quotations import blank_mail_quotations, blank_own_footer, blank_own_words

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LOOKALIKES = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **dict.fromkeys("／⁄∕", "/"),
        **dict.fromkeys(
            "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "
        ),
        **dict.fromkeys("\u202f\u205f\u3000", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0f\u20e3"),
    }
)
# Jira wraps pasted text in {color}, and a frame is the writer's own: neither says who speaks.
_TRANSPARENT = re.compile(r"\{(?:color|panel|info|note|tip|warning|expand)(?::[^}\n]*)?\}", re.IGNORECASE)
_SPACE_ENTITY = re.compile(r"&(?:nbsp|#160|#xa0);", re.IGNORECASE)
# A dash strikes out in wiki markup and Textile only where it touches a word and nothing stands outside.
_STRUCK = re.compile(
    r"~~(?=\S)[^~\n]+~~"
    r"|<(?P<tag>del|s|strike)>.{0,500}?</(?P=tag)\s*>"
    r"|(?<!\S)-(?=[^\s-])[^\n-]*(?<=[^\s-])-(?![^\s.,!;:])",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,})[^`\n]*$"
    r"|\{(?P<macro>code|noformat|quote)(?::[^}\n]*)?\}"
    r"|<(?P<tag>pre|code|blockquote)\b[^>\n]*>",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTED = re.compile(r"\s*(?:>|&gt;|bq\.\s)")
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)")


def normalise(text: str) -> str:
    """Return the text with one kind of line end, digit, slash and space.

    Invisible marks are left out.
    """
    plain = _SPACE_ENTITY.sub(" ", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", plain.translate(_LOOKALIKES))


def find_own_lines(text: str, own_words: Sequence[str] = ()) -> list[str]:
    """Return a comment's lines, emptied where the writer quotes or shows code.

    What is struck out was not said, and our own words quoted back are nobody's.

    Args:
        text: the comment; quotations are `> ` lines, `bq. `, `{quote}`, what a mail program's header
            announces; code is fenced, indented after an empty line, `{code}`, `{noformat}` or `<pre>`.
        own_words: what the service's own comments on the issue say.
    """
    written = blank_own_footer(_TRANSPARENT.sub("", normalise(text)))
    # A block that ends on a quoted line leaves the rest of a quoted line.
    quoted = [bool(_QUOTED.match(line)) for line in written.split("\n")]
    lines = _without_blocks(written).split("\n")
    lines = blank_mail_quotations(blank_own_words(lines, own_words))
    spoken: list[str] = []
    code = False
    for number, line in enumerate(lines):
        after_empty = number > 0 and not lines[number - 1].strip()
        code = bool(_INDENTED.match(line)) and (code or after_empty)
        spoken.append("" if code or quoted[number] or _QUOTED.match(line) else _STRUCK.sub("", line))
    return spoken


def _without_blocks(text: str) -> str:
    """Take blocks out, keeping their line ends so that lines keep their numbers."""
    kept: list[str] = []
    position = 0
    while opening := _OPENING.search(text, position):
        end = _end_of_block(text, opening)
        kept.append(text[position : opening.start()])
        if end is None:
            # A macro that is never closed is shown by Jira as it is written.
            kept.append(opening.group())
            position = opening.end()
            continue
        kept.append("\n" * text.count("\n", opening.start(), end))
        position = end
    kept.append(text[position:])
    return "".join(kept)


def _end_of_block(text: str, opening: re.Match[str]) -> int | None:
    if opening["fence"]:
        fence = opening["fence"]
        closing = re.compile(rf"^[ \t]*{fence[0]}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
        found = closing.search(text, opening.end())
        return found.end() if found else len(text)
    mark = rf"\{{{opening['macro']}\}}" if opening["macro"] else rf"</{opening['tag']}\s*>"
    found = re.compile(mark, re.IGNORECASE).search(text, opening.end())
    return found.end() if found else None

"""The lines that a comment's writer wrote, without quotations and code.

The same reading serves wiki markup, Markdown, plain text, and ADF flattened into text.
"""

from __future__ import annotations

import re
import unicodedata

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
# Jira Cloud wraps pasted text in {color}: it says nothing about who speaks.
_COLOUR = re.compile(r"\{color(?::[^}\n]*)?\}")
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
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text).translate(_LOOKALIKES))


def find_own_lines(text: str) -> list[str]:
    """Return a comment's lines, emptied where the writer quotes or shows code.

    Args:
        text: the comment; quotations are `> ` lines, `bq. `, `{quote}`; code is fenced, indented after
            an empty line, `{code}`, `{noformat}` or `<pre>`.
    """
    lines = _without_blocks(_COLOUR.sub("", normalise(text))).split("\n")
    spoken: list[str] = []
    code = False
    for number, line in enumerate(lines):
        after_empty = number > 0 and not lines[number - 1].strip()
        code = bool(_INDENTED.match(line)) and (code or after_empty)
        spoken.append("" if code or _QUOTED.match(line) else line)
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

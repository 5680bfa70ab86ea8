"""CommonMark for Redmine and YouTrack: line breaks kept, names mention nobody."""

from __future__ import annotations

import re

from plugin.texts.blocks import Block, Line, Span, parse_markdown
from plugin.texts.escaping import escape_inline
from plugin.texts.mentions import find_mentioned

# The entity keeps a search over the source from a login, the word joiner one over the shown text.
_MENTION = re.compile(r"(?<!\w)@(?=\w)")
_UNMENTIONED = "&#64;\u2060"
_NO_MACRO = "{\u2060{"
"""Redmine runs `{{include(Page)}}` wherever it stands in a text (measured on 5.0.4)."""
_LOGIN = re.compile(r"[\w.@-]*\w")
_LINE_START = re.compile(r"^([#+\-=|:])")
_MARKS = {"strong": "**", "em": "*"}
_BREAK = "  \n"
"""Two spaces at the end of a line are a line break in every dialect; a backslash is not in older ones."""


def to_markdown(markdown: str) -> str:
    """Return the text as CommonMark that reads the same in dialects with more markup.

    A line that begins with a number and a dot, as options do, stays so: the reader sees the number whether or
    not the tracker makes a list of it.
    """
    return "\n\n".join(_block(block) for block in parse_markdown(markdown))


def _block(block: Block) -> str:
    match block.kind:
        case "heading":
            return "#" * block.level + " " + " ".join(_line(line) for line in block.lines)
        case "code":
            text = "\n".join(span.text for line in block.lines for span in line)
            fence = max(re.findall("`{3,}", text), key=len, default="``") + "`"
            return f"{fence}\n{text}\n{fence}"
        case "rule":
            return "---"
        case "quote":
            return _indent("\n\n".join(_block(inner) for inner in block.inside), "> ", "> ")
        case "bullets" | "tasks":
            return "\n".join(_indent(_block(item), "- ", "  ") for item in block.inside)
        case "numbers":
            items = enumerate(block.inside, block.level)
            return "\n".join(_indent(_block(item), f"{n}. ", " " * len(f"{n}. ")) for n, item in items)
        case "task":
            return f"[{'x' if block.ticked else ' '}] " + _BREAK.join(
                _line(line) for line in block.lines if line
            )
        case "item":
            return "\n".join(_block(inner) for inner in block.inside)
        case _:
            return _BREAK.join(_line(line) for line in block.lines if line)


def _indent(text: str, first: str, rest: str) -> str:
    head, *tail = text.split("\n")
    return "\n".join([first + head, *(f"{rest}{line}" if line else rest.rstrip() for line in tail)])


def _line(line: Line) -> str:
    text = "".join(_span(span) for span in line)
    if line and not line[0].bare:
        return "\\" + text
    return _LINE_START.sub(r"\\\1", text)


def _span(span: Span) -> str:
    account = find_mentioned(span.href)
    if account and _LOGIN.fullmatch(account):
        return f"@{account}"
    if "code" in span.marks:
        fence = max(re.findall("`+", span.text), key=len, default="") + "`"
        pad = " " if "`" in span.text else ""
        text = f"{fence}{pad}{span.text}{pad}{fence}"
    else:
        text = _MENTION.sub(_UNMENTIONED, escape_inline(span.text)).replace("|", "\\|")
        text = text.replace("{{", _NO_MACRO)
    for mark in span.marks:
        sign = _MARKS.get(mark, "")
        text = f"{sign}{text}{sign}"
    return f"[{text}](<{span.href}>)" if span.href and account is None else text

"""Jira's wiki markup, which Data Center takes (TRACKERS 2): text stays text, whatever a person wrote."""

from __future__ import annotations

import re

from plugin.texts.blocks import Block, Line, Span, parse

_SPECIAL = re.compile(r"([{}\[\]*_\-+^~!|#?@()%])")
_MARKS = {"strong": "*", "em": "_"}


def to_wiki(markdown: str) -> str:
    """Return wiki markup; blocks are parted by an empty line, the lines of one only by a line break."""
    return "\n\n".join(_block(block) for block in parse(markdown))


def escaped(text: str) -> str:
    """Return a text that Jira shows as it is: no macro, mention, link, image, heading or smiley in it."""
    text = text.replace("&", "&amp;").replace("\\", "&#92;")
    text = _SPECIAL.sub(r"\\\1", text)
    text = re.sub(r"[:;](?=\S)|(?<=[/ ])/(?=/)", lambda found: f"&#{ord(found[0])};", text)
    return re.sub(r"^(h[1-6]|bq)\.|^/", lambda found: found[0][:-1] + f"&#{ord(found[0][-1])};", text)


def _block(block: Block) -> str:
    match block.kind:
        case "paragraph":
            return "\n".join(_line(line) for line in block.lines)
        case "heading":
            return f"h{block.level}. " + " ".join(_line(line) for line in block.lines)
        case "code":
            text = "\n".join(span.text for line in block.lines for span in line)
            return "{noformat}\n" + text.replace("{noformat}", "{ noformat }") + "\n{noformat}"
        case "rule":
            return "----"
        case "quote":
            return "{quote}\n" + "\n\n".join(_block(inner) for inner in block.inside) + "\n{quote}"
        case "bullets" | "numbers":
            sign = "*" if block.kind == "bullets" else "#"
            return "\n".join(f"{sign} {_item(item)}" for item in block.inside)
        case _:
            return "\n".join(_block(inner) for inner in block.inside)


def _item(item: Block) -> str:
    return "\n".join(_block(inner) for inner in item.inside)


def _line(line: Line) -> str:
    return "".join(_span(span) for span in line)


def _span(span: Span) -> str:
    text = escaped(span.text)
    if "code" in span.marks:
        text = "{{" + text + "}}"
    for mark in span.marks:
        sign = _MARKS.get(mark, "")
        text = f"{sign}{text}{sign}"
    return f"[{text}|{span.href}]" if span.href else text

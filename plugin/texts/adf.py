"""Atlassian Document Format, for Jira Cloud's REST v3 (TRACKERS 1.4: `@atlaskit/adf-schema`)."""

from __future__ import annotations

from typing import Any

from plugin.texts.blocks import Block, Line, Span, parse

Node = dict[str, Any]

_LISTS = {"bullets": "bulletList", "numbers": "orderedList"}


def to_adf(markdown: str) -> Node:
    """Return a document of version 1.

    Every line is a paragraph of its own, so that each option starts one. There are no mention nodes: a
    name in a text is text.
    """
    return {
        "type": "doc",
        "version": 1,
        "content": [node for block in parse(markdown) for node in _nodes(block)],
    }


def _nodes(block: Block) -> list[Node]:
    match block.kind:
        case "paragraph":
            return [_paragraph(line) for line in block.lines if line]
        case "heading":
            content = [_text(span) for line in block.lines for span in line]
            return [{"type": "heading", "attrs": {"level": block.level}, "content": content}]
        case "code":
            text = "\n".join(span.text for line in block.lines for span in line)
            return [{"type": "codeBlock", "content": [{"type": "text", "text": text}] if text else []}]
        case "rule":
            return [{"type": "rule"}]
        case "quote":
            return [{"type": "blockquote", "content": _content(block)}]
        case "item":
            return [{"type": "listItem", "content": _content(block)}]
        case _:
            node: Node = {"type": _LISTS[block.kind], "content": _content(block)}
            if block.kind == "numbers":
                node["attrs"] = {"order": block.level}
            return [node]


def _content(block: Block) -> list[Node]:
    return [node for inner in block.inside for node in _nodes(inner)] or [{"type": "paragraph"}]


def _paragraph(line: Line) -> Node:
    return {"type": "paragraph", "content": [_text(span) for span in line]}


def _text(span: Span) -> Node:
    marks: list[Node] = [{"type": mark} for mark in span.marks]
    if span.href:
        marks.append({"type": "link", "attrs": {"href": span.href}})
    node: Node = {"type": "text", "text": span.text}
    return {**node, "marks": marks} if marks else node

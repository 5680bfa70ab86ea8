"""Atlassian Document Format, which REST v3 of Jira Cloud takes.

Rules: docs/trackers/jira.md#markup.
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from plugin.texts.blocks import Block, Line, Span, parse_markdown
from plugin.texts.mentions import find_mentioned

Node = dict[str, Any]

_TYPES = {"quote": "blockquote", "bullets": "bulletList", "numbers": "orderedList", "item": "listItem"}
_INSIDE = frozenset({"paragraph", "bulletList", "orderedList", "listItem", "codeBlock"})
"""What quotations and list items may hold; Jira refuses the whole document for anything else."""


def to_adf(markdown: str) -> Node:
    """Return a document of version 1.

    Every line is a paragraph of its own, so that each option starts one. A name in a text is text; only a
    link to a person becomes a mention. Boxes become a task list, whose nodes need a `localId` each.
    """
    content = _all_nodes(parse_markdown(markdown))
    _identify(content)
    return {"type": "doc", "version": 1, "content": content}


def _identify(nodes: list[Node]) -> None:
    """Give each node of a task list an id; the same text gives the same ids."""
    for place, node in enumerate(nodes):
        if node["type"] != "taskList":
            continue
        node["attrs"] = {"localId": str(uuid5(NAMESPACE_URL, f"list {place}"))}
        for number, item in enumerate(node["content"]):
            words = "".join(inline.get("text", "\n") for inline in item["content"])
            item["attrs"]["localId"] = str(uuid5(NAMESPACE_URL, f"item {place} {number} {words}"))


def _all_nodes(blocks: tuple[Block, ...]) -> list[Node]:
    return [node for block in blocks for node in _nodes(block)]


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
        case "tasks":
            return [{"type": "taskList", "content": [_task(task) for task in block.inside]}]
        case _:
            node: Node = {"type": _TYPES[block.kind], "content": _contained_nodes(block)}
            return [{**node, "attrs": {"order": block.level}} if block.kind == "numbers" else node]


def _contained_nodes(block: Block) -> list[Node]:
    """Return a container's nodes, never empty.

    What a container may not hold gives its own content instead.
    """
    held: list[Node] = []
    for node in _all_nodes(block.inside):
        if node["type"] in _INSIDE:
            held.append(node)
        elif node["type"] == "taskList":
            held += [_box_as_paragraph(item) for item in node["content"]]
        elif node["type"] == "heading":
            held.append({"type": "paragraph", "content": node["content"]})
        else:
            held += node.get("content", [])
    return held or [{"type": "paragraph"}]


def _task(block: Block) -> Node:
    """Return an item with inline content only: a paragraph in it is refused."""
    content: list[Node] = []
    for number, line in enumerate(block.lines):
        content += [{"type": "hardBreak"}] if number else []
        content += [_text(span) for span in line]
    return {"type": "taskItem", "attrs": {"state": "DONE" if block.ticked else "TODO"}, "content": content}


def _box_as_paragraph(item: Node) -> Node:
    """Return an item as a paragraph, for where no task list may stand."""
    sign = "[x] " if item["attrs"]["state"] == "DONE" else "[ ] "
    return {"type": "paragraph", "content": [{"type": "text", "text": sign}, *item["content"]]}


def _paragraph(line: Line) -> Node:
    return {"type": "paragraph", "content": [_text(span) for span in line]}


def _text(span: Span) -> Node:
    account = find_mentioned(span.href)
    if account:
        return {"type": "mention", "attrs": {"id": account, "text": span.text}}
    # By the schema `code` goes with `link` only.
    names = ("code",) if "code" in span.marks else span.marks
    marks: list[Node] = [{"type": name} for name in names]
    if span.href:
        marks.append({"type": "link", "attrs": {"href": span.href}})
    node: Node = {"type": "text", "text": span.text}
    return {**node, "marks": marks} if marks else node

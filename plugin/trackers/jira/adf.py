"""Atlassian Document Format as plain text; quotations and code stay recognisable.

Jira Cloud's REST v3 gives descriptions and comments as ADF (docs/trackers/jira.md#markup); the
service reads commands at the beginnings of lines. Quoted lines therefore get `> ` in front, code blocks
stand between lines of three backticks, and inline code keeps its backticks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

MAX_DEPTH = 40
"""Jira's own editor nests a handful of levels; deeper is not a person's text."""

_FENCE = "```"

Node = Mapping[str, Any]


def read_adf_text(adf: object) -> str:
    """Return the text of an ADF document.

    Args:
        adf: the decoded document, or any node of one; anything else gives an empty text.

    Returns:
        Lines as a reader sees them; an unknown node gives the text of its content.

    >>> read_adf_text({"type": "doc", "version": 1, "content": [
    ...     {"type": "paragraph", "content": [{"type": "text", "text": "/choose 1"}]}]})
    '/choose 1'
    """
    return "\n".join(_read_lines(adf, MAX_DEPTH)).strip("\n")


def find_link_targets(adf: object) -> tuple[str, ...]:
    """Return where the links of a document lead to, in their order.

    The text alone does not show it.

    >>> mark = {"type": "link", "attrs": {"href": "https://acme.example"}}
    >>> find_link_targets({"type": "text", "text": "here", "marks": [mark]})
    ('https://acme.example',)
    """
    return tuple(_iter_targets(adf, MAX_DEPTH))


def _iter_targets(node: object, depth: int) -> Iterator[str]:
    if not isinstance(node, Mapping) or depth <= 0:
        return
    marks = node.get("marks")
    for mark in marks if isinstance(marks, list) else ():
        if isinstance(mark, Mapping) and mark.get("type") == "link":
            yield from filter(None, [get_attribute(mark, "href")])
    if node.get("type") == "media" and get_attribute(node, "type") == "external":
        yield from filter(None, [get_attribute(node, "url")])
    if node.get("type") in ("inlineCard", "blockCard", "embedCard"):
        yield from filter(None, [get_attribute(node, "url")])
    for child in get_children(node):
        yield from _iter_targets(child, depth - 1)


def _read_lines(node: object, depth: int) -> list[str]:
    if not isinstance(node, Mapping) or depth <= 0:
        return []
    block = _BLOCKS.get(str(node.get("type")))
    if block is not None:
        return block(node, depth)
    children = get_children(node)
    if any(str(child.get("type")) in _INLINE for child in children):
        return "".join(_read_inline(child, depth - 1) for child in children).split("\n")
    return [line for child in children for line in _read_lines(child, depth - 1)]


def get_children(node: Node) -> list[Node]:
    """Return the nodes that a node holds."""
    content = node.get("content")
    if not isinstance(content, list):
        return []
    return [child for child in content if isinstance(child, Mapping)]


def _read_children(node: Node, depth: int) -> list[str]:
    return [line for child in get_children(node) for line in _read_lines(child, depth - 1)]


def _read_paragraph(node: Node, depth: int) -> list[str]:
    return "".join(_read_inline(child, depth - 1) for child in get_children(node)).split("\n")


def _read_quote(node: Node, depth: int) -> list[str]:
    return [f"> {line}" for line in _read_children(node, depth)]


def _read_code(node: Node, depth: int) -> list[str]:
    code = "\n".join(_read_paragraph(node, depth)).replace(_FENCE, "'''")
    return [_FENCE, *code.split("\n"), _FENCE]


def _read_bullets(node: Node, depth: int) -> list[str]:
    return _read_list((("- ", child) for child in get_children(node)), depth)


def _read_numbers(node: Node, depth: int) -> list[str]:
    return _read_list(((f"{n}. ", child) for n, child in enumerate(get_children(node), 1)), depth)


def _read_numbered_item(node: Node, depth: int) -> list[str]:
    """Return an item that brings its own sign.

    `plugin.trackers.jira.adf_comments` makes it.
    """
    return _read_list(((get_attribute(node, "sign"), child) for child in get_children(node)), depth)


def _read_list(items: Iterable[tuple[str, Node]], depth: int) -> list[str]:
    lines: list[str] = []
    for sign, item in items:
        first, *rest = _read_lines(item, depth - 1) or [""]
        lines += [sign + first, *(" " * len(sign) + line for line in rest)]
    return lines


def _read_task(node: Node, depth: int) -> list[str]:
    sign = "[x] " if get_attribute(node, "state") == "DONE" else "[ ] "
    return [sign + line for line in _read_paragraph(node, depth)]


def _read_row(node: Node, depth: int) -> list[str]:
    return [" | ".join(" ".join(_read_lines(cell, depth - 1)) for cell in get_children(node))]


def _read_rule(node: Node, depth: int) -> list[str]:
    del node, depth
    return ["----"]


def _read_inline(node: Node, depth: int) -> str:
    kind = str(node.get("type"))
    inline = _INLINE.get(kind)
    if inline is not None:
        return inline(node)
    return "\n".join(_read_lines(node, depth))


def _read_text_node(node: Node) -> str:
    text = node.get("text")
    if not isinstance(text, str):
        return ""
    marks = node.get("marks")
    is_code = isinstance(marks, list) and any(
        isinstance(mark, Mapping) and mark.get("type") == "code" for mark in marks
    )
    return f"`{text}`" if is_code else text


def get_attribute(node: Node, name: str) -> str:
    """Return an attribute of a node, empty where it has no such text."""
    attributes = node.get("attrs")
    value = attributes.get(name) if isinstance(attributes, Mapping) else None
    return value if isinstance(value, str) else ""


def _read_mention(node: Node) -> str:
    return get_attribute(node, "text") or get_attribute(node, "id")


def _read_emoji(node: Node) -> str:
    return get_attribute(node, "text") or get_attribute(node, "shortName")


def _read_date(node: Node) -> str:
    try:
        return datetime.fromtimestamp(int(get_attribute(node, "timestamp")) / 1000, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


_INLINE: dict[str, Callable[[Node], str]] = {
    "text": _read_text_node,
    "hardBreak": lambda _node: "\n",
    "mention": _read_mention,
    "emoji": _read_emoji,
    "date": _read_date,
    "status": lambda node: get_attribute(node, "text"),
    "inlineCard": lambda node: get_attribute(node, "url"),
}

_BLOCKS: dict[str, Callable[[Node, int], list[str]]] = {
    "paragraph": _read_paragraph,
    "heading": _read_paragraph,
    "blockquote": _read_quote,
    "codeBlock": _read_code,
    "bulletList": _read_bullets,
    "orderedList": _read_numbers,
    "numberedItem": _read_numbered_item,
    "taskItem": _read_task,
    "tableRow": _read_row,
    "rule": _read_rule,
}

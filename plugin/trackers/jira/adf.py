"""Atlassian Document Format as plain text, so that quotations and code stay recognisable.

Jira Cloud's REST v3 gives descriptions and comments as ADF (docs/trackers/jira.md#markup); the
service reads commands at the beginnings of lines. Quoted lines therefore get `> ` in front, code blocks
stand between lines of three backticks, and inline code keeps its backticks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

_DEEPEST = 40
"""Jira's own editor nests a handful of levels; deeper is not a person's text."""

_FENCE = "```"

Node = Mapping[str, Any]


def text_of(adf: object) -> str:
    """Return the text of an ADF document.

    Args:
        adf: the decoded document, or any node of one; anything else gives an empty text.

    Returns:
        Lines as a reader sees them; an unknown node gives the text of its content.

    >>> text_of({"type": "doc", "version": 1, "content": [
    ...     {"type": "paragraph", "content": [{"type": "text", "text": "/choose 1"}]}]})
    '/choose 1'
    """
    return "\n".join(_lines(adf, _DEEPEST)).strip("\n")


def targets_in(adf: object) -> tuple[str, ...]:
    """Return where the links of a document lead to, in their order; the text alone does not show it.

    >>> mark = {"type": "link", "attrs": {"href": "https://acme.example"}}
    >>> targets_in({"type": "text", "text": "here", "marks": [mark]})
    ('https://acme.example',)
    """
    return tuple(_targets(adf, _DEEPEST))


def _targets(node: object, depth: int) -> Iterator[str]:
    if not isinstance(node, Mapping) or depth <= 0:
        return
    marks = node.get("marks")
    for mark in marks if isinstance(marks, list) else ():
        if isinstance(mark, Mapping) and mark.get("type") == "link":
            yield from filter(None, [_attribute(mark, "href")])
    if node.get("type") in ("inlineCard", "blockCard", "embedCard"):
        yield from filter(None, [_attribute(node, "url")])
    for child in _children(node):
        yield from _targets(child, depth - 1)


def _lines(node: object, depth: int) -> list[str]:
    if not isinstance(node, Mapping) or depth <= 0:
        return []
    block = _BLOCKS.get(str(node.get("type")))
    if block is not None:
        return block(node, depth)
    children = _children(node)
    if any(str(child.get("type")) in _INLINE for child in children):
        return "".join(_inline(child, depth - 1) for child in children).split("\n")
    return [line for child in children for line in _lines(child, depth - 1)]


def _children(node: Node) -> list[Node]:
    content = node.get("content")
    if not isinstance(content, list):
        return []
    return [child for child in content if isinstance(child, Mapping)]


def _inside(node: Node, depth: int) -> list[str]:
    return [line for child in _children(node) for line in _lines(child, depth - 1)]


def _paragraph(node: Node, depth: int) -> list[str]:
    return "".join(_inline(child, depth - 1) for child in _children(node)).split("\n")


def _quote(node: Node, depth: int) -> list[str]:
    return [f"> {line}" for line in _inside(node, depth)]


def _code(node: Node, depth: int) -> list[str]:
    code = "\n".join(_paragraph(node, depth)).replace(_FENCE, "'''")
    return [_FENCE, *code.split("\n"), _FENCE]


def _bullets(node: Node, depth: int) -> list[str]:
    return _listed((("- ", child) for child in _children(node)), depth)


def _numbers(node: Node, depth: int) -> list[str]:
    return _listed(((f"{n}. ", child) for n, child in enumerate(_children(node), 1)), depth)


def _listed(items: Iterable[tuple[str, Node]], depth: int) -> list[str]:
    lines: list[str] = []
    for sign, item in items:
        first, *rest = _lines(item, depth - 1) or [""]
        lines += [sign + first, *(" " * len(sign) + line for line in rest)]
    return lines


def _task(node: Node, depth: int) -> list[str]:
    sign = "[x] " if _attribute(node, "state") == "DONE" else "[ ] "
    return [sign + line for line in _paragraph(node, depth)]


def _row(node: Node, depth: int) -> list[str]:
    return [" | ".join(" ".join(_lines(cell, depth - 1)) for cell in _children(node))]


def _rule(node: Node, depth: int) -> list[str]:
    del node, depth
    return ["----"]


def _inline(node: Node, depth: int) -> str:
    kind = str(node.get("type"))
    inline = _INLINE.get(kind)
    if inline is not None:
        return inline(node)
    return "\n".join(_lines(node, depth))


def _text(node: Node) -> str:
    text = node.get("text")
    if not isinstance(text, str):
        return ""
    marks = node.get("marks")
    is_code = isinstance(marks, list) and any(
        isinstance(mark, Mapping) and mark.get("type") == "code" for mark in marks
    )
    return f"`{text}`" if is_code else text


def _attribute(node: Node, name: str) -> str:
    attributes = node.get("attrs")
    value = attributes.get(name) if isinstance(attributes, Mapping) else None
    return value if isinstance(value, str) else ""


def _mention(node: Node) -> str:
    return _attribute(node, "text") or _attribute(node, "id")


def _emoji(node: Node) -> str:
    return _attribute(node, "text") or _attribute(node, "shortName")


def _date(node: Node) -> str:
    try:
        return datetime.fromtimestamp(int(_attribute(node, "timestamp")) / 1000, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


_INLINE: dict[str, Callable[[Node], str]] = {
    "text": _text,
    "hardBreak": lambda _node: "\n",
    "mention": _mention,
    "emoji": _emoji,
    "date": _date,
    "status": lambda node: _attribute(node, "text"),
    "inlineCard": lambda node: _attribute(node, "url"),
}

_BLOCKS: dict[str, Callable[[Node, int], list[str]]] = {
    "paragraph": _paragraph,
    "heading": _paragraph,
    "blockquote": _quote,
    "codeBlock": _code,
    "bulletList": _bullets,
    "orderedList": _numbers,
    "taskItem": _task,
    "tableRow": _row,
    "rule": _rule,
}

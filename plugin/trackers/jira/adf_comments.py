"""A comment in Atlassian Document Format, as its reader understands it.

Beside the plain text of `plugin.trackers.jira.adf`: a mention keeps its account, as wiki markup writes it; a
list shows the numbers that Jira shows; an empty item and what is struck out were not said. Descriptions are
read plainly, since what was signed is compared with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plugin.trackers.jira.adf import MAX_DEPTH, Node, get_attribute, get_children, read_adf_text


def read_adf_comment(adf: object) -> str:
    """Return the text of a comment's document.

    >>> read_adf_comment({"type": "orderedList", "attrs": {"order": 2}, "content": [
    ...     {"type": "listItem", "content": [{"type": "paragraph", "content": [
    ...         {"type": "text", "text": "please"}]}]}]})
    '2. please'
    """
    return read_adf_text(_spoken(adf, MAX_DEPTH)) if isinstance(adf, Mapping) else read_adf_text(adf)


def _spoken(node: Node, depth: int) -> Node:
    kind = str(node.get("type"))
    if kind == "mention" and get_attribute(node, "id"):
        return {"type": "text", "text": f"[~accountid:{get_attribute(node, 'id')}]"}
    if kind == "text" and _is_struck(node):
        return {"type": "text", "text": ""}
    if "content" not in node or depth <= 0:
        return node
    if kind == "orderedList":
        return {"type": "doc", "content": list(_numbered(node, depth - 1))}
    return {**node, "content": [_spoken(child, depth - 1) for child in get_children(node)]}


def _numbered(node: Node, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the items of a list that say anything, each with its number."""
    attributes = node.get("attrs")
    order = attributes.get("order") if isinstance(attributes, Mapping) else None
    first = order if isinstance(order, int) and order >= 0 else 1
    for number, item in enumerate(get_children(node), first):
        spoken = _spoken(item, depth)
        if read_adf_text(spoken).strip():
            yield {"type": "numberedItem", "attrs": {"sign": f"{number}. "}, "content": [spoken]}


def _is_struck(node: Node) -> bool:
    marks = node.get("marks")
    return isinstance(marks, list) and any(
        isinstance(mark, Mapping) and mark.get("type") == "strike" for mark in marks
    )

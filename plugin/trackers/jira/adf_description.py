"""A description as an ADF document, to be held against its wiki markup.

Beside the plain text of `plugin.trackers.jira.adf`: a mention keeps its account and an emoji its short name,
as wiki markup writes them, and the files that the document shows are told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plugin.trackers.jira.adf import MAX_DEPTH, Node, get_attribute, get_children, read_adf_text


def read_adf_description(adf: object) -> str:
    """Return the text of a description's document.

    >>> read_adf_description({"type": "paragraph", "content": [
    ...     {"type": "mention", "attrs": {"id": "5b10", "text": "@Anna Belova"}}]})
    '[~accountid:5b10]'
    """
    return read_adf_text(_as_wiki_names(adf, MAX_DEPTH)) if isinstance(adf, Mapping) else read_adf_text(adf)


def find_media(adf: object) -> tuple[str, ...]:
    """Return the names of the pictures and files that a document shows.

    One that has no name there is an empty text.

    >>> find_media({"type": "media", "attrs": {"type": "file", "alt": "sketch.png"}})
    ('sketch.png',)
    """
    return tuple(_iter_media(adf, MAX_DEPTH))


def _as_wiki_names(node: Node, depth: int) -> dict[str, Any]:
    kind = node.get("type")
    if kind == "mention" and (account := get_attribute(node, "id")):
        return {"type": "text", "text": f"[~accountid:{account}]"}
    if kind == "emoji" and (name := get_attribute(node, "shortName")):
        return {"type": "text", "text": name}
    if "content" not in node or depth <= 0:
        return dict(node)
    return {**node, "content": [_as_wiki_names(child, depth - 1) for child in get_children(node)]}


def _iter_media(node: object, depth: int) -> Iterator[str]:
    if not isinstance(node, Mapping) or depth <= 0:
        return
    if node.get("type") in ("media", "mediaInline"):
        yield (get_attribute(node, "alt") or get_attribute(node, "url")).rsplit("/", 1)[-1]
    for child in get_children(node):
        yield from _iter_media(child, depth - 1)

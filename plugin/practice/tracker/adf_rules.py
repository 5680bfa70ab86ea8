"""Which texts Jira takes: strings on REST v2, valid ADF on v3.

Atlassian refuses the other form on each version, and answers INVALID_INPUT to a wrong node:
docs/trackers/jira.md#markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugin.practice.tracker.refusals import RestError
from plugin.trackers.jira.adf import read_adf_text

MAX_TEXT_CHARS = 32_767

_INLINE = frozenset({"text", "hardBreak", "mention", "emoji", "date", "status", "inlineCard"})
_BLOCKS: Mapping[str, frozenset[str]] = {
    "paragraph": _INLINE,
    "heading": _INLINE,
    "codeBlock": frozenset({"text"}),
    "taskItem": _INLINE,
    "rule": frozenset(),
    "blockquote": frozenset({"paragraph", "bulletList", "orderedList", "codeBlock"}),
    "bulletList": frozenset({"listItem"}),
    "orderedList": frozenset({"listItem"}),
    "listItem": frozenset({"paragraph", "bulletList", "orderedList", "codeBlock", "taskList"}),
    "taskList": frozenset({"taskItem", "taskList"}),
    "panel": frozenset({"paragraph", "heading", "bulletList", "orderedList", "taskList", "rule"}),
    "table": frozenset({"tableRow"}),
    "tableRow": frozenset({"tableCell", "tableHeader"}),
}
_TOP = frozenset(
    {
        "paragraph",
        "heading",
        "codeBlock",
        "rule",
        "blockquote",
        "bulletList",
        "orderedList",
        "taskList",
        "panel",
        "table",
        "expand",
    }
)
_HOLDS: Mapping[str, frozenset[str]] = {
    **_BLOCKS,
    "doc": _TOP,
    "expand": _TOP - {"expand"} | {"nestedExpand"},
    "nestedExpand": _TOP - {"expand"},
    "tableCell": _TOP - {"expand", "table"} | {"nestedExpand"},
    "tableHeader": _TOP - {"expand", "table"} | {"nestedExpand"},
}
_NEVER_EMPTY = frozenset(
    {"bulletList", "orderedList", "taskList", "listItem", "panel", "blockquote", "table"}
)
_MARKS = frozenset(
    {"strong", "em", "code", "link", "strike", "underline", "textColor", "subsup", "backgroundColor"}
)
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "taskList": ("localId",),
    "taskItem": ("localId", "state"),
    "panel": ("panelType",),
    "heading": ("level",),
    "mention": ("id",),
    "status": ("text", "color"),
}


def check_text(field: str, value: object, *, v3: bool) -> None:
    """Refuse a text that this version of REST does not take.

    Args:
        field: `comment`, `description` or another field, for the message.
        value: what the request carries.
        v3: REST v3 takes ADF, v2 takes strings.

    Raises:
        RestError: 400, with Atlassian's own words.
    """
    if v3:
        _check_document(field, value)
    elif not isinstance(value, str):
        raise RestError(400, errors={field: "Operation value must be a string"})
    text = value if isinstance(value, str) else read_adf_text(value)
    if not text.strip():
        raise RestError(400, errors={field: "Comment body can not be empty!"})
    if len(text) > MAX_TEXT_CHARS:
        limit = f"{MAX_TEXT_CHARS:,}"
        message = f"The entered text is too long. It exceeds the allowed limit of {limit} characters."
        raise RestError(400, errors={field: message})


def _check_document(field: str, value: object) -> None:
    if not isinstance(value, dict):
        message = "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
        raise RestError(400, errors={field: "Comment body is not valid!" if field == "comment" else message})
    if value.get("type") != "doc" or value.get("version") != 1 or (found := find_adf_fault(value)):
        raise RestError(
            400, "INVALID_INPUT", errors={field: found if value.get("version") == 1 else "version"}
        )


def find_adf_fault(node: Mapping[str, Any]) -> str:
    """Return what is wrong with an ADF node or one below it; empty when it is valid."""
    kind = str(node.get("type"))
    content = node.get("content", [])
    attributes = node.get("attrs", {})
    missing = [name for name in _NEEDS.get(kind, ()) if not attributes.get(name)]
    if missing:
        return f"{kind} needs {', '.join(missing)}"
    if kind in _INLINE:
        return _inline_fault(node, kind)
    if kind not in _HOLDS:
        return f"unknown node {kind}"
    if kind in _NEVER_EMPTY and not content:
        return f"{kind} is empty"
    for child in content:
        if child.get("type") not in _HOLDS[kind]:
            return f"{kind} cannot hold {child.get('type')}"
        if below := find_adf_fault(child):
            return below
    return ""


def _inline_fault(node: Mapping[str, Any], kind: str) -> str:
    if kind == "text" and not node.get("text"):
        return "text is empty"
    unknown = [mark.get("type") for mark in node.get("marks", []) if mark.get("type") not in _MARKS]
    if unknown:
        return f"unknown mark {unknown[0]}"
    return "inline node has content" if "content" in node else ""


def as_text(body: object) -> str:
    """Return a text as REST v2 and webhooks show it."""
    return body if isinstance(body, str) else read_adf_text(body)


def as_document(body: object) -> dict[str, Any] | None:
    """Return a text as REST v3 shows it: ADF, a paragraph a block; null stays null."""
    if body is None or isinstance(body, dict):
        return body
    parts = [part for part in str(body).replace("\r\n", "\n").split("\n\n") if part]
    return {"type": "doc", "version": 1, "content": [_paragraph(part) for part in parts]}


def _paragraph(part: str) -> dict[str, Any]:
    content: list[dict[str, Any]] = []
    for number, line in enumerate(part.split("\n")):
        if number:
            content.append({"type": "hardBreak"})
        if line:
            content.append({"type": "text", "text": line})
    return {"type": "paragraph", "content": content}

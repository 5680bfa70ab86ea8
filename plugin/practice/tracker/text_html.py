"""Descriptions and comments as safe HTML for the practice tracker's page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

_BLOCKS: Mapping[str, str] = {
    "paragraph": "p",
    "heading": "h4",
    "bulletList": "ul",
    "orderedList": "ol",
    "listItem": "li",
    "blockquote": "blockquote",
    "codeBlock": "pre",
    "taskList": "ul",
    "table": "table",
    "tableRow": "tr",
    "tableCell": "td",
    "tableHeader": "th",
    "panel": "aside",
    "expand": "section",
    "nestedExpand": "section",
}
_MARKS: Mapping[str, str] = {
    "strong": "strong",
    "em": "em",
    "code": "code",
    "strike": "s",
    "underline": "u",
}
_WIKI = (
    (re.compile(r"(?<!\w)\*(?=\S)(.+?)(?<=\S)\*(?!\w)"), Markup("<strong>{}</strong>")),
    (re.compile(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)"), Markup("<em>{}</em>")),
    (re.compile(r"\{\{(.+?)\}\}"), Markup("<code>{}</code>")),
    (re.compile(r"\{color(?::[#\w]+)?\}()"), Markup("{}")),
)
_BOXES = {"(/) ": "☑ ", "(x) ": "☒ "}
"""Jira shows a green tick and a red cross for them."""

_ESCAPED = re.compile(r"\\([^\w\s])")


def as_html(body: object) -> Markup:
    """Return a text as safe HTML.

    Args:
        body: ADF, wiki markup or plain text; null gives nothing.
    """
    if isinstance(body, Mapping):
        return _node(body)
    parts = str(body or "").replace("\r\n", "\n").split("\n\n")
    return Markup("").join(Markup("<p>{}</p>").format(_wiki(part)) for part in parts if part.strip())


def _wiki(part: str) -> Markup:
    return Markup("<br>").join(_wiki_line(line) for line in part.split("\n"))


def _wiki_line(line: str) -> Markup:
    html = escape(_BOXES.get(line[:4], line[:4]) + line[4:])
    for pattern, form in _WIKI:
        html = Markup(pattern.sub(_wrap(form), html))  # noqa: S704 - escaped above, wrapped in fixed tags
    return Markup(_ESCAPED.sub(r"\1", html))  # noqa: S704 - the same


def _wrap(form: Markup) -> Callable[[re.Match[str]], str]:
    return lambda match: form.replace("{}", match[1])


def _node(node: Mapping[str, Any]) -> Markup:
    kind = str(node.get("type"))
    attributes = node.get("attrs") or {}
    if kind == "text":
        return _apply_marks(node)
    if kind == "hardBreak":
        return Markup("<br>")
    if kind == "rule":
        return Markup("<hr>")
    if kind in ("mention", "status", "emoji"):
        return Markup('<span class="{}">{}</span>').format(kind, attributes.get("text", ""))
    inside = Markup("").join(_node(child) for child in node.get("content") or [])
    if kind == "taskItem":
        sign = "☑" if attributes.get("state") == "DONE" else "☐"
        return Markup('<li class="task">{} {}</li>').format(sign, inside)
    if title := attributes.get("title"):
        inside = Markup("<strong>{}</strong>{}").format(title, inside)
    tag = _BLOCKS.get(kind)
    return Markup("<{0}>{1}</{0}>").format(tag, inside) if tag else inside


def _apply_marks(node: Mapping[str, Any]) -> Markup:
    html = escape(str(node.get("text", "")))
    for mark in node.get("marks") or []:
        tag = _MARKS.get(mark.get("type"))
        href = str((mark.get("attrs") or {}).get("href", ""))
        if tag:
            html = Markup("<{0}>{1}</{0}>").format(tag, html)
        elif href.startswith(("https://", "http://")):
            html = Markup('<a href="{}" rel="noopener">{}</a>').format(href, html)
    return html

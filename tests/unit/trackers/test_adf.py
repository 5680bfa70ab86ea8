"""ADF as text: commands begin lines; quotations and code stay marked."""

from __future__ import annotations

from typing import Any

import pytest

from plugin.trackers.jira.adf import read_adf_text


def text(words: str, *marks: str) -> dict[str, Any]:
    """Return a text node."""
    return {"type": "text", "text": words, "marks": [{"type": mark} for mark in marks]}


def node(kind: str, *content: object, **attrs: object) -> dict[str, Any]:
    """Return a node."""
    return {"type": kind, "attrs": attrs, "content": list(content)}


SAID = node("paragraph", text("/choose 1"))


@pytest.mark.parametrize(
    ("adf", "expected"),
    [
        pytest.param(node("doc", SAID, SAID), "/choose 1\n/choose 1", id="a paragraph is a line"),
        pytest.param(node("paragraph", text("a"), node("hardBreak"), text("b")), "a\nb", id="a hard break"),
        pytest.param(
            node("paragraph", node("mention", id="5c", text="@Ann"), text(" hi")), "@Ann hi", id="mention"
        ),
        pytest.param(node("doc", node("blockquote", SAID)), "> /choose 1", id="a quotation is marked"),
        pytest.param(
            node("codeBlock", text("/choose 1")), "```\n/choose 1\n```", id="a code block is fenced"
        ),
        pytest.param(node("codeBlock", text("```\n/x")), "```\n'''\n/x\n```", id="no fence inside closes it"),
        pytest.param(node("paragraph", text("/choose 1", "code")), "`/choose 1`", id="inline code is marked"),
        pytest.param(node("paragraph", text("/choose 1", "strong")), "/choose 1", id="bold is plain"),
        pytest.param(node("bulletList", node("listItem", SAID)), "- /choose 1", id="a bullet"),
        pytest.param(node("orderedList", node("listItem", SAID)), "1. /choose 1", id="a number"),
        pytest.param(node("taskItem", text("ok"), state="DONE"), "[x] ok", id="a ticked task"),
        pytest.param(node("taskItem", text("ok"), state="TODO"), "[ ] ok", id="an open task"),
        pytest.param(node("panel", node("blockquote", SAID)), "> /choose 1", id="a quotation in a panel"),
        pytest.param(
            node("table", node("tableRow", node("tableCell", SAID), node("tableCell", SAID))),
            "/choose 1 | /choose 1",
            id="a row is a line",
        ),
        pytest.param(node("paragraph", node("date", timestamp="1582152559000")), "2020-02-19", id="a date"),
        pytest.param(node("paragraph", node("date", timestamp="x")), "", id="a broken date"),
        pytest.param(node("newNode", SAID), "/choose 1", id="an unknown node gives its content"),
        pytest.param("text", "", id="a string is no document"),
        pytest.param({"type": "paragraph", "content": "x"}, "", id="content that is no list"),
        pytest.param(None, "", id="nothing"),
    ],
)
def test_adf_becomes_text(adf: object, expected: str) -> None:
    """Each node gives what a reader sees."""
    assert expected == read_adf_text(adf)


def test_endless_nesting_ends() -> None:
    """A document nested deeper than any person writes is cut, not fatal."""
    deep: dict[str, Any] = SAID
    for _ in range(5000):
        deep = node("panel", deep)
    assert read_adf_text(deep) == ""

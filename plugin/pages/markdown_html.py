"""Our own Markdown as HTML, so that pages say a thing in the comment's words."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markupsafe import Markup

_RENDERER = MarkdownIt("commonmark", {"html": False, "breaks": True})


def to_html(markdown: str) -> Markup:
    """Return Markdown as HTML; HTML inside it is text."""
    return Markup(_RENDERER.render(markdown))  # noqa: S704 - the renderer escapes everything that is not its own


def to_html_inline(markdown: str) -> Markup:
    """Return one line of Markdown as HTML without a paragraph around it."""
    return Markup(_RENDERER.renderInline(markdown))  # noqa: S704 - as above

"""Our own Markdown as HTML, so that pages say a thing in the comment's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

_KEPT_TOGETHER = re.compile(r"\b(?:\d+-[а-яё]{1,3}|[A-Z][A-Z0-9_]*-\d+)\b")
"""«10-го», ACME-31: on a phone a browser would break the line at the hyphen."""

_ONE_LETTER_WORD = re.compile(r"(?<!\w)([А-Яа-яё]) ")


def _render_text(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    del renderer, options, env
    text = escapeHtml(tokens[index].content).replace(" — ", "\u00a0— ")
    text = _ONE_LETTER_WORD.sub("\\g<1>\u00a0", text)
    return _KEPT_TOGETHER.sub(r'<span class="nowrap">\g<0></span>', text)


_RENDERER = MarkdownIt("commonmark", {"html": False, "breaks": True})
_RENDERER.add_render_rule("text", _render_text)


def to_html(markdown: str) -> Markup:
    """Return Markdown as HTML; HTML inside it is text."""
    return Markup(_RENDERER.render(markdown))  # noqa: S704 - the renderer escapes everything that is not its own


def to_html_inline(markdown: str) -> Markup:
    """Return one line of Markdown as HTML without a paragraph around it."""
    return Markup(_RENDERER.renderInline(markdown))  # noqa: S704 - as above

"""The markup of each tracker, made from the templates' Markdown."""

from __future__ import annotations

from plugin.texts.adf import to_adf
from plugin.texts.commonmark import to_markdown
from plugin.texts.reference_line import REFERENCE_LINE, add_reference_line
from plugin.texts.wiki import to_wiki

__all__ = ["REFERENCE_LINE", "add_reference_line", "to_adf", "to_markdown", "to_wiki"]

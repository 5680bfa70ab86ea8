"""Markdown into what a tracker takes: ADF, Jira's wiki markup, CommonMark."""

from __future__ import annotations

from plugin.texts.adf import to_adf
from plugin.texts.commonmark import to_markdown
from plugin.texts.wiki import to_wiki

__all__ = ["signed", "to_adf", "to_markdown", "to_wiki"]

_NAMES = {"ru": "Уговор", "en": "Ugovor"}


def signed(markdown: str, reference: str, language: str = "ru") -> str:
    """Return the text with its reference as the last line: `Уговор · 3f9a2b7c10`."""
    return f"{markdown.rstrip()}\n\n{_NAMES.get(language, _NAMES['en'])} · {reference}"

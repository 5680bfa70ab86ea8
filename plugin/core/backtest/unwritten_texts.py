"""Texts that nobody will read: which text it would be is all that a backtest asks."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.texts.messages import Message
from plugin.texts.render import Texts, template_path


class UnwrittenTexts(Texts):
    """Names each text by its template instead of writing it."""

    def render(self, message: Message, language: str, calls: Mapping[str, str] | None = None) -> str:
        """Return the template's path; decisions do not depend on what a text says."""
        del language, calls
        return template_path(message)


UNWRITTEN = UnwrittenTexts()

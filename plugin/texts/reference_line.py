"""The last line of every comment: our name, and a reference into the record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugin.texts.mentions import Mention, list_mentions

_NAMES = {"ru": "Уговор", "en": "Ugovor"}

REFERENCE_LINE = re.compile(r"(?:Уговор|Ugovor) · ([0-9a-f]{10})")
"""Finds a reference in the text of a comment, whatever markup it was written in."""


def add_reference_line(
    markdown: str, reference: str, language: str = "ru", mentions: Sequence[Mention] = ()
) -> str:
    r"""Return the text with its reference as the last line.

    Args:
        markdown: the text.
        reference: ten hexadecimal digits, see `plugin.core.model.effects.reference`.
        language: `ru` or `en`; any other gives English.
        mentions: people whose word the text asks for; the line above the reference mentions them.

    >>> add_reference_line("Готово.", "3f9a2b7c10").split("\n")[-1]
    'Уговор · 3f9a2b7c10'
    """
    waiting = f"{list_mentions(mentions, language)}\n" if mentions else ""
    return f"{markdown.rstrip()}\n\n{waiting}{_NAMES.get(language, _NAMES['en'])} · {reference}"


def is_reference_line(line: str) -> bool:
    """Tell whether a line is nothing but a reference line."""
    return REFERENCE_LINE.fullmatch(line) is not None

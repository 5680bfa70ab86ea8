"""The last line of every comment: our name, and a reference into the record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugin.texts.mentions import Mention, list_mentions

_NAMES = {"ru": "Уговор", "en": "Ugovor"}
_ENTRIES = {"ru": "Запись", "en": "Entry"}

REFERENCE_LINE = re.compile(r"(?:(?:Запись|Entry) \d+ · [0-9a-f]{12} · )?(?:Уговор|Ugovor) · ([0-9a-f]{10})")
"""Finds a reference in the text of a comment, whatever markup it was written in."""


def add_reference_line(
    markdown: str, reference: str, language: str = "ru", anchor: str = "", mentions: Sequence[Mention] = ()
) -> str:
    r"""Return the text with its reference as the last line.

    Args:
        markdown: the text.
        reference: ten hexadecimal digits, see `plugin.core.model.effects.reference`.
        language: `ru` or `en`; any other gives English.
        anchor: number and head of the record's entry that the text speaks of, such as `412:3f9a2b7c10de`.
        mentions: people whose word the text asks for; the line above the reference mentions them.

    >>> add_reference_line("Готово.", "3f9a2b7c10", anchor="412:2b7c103f9ade").split("\n")[-1]
    'Запись 412 · 2b7c103f9ade · Уговор · 3f9a2b7c10'
    >>> add_reference_line("Готово.", "3f9a2b7c10").split("\n")[-1]
    'Уговор · 3f9a2b7c10'
    """
    waiting = f"{list_mentions(mentions, language)}\n" if mentions else ""
    entry = f"{describe_anchor(anchor, language)} · " if anchor else ""
    return f"{markdown.rstrip()}\n\n{waiting}{entry}{_NAMES.get(language, _NAMES['en'])} · {reference}"


def describe_anchor(anchor: str, language: str) -> str:
    """Return number and head of an entry of the record as a reader sees them.

    >>> describe_anchor("412:3f9a2b7c10de", "en")
    'Entry 412 · 3f9a2b7c10de'
    """
    number, _, head = anchor.partition(":")
    return f"{_ENTRIES.get(language, _ENTRIES['en'])} {number} · {head}"


def is_reference_line(line: str) -> bool:
    """Tell whether a line is nothing but a reference line."""
    return REFERENCE_LINE.fullmatch(line) is not None

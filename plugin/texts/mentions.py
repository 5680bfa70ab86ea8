"""Mentions of people: a link in our Markdown, in each tracker's own form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from plugin.texts.escaping import escape_inline, to_one_line

_SCHEME = "mention:"
_MENTIONED = re.compile(rf"\]\(<{_SCHEME}([^<>\s]+)>\)")
_WAITING = {"ru": "Ждём:", "en": "Waiting for:"}
_WAITING_LINE = re.compile(rf"^(?:{'|'.join(_WAITING.values())})")


@dataclass(frozen=True)
class Mention:
    """A person whom a comment mentions.

    Attributes:
        name: as it is shown.
        target: the account, by which the tracker tells the person.
    """

    name: str
    target: str


def list_mentions(mentions: Sequence[Mention], language: str) -> str:
    """Return the line that mentions people, as Markdown.

    >>> list_mentions([Mention("Nora Walsh", "712020:a b")], "en")
    'Waiting for: [@Nora Walsh](<mention:712020%3Aa%20b>)'
    """
    links = (f"[@{escape_inline(to_one_line(each.name))}](<{_SCHEME}{_quote(each)}>)" for each in mentions)
    return f"{_WAITING.get(language, _WAITING['en'])} {', '.join(links)}"


def is_mention_line(line: str) -> bool:
    """Tell whether a line of a comment is the one that mentions people."""
    return _WAITING_LINE.match(line.strip()) is not None


def find_mentioned(href: str) -> str | None:
    """Return the account that a link mentions; None for any other link."""
    return unquote(href.removeprefix(_SCHEME)) if href.startswith(_SCHEME) else None


def list_mentioned(markdown: str) -> tuple[str, ...]:
    """Return the accounts that our text mentions, each once.

    >>> list_mentioned(list_mentions([Mention("Nora Walsh", "n.walsh")], "en"))
    ('n.walsh',)
    """
    return tuple(dict.fromkeys(unquote(target) for target in _MENTIONED.findall(markdown)))


def _quote(mention: Mention) -> str:
    return quote(mention.target, safe="")

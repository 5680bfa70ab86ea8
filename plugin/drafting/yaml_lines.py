"""Writes YAML line by line, because comments are half of a draft."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

_PLAIN = re.compile(r"[^\W\d_][\w ./()+«»-]*", re.UNICODE)
_KEYWORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n", "none"})
_UNPRINTABLE = re.compile(r"[^\x09\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Scalar = str | int | bool | date | Decimal
Node = Scalar | Mapping[str, "Node"] | Iterable["Node"]


def show(value: object) -> str:
    """Return a value as YAML in one line.

    >>> show({"id": "1.1", "title": "Main page", "hours": Decimal("40.0"), "link": {"epic": "ACME-5"}})
    '{id: "1.1", title: Main page, hours: 40, link: {epic: ACME-5}}'
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return show_number(value)
    if isinstance(value, (int, date)):
        return str(value)
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{show(key)}: {show(each)}' for key, each in value.items())}}}"
    if isinstance(value, Iterable):
        return f"[{', '.join(map(show, value))}]"
    raise TypeError(type(value))


def quote(text: str) -> str:
    """Return a text, in quotes where YAML would read it as something else.

    >>> quote("In Progress"), quote("1.0"), quote("no"), quote("Site: new")
    ('In Progress', '"1.0"', '"no"', '"Site: new"')
    """
    if _PLAIN.fullmatch(text) and text.casefold() not in _KEYWORDS and not text.endswith(" "):
        return text
    return json.dumps(_UNPRINTABLE.sub("", text), ensure_ascii=False)


def show_number(number: Decimal) -> str:
    """Return a number without trailing zeros.

    >>> show_number(Decimal("40.50")), show_number(Decimal("4E+2"))
    ('40.5', '400')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class YamlLines:
    """Lines of a file, with comments at their ends."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def add(self, text: str, comment: str = "", *, indent: int = 0) -> None:
        """Add a line."""
        self._lines.append(" " * indent + text + _tail(comment))

    def add_off(self, text: str, comment: str, *, indent: int = 0, below: int = 0) -> None:
        """Add a line that is commented out, with the reason behind it.

        Args:
            text: of the line.
            comment: the reason.
            indent: before the hash.
            below: behind the hash, where the key above is commented out as well.
        """
        self._lines.append(f"{' ' * indent}# {' ' * below}{text}" + _tail(comment))

    def remark(self, comment: str, *, indent: int = 0) -> None:
        """Add a comment of its own."""
        self._lines.append(" " * indent + f"# {_clean(comment)}")

    def gap(self) -> None:
        """Add an empty line."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def __str__(self) -> str:
        return "\n".join(self._lines) + "\n"


def _tail(comment: str) -> str:
    return f"   # {_clean(comment)}" if comment else ""


def _clean(comment: str) -> str:
    return " ".join(_UNPRINTABLE.sub(" ", comment).split())

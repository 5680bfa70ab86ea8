"""A call and its write-up: who and when, and the five fields below `/called`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import time
from typing import Literal, get_args

from plugin.core.commands.model import Called

Field = Literal["context", "problem", "options", "next_step", "whose_ok"]
FIELDS: tuple[Field, ...] = get_args(Field)
_LABELS: dict[Field, str] = {
    "context": r"контекст|context",
    "problem": r"проблема|вопрос|problem",
    "options": r"варианты|options",
    "next_step": r"(?:следующий\s+)?шаг|дальше|next(?:\s+steps?)?",
    "whose_ok": r"чь[её]\s+[«\"“„']?да[»\"”“']?|whose\s+[\"“']?ok(?:ay)?[\"”']?|ok\s+by",
}
_LINE = re.compile(
    r"[\s*_#•-]*(?:"
    + "|".join(rf"(?P<{name}>{label})" for name, label in _LABELS.items())
    + r")[*_\s]*(?::|\s[–—-]\s)[*_\s]*(?P<text>.*)",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"\s*[/\\]\w")
_WHEN = re.compile(
    r"(?P<day>\S.{0,40}?)[,\s]{1,4}(?:(?:at|в|на)\s+)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?+\s*(?P<half>am|pm)?"
    r"\s*(?::|[–—-]\s)\s*(?P<topic>\S.*)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*[,;]\s*|\s+(?:и|and)\s+", re.IGNORECASE)
_WITH = re.compile(r"(?:с|со|with)\s+", re.IGNORECASE)
_MAX_FIELD_CHARS = 1000
_MAX_WHO_CHARS = 300
"""Where the names of those who talk have to end."""
_HALF_DAY = 12


def split_call(text: str) -> Iterator[tuple[tuple[str, ...], re.Match[str]]]:
    """Yield each way to read who is called and when: by commas, then by spaces."""
    head = text[:_MAX_WHO_CHARS]
    for between in (*re.finditer(r"[,;]", head), *re.finditer(r"\s+", head)):
        when = _WHEN.fullmatch(text[between.end() :].strip())
        if when is None:
            continue
        who = tuple(filter(None, _AND.split(_WITH.sub("", text[: between.start()].strip(), count=1))))
        if who:
            yield who, when


def read_time(when: re.Match[str]) -> time | None:
    """Return the time of day, or None where there is no such time."""
    hour, minute, half = int(when["hour"]), int(when["minute"] or 0), (when["half"] or "").lower()
    if half:
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_write_up(first: str, following: Iterable[str]) -> Called | None:
    """Return what a call came to; None where nothing is said of it.

    Args:
        first: the rest of the command's own line.
        following: the lines below it, up to the next command.
    """
    found: dict[Field, list[str]] = {}
    name: Field = "context"
    for line in _until_command(first, following):
        match = _LINE.fullmatch(line)
        if match is not None:
            name = next(each for each in FIELDS if match[each])
        said = (match["text"] if match else line).strip(" *_\t")
        if re.search(r"\w", said):
            found.setdefault(name, []).append(said)
    if not found:
        return None
    context, problem, options, next_step, whose_ok = (
        " ".join(found.get(each, ()))[:_MAX_FIELD_CHARS] for each in FIELDS
    )
    return Called(context, problem, options, next_step, whose_ok)


def _until_command(first: str, following: Iterable[str]) -> Iterator[str]:
    yield first
    for line in following:
        if _COMMAND.match(line):
            return
        yield line

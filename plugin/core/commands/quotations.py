"""What a mail program, or a person, quotes back: it is nobody's word.

A quotation need not be marked: mail programs announce it by a header, wrap it anew, or leave every mark out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

_WORD = re.compile(r"\w+")
_COMMAND = re.compile(r"\s*\\?/[^\W\d_]")
_RUN = 4
"""This number of words in a row, as one of our comments has them, is a quotation."""

_HEADER_FIELD = re.compile(r"\s*\*?(?:от|from|von|de)\*?\s*:\*?\s*(?P<who>\S.*)", re.IGNORECASE)
_NEXT_FIELD = re.compile(
    r"\s*\*?(?:отправлено|дата|sent|date|кому|to|тема|subject|копия|cc)\*?\s*:", re.IGNORECASE
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_WROTE = re.compile(
    r"\s*(?:on\b.{3,150}\bwrote|.{3,150}(?:пишет|писал|писала|написал|написала|написал\(а\)|wrote)"
    r"(?:\s*\(.{1,40}\))?|.{10,150}<\S{1,80}@\S{3,80}>)\s*:\s*",
    re.IGNORECASE,
)
_WROTE_WRAPPED = re.compile(r"\s*(?:on\b|\d{1,2}[./]|(?:пн|вт|ср|чт|пт|сб|вс)\b|\d{4}-)", re.IGNORECASE)
_MIN_WRAPPED_CHARS = 20
_DIVIDER = re.compile(
    r"\s*(?:-{3,}\s*(?:original message|forwarded message|исходное сообщение|пересылаемое сообщение).*"
    r"|.{0,6}\breply above this line\b.*|.{0,6}ответьте выше этой (?:строки|линии).*|_{10,})",
    re.IGNORECASE,
)
_OWN_FOOTER = re.compile(
    r"(?:Ждём|Waiting for):[^\n]*(?:\n[^\n]*){0,2}?(?:Уговор|Ugovor)\s*·\s*[0-9a-f]{10}"
    r"|^[ \t]*(?:Ждём|Waiting for):[ \t]*(?:@|\[~)[^\n]*$",
    re.MULTILINE,
)
"""The end of our comments: whom we wait for, and the reference. The names in it differ with the program."""

_QUOTE_MARK = re.compile(r"\s*(?:>|&gt;)")


def blank_own_footer(text: str) -> str:
    r"""Return a text without the end of our comments; lines keep their numbers.

    >>> blank_own_footer("2\nЖдём: @Пётр Соколов\nУговор · 3f9a2b7c10")
    '2\n\n'
    """
    return _OWN_FOOTER.sub(lambda found: "\n" * found[0].count("\n"), text)


def blank_own_words(lines: Sequence[str], own_words: Sequence[str]) -> list[str]:
    """Return lines with our own words quoted back replaced by spaces.

    Line ends do not matter: a quotation may have been wrapped anew. A line that begins with a command is one
    only as a whole: our comments repeat what people asked for, and they may ask for the same again. A comment
    that is one of the command lines that we wrote to be copied, and nothing else, is no quotation.

    Args:
        lines: the lines of a comment.
        own_words: what the service's own comments on the issue say.
    """
    if not own_words or _is_copied_command(lines, own_words):
        return list(lines)
    places = [(number, match) for number, line in enumerate(lines) for match in _WORD.finditer(line)]
    spoken = [match.group().casefold() for _, match in places]
    ours = _runs(tuple(own_words))
    quoted: set[int] = set()
    for start in range(len(spoken) - _RUN + 1):
        if tuple(spoken[start : start + _RUN]) in ours:
            quoted.update(range(start, start + _RUN))
    spoken_lines = {places[index][0] for index in range(len(places)) if index not in quoted}
    quoted = {
        index
        for index in quoted
        if not (places[index][0] in spoken_lines and _COMMAND.match(lines[places[index][0]]))
    }
    return _blanked(lines, [places[index] for index in sorted(quoted)])


def _is_copied_command(lines: Sequence[str], own_words: Sequence[str]) -> bool:
    written = [line.strip() for line in lines if line.strip()]
    if len(written) != 1 or not _COMMAND.match(written[0]):
        return False
    return any(line.strip() == written[0] for text in own_words for line in text.split("\n"))


def _blanked(lines: Sequence[str], words: Iterable[tuple[int, re.Match[str]]]) -> list[str]:
    """Return the lines without these words; a line of nothing else becomes empty."""
    blanked = list(lines)
    touched: set[int] = set()
    for number, match in words:
        line = blanked[number]
        blanked[number] = line[: match.start()] + " " * len(match.group()) + line[match.end() :]
        touched.add(number)
    for number in touched:
        if not _WORD.search(blanked[number]):
            blanked[number] = ""
    return blanked


@lru_cache(maxsize=256)
def _runs(own_words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Return every run of words that our comments have."""
    found: set[tuple[str, ...]] = set()
    for text in own_words:
        words = [word.casefold() for word in _WORD.findall(text)]
        found.update(tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))
    return frozenset(found)


def blank_mail_quotations(lines: Sequence[str]) -> list[str]:
    """Return lines without what a mail program's header announces as quoted.

    Marked lines end where the marks end, so that an answer below a quotation is read; without marks
    everything below the header is quoted.
    """
    kept = list(lines)
    number = 0
    while number < len(kept):
        length = _header_length(kept, number)
        if not length:
            number += 1
            continue
        end = _end_of_quotation(kept, number + length)
        kept[number:end] = [""] * (end - number)
        number = end
    return kept


def _header_length(lines: Sequence[str], number: int) -> int:
    """Return how many lines of a header begin here; nought where none does."""
    line = lines[number]
    if _DIVIDER.fullmatch(line) or _is_wrote(line):
        return 1
    following = lines[number + 1] if number + 1 < len(lines) else ""
    # Gmail wraps a long header in the middle.
    if (
        _WROTE_WRAPPED.match(line)
        and len(line) > 20
        and following.strip()
        and _is_wrote(f"{line} {following}")
    ):
        return 2
    field = _HEADER_FIELD.fullmatch(line)
    if field is None:
        return 0
    below = next((each for each in lines[number + 1 :] if each.strip()), "")
    return 1 if _NEXT_FIELD.match(below) or _ADDRESS.search(field["who"]) else 0


def _is_wrote(line: str) -> bool:
    """Tell whether a line says who wrote when.

    With a name alone it is a person's own sentence.
    """
    if not _WROTE.fullmatch(line):
        return False
    return bool(_ADDRESS.search(line) or re.search(r"\d", line))


def _end_of_quotation(lines: Sequence[str], start: int) -> int:
    first = next((number for number in range(start, len(lines)) if lines[number].strip()), len(lines))
    if first == len(lines) or not _QUOTE_MARK.match(lines[first]):
        return len(lines)
    end = first
    while end < len(lines) and (_QUOTE_MARK.match(lines[end]) or not lines[end].strip()):
        end += 1
    return end

"""From the text of a comment to its commands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from plugin.core.commands.arguments import Arguments, read_arguments
from plugin.core.commands.mentions import strip_mentions
from plugin.core.commands.model import Command, Hint, ParsedComment
from plugin.core.commands.own_lines import find_own_lines
from plugin.core.commands.vocabulary import (
    KNOWN,
    Name,
    find_in_other_layout,
    guess_command,
    pick_example,
    pick_simplest_example,
    suggest_word,
)

_TWO_WORDS = re.compile(
    r"(?P<lead>[/\\.])\s*(?P<word>не\s+прин(?:ято|имаю))(?P<rest>(?![^\W_]).*)", re.IGNORECASE
)
_TOKEN = re.compile(r"(?P<lead>[/\\.])(?P<word>[^\s\d/\\]+)(?P<rest>.*)")
# A slash later in the same token, or a letter after a point or an underscore, makes it a path or a file.
_WORD = re.compile(
    r"(?P<lead>[/\\.])(?P<space>\s*)(?P<word>[^\W\d_]++(?:-[^\W\d_]++)*+)"
    r"(?P<rest>(?!\S*[/\\@*]|[._][^\W\d_]).*)"
)
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_WIDE_SPACE = re.compile(r"\s{2,}")
_WRITE_UP = re.compile(r"[/\\.]\s*(?:called|созвонились)\b", re.IGNORECASE)
_LEADS = ("/", "\\", ".")
_MAX_WORD_CHARS = 20


def read_commands(text: str, *, today: date | None = None, own_words: Sequence[str] = ()) -> ParsedComment:
    r"""Read the commands of a comment.

    A command stands at the start of a line that the writer said himself, after a mention at most: not in a
    quotation, not in code, not after a greeting. What looks like a command and is none yields one hint.

    Args:
        text: the comment in wiki markup, Markdown or plain text, or ADF flattened into text.
        today: the writer's day; completes dates without a year in `/ask` and `/deputy`.
        own_words: what the service's own comments on the issue say; quoted back, it is nobody's word.

    Returns:
        All commands in their order, also contradicting ones, and at most one hint.

    >>> read_commands("Спасибо!\n/выбор 1").commands
    (Choose(line=2, number=1),)
    """
    commands: list[Command] = []
    hint: Hint | None = None
    lines = find_own_lines(text, own_words)
    for number, line in enumerate((strip_mentions(each).strip() for each in lines), 1):
        if not line.startswith(_LEADS):
            continue
        # Our answer repeats a write-up; its writer, who edits it, says all of it again.
        below = find_own_lines(text) if own_words and _WRITE_UP.match(line) else lines
        read = _read_line(_WIDE_SPACE.sub(" ", line), tuple(below[number:]), today)
        if isinstance(read, Command):
            commands.append(replace(read, line=number))
        elif read is not None and hint is None:
            hint = replace(read, line=number)
    return ParsedComment(tuple(commands), hint)


def _read_line(line: str, following: tuple[str, ...], today: date | None) -> Command | Hint | None:
    match = _TWO_WORDS.fullmatch(line)
    if match:
        return _carry_out("refuse", match["word"], Arguments(match["rest"], following, today))
    match = _TOKEN.fullmatch(line)
    turned = find_in_other_layout(match["word"]) if match else None
    if match and turned:
        return _carry_out(KNOWN[turned], turned, Arguments(match["rest"], following, today))
    match = _WORD.fullmatch(line)
    if match is None:
        return None
    word, lead, rest = match["word"], match["lead"], match["rest"]
    # Only "/word" is sure to be meant as a command; after anything else the word itself must be known.
    sure = lead == "/" and not match["space"]
    name = guess_command(word) if sure else KNOWN.get(word.lower())
    # The key of "/" gives "." on the Russian layout, so a point counts before Russian words only.
    if lead != "/" and (match["space"] or (lead == "." and not _CYRILLIC.match(word))):
        return None
    if name is not None:
        return _carry_out(name, word, Arguments(rest, following, today))
    looks_like_one = sure and len(word) <= _MAX_WORD_CHARS and not rest[:1].isdigit()
    return _unknown(word) if looks_like_one else None


def _carry_out(name: Name, word: str, said: Arguments) -> Command | Hint:
    read = read_arguments(name, said)
    if isinstance(read, Command):
        return replace(read, word=word.lower())
    return Hint(
        word, "argument", word.lower(), pick_example(name, word), read.days, "" if read.days else read.written
    )


def _unknown(word: str) -> Hint:
    suggestion = suggest_word(word)
    example = pick_simplest_example(KNOWN[suggestion], suggestion) if suggestion else ""
    return Hint(word, "unknown", suggestion, example)

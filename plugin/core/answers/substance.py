"""Whether a comment says anything beyond thanks, greetings and our commands."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence

from plugin.core.answers.courtesy import strip_courtesy
from plugin.core.answers.plain_text import read_plain_lines
from plugin.core.commands import Called, ParsedComment
from plugin.core.model.markup import Markup

_FILE = re.compile(
    r"!\[[^\]\n]*\]\([^)\n]+\)|!(?=\S)[^!\n|]+\.\w{2,5}(?:\|[^!\n]*)?!|\[\^[^\]\n]+\]|<img\b|https?://\S{4,}",
    re.IGNORECASE,
)
"""A picture, an attachment or an address in the comment: something was sent."""
_NOTED = re.compile(
    r"(?:ок(?:ей)?|хорошо|ладно|понял[аи]?|понятно|принял[аи]?|увидел[аи]?|вижу|ясно|угу|ага"
    r"|будет сделано|сделаем|сделаю"
    r"|ok(?:ay)?|noted|got it|will do|sure|understood|alright|all right|fine|roger|seen|ack)[\s.!,…)]*",
    re.IGNORECASE,
)
"""Words by which people say that they have read something, and nothing more."""
_WORD = re.compile(r"\w+")
_HEARD = "w:"
"""Begins the digest of a word, among those of what a comment said."""
_DIGEST_CHARS = 6


def says_something(
    body: str,
    parsed: ParsedComment,
    *,
    markup: Markup = Markup.UNKNOWN,
    own_words: Sequence[str] = (),
    names: Collection[str] = (),
    heard: Collection[str] = (),
) -> bool:
    """Tell whether a comment may be an answer to something that was asked.

    Thanks, a nod and our commands are none; a file, an address and any other word are.

    Args:
        body: the comment.
        parsed: its commands.
        markup: how the tracker keeps it.
        own_words: what the service's own comments on the issue say; quoted back, it is nobody's word.
        names: people's names, by which a comment may address or sign.
        heard: digests of the words of an earlier wording: an edit says what is new in it.
    """
    lines = [_without(heard, line) for line in read_plain_lines(body, markup, own_words)]
    files = [_without(heard, found.group()) for found in _FILE.finditer(body)]
    if any(_WORD.search(file) for file in files):
        return True
    commanded = {command.line for command in parsed.commands}
    for call in (each for each in parsed.commands if isinstance(each, Called)):
        # A call that is written up answers nothing by itself.
        following = [each.line for each in parsed.commands if each.line > call.line]
        commanded |= set(range(call.line, min(following, default=len(lines) + 1)))
    spoken = [line for number, line in enumerate(lines, 1) if number not in commanded]
    said = strip_courtesy([line for line in spoken if not line.lstrip().startswith("/")], names)
    return bool(_WORD.search(said)) and not _NOTED.fullmatch(said.strip())


def digest_words(body: str, heard: Collection[str] = ()) -> frozenset[str]:
    """Return digests of the words of a comment, by which an edit shows what is new.

    Args:
        body: the comment.
        heard: digests of what earlier wordings said: a word that is put back is no new one.
    """
    before = (each for each in heard if each.startswith(_HEARD))
    return frozenset((*before, *(_digest(word.group()) for word in _WORD.finditer(body))))


def _without(heard: Collection[str], text: str) -> str:
    """Return a text without the words that were heard before."""
    if not heard:
        return text
    return _WORD.sub(lambda word: "" if _digest(word.group()) in heard else word.group(), text)


def _digest(word: str) -> str:
    return _HEARD + hashlib.sha256(word.casefold().encode()).hexdigest()[:_DIGEST_CHARS]

"""From a comment to what it says about an offer, or about a stage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from plugin.core.answers.courtesy import strip_courtesy
from plugin.core.answers.numbers import Numbers, find_numbers
from plugin.core.answers.plain_text import DOUBT, read_plain_lines
from plugin.core.answers.vocabulary import (
    ACCEPTS,
    CHOOSING,
    CONDITION,
    DEFERRED,
    GLUE,
    NEGATED,
    SIGNS_OF_NO,
    SIGNS_OF_YES,
    STRONG_YES,
    WEAK_YES,
    WITHOUT,
)
from plugin.core.commands.own_lines import normalise
from plugin.core.model.answer import AcceptedInWords, Agreed, Answer, Chosen, Named, Several
from plugin.core.model.markup import Markup

MAX_NUMBER = 9
"""A greater number alone answers something else: no offer has that many options."""
MAX_ANSWER_WORDS = 15
"""A longer text is a conversation."""
_MAX_ANSWER_CHARS = 400
_MAX_COMMENT_CHARS = 4000
"""With greeting and signature; quotations do not count."""

_SPEAKS_OF_A_COMMAND = re.compile(r"(?<!\w)/[^\W\d_]{2,}")
_MINUS = re.compile(r"(?<!\S)[-–—+]\d")
_LEFT_UNDONE = re.compile(r"\bне\s+(?:делаем|делайте|делать|надо|нужно)\b")
_WORD = re.compile(r"[^\W_]+")
_ANSWER_TOKEN = re.compile(r"#|[^\W_]+(?:['’-][^\W_]+)*|\S")
_IGNORED_TOKENS = frozenset(".,!;:()[]{}\"'«»“”„—–-…/\\№|*_~=")
_CLAUSE = re.compile(r"[.,!;:\n—–]+")


def read_answer(
    text: str,
    offered: Collection[int],
    *,
    markup: Markup = Markup.UNKNOWN,
    own_words: Sequence[str] = (),
    names: Collection[str] = (),
) -> Answer | None:
    """Read what a comment says about an offer.

    Args:
        text: the comment, without commands.
        offered: the numbers of the offer.
        markup: how the tracker keeps the comment.
        own_words: what the service's own comments on the issue say; quoted back, it is nobody's word.
        names: people's names, by which a comment may address or sign.

    Returns:
        None where the comment is a conversation, or says nothing about the offer.
    """
    said = _read_said(text, markup, own_words, names)
    if said is None or _SPEAKS_OF_A_COMMAND.search(said):
        return None
    if SIGNS_OF_YES.fullmatch(said):
        return Agreed()
    numbers = find_numbers(said)
    named = tuple(dict.fromkeys(number for number in numbers.numbers if number in offered))
    if len(named) > 1:
        return Several(named)
    if _chooses(said, numbers) and numbers.numbers[0] <= MAX_NUMBER:
        return Chosen(numbers.numbers[0])
    if named:
        return (
            Agreed()
            if NEGATED.search(_LEFT_UNDONE.sub(" ", numbers.rest)) and not _asks(said)
            else Named(named[0])
        )
    return Agreed() if _agrees(said) else None


def read_acceptance(
    text: str,
    *,
    markup: Markup = Markup.UNKNOWN,
    own_words: Sequence[str] = (),
    names: Collection[str] = (),
) -> AcceptedInWords | None:
    """Read whether a short comment accepts a stage without the command."""
    said = _read_said(text, markup, own_words, names)
    if said is None or _asks(said) or not ACCEPTS.search(said):
        return None
    return None if CONDITION.search(WITHOUT.sub(" ", said)) else AcceptedInWords()


def may_answer(text: str) -> bool:
    """Tell whether a comment may be an answer, once our own words are known.

    Any line that is short may be all that its writer said.
    """
    lines = normalise(text).split("\n")
    every = range(1, 100)
    return any(
        read_answer(each, every) is not None or read_acceptance(each) is not None
        for each in (text, *lines[:20], *lines[-5:])
    )


def _read_said(text: str, markup: Markup, own_words: Sequence[str], names: Collection[str]) -> str | None:
    """Return what a comment says, in lower case; None where it is empty or too long."""
    lines = read_plain_lines(text, markup, own_words)
    if sum(map(len, lines)) > _MAX_COMMENT_CHARS:
        return None
    said = strip_courtesy(lines, names)
    if not said or len(said) > _MAX_ANSWER_CHARS or len(_WORD.findall(said)) > MAX_ANSWER_WORDS:
        return None
    return said.lower().replace("ё", "е").replace("’", "'")


def _chooses(said: str, numbers: Numbers) -> bool:
    """Tell whether the text is one number, alone or with words that choose it."""
    if numbers.counts_else or DOUBT in said or _asks(said) or _MINUS.search(said) or SIGNS_OF_NO.search(said):
        return False
    if len(set(numbers.numbers)) != 1:
        return False
    tokens = [each for each in _ANSWER_TOKEN.findall(numbers.rest) if not _is_decoration(each)]
    words = [each for each in tokens if each != "#"]
    if not words:
        return True
    return set(words) <= (CHOOSING | GLUE) and bool(set(words) & CHOOSING)


def _agrees(said: str) -> bool:
    """Tell whether the text agrees, plainly and now."""
    if _asks(said) or NEGATED.search(said) or DEFERRED.search(said):
        return False
    if STRONG_YES.search(said) or SIGNS_OF_YES.search(said.strip()):
        return True
    clauses = [each.strip() for each in _CLAUSE.split(said) if each.strip()]
    return bool(clauses) and bool(WEAK_YES.fullmatch(clauses[0]))


def _is_decoration(token: str) -> bool:
    """Tell whether a sign says nothing: punctuation or an emoji."""
    return token in _IGNORED_TOKENS or unicodedata.category(token[0]) in ("So", "Sk", "Cf", "Mn")


def _asks(said: str) -> bool:
    return "?" in said

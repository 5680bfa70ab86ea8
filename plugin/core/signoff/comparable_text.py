"""Two texts told apart by their words, in whichever form they came.

Jira gives one description as wiki markup (webhooks, REST v2) and as a document (REST v3), which becomes
text. Both are brought to the same words first: markup, panels, lists and the frames of tables are left out; a
mention is one word, told by its account; an emoji is its short name. What a text read by an earlier version
says with a name or a sign instead is taken for the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

_MAX_TYPOS = 3
_WORDS_PER_TYPO = 50
_MIN_TYPO_WORD_CHARS = 5
_MAX_TYPO_LETTERS = 2
_MAX_NAME_WORDS = 5

_PUNCTUATION = ".,;:!?*_|#~^+\"'«»“”„()[]`"
_BLOCK_MACROS = "quote|code|noformat|panel|anchor|html|info|note|tip|warning|expand|section|column"
_MENTION = re.compile(r"\[~(?:accountid:)?([^\]\s]+)\]")
_SHORT_NAME = re.compile(r"(?<![\w:]):([a-z][a-z0-9_+\-]*):(?![\w:])")
_EMOTICONS = {
    "(/)": "check_mark",
    "(x)": "cross_mark",
    "(!)": "warning",
    "(?)": "question",
    "(i)": "info",
    "(+)": "plus",
    "(-)": "minus",
    "(y)": "thumbsup",
    "(n)": "thumbsdown",
    ":)": "slight_smile",
    ":(": "disappointed",
    ":D": "smiley",
    ";)": "wink",
    ":P": "stuck_out_tongue",
}
_EMOTICON = re.compile(
    rf"(?<![^\s|])(?:{'|'.join(re.escape(sign) for sign in _EMOTICONS)})(?=[\s|.,;!?]|$)", re.MULTILINE
)
_PICTURE = re.compile(r"(?<![\w!])!(?=[^\s!|])([^!|\n]*\.\w{2,5})(?:\|[^!\n]*)?!(?!\w)")
_FILE = re.compile(r"\[\^([^\]\n|]+)(?:\|[^\]\n]*)?\]")
_EMOJI_MARK, _MENTION_MARK = "\ue000", "\ue001"
"""Signs of a private area stand before what is no plain word."""

_MARKUP: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"[\u200b-\u200d\u2060\ufeff\ufe0e\ufe0f]"), ""),
    (re.compile(r"\\{2}(?=\s|$)"), " "),
    (re.compile(r"\\(?=[^\w\s])"), ""),
    (re.compile(r"(?m)^[ \t]*```[^\n`]*$"), " "),
    (re.compile(r"\{\{(.+?)\}\}"), r"\1"),
    (re.compile(r"\{date:([^{}]*)\}"), r"\1"),
    (re.compile(r"\{color(?::[^{}]*)?\}"), ""),
    (re.compile(r"\{([*_+^~\-])\}"), ""),
    (re.compile(rf"\{{(?:{_BLOCK_MACROS})(?::[^{{}}]*)?\}}"), " "),
    (_PICTURE, " "),
    (_FILE, " "),
    (_MENTION, rf" {_MENTION_MARK}\1 "),
    (_EMOTICON, lambda found: f" {_EMOJI_MARK}{_EMOTICONS[found[0]]} "),
    (_SHORT_NAME, rf" {_EMOJI_MARK}\1 "),
    (re.compile(r"\[([^|\]]*)\|[^\]]*\]"), r"\1"),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(?m)^\s*-{4,}\s*$"), " "),
    (re.compile(r"(?m)^(?:[ \t]*>)+[ \t]?"), " "),
    (re.compile(r"(?m)^\s*(?:[-*#]+|\d+\.|h[1-6]\.|bq\.)\s+"), " "),
    (re.compile(r"(?<!\S)-{2,3}(?!\S)"), "–"),
    (re.compile(r"(?<!\S)—(?!\S)"), "–"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"[|`]"), " "),
)


def differ_materially(before: str, after: str) -> bool:
    """Tell whether two texts differ by more than markup and slips of the finger."""
    was, now = read_words(before), read_words(after)
    if was != now:
        was, now = _tell_people_alike(was, now), _tell_people_alike(now, was)
    if was == now:
        return False
    if len(was) != len(now):
        # A word more or less can turn the meaning round: "не" is two letters.
        return True
    others = [
        (one, other)
        for one, other in zip(was, now, strict=True)
        if one != other and not _is_emoji(one, other)
    ]
    allowed = max(_MAX_TYPOS, len(was) // _WORDS_PER_TYPO)
    return len(others) > allowed or not all(_is_typo(one, other) for one, other in others)


def read_words(text: str) -> list[str]:
    """Return a text's words, without macros and whatever else is markup.

    >>> read_words("||*Поле*||{{id}}||") == read_words("Поле | `id`") == ["Поле", "id"]
    True
    """
    for pattern, kept in _MARKUP:
        text = pattern.sub(kept, text)
    words = (word.strip(_PUNCTUATION) for word in text.split())
    return [word for word in words if word]


def find_shown_files(text: str) -> tuple[str, ...]:
    """Return the names of the pictures and files that wiki markup shows.

    >>> find_shown_files("!макет.png|width=712! и [^смета.xlsx]")
    ('макет.png', 'смета.xlsx')
    """
    found = [*_PICTURE.findall(text), *_FILE.findall(text)]
    return tuple(name.rsplit("/", 1)[-1] for name in found)


def _tell_people_alike(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return the words, with the account in the place of a name after an @."""
    if not any(word.startswith("@") for word in words):
        return list(words)
    return list(_iter_alike(words, others))


def _iter_alike(words: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    place = 0
    for at, other in enumerate(others):
        if place >= len(words):
            return
        if other.startswith(_MENTION_MARK) and words[place].startswith("@"):
            yield other
            place += _count_name_words(words[place:], others[at + 1 :])
        else:
            yield words[place]
            place += 1
    yield from words[place:]


def _count_name_words(words: Sequence[str], following: Sequence[str]) -> int:
    """Return of how many words a name consists, by the word that follows it."""
    for count in range(1, min(_MAX_NAME_WORDS, len(words)) + 1):
        rest = words[count:]
        if not rest or not following:
            if not rest and not following:
                return count
            continue
        is_next_person = following[0].startswith(_MENTION_MARK) and rest[0].startswith("@")
        if is_next_person or rest[0] == following[0] or _is_typo(rest[0], following[0]):
            return count
    return 1


def _is_emoji(one: str, other: str) -> bool:
    """Tell whether one emoji is written as its sign here and by its short name there."""
    signs = [word for word in (one, other) if not word.startswith(_EMOJI_MARK)]
    return len(signs) == 1 and not any(sign.isalnum() or sign.isascii() for sign in signs[0])


def _is_typo(one: str, other: str) -> bool:
    """Tell whether two long words of letters differ by a slip of the finger.

    Such words are at most two letters apart.
    """
    if not (one.isalpha() and other.isalpha()) or min(len(one), len(other)) < _MIN_TYPO_WORD_CHARS:
        return False
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return max(len(one), len(other)) - sum(block.size for block in blocks) <= _MAX_TYPO_LETTERS

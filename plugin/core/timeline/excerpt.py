"""What the timeline shows of a comment: a short text, or the names of its files."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from plugin.core.answers.courtesy import strip_courtesy
from plugin.core.answers.plain_text import DOUBT, read_plain_lines
from plugin.core.model.exchanges import MAX_EXCERPT_CHARS
from plugin.core.model.markup import Markup

_MAX_READ_CHARS = 8_000
"""No more of a comment is read: what an excerpt shows stands at its beginning."""
_MAX_THANKS_CHARS = 300
_MENTION = re.compile(
    r"\[~(?:accountid:)?(?P<jira>[^\]\n]{1,200})\]|@\"(?P<quoted>[^\"\n]{1,80})\"|user[:#](?P<redmine>[\w.@-]{1,80})"
)
_FILE = re.compile(
    r"\[\^(?P<attached>[^\]\n|]{1,200})(?:\|[^\]\n]*)?\]"
    r"|!(?P<picture>(?!\[)[^!\n|\s][^!\n|]{0,200}\.\w{2,5})(?:\|[^!\n]*)?!"
    r"|!\[[^\]\n]*\]\((?P<inline>[^)\n]{1,300})\)(?:\{[^}\n]*\})?"
    r"|\battachment:\"?(?P<named>[^\s\"]{1,200})\"?"
)
_DOCUMENT = re.compile(r"\{adf[^}\n]*\}.*?\{adf\}", re.DOTALL)
_LETTER = re.compile(r"\w")
_EMOJI_NAME = re.compile(r":[a-z0-9_+-]{1,30}:", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def make_excerpt(text: str, call_account: Callable[[str], str]) -> str:
    """Return at most 140 plain characters of a comment, on one line.

    What is quoted is left out: somebody else said it.

    Args:
        text: the comment in whatever markup.
        call_account: returns the name by which a mentioned account is called.
    """
    text = text[:_MAX_READ_CHARS]
    named = _FILE.sub(" ", _name_mentions(text, call_account))
    plain = read_plain_lines(_DOCUMENT.sub(" ", named), Markup.UNKNOWN)
    shown = _flatten(plain)
    return cut(shown or ", ".join(find_files(text)) or _flatten([named]))


def cut(text: str) -> str:
    """Return a text that fits into an excerpt; a longer one ends on a whole word.

    >>> len(cut("слово " * 40)), cut("коротко")
    (138, 'коротко')
    """
    text = _SPACES.sub(" ", text).strip()
    if len(text) <= MAX_EXCERPT_CHARS:
        return text
    kept, _, rest = text[:MAX_EXCERPT_CHARS].rpartition(" ")
    return f"{(kept or rest[:-1]).rstrip(' ,;:—–-')}…"


def find_files(text: str) -> tuple[str, ...]:
    """Return the names of the files that a comment shows or links, each once."""
    found = (match[match.lastgroup or 0] for match in _FILE.finditer(text[:_MAX_READ_CHARS]))
    return tuple(dict.fromkeys(name.strip().rsplit("/", 1)[-1] for name in found))


def is_of_files_alone(text: str) -> bool:
    """Tell whether a comment is nothing but files."""
    return len(text) < _MAX_READ_CHARS and bool(find_files(text)) and not _LETTER.search(_FILE.sub(" ", text))


def is_thanks_alone(text: str, names: Collection[str]) -> bool:
    """Tell whether a comment says nothing but thanks, a greeting, or an emoji.

    Args:
        text: the comment.
        names: people's names; whom one thanks is no more than thanks.
    """
    if len(text) > _MAX_THANKS_CHARS or find_files(text):
        return False
    words = text
    for without in (_DOCUMENT, _MENTION, _EMOJI_NAME):
        words = without.sub(" ", words)
    spoken = [line.replace(DOUBT, " ") for line in read_plain_lines(words, Markup.UNKNOWN)]
    return not _LETTER.search(strip_courtesy(spoken, names)) and _has_said_something(words, spoken)


def _has_said_something(text: str, spoken: Sequence[str]) -> bool:
    """Tell whether the writer said anything himself; a quotation alone is no thanks."""
    return any(map(str.strip, spoken)) or not _LETTER.search(text)


def _name_mentions(text: str, call_account: Callable[[str], str]) -> str:
    def named(match: re.Match[str]) -> str:
        account = match[match.lastgroup or 0]
        return f"@{call_account(account) or account}" if _LETTER.search(account) else ""

    return _MENTION.sub(named, text)


def _flatten(lines: Sequence[str]) -> str:
    return _SPACES.sub(" ", " ".join(lines).replace(DOUBT, " ")).strip()

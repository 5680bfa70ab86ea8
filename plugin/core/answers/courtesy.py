"""Greetings, thanks, signatures and mentions around what a comment says."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from plugin.core.commands.mentions import strip_mentions, strip_trailing_mentions

_GREETING = (
    r"(?:добр(?:ый|ого)\s+(?:день|дня|вечер|вечера|утро|утра|времени\s+суток)|доброе\s+утро|доброго\s+времени"
    r"|здравствуйте|здравствуй|приветствую|привет|салют|коллеги|уважаем\w+\s+коллеги"
    r"|hi(?:\s+(?:there|all|team|everyone))?|hello(?:\s+(?:there|all|team|everyone))?|hey"
    r"|good\s+(?:morning|afternoon|evening|day)|dear\s+(?:all|team|colleagues)|all|team)"
)
# What one thanks for never reaches into an answer that follows without a mark.
_FOR = (
    r"(?:\s+(?!(?:перв|втор|трет|четв|пят|бер|дава|вариант\s|first|second|third|fourth|fifth|option))"
    r"[^\W\d]+){1,3}"
)
_THANKS = (
    rf"(?:(?:большое|огромное)\s+спасибо|спасибо(?:\s+(?:большое|огромное|вам|всем|за{_FOR}))*|спс"
    rf"|благодар(?:ю|им|ствую)(?:\s+вас)?(?:\s+за{_FOR})?|заранее\s+спасибо"
    r"|пожалуйста|плиз|плз|будьте\s+добры"
    rf"|thanks(?:\s+(?:a\s+lot|so\s+much|again|in\s+advance|for{_FOR}))*"
    rf"|(?:many\s+)?thanks|thank\s+you(?:\s+(?:so\s+much|very\s+much|again|for{_FOR}))*|thx|ty|cheers"
    r"|please|pls)"
)
_EDGE = r"[\s.,!;:)(…—–-]"
_LEADING = re.compile(rf"(?:{_GREETING}|{_THANKS})(?![\w-]){_EDGE}*", re.IGNORECASE)
_TRAILING = re.compile(rf"(?:^|(?<=[\s.,!;:)(…—–-]))(?:{_THANKS}|{_GREETING})[\s.,!;:)(…]*$", re.IGNORECASE)
# A name has a capital letter; what has none may be the answer itself.
_CALLED = r"[A-ZА-ЯЁ][^\W\d_]+(?:[ -][A-ZА-ЯЁ][^\W\d_]+){0,2}"
_GREETED = re.compile(rf"\s*(?i:{_GREETING}|dear)(?![\w-])[\s,]*(?:{_CALLED})?\s*[,.!:)—–-]*\s*")
_GREETED_BEFORE_MARK = re.compile(rf"\s*(?i:{_GREETING}|dear)(?![\w-])[ ,]*{_CALLED}\s*[,.!:—–-]+\s*")
_SIGNATURE = re.compile(
    r"\s*(?:--\s*|—\s*|__+\s*|с\s+(?:искренним\s+|наилучшими\s+)?(?:уважением|пожеланиями)\b.*|с\s+ув\.?\b.*"
    r"|искренне\s+ваш\w*.*|всего\s+(?:доброго|хорошего)\b.*|хорошего\s+(?:дня|вечера)\b.*"
    r"|(?:kind|best|warm|kindest)\s+(?:regards|wishes)\b.*|regards\b.*|sincerely\b.*|yours\b.{0,20}|best,\s*"
    r"|sent\s+(?:from|via|with)\b.*|get\s+outlook\b.*"
    r"|отправлено\s+(?:с|из|через|от)\b.*|послано\s+(?:с|из)\b.*)",
    re.IGNORECASE,
)
_SIGNED_AT_THE_END = re.compile(
    r"(?:^|[\s.,!;—–-]+)(?:с\s+уважением|(?:kind|best|warm)\s+regards|regards|sincerely)\b[^\n]{0,80}$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\s*(?:тел|моб|tel|phone|mob)\.?\s*:?\s*\+?\d[\d\s()-]{5,}.*", re.IGNORECASE)


def strip_courtesy(lines: Sequence[str], names: Collection[str] = ()) -> str:
    """Return what is left of lines without mentions, greeting, thanks and signature.

    Args:
        lines: the comment's lines without formatting.
        names: people's names; at an edge they address somebody, or sign.
    """
    text = "\n".join(_without_signature(lines, names)).strip()
    words = _name_pattern(names)
    before = None
    while text != before:
        before = text
        if words is not None:
            text = words[1].sub("", words[0].sub("", text, count=1)).strip()
        text = strip_mentions(text).strip()
        text = "\n".join((*text.split("\n")[:-1], strip_trailing_mentions(text.split("\n")[-1]))).strip()
        text = _SIGNED_AT_THE_END.sub("", _without_greeting(text))
        text = _TRAILING.sub("", _LEADING.sub("", text, count=1)).strip(" \t\n,;—–")
    return text


def _without_signature(lines: Sequence[str], names: Collection[str]) -> list[str]:
    """Cut at a closing phrase, or at somebody's whole name below what was said."""
    signed = {name.casefold() for name in names if " " in name}
    for number, line in enumerate(lines):
        said_above = any(map(str.strip, lines[:number]))
        if said_above and line.strip(" ,.*_").casefold() in signed:
            return list(lines[:number])
        if _SIGNATURE.fullmatch(line) or _REFERENCE.fullmatch(line):
            return list(lines[:number])
    return list(lines)


def _without_greeting(text: str) -> str:
    first, _, rest = text.partition("\n")
    if _GREETED.fullmatch(first) and rest.strip():
        return rest.strip()
    return _GREETED_BEFORE_MARK.sub("", text, count=1)


def _name_pattern(names: Collection[str]) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """Return patterns for a name at the beginning, with a comma, and alone at the end."""
    known = {part for name in names for part in (name, *name.split()) if len(part) > 1}
    if not known:
        return None
    listed = "|".join(re.escape(each) for each in sorted(known, key=len, reverse=True))
    called = rf"(?:{listed})(?:\s+(?:{listed}))?"
    leading = re.compile(rf"@?{called}\s*[,!:.—–-]+\s*|@{called}\s+|{called}\s*\n", re.IGNORECASE)
    trailing = re.compile(rf"(?:^|[\n,])\s*{called}\s*[.!]*\s*$", re.IGNORECASE)
    return leading, trailing

"""The linter of texts: phrases that are never said, and typography.

It is run over every template and every sample; `docs/texts.md` has the rules in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# A star stands for any ending.
_NEVER = {
    "ru": (
        "вы не предоставил*",
        "по вашей вин*",
        "как мы уже писали",
        "вы обязан*",
        "асап",
        "заранее спасибо",
        "я вас услышал*",
        "в кратчайшие сроки",
        "хотелк*",
        "хотелок",
        "к сожалению",
    ),
    "en": (
        "as per my last e*mail",
        "as per my last message",
        "you failed to",
        "kindly",
        "asap",
        "unfortunately we are unable",
        "at your earliest convenience",
    ),
}

_MONTHS = {
    "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
}
_UNITS = {"ru": "₽|€|%|ч|мин|руб", "en": "h|min"}

_TYPOGRAPHY = {
    "two spaces": r"\S[ \u00a0]{2,}\S",
    "a straight quotation mark": r'"',
    "a hyphen for a dash": r"\S -{1,2} \S",
    "no space between sentences": r"[^\W\d_A-ZА-ЯЁ][”»)]?[.!?][A-ZА-ЯЁ]",
}
_TYPOGRAPHY_OF = {
    "ru": {
        "a straight quotation mark": r'"|“[^„]*”',
        "an English dash": r"\s–\s",
        "no space before a unit": r"\d(?:₽|%|ч\b|мин\b)",
        "«е» for «ё»": r"\b(?:еще|ее|счет|объем|решен|прием|идет|пришел)\b",
    },
    "en": {
        "a straight apostrophe": r"\w'\w",
        "a Russian dash": r"\s—\s",
        "quotation marks of Russian": "[«»]",
    },
}

_COMMAND = re.compile(r"(?<!\w)/\w+ \d\w*")
"""What a person is to type, as in «/оценка 6ч», is not typeset."""


@dataclass(frozen=True)
class ToneFault:
    """One thing to mend in a text.

    Attributes:
        what: what is wrong.
        found: the words at that place.
    """

    what: str
    found: str


def find_tone_faults(text: str, language: str) -> tuple[ToneFault, ...]:
    """Return what is wrong with a text that a person would read.

    Args:
        text: Markdown or plain text.
        language: `ru` or `en`.

    >>> [fault.what for fault in faults("Заранее спасибо - ждём 5 ч", "ru")]
    ['never said', 'a hyphen for a dash', 'an ordinary space before a unit']
    """
    found = [ToneFault("never said", words) for words in _find_forbidden(text, language)]
    patterns = {**_TYPOGRAPHY, **_TYPOGRAPHY_OF[language]}
    patterns["an ordinary space before a unit"] = rf"\d (?:{_UNITS[language]})(?!\w)"
    patterns["an ordinary space in a date"] = rf"\d (?:{_MONTHS[language]})\b"
    in_words = _COMMAND.sub("…", text)
    for what, pattern in patterns.items():
        found += [ToneFault(what, match[0]) for match in re.finditer(pattern, in_words)]
    return tuple(found)


def find_tone_faults_of_template(source: str, language: str) -> tuple[ToneFault, ...]:
    """Return what is wrong with a template's words; its values are passed over.

    Words inside its tags are held to the forbidden phrases too.
    """
    words = re.sub(r"{#.*?#}|{%.*?%}", "\x00", source, flags=re.DOTALL)
    words = re.sub(r"{{.*?}}", "…", words, flags=re.DOTALL)
    in_tags = " ".join(re.findall(r"{%.*?%}|{{.*?}}", source, flags=re.DOTALL))
    said = tuple(ToneFault("never said", phrase) for phrase in _find_forbidden(in_tags, language))
    return find_tone_faults(words, language) + said


def _find_forbidden(text: str, language: str) -> list[str]:
    plain = re.sub(r"[\s,]+", " ", text.lower().replace("ё", "е"))
    found: list[str] = []
    for phrase in _NEVER[language]:
        pattern = re.escape(phrase.replace("ё", "е")).replace(r"\*", r"[\w-]*").replace(r"\ ", " ")
        found += re.findall(rf"(?<!\w){pattern}(?!\w)", plain)
    return found

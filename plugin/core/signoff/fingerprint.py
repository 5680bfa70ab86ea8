"""What a signature is bound to: material fields, their hash, and real changes.

Rank, watchers, labels of others and the like are never material. A typo is none either: a word of five
letters or more that differs by at most two, in at most three words or one in fifty. A word more or less, a
number or a sign always counts. Texts are compared by their words, since a tracker gives the same
description as markup in a webhook and as a document in an answer; where its links lead to is compared apart,
as `links`, which come with the description. Which fields count can be set in `sign_off.material`; without it
these are summary, description and estimate.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from plugin.core.model.issue import IssueSnapshot

MATERIAL = ("summary", "description", "estimate")
LINKS = "links"
LINKED_FROM = "description:links"
"""Here `IssueSnapshot.fields` holds the targets of links that the text of the description does not show."""
_TARGET = re.compile(r"https?://[^\s|<>\[\]()\"']+")
_MAX_TYPOS = 3
_WORDS_PER_TYPO = 50
_MIN_TYPO_WORD_CHARS = 5
_MAX_TYPO_LETTERS = 2
_PUNCTUATION = ".,;:!?*_|#~^+\"'«»“”„()[]"
_MACROS = "color|quote|code|noformat|panel|anchor|html|info|note|tip|warning|expand|section|column"
_MARKUP = (
    (re.compile(rf"\{{(?:{_MACROS})(?::[^{{}}]*)?\}}"), " "),
    (re.compile(r"\[([^|\]]*)\|[^\]]*\]"), r"\1"),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(?m)^\s*(?:[-*#]+|\d+\.|h[1-6]\.|bq\.)\s+"), " "),
)


def material_fields(issue: IssueSnapshot, names: Iterable[str] = MATERIAL) -> dict[str, str]:
    """Return an issue's material fields as texts, by the name under which they count."""
    read = {name: _read(issue, name) for name in names}
    return {**read, LINKS: _targets(issue)} if "description" in read else read


def content_hash(*parts: object) -> str:
    """Return the hash of what is signed: SHA-256 over the parts as JSON.

    The JSON has no spaces and is in UTF-8.
    """
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changed_fields(signed: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the fields that changed materially since they were signed."""
    names = [name for name in signed if name in now]
    return tuple(name for name in names if _differs(name, signed[name], now[name]))


def _differs(name: str, before: str, after: str) -> bool:
    if name not in ("summary", "description"):
        return before.strip() != after.strip()
    was, now = _words(before), _words(after)
    if was == now:
        return False
    if len(was) != len(now):
        # A word more or less can turn the meaning round: "не" is two letters.
        return True
    others = [(one, other) for one, other in zip(was, now, strict=True) if one != other]
    allowed = max(_MAX_TYPOS, len(was) // _WORDS_PER_TYPO)
    return len(others) > allowed or not all(_is_typo(one, other) for one, other in others)


def _is_typo(one: str, other: str) -> bool:
    """Tell whether two long words of letters differ by a slip of the finger.

    Such words are at most two letters apart.
    """
    if not (one.isalpha() and other.isalpha()) or min(len(one), len(other)) < _MIN_TYPO_WORD_CHARS:
        return False
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return max(len(one), len(other)) - sum(block.size for block in blocks) <= _MAX_TYPO_LETTERS


def _words(text: str) -> list[str]:
    """Return a text's words, without wiki macros and whatever else is markup."""
    for pattern, kept in _MARKUP:
        text = pattern.sub(kept, text)
    words = (word.strip(_PUNCTUATION) for word in text.split())
    return [word for word in words if word]


def _targets(issue: IssueSnapshot) -> str:
    """Return the targets of the description's links, one a line.

    How the links are written does not count.
    """
    found = [*_TARGET.findall(issue.description), *issue.fields.get(LINKED_FROM, ())]
    return "\n".join(sorted({target.rstrip(".,;:!?/") for target in found}))


def _read(issue: IssueSnapshot, name: str) -> str:
    match name:
        case "summary":
            return issue.summary
        case "description":
            return issue.description
        case "estimate":
            return "" if issue.estimate_hours is None else f"{issue.estimate_hours.normalize():f}"
        case "components":
            return ", ".join(sorted(issue.components))
        case "versions":
            return ", ".join(sorted(issue.versions))
        case "due":
            return issue.due.isoformat() if issue.due else ""
        case _:
            return ", ".join(issue.fields.get(name, ()))

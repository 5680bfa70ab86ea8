"""What a signature is bound to: the material fields of the stage's issues, their hash, and real changes.

Rank, watchers, labels of others and the like are never material. A text that differs by a typo is the same:
by at most three characters, or by one in fifty of a longer text. Texts are compared by their words alone,
since a tracker gives the same description as markup in a webhook and as a document in an answer. Which
fields count can be set in `sign_off.material`; without it these are summary, description and estimate.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from plugin.issue import IssueSnapshot

MATERIAL = ("summary", "description", "estimate")
_TYPO_CHARACTERS = 3
_TYPO_PART = 50
_LONGEST_COMPARED = 5_000
_WORD = re.compile(r"\w+")
_MARKUP = (
    (re.compile(r"\{[^{}]*\}"), " "),
    (re.compile(r"\[([^|\]]*)\|[^\]]*\]"), r"\1"),
    (re.compile(r"https?://\S+"), " "),
)


def material_fields(issue: IssueSnapshot, names: Iterable[str] = MATERIAL) -> dict[str, str]:
    """Return an issue's material fields as texts, by the name under which they count."""
    return {name: _read(issue, name) for name in names}


def content_hash(*parts: object) -> str:
    """Return the hash of what is signed: SHA-256 over the parts as JSON without spaces, in UTF-8."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changed_fields(signed: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the fields that changed materially since they were signed."""
    names = [name for name in signed if name in now]
    return tuple(name for name in names if _differs(name, signed[name], now[name]))


def _differs(name: str, before: str, after: str) -> bool:
    if name not in ("summary", "description"):
        return before.strip() != after.strip()
    before, after = _words(before), _words(after)
    if before == after:
        return False
    if not before or not after:
        return True
    if _digits(before) != _digits(after):
        # A number is never a typo: 10 pages are not 100.
        return True
    return _edits(before, after) > max(_TYPO_CHARACTERS, max(len(before), len(after)) // _TYPO_PART)


def _edits(before: str, after: str) -> int:
    """Return how many characters differ; texts too long to compare count by their length alone."""
    if max(len(before), len(after)) > _LONGEST_COMPARED:
        return _LONGEST_COMPARED
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return max(len(before), len(after)) - sum(block.size for block in blocks)


def _words(text: str) -> str:
    """Return a text's words, without wiki macros, link targets and whatever else is markup."""
    for pattern, kept in _MARKUP:
        text = pattern.sub(kept, text)
    return " ".join(_WORD.findall(text))


def _digits(text: str) -> str:
    return " ".join("".join(character if character.isdigit() else " " for character in text).split())


def _read(issue: IssueSnapshot, name: str) -> str:
    match name:
        case "summary":
            return issue.summary
        case "description":
            return issue.description
        case "estimate":
            return "" if issue.estimate_hours is None else str(issue.estimate_hours.normalize())
        case "components":
            return ", ".join(sorted(issue.components))
        case "versions":
            return ", ".join(sorted(issue.versions))
        case "due":
            return issue.due.isoformat() if issue.due else ""
        case _:
            return ", ".join(issue.fields.get(name, ()))

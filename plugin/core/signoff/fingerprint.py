"""What a signature is bound to: material fields, their hash, and real changes.

Rank, priority, watchers, labels and the like are never material. A typo is none either: a word of five
letters or more that differs by at most two, in at most three words or one in fifty. A word more or less, a
number or a sign always counts. Texts are compared by their words (`plugin.core.signoff.comparable_text`),
since a tracker gives the same description as markup in a webhook and as a document in an answer. Where its
links lead to and which files it shows are compared apart, as `links` and `files`, which come with the
description. Which fields count can be set in `sign_off.material`; without it these are summary, description
and estimate.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from plugin.core.model.issue import IssueSnapshot
from plugin.core.signoff.comparable_text import differ_materially, find_shown_files, read_words

MATERIAL = ("summary", "description", "estimate")
LINKS = "links"
LINKED_FROM = "description:links"
"""Here `IssueSnapshot.fields` holds the targets of links that the text of the description does not show."""
FILES = "files"
FILES_FROM = "description:files"
"""Here it holds the pictures and files that the text does not show; one without a name is an empty text."""
_UNNAMED = "?"
_TARGET = re.compile(r"https?://[^\s|<>\[\]()\"']+")


def material_fields(issue: IssueSnapshot, names: Iterable[str] = MATERIAL) -> dict[str, str]:
    """Return an issue's material fields as texts, by the name under which they count."""
    read = {name: _read(issue, name) for name in names}
    return {**read, LINKS: _targets(issue), FILES: _files(issue)} if "description" in read else read


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


def to_comparable(fields: Mapping[str, str]) -> dict[str, object]:
    """Return material fields so that both forms of a text come to the same."""
    return {
        name: read_words(value)
        if name in ("summary", "description")
        else sorted(_web_addresses(value))
        if name == LINKS
        else value
        for name, value in fields.items()
    }


def _differs(name: str, before: str, after: str) -> bool:
    match name:
        case "summary" | "description":
            return differ_materially(before, after)
        case "links":
            return _web_addresses(before) != _web_addresses(after)
        case "files":
            return _differ_in_files(before.split("\n"), after.split("\n"))
        case _:
            return before.strip() != after.strip()


def _web_addresses(lines: str) -> set[str]:
    """Return the addresses of web pages; wiki markup shows no others as links."""
    return {unquote(line) for line in lines.split("\n") if line.startswith("http")}


def _differ_in_files(before: list[str], after: list[str]) -> bool:
    """Tell whether other files are shown.

    Where a document does not name one, their number counts.
    """
    was, now = [name for name in before if name], [name for name in after if name]
    if len(was) == len(now) and _UNNAMED in (*was, *now):
        return False
    return was != now


def _targets(issue: IssueSnapshot) -> str:
    """Return the targets of the description's links, one a line.

    How the links are written does not count.
    """
    found = [*_TARGET.findall(issue.description), *issue.fields.get(LINKED_FROM, ())]
    return "\n".join(sorted({target.rstrip(".,;:!?/") for target in found}))


def _files(issue: IssueSnapshot) -> str:
    """Return the files that the description shows, one a line."""
    found = [*find_shown_files(issue.description), *issue.fields.get(FILES_FROM, ())]
    return "\n".join(sorted(name or _UNNAMED for name in found))


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

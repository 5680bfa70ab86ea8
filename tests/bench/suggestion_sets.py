"""Public issues as contracts: components, documents or topics are items.

The sets lie in a folder of their own and are no part of this repository; docs/suggestions.md says where they
come from.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl

MAX_ITEMS, MIN_ISSUES, MAX_ISSUES = 20, 10, 1_000
MIN_ITEMS = 5
_UNSOLD_EVERY, _UNSOLD_FIRST = 5, 2
"""Of the items by name, every fifth is not sold: its issues must be told from all others."""


@dataclass(frozen=True)
class PublicIssue:
    """An issue with its component, document or topic."""

    topic: str
    summary: str
    description: str = ""


@dataclass(frozen=True)
class PublicContract:
    """A contract made of public issues.

    Attributes:
        name: of the project.
        clauses: of each item its id, its title, and the title of its stage.
        issues: in the order of creation.
        has_order: whether that order is known; otherwise they are shuffled, always alike.
    """

    name: str
    clauses: tuple[tuple[str, str, str], ...]
    issues: tuple[PublicIssue, ...]
    has_order: bool = True

    def item_of(self, issue: PublicIssue) -> str | None:
        """Return the item that an issue belongs to, or None where it was not sold."""
        return issue.topic if any(issue.topic == item for item, _, _ in self.clauses) else None


def read_jira_projects(folder: Path) -> Iterator[PublicContract]:
    """Yield the projects of the story point set: a component of Jira is an item."""
    csv.field_size_limit(10**8)
    by_project: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for path in sorted(folder.glob("tawosi/*.csv")):
        if not path.stem.endswith("_features"):
            with path.open(encoding="utf-8", errors="replace") as file:
                by_project[path.stem.rpartition("-")[0]].extend(csv.DictReader(file))
    for project, rows in sorted(by_project.items()):
        rows.sort(key=lambda row: int(row["issuekey"].rpartition("-")[2]))
        issues = [
            PublicIssue(row["components"], row["title"], row["description_text"].strip('"'))
            for row in rows
            if row["components"] and "|" not in row["components"]
        ]
        yield from _make(project, issues, {})


_DOCUMENTS = {
    "451": "An HTTP Status Code to Report Legal Obstacles",
    "5987bis": "Indicating Character Encoding and Language for HTTP Header Field Parameters",
    "6265bis": "Cookies: HTTP State Management Mechanism",
    "alt-svc": "HTTP Alternative Services",
    "auth-info": "The Authentication-Info Response Header Fields",
    "cache-digest": "Cache Digests for HTTP/2",
    "client-hints": "HTTP Client Hints",
    "early-hints": "An HTTP Status Code for Indicating Hints",
    "encryption": "Encrypted Content-Encoding for HTTP",
    "expect-ct": "Expect-CT Extension for HTTP",
    "header-structure": "HTTP Header Common Structure",
    "immutable": "HTTP Immutable Responses",
    "key": "The Key HTTP Response Header Field",
    "opp-sec": "Opportunistic Security for HTTP/2",
    "origin-frame": "The ORIGIN HTTP/2 Frame",
    "replay": "Using Early Data in HTTP",
}
"""Labels of the working group's issues, and the titles of the documents that they mean."""


def read_working_group(folder: Path) -> Iterator[PublicContract]:
    """Yield the drafts of the HTTP working group: a document is an item."""
    path = folder / "http-extensions" / "issues.json"
    if not path.exists():
        return
    pages = json.loads(path.read_text(encoding="utf-8"))
    found = sorted((each for page in pages for each in page), key=lambda each: str(each["created_at"]))
    issues = []
    for each in found:
        labels = [label["name"] for label in each["labels"] if label["name"] in _DOCUMENTS]
        if len(labels) == 1:
            issues.append(PublicIssue(labels[0], each["title"], each["body"] or ""))
    yield from _make("http-extensions", issues, {}, _DOCUMENTS)


def read_help_desk(folder: Path) -> Iterator[PublicContract]:
    """Yield the questions to a Russian video site's help desk: a topic is an item.

    The sheet is ordered by topic, so that its own order would tell the answer: it is shuffled.
    """
    path = folder / "rutube" / "cases.xlsx"
    if not path.exists():
        return
    sheet = openpyxl.load_workbook(path, read_only=True).active
    issues: dict[str, PublicIssue] = {}
    stages, titles = {}, {}
    for row in list(sheet.iter_rows(values_only=True))[1:]:
        question, group, topic = (_clean(row[column]) for column in (0, 4, 5))
        if question and topic:
            key = f"{group}/{topic}"
            stages[key], titles[key] = group, topic
            issues.setdefault(question, PublicIssue(key, question))
    shuffled = list(issues.values())
    random.Random(3).shuffle(shuffled)
    none = {key for key, title in titles.items() if title.casefold() == "отсутствует"}
    yield from _make("rutube", shuffled, stages, titles, never=none, has_order=False)


def _clean(value: object) -> str:
    """Return a cell's words; this sheet pads them with joiners that nobody sees."""
    return " ".join(re.sub("[\u200c\u200b]", "", str(value or "")).split())


def _make(
    name: str,
    issues: Iterable[PublicIssue],
    stages: Mapping[str, str],
    titles: Mapping[str, str] | None = None,
    *,
    never: Iterable[str] = (),
    has_order: bool = True,
) -> Iterator[PublicContract]:
    """Yield the contract, where it has items enough."""
    taken = tuple(issues)[:MAX_ISSUES]
    counts = Counter(issue.topic for issue in taken)
    known = [topic for topic, count in counts.most_common() if count >= MIN_ISSUES and topic not in never]
    topics = sorted(known[:MAX_ITEMS])
    if len(topics) < MIN_ITEMS:
        return
    unsold = set(topics[_UNSOLD_FIRST::_UNSOLD_EVERY])
    clauses = tuple(
        (topic, titles[topic] if titles else topic, stages.get(topic, ""))
        for topic in topics
        if topic not in unsold
    )
    yield PublicContract(name, clauses, taken, has_order)

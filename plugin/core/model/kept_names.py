"""What stays the same under another key or name: issues, projects, statuses.

A mapping names stages, epics and projects by their keys, and statuses, types, components and versions by
their names. Once one was seen, its number in the tracker is kept with the name in the mapping; from then on
the number tells what it is, whatever it is called. A name that the mapping writes is always what it says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Literal, get_args

from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import CALLED, FieldChange, IssueSnapshot, TermKind
from plugin.core.model.readings import Move

Kind = Literal["issue", "project"] | TermKind
Names = Mapping[TermKind, Collection[str]]
"""The names of a mapping that it takes from its tracker, by their kind."""

TERM_KINDS: tuple[TermKind, ...] = get_args(TermKind)
_FIELDS: Mapping[str, TermKind] = {
    "status": "status",
    "issuetype": "type",
    "type": "type",
    "components": "component",
    "fixVersions": "version",
}
"""Fields of a change that hold a name, or several."""
_LISTED = "*"
"""Stands for a kind of which the tracker has listed all."""
_ID_SUFFIX = ":id"
"""A change of a field with this ending has the numbers of the change before it."""


_TRANSLATED = (
    ("bug", "ошибка", "баг", "дефект"),
    ("task", "задача"),
    ("story", "история"),
    ("epic", "эпик"),
    ("sub-task", "подзадача"),
    ("improvement", "улучшение"),
)
"""Types that trackers come with, in the languages of our texts."""
_MIN_LIKENESS = 0.8


def find_alike(name: str, others: Iterable[str]) -> str | None:
    """Return what a name probably is, in another language or writing, or None.

    >>> find_alike("Bug", ["Task", "Ошибка"]), find_alike("Sub-task", ["Task"]), find_alike("Bug", ["bugs"])
    ('Ошибка', None, 'bugs')
    """
    folded = {each.casefold(): each for each in others}
    meanings = next((row for row in _TRANSLATED if name.casefold() in row), ())
    translated = next((folded[each] for each in meanings if each in folded), None)
    near = get_close_matches(name.casefold(), folded, n=1, cutoff=_MIN_LIKENESS)
    return translated or (folded[near[0]] if near else None)


@dataclass(frozen=True)
class KeptName:
    """What a mapping calls an issue or a project.

    Attributes:
        id: the tracker's number.
        name: the key or name that the mapping writes; of what no mapping names, that of the tracker.
        key: the key now; of a status and the like, the name that the service's account sees.
    """

    kind: Kind
    id: str
    name: str
    key: str


@dataclass(frozen=True)
class Term:
    """A status, type, component or version as the tracker lists it.

    `others` are names that it has in other languages.
    """

    kind: TermKind
    id: str
    name: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeptNames:
    """Everything that was seen of what mappings name, of one tracker."""

    by_id: Mapping[tuple[str, str], KeptName] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Iterable[KeptName]) -> KeptNames:
        """Return the names by what they name."""
        return cls({(each.kind, each.id): each for each in kept})

    def select(self, named: Mapping[Kind, Collection[str]]) -> KeptNames:
        """Return those whose names a mapping still writes.

        A mapping may have followed a rename. What no mapping names keeps the name that the tracker has.
        """
        kept = {}
        for key, each in self.by_id.items():
            if each.name in named.get(each.kind, ()):
                kept[key] = each
            elif each.kind in TERM_KINDS:
                kept[key] = replace(each, name=each.key)
        return KeptNames(kept)

    def find_id(self, kind: Kind, name: str) -> str | None:
        """Return the tracker's number of what a mapping calls by this name."""
        return next((each.id for each in self._of(kind) if each.name == name), None)

    def find_name(self, kind: Kind, key: str) -> str:
        """Return what the mapping calls the thing that has this key now; else the key."""
        return next((each.name for each in self._of(kind) if each.key == key), key)

    def recognise(self, issue: IssueSnapshot) -> IssueSnapshot:
        """Return the issue with project, own name and parents as mappings call them."""
        update: dict[str, object] = {}
        project = self.by_id.get(("project", issue.project_id))
        if project is not None and project.name != issue.project:
            update["project"] = project.name
        renamed = {each.key: each.name for each in self._of("issue") if each.key != each.name}
        if issue.parent in renamed:
            update["parent"] = renamed[issue.parent]
        fields = {
            name: tuple(renamed.get(value, value) for value in values)
            for name, values in issue.fields.items()
            if not renamed.keys().isdisjoint(values)
        }
        own = self.by_id.get(("issue", issue.id))
        if own is not None and own.name != issue.key:
            fields[CALLED] = (own.name,)
        if fields:
            update["fields"] = {**issue.fields, **fields}
        return issue.model_copy(update=update) if update else issue

    def find_term_ids(self, kind: TermKind, name: str) -> frozenset[str]:
        """Return the numbers of what a mapping calls by this name, or the tracker does."""
        return frozenset(each.id for each in self._of(kind) if name in (each.name, each.key))

    def translate(self, kind: TermKind, number: str, name: str, named: Names) -> str:
        """Return what the mapping calls a status, type, component or version.

        Args:
            kind: of the name.
            number: the tracker's own; empty where it told none.
            name: as it was told, perhaps after a rename, perhaps in the reader's language.
            named: what the mapping names.
        """
        kept = self.by_id.get((kind, number))
        if kept is None or name in named.get(kind, ()):
            return name
        return kept.name if kept.name in named.get(kind, ()) else kept.key

    def recognise_terms(self, issue: IssueSnapshot, named: Names) -> IssueSnapshot:
        """Return the issue with statuses and the like as a mapping calls them."""

        def called(kind: TermKind, name: str) -> str:
            return self.translate(kind, issue.list_term_ids(kind).get(name, ""), name, named)

        update: dict[str, object] = {
            "status": called("status", issue.status),
            "type": called("type", issue.type),
            "components": frozenset(called("component", name) for name in issue.components),
            "versions": frozenset(called("version", name) for name in issue.versions),
        }
        changed = {name: value for name, value in update.items() if value != getattr(issue, name)}
        return issue.model_copy(update=changed) if changed else issue

    def recognise_event(self, event: IssueSeen, named: Names) -> IssueSeen:
        """Return the event with the names of its issue and of its changes."""
        issue, changes = self.recognise_terms(event.issue, named), tuple(self._changes(event, named))
        if issue is event.issue and changes == event.changes:
            return event
        return event.model_copy(update={"issue": issue, "changes": changes})

    def recognise_move(self, move: Move, named: Names) -> Move:
        """Return a move with the statuses as a mapping calls them."""
        return replace(
            move,
            from_status=self.translate("status", move.from_id, move.from_status, named),
            to_status=self.translate("status", move.to_id, move.to_status, named),
        )

    def _changes(self, event: IssueSeen, named: Names) -> Iterator[FieldChange]:
        """Yield the changes, each with the names of what its numbers stand for."""
        listed = event.changes
        for number, change in enumerate(listed):
            kind = _FIELDS.get(change.field)
            following = listed[number + 1] if number + 1 < len(listed) else None
            if change.field.endswith(_ID_SUFFIX) and change.field.removesuffix(_ID_SUFFIX) in _FIELDS:
                continue
            if kind is None or following is None or following.field != f"{change.field}{_ID_SUFFIX}":
                yield change
                continue
            before = self.translate(kind, following.before, change.before, named)
            after = self.translate(kind, following.after, change.after, named)
            yield change.model_copy(update={"before": before, "after": after})

    def list_terms_seen(self, issue: IssueSnapshot, named: Names) -> Iterator[KeptName]:
        """Yield what is to be kept of the names of an issue that a mapping names.

        Args:
            issue: with the names and numbers that the tracker told.
            named: what the mappings of the tracker name.
        """
        for kind in TERM_KINDS:
            for name, number in issue.list_term_ids(kind).items():
                kept = self.by_id.get((kind, number))
                is_known = kept is not None and kept.name in named.get(kind, ())
                if number and name in named.get(kind, ()) and not is_known:
                    yield KeptName(kind, number, name, kept.key if kept else name)

    def list_terms_told(self, terms: Iterable[Term], named: Names) -> Iterator[KeptName]:
        """Yield what is to be kept of the names that the tracker lists.

        Args:
            terms: what it lists.
            named: what the mappings of the tracker name.
        """
        listed = tuple(terms)
        for kind in dict.fromkeys(term.kind for term in listed):
            yield from self._news(KeptName(kind, _LISTED, _LISTED, _LISTED))
        for term in listed:
            kept = self.by_id.get((term.kind, term.id))
            wanted = named.get(term.kind, ())
            own = (kept.name if kept else "", term.name, *term.others)
            name = next((each for each in own if each in wanted), term.name)
            yield from self._news(KeptName(term.kind, term.id, name, term.name))

    def find_doubtful(self, named: Names) -> dict[tuple[TermKind, str], str]:
        """Return names that a mapping probably means by one that is not there.

        Each with the name in the mapping. Nothing is doubted before the tracker has listed all of a kind.

        Args:
            named: what the mapping names.
        """
        found: dict[tuple[TermKind, str], str] = {}
        for kind in ("type", "component", "version"):
            known = [each for each in self._of(kind) if each.id != _LISTED]
            if (kind, _LISTED) not in self.by_id:
                continue
            wanted = set(named.get(kind, ()))
            missing = wanted - {name for each in known for name in (each.name, each.key)}
            others = [each.key for each in known if wanted.isdisjoint((each.name, each.key))]
            for name in sorted(missing):
                meant = find_alike(name, others)
                if meant is not None:
                    found[kind, meant] = name
        return found

    def list_news(
        self, issue: IssueSnapshot, projects: Iterable[str], named: Iterable[str]
    ) -> Iterator[KeptName]:
        """Yield what is to be kept of a recognised issue of a contract.

        Args:
            issue: the issue, with its project as the mapping calls it.
            projects: those that the mapping names.
            named: the keys of the issues that the mapping names.
        """
        key = issue.key.rpartition("-")[0]
        if issue.project_id and key and issue.project in projects:
            yield from self._news(KeptName("project", issue.project_id, issue.project, key))
        if issue.called or (issue.id != issue.key and issue.key in named):
            yield from self._news(KeptName("issue", issue.id, issue.called or issue.key, issue.key))

    def _news(self, seen: KeptName) -> Iterator[KeptName]:
        if self.by_id.get((seen.kind, seen.id)) != seen:
            yield seen

    def _of(self, kind: Kind) -> Iterator[KeptName]:
        return (each for each in self.by_id.values() if each.kind == kind)

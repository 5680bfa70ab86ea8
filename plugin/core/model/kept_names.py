"""Issues and projects that stay what they are under another key.

A mapping names stages, epics and projects by their keys. Once one was seen, its number in the tracker is kept
with the name in the mapping; from then on the number tells what it is, whatever its key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from plugin.core.model.issue import CALLED, IssueSnapshot

Kind = Literal["issue", "project"]


@dataclass(frozen=True)
class KeptName:
    """What a mapping calls an issue or a project.

    Attributes:
        id: the tracker's number.
        name: the key that the mapping writes.
        key: the key now.
    """

    kind: Kind
    id: str
    name: str
    key: str


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

        A mapping may have followed a rename.
        """
        return KeptNames({key: each for key, each in self.by_id.items() if each.name in named[each.kind]})

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
        if issue.called or (issue.project_id and issue.key in named):
            yield from self._news(KeptName("issue", issue.id, issue.called or issue.key, issue.key))

    def _news(self, seen: KeptName) -> Iterator[KeptName]:
        if self.by_id.get((seen.kind, seen.id)) != seen:
            yield seen

    def _of(self, kind: Kind) -> Iterator[KeptName]:
        return (each for each in self.by_id.values() if each.kind == kind)

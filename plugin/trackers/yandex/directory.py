"""What a Yandex Tracker tells of its names.

Statuses, types, components, versions, people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

from plugin.core.model.issue import TermKind
from plugin.core.model.kept_names import Term
from plugin.trackers.base import FoundPerson, IssueGone
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.mentioned_names import NameKind
from plugin.trackers.term_ids import read_terms
from plugin.trackers.yandex.people import iter_people, make_person, read_user
from plugin.trackers.yandex.session import Entry, YandexSession, list_objects

KINDS = (NameKind.STATUS, NameKind.TYPE, NameKind.COMPONENT, NameKind.VERSION, NameKind.FIELD)

_MAX_ISSUES = 100
_BY_ORGANISATION = {NameKind.STATUS: "statuses", NameKind.TYPE: "issuetypes"}
_BY_QUEUE = {NameKind.COMPONENT: "components", NameKind.VERSION: "versions"}
_TERMS: Mapping[TermKind, str] = {"component": "components", "version": "versions"}
_OWN_FIELDS = frozenset({"duedate"})
"""Words for fields that every tracker knows."""


class YandexDirectory:
    """Looks names up in one organisation."""

    product = YandexSession.product

    def __init__(self, session: YandexSession) -> None:
        self._session = session

    def list_names(self, kind: NameKind, project: str, wanted: Collection[str]) -> Mapping[str, str] | None:
        """Return the names that there are; of statuses and types key and name alike."""
        del wanted
        if kind in _BY_ORGANISATION:
            return _name_both(list_objects(self._session.get(_BY_ORGANISATION[kind])))
        if kind in _BY_QUEUE:
            listed = self._session.iter_entries(f"queues/{quote_segment(project)}/{_BY_QUEUE[kind]}")
            return {name: name for name in map(_name, listed)}
        if kind is NameKind.FIELD:
            return self._list_fields(project)
        return None

    def list_terms(self, queues: tuple[str, ...]) -> tuple[Term, ...]:
        """Return statuses and types, and components and versions of queues.

        A queue that the account does not see is left out.
        """
        found = [*self._iter_shared("status", "statuses"), *self._iter_shared("type", "issuetypes")]
        for queue in queues:
            with suppress(IssueGone):
                for kind, name in _TERMS.items():
                    listed = self._session.iter_entries(f"queues/{quote_segment(queue)}/{name}")
                    found += read_terms(kind, list(listed))
        return tuple(dict.fromkeys(found))

    def find_issue(self, issue: str) -> str | None:
        """Look for an issue by its key, and return its key now."""
        found = self._session.get_object(f"issues/{quote_segment(issue)}")
        return read_identifier(found.get("key")) or None

    def list_issues(self, project: str) -> Mapping[str, str]:
        """Return issues of a project, the oldest first: stages and epics mostly are."""
        body = {"query": f'Queue: {project} "Sort by": Created ASC'}
        answer = self._session.ask("POST", "issues/_search", params={"perPage": _MAX_ISSUES}, body=body)
        return {
            read_identifier(each.get("key")): read_identifier(each.get("summary"))
            for each in list_objects(answer)
        }

    def find_person(self, account: str) -> FoundPerson | None:
        """Return whose id it is; a login is no id, and is found by nobody's name."""
        try:
            found = make_person(read_user(self._session, account))
        except IssueGone:
            return None
        return found if found is not None and found.account == account else None

    def find_people(self, name: str) -> tuple[FoundPerson, ...]:
        """Return the people whose name or login holds these words, or everybody."""
        return tuple(iter_people(self._session, name))

    def _iter_shared(self, kind: TermKind, path: str) -> Iterator[Term]:
        """Yield what all queues share; a mapping may name it by its key."""
        for each in list_objects(self._session.get(path)):
            number, key = read_identifier(each.get("id")), read_identifier(each.get("key"))
            if number and _name(each):
                yield Term(kind, number, _name(each), (key,) if key else ())

    def _list_fields(self, project: str) -> Mapping[str, str]:
        queue = f"queues/{quote_segment(project)}"
        fields = [*self._session.iter_entries(f"{queue}/fields")]
        fields += self._session.iter_entries(f"{queue}/localFields")
        found = {name: name for name in _OWN_FIELDS}
        for each in fields:
            key, shown = read_identifier(each.get("id")), _name(each)
            found |= {key: shown, key.rpartition("--")[2]: shown}
        return found


def _name(entry: Entry) -> str:
    return read_identifier(entry.get("name")) or read_identifier(entry.get("display"))


def _name_both(listed: list[Entry]) -> dict[str, str]:
    named = [(read_identifier(each.get("key")), _name(each)) for each in listed]
    return {shown: shown for _, shown in named} | dict(named)

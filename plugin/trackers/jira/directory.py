"""What a Jira site tells of its names.

Statuses, types, roles, groups, fields, people.

Nothing of it needs more than *Browse Projects*, but groups and people, which Jira shows to those with the
global permission *Browse users and groups*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from plugin.trackers.base import FoundPerson, IssueGone
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.jira.fields import read_account
from plugin.trackers.jira.session import JiraSession
from plugin.trackers.mentioned_names import NameKind

_PAGE_SIZE = 100
_MAX_PEOPLE = 1000
_SYSTEM_FIELDS = {name: name for name in ("parent", "duedate", "timeoriginalestimate")}
"""Every Jira has them; Data Center does not list all."""

_MAX_ISSUES = 100


class JiraDirectory:
    """Looks names up on one Jira site."""

    product = JiraSession.product

    def __init__(self, session: JiraSession) -> None:
        self._session = session
        self._types: dict[str, list[Mapping[str, Any]]] = {}

    def list_names(self, kind: NameKind, project: str, wanted: Collection[str]) -> Mapping[str, str] | None:
        """Return the names of a project, each with what people call it."""
        below = f"project/{quote_segment(project)}"
        match kind:
            case NameKind.STATUS:
                listed = [
                    each for type_ in self._read_types(below) for each in _objects(type_.get("statuses"))
                ]
                return _by_name(listed)
            case NameKind.TYPE:
                return _by_name(self._read_types(below))
            case NameKind.COMPONENT | NameKind.VERSION:
                return _by_name(_objects(self._session.ask("GET", f"{below}/{kind}s")))
            case NameKind.ROLE:
                roles = self._session.ask("GET", f"{below}/role")
                return {name: name for name in roles} if isinstance(roles, Mapping) else {}
            case NameKind.GROUP:
                return self._find_groups(wanted)
            case NameKind.FIELD:
                fields = _objects(self._session.ask("GET", "field"))
                named = {
                    read_identifier(each.get("id")): read_identifier(each.get("name")) for each in fields
                }
                return _SYSTEM_FIELDS | named

    def find_issue(self, issue: str) -> str | None:
        """Look for an issue, and return its key: a move gives it another."""
        answer = self._session.ask("GET", f"issue/{quote_segment(issue)}", params={"fields": "summary"})
        key = read_identifier(answer.get("key") if isinstance(answer, Mapping) else None)
        return key if key and not issue.isdecimal() else None

    def list_issues(self, project: str) -> Mapping[str, str]:
        """Return the oldest issues of a project, where stages and epics mostly are."""
        path = "search/jql" if self._session.is_cloud else "search"
        escaped = project.replace("\\", "\\\\").replace('"', '\\"')
        query = f'project = "{escaped}" ORDER BY created ASC'
        asked: dict[str, str | int] = {"jql": query, "maxResults": _MAX_ISSUES, "fields": "summary"}
        answer = self._session.ask("GET", path, params=asked)
        found = _objects(answer.get("issues") if isinstance(answer, Mapping) else None)
        return {read_identifier(each.get("key")): _summary(each) for each in found}

    def find_person(self, account: str) -> FoundPerson | None:
        """Return whose account it is, None where nobody has it."""
        key = "accountId" if self._session.is_cloud else "username"
        try:
            return _person(self._session.ask("GET", "user", params={key: account}))
        except IssueGone:
            return None

    def find_people(self, name: str) -> tuple[FoundPerson, ...]:
        """Return the people whose name holds these words, or everybody, without apps."""
        return tuple(found for each in self._iter_people(name) if (found := _person(each)) is not None)

    def _iter_people(self, name: str) -> Iterator[Mapping[str, Any]]:
        path, query = "user/search", {"query" if self._session.is_cloud else "username": name or "."}
        if self._session.is_cloud and not name:
            path, query = "users/search", {}
        extra = {} if self._session.is_cloud else {"includeInactive": "true"}
        for start in range(0, _MAX_PEOPLE, _PAGE_SIZE):
            asked: dict[str, str | int] = {**query, **extra, "startAt": start, "maxResults": _PAGE_SIZE}
            page = _objects(self._session.ask("GET", path, params=asked))
            yield from (each for each in page if each.get("accountType", "atlassian") == "atlassian")
            if len(page) < _PAGE_SIZE:
                return

    def _read_types(self, below: str) -> list[Mapping[str, Any]]:
        if below not in self._types:
            self._types[below] = _objects(self._session.ask("GET", f"{below}/statuses"))
        return self._types[below]

    def _find_groups(self, wanted: Collection[str]) -> dict[str, str]:
        """Return the groups that are looked for, and the first ones of the site."""
        found: dict[str, str] = {}
        for query in (*wanted, ""):
            asked: dict[str, str | int] = {"query": query, "maxResults": _PAGE_SIZE}
            answer = self._session.ask("GET", "groups/picker", params=asked)
            found |= _by_name(_objects(answer.get("groups") if isinstance(answer, Mapping) else None))
        return found


def _person(given: object) -> FoundPerson | None:
    account = read_account(given)
    if account is None or not account.id:
        return None
    active = not isinstance(given, Mapping) or given.get("active") is not False
    return FoundPerson(account.name, account.id, active)


def _by_name(listed: list[Mapping[str, Any]]) -> dict[str, str]:
    names = (read_identifier(each.get("name")) for each in listed)
    return {name: name for name in names if name}


def _objects(answer: object) -> list[Mapping[str, Any]]:
    return [each for each in answer if isinstance(each, Mapping)] if isinstance(answer, list) else []


def _summary(issue: Mapping[str, Any]) -> str:
    fields = issue.get("fields")
    return read_identifier(fields.get("summary")) if isinstance(fields, Mapping) else ""

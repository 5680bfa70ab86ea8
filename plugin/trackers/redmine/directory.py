"""What a Redmine tells of its names.

Statuses, trackers, categories, versions, people.

Users are listed for administrators only; anybody else sees the members of a project.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from typing import Any

from plugin.core.model.kept_names import Term
from plugin.trackers.base import FoundPerson, IssueGone, NotPermitted, TrackerError
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.mentioned_names import NameKind
from plugin.trackers.redmine.fields import list_objects, read_account
from plugin.trackers.redmine.names import Names
from plugin.trackers.redmine.session import RedmineSession
from plugin.trackers.term_ids import read_terms

_PAGE_SIZE = 100
_MAX_PEOPLE = 1000


class RedmineDirectory:
    """Looks names up on one Redmine, for some projects."""

    product = RedmineSession.product

    def __init__(self, session: RedmineSession, names: Names, projects: tuple[str, ...]) -> None:
        self._session = session
        self._names = names
        self._projects = projects

    def list_names(self, kind: NameKind, project: str, wanted: Collection[str]) -> Mapping[str, str] | None:
        """Return the names of a project, and the roles and groups of the site.

        Groups are listed for administrators only.
        """
        del wanted
        if kind is NameKind.STATUS:
            return {name: name for name in self._names.read_statuses().values()}
        if kind in (NameKind.ROLE, NameKind.GROUP):
            return _by_name(self._list(f"{kind}s", f"{kind}s"))
        below = f"projects/{quote_segment(self._names.resolve_project_id(project))}"
        match kind:
            case NameKind.TYPE | NameKind.COMPONENT:
                # The list of categories itself is for those who may manage them.
                key = "trackers" if kind is NameKind.TYPE else "issue_categories"
                answer = self._session.ask("GET", below, params={"include": key})
                shown = answer.get("project") if isinstance(answer, Mapping) else None
                return _by_name(shown.get(key) if isinstance(shown, Mapping) else None)
            case NameKind.VERSION:
                return _by_name(self._list(f"{below}/versions", "versions"))
            case _:
                return None

    def list_terms(self) -> tuple[Term, ...]:
        """Return statuses, trackers, categories and versions, with their numbers.

        A project that the account does not see is left out.
        """
        found = {Term("status", number, name): None for number, name in self._names.read_statuses().items()}
        for project in self._projects:
            with suppress(IssueGone):
                below = f"projects/{quote_segment(self._names.resolve_project_id(project))}"
                asked = {"include": "trackers,issue_categories"}
                answer = self._session.ask("GET", below, params=asked)
                shown = answer.get("project") if isinstance(answer, Mapping) else None
                told = shown if isinstance(shown, Mapping) else {}
                found |= dict.fromkeys(read_terms("type", told.get("trackers")))
                found |= dict.fromkeys(read_terms("component", told.get("issue_categories")))
                found |= dict.fromkeys(read_terms("version", self._list(f"{below}/versions", "versions")))
        return tuple(found)

    def find_issue(self, issue: str) -> None:
        """Look for an issue by its number."""
        self._session.ask("GET", f"issues/{quote_segment(issue)}")

    def list_issues(self, project: str) -> Mapping[str, str]:
        """Return the oldest issues of a project, where stages and parents mostly are."""
        asked: dict[str, str | int] = {
            "project_id": self._names.resolve_project_id(project),
            "status_id": "*",
            "sort": "created_on:asc",
            "limit": _PAGE_SIZE,
        }
        found = self._list("issues", "issues", asked)
        return {read_identifier(each.get("id")): read_identifier(each.get("subject")) for each in found}

    def find_person(self, account: str) -> FoundPerson | None:
        """Return whose id it is; Redmine hides users who are locked, or share no project."""
        if not account.isdecimal():
            return None
        try:
            answer = self._session.ask("GET", f"users/{account}")
        except IssueGone:
            return None
        return _person(answer.get("user") if isinstance(answer, Mapping) else None)

    def find_people(self, name: str) -> tuple[FoundPerson, ...]:
        """Return the users of this name, or those members of the projects.

        Without a name everybody.
        """
        try:
            found = list(self._iter_users(name))
        except NotPermitted:
            members = dict.fromkeys(self._iter_members())
            found = [each for each in members if name.casefold() in each.name.casefold()]
        return tuple(found)

    def _iter_users(self, name: str) -> Iterator[FoundPerson]:
        for start in range(0, _MAX_PEOPLE, _PAGE_SIZE):
            asked: dict[str, str | int] = {"limit": _PAGE_SIZE, "offset": start}
            page = self._list("users", "users", {**asked, **({"name": name} if name else {})})
            yield from filter(None, map(_person, page))
            if len(page) < _PAGE_SIZE:
                return

    def _iter_members(self) -> Iterator[FoundPerson]:
        for project in self._projects:
            try:
                below = f"projects/{quote_segment(self._names.resolve_project_id(project))}"
                members = self._list(f"{below}/memberships", "memberships", {"limit": _PAGE_SIZE})
            except TrackerError:
                continue
            yield from filter(None, (_person(each.get("user")) for each in members))

    def _list(
        self, path: str, key: str, params: Mapping[str, str | int] | None = None
    ) -> list[Mapping[str, Any]]:
        answer = self._session.ask("GET", path, params=params)
        return list_objects(answer.get(key) if isinstance(answer, Mapping) else None)


def _person(given: object) -> FoundPerson | None:
    account = read_account(given)
    return FoundPerson(account.name, account.id) if account is not None and account.id else None


def _by_name(listed: object) -> dict[str, str]:
    names = (read_identifier(each.get("name")) for each in list_objects(listed))
    return {name: name for name in names if name}

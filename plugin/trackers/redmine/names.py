"""What Redmine calls by a number and contracts call by a name.

Projects and statuses.

Each is asked for once and kept; what is not known then is asked for again, since an administrator may have
added it meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plugin.trackers.base import IssueGone, NotPermitted, TermsOf, TrackerUnreachable
from plugin.trackers.cache import Cache
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.redmine.fields import list_objects
from plugin.trackers.redmine.session import RedmineSession

_PAGE_SIZE = 100


class Names:
    """The names of one Redmine."""

    def __init__(self, session: RedmineSession, terms_of: TermsOf) -> None:
        self._session = session
        self._terms_of = terms_of
        self._projects: Cache[str, str] = Cache()
        self._statuses: dict[str, str] = {}
        self._logins: Cache[str, str] = Cache()

    def resolve_project(self, id_: str, name: str) -> str:
        """Return the word by which a contract claims a project, else its identifier.

        A mapping may name a project by its identifier, its id as text or its name; bodies hold the last two.

        Raises:
            TrackerError: the project cannot be asked for now.
        """
        if not id_.isdecimal():
            return id_
        called = self._projects.get(id_)
        if called is None:
            try:
                called = self._projects.put(id_, _require_text(self._ask_project(id_), "identifier"))
            except (IssueGone, NotPermitted):
                # Deleted, or hidden from the account by now: what was told of it waits for nothing.
                return id_
        return next((each for each in (called, id_, name) if self._terms_of(each) is not None), called)

    def resolve_project_id(self, called: str) -> str:
        """Return a project's id by its identifier, id or name.

        Raises:
            IssueGone: there is none, or the account does not see it.
        """
        try:
            return _require_text(self._ask_project(called), "id")
        except IssueGone:
            named = next((each for each in self._iter_projects() if each.get("name") == called), None)
            if named is None:
                raise
            return _require_text(named, "id")

    def resolve_login(self, account: str) -> str | None:
        """Return a person's login by their id; None where Redmine does not tell it."""
        known = self._logins.get(account)
        if known is None:
            try:
                answer = self._session.ask("GET", f"users/{quote_segment(account)}")
            except (IssueGone, NotPermitted):
                return None
            user = answer.get("user") if isinstance(answer, Mapping) else None
            found = read_identifier(user.get("login")) if isinstance(user, Mapping) else ""
            known = self._logins.put(account, found)
        return known or None

    def list_projects(self) -> tuple[str, ...]:
        """Return the identifiers of the projects that the account sees."""
        return tuple(
            filter(None, (read_identifier(each.get("identifier")) for each in self._iter_projects()))
        )

    def resolve_status(self, id_: str) -> str:
        """Return a status's name by its id; the id itself where Redmine knows it no more."""
        if id_ and id_ not in self._statuses:
            self.read_statuses()
        return self._statuses.get(id_, id_)

    def read_statuses(self) -> dict[str, str]:
        """Return the names of all statuses by their ids, as they are now."""
        answer = self._session.ask("GET", "issue_statuses")
        listed = list_objects(answer.get("issue_statuses") if isinstance(answer, Mapping) else None)
        if not listed:
            raise TrackerUnreachable("GET issue_statuses: the answer lists none")
        found = {read_identifier(each.get("id")): read_identifier(each.get("name")) for each in listed}
        # Put in place as a whole, so that another thread sees the old names or the new ones.
        self._statuses = found
        return dict(found)

    def _ask_project(self, called: str) -> Mapping[str, Any]:
        answer = self._session.ask("GET", f"projects/{quote_segment(called)}")
        project = answer.get("project") if isinstance(answer, Mapping) else None
        return project if isinstance(project, Mapping) else {}

    def _iter_projects(self) -> Iterator[Mapping[str, Any]]:
        start = 0
        while True:
            answer = self._session.ask("GET", "projects", params={"limit": _PAGE_SIZE, "offset": start})
            page = list_objects(answer.get("projects") if isinstance(answer, Mapping) else None)
            yield from page
            if len(page) < _PAGE_SIZE:
                return
            start += _PAGE_SIZE


def _require_text(project: Mapping[str, Any], key: str) -> str:
    found = read_identifier(project.get(key))
    if not found:
        raise TrackerUnreachable(f"GET projects: the answer has no {key}")
    return found

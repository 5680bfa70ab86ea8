"""What a YouTrack tells of its names.

Statuses, types, subsystems, versions, people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

from plugin.core.model.issue import TermKind
from plugin.core.model.kept_names import Term
from plugin.trackers.base import FoundPerson, IssueGone
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.mentioned_names import NameKind
from plugin.trackers.term_ids import read_terms
from plugin.trackers.youtrack.doctor_project import list_field_values, read_field_values
from plugin.trackers.youtrack.fields import COMPONENTS, PERSON, STATE, TYPE, VERSIONS, read_account
from plugin.trackers.youtrack.session import YouTrackSession

_FIELD_OF_KIND = {
    NameKind.STATUS: STATE,
    NameKind.TYPE: TYPE,
    NameKind.COMPONENT: COMPONENTS,
    NameKind.VERSION: VERSIONS,
}
_FIELD_OF_TERM: dict[TermKind, str] = {
    "status": STATE,
    "type": TYPE,
    "component": COMPONENTS,
    "version": VERSIONS,
}
_PERSON = f"id,{PERSON},banned"
_MAX_ISSUES = 100


class YouTrackDirectory:
    """Looks names up on one YouTrack."""

    product = YouTrackSession.product

    def __init__(self, session: YouTrackSession) -> None:
        self._session = session

    def list_names(self, kind: NameKind, project: str, wanted: Collection[str]) -> Mapping[str, str] | None:
        """Return the values of the field that holds this kind.

        None where there is no such field.
        """
        del wanted
        field = _FIELD_OF_KIND.get(kind)
        values = read_field_values(self._session, project, field) if field else None
        return None if values is None else {name: name for name in values}

    def list_terms(self, projects: tuple[str, ...]) -> tuple[Term, ...]:
        """Return statuses, types, subsystems and versions of projects, with their numbers.

        A project that the account does not see is left out.
        """
        found: dict[Term, None] = {}
        for project in projects:
            for kind, field in _FIELD_OF_TERM.items():
                with suppress(IssueGone):
                    found |= dict.fromkeys(read_terms(kind, list_field_values(self._session, project, field)))
        return tuple(found)

    def find_issue(self, issue: str) -> None:
        """Look for an issue by its readable id."""
        self._session.get(f"issues/{quote_segment(issue)}", "id")

    def list_issues(self, project: str) -> Mapping[str, str]:
        """Return issues of a project, the least touched first.

        Stages and epics mostly are.
        """
        query = f"project: {{{project}}} sort by: updated asc"
        page = self._session.read_page("issues", "id,idReadable,summary", 0, _MAX_ISSUES, query=query)
        return {
            read_identifier(each.get("idReadable")): read_identifier(each.get("summary")) for each in page
        }

    def find_person(self, account: str) -> FoundPerson | None:
        """Return whose login it is, None where nobody has it."""
        try:
            return _person(self._session.get(f"users/{quote_segment(account)}", _PERSON))
        except IssueGone:
            return None

    def find_people(self, name: str) -> tuple[FoundPerson, ...]:
        """Return the people whose name or login holds these words, or everybody."""
        found = self._session.iter_entries("users", _PERSON, query=name)
        return tuple(filter(None, map(_person, found)))


def _person(given: Mapping[str, Any] | object) -> FoundPerson | None:
    account = read_account(given)
    if account is None or not account.id:
        return None
    is_banned = isinstance(given, Mapping) and given.get("banned") is True
    return FoundPerson(account.name, account.id, active=not is_banned)

"""Notes of the service on Redmine.

Posting, editing in place, and those for the team alone.

**A private note by an account without that right is saved as a public one, with 204.** So the right is proven
first, by the account's roles, and the note is read back afterwards and taken back where it is not private.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from mappings.model import TeamComments
from plugin.core.model.effects import reference_in
from plugin.runtime.clock import Clock
from plugin.trackers.base import NotPermitted, NotPrivate, TrackerError, TrackerUnreachable
from plugin.trackers.cache import Cache
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.redmine.fields import list_objects
from plugin.trackers.redmine.session import RedmineSession

WRITE_PRIVATE = "set_notes_private"
READ_PRIVATE = "view_private_notes"

ONLY_INTERNAL = (
    "Redmine shows a private note to every role with the right View private notes, and never to one role or "
    "group alone: write team_comments: {internal: true}"
)

_RIGHTS_CACHED_FOR = timedelta(minutes=10)


class Rights:
    """What the service's account may do in each project, by its roles there.

    Asked for every ten minutes.
    """

    def __init__(self, session: RedmineSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._held: Cache[str, tuple[datetime, frozenset[str] | None]] = Cache()

    def may(self, right: str, project_id: str) -> bool:
        """Tell whether a role of the account in a project gives a right.

        What is not shown is not given.
        """
        held = self.get_rights(project_id)
        return held is None or right in held

    def get_rights(self, project_id: str) -> frozenset[str] | None:
        """Return the rights in a project; None for an administrator, who has all of them."""
        now = self._clock.now()
        known = self._held.get(project_id)
        if known is None or now - known[0] > _RIGHTS_CACHED_FOR:
            known = self._held.put(project_id, (now, self._ask(project_id)))
        return known[1]

    def read_role_rights(self, role_id: str) -> frozenset[str]:
        """Return the rights that a role gives.

        Every account may read them (measured on 5.0.4).
        """
        answer = self._session.ask("GET", f"roles/{quote_segment(role_id)}")
        role = _get_object(answer, "role")
        permissions = role.get("permissions")
        return frozenset(map(str, permissions if isinstance(permissions, list) else []))

    def _ask(self, project_id: str) -> frozenset[str] | None:
        me = _get_object(self._session.ask("GET", "users/current", params={"include": "memberships"}), "user")
        if me.get("admin") is True:
            return None
        roles = {
            read_identifier(role.get("id"))
            for membership in list_objects(me.get("memberships"))
            if read_identifier(_get_object(membership, "project").get("id")) == project_id
            for role in list_objects(membership.get("roles"))
        }
        return frozenset[str]().union(*(self.read_role_rights(role) for role in sorted(roles)))


class Notes:
    """Writes notes to the issues of one Redmine."""

    def __init__(self, session: RedmineSession, rights: Rights, token_account: Callable[[], str]) -> None:
        self._session = session
        self._rights = rights
        self._token_account = token_account

    def post(self, issue: str, text: str, reference: str, team: TeamComments | None) -> str:
        """Add a note and return the id of its journal.

        Raises:
            NotPrivate: it was meant for the team and cannot be private; nothing of it stands.
        """
        if team is not None:
            self._prove_right(issue, team)
        private = {"private_notes": True} if team is not None else {}
        self._session.ask("PUT", f"issues/{quote_segment(issue)}", body={"issue": {"notes": text, **private}})
        journal = self._find_newest(issue, reference)
        if team is not None:
            self._prove_private(issue, journal)
        return read_identifier(journal.get("id"))

    def edit(self, issue: str, journal_id: str, text: str, team: TeamComments | None) -> None:
        """Replace the text of a note in place.

        Raises:
            NotPrivate: it is meant for the team and not private any more; it was emptied.
        """
        if team is not None:
            self._prove_right(issue, team)
        private = {"private_notes": True} if team is not None else {}
        body = {"journal": {"notes": text, **private}}
        try:
            self._session.ask("PUT", f"journals/{quote_segment(journal_id)}", body=body)
        except NotPermitted as error:
            raise NotPermitted(
                f"{error}; give the account's role the right Edit own notes, so that it completes its notes"
            ) from error
        if team is not None:
            journals = (
                each for each in self._read_journals(issue) if read_identifier(each.get("id")) == journal_id
            )
            self._prove_private(issue, next(journals, {"id": journal_id}))

    def _prove_right(self, issue: str, team: TeamComments) -> None:
        if not team.internal:
            raise NotPrivate(ONLY_INTERNAL)
        shown = _get_object(self._session.ask("GET", f"issues/{quote_segment(issue)}"), "issue")
        project = read_identifier(_get_object(shown, "project").get("id"))
        if not self._rights.may(WRITE_PRIVATE, project):
            raise NotPrivate(
                f"{issue}: the account may not write private notes in this project, and Redmine would save a "
                "public one: give its role the right Set notes as private"
            )

    def _prove_private(self, issue: str, journal: Mapping[str, Any]) -> None:
        if journal.get("private_notes") is not True:
            raise self._take_back(issue, read_identifier(journal.get("id")))

    def _take_back(self, issue: str, journal_id: str) -> TrackerError:
        """Empty a note, and return the error to raise.

        That removes a note that changed nothing else.
        """
        try:
            self._session.ask("PUT", f"journals/{quote_segment(journal_id)}", body={"journal": {"notes": ""}})
        except TrackerError:
            return TrackerError(
                f"{issue}: note {journal_id} was meant for the team, may be visible to everybody and could "
                "not be removed; empty it by hand and give the account's role the right Edit own notes"
            )
        return NotPrivate(
            f"{issue}: Redmine saved the note for the team as a public one, so it was removed at once; give "
            "the account's role the right Set notes as private"
        )

    def _find_newest(self, issue: str, reference: str) -> Mapping[str, Any]:
        """Return our newest journal with a reference.

        The answer to the write does not name it.
        """
        ours = [
            journal
            for journal in self._read_journals(issue)
            if read_identifier(_get_object(journal, "user").get("id")) == self._token_account()
            and reference_in(str(journal.get("notes") or "").rstrip()) == reference
        ]
        if not ours:
            raise TrackerUnreachable(f"PUT issues/{issue}: the note is not there, though Redmine answered so")
        return max(ours, key=lambda journal: int(journal.get("id") or 0))

    def _read_journals(self, issue: str) -> list[Mapping[str, Any]]:
        answer = self._session.ask("GET", f"issues/{quote_segment(issue)}", params={"include": "journals"})
        return list_objects(_get_object(answer, "issue").get("journals"))


def _get_object(value: object, key: str) -> Mapping[str, Any]:
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}

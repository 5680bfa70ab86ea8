"""Members of a Redmine project and their roles.

A member of a group stands in the list with what the group gives, as Redmine lists it.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.redmine.fields import list_objects
from plugin.trackers.redmine.session import RedmineSession

_PAGE_SIZE = 100


def list_roles_by_user(session: RedmineSession, project: str, key: str = "id") -> dict[str, set[str]]:
    """Return the roles of each member, those of groups among them.

    Args:
        session: with Redmine.
        project: its id or identifier.
        key: `id` or `name` of the roles.

    Raises:
        TrackerError: the members cannot be read.
    """
    found: dict[str, set[str]] = {}
    start = 0
    while True:
        path = f"projects/{quote_segment(project)}/memberships"
        answer = session.ask("GET", path, params={"limit": _PAGE_SIZE, "offset": start})
        page = list_objects(answer.get("memberships") if isinstance(answer, Mapping) else None)
        for membership in page:
            user = membership.get("user")
            if isinstance(user, Mapping):
                held = {read_identifier(role.get(key)) for role in list_objects(membership.get("roles"))}
                found.setdefault(read_identifier(user.get("id")), set()).update(held)
        if len(page) < _PAGE_SIZE:
            return found
        start += _PAGE_SIZE


def read_members(session: RedmineSession, project: str, kind: str, name: str) -> frozenset[str] | None:
    """Return the users in a role of a project, or in a group.

    None where Redmine shows no such group. Only an administrator's key may read groups.

    Raises:
        TrackerError: Redmine refused.
    """
    if kind == "role":
        roles = list_roles_by_user(session, project, "name")
        return frozenset(user for user, held in roles.items() if name in held)
    answer = session.ask("GET", "groups")
    listed = list_objects(answer.get("groups") if isinstance(answer, Mapping) else None)
    id_ = next((read_identifier(each.get("id")) for each in listed if each.get("name") == name), "")
    if not id_:
        return None
    shown = session.ask("GET", f"groups/{quote_segment(id_)}", params={"include": "users"})
    group = shown.get("group") if isinstance(shown, Mapping) else None
    users = list_objects(group.get("users") if isinstance(group, Mapping) else None)
    return frozenset(read_identifier(user.get("id")) for user in users)

"""Members of a project role or a group on Jira.

To read a role an account must administer the project, to read a group it must browse users: without it
nobody is known to be in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.jira.fields import find_last_number, read_account
from plugin.trackers.jira.session import JiraSession

_PAGE_SIZE = 50


def read_members(session: JiraSession, project: str, kind: str, name: str) -> frozenset[str] | None:
    """Return the accounts in a role of a project, or in a group.

    None where there is no role of this name.

    Raises:
        TrackerError: Jira does not tell.
    """
    if kind == "group":
        return frozenset(_iter_group(session, name))
    path = f"project/{quote_segment(project)}/role"
    roles = session.ask("GET", path)
    address = roles.get(name) if isinstance(roles, Mapping) else None
    number = find_last_number(address)
    if not number:
        return None
    answer = session.ask("GET", f"{path}/{number}")
    actors = answer.get("actors") if isinstance(answer, Mapping) else None
    found: set[str] = set()
    for actor in actors if isinstance(actors, list) else ():
        if isinstance(actor, Mapping):
            found |= set(_iter_actor(session, actor))
    return frozenset(found)


def _iter_actor(session: JiraSession, actor: Mapping[str, Any]) -> Iterator[str]:
    if actor.get("type") == "atlassian-group-role-actor":
        group = actor.get("actorGroup")
        named = group.get("name") if isinstance(group, Mapping) else actor.get("name")
        yield from _iter_group(session, read_identifier(named))
        return
    user = actor.get("actorUser")
    account = read_identifier(user.get("accountId")) if isinstance(user, Mapping) else ""
    if account or read_identifier(actor.get("name")):
        yield account or read_identifier(actor.get("name"))


def _iter_group(session: JiraSession, name: str) -> Iterator[str]:
    start = 0
    while name:
        params: dict[str, str | int] = {"groupname": name, "startAt": start, "maxResults": _PAGE_SIZE}
        answer = session.ask("GET", "group/member", params=params)
        listed = answer.get("values") if isinstance(answer, Mapping) else None
        page = [entry for entry in listed if isinstance(entry, Mapping)] if isinstance(listed, list) else []
        accounts = (read_account(entry) for entry in page)
        yield from (account.id for account in accounts if account is not None and account.id)
        start += len(page)
        is_last = answer.get("isLast") if isinstance(answer, Mapping) else True
        if not page or is_last is not False:
            return

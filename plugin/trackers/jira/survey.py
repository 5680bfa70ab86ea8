"""What a Jira project tells for the first draft of its mapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from plugin.core.model.issue import Account, IssueSnapshot
from plugin.trackers.base import IssueGone
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.jira.fields import read_account
from plugin.trackers.jira.members import read_members
from plugin.trackers.jira.session import JiraSession
from plugin.trackers.survey import Phase, ProjectSurvey, SurveyedPerson, SurveyedStatus, SurveyedType
from plugin.trackers.survey_reader import (
    MAX_LOOK_UPS,
    Unseen,
    list_reporters,
    merge_people,
    refuse_unknown,
    take_issues,
)

_PAGE_SIZE = 50
_MAX_PEOPLE = 200
_PHASES: Mapping[str, Phase] = {"new": "new", "indeterminate": "working", "done": "done"}
"""Keys of status categories, which are the same in every language."""

_EPIC_LINK = "com.pyxis.greenhopper.jira:gh-epic-link"
"""The type of the field that holds an epic's key, whatever the field is called."""

_EPIC_NAMES = frozenset({"epic", "эпик"})


def survey_project(
    session: JiraSession, project: str, issues: Iterable[IssueSnapshot], own_email: str
) -> ProjectSurvey:
    """Read all that a mapping names of a project.

    Args:
        session: with Jira.
        project: its key.
        issues: of the project; read when the project is known.
        own_email: of the service's account, as the settings name it.

    Raises:
        UnknownProject: there is no such project.
        TrackerError: Jira does not answer, or does not take the token.
    """
    below = f"project/{quote_segment(project)}"
    try:
        shown = _object(session.ask("GET", below))
    except IssueGone as error:
        raise refuse_unknown(project, _list_projects(session), session.product) from error
    unseen = Unseen()
    me = _object(session.ask("GET", "myself"))
    found = take_issues(issues, unseen)
    types = unseen.try_reading("types", lambda: _objects(session.ask("GET", f"{below}/statuses"))) or []
    hierarchy = {read_identifier(each.get("id")): each for each in _objects(shown.get("issueTypes"))}
    fields = unseen.try_reading("fields", lambda: _objects(session.ask("GET", "field"))) or []
    return ProjectSurvey(
        project=read_identifier(shown.get("key")) or project,
        title=read_identifier(shown.get("name")) or project,
        own=read_account(me) or Account(id=""),
        own_email=read_identifier(me.get("emailAddress")) or own_email,
        timezone=read_identifier(me.get("timeZone")),
        people=_read_people(session, project, found, unseen),
        statuses=tuple(_read_statuses(types)),
        types=tuple(_read_type(each, hierarchy) for each in types),
        components=_read_names(session, f"{below}/components", unseen),
        versions=_read_names(session, f"{below}/versions", unseen),
        issues=found,
        fields=_find_fields(fields, found),
        unseen=unseen.sentences,
    )


def _list_projects(session: JiraSession) -> Iterator[str]:
    """Give the keys of the projects that the account sees."""
    if session.is_cloud:
        answer = _object(session.ask("GET", "project/search", params={"maxResults": _PAGE_SIZE}))
        listed = _objects(answer.get("values"))
    else:
        listed = _objects(session.ask("GET", "project"))
    yield from (read_identifier(each.get("key")) for each in listed)


def _read_statuses(types: list[Mapping[str, Any]]) -> Iterator[SurveyedStatus]:
    seen: set[str] = set()
    for status in (each for type_ in types for each in _objects(type_.get("statuses"))):
        name = read_identifier(status.get("name"))
        if name and name not in seen:
            seen.add(name)
            category = read_identifier(_object(status.get("statusCategory")).get("key"))
            yield SurveyedStatus(name, _PHASES.get(category, ""))


def _read_type(type_: Mapping[str, Any], hierarchy: Mapping[str, Mapping[str, Any]]) -> SurveyedType:
    """Read a type; Cloud tells its level (1: an epic), Data Center its name alone."""
    name = read_identifier(type_.get("name"))
    level = hierarchy.get(read_identifier(type_.get("id")), {}).get("hierarchyLevel")
    is_epic = level == 1 if isinstance(level, int) else name.casefold() in _EPIC_NAMES
    return SurveyedType(name, is_epic=is_epic, is_subtask=type_.get("subtask") is True)


def _find_fields(fields: list[Mapping[str, Any]], issues: tuple[IssueSnapshot, ...]) -> dict[str, str]:
    """Return where epic, estimate and due date stand.

    The field of epics counts where an issue uses it: a newer Jira has it and keeps epics in the parent.
    """
    found = {"estimate": "timeoriginalestimate", "due": "duedate"}
    for each in fields:
        if _object(each.get("schema")).get("custom") == _EPIC_LINK:
            number = read_identifier(each.get("id"))
            if number and any(issue.fields.get(number) for issue in issues):
                found["epic"] = number
    if "epic" not in found and any(issue.parent for issue in issues):
        found["epic"] = "parent"
    return found


def _read_names(session: JiraSession, path: str, unseen: Unseen) -> tuple[str, ...]:
    listed = unseen.try_reading(path.rpartition("/")[2], lambda: _objects(session.ask("GET", path))) or []
    names = (read_identifier(each.get("name")) for each in listed if each.get("archived") is not True)
    return tuple(filter(None, names))


def _read_people(
    session: JiraSession, project: str, issues: tuple[IssueSnapshot, ...], unseen: Unseen
) -> tuple[SurveyedPerson, ...]:
    """Return who can be assigned and who raised issues, with their roles."""
    assignable = unseen.try_reading("people", lambda: list(_iter_assignable(session, project))) or []
    reporters = list_reporters(issues)
    known = {each.account for each in assignable}
    strangers = [each for each in reporters if each.account not in known][:MAX_LOOK_UPS]
    looked_up = [_look_up(session, each, unseen) for each in strangers]
    involved = {each.account for each in reporters}
    involved |= {text for issue in issues for text in issue.fields.get("assignee", ())}
    if len(assignable) > MAX_LOOK_UPS:
        # On an open site everybody can be assigned: then only those count who are in an issue.
        assignable = [each for each in assignable if each.account in involved]
    roles = unseen.try_reading("roles", lambda: dict(_iter_roles(session, project, unseen))) or {}
    in_roles = [
        SurveyedPerson(account, "", roles=(role,)) for role, members in roles.items() for account in members
    ]
    merged = merge_people(looked_up, assignable, in_roles)
    return tuple(each for each in merged if each.name)


def _iter_assignable(session: JiraSession, project: str) -> Iterator[SurveyedPerson]:
    """Give who can be assigned in a project.

    https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-user-search/#api-rest-api-3-user-assignable-search-get
    """
    for start in range(0, _MAX_PEOPLE, _PAGE_SIZE):
        asked: dict[str, str | int] = {"project": project, "startAt": start, "maxResults": _PAGE_SIZE}
        page = _objects(session.ask("GET", "user/assignable/search", params=asked))
        yield from filter(None, map(_read_person, page))
        if len(page) < _PAGE_SIZE:
            return


def _look_up(session: JiraSession, person: SurveyedPerson, unseen: Unseen) -> SurveyedPerson:
    key = "accountId" if session.is_cloud else "username"
    asked = {key: person.account}
    found = unseen.try_reading(
        "users", lambda: _read_person(_object(session.ask("GET", "user", params=asked)))
    )
    return found or person


def _read_person(user: Mapping[str, Any]) -> SurveyedPerson | None:
    account = read_account(user)
    if account is None or not account.id or user.get("accountType", "atlassian") == "app":
        return None
    return SurveyedPerson(
        account=account.id,
        name=account.name,
        email=read_identifier(user.get("emailAddress")),
        timezone=read_identifier(user.get("timeZone")),
        active=user.get("active") is not False,
    )


def _iter_roles(session: JiraSession, project: str, unseen: Unseen) -> Iterator[tuple[str, frozenset[str]]]:
    listed = _object(session.ask("GET", f"project/{quote_segment(project)}/role"))
    for role in listed:
        if "addons" in role:
            continue  # every Cloud project has this one, for apps
        yield role, unseen.try_reading("roles", partial(_read_role, session, project, role)) or frozenset()


def _read_role(session: JiraSession, project: str, role: str) -> frozenset[str]:
    return read_members(session, project, "role", role) or frozenset()


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []

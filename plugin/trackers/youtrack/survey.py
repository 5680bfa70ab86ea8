"""What a YouTrack project tells for the first draft of its mapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from plugin.core.model.issue import Account, IssueSnapshot
from plugin.trackers.base import IssueGone
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.survey import ProjectSurvey, SurveyedPerson, SurveyedStatus, SurveyedType
from plugin.trackers.survey_reader import (
    MAX_LOOK_UPS,
    Unseen,
    list_reporters,
    merge_people,
    refuse_unknown,
    take_issues,
)
from plugin.trackers.youtrack.fields import (
    COMPONENTS,
    DUE,
    ESTIMATE,
    PERSON,
    STATE,
    TYPE,
    VERSIONS,
    read_account,
)
from plugin.trackers.youtrack.session import YouTrackSession

_FIELD = "id,field(name,fieldType(id)),bundle(values(id,name,archived,isResolved))"
_USER = f"id,{PERSON},email,banned,profiles(general(timezone(id)))"
_GROUP = "id,name,allUsersGroup,teamForProject(shortName)"
_EPICS = frozenset({"epic", "эпик", "user story"})


def survey_project(session: YouTrackSession, project: str, issues: Iterable[IssueSnapshot]) -> ProjectSurvey:
    """Read all that a mapping names of a project.

    Raises:
        UnknownProject: there is no such project.
        TrackerError: YouTrack does not answer, or does not take the token.
    """
    path = f"admin/projects/{quote_segment(project)}"
    try:
        shown = _object(session.get(path, "id,shortName,name"))
    except IssueGone as error:
        listed = (
            read_identifier(each.get("shortName"))
            for each in session.iter_entries("admin/projects", "id,shortName")
        )
        raise refuse_unknown(project, listed, session.product) from error
    unseen = Unseen()
    me = _object(session.get("users/me", _USER))
    found = take_issues(issues, unseen)
    listed_fields = (
        unseen.try_reading("fields", lambda: list(session.iter_entries(f"{path}/customFields", _FIELD))) or []
    )
    fields = {_get_name(each): each for each in listed_fields}
    own = read_account(me) or Account(id="")
    return ProjectSurvey(
        project=read_identifier(shown.get("shortName")) or project,
        title=read_identifier(shown.get("name")) or project,
        own=own,
        own_email=read_identifier(me.get("email")),
        timezone=_read_timezone(me),
        people=_read_people(session, project, found, own.id, unseen),
        statuses=tuple(_read_statuses(fields)),
        types=tuple(
            SurveyedType(name, is_epic=name.casefold() in _EPICS) for name in _list_values(fields.get(TYPE))
        ),
        components=tuple(_list_values(fields.get(COMPONENTS))),
        versions=tuple(_list_values(fields.get(VERSIONS))),
        issues=found,
        fields=_find_fields(fields, found),
        unseen=unseen.sentences,
    )


def _read_statuses(fields: Mapping[str, Mapping[str, Any]]) -> Iterator[SurveyedStatus]:
    """Give the values of the state; YouTrack tells of each whether it ends the work."""
    by_type = (each for each in fields.values() if _get_kind(each).startswith("state"))
    state = fields.get(STATE) or next(by_type, None)
    for value in _list_bundle(state):
        name = read_identifier(value.get("name"))
        if name:
            yield SurveyedStatus(name, "done" if value.get("isResolved") is True else "")


def _find_fields(
    fields: Mapping[str, Mapping[str, Any]], issues: tuple[IssueSnapshot, ...]
) -> dict[str, str]:
    found = {"estimate": ESTIMATE} if ESTIMATE in fields else {}
    dates = [name for name, each in fields.items() if _get_kind(each) in ("date", "date and time")]
    due = DUE if DUE in dates else next((name for name in dates if "due" in name.casefold()), None)
    due = due or next((name for name in dates if "срок" in name.casefold()), None)
    if due:
        found["due"] = due
    if any(issue.parent for issue in issues):
        found["epic"] = "parent"
    return found


def _read_people(
    session: YouTrackSession, project: str, issues: tuple[IssueSnapshot, ...], own: str, unseen: Unseen
) -> tuple[SurveyedPerson, ...]:
    """Return the team and who raised issues, with their groups."""
    groups = unseen.try_reading("groups", lambda: list(session.iter_entries("groups", _GROUP))) or []
    members: list[SurveyedPerson] = []
    for group in groups:
        if group.get("allUsersGroup") is True:
            continue
        is_team = read_identifier(_object(group.get("teamForProject")).get("shortName")) == project
        path = f"groups/{quote_segment(read_identifier(group.get('id')))}/users"
        read = partial(_list_users, session, path)
        listed = unseen.try_reading("members of groups", read) or []
        name = () if is_team else (read_identifier(group.get("name")),)
        members += [_read_person(each, name, is_member=is_team) for each in listed]
    reporters = list_reporters(issues)
    wanted = {each.account for each in reporters} | {each.account for each in members if "" in each.roles}
    known = {each.account for each in members}
    strangers = [each for each in reporters if each.account not in known][:MAX_LOOK_UPS]
    looked_up = [_look_up(session, each, unseen) for each in strangers]
    found = merge_people(looked_up, members)
    return tuple(_drop_mark(each) for each in found if each.account in wanted and each.account != own)


def _list_users(session: YouTrackSession, path: str) -> list[Mapping[str, Any]]:
    return list(session.iter_entries(path, _USER))


def _drop_mark(person: SurveyedPerson) -> SurveyedPerson:
    roles = tuple(filter(None, person.roles))
    return SurveyedPerson(person.account, person.name, person.email, person.timezone, roles, person.active)


def _look_up(session: YouTrackSession, person: SurveyedPerson, unseen: Unseen) -> SurveyedPerson:
    path = f"users/{quote_segment(person.account)}"
    found = unseen.try_reading("users", lambda: _object(session.get(path, _USER))) or {}
    return _read_person(found, ()) if found else person


def _read_person(
    user: Mapping[str, Any], roles: tuple[str, ...], *, is_member: bool = False
) -> SurveyedPerson:
    account = read_account(user) or Account(id="")
    return SurveyedPerson(
        account=account.id,
        name=account.name,
        email=read_identifier(user.get("email")),
        timezone=_read_timezone(user),
        # The empty role marks a member of the project until everybody is known.
        roles=("",) if is_member else roles,
        active=user.get("banned") is not True,
    )


def _read_timezone(user: Mapping[str, Any]) -> str:
    general = _object(_object(user.get("profiles")).get("general"))
    return read_identifier(_object(general.get("timezone")).get("id"))


def _list_bundle(field: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    values = _object(_object(field).get("bundle")).get("values")
    listed = values if isinstance(values, list) else []
    return [each for each in listed if isinstance(each, Mapping) and each.get("archived") is not True]


def _list_values(field: Mapping[str, Any] | None) -> list[str]:
    return list(filter(None, (read_identifier(each.get("name")) for each in _list_bundle(field))))


def _get_name(entry: Mapping[str, Any]) -> str:
    return read_identifier(_object(entry.get("field")).get("name"))


def _get_kind(entry: Mapping[str, Any]) -> str:
    return read_identifier(_object(_object(entry.get("field")).get("fieldType")).get("id"))


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}

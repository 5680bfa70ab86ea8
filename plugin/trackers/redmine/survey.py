"""What a Redmine project tells for the first draft of its mapping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from plugin.core.model.issue import Account, IssueSnapshot
from plugin.trackers.base import IssueGone
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.redmine.fields import list_objects, read_account
from plugin.trackers.redmine.members import list_roles_by_user
from plugin.trackers.redmine.names import Names
from plugin.trackers.redmine.session import RedmineSession
from plugin.trackers.survey import ProjectSurvey, SurveyedPerson, SurveyedStatus, SurveyedType
from plugin.trackers.survey_reader import (
    MAX_LOOK_UPS,
    Unseen,
    list_reporters,
    merge_people,
    refuse_unknown,
    take_issues,
)

_EPICS = frozenset({"epic", "эпик"})
_INCLUDED = "trackers,issue_categories"


def survey_project(
    session: RedmineSession, names: Names, project: str, issues: Iterable[IssueSnapshot]
) -> ProjectSurvey:
    """Read all that a mapping names of a project.

    Args:
        session: with Redmine.
        names: of this Redmine.
        project: its identifier, number or name.
        issues: of the project; read when the project is known.

    Raises:
        UnknownProject: there is no such project.
        TrackerError: Redmine does not answer, or does not take the key.
    """
    try:
        number = names.resolve_project_id(project)
    except IssueGone as error:
        raise refuse_unknown(project, names.list_projects(), session.product) from error
    below = f"projects/{quote_segment(number)}"
    shown = _object(_object(session.ask("GET", below, params={"include": _INCLUDED})).get("project"))
    me = _object(_object(session.ask("GET", "users/current")).get("user"))
    unseen = Unseen()
    found = take_issues(issues, unseen)
    versions = unseen.try_reading("versions", lambda: _object(session.ask("GET", f"{below}/versions"))) or {}
    return ProjectSurvey(
        project=read_identifier(shown.get("identifier")) or project,
        title=read_identifier(shown.get("name")) or project,
        own=read_account(me) or Account(id=""),
        own_email=read_identifier(me.get("mail")),
        people=_read_people(session, number, found, unseen),
        statuses=tuple(unseen.try_reading("statuses", lambda: _read_statuses(session)) or ()),
        types=tuple(
            SurveyedType(name, is_epic=name.casefold() in _EPICS)
            for name in _list_names(shown.get("trackers"))
        ),
        components=_list_names(shown.get("issue_categories")),
        versions=_list_names(
            [each for each in list_objects(versions.get("versions")) if each.get("status") != "closed"]
        ),
        issues=found,
        fields={"estimate": "estimated_hours", "due": "due_date"},
        # Redmine has no epics: an issue belongs to its parent task.
        link_key="parent",
        unseen=unseen.sentences,
    )


def _read_statuses(session: RedmineSession) -> list[SurveyedStatus]:
    """Return all statuses; Redmine tells of each whether it closes an issue."""
    answer = _object(session.ask("GET", "issue_statuses"))
    return [
        SurveyedStatus(name, "done" if each.get("is_closed") is True else "")
        for each in list_objects(answer.get("issue_statuses"))
        if (name := read_identifier(each.get("name")))
    ]


def _read_people(
    session: RedmineSession, project: str, issues: tuple[IssueSnapshot, ...], unseen: Unseen
) -> tuple[SurveyedPerson, ...]:
    """Return the members and who raised issues.

    Each is asked for alone, since lists show no address.
    """
    roles = unseen.try_reading("members", lambda: list_roles_by_user(session, project, "name")) or {}
    members = [
        SurveyedPerson(account, "", roles=tuple(sorted(filter(None, held))))
        for account, held in roles.items()
    ]
    found = merge_people(members, list_reporters(issues))
    looked_up = [_look_up(session, each, unseen) for each in found[:MAX_LOOK_UPS]]
    return tuple(each for each in looked_up if each.name)


def _look_up(session: RedmineSession, person: SurveyedPerson, unseen: Unseen) -> SurveyedPerson:
    """Return somebody with name and address.

    `mail` is shown to administrators, and to others unless the person hides it
    (https://www.redmine.org/projects/redmine/wiki/Rest_Users).
    """
    path = f"users/{quote_segment(person.account)}"
    answer = _object(unseen.try_reading("users", lambda: session.ask("GET", path)))
    user = _object(answer.get("user"))
    account = read_account(user)
    if account is None:
        return person
    return replace(person, name=account.name or person.name, email=read_identifier(user.get("mail")))


def _list_names(listed: object) -> tuple[str, ...]:
    return tuple(filter(None, (read_identifier(each.get("name")) for each in list_objects(listed))))


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}

"""What a queue of Yandex Tracker tells for the first draft of its mapping."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial

from plugin.core.model.issue import Account, IssueSnapshot
from plugin.trackers.base import IssueGone, NotPermitted
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.survey import Phase, ProjectSurvey, SurveyedPerson, SurveyedStatus, SurveyedType
from plugin.trackers.survey_reader import (
    MAX_LOOK_UPS,
    Unseen,
    list_reporters,
    merge_people,
    refuse_unknown,
    take_issues,
)
from plugin.trackers.yandex.people import read_user
from plugin.trackers.yandex.session import Entry, YandexSession, list_objects
from plugin.trackers.yandex.values import get_object, read_account

_PHASES: Mapping[str, Phase] = {
    "new": "new",
    "inProgress": "working",
    "paused": "waiting",
    "done": "done",
    "cancelled": "done",
}
"""The `type` of a status (https://yandex.ru/support/tracker/en/api-ref/admin/get-statuses)."""

_MAX_EXAMPLES = 12
"""Issues whose ways on are asked for."""

_EPICS = frozenset({"epic", "эпик"})


def survey_project(session: YandexSession, queue: str, issues: Iterable[IssueSnapshot]) -> ProjectSurvey:
    """Read all that a mapping names of a queue.

    Raises:
        UnknownProject: there is no such queue.
        TrackerError: Yandex Tracker does not answer, or does not take the token.
    """
    path = f"queues/{quote_segment(queue)}"
    me = session.get_object("myself")
    try:
        shown = session.get_object(path, expand="all")
    except (IssueGone, NotPermitted) as error:
        # A queue that was deleted, or is closed to the account, answers 403.
        listed = (read_identifier(each.get("key")) for each in session.iter_entries("queues/"))
        raise refuse_unknown(queue, listed, session.product) from error
    unseen = Unseen()
    found = take_issues(issues, unseen)
    statuses = unseen.try_reading("statuses", lambda: list_objects(session.get("statuses"))) or []
    types = unseen.try_reading("types", lambda: list_objects(session.get("issuetypes"))) or []
    configured = list_objects(shown.get("issueTypesConfig"))
    used_types = {_display(each.get("issueType")) for each in configured}
    own = read_account(me) or Account(id="")
    fields = {"estimate": "originalEstimation", "due": "deadline"}
    if any(issue.fields.get("epic") for issue in found):
        fields["epic"] = "epic"
    elif any(issue.parent for issue in found):
        fields["epic"] = "parent"
    return ProjectSurvey(
        project=read_identifier(shown.get("key")) or queue,
        title=read_identifier(shown.get("name")) or queue,
        own=own,
        own_email=read_identifier(me.get("email")),
        people=_read_people(session, list_objects(shown.get("teamUsers")), found, unseen),
        statuses=tuple(_choose_statuses(statuses, _find_reachable(session, found, unseen))),
        types=tuple(_choose_types(types, used_types | {issue.type for issue in found})),
        components=_list_names(session, f"{path}/components", unseen),
        versions=_list_names(session, f"{path}/versions", unseen),
        issues=found,
        fields=fields,
        unseen=unseen.sentences,
    )


def _find_reachable(session: YandexSession, issues: tuple[IssueSnapshot, ...], unseen: Unseen) -> set[str]:
    """Return the statuses in which issues are, or to which they can go.

    The list of statuses is the whole organisation's.
    """
    examples = {(issue.type, issue.status): issue for issue in issues}
    found = {issue.status for issue in issues}
    for issue in list(examples.values())[:_MAX_EXAMPLES]:
        path = f"issues/{quote_segment(issue.key)}/transitions"
        listed = unseen.try_reading("transitions", partial(session.get, path))
        found |= {_display(each.get("to")) for each in list_objects(listed)}
    return found - {""}


def _choose_statuses(listed: list[Entry], used: Collection[str]) -> Iterator[SurveyedStatus]:
    """Give the statuses of the queue; of an empty one all of the organisation."""
    for each in listed:
        name, key = _name(each), read_identifier(each.get("key"))
        if name and (not used or name in used or key in used):
            yield SurveyedStatus(name, _PHASES.get(_read_type(each.get("type")), ""))


def _choose_types(listed: list[Entry], used: Collection[str]) -> Iterator[SurveyedType]:
    for each in listed:
        name, key = _name(each), read_identifier(each.get("key"))
        if name and (not used or name in used or key in used):
            yield SurveyedType(name, is_epic=key.casefold() in _EPICS or name.casefold() in _EPICS)


def _read_people(
    session: YandexSession, team: list[Entry], issues: tuple[IssueSnapshot, ...], unseen: Unseen
) -> tuple[SurveyedPerson, ...]:
    """Return the queue's team and who raised issues, with addresses and groups."""
    members = [SurveyedPerson(each.id, each.name) for each in map(read_account, team) if each is not None]
    found = merge_people(members, list_reporters(issues))
    looked_up = [_look_up(session, each, unseen) for each in found[:MAX_LOOK_UPS]]
    return tuple(each for each in looked_up if each.name)


def _look_up(session: YandexSession, person: SurveyedPerson, unseen: Unseen) -> SurveyedPerson:
    asked = unseen.try_reading("users", lambda: read_user(session, person.account, expand="groups"))
    user = get_object(asked)
    groups = (read_identifier(each.get("display")) for each in list_objects(user.get("groups")))
    return SurveyedPerson(
        account=person.account,
        name=read_identifier(user.get("display")) or person.name,
        email=read_identifier(user.get("email")),
        roles=tuple(filter(None, groups)),
        active=user.get("dismissed") is not True,
    )


def _list_names(session: YandexSession, path: str, unseen: Unseen) -> tuple[str, ...]:
    listed = unseen.try_reading(path.rpartition("/")[2], lambda: list(session.iter_entries(path))) or []
    return tuple(filter(None, map(_name, (each for each in listed if each.get("archived") is not True))))


def _name(entry: Entry) -> str:
    return read_identifier(entry.get("name")) or read_identifier(entry.get("display"))


def _display(reference: object) -> str:
    return read_identifier(get_object(reference).get("display"))


def _read_type(value: object) -> str:
    """Return a status' type, which is a word, or a reference with a key."""
    return value if isinstance(value, str) else read_identifier(get_object(value).get("key"))

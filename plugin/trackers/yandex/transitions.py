"""Moving an issue, with a resolution where one is wanted.

A transition's id belongs to the present status and carries suffixes (`cancelled1`), so they are asked for
before.
"""

from __future__ import annotations

from collections.abc import Collection

from plugin.trackers.base import TrackerRefused
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.yandex.session import Entry, FieldsRefused, YandexSession, list_objects
from plugin.trackers.yandex.values import get_object, read_key

_RESOLUTION = "resolution"
_PREFERRED_RESOLUTION = "fixed"


def move_issue(session: YandexSession, issue: str, to_status: str, ids: Collection[str] = ()) -> None:
    """Move an issue to a status by its key or by what people see.

    Args:
        session: where.
        issue: its id or key.
        to_status: the status.
        ids: its numbers, where the name may be another now.

    Raises:
        TrackerRefused: no transition leads there, or its screen wants more than a resolution.
    """
    path = f"issues/{quote_segment(issue)}/transitions"
    offered = list_objects(session.get(path))
    found = _find_transition(offered, to_status, ids)
    if found is None:
        names = ", ".join(sorted(_name_status(each) for each in offered)) or "none"
        raise TrackerRefused(f"{issue}: no transition leads to {to_status!r}; Yandex Tracker offers: {names}")
    target = f"{path}/{quote_segment(read_identifier(found.get('id')))}/_execute"
    try:
        session.ask("POST", target, body={})
    except FieldsRefused as refused:
        if _RESOLUTION not in refused.fields:
            raise
        session.ask("POST", target, body={_RESOLUTION: {"key": _choose_resolution(session)}})


def _find_transition(offered: list[Entry], to_status: str, ids: Collection[str]) -> Entry | None:
    """Return the transition to a status: by key, by name, by number, in another case."""
    alike = to_status.casefold()
    by_name = [
        [each for each in offered if _get_status_key(each) == to_status],
        [each for each in offered if _name_status(each) == to_status],
        [each for each in offered if _get_status_id(each) in ids],
        [
            each
            for each in offered
            if alike in (_get_status_key(each).casefold(), _name_status(each).casefold())
        ],
    ]
    return next((found[0] for found in by_name if found), None)


def _get_status_id(transition: Entry) -> str:
    return read_identifier(get_object(transition.get("to")).get("id"))


def _get_status_key(transition: Entry) -> str:
    return read_key(transition.get("to"))


def _name_status(transition: Entry) -> str:
    return read_identifier(get_object(transition.get("to")).get("display"))


def _choose_resolution(session: YandexSession) -> str:
    listed = session.get("resolutions")
    keys = [read_identifier(each.get("key")) for each in list_objects(listed)]
    if _PREFERRED_RESOLUTION in keys or not keys:
        return _PREFERRED_RESOLUTION
    return keys[0]

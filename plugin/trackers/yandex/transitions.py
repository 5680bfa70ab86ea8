"""Moving an issue, with a resolution where one is wanted.

A transition's id belongs to the present status and carries suffixes (`cancelled1`), so they are asked for
before.
"""

from __future__ import annotations

from plugin.trackers.base import TrackerRefused
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.yandex.session import Entry, FieldsRefused, YandexSession, list_objects
from plugin.trackers.yandex.values import get_object, read_key

_RESOLUTION = "resolution"
_PREFERRED_RESOLUTION = "fixed"


def move_issue(session: YandexSession, issue: str, to_status: str) -> None:
    """Move an issue to a status by its key or by what people see.

    Raises:
        TrackerRefused: no transition leads there, or its screen wants more than a resolution.
    """
    path = f"issues/{quote_segment(issue)}/transitions"
    offered = list_objects(session.get(path))
    found = _find_transition(offered, to_status)
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


def _find_transition(offered: list[Entry], to_status: str) -> Entry | None:
    """Return the transition to a status: by its key, by its name, in whatever case."""
    for same in (lambda name: name, str.casefold):
        for name_of in (_get_status_key, _name_status):
            for each in offered:
                if same(name_of(each)) == same(to_status):
                    return each
    return None


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

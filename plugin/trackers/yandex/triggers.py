"""The triggers that tell the service: one for each kind of event, in every queue.

Yandex Tracker has no webhooks. A trigger of a queue sends a request whose headers and body are ours
(docs/trackers/yandex.md#webhooks). The body says only that it is time to look: a customer's text in it would
break its JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugin.trackers.base import NotPermitted, TrackerError
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.yandex.session import Entry, YandexSession, list_objects
from plugin.trackers.yandex.values import get_object

HEADER = "X-Ugovor-Secret"
KINDS: Mapping[str, str] = {
    "create": "Event.create",
    "update": "Event.update",
    "comment": "Event.comment-create",
}
"""What the body calls an event, and the condition that stands for it."""

_WEBHOOK = "Webhook"
_BODY = (
    '{"key":{{issue.key.json}},"what":"%s","at":"{{currentDateTime.iso8601}}","comment":"{{userComment.id}}"}'
)


@dataclass(frozen=True)
class OurTrigger:
    """A trigger that leads to the service.

    Attributes:
        what: what the body calls its event; empty for any other condition.
    """

    id: str
    name: str
    what: str
    version: int
    active: bool
    endpoint: str


def list_our_triggers(session: YandexSession, queue: str, path: str) -> list[OurTrigger]:
    """Return a queue's triggers that send to an address which ends so.

    Raises:
        NotPermitted: only who may change the queue's settings sees them.
    """
    listed = session.iter_entries(f"queues/{quote_segment(queue)}/triggers")
    return [found for each in listed if (found := _read_trigger(each, path)) is not None]


def connect_queues(session: YandexSession, queues: tuple[str, ...], url: str, secret: str) -> str:
    """Make or mend the three triggers of each queue; return what was done.

    A saved secret cannot be read back, so it is written again each time.
    """
    if not queues:
        return (
            "Nothing was changed: no mapping names a queue of this tracker. Put a mapping into the folder "
            "first; triggers belong to queues."
        )
    said = [line for queue in queues for line in _connect_queue(session, queue, url, secret)]
    said.append(
        "Change a test issue and look with `ugovor deliveries list` whether it arrives. Yandex may call over "
        "IPv6 alone: give the host name an AAAA record."
    )
    return "\n".join(said)


def _connect_queue(session: YandexSession, queue: str, url: str, secret: str) -> list[str]:
    path = f"queues/{quote_segment(queue)}/triggers"
    try:
        there = {each.what: each for each in list_our_triggers(session, queue, url)}
        said: list[str] = []
        for what in KINDS:
            found = there.get(what)
            body = _build_trigger(what, url, secret)
            if found is None:
                session.ask("POST", path, body=body)
                said.append(f"{queue}: made the trigger {body['name']}.")
                continue
            target = f"{path}/{quote_segment(found.id)}"
            session.ask("PATCH", target, params={"version": found.version}, body=body)
            said.append(f"{queue}: the trigger {found.name} was there; its address and secret are set anew.")
        return said
    except NotPermitted as error:
        raise NotPermitted(
            f"The triggers of {queue} are kept by those who may change its settings: use an owner's token "
            f"for this command, or make the triggers by hand ({error})"
        ) from error


def read_last_calls(session: YandexSession, queue: str, trigger: str, limit: int) -> list[tuple[str, str]]:
    """Return time and status of a trigger's last calls, the newest first."""
    path = f"queues/{quote_segment(queue)}/triggers/{quote_segment(trigger)}/webhooks/log"
    listed = list_objects(session.get(path, limit=limit))
    calls = [
        (
            read_identifier(each.get("startTime")),
            read_identifier(get_object(each.get("response")).get("statusCode")),
        )
        for each in listed
    ]
    return sorted(calls, key=lambda call: call[0], reverse=True)


def describe_failure(error: TrackerError) -> str:
    """Say why triggers could not be looked at."""
    return f"Its triggers cannot be looked at ({error})."


def _build_trigger(what: str, url: str, secret: str) -> dict[str, Any]:
    action = {
        "type": _WEBHOOK,
        "endpoint": url,
        "method": "POST",
        "contentType": "application/json; charset=UTF-8",
        "headers": {HEADER: secret},
        "authContext": {"type": "noauth"},
        "body": _BODY % what,
    }
    return {
        "name": f"Ugovor: {what}",
        "active": True,
        "actions": [action],
        "conditions": [{"type": KINDS[what]}],
    }


def _read_trigger(entry: Entry, path: str) -> OurTrigger | None:
    action = next((each for each in list_objects(entry.get("actions")) if _leads_to(each, path)), None)
    if action is None:
        return None
    version = entry.get("version")
    return OurTrigger(
        id=read_identifier(entry.get("id")),
        name=read_identifier(entry.get("name")),
        what=_find_kind(entry.get("conditions")),
        version=version if isinstance(version, int) else 0,
        active=entry.get("active") is True,
        endpoint=read_identifier(action.get("endpoint")),
    )


def _leads_to(action: Entry, path: str) -> bool:
    endpoint = read_identifier(action.get("endpoint")).rstrip("/")
    return action.get("type") == _WEBHOOK and endpoint.endswith(path.rstrip("/"))


def _find_kind(conditions: object) -> str:
    """Return what our body calls the one event of a trigger.

    Groups of one are read through.
    """
    listed = list_objects(conditions)
    while len(listed) == 1 and list_objects(listed[0].get("conditions")):
        listed = list_objects(listed[0].get("conditions"))
    types = [read_identifier(each.get("type")) for each in listed]
    return next((what for what, kind in KINDS.items() if types == [kind]), "")

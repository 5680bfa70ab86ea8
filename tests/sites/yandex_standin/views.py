"""Objects as REST shows them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from yandex_standin.durations import shown_duration
from yandex_standin.people import YandexPerson
from yandex_standin.state import YandexComment, YandexIssue, YandexState, YandexTrigger

DURATIONS = ("originalEstimation", "estimation", "spent")
_FIELD_KEYS = {"pending": "pendingReplyFrom"}


def moment(at: datetime) -> str:
    """Show a moment: UTC, an offset without a colon."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}+0000"


def user_reference(person: YandexPerson) -> dict[str, Any]:
    """Show a user inside of something else: without a login."""
    return {
        "self": f"https://api.tracker.yandex.net/v3/users/{person.id}",
        "id": person.id,
        "display": person.name,
        "cloudUid": f"aje{person.id}",
        "passportUid": int(person.id),
    }


def user(person: YandexPerson, *, with_groups: bool = False) -> dict[str, Any]:
    """Show a user."""
    shown: dict[str, Any] = {
        "self": f"https://api.tracker.yandex.net/v3/users/{person.id}",
        "uid": int(person.id),
        "login": person.login,
        "trackerUid": int(person.id),
        "firstName": person.name.partition(" ")[0],
        "lastName": person.name.partition(" ")[2],
        "display": person.name,
        "email": f"{person.login}@acme.example",
        "external": False,
        "hasLicense": person.is_licensed,
        "dismissed": person.is_dismissed,
    }
    if with_groups:
        shown["groups"] = [{"id": str(number), "display": name} for number, name in enumerate(person.groups)]
    return shown


def reference(listed: tuple[tuple[str, str], ...], key: str) -> dict[str, Any]:
    """Show a status or a type inside of something else."""
    number = [each for each, _ in listed].index(key) + 1
    return {"id": str(number), "key": key, "display": dict(listed)[key]}


def full(listed: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    """Show all statuses or types; here the id is a number, and the name is called so."""
    return [{"id": number, "key": key, "name": name} for number, (key, name) in enumerate(listed, 1)]


STATUS_TYPES = {
    "open": "new",
    "inProgress": "inProgress",
    "needInfo": "paused",
    "resolved": "done",
    "closed": "done",
    "accepted": "done",
}
"""By the key; a status that a queue made for itself is work in progress."""


def statuses(listed: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    """Show all statuses; each has a type, which is the same in every language."""
    return [each | {"type": STATUS_TYPES.get(each["key"], "inProgress")} for each in full(listed)]


def comment_reference(note: YandexComment) -> dict[str, Any]:
    """Show a comment inside the history."""
    return {"id": str(note.id), "display": note.text[:80]}


def comment(state: YandexState, note: YandexComment, *, as_text: bool = False) -> dict[str, Any]:
    """Show a comment; its id is a number here and a text there."""
    shown: dict[str, Any] = {
        "id": str(note.id) if as_text else note.id,
        "longId": f"{note.id:024x}",
        "text": note.text,
        "createdBy": user_reference(note.author),
        "updatedBy": user_reference(note.editor),
        "createdAt": moment(note.created),
        "updatedAt": moment(note.updated),
        "version": note.version,
        "type": "incoming" if note.transport == "email" else "standard",
        "transport": note.transport,
    }
    if note.summonees:
        shown["summonees"] = [user_reference(state.find_person(each)) for each in note.summonees]
    return shown


def issue(state: YandexState, one: YandexIssue) -> dict[str, Any]:
    """Show an issue; what is empty is left out."""
    shown: dict[str, Any] = {
        "self": f"https://api.tracker.yandex.net/v3/issues/{one.key}",
        "id": one.id,
        "key": one.key,
        "version": one.version,
        "aliases": one.aliases,
        "summary": one.summary,
        "description": one.description or None,
        "type": reference(state.types, one.type),
        "status": reference(state.statuses, state.status_key(one.status)),
        "queue": {
            "id": str(state.queues.index(one.queue) + 1),
            "key": one.queue,
            "display": one.queue.title(),
        },
        "createdBy": user_reference(one.author),
        "createdAt": moment(one.created),
        "updatedBy": user_reference(one.updated_by),
        "updatedAt": moment(one.updated),
        "lastCommentUpdatedAt": moment(one.commented) if one.commented else None,
        "tags": list(one.tags),
        "followers": _people(state, one.followers),
        "access": _people(state, one.access),
        "pendingReplyFrom": _people(state, one.pending),
        "checklistDone": "0",
        "checklistTotal": 0,
    }
    shown |= {
        name: field_value(state, name, value) for name, value in one.values.items() if value is not None
    }
    return {name: value for name, value in shown.items() if value not in (None, [])}


def changed_field(state: YandexState, name: str, before: Any, after: Any) -> dict[str, Any]:
    """Show one field of an entry of the history."""
    key = _FIELD_KEYS.get(name, name)
    return {
        "field": {
            "self": f"https://api.tracker.yandex.net/v3/fields/{key}",
            "id": key,
            "display": key.title(),
        },
        "from": None if before in (None, []) else field_value(state, name, before),
        "to": None if after in (None, []) else field_value(state, name, after),
    }


def field_value(state: YandexState, name: str, value: Any) -> Any:
    """Show a field's value."""
    if name == "status":
        return reference(state.statuses, state.status_key(value))
    if name == "type":
        return reference(state.types, value)
    if name in ("pending", "followers", "access"):
        return _people(state, value)
    if name in ("parent", "epic"):
        found = state.issue(value)
        return {"id": found.id, "key": found.key, "display": found.summary}
    if name in ("components", "fixVersions"):
        listed = state.components if name == "components" else state.versions
        return [{"id": str(listed.index(each) + 1), "display": each} for each in value]
    if name in ("resolution", "queue"):
        return {"id": "1", "key": value, "display": value.title()}
    if name in DURATIONS:
        return shown_duration(value)
    return value.isoformat() if isinstance(value, date) else value


def transition(state: YandexState, one: YandexIssue, to: str) -> dict[str, Any]:
    """Show a transition; its id belongs to the present status."""
    number = [shown for _, shown in state.statuses].index(one.status)
    screen = {"screen": {"id": "50c85b17e4b04b38"}} if to in state.resolved else {}
    name = f"{to}{number}" if number else to
    return {"id": name, "display": dict(state.statuses)[to], "to": reference(state.statuses, to), **screen}


def trigger(one: YandexTrigger) -> dict[str, Any]:
    """Show a trigger; the values of its headers are hidden once they are saved."""
    actions = [
        {**each, "id": number, "headers": dict.fromkeys(each.get("headers") or {}, "********")}
        for number, each in enumerate(one.actions, 1)
    ]
    return {
        "id": one.id,
        "queue": {"key": one.queue, "display": one.queue.title()},
        "name": one.name,
        "order": f"0.{one.id:04d}",
        "actions": actions,
        "conditions": [{"type": "Or", "conditions": one.conditions}],
        "version": one.version,
        "active": one.active,
    }


def _people(state: YandexState, ids: list[str]) -> list[dict[str, Any]]:
    return [user_reference(state.find_person(each)) for each in ids]

"""Single values of Yandex Tracker's JSON.

Ids are texts here and numbers there, so all are read as texts. People, statuses and the like are references:
`id`, mostly a `key`, and what people see as `display`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from plugin.core.model.issue import Account
from plugin.trackers.http.json_values import clean, read_identifier, read_number


def get_object(value: object) -> Mapping[str, Any]:
    """Return an object, empty where there is something else."""
    return value if isinstance(value, Mapping) else {}


def read_text(value: object) -> str:
    """Return a text as it is, empty for anything else."""
    return clean(value) if isinstance(value, str) else ""


def read_account(person: object) -> Account | None:
    """Read a person by the id, which is what a mapping names.

    None where there is nobody. `GET /myself` and `GET /users/…` call the id `uid`.
    """
    given = get_object(person)
    found = read_identifier(given.get("id")) or read_identifier(given.get("uid"))
    name = read_identifier(given.get("display"))
    return Account(id=found, name=name) if found or name else None


def choose_name(reference: object, wanted: Collection[str]) -> str:
    """Return a status' or type's name, as the mapping calls it.

    Either its key or what people see; where the mapping names neither, what people see.

    >>> status = {"id": "3", "key": "inProgress", "display": "В работе"}
    >>> choose_name(status, ("inProgress",)), choose_name(status, ())
    ('inProgress', 'В работе')
    """
    if isinstance(reference, str):
        return read_identifier(reference)
    given = get_object(reference)
    key, shown = read_identifier(given.get("key")), read_identifier(given.get("display"))
    if key in wanted and shown not in wanted:
        return key
    return shown or key


def list_named(value: object, wanted: Collection[str] = ()) -> list[dict[str, str]]:
    """Return the numbers and names of a reference, or of a list of them."""
    listed = [get_object(each) for each in (value if isinstance(value, list) else [value])]
    return [{"id": read_identifier(each.get("id")), "name": choose_name(each, wanted)} for each in listed]


def read_key(reference: object) -> str:
    """Return the key of an issue or a queue."""
    return read_identifier(get_object(reference).get("key"))


def read_texts(value: object) -> tuple[str, ...]:
    """Return any field as texts: what people see of it first, then key and id."""
    if isinstance(value, list):
        return tuple(dict.fromkeys(text for each in value for text in read_texts(each)))
    if isinstance(value, Mapping):
        named = (read_identifier(value.get(key)) for key in ("display", "key", "id"))
        return tuple(dict.fromkeys(filter(None, named)))
    if isinstance(value, bool):
        return (str(value).lower(),)
    if isinstance(value, str):
        return (clean(value),) if value else ()
    return (str(value),) if read_number(value) is not None else ()


def describe_value(value: object) -> str:
    """Return a value of the history as text, several of them one a line."""
    if isinstance(value, list):
        return "\n".join(filter(None, map(describe_value, value)))
    if isinstance(value, Mapping):
        named = (read_identifier(value.get(key)) for key in ("display", "key", "id"))
        return next(filter(None, named), "")
    return next(iter(read_texts(value)), "")

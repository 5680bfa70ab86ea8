"""What every YouTrack body may say.

Its issue, people and time, whichever app sent it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from plugin.core.model.issue import Account
from plugin.trackers.http.json_values import clean, read_identifier, read_moment

Body = Mapping[str, Any]

_KEY = re.compile(r"\w{1,64}-\d{1,12}")
_COMMENT_ID = re.compile(r"\d{1,12}-\d{1,18}", re.ASCII)
_MAX_NAME_LENGTH = 100


def get_object(body: Body, name: str) -> Body:
    """Return an object of the body, empty where it is missing or something else."""
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def iter_objects(body: Body, name: str) -> Iterator[Body]:
    """Give the objects in a list of the body."""
    found = body.get(name)
    for entry in found if isinstance(found, list) else []:
        if isinstance(entry, Mapping):
            yield entry


def read_name(value: object) -> str:
    """Return a name, printable and short whatever was sent."""
    return "".join(filter(str.isprintable, read_identifier(value)))[:_MAX_NAME_LENGTH]


def read_text(value: object) -> str:
    """Return a text as it is, empty for anything else."""
    return clean(value) if isinstance(value, str) else ""


def find_issue_key(body: Body) -> str:
    """Return the readable id of the issue.

    `id` of Webhook Triggers, `issue.key` of our own app.
    """
    found = read_identifier(get_object(body, "issue").get("key")) or read_identifier(body.get("id"))
    return found if _KEY.fullmatch(found) else ""


def read_comment_id(value: object) -> str:
    """Return the database id of a comment (`4-296`), empty for anything else."""
    found = read_identifier(value)
    return found if _COMMENT_ID.fullmatch(found) else ""


def read_person(value: object) -> Account | None:
    """Return somebody by login, None where the body names nobody."""
    if not isinstance(value, Mapping):
        return None
    login = read_name(value.get("login"))
    name = read_name(value.get("fullName")) or read_name(value.get("name"))
    return Account(id=login, name=name) if login or name else None


def read_time(body: Body) -> datetime | None:
    """Return the tracker's own time.

    `timestamp` of Webhook Triggers, `sent` of our own app.
    """
    return read_moment(body.get("timestamp")) or read_moment(body.get("sent"))


def format_value(value: object) -> str:
    """Return the value of a field as text, several of them one a line.

    Webhook Triggers gives people as an object with a login, elements with a name, periods in minutes and
    dates in milliseconds (payload-keys-from-code-1.0.5.json).
    """
    if isinstance(value, list):
        return "\n".join(filter(None, (format_value(each) for each in value)))
    if isinstance(value, Mapping):
        given = (read_identifier(value.get(key)) for key in ("login", "name", "presentation", "id"))
        return next(filter(None, given), "")
    return clean(str(value)) if isinstance(value, str | int | float) else ""

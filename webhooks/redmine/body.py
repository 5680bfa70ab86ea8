"""What every Redmine body may say: its event, its issue and its journal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from plugin.trackers.http.json_values import read_identifier

Body = Mapping[str, Any]

_ID = re.compile(r"[0-9]{1,20}", re.ASCII)
_MAX_NAME_LENGTH = 100


def get_object(body: Body, *path: str) -> Body:
    """Return an object inside the body, empty where it is missing or something else."""
    found: object = body
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def read_name(body: Body, key: str) -> str:
    """Return a name such as `type`, printable and short whatever was sent."""
    return "".join(filter(str.isprintable, read_identifier(body.get(key))))[:_MAX_NAME_LENGTH]


def read_id(value: object) -> str:
    """Return an id, empty for anything that cannot be one of Redmine's numbers.

    >>> read_id(7), read_id("7"), read_id("seven")
    ('7', '7', '')
    """
    found = read_identifier(value)
    return found if _ID.fullmatch(found) else ""


def find_issue_id(body: Body) -> str:
    """Return the id of the issue that a body is about, empty where it names none."""
    return read_id(get_object(body, "data", "issue").get("id")) or read_id(
        get_object(body, "data", "time_entry", "issue").get("id")
    )


def is_about_project(body: Body) -> bool:
    """Tell whether a body is about work that was logged on a project as a whole."""
    entry = get_object(body, "data", "time_entry")
    return read_name(body, "type").startswith("time_entry.") and bool(entry) and "issue" not in entry

"""What every Redmine body may say: its event, its issue and its journal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from plugin.trackers.http.json_values import identifier

Body = Mapping[str, Any]

_ID = re.compile(r"[0-9]{1,20}", re.ASCII)
_LONGEST_NAME = 100


def part(body: Body, *path: str) -> Body:
    """Return an object inside the body, empty where it is missing or something else."""
    found: object = body
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def named(body: Body, key: str) -> str:
    """Return a name such as `type`, printable and short whatever was sent."""
    return "".join(filter(str.isprintable, identifier(body.get(key))))[:_LONGEST_NAME]


def as_id(value: object) -> str:
    """Return an id, empty for anything that cannot be one of Redmine's numbers.

    >>> as_id(7), as_id("7"), as_id("seven")
    ('7', '7', '')
    """
    found = identifier(value)
    return found if _ID.fullmatch(found) else ""


def subject_of(body: Body) -> str:
    """Return the id of the issue that a body is about, empty where it names none."""
    return as_id(part(body, "data", "issue").get("id")) or as_id(
        part(body, "data", "time_entry", "issue").get("id")
    )


def is_of_project(body: Body) -> bool:
    """Tell whether a body is about work that was logged on a project as a whole."""
    entry = part(body, "data", "time_entry")
    return named(body, "type").startswith("time_entry.") and bool(entry) and "issue" not in entry

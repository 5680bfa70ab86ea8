"""What every Jira body may say: its event, issue, person and time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from plugin.core.model.issue import Account
from plugin.trackers.http.json_values import read_identifier, read_moment
from plugin.trackers.jira.fields import find_last_number, read_account

Body = Mapping[str, Any]

_ID = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)
_ISSUE_OF_PART = re.compile(r"/issue/(?P<id>\d{1,20})/(?:comment|worklog)/")
_MAX_NAME_LENGTH = 100


def get_object(body: Body, name: str) -> Body:
    """Return an object of the body, empty where it is missing or something else."""
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def read_name(body: Body, key: str) -> str:
    """Return a name such as `webhookEvent`, printable and short whatever was sent."""
    found = read_identifier(body.get(key))
    printable = found if found.isprintable() else "".join(filter(str.isprintable, found))
    return printable[:_MAX_NAME_LENGTH]


def read_id(value: object) -> str:
    """Return an id of Jira, empty for anything that cannot be one.

    >>> read_id(10021), read_id(" 10021 "), read_id("no id")
    ('10021', '10021', '')
    """
    found = read_identifier(value)
    return found if _ID.fullmatch(found) else ""


def find_issue_id(body: Body) -> str:
    """Return the id of the issue that the body is about, empty where it names none.

    Data Center's comment events and some of Cloud's carry no issue: there the id stands only in the
    comment's own address (recorded: server-comment-created, zulip-comment_created_no_issue_details).
    Worklogs give `issueId` (recorded: zulip-worklog_created).
    """
    issue, worklog = get_object(body, "issue"), get_object(body, "worklog")
    given = (
        read_id(issue.get("id"))
        or read_id(find_last_number(issue.get("self")))
        or read_id(worklog.get("issueId"))
    )
    return given or _find_id_in_address(get_object(body, "comment")) or _find_id_in_address(worklog)


def read_actor(body: Body) -> Account | None:
    """Return who did it, None where the body does not say."""
    return read_account(body.get("user"))


def read_time(body: Body, otherwise: datetime | None = None) -> datetime | None:
    """Return the tracker's own time of the event.

    Args:
        body: `timestamp` holds milliseconds since 1970.
        otherwise: the time of what the body shows, for bodies whose `timestamp` is missing or unreadable.
    """
    return read_moment(body.get("timestamp")) or otherwise


def _find_id_in_address(thing: Body) -> str:
    address = thing.get("self")
    found = _ISSUE_OF_PART.search(address) if isinstance(address, str) else None
    return found["id"] if found else ""

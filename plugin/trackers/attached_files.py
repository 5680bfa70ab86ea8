"""Files of an issue: what is attached by whom.

What the service attached itself is asked for so that no file is attached twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plugin.core.model.issue import Account
from plugin.core.model.readings import AttachedFile
from plugin.trackers.http.json_values import read_identifier, read_moment, read_number

_NAMED_BY = ("accountId", "id", "login", "name", "key", "cloudUid", "passportUid")
"""Under which of these the own account stands differs between trackers."""


def list_files_of(
    entries: object, account: str, *, name: str, size: str, author: str
) -> tuple[tuple[str, int], ...]:
    """Return the files of an answer that an account attached.

    Args:
        entries: the list in the answer.
        account: the service's own.
        name: the key of a file's name.
        size: the key of its size in bytes.
        author: the key of who attached it.

    Returns:
        Name and size of each; what cannot be read is left out.
    """
    found: list[tuple[str, int]] = []
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, Mapping):
            continue
        who, amount = entry.get(author), read_number(entry.get(size))
        ids = {read_identifier(who.get(key)) for key in _NAMED_BY} if isinstance(who, Mapping) else set()
        if account in ids and amount is not None:
            found.append((read_identifier(entry.get(name)), int(amount)))
    return tuple(found)


def read_files(
    entries: object, read_account: Callable[[object], Account | None], *, name: str, author: str, created: str
) -> tuple[AttachedFile, ...]:
    """Return what is attached to an issue.

    A file without name, author or time is left out.

    Args:
        entries: the list in the answer.
        read_account: reads who attached it.
        name: the key of a file's name.
        author: the key of who attached it.
        created: the key of when.
    """
    found = []
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, Mapping):
            continue
        called, who = read_identifier(entry.get(name)), read_account(entry.get(author))
        at = read_moment(entry.get(created))
        if called and who is not None and at is not None:
            found.append(AttachedFile(called, who, at))
    return tuple(found)

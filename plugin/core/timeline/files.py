"""Files that people attach to issues, as exchanges."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from mappings.model import ContractMapping
from plugin.core.model.exchanges import Exchange, ExchangeKind
from plugin.core.model.issue import Account, FieldChange
from plugin.core.timeline.comments import by_account
from plugin.core.timeline.excerpt import cut


def make_file_exchange(
    mapping: ContractMapping, issue: str, name: str, author: Account, at: datetime
) -> Exchange | None:
    """Return the exchange of a file that somebody attached, once a day for its name.

    A webhook and a look at the issue tell the same file with times that differ by a moment; the same name
    on another day is another version. Where comments for the team are internal to a service desk, so may
    their files be: they are not told.
    """
    if mapping.tracker.team_comments is not None and mapping.tracker.team_comments.internal:
        return None
    day = at.astimezone(UTC).date()
    told = hashlib.sha256(f"{author.id}\x00{name}\x00{day}".encode()).hexdigest()[:16]
    file = Exchange(f"file:{issue}:{told}", issue, at, at, ExchangeKind.FILE, what=cut(name))
    return by_account(mapping, file, author)


def list_new_files(changes: Iterable[FieldChange]) -> tuple[str, ...]:
    """Return the names of the files that a change of an issue added."""
    found = (
        name.strip()
        for change in changes
        if change.brings_files
        for name in change.after.removeprefix(change.before).splitlines()
    )
    return tuple(dict.fromkeys(name for name in found if name))


def without_shown_files(exchanges: Iterable[Exchange]) -> list[Exchange]:
    """Leave out the files that a comment of the same person shows already."""
    listed = list(exchanges)
    shown = {
        (each.issue, each.account, cut(str(name)))
        for each in listed
        if not each.hidden and not each.deleted
        for name in each.details.get("files", ())
    }
    return [
        each
        for each in listed
        if not (each.id.startswith("file:") and (each.issue, each.account, each.what) in shown)
    ]

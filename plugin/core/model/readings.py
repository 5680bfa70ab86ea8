"""What a tracker answers: an issue as read, and who moved it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from plugin.core.model.issue import Account, Comment, FieldChange, IssueSnapshot


@dataclass(frozen=True)
class OwnComment:
    """A comment of the service's own account that carries one of its references."""

    id: str
    text: str
    created: datetime | None = None
    updated: datetime | None = None


@dataclass(frozen=True)
class AttachedFile:
    """A file that somebody attached to an issue."""

    name: str
    author: Account
    created: datetime


@dataclass(frozen=True)
class IssueReading:
    """An issue as read from the tracker just now.

    Attributes:
        issue: the snapshot, always whole.
        own_comments: the service's own comments by their reference
            (`plugin.core.model.effects.reference`); a reference pasted by anybody else does not count.
        marker: what the service last left on the issue itself (issue property), None where there is none.
        comments: everybody's comments, oldest first.
        files: what is attached, where the adapter tells that.
    """

    issue: IssueSnapshot
    own_comments: Mapping[str, OwnComment] = field(default_factory=dict)
    marker: str | None = None
    comments: tuple[Comment, ...] = ()
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True)
class FieldEdit:
    """A change of one field, from the tracker's own history.

    Attributes:
        field: `estimate` and `status` for these two, whatever the tracker calls them; else its own name.
        change: the change as a webhook would tell it, where the history says what stood before and after.
    """

    by: Account
    field: str
    at: datetime | None = None
    change: FieldChange | None = None


@dataclass(frozen=True)
class Move:
    """A change of status, from the tracker's own history.

    `from_id` and `to_id` are the tracker's numbers of the statuses, where it tells them.
    """

    by: Account
    from_status: str
    to_status: str
    at: datetime | None = None
    from_id: str = ""
    to_id: str = ""

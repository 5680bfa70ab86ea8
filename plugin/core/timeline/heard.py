"""Which comments a delivery tells of, without reading the tracker for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugin.core.model.effects import reference_in
from plugin.core.model.events import (
    CommentDeleted,
    CommentRead,
    CommentWritten,
    Event,
    IssueFound,
    IssueTold,
)
from plugin.core.model.issue import Comment
from plugin.core.model.readings import AttachedFile
from plugin.core.model.results import Result
from plugin.core.needs.questions import Resolved

_NOBODYS = frozenset({Result.OWN, Result.NOT_GOVERNED, Result.COMMENT_GONE, Result.GONE_MEANWHILE})
"""Results of a comment that is none of the timeline's business."""


@dataclass(frozen=True)
class HeardComments:
    """What a delivery tells of the comments of one issue.

    Attributes:
        issue: the tracker's id.
        comments: people's comments; of the service's own nothing is told here.
        are_read: the tracker itself showed them; a webhook may not tell who can read them.
        deleted: the ids of comments that were deleted.
        files: what is attached to the issue, where it was read.
        there: the ids of all comments, where the whole issue was read; None where it was not.
    """

    issue: str
    comments: tuple[Comment, ...] = ()
    are_read: bool = False
    deleted: tuple[str, ...] = ()
    files: tuple[AttachedFile, ...] = ()
    there: tuple[str, ...] | None = None


def list_heard(event: Event, resolved: Resolved, own_account: str) -> Iterator[HeardComments]:
    """Yield what an event and what was read for it tell of comments.

    Args:
        event: as it was delivered.
        resolved: what is decided about it, with what was read.
        own_account: the account of the service.
    """
    match event:
        case CommentWritten() if resolved.result not in _NOBODYS and event.comment.author.id != own_account:
            read = [each for each in resolved.events if isinstance(each, CommentRead)]
            told = [each for each in resolved.events if isinstance(each, CommentWritten)]
            if read or told or not resolved.events:
                comment = (read or told or [event])[-1].comment
                yield HeardComments(event.issue_id, (comment,), are_read=bool(read))
        case CommentDeleted() if resolved.result is not Result.OWN:
            yield HeardComments(event.issue_id, deleted=(event.comment_id,))
        case IssueFound() | IssueTold() if resolved.reading is not None and resolved.since is not None:
            comments = resolved.reading.comments
            fresh = tuple(
                each
                for each in comments
                if is_somebodys(each, own_account)
                and ((at := each.updated or each.created) is None or at >= resolved.since)
            )
            there = tuple(each.id for each in comments)
            files = tuple(
                each
                for each in resolved.reading.files
                if each.author.id != own_account and each.created >= resolved.since
            )
            yield HeardComments(resolved.reading.issue.id, fresh, are_read=True, files=files, there=there)


def is_somebodys(comment: Comment, own_account: str) -> bool:
    """Tell whether a comment is a person's, and not the service's own."""
    return comment.author.id != own_account and reference_in(comment.body) is None

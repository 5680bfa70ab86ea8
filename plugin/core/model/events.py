"""What happened in a tracker, in the past tense; the same for every tracker.

A delivery is parsed once, when it is received, into these events; the inside never sees a raw body.
`at` is the tracker's own time of the event, or None where the body gives none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from plugin.core.model.held_edits import EditedBy
from plugin.core.model.issue import Account, Comment, FieldChange, Frozen, IssueSnapshot
from plugin.core.model.markup import Markup


class IssueSeen(Frozen):
    """An issue was created, updated or moved; `issue` shows it afterwards.

    `edited_by` is looked up where it matters whose edit it was. `is_by_team`: something is waited for, and
    the tracker shows an actor whom the contract does not name to be among ours. `is_looked_up`: the issue or
    its history tells it, and it may have been told before, so that only waits and the timeline hear of it.
    """

    kind: Literal["issue_seen"] = "issue_seen"
    issue: IssueSnapshot
    change: Literal["created", "updated"] = "updated"
    changes: tuple[FieldChange, ...] = ()
    actor: Account | None = None
    at: datetime | None = None
    edited_by: EditedBy | None = None
    is_by_team: bool = False
    is_looked_up: bool = False


class IssueDeleted(Frozen):
    """An issue was deleted."""

    kind: Literal["issue_deleted"] = "issue_deleted"
    issue_id: str
    actor: Account | None = None
    at: datetime | None = None


class CommentWritten(Frozen):
    """A comment was written or edited.

    `project` is the key of the issue's project, where it was told; empty: nobody knows.
    """

    kind: Literal["comment_written"] = "comment_written"
    issue_id: str
    comment: Comment
    edited: bool = False
    at: datetime | None = None
    project: str = ""


class CommentRead(CommentWritten):
    """A comment as read from the tracker, with what its words are read against.

    It is made when the issue was read, and never stored.

    Attributes:
        own_words: what the service's own comments on the issue say: quoted back, it is nobody's word.
        markup: how the tracker keeps comments.
        proven_ours: whether the tracker shows an author whom the contract does not name to be among ours.
    """

    own_words: tuple[str, ...] = ()
    markup: Markup = Markup.UNKNOWN
    proven_ours: bool = False


class CommentDeleted(Frozen):
    """A comment was deleted."""

    kind: Literal["comment_deleted"] = "comment_deleted"
    issue_id: str
    comment_id: str
    actor: Account | None = None
    at: datetime | None = None


class IssueTouched(Frozen):
    """Something changed that the body does not show, such as logged work: read it."""

    kind: Literal["issue_touched"] = "issue_touched"
    issue_id: str
    actor: Account | None = None
    at: datetime | None = None


class IssueFound(Frozen):
    """Reconciling found a changed issue: read it, and take up what was missed.

    `since` is the moment from which something may have been missed.
    """

    kind: Literal["issue_found"] = "issue_found"
    issue_id: str
    since: datetime
    at: datetime | None = None


class IssueTold(Frozen):
    """A tracker told that it is time to look at an issue, and no more.

    The issue is read with its comments; its history says who changed what.
    """

    kind: Literal["issue_told"] = "issue_told"
    issue_id: str
    at: datetime | None = None


class BoxTicked(Frozen):
    """Boxes of a checklist were ticked or unticked in our comment, by number.

    `by` is None where the tracker does not tell who did.
    """

    kind: Literal["box_ticked"] = "box_ticked"
    issue_id: str
    boxes: dict[int, bool]
    by: Account | None = None
    at: datetime | None = None


class GivenFile(Frozen):
    """A file that somebody gave on a page; its size is in bytes."""

    id: str
    name: str
    size: int


class PageAnswered(Frozen):
    """A person answered on a signed page, without an account of the tracker.

    The link was bound to the person and to a version of what it showed; it counts once. An answer to what is
    waited for names the wait by `number` and has a `text` or `files`, or confirms what was written down about
    a call; each such answer counts once. Somebody who is signed in may switch the reminders of a wait, too.
    """

    kind: Literal["word_given"] = "word_given"
    issue_id: str
    contract: str
    person: str
    word: Literal["accept", "refuse", "choose", "agree", "answer", "confirm", "remind_off", "remind_on"]
    stage: str | None = None
    remarks: tuple[str, ...] = ()
    reason: str = ""
    number: int | None = None
    text: str = ""
    files: tuple[GivenFile, ...] = ()
    version: int
    content: str = ""
    link: str
    at: datetime


Event = Annotated[
    IssueSeen
    | IssueDeleted
    | CommentWritten
    | CommentDeleted
    | IssueTouched
    | IssueFound
    | IssueTold
    | BoxTicked
    | PageAnswered,
    Field(discriminator="kind"),
]

EVENTS: TypeAdapter[tuple[Event, ...]] = TypeAdapter(tuple[Event, ...])
"""Reads and writes events as JSON, the form in which a delivery keeps them."""

"""The people who act: they write a command, move an issue, or answer on a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.core.model.issue import Account
from plugin.core.model.stage_state import Means


@dataclass(frozen=True)
class Speaker:
    """Who gave a command, where and when.

    Attributes:
        account: the tracker's account.
        key: the person's key in the mapping; None for a stranger.
        name: the person's name, or the tracker's.
        comment: the id of the comment that holds the command, with the moment of its edit if there was one.
        at: when the command was written.
        written_at: when the comment was first written, which an edit leaves.
        public: whether both sides can read the comment.
        proven_ours: whether the tracker shows a stranger to be among ours.
        comment_id: the id of the comment alone.
    """

    account: Account
    key: str | None
    name: str
    comment: str
    at: datetime | None
    written_at: datetime | None = None
    public: bool = True
    proven_ours: bool = False
    comment_id: str = ""

    def acts(self, now: datetime) -> Actor:
        """Return the speaker as somebody who acts by a comment."""
        return Actor(self.key, self.name, "command", self.at or now, self.comment, written_at=self.written_at)


@dataclass(frozen=True)
class Actor:
    """Who signs, refuses or acknowledges, by what means, when.

    Attributes:
        key: the person's key; None for somebody whom the mapping does not name.
        name: the person's name.
        means: a comment, a move of the stage's issue, or a signed page.
        at: when.
        said_in: id of the comment, the page's link, or the stamp of the move: it names the answer's slot.
        moved_from: the status before, where the issue was moved.
        moved_to: the status after.
        written_at: when the comment was first written, which an edit leaves; None for other means.
    """

    key: str | None
    name: str
    means: Means
    at: datetime
    said_in: str
    moved_from: str = ""
    moved_to: str = ""
    written_at: datetime | None = None

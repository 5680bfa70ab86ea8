"""What happens inside the service: commands that were read, timers that fell due, issues that left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.core.commands import Command, Hint
from plugin.core.model.actor import Speaker
from plugin.core.model.issue import Account, IssueSnapshot


@dataclass(frozen=True)
class CommandGiven:
    """One command of a comment, or the hint where a word looked like one."""

    issue_id: str
    command: Command | Hint
    speaker: Speaker


@dataclass(frozen=True)
class ChoiceGiven:
    """The numbers that a comment chose, all of them together: two different ones are no choice."""

    issue_id: str
    numbers: tuple[int, ...]
    speaker: Speaker


@dataclass(frozen=True)
class IssueLeft:
    """An issue that belongs to another contract now, or to none; `issue` shows it afterwards."""

    issue: IssueSnapshot
    actor: Account | None = None

    @property
    def issue_id(self) -> str:
        """The issue's id."""
        return self.issue.id


@dataclass(frozen=True)
class RejudgeDue:
    """An undecided issue is to be judged again, because the mapping changed."""

    issue_id: str


@dataclass(frozen=True)
class OfferTimerDue:
    """A timer of an open offer fell due."""

    issue_id: str
    name: str


@dataclass(frozen=True)
class OwnCommentEdited:
    """Somebody edited a comment of the service; `text` shows it afterwards."""

    issue_id: str
    comment_id: str
    text: str
    editor: Account | None = None
    at: datetime | None = None


InternalEvent = CommandGiven | ChoiceGiven | IssueLeft | RejudgeDue | OfferTimerDue | OwnCommentEdited

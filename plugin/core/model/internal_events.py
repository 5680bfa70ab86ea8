"""What happens inside the service: commands read, timers due, issues that left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.core.commands import Command, Hint
from plugin.core.model.actor import Speaker
from plugin.core.model.answer import Answer
from plugin.core.model.issue import Account, Comment, IssueSnapshot


@dataclass(frozen=True)
class CommentHeard:
    """A public comment of a person, whatever it says.

    Attributes:
        issue_id: the issue.
        comment: as the tracker gave it.
        speaker: who wrote it.
        says: whether it is more than thanks, greetings and commands, or brings a file.
        decides: whether it answers an offer or a sign-off, which is heard as that.
        edited: whether it stood there before in other words.
        asked: what its questions and promises ask for.
    """

    issue_id: str
    comment: Comment
    speaker: Speaker
    says: bool
    decides: bool = False
    edited: bool = False
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class CommandGiven:
    """One command of a comment, or the hint where a word looked like one.

    Attributes:
        issue_id: the issue.
        command: what is asked of the service.
        speaker: who wrote it.
        asked: what all questions and promises of the comment ask for, as it is now.
    """

    issue_id: str
    command: Command | Hint
    speaker: Speaker
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChoiceGiven:
    """The numbers that a comment chose; two different ones are no choice."""

    issue_id: str
    numbers: tuple[int, ...]
    speaker: Speaker


@dataclass(frozen=True)
class AnswerGiven:
    """What a comment says without a command, where it does not simply choose."""

    issue_id: str
    answer: Answer
    speaker: Speaker


@dataclass(frozen=True)
class IssueLeft:
    """An issue that now belongs to another contract or to none.

    `issue` shows it afterwards.
    """

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
class ReviewTimerDue:
    """A timer of a stage's review period fell due; `issue_id` is the stage's issue."""

    issue_id: str
    name: str


@dataclass(frozen=True)
class WaitTimerDue:
    """Two working days have passed since an answer on an issue."""

    issue_id: str


@dataclass(frozen=True)
class NoticesDue:
    """Two working days have passed since a message on the issue that must be seen."""

    issue_id: str


@dataclass(frozen=True)
class PeopleChanged:
    """Somebody who owes something on the issue is not in the mapping any more."""

    issue_id: str


@dataclass(frozen=True)
class OwnCommentEdited:
    """Somebody edited a comment of the service; `text` shows it afterwards."""

    issue_id: str
    comment_id: str
    text: str
    editor: Account | None = None
    at: datetime | None = None


InternalEvent = (
    CommentHeard
    | CommandGiven
    | ChoiceGiven
    | AnswerGiven
    | IssueLeft
    | RejudgeDue
    | OfferTimerDue
    | ReviewTimerDue
    | WaitTimerDue
    | PeopleChanged
    | NoticesDue
    | OwnCommentEdited
)

"""What the service says about waits: what is owed, and what came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from plugin.texts.messages import Audience, Message

ListedKind = Literal["input", "promise", "confirmation"]

WaitWord = Literal["open", "answered", "got", "moved", "cancelled"]

WHAT_TO_GO_ON = {"ru": "что нужно, чтобы продолжить", "en": "what we need to go on"}
"""What a waiting status asks for where nobody has said it."""


@dataclass(frozen=True)
class Waited:
    """Working days that were waited: how many, the first and the last of them.

    `came_on` is the day on which the answer came.
    """

    days: int
    first: date
    last: date
    came_on: date | None = None


@dataclass(frozen=True)
class DaysAway:
    """The first and the last day of an absence, and the names of those who stand in."""

    starts: date
    until: date
    stand_ins: tuple[str, ...]


@dataclass(frozen=True)
class WaitLine:
    """One wait of an issue.

    Attributes:
        number: by which people name it.
        kind: `input`, `promise` or `confirmation`.
        what: what is owed.
        person: who owes it.
        asker: who asked.
        due: the day asked for.
        state: how far it has come.
        missing: what is missing after a part came.
        answered_on: the day of the answer that is looked at.
        waited: the days on which it was late.
        moved_to: the number under which it goes on.
        away: the days on which the person is away, where the day asked for is one of them.
    """

    number: int
    kind: ListedKind
    what: str
    person: str
    asker: str
    due: date
    state: WaitWord
    missing: str = ""
    answered_on: date | None = None
    waited: Waited | None = None
    moved_to: int | None = None
    away: DaysAway | None = None


@dataclass(frozen=True)
class WaitsShown(Message):
    """The living comment of an issue: what is waited for, one line each.

    `ours` tells whether our own side asked for what is open, `more` how many open ones are not shown.
    """

    template: ClassVar[str] = "waits_shown"
    lines: tuple[WaitLine, ...]
    ours: bool
    more: int = 0


@dataclass(frozen=True)
class Asked(Message):
    """Something more is asked for on an issue that has a list already."""

    template: ClassVar[str] = "asked"
    line: WaitLine
    ours: bool


@dataclass(frozen=True)
class AskUnclear(Message):
    """`/ask` that nobody can be asked by: who is meant, or by when.

    `why`: unknown_person, several_people, several_named (two in one question), nobody (no contact is named),
    past (the day has gone by), private (in a comment that the other side does not see), stranger (whom the
    contract does not name).
    """

    template: ClassVar[str] = "ask_unclear"
    person: str
    why: Literal["unknown_person", "several_people", "several_named", "nobody", "past", "private", "stranger"]
    written: str
    names: tuple[str, ...]
    word: str
    due: date | None = None
    is_promise: bool = False


@dataclass(frozen=True)
class WhichWait(Message):
    """A command that may mean several waits, or none: which are open.

    `open_ones` are the numbers with what is owed; `others_wait`: others are open that it is not for; `rest`:
    what else the command says.
    """

    template: ClassVar[str] = "which_wait"
    person: str
    word: str
    open_ones: tuple[tuple[int, str], ...]
    written: int | None
    others_wait: bool = False
    rest: str = ""


@dataclass(frozen=True)
class AnsweredOnPage(Message):
    """What somebody wrote on their page about something that was asked, line by line.

    `files` are the names and sizes in bytes of what they gave with it.
    """

    template: ClassVar[str] = "answered_on_page"
    person: str
    what: str
    lines: tuple[str, ...]
    files: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class FileNotAttached(Message):
    """The team hears that the tracker does not take a file from a page."""

    template: ClassVar[str] = "file_not_attached"
    audience: ClassVar[Audience] = "team"
    person: str
    name: str
    reason: str


@dataclass(frozen=True)
class WaitClosed(Message):
    """What was asked for is there: thanks, with the days that were waited.

    `by_silence`: nobody of the asker's side said anything for two working days after the answer.
    """

    template: ClassVar[str] = "wait_closed"
    person: str
    what: str
    kind: ListedKind
    waited: Waited | None
    came_on: date | None
    by_silence: bool = False


@dataclass(frozen=True)
class PartMissing(Message):
    """A part came: thanks, and what is still missing."""

    template: ClassVar[str] = "part_missing"
    person: str
    what: str
    missing: str


@dataclass(frozen=True)
class WaitCancelled(Message):
    """A wait was a mistake; it never counted."""

    template: ClassVar[str] = "wait_cancelled"
    what: str


@dataclass(frozen=True)
class WaitChanged(Message):
    """A question or a promise was edited, and it is the same one.

    Attributes:
        person: who owes it.
        number: by which people name it.
        what: what is owed now.
        due: the day asked for now.
        before: what was owed before; empty where that is the same.
        due_before: the day before; None where it is the same.
        is_promise: whether somebody's word was edited.
    """

    template: ClassVar[str] = "wait_changed"
    person: str
    number: int
    what: str
    due: date
    before: str
    due_before: date | None
    is_promise: bool = False


@dataclass(frozen=True)
class AskOver(Message):
    """The comment of a question that is over was edited: that asks nobody again."""

    template: ClassVar[str] = "ask_over"
    person: str
    what: str
    is_promise: bool = False


@dataclass(frozen=True)
class AskDeleted(Message):
    """Somebody else deleted the comment of a question: it stands.

    `person` wrote it; `number` and `word` are how it is taken back.
    """

    template: ClassVar[str] = "ask_deleted"
    person: str
    number: int
    what: str
    word: str
    is_promise: bool = False


@dataclass(frozen=True)
class RemindersSwitched(Message):
    """Reminders of a wait halt, or go on; `again` is the command for that."""

    template: ClassVar[str] = "reminders_switched"
    what: str
    on: bool
    again: str


@dataclass(frozen=True)
class NotTheAsker(Message):
    """Somebody of the owing side says that all is there: the asker's side confirms."""

    template: ClassVar[str] = "not_the_asker"
    person: str
    asker: str


@dataclass(frozen=True)
class WaitOrphaned(Message):
    """Our side hears that somebody owes something whom the contract names no more.

    `is_question`: it can be given to somebody else.
    """

    template: ClassVar[str] = "wait_orphaned"
    audience: ClassVar[Audience] = "team"
    person: str
    what: str
    number: int
    is_question: bool = True


@dataclass(frozen=True)
class DoneWithOpenWaits(Message):
    """An issue is done, and something is still asked for on it: nobody is reminded.

    `open_ones` are the numbers with what is owed; `got` and `cancel` the commands that end them.
    """

    template: ClassVar[str] = "done_with_open_waits"
    person: str
    open_ones: tuple[tuple[int, str], ...]
    got: str
    cancel: str

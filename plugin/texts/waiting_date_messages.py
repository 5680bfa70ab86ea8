"""What the service says about dates that waiting moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from plugin.texts.messages import Message
from plugin.texts.waiting_messages import Waited


@dataclass(frozen=True)
class WaitingMoved(Message):
    """The contract date of a stage moves by what was waited: with the arithmetic.

    Attributes:
        decider: the client's decider.
        stage_title: of the stage.
        what: what was waited for.
        waited: the days that count.
        counted: by how many working days the stage moves.
        before: the contract date before.
        after: and after.
        is_overdue: the new date has passed, too: it is no promise.
        later: later stages that move with it: (title, date).
    """

    template: ClassVar[str] = "waiting_moved"
    decider: str
    stage_title: str
    what: str
    waited: Waited
    counted: int
    before: date
    after: date
    is_overdue: bool
    later: tuple[tuple[str, date], ...]


@dataclass(frozen=True)
class WaitingProposed(Message):
    """The stage would move by what was waited: the decider chooses.

    `number` counts the proposals of the stage.
    """

    template: ClassVar[str] = "waiting_proposed"
    decider: str
    stage_title: str
    what: str
    waited: Waited
    counted: int
    before: date
    after: date
    is_overdue: bool
    answer_by: date


@dataclass(frozen=True)
class WaitingDecided(Message):
    """What was chosen about a proposal: the stage moves, or it stays."""

    template: ClassVar[str] = "waiting_decided"
    person: str
    stage_title: str
    moves: bool
    counted: int
    due: date
    before: date


@dataclass(frozen=True)
class WaitingReset(Message):
    """Days that were counted are taken back, and the stage with them.

    `kept` of them stay, as something else was awaited on them, too: `shared_with`.
    """

    template: ClassVar[str] = "waiting_reset"
    person: str
    stage_title: str
    counted: int
    due: date
    kept: int = 0
    shared_with: str = ""

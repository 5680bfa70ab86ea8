"""What a decision ends in: states, entries for the record, effects for the tracker, timers. All values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from plugin.core.model.effects import Effect
from plugin.core.model.issue_state import IssueState
from plugin.core.model.stage_state import StageState


@dataclass(frozen=True)
class EffectRequest:
    """An effect asked for, in a slot of a subject.

    Attributes:
        again: carried out even where nothing changed.
        once: of all the contract's subjects only the first on which it is asked gets it in this slot.
    """

    subject: str
    slot: str
    effect: Effect
    again: bool = False
    once: bool = False


@dataclass(frozen=True)
class RecordEntry:
    """An entry for the record."""

    subject: str
    kind: str
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TimerSet:
    """A timer of a subject: due at a moment, or called off (None)."""

    subject: str
    name: str
    due_at: datetime | None


@dataclass(frozen=True)
class DeputyAppointment:
    """A deputy whom a person named in the tracker, with that person's powers and limits, for some days."""

    person: str
    on_behalf_of: str
    starts: date
    until: date


@dataclass(frozen=True)
class Outcome:
    """The result of one event.

    Attributes:
        result: a machine word for the log and the delivery.
        states: every issue state that is new or changed.
        stages: every stage state that is new or changed.
        deputies: deputies who were named.
        effects: what the tracker should show.
        entries: what goes on record.
        timers: what falls due later.
    """

    result: str
    states: tuple[IssueState, ...] = ()
    effects: tuple[EffectRequest, ...] = ()
    entries: tuple[RecordEntry, ...] = ()
    timers: tuple[TimerSet, ...] = ()
    stages: tuple[StageState, ...] = ()
    deputies: tuple[DeputyAppointment, ...] = ()

    def and_then(self, other: Outcome) -> Outcome:
        """Return both outcomes as one; for a state that both hold the later counts."""
        states = {state.issue.id: state for state in (*self.states, *other.states)}
        return Outcome(
            result=other.result if other.result != "nothing" else self.result,
            states=tuple(states.values()),
            effects=(*self.effects, *other.effects),
            entries=(*self.entries, *other.entries),
            timers=(*self.timers, *other.timers),
            stages=(*self.stages, *other.stages),
            deputies=(*self.deputies, *other.deputies),
        )


NOTHING = Outcome("nothing")
"""Nothing to do, on purpose."""

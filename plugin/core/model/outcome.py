"""What a decision ends in: states, record entries, effects and timers, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from plugin.core.model.calls import PlannedCall
from plugin.core.model.effects import Effect, SendMail, ShowVerdict
from plugin.core.model.exchanges import Exchange
from plugin.core.model.heard import HeardComment
from plugin.core.model.issue_state import IssueState
from plugin.core.model.notices import NoticeGiven
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind
from plugin.core.model.stage_state import StageState
from plugin.core.model.waits import Wait


class EntryKind(StrEnum):
    """The kinds of record entries. The record is for good: never rename a value."""

    VERDICT = "verdict"
    OFFER = "offer"
    DECISION = "decision"
    CHOICE_WITHOUT_AUTHORITY = "choice_without_authority"
    CHOICE_KEPT = "choice_kept"
    BASELINE_MOVED = "baseline_moved"
    OFFER_REMINDED = "offer_reminded"
    SCOPE = "scope"
    BONUS = "bonus"
    ESTIMATE = "estimate"
    FEE = "fee"
    PUBLISH = "publish"
    FORECAST = "forecast"
    RESET = "reset"
    SIGN_OFF_RESET = "sign_off_reset"
    HANDED_OVER = "handed_over"
    REVIEW_REMINDED = "review_reminded"
    SECOND_NOTICE = "second_notice"
    NOTICE_NOT_DELIVERED = "notice_not_delivered"
    SILENCE_TAKEN_BACK = "silence_taken_back"
    EDITED_BY_ANOTHER = "edited_by_another"
    ISSUE_DELETED = "issue_deleted"
    LEFT_CONTRACT_DECIDED = "left_contract_decided"
    LEFT_CONTRACT = "left_contract"
    CLIENT_EDIT = "client_edit"
    TEAM_TOLD = "team_told"
    LABEL_TOUCHED = "label_touched"
    BEGUN_UNDECIDED = "begun_undecided"
    GATE_CLOSED = "gate_closed"
    DUE_DRIFT = "due_drift"
    SIGNATURE = "signature"
    PRELIMINARY = "preliminary"
    REFUSAL = "refusal"
    REMARKS = "remarks"
    OLDER_WORDS = "older_words"
    CONTENT_CHANGED = "content_changed"
    SIGNATURE_OUTDATED = "signature_outdated"
    SIGN_OFF = "sign_off"
    SIGN_OFF_OUTDATED = "sign_off_outdated"
    SIGN_OFF_HOLDS_AGAIN = "sign_off_holds_again"
    TICKED = "ticked"
    UNTICKED = "unticked"
    KICK_OFF_AGREED = "kick_off_agreed"
    AWAY = "away"
    CALL_ARRANGED = "call_arranged"
    CALL_WRITTEN_UP = "call_written_up"
    DEPUTY_NAMED = "deputy_named"
    DEPUTY_ENDED = "deputy_ended"
    ASKED = "asked"
    ANSWERED = "answered"
    GOT = "got"
    GOT_PART = "got_part"
    WAIT_MOVED = "wait_moved"
    WAIT_CHANGED = "wait_changed"
    WAIT_CANCELLED = "wait_cancelled"
    WAITING_COUNTED = "waiting_counted"
    WAITING_RESET = "waiting_reset"
    PROMISED = "promised"
    REMINDERS_SWITCHED = "reminders_switched"
    REMINDED = "reminded"
    LOGGED = "logged"
    LOG_CONFIRMED = "log_confirmed"


@dataclass(frozen=True)
class EffectRequest:
    """An effect that is asked for, in a slot of a subject.

    Attributes:
        subject: the issue, or the stage, on which it is shown.
        slot: where on it.
        effect: what the tracker should show.
        again: whether it is carried out even where nothing changed.
        once: whether only the first subject of the contract that asks for this slot gets it.
        keeps_wording: nothing changed of which it speaks, so a comment that the slot holds keeps its text: a
            new version of the service rewrites nothing that stands.
    """

    subject: str
    slot: Slot
    effect: Effect
    again: bool = False
    once: bool = False
    keeps_wording: bool = False

    @property
    def settles(self) -> bool:
        """Whether it waits a moment, so that what follows at once joins the same write.

        What answers somebody is written at once, and what tells nobody anything. A living comment, a note to
        the team or a mail waits: an automation often adds an epic or an estimate right after the creation.
        """
        if isinstance(self.effect, ShowVerdict):
            return self.effect.comment is not None
        return isinstance(self.effect, SendMail) or self.slot.kind is SlotKind.TEAM


@dataclass(frozen=True)
class RecordEntry:
    """An entry for the record."""

    subject: str
    kind: EntryKind
    payload: dict[str, Any] = field(default_factory=dict)


REJUDGE = "rejudge"
"""The timer of an issue that is yet to be judged again: its mapping or its stage has changed."""


@dataclass(frozen=True)
class TimerSet:
    """A timer of a subject: due at a moment, or called off (None)."""

    subject: str
    name: str
    due_at: datetime | None


@dataclass(frozen=True)
class DeputyAppointment:
    """A deputy named in the tracker, with the person's powers for some days."""

    person: str
    on_behalf_of: str
    starts: date
    until: date


@dataclass(frozen=True)
class Absence:
    """The days on which somebody said that they are away, both included."""

    person: str
    starts: date
    until: date


@dataclass(frozen=True)
class Outcome:
    """The result of one event.

    Attributes:
        result: the result.
        states: every issue state that is new or changed.
        effects: what the tracker should show.
        entries: what goes on record.
        timers: what falls due later.
        stages: every stage state that is new or changed.
        deputies: deputies who were named.
        absences: who said when they are away.
        calls: calls that were arranged.
        processed: comments that count as heard: the wording that was read, by the comment's id.
        used_links: links of signed pages that count as answered.
        rewritten_comments: our comments that somebody edited, written anew: (issue, comment).
        lost_comments: our comments that somebody deleted, posted again: (issue, comment).
        notices: messages that people must see.
        answered_notices: who answered on which issue: (issue, person).
        repeated_notices: what was said once more to whom: (issue, slot, person).
        waits: every wait that is new or changed.
        exchanges: what one side sent to the other, for the timeline.
    """

    result: Result = Result.NOTHING
    states: tuple[IssueState, ...] = ()
    effects: tuple[EffectRequest, ...] = ()
    entries: tuple[RecordEntry, ...] = ()
    timers: tuple[TimerSet, ...] = ()
    stages: tuple[StageState, ...] = ()
    deputies: tuple[DeputyAppointment, ...] = ()
    absences: tuple[Absence, ...] = ()
    calls: tuple[PlannedCall, ...] = ()
    processed: Mapping[str, HeardComment] = field(default_factory=dict)
    used_links: tuple[str, ...] = ()
    rewritten_comments: tuple[tuple[str, str], ...] = ()
    lost_comments: tuple[tuple[str, str], ...] = ()
    notices: tuple[NoticeGiven, ...] = ()
    answered_notices: tuple[tuple[str, str], ...] = ()
    repeated_notices: tuple[tuple[str, str, str], ...] = ()
    waits: tuple[Wait, ...] = ()
    exchanges: tuple[Exchange, ...] = ()

    @property
    def changes_facts(self) -> bool:
        """Whether later decisions find other facts after it."""
        return bool(
            self.states or self.stages or self.waits or self.processed or self.used_links or self.exchanges
        )

    def and_then(self, other: Outcome) -> Outcome:
        """Return both outcomes as one; of a state that both hold the later counts."""
        if other is NOTHING:
            return self
        if self is NOTHING:
            return other
        both = object.__new__(Outcome)
        merged = both.__dict__
        merged.update(self.__dict__)
        if other.result is not Result.NOTHING:
            merged["result"] = other.result
        for name in _LISTS:
            more = getattr(other, name)
            if more:
                merged[name] = (*merged[name], *more)
        if other.processed:
            merged["processed"] = {**self.processed, **other.processed}
        if other.states:
            merged["states"] = _later({each.issue.id: each for each in (*self.states, *other.states)})
        if other.stages:
            merged["stages"] = _later({each.stage: each for each in (*self.stages, *other.stages)})
        if other.waits:
            merged["waits"] = _later({each.key: each for each in (*self.waits, *other.waits)})
        return both


_LISTS = tuple(each.name for each in fields(Outcome) if each.name not in ("result", "processed"))
Kept = TypeVar("Kept")


def _later(by_key: Mapping[Any, Kept]) -> tuple[Kept, ...]:
    """Return what stands there last under each key, in the order of the first."""
    return tuple(by_key.values())


NOTHING = Outcome()
"""Nothing to do, on purpose."""

"""Repeats a notice once where nobody has acknowledged it."""

from __future__ import annotations

from plugin.core.facts import Baseline
from plugin.core.model.effects import PostComment
from plugin.core.model.internal_events import NoticeTimerDue
from plugin.core.model.outcome import NOTHING, EffectRequest, EntryKind, Outcome, RecordEntry, TimerSet
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind
from plugin.core.presenter.presenter import list_names
from plugin.core.step import Step
from plugin.texts.notice_messages import NoticeRepeated

REPEAT_TIMER = "notice:repeat"
REPEAT_AFTER_WORKING_DAYS = 2
_ANSWERS = (
    EntryKind.DECISION,
    EntryKind.SIGNATURE,
    EntryKind.REFUSAL,
    EntryKind.PRELIMINARY,
    EntryKind.CHOICE_WITHOUT_AUTHORITY,
)


def set_notice_timers(step: Step) -> Outcome:
    """Set when the notices that were given now are repeated."""
    baseline = step.now.baseline
    issues = dict.fromkeys(notice.issue for notice in step.outcome.notices)
    return Outcome(timers=tuple(_timer(baseline, issue) for issue in issues)) if issues else NOTHING


def answer_notices(step: Step) -> Outcome:
    """Note who answered what they were told: by deciding, signing or refusing."""
    answered = tuple(
        dict.fromkeys(
            (entry.subject, person)
            for entry in step.outcome.entries
            if entry.kind in _ANSWERS and (person := _answered_by(entry))
        )
    )
    return Outcome(answered_notices=answered) if answered else NOTHING


def _answered_by(entry: RecordEntry) -> str:
    said = entry.payload.get("decision") or entry.payload
    return str(said.get("by") or "")


def repeat_notices(step: Step) -> Outcome:
    """Ask once more who has not acknowledged a notice; nothing is decided by it."""
    event, baseline = step.event, step.now.baseline
    if not isinstance(event, NoticeTimerDue):
        return NOTHING
    due = [
        notice
        for notice in step.now.notices
        if notice.sent_at is not None and not notice.is_acknowledged and notice.repeated_at is None
    ]
    people = tuple(dict.fromkeys(notice.person for notice in due if notice.person in baseline.mapping.people))
    if not people:
        return Outcome(Result.NOTHING_OPEN)
    kinds = tuple(dict.fromkeys(notice.kind.value for notice in due))
    message = NoticeRepeated(list_names(baseline, people), kinds, min(n.given_at for n in due).date())
    slot = Slot(SlotKind.NOTICE, str(len(step.now.notices)))
    told = EffectRequest(event.issue_id, slot, PostComment(text=baseline.says(message)))
    return Outcome(Result.NOTICE_REPEATED, effects=(told,), repeated_notices=(event.issue_id,))


def _timer(baseline: Baseline, issue: str) -> TimerSet:
    day = baseline.calendar.add_working_days(baseline.today, REPEAT_AFTER_WORKING_DAYS)
    return TimerSet(issue, REPEAT_TIMER, baseline.morning_of(day))

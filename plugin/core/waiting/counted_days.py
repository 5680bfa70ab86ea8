"""What waiting does to dates: a closed wait moves its stage, or proposes to.

The days that count are those after the day asked for and beyond the grace, up to the reply. Of several waits
of a stage they are united: a day counts once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from mappings.model import Stage
from plugin.core.facts import Baseline
from plugin.core.model.authority import who_may
from plugin.core.model.issue_state import IssueState
from plugin.core.model.notices import NoticeGiven, NoticeKind
from plugin.core.model.outcome import NOTHING, EffectRequest, EntryKind, Outcome, RecordEntry
from plugin.core.model.slots import Slot, SlotKind
from plugin.core.model.waits import CountedDays, Wait, WaitState
from plugin.core.offer.offer_versions import find_answer_by
from plugin.core.presenter.comments import make_comment
from plugin.core.step import Step
from plugin.core.waiting.clock import counts_for_dates, find_counted_days, unite
from plugin.core.waiting.wait_lines import describe_days, hours_of
from plugin.texts import waiting_date_messages as say


def count_waiting(step: Step) -> Outcome:
    """Move the stage of each wait that was closed, or propose to, by what it adds."""
    terms = step.now.baseline.mapping.waiting
    # What observing announces to nobody binds nobody, later neither.
    is_silent = step.now.baseline.mapping.contract.mode == "observe"
    if terms is None or terms.moves_deadline is False or is_silent:
        return NOTHING
    outcome = NOTHING
    for wait in step.outcome.waits:
        before = step.before.waits.get(wait.key)
        is_closed_now = wait.state is WaitState.GOT and (before is None or before.state is not WaitState.GOT)
        if is_closed_now and wait.counted is None:
            outcome = outcome.and_then(_count(step.with_outcome(outcome), wait))
    return outcome


def find_stage(baseline: Baseline, wait: Wait) -> Stage | None:
    """Return the stage whose date a wait may move; none of a signed one ever moves."""
    stage = baseline.mapping.stage(wait.stage or "")
    if stage is None or baseline.is_signed_off(stage.id) or baseline.schedule.dates.get(stage.id) is None:
        return None
    return stage


def find_added_days(step: Step, wait: Wait) -> tuple[date, ...]:
    """Return the days that a wait adds to what was counted for its stage before."""
    baseline, hours = step.now.baseline, hours_of(step.now.baseline)
    others = [
        other
        for key, other in step.now.waits.items()
        if key != wait.key and other.stage == wait.stage and other.counted is not None
    ]
    known = unite(find_counted_days(other, hours, baseline.now) for other in others if _still_counts(other))
    return tuple(sorted(find_counted_days(wait, hours, baseline.now) - known))


def _still_counts(wait: Wait) -> bool:
    return wait.counted is not None and wait.counted.state in ("moved", "proposed", "shared")


def _count(step: Step, wait: Wait) -> Outcome:
    baseline, state = step.now.baseline, step.now.states.get(wait.issue)
    stage, terms = find_stage(baseline, wait), baseline.mapping.waiting
    if state is None or stage is None or terms is None or not counts_for_dates(wait, baseline.mapping):
        return NOTHING
    days = find_added_days(step, wait)
    if not days:
        return _keep_shared(baseline, wait)
    counted = CountedDays(days=len(days), first=days[0], last=days[-1], state="moved", on=baseline.today)
    then = baseline.with_counted(wait.model_copy(update={"counted": counted}))
    dates = {"before": baseline.schedule.dates[stage.id], "after": then.schedule.dates[stage.id]}
    counted = counted.model_copy(update=dates)
    if terms.moves_deadline is not True:
        asked = {"state": "proposed", "answer_by": find_answer_by(baseline)}
        changed = wait.model_copy(update={"counted": counted.model_copy(update=asked)})
        told = propose(baseline, stage, changed, days)
    else:
        changed = wait.model_copy(update={"counted": counted})
        told = announce(baseline, then, stage, changed, days)
    return Outcome(
        entries=(make_counted_entry(state, changed),),
        waits=(changed,),
        effects=(told,),
        notices=tuple(_notices_of(baseline, told)) if terms.moves_deadline is True else (),
    )


def _keep_shared(baseline: Baseline, wait: Wait) -> Outcome:
    """Keep that other waits have counted all days of a wait."""
    days = sorted(find_counted_days(wait, hours_of(baseline), baseline.now))
    if not days:
        return NOTHING
    shared = CountedDays(days=0, first=days[0], last=days[-1], state="shared", on=baseline.today)
    return Outcome(waits=(wait.model_copy(update={"counted": shared}),))


def find_heirs(step: Step, taken: Wait) -> tuple[tuple[Wait, tuple[date, ...]], ...]:
    """Return the waits that have days of one that is taken back, each with those days.

    Days that were counted before that one had them already.
    """
    baseline, hours = step.now.baseline, hours_of(step.now.baseline)
    siblings = sorted(
        (each for each in step.now.waits.values() if each.key != taken.key and each.stage == taken.stage),
        key=_closing_order,
    )
    siblings = [each for each in siblings if _still_counts(each)]
    earlier = [each for each in siblings if _closing_order(each) < _closing_order(taken)]
    left = find_counted_days(taken, hours, baseline.now) - unite(
        find_counted_days(each, hours, baseline.now) for each in earlier
    )
    heirs: list[tuple[Wait, tuple[date, ...]]] = []
    for each in siblings[len(earlier) :]:
        days = find_counted_days(each, hours, baseline.now) & left
        left -= days
        if days:
            heirs.append((each, tuple(sorted(days))))
    return tuple(heirs)


def inherit(wait: Wait, days: tuple[date, ...], taken: CountedDays) -> Wait:
    """Return a wait with days that another one had counted for both."""
    own = wait.counted
    if own is None:
        raise ValueError(f"wait {wait.key} shares no days")
    is_first = own.state == "shared"
    state = taken.state if is_first else own.state
    counted = own.model_copy(
        update={
            "days": own.days + len(days),
            "first": days[0] if is_first else min(own.first, days[0]),
            "last": days[-1] if is_first else max(own.last, days[-1]),
            "state": state,
            "before": own.before or taken.before,
            "answer_by": own.answer_by or (taken.answer_by if state == "proposed" else None),
        }
    )
    return wait.model_copy(update={"counted": counted})


def _closing_order(wait: Wait) -> tuple[datetime, tuple[str, str, int]]:
    return wait.closed_at or wait.asked_at, wait.key


def make_counted_entry(state: IssueState, wait: Wait) -> RecordEntry:
    """Return the entry of the record about days that count, or count no longer."""
    counted = wait.counted
    if counted is None:
        raise ValueError(f"wait {wait.key} has no days that count")
    kind = EntryKind.WAITING_RESET if counted.state in ("reset", "withdrawn") else EntryKind.WAITING_COUNTED
    payload = {
        "issue": state.issue.key,
        "number": wait.number,
        "what": wait.what,
        "stage": wait.stage,
        "working_days": counted.days,
        "first": counted.first.isoformat(),
        "last": counted.last.isoformat(),
        "state": counted.state,
        "by": counted.by,
    }
    return RecordEntry(state.issue.id, kind, payload)


def announce(
    before: Baseline, after: Baseline, stage: Stage, wait: Wait, days: tuple[date, ...]
) -> EffectRequest:
    """Return the comment on the stage's issue that tells a moved date and why."""
    was, now = before.schedule.dates, after.schedule.dates
    waited = describe_days(before, wait, days)
    due, old = now[stage.id], was[stage.id]
    if waited is None or due is None or old is None:
        raise ValueError(f"stage {stage.id} has no date that could move")
    later = tuple(
        (each.title, moved)
        for each in after.mapping.stages
        if each.id != stage.id and (moved := now[each.id]) is not None and moved != was[each.id]
    )
    message = say.WaitingMoved(
        decider=find_decider_name(after),
        stage_title=stage.title,
        what=wait.what,
        waited=waited,
        counted=len(days),
        before=old,
        after=due,
        is_overdue=due < after.today,
        later=later,
    )
    slot = Slot(SlotKind.WAITING, f"moved:{wait.issue}:{wait.series}:{wait.number}")
    return EffectRequest(find_place(after, stage, wait), slot, make_comment(after, message))


def propose(baseline: Baseline, stage: Stage, wait: Wait, days: tuple[date, ...]) -> EffectRequest:
    """Return the comment that puts the move to the decider, on the stage's issue."""
    waited, counted = describe_days(baseline, wait, days), wait.counted
    if waited is None or counted is None or not (counted.before and counted.after and counted.answer_by):
        raise ValueError(f"stage {stage.id} has no date that could move")
    message = say.WaitingProposed(
        decider=find_decider_name(baseline),
        stage_title=stage.title,
        what=wait.what,
        waited=waited,
        counted=len(days),
        before=counted.before,
        after=counted.after,
        is_overdue=counted.after < baseline.today,
        answer_by=counted.answer_by,
    )
    slot = Slot(SlotKind.WAITING, f"proposed:{wait.issue}:{wait.series}:{wait.number}")
    deciders = who_may(baseline.mapping, "decide", baseline.today)
    return EffectRequest(
        find_place(baseline, stage, wait), slot, make_comment(baseline, message, deciders[:1])
    )


def find_place(baseline: Baseline, stage: Stage, wait: Wait) -> str:
    """Return the stage's issue, once it was seen; else the issue of the wait."""
    on_record = baseline.stages.get(stage.id)
    return (on_record.issue_id if on_record else None) or wait.issue


def find_decider_name(baseline: Baseline) -> str:
    """Return the name of the first person who decides; empty without one."""
    deciders = who_may(baseline.mapping, "decide", baseline.today)
    return baseline.mapping.people[deciders[0]].name if deciders else ""


def _notices_of(baseline: Baseline, told: EffectRequest) -> Iterator[NoticeGiven]:
    deciders = who_may(baseline.mapping, "decide", baseline.today)
    account = baseline.mapping.people[deciders[0]].account if deciders else None
    if account:
        yield NoticeGiven(NoticeKind.SHIFT, deciders[0], account, told.subject, told.slot, told.subject)

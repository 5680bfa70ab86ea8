"""Repeats a notice once that nobody has seen after two working days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from plugin.core.facts import Baseline
from plugin.core.mails.letters import write_letter
from plugin.core.model.internal_events import NoticesDue
from plugin.core.model.issue_state import IssueState
from plugin.core.model.notices import Notice, NoticeKind
from plugin.core.model.outcome import NOTHING, EffectRequest, Outcome, TimerSet
from plugin.core.model.slots import Slot, SlotKind
from plugin.core.model.stage_issues import stage_of
from plugin.core.presenter.comments import make_comment
from plugin.core.presenter.offer_lines import option_line
from plugin.core.step import Step
from plugin.texts.notice_messages import DateNews, DecisionNews, MailNoticeRepeated, NoticeRepeated

NOTICE_REPEAT = "notice:repeat"
"""Begins the name of the timers; the day follows, so that a later notice puts no earlier one off."""
ACKNOWLEDGED_WITHIN_WORKING_DAYS = 2
_REPEATED = frozenset({NoticeKind.DECISION, NoticeKind.SHIFT})
"""What is repeated: a second notice repeats a first one, and what is at risk is reminded of by itself."""


def plan_repeats(step: Step) -> Outcome:
    """Set the timer by which a notice that is given now is looked at again."""
    baseline = step.now.baseline
    issues = {notice.issue for notice in step.outcome.notices if notice.kind in _REPEATED}
    is_agreed = baseline.mapping.waiting is not None and baseline.mapping.contract.mode != "observe"
    if not issues or not is_agreed:
        # Where reminders are not agreed on, the list of our own side shows it alone.
        return NOTHING
    day = baseline.calendar.add_working_days(baseline.today, ACKNOWLEDGED_WITHIN_WORKING_DAYS)
    moment = baseline.morning_of(day)
    return Outcome(timers=tuple(_timer(issue, moment) for issue in sorted(issues)))


def repeat_notices(step: Step) -> Outcome:
    """Say once more what somebody has not seen, to all of them who have not."""
    event, state, baseline = step.event, step.state, step.now.baseline
    if not isinstance(event, NoticesDue) or state is None or state.deleted:
        return NOTHING
    if baseline.mapping.waiting is None:
        return NOTHING
    missed = [notice for notice in step.now.notices if _is_missed(notice)]
    due = [notice for notice in missed if baseline.now >= _find_moment(baseline, notice)]
    timers = tuple(
        _timer(state.issue.id, moment)
        for moment in sorted({_find_moment(baseline, notice) for notice in missed if notice not in due})
    )
    effects: list[EffectRequest] = []
    by_slot = sorted(due, key=lambda notice: (notice.slot, notice.person))
    for slot, found in groupby(by_slot, key=lambda notice: notice.slot):
        effects += _repeat(baseline, state, slot, list(found))
    repeated = tuple((state.issue.id, notice.slot, notice.person) for notice in due)
    return Outcome(effects=tuple(effects), timers=timers, repeated_notices=repeated)


def _is_missed(notice: Notice) -> bool:
    is_sent = notice.sent_at is not None and notice.kind in _REPEATED
    return is_sent and not notice.is_acknowledged and notice.repeated_at is None


def _find_moment(baseline: Baseline, notice: Notice) -> datetime:
    sent_on = baseline.day_of(notice.sent_at)
    day = baseline.calendar.add_working_days(sent_on, ACKNOWLEDGED_WITHIN_WORKING_DAYS)
    return baseline.morning_of(day)


def _repeat(
    baseline: Baseline, state: IssueState, slot: str, notices: list[Notice]
) -> Iterator[EffectRequest]:
    """Yield one comment to all who have an account, and a mail to each who has none.

    What was taken back meanwhile is not said again.
    """
    people = baseline.mapping.people
    known = [notice for notice in notices if notice.person in people]
    there = [notice.person for notice in known if people[notice.person].account is not None]
    first = notices[0]
    on, news = baseline.day_of(first.sent_at), _find_news(baseline, state, first)
    if news is None:
        return
    if there:
        message = NoticeRepeated(tuple(people[key].name for key in there), news, on)
        place = Slot(SlotKind.NOTICE, f"repeat:{slot}")
        yield EffectRequest(state.issue.id, place, make_comment(baseline, message, there))
    for notice in known:
        if notice.person in there:
            continue
        letter = MailNoticeRepeated(
            people[notice.person].name, news, on, state.issue.key, baseline.mapping.contract.title
        )
        place = Slot(SlotKind.NOTICE, f"mail:{slot}:{notice.person}")
        yield from write_letter(
            baseline, state.issue.id, notice.person, letter, "told", state.issue.id, 1, slot=place
        )


def _find_news(baseline: Baseline, state: IssueState, notice: Notice) -> DecisionNews | DateNews | None:
    """Return what the notice is about as it stands now; None where it stands no more."""
    if notice.kind is NoticeKind.DECISION:
        decision = state.change.decision if state.change else None
        if decision is None or notice.slot != str(Slot(SlotKind.DECISION, decision.id)):
            return None
        option = option_line(baseline, state, decision.option)
        return DecisionNews(state.issue.summary, option, baseline.mapping.contract.currency)
    stage = stage_of(baseline.mapping, state.issue) or baseline.mapping.stage(state.stage or "")
    due = stage and (baseline.forecast_of(stage.id) or baseline.schedule.dates.get(stage.id))
    return DateNews(stage.title, due) if stage and due else None


def _timer(issue: str, moment: datetime) -> TimerSet:
    return TimerSet(issue, f"{NOTICE_REPEAT}:{moment.date().isoformat()}", moment)

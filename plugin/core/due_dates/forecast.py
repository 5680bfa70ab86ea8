"""The forecast: the date that our side believes in, told to the decider."""

from __future__ import annotations

from typing import Literal

from mappings.model import Stage
from plugin.core import commands as given
from plugin.core.facts import Baseline
from plugin.core.model.authority import may, who_may
from plugin.core.model.effects import PostComment
from plugin.core.model.internal_events import CommandGiven
from plugin.core.model.issue_state import IssueState
from plugin.core.model.notices import NoticeGiven, NoticeKind
from plugin.core.model.outcome import NOTHING, EffectRequest, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind, reply_slot
from plugin.core.model.stage_issues import stage_of
from plugin.core.model.stage_state import Forecast, StageState
from plugin.core.presenter.addressees import list_names
from plugin.core.presenter.comments import make_answer
from plugin.core.step import Step
from plugin.texts import answer_messages as answers
from plugin.texts import stage_messages as say

WhyNotTaken = Literal["past", "signed_off", "no_stage"]


def take_forecast(step: Step) -> Outcome:
    """Take the date that will hold for a stage, and tell the decider a later one.

    It counts on the stage's own issue and on every issue that belongs to the stage.
    """
    event, state, baseline = step.event, step.state, step.now.baseline
    if not isinstance(event, CommandGiven) or not isinstance(event.command, given.Forecast) or state is None:
        return NOTHING
    command, speaker = event.command, event.speaker
    slot = reply_slot(speaker.comment)
    on = baseline.day_of(speaker.at)
    if not may(baseline.mapping, speaker.key, "publish", on).granted:
        who = list_names(baseline, who_may(baseline.mapping, "publish", on))
        message = answers.NotYours(speaker.name, "/forecast", who)
        return Outcome(Result.NO_AUTHORITY, effects=(make_answer(baseline, state, slot, message),))
    stage = stage_of(baseline.mapping, state.issue) or baseline.mapping.stage(state.stage or "")
    why_not = _why_not(baseline, stage, command)
    if stage is None or why_not is not None:
        hint = answers.ForecastNotTaken(speaker.name, why_not or "no_stage", command.due)
        return Outcome(Result.HINT, effects=(make_answer(baseline, state, slot, hint),))
    forecast = Forecast(
        due=command.due,
        reason=command.reason,
        shifted_days=sum(
            shift.working_days
            for _, shift in baseline.shifts
            if shift.stage == stage.id and not shift.by_waiting
        ),
        by=speaker.key or "",
        name=speaker.name,
        at=speaker.at or baseline.now,
    )
    known = baseline.stages.get(stage.id) or StageState(contract=baseline.mapping.id, stage=stage.id)
    changed = known.model_copy(update={"forecasts": (*known.forecasts, forecast)})
    contract_date = baseline.schedule.dates.get(stage.id)
    entry = RecordEntry(
        state.issue.id,
        EntryKind.FORECAST,
        {
            "stage": stage.id,
            "due": command.due.isoformat(),
            "contract_date": contract_date.isoformat() if contract_date else None,
            "reason": command.reason,
            "by": speaker.key,
        },
    )
    told = _tell(baseline, state, stage, changed, slot)
    return Outcome(
        Result.FORECAST,
        effects=(told,),
        entries=(entry,),
        stages=(changed,),
        notices=_notices_of(baseline, told),
    )


def _notices_of(baseline: Baseline, told: EffectRequest) -> tuple[NoticeGiven, ...]:
    """Return the notice to the decider, where a later date was told."""
    deciders = who_may(baseline.mapping, "decide", baseline.today)
    account = baseline.mapping.people[deciders[0]].account if deciders else None
    if told.slot.kind is not SlotKind.FORECAST or not account:
        return ()
    return (NoticeGiven(NoticeKind.SHIFT, deciders[0], account, told.subject, told.slot, told.subject),)


def _why_not(baseline: Baseline, stage: Stage | None, command: given.Forecast) -> WhyNotTaken | None:
    if stage is None:
        return "no_stage"
    if command.due < baseline.today:
        return "past"
    return "signed_off" if baseline.is_signed_off(stage.id) else None


def _tell(
    baseline: Baseline, state: IssueState, stage: Stage, known: StageState, slot: Slot
) -> EffectRequest:
    """Return what is said: to the decider a later date, or that it holds again."""
    forecast, contract_date = known.forecasts[-1], baseline.schedule.dates.get(stage.id)
    before = known.forecasts[-2].due if len(known.forecasts) > 1 else None
    was_late = before is not None and contract_date is not None and before > contract_date
    if contract_date is not None and forecast.due <= contract_date and not was_late:
        message = answers.ForecastTaken(forecast.name, stage.title, forecast.due)
        return make_answer(baseline, state, slot, message)
    deciders = who_may(baseline.mapping, "decide", baseline.today)
    told = say.ForecastTold(
        decider=baseline.mapping.people[deciders[0]].name if deciders else "",
        stage_title=stage.title,
        due=forecast.due,
        contract_date=contract_date,
        is_late=contract_date is not None and contract_date < baseline.today,
        reason=forecast.reason,
        before=before if was_late and forecast.due <= (contract_date or forecast.due) else None,
    )
    text = PostComment(text=baseline.says(told))
    number = Slot(SlotKind.FORECAST, f"{stage.id}:{len(known.forecasts)}")
    return EffectRequest(known.issue_id or state.issue.id, number, text)

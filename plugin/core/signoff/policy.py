"""Sign-off: what an event means for the stages that it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mappings.model import Stage
from plugin.core import commands as given
from plugin.core.contract_facts import ContractFacts
from plugin.core.model.actor import Actor
from plugin.core.model.events import BoxTicked, IssueDeleted, IssueSeen, PageAnswered
from plugin.core.model.internal_events import CommandGiven, IssueLeft, RejudgeDue
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, REJUDGE, Outcome, TimerSet
from plugin.core.model.results import Result
from plugin.core.model.slots import reply_slot
from plugin.core.model.stage_issues import is_done, is_kick_off, stage_of
from plugin.core.presenter.comments import make_answer
from plugin.core.signoff.checklist import present_stage
from plugin.core.signoff.deputies import name_deputy
from plugin.core.signoff.kick_off import agree, show_kick_off
from plugin.core.signoff.sign_mails import may_be_mailed
from plugin.core.signoff.stage_events import (
    STAGE_COMMANDS,
    review_sign_off,
    run_stage_command,
    show_stage,
    take_page_statement,
    take_ticks,
)
from plugin.core.step import Step
from plugin.texts import answer_messages as answers


def take_sign_off(step: Step) -> Outcome:
    """Take what somebody says or does about a stage: on its issue or on a page."""
    event, state, now = step.event, step.state, step.now
    mapping = now.baseline.mapping
    match event:
        case CommandGiven() if isinstance(event.command, STAGE_COMMANDS) and state is not None:
            stage = stage_of(mapping, state.issue)
            if stage is None:
                return _not_a_stage(step, event, state)
            facts = now.stage(stage)
            known = replace(facts, state=facts.state.model_copy(update={"issue_id": state.issue.id}))
            return run_stage_command(known, event.command, event.speaker.acts(now.baseline.now))
        case PageAnswered() if event.word in ("accept", "refuse"):
            stage = mapping.stage(event.stage) if event.stage else None
            if stage is None:
                return NOTHING
            return take_page_statement(now.stage(stage), page_actor(now, event), event)
        case BoxTicked() if state is not None:
            stage = stage_of(mapping, state.issue)
            if stage is None:
                return NOTHING
            return take_ticks(now.stage(stage), event.boxes, event.by, event.at or now.baseline.now)
        case CommandGiven(command=given.Deputy() as command) if state is not None:
            return name_deputy(now.baseline, state, command, event.speaker.acts(now.baseline.now))
        case _:
            return NOTHING


def take_kick_off(step: Step) -> Outcome:
    """Show the kick-off on its issue, and take an acknowledgement."""
    event, state, baseline = step.event, step.state, step.now.baseline
    if state is None:
        return NOTHING
    about_kick_off = is_kick_off(baseline.mapping, state.issue)
    match event:
        case IssueSeen() | RejudgeDue() if about_kick_off and stage_of(baseline.mapping, state.issue) is None:
            return show_kick_off(baseline, state.issue.id)
        case CommandGiven(command=given.Agree()) if about_kick_off:
            return agree(baseline, state, event.speaker.acts(baseline.now))
        case PageAnswered(word="agree"):
            return agree(baseline, state, page_actor(step.now, event))
        case _:
            return NOTHING


def hold_sign_offs(step: Step) -> Outcome:
    """Compare each stage that the event concerns with what belongs to it now."""
    outcome, now = NOTHING, step.now
    if isinstance(step.event, IssueSeen | RejudgeDue) and step.state is not None:
        stage = stage_of(now.baseline.mapping, step.state.issue)
        if stage is not None:
            mover = now.movers.get(step.subject) if isinstance(step.event, IssueSeen) else None
            outcome = show_stage(now.stage(stage), step.subject, mover)
    for stage in _stages_to_hold(step):
        outcome = outcome.and_then(review_sign_off(now.after(outcome).stage(stage)))
    return outcome


def recount_offers(step: Step) -> Outcome:
    """Have the open offers of a stage made anew that was signed off, or is open again.

    The date of a signed stage never moves again: what is offered now is a piece of work of its own.
    """
    before, now = step.before.baseline, step.now.baseline
    turned = [
        stage
        for stage in now.mapping.stages
        if before.has_signed_date(stage.id) != now.has_signed_date(stage.id) and stage.id in step.now.stages
    ]
    open_ones = [
        state.issue.id for stage in turned for state in step.now.stage(stage).issues if state.has_open_change
    ]
    return Outcome(timers=tuple(TimerSet(issue, REJUDGE, now.now) for issue in open_ones))


def show_moved_dates(step: Step) -> Outcome:
    """Show the new due dates in the checklists of the stages that a decision moved.

    The date that the service itself writes to a stage's issue brings no event that would be looked at.
    """
    before, now = step.before.baseline, step.now.baseline
    moved = before.shifts != now.shifts or before.signed_dates != now.signed_dates
    if not moved and not any(state.forecasts for state in step.outcome.stages):
        return NOTHING
    checklists = [
        present_stage(step.now.stage_display(stage))
        for stage in now.mapping.stages
        if before.schedule.dates[stage.id] != now.schedule.dates[stage.id]
        or before.forecast_of(stage.id) != now.forecast_of(stage.id)
    ]
    return Outcome(effects=tuple(request for request in checklists if request is not None))


def page_actor(facts: ContractFacts, event: PageAnswered) -> Actor:
    """Return the person who answered on a signed page."""
    person = facts.baseline.mapping.people.get(event.person)
    return Actor(event.person, person.name if person else "", "page", event.at, f"page-{event.link}")


def is_spoken_of(facts: ContractFacts, stage: Stage) -> bool:
    """Tell whether anything was said about a stage, so that a sign-off may change."""
    on_record = facts.baseline.stages.get(stage.id)
    return on_record is not None and bool(on_record.certificates or on_record.words)


def _stages_to_hold(step: Step) -> Iterator[Stage]:
    """Yield the stages whose sign-off the issue may have changed.

    These are the stage it is in, and the stage it was in.
    """
    mapping, was, state = step.now.baseline.mapping, step.was, step.state
    if state is None or not step.judges or stage_of(mapping, state.issue) is not None:
        return
    left = was is not None and (was.stage != state.stage or isinstance(step.event, IssueDeleted | IssueLeft))
    for key in dict.fromkeys((state.stage, was.stage if was is not None and left else None)):
        stage = mapping.stage(key) if key else None
        if stage is None:
            continue
        finished = is_done(mapping, state) and key == state.stage and isinstance(step.event, IssueSeen)
        is_reviewed = stage.sign_off is not None and stage.sign_off.review is not None
        if is_reviewed or is_spoken_of(step.now, stage) or (finished and may_be_mailed(mapping, stage)):
            yield stage


def _not_a_stage(step: Step, event: CommandGiven, state: IssueState) -> Outcome:
    """Ask the person to give the command on the stage's own issue."""
    stages = ((each.title, each.issue) for each in step.now.baseline.mapping.stages if each.issue)
    hint = answers.NotOnThisIssue(event.speaker.name, tuple(stages))
    slot = reply_slot(event.speaker.comment)
    return Outcome(Result.NOT_A_STAGE, effects=(make_answer(step.now.baseline, state, slot, hint),))

"""Waits that open by themselves: an open offer, and a stage that was handed over."""

from __future__ import annotations

from collections.abc import Iterator

from plugin.core.facts import StageFacts
from plugin.core.model.issue_state import ChangeState, IssueState
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.model.stage_issues import is_done
from plugin.core.model.stage_state import SignOffState, StageState
from plugin.core.model.waits import ClosedBy, Wait, WaitKind, WaitState
from plugin.core.offer.offer_versions import is_draft
from plugin.core.presenter.addressees import find_addressee, find_reporter_key
from plugin.core.signoff.checklist import find_missing_signatories
from plugin.core.step import Step
from plugin.core.waiting.asks import find_due, open_wait


def hold_offer_waits(step: Step) -> Outcome:
    """Open a wait with each offer that is made, and end that of a decided one."""
    waits = tuple(wait for was, state in step.followed for wait in _follow_offer(step, was, state))
    return Outcome(waits=waits) if waits else NOTHING


def hold_sign_off_waits(step: Step) -> Outcome:
    """Open a wait with each stage that is handed over, and end that of a signed one."""
    waits: list[Wait] = []
    for changed in step.outcome.stages:
        stage = step.now.baseline.mapping.stage(changed.stage)
        state = step.now.states.get(changed.issue_id or "")
        if stage is None or state is None or stage.id not in step.now.stages:
            continue
        waits += _follow_sign_off(step, step.now.stage(stage), changed, state)
    refused = tuple(
        changed.model_copy(update={"handed_over_on": None})
        for changed in step.outcome.stages
        if changed.state is SignOffState.REFUSED and changed.handed_over_on is not None
    )
    return Outcome(waits=tuple(waits), stages=refused) if waits or refused else NOTHING


def _follow_offer(step: Step, was: IssueState | None, state: IssueState) -> Iterator[Wait]:
    change, baseline = state.change, step.now.baseline
    known = _last(step, state.issue.id, "offer")
    offered = change is not None and change.state is ChangeState.OFFERED and not state.deleted
    if change is None or not offered or change.offer is None or is_draft(baseline, state):
        if known is not None and known.is_open:
            over = change is not None and change.decision is not None
            yield known.closed(WaitState.GOT if over else WaitState.CANCELLED, baseline.now, ClosedBy.RESULT)
        return
    person = find_addressee(baseline, change, find_reporter_key(baseline, state))
    due, what = change.offer.answer_by, state.issue.summary
    if person is None:
        return
    if known is None or not known.is_open:
        # An offer that stood before waits were known is taken up when it is touched: it counts from then on,
        # and rests where the work was done before.
        stood = was is not None and was.change is not None and was.change.offer == change.offer
        opened = open_wait(
            step,
            state,
            WaitKind.DECISION,
            what=what,
            owed_by=person,
            asked_by="",
            at=baseline.now,
            due=due,
            series="offer",
        )
        yield opened.model_copy(update={"rests": stood and is_done(baseline.mapping, state)})
        return
    side = baseline.mapping.people[person].side
    fresh = known.model_copy(update={"due": due, "what": what, "owed_by": person, "owed_side": side})
    is_new_version = was is None or was.change is None or was.change.offer != change.offer
    if is_new_version and known.state is WaitState.ANSWERED:
        # New figures answer what was asked about the old ones.
        fresh = fresh.passed(fresh.owed_side, baseline.now)
    if fresh != known:
        yield fresh


def _follow_sign_off(step: Step, facts: StageFacts, changed: StageState, state: IssueState) -> Iterator[Wait]:
    baseline, known = step.now.baseline, _last(step, state.issue.id, "sign_off")
    awaited = find_missing_signatories(facts)
    is_answered = changed.signed_off or changed.state is SignOffState.REFUSED
    if known is not None and known.is_open and (is_answered or not changed.is_handed_over):
        got = WaitState.GOT if is_answered else WaitState.CANCELLED
        yield known.closed(got, baseline.now, ClosedBy.RESULT)
    elif known is not None and known.is_open:
        if awaited and known.owed_by not in awaited:
            side = baseline.mapping.people[awaited[0]].side
            yield known.model_copy(update={"owed_by": awaited[0], "owed_side": side})
    elif changed.is_handed_over and not is_answered and awaited:
        review = changed.review
        due = review.last_day if review is not None and review.is_running else find_due(baseline)
        yield open_wait(
            step,
            state,
            WaitKind.SIGNATURE,
            what=facts.stage.title,
            owed_by=awaited[0],
            asked_by="",
            at=baseline.now,
            due=due,
            series="sign_off",
        )


def _last(step: Step, issue: str, series: str) -> Wait | None:
    """Return the newest wait of a series on an issue, or None."""
    found = [wait for wait in step.now.waits_of(issue) if wait.series == series]
    return found[-1] if found else None

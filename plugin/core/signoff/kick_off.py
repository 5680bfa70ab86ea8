"""The kick-off: the client acknowledges how extras are handled before work starts."""

from __future__ import annotations

from datetime import date

from plugin.core.facts import Baseline
from plugin.core.model.actor import Actor
from plugin.core.model.effects import ShowVerdict
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import KICK_OFF_SLOT, reply_slot
from plugin.core.model.stage_issues import KICK_OFF
from plugin.core.model.stage_state import SignOffState, StageState, Statement
from plugin.core.presenter.addressees import list_names
from plugin.core.presenter.comments import make_answer
from plugin.core.signoff.sign_mails import agree_mails
from plugin.texts import answer_messages as answers
from plugin.texts import stage_messages as say


def show_kick_off(baseline: Baseline, issue_id: str) -> Outcome:
    """Show the kick-off on its issue: how extras are handled, who acknowledges."""
    state = _kick_off_state(baseline).model_copy(update={"issue_id": issue_id})
    return _kick_off_shown(baseline, state, Result.KICK_OFF_SHOWN, ())


def agree(baseline: Baseline, state: IssueState, actor: Actor) -> Outcome:
    """Take an acknowledgement of the kick-off; another person's is not counted.

    That person is thanked.
    """
    kick_off = baseline.mapping.kick_off
    if kick_off is None:
        return NOTHING
    who = tuple(key for key in kick_off.acknowledged_by if key in baseline.mapping.people)
    if actor.key not in who:
        refusal = answers.NotYours(actor.name, "/agree", list_names(baseline, who))
        return Outcome(
            Result.NO_AUTHORITY,
            effects=(make_answer(baseline, state, reply_slot(actor.said_in), refusal, who),),
        )
    on_record = _kick_off_state(baseline)
    if any(statement.by == actor.key for statement in on_record.words):
        return Outcome(Result.ALREADY_AGREED)
    statement = Statement(
        by=actor.key or "", name=actor.name, counts=True, means=actor.means, version=1, at=actor.at
    )
    statements = (*on_record.words, statement)
    complete_now = {each.by for each in statements} >= set(who)
    agreed = on_record.model_copy(
        update={
            "issue_id": state.issue.id,
            "words": statements,
            "state": SignOffState.ACCEPTED if complete_now else SignOffState.PRELIMINARY,
        }
    )
    entry = RecordEntry(state.issue.id, EntryKind.KICK_OFF_AGREED, {"by": actor.key, "means": actor.means})
    outcome = _kick_off_shown(baseline, agreed, Result.KICK_OFF_AGREED, (entry,))
    if not complete_now:
        return outcome
    message = say.KickOffAgreed(actor.name, baseline.mapping.stages[0].title)
    return outcome.and_then(
        Outcome(
            Result.KICK_OFF_AGREED,
            effects=(make_answer(baseline, state, reply_slot(actor.said_in), message),),
        )
    )


def _kick_off_state(baseline: Baseline) -> StageState:
    return baseline.stages.get(KICK_OFF) or StageState(contract=baseline.mapping.id, stage=KICK_OFF)


def _kick_off_shown(
    baseline: Baseline, state: StageState, result: Result, entries: tuple[RecordEntry, ...]
) -> Outcome:
    kick_off = baseline.mapping.kick_off
    if kick_off is None or state.issue_id is None:
        return NOTHING
    zone = baseline.mapping.contract.zone
    message = say.KickOffWanted(
        contract_title=baseline.mapping.contract.title,
        who=list_names(
            baseline, tuple(key for key in kick_off.acknowledged_by if key in baseline.mapping.people)
        ),
        agreed=tuple(
            say.SignedLine(statement.name, None, _day(statement, zone)) for statement in state.words
        ),
    )
    agreed = {statement.by for statement in state.words}
    asks = tuple(key for key in kick_off.acknowledged_by if key in baseline.mapping.people.keys() - agreed)
    living = ShowVerdict(label=None, our_labels=(), comment=baseline.says(message), asks=asks)
    effects = (EffectRequest(state.issue_id, KICK_OFF_SLOT, living), *agree_mails(baseline, state))
    return Outcome(result, stages=(state,), effects=effects, entries=entries)


def _day(statement: Statement, zone: object) -> date:
    return statement.at.astimezone(zone).date()  # type: ignore[arg-type]

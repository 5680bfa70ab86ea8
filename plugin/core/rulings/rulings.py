"""What our side says by command: rulings, estimates, fees, releases of drafts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from mappings.model import Power
from plugin.core import commands as given
from plugin.core.alerts.repeats import report_departure
from plugin.core.commands.vocabulary import pick_example
from plugin.core.facts import Baseline, IssueFacts
from plugin.core.model.actor import Speaker
from plugin.core.model.authority import may, who_may
from plugin.core.model.internal_events import CommandGiven
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import reply_slot
from plugin.core.model.verdict import Ruling, VerdictKind
from plugin.core.presenter.addressees import list_names
from plugin.core.presenter.comments import make_answer
from plugin.core.presenter.offer_lines import option_line
from plugin.core.step import Step
from plugin.texts import answer_messages as answers
from plugin.texts import messages as say

_Change = Callable[[IssueFacts, IssueState, given.Command, Speaker], IssueState | say.Message]


@dataclass(frozen=True)
class _Rule:
    """What a command needs, and its result.

    Attributes:
        word: the command as people write it.
        power: what `authority` has to give.
        result: the result when it is carried out.
        kind: the kind of its record entry.
        change: returns the changed state, or a hint where the command says nothing that can be carried out.
    """

    word: str
    power: Power
    result: Result
    kind: EntryKind
    change: _Change


def take_ruling(step: Step) -> Outcome:
    """Carry out a command about an issue if the speaker may; else say who may."""
    event, state = step.event, step.state
    if not isinstance(event, CommandGiven) or state is None:
        return NOTHING
    rule = _RULES.get(type(event.command))
    if rule is None or not isinstance(event.command, given.Command):
        return NOTHING
    baseline, speaker = step.now.baseline, event.speaker
    slot = reply_slot(speaker.comment)
    if not may(baseline.mapping, speaker.key, rule.power, baseline.day_of(speaker.at)).granted:
        who = list_names(baseline, who_may(baseline.mapping, rule.power, baseline.today))
        message = answers.NotYours(speaker.name, rule.word, who)
        return Outcome(Result.NO_AUTHORITY, effects=(make_answer(baseline, state, slot, message),))
    if state.decided:
        return _answer_decided(baseline, state, speaker)
    changed = rule.change(step.about, state, event.command, speaker)
    if isinstance(changed, say.Message):
        return Outcome(Result.HINT, effects=(make_answer(baseline, state, slot, changed),))
    payload = {"issue": state.issue.key, "by": speaker.key, **_said(event.command)}
    if speaker.at is not None:
        # The record keeps both times: the entry's own, and that of the word.
        payload["said_at"] = speaker.at.isoformat()
    alerts = report_departure(step.about, changed, speaker.name) if rule.power == "rule_scope" else ()
    entry = RecordEntry(state.issue.id, rule.kind, payload)
    return Outcome(rule.result, states=(changed,), entries=(entry,), effects=tuple(alerts))


def _answer_decided(baseline: Baseline, state: IssueState, speaker: Speaker) -> Outcome:
    """Say that a decision stands; the command does nothing, also after a reset."""
    if state.change is None or state.change.decision is None:
        return NOTHING
    who = who_may(baseline.mapping, "reset", baseline.today)
    decided = option_line(baseline, state, state.change.decision.option)
    message = answers.DecisionStands(speaker.name, decided, list_names(baseline, who))
    reply = make_answer(baseline, state, reply_slot(speaker.comment), message)
    return Outcome(Result.DECIDED_STAYS, effects=(reply,))


def _ruled(
    facts: IssueFacts, state: IssueState, command: given.Command, speaker: Speaker
) -> IssueState | say.Message:
    """Return the state with the ruling, without it, or a hint for an unknown item.

    `/scope rules` takes the ruling away.
    """
    at = (speaker.at or facts.baseline.now).isoformat()
    by = speaker.key or ""
    if isinstance(command, given.Bonus):
        return state.model_copy(update={"ruling": Ruling(kind="bonus", by=by, at=at)})
    if not isinstance(command, given.Scope) or command.by_rules:
        return state.model_copy(update={"ruling": None})
    if command.beyond:
        for_good = state.kind is VerdictKind.BONUS
        ruling = Ruling(kind="beyond_scope", by=by, at=at, beyond_for_good=for_good)
        return state.model_copy(update={"ruling": ruling, "announced": False})
    mapping = facts.baseline.mapping
    item = mapping.item(command.in_item or "")
    if item is None:
        known = [each.id for stage in mapping.stages for each in stage.items]
        nearest = known[0] if known else "2.1"
        example = pick_example("scope", command.word).replace("2.1", nearest)
        return answers.CommandHint(f"/{command.word}", None, example, about="item")
    return state.model_copy(update={"ruling": Ruling(kind="in_scope", item=item.id, by=by, at=at)})


def _estimated(
    facts: IssueFacts, state: IssueState, command: given.Command, speaker: Speaker
) -> IssueState | say.Message:
    del facts, speaker
    hours = command.hours if isinstance(command, given.Estimate) else None
    if not hours:
        return answers.CommandHint(f"/{command.word}", None, pick_example("estimate", command.word))
    return state.model_copy(
        update={"estimate_hours": hours, "estimate_seen": state.issue.estimate_hours, "unconfirmed": None}
    )


def _priced(
    facts: IssueFacts, state: IssueState, command: given.Command, speaker: Speaker
) -> IssueState | say.Message:
    if not isinstance(command, given.Fee):
        return state
    currency = facts.baseline.mapping.contract.currency
    if command.currency not in (None, currency):
        example = pick_example("fee", command.word)
        return answers.OtherCurrency(speaker.name, command.sum, command.currency or "", currency, example)
    return state.model_copy(update={"named_fee": command.sum})


def _published(
    facts: IssueFacts, state: IssueState, command: given.Command, speaker: Speaker
) -> IssueState | say.Message:
    del facts, command, speaker
    return state.model_copy(update={"released": True})


def _said(command: given.Command) -> dict[str, str]:
    """Return what a command says as plain texts, for the record."""
    return {field.name: str(getattr(command, field.name)) for field in fields(command) if field.compare}


_RULES: dict[type[given.Command | given.Hint], _Rule] = {
    given.Scope: _Rule("/scope", "rule_scope", Result.SCOPE, EntryKind.SCOPE, _ruled),
    given.Bonus: _Rule("/bonus", "rule_scope", Result.BONUS, EntryKind.BONUS, _ruled),
    given.Estimate: _Rule("/estimate", "estimate", Result.ESTIMATE, EntryKind.ESTIMATE, _estimated),
    given.Fee: _Rule("/fee", "price", Result.FEE, EntryKind.FEE, _priced),
    given.Publish: _Rule("/publish", "publish", Result.PUBLISH, EntryKind.PUBLISH, _published),
}

"""Commands in comments: who may, what follows, and one friendly sentence where nothing does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime

from mappings.model import Power
from plugin.core import commands as given
from plugin.core.choice.choice import answer, choose
from plugin.core.explanation.explanation import explain
from plugin.core.facts import Facts
from plugin.core.model.authority import may, who_may
from plugin.core.model.issue import Account, Comment
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, Outcome, RecordEntry
from plugin.core.model.verdict import Ruling, VerdictKind
from plugin.core.presenter.presenter import names
from plugin.core.scope.precedents import departs
from plugin.core.signoff.stage_events import STAGE_COMMANDS, agree, name_deputy, stage_commands
from plugin.core.stage_facts import Actor, StageFacts, is_kick_off
from plugin.texts import answers
from plugin.texts import messages as say


@dataclass(frozen=True)
class Speaker:
    """Who gave a command, where and when.

    Attributes:
        key: the person's key in the mapping; None for a stranger.
        comment: the id of the comment that holds the command, with the moment of its edit if there was one.
        written_at: when it was first written, which an edit leaves.
    """

    account: Account
    key: str | None
    name: str
    comment: str
    at: datetime | None
    written_at: datetime | None = None


def speaker_of(facts: Facts, comment: Comment, at: datetime | None) -> Speaker:
    """Return who speaks in a comment, as the mapping knows them."""
    found = facts.baseline.mapping.person_by_account(comment.author.id)
    name = found[1].name if found else comment.author.name
    return Speaker(comment.author, found[0] if found else None, name, _said_in(comment), at, comment.created)


def _said_in(comment: Comment) -> str:
    """Return what names the answer's slot: an edited comment is a new word, and gets an answer of its own."""
    if comment.updated is None or comment.created is None or comment.updated <= comment.created:
        return comment.id
    return f"{comment.id}.{comment.updated:%Y%m%d%H%M%S}"


Rejudge = Callable[[IssueState, IssueState], Outcome]
"""Judges the issue again after a command changed what is on record about it: (before, after)."""


def obey(
    facts: Facts,
    state: IssueState,
    stage: StageFacts | None,
    reading: given.ParsedComment,
    speaker: Speaker,
    rejudge: Rejudge,
) -> Outcome:
    """Carry out the commands of one comment, in their order.

    Args:
        facts: the ground and what is on record.
        state: the issue as just read and judged.
        stage: the stage for which the issue stands, where it does.
        reading: the commands of the comment, or a hint where one was not understood.
        speaker: who wrote it.
        rejudge: judges the issue again after a ruling, an estimate or a fee.
    """
    outcome = _about_stage(facts, state, stage, reading, speaker)
    choices = [command.number for command in reading.commands if isinstance(command, given.Choose)]
    if choices:
        outcome = outcome.and_then(
            choose(facts, state, choices, speaker.account, speaker.at, speaker.comment)
        )
    for command in reading.commands:
        current = next((s for s in outcome.states if s.issue.id == state.issue.id), state)
        outcome = outcome.and_then(_obey_one(facts, current, command, speaker, rejudge))
    if reading.hint and not reading.commands:
        hint = answers.CommandHint(reading.hint.word, reading.hint.suggestion, reading.hint.example)
        shown = answer(facts.baseline, state, f"reply:{speaker.comment}", hint)
        return outcome.and_then(Outcome("hint", effects=(shown,)))
    return outcome


def _about_stage(
    facts: Facts, state: IssueState, stage: StageFacts | None, reading: given.ParsedComment, speaker: Speaker
) -> Outcome:
    """Carry out the words about a stage; on any other issue they are asked to be given on the stage's."""
    words = [command for command in reading.commands if isinstance(command, STAGE_COMMANDS)]
    if not words:
        return NOTHING
    if stage is not None:
        known = replace(stage, state=stage.state.model_copy(update={"issue_id": state.issue.id}))
        return stage_commands(known, reading, _giver(facts, speaker))
    keys = [each.issue for each in facts.baseline.mapping.stages if each.issue]
    hint = answers.NotOnThisIssue(speaker.name, tuple(keys))
    return Outcome("not_a_stage", effects=(answer(facts.baseline, state, _reply(speaker), hint),))


def _obey_one(
    facts: Facts, state: IssueState, command: given.Command, speaker: Speaker, rejudge: Rejudge
) -> Outcome:
    match command:
        case given.Scope():
            return _with_power(facts, state, speaker, "rule_scope", command, rejudge, _ruled)
        case given.Bonus():
            return _with_power(facts, state, speaker, "rule_scope", command, rejudge, _ruled)
        case given.Estimate():
            return _with_power(facts, state, speaker, "estimate", command, rejudge, _estimated)
        case given.Fee():
            return _with_power(facts, state, speaker, "price", command, rejudge, _priced)
        case given.Publish():
            return _with_power(facts, state, speaker, "publish", command, rejudge, _published)
        case given.Why():
            return Outcome(
                "why", effects=(answer(facts.baseline, state, _reply(speaker), explain(facts, state)),)
            )
        case given.Help():
            side = facts.baseline.mapping.people[speaker.key].side if speaker.key else "client"
            message = answers.HelpShown(side == "client", facts.baseline.mapping.answers.bare_digit)
            return Outcome("help", effects=(answer(facts.baseline, state, _reply(speaker), message),))
        case given.Recheck():
            return rejudge(state, state)
        case given.Choose() | given.Accept() | given.Refuse() | given.Done() | given.Undo():
            # Choices are taken together before; words about a stage by the stage's own rules.
            return NOTHING
        case given.Deputy():
            return name_deputy(facts.baseline, state, command, _giver(facts, speaker))
        case given.Agree() if is_kick_off(facts.baseline.mapping, state.issue):
            return agree(facts.baseline, state, _giver(facts, speaker))
        case _:
            hint = answers.CommandHint(type(command).__name__.lower(), None, None)
            return Outcome("hint", effects=(answer(facts.baseline, state, _reply(speaker), hint),))


Change = Callable[[Facts, IssueState, given.Command, Speaker], "IssueState | say.Message"]


def _with_power(
    facts: Facts,
    state: IssueState,
    speaker: Speaker,
    power: Power,
    command: given.Command,
    rejudge: Rejudge,
    change: Change,
) -> Outcome:
    """Change what is on record and judge again, if the speaker may; else say kindly who can."""
    baseline = facts.baseline
    word = type(command).__name__.lower()
    if not may(baseline.mapping, speaker.key, power, baseline.today).granted:
        who = names(baseline, who_may(baseline.mapping, power, baseline.today))
        message = answers.NotYours(speaker.name, f"/{word}", who)
        return Outcome("no_authority", effects=(answer(baseline, state, _reply(speaker), message),))
    changed = change(facts, state, command, speaker)
    if isinstance(changed, say.Message):
        return Outcome("hint", effects=(answer(baseline, state, _reply(speaker), changed),))
    payload = {
        "issue": state.issue.key,
        "by": speaker.key,
        **_said(command),
    }
    outcome = rejudge(state, changed)
    told = departs(facts, changed, speaker.name) if power == "rule_scope" else ()
    return outcome.and_then(
        Outcome(word, entries=(RecordEntry(state.issue.id, word, payload),), effects=told)
    )


def _ruled(
    facts: Facts, state: IssueState, command: given.Command, speaker: Speaker
) -> IssueState | say.Message:
    """Return the state with the ruling, without it (`/scope rules`), or a hint when the item is unknown."""
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
        return answers.CommandHint(f"/scope in {command.in_item or ''}".strip(), None, f"/scope in {nearest}")
    return state.model_copy(update={"ruling": Ruling(kind="in_scope", item=item.id, by=by, at=at)})


def _estimated(
    facts: Facts, state: IssueState, command: given.Command, speaker: Speaker
) -> IssueState | say.Message:
    del facts, speaker
    hours = command.hours if isinstance(command, given.Estimate) else None
    if not hours:
        return answers.CommandHint("/estimate 0", None, "/estimate 6h")
    return state.model_copy(update={"estimate_hours": hours, "estimate_seen": state.issue.estimate_hours})


def _priced(
    facts: Facts, state: IssueState, command: given.Command, speaker: Speaker
) -> IssueState | say.Message:
    del facts, speaker
    return state.model_copy(update={"named_fee": command.sum if isinstance(command, given.Fee) else None})


def _published(
    facts: Facts, state: IssueState, command: given.Command, speaker: Speaker
) -> IssueState | say.Message:
    del facts, command, speaker
    return state.model_copy(update={"released": True})


def _said(command: given.Command) -> dict[str, str]:
    """Return what a command says as plain texts, for the record."""
    return {
        field.name: str(getattr(command, field.name)) for field in fields(command) if field.name != "line"
    }


def _giver(facts: Facts, speaker: Speaker) -> Actor:
    """Return the speaker as somebody who gives a word by a comment."""
    at = speaker.at or facts.baseline.now
    return Actor(speaker.key, speaker.name, "command", at, speaker.comment, written_at=speaker.written_at)


def _reply(speaker: Speaker) -> str:
    return f"reply:{speaker.comment}"

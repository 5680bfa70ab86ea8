"""What happens on a stage's issue and on the kick-off's: words, ticks, moves, deputies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from mappings.model import Authority, ContractMapping
from plugin.core import commands as given
from plugin.core.choice.choice import answer
from plugin.core.facts import Baseline
from plugin.core.mails.mail_requests import agree_mails
from plugin.core.model.effects import ShowVerdict
from plugin.core.model.events import PageAnswered
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, DeputyAppointment, EffectRequest, Outcome, RecordEntry
from plugin.core.model.stage_state import SignOffState, StageState, Statement
from plugin.core.presenter.presenter import names
from plugin.core.signoff.certificate import complete_sign_off
from plugin.core.signoff.checklist import missing, tick
from plugin.core.signoff.coverage import changed_since, content_of, signed_by
from plugin.core.signoff.invalidation import invalidate
from plugin.core.signoff.quorum import signatories
from plugin.core.signoff.signature import accept, refuse
from plugin.core.signoff.stage_comment import present_change
from plugin.core.stage_facts import KICK_OFF, Actor, StageFacts
from plugin.texts import answers, stage_messages
from plugin.texts import stage_messages as say

STAGE_COMMANDS = (given.Accept, given.Refuse, given.Done, given.Undo)


def stage_seen(facts: StageFacts, issue_id: str, mover: Actor | None) -> Outcome:
    """Show the checklist on a stage's issue, and take a move to an accepted status as its mover's yes.

    Args:
        facts: the stage; what was signed is held against what is there now.
        issue_id: the tracker's id of the stage's issue.
        mover: who moved it to an accepted status, as the tracker's history tells; None: nobody did.
    """
    known = replace(facts, state=facts.state.model_copy(update={"issue_id": issue_id}))
    outcome = touched(known)
    if mover is not None:
        stage = outcome.stages[-1] if outcome.stages else known.state
        outcome = outcome.and_then(accept(replace(known, state=stage), mover))
    return outcome


def touched(facts: StageFacts) -> Outcome:
    """Hold a stage's sign-off against what is there now: outdated, whole again, or complete at last."""
    outcome = present_change(facts, "stage_shown", (), "", None).and_then(invalidate(facts))
    state = outcome.stages[-1]
    now = replace(facts, state=state)
    signing = signatories(facts.baseline.mapping, facts.stage)
    accepted = [word for word in state.words if word.counts and word.outcome == "accepted"]
    counted = [word for word in accepted if signed_by(word) in signing]
    waits = state.state is SignOffState.PRELIMINARY and counted
    stale = any(changed_since(now, word) for word in counted)
    if waits and (stale or not missing(now)):
        completed = complete_sign_off(now, None)
        if completed.result != "sign_off_waits":
            return outcome.and_then(completed)
    return outcome


def stage_commands(facts: StageFacts, reading: given.ParsedComment, giver: Actor) -> Outcome:
    """Carry out a comment's commands about a stage, in their order."""
    outcome = NOTHING
    for command in reading.commands:
        now = replace(facts, state=outcome.stages[-1] if outcome.stages else facts.state)
        outcome = outcome.and_then(_one(now, command, giver))
    return outcome


def word_on_page(facts: StageFacts, giver: Actor, event: PageAnswered) -> Outcome:
    """Take a word given on a signed page; one about an older version or other content no longer counts."""
    if event.version != facts.state.version:
        return Outcome("older_version")
    if event.content and event.content != content_of(facts):
        payload = {"stage": facts.state.stage, "by": giver.key, "word": event.word}
        return Outcome("content_changed", entries=(RecordEntry(event.issue_id, "content_changed", payload),))
    return (
        refuse(facts, giver, event.reason) if event.word == "refuse" else accept(facts, giver, event.remarks)
    )


def kick_off_seen(baseline: Baseline, issue_id: str) -> Outcome:
    """Show on the kick-off's issue what happens when something new comes up, and who acknowledges it."""
    state = _kick_off_state(baseline).model_copy(update={"issue_id": issue_id})
    return _kick_off_shown(baseline, state, "kick_off_shown", ())


def agree(baseline: Baseline, state: IssueState, giver: Actor) -> Outcome:
    """Take an acknowledgement of the kick-off; by anybody else it is thanked for and does not count."""
    kick_off = baseline.mapping.kick_off
    if kick_off is None:
        return NOTHING
    who = tuple(key for key in kick_off.acknowledged_by if key in baseline.mapping.people)
    if giver.key not in who:
        refusal = answers.NotYours(giver.name, "/agree", names(baseline, who))
        return Outcome("no_authority", effects=(answer(baseline, state, f"reply:{giver.said_in}", refusal),))
    on_record = _kick_off_state(baseline)
    if any(word.by == giver.key for word in on_record.words):
        return Outcome("already_agreed")
    word = Statement(
        by=giver.key or "", name=giver.name, counts=True, means=giver.means, version=1, at=giver.at
    )
    words = (*on_record.words, word)
    complete_now = {each.by for each in words} >= set(who)
    agreed = on_record.model_copy(
        update={
            "issue_id": state.issue.id,
            "words": words,
            "state": SignOffState.ACCEPTED if complete_now else SignOffState.PRELIMINARY,
        }
    )
    entry = RecordEntry(state.issue.id, "kick_off_agreed", {"by": giver.key, "means": giver.means})
    outcome = _kick_off_shown(baseline, agreed, "kick_off_agreed", (entry,))
    if not complete_now:
        return outcome
    message = say.KickOffAgreed(giver.name, baseline.mapping.stages[0].title)
    return outcome.and_then(
        Outcome("kick_off_agreed", effects=(answer(baseline, state, f"reply:{giver.said_in}", message),))
    )


def name_deputy(baseline: Baseline, state: IssueState, command: given.Deputy, giver: Actor) -> Outcome:
    """Let a signatory or decider name a deputy until a date, with no more than their own powers."""
    mapping = baseline.mapping
    person = find_person(mapping, command.person)
    own = [row for row in mapping.authority if row.person == giver.key and row.on_behalf_of is None]
    own = [row for row in own if {"decide", "sign_off"} & set(row.may) and _holds_today(row, baseline.today)]
    why: str | None = None
    if not own:
        why = "nothing_to_hand_over"
    elif person is None:
        why = "unknown_person"
    elif person == giver.key or mapping.people[person].side != mapping.people[own[0].person].side:
        # Nobody signs their own work off: a deputy is somebody else of the same side.
        why = "own_deputy"
    elif command.until < baseline.today:
        if _is_deputy_of(mapping, person, giver.key, baseline.today):
            return _deputy_ended(baseline, state, person, giver)
        why = "date_passed"
    slot = f"reply:{giver.said_in}"
    if why is not None or person is None:
        known = tuple(each.name for each in mapping.people.values() if each.side == "client")
        not_named = stage_messages.DeputyNotNamed(giver.name, why, command.person, known)  # type: ignore[arg-type]
        return Outcome("deputy_not_named", effects=(answer(baseline, state, slot, not_named),))
    named = DeputyAppointment(
        person=person, on_behalf_of=giver.key or "", starts=baseline.today, until=command.until
    )
    message = say.DeputyNamed(giver.name, mapping.people[person].name, command.until)
    payload = {"by": giver.key, "deputy": person, "until": command.until.isoformat()}
    return Outcome(
        "deputy_named",
        effects=(answer(baseline, state, slot, message),),
        entries=(RecordEntry(state.issue.id, "deputy_named", payload),),
        deputies=(named,),
    )


def _is_deputy_of(mapping: ContractMapping, person: str, principal: str | None, today: date) -> bool:
    rows = [row for row in mapping.authority if row.person == person and row.on_behalf_of == principal]
    return any(_holds_today(row, today) for row in rows)


def _deputy_ended(baseline: Baseline, state: IssueState, person: str, giver: Actor) -> Outcome:
    """Let a deputy's days be over since yesterday; what they signed stays signed."""
    yesterday = baseline.today - timedelta(days=1)
    ended = DeputyAppointment(person=person, on_behalf_of=giver.key or "", starts=yesterday, until=yesterday)
    message = say.DeputyEnded(giver.name, baseline.mapping.people[person].name)
    payload = {"by": giver.key, "deputy": person}
    return Outcome(
        "deputy_ended",
        effects=(answer(baseline, state, f"reply:{giver.said_in}", message),),
        entries=(RecordEntry(state.issue.id, "deputy_ended", payload),),
        deputies=(ended,),
    )


def _holds_today(row: Authority, today: date) -> bool:
    begun = row.starts is None or row.starts <= today
    return begun and (row.until is None or today <= row.until)


def find_person(mapping: ContractMapping, text: str) -> str | None:
    """Return the key of the person whom a text names: by key, name, account, or a mention of the account."""
    wanted = text.strip().strip("@[]~").removeprefix("accountid:").strip().casefold()
    for key, person in mapping.people.items():
        names_of = (key, person.name, person.account or "")
        if wanted and wanted in {name.casefold() for name in names_of if name}:
            return key
    return None


def _one(facts: StageFacts, command: given.Command, giver: Actor) -> Outcome:
    match command:
        case given.Accept():
            return accept(facts, giver, command.remarks)
        case given.Refuse():
            return refuse(facts, giver, command.reason)
        case given.Done() | given.Undo():
            return _tick(facts, command, giver)
        case _:
            return NOTHING


def _tick(facts: StageFacts, command: given.Done | given.Undo, giver: Actor) -> Outcome:
    """Tick or untick what a command names; people of the contract may, it is information and no signature."""
    slot = f"reply:{giver.said_in}"
    if giver.key is None:
        who = names(facts.baseline, signatories(facts.baseline.mapping, facts.stage))
        return present_change(facts, "no_authority", (), slot, answers.NotYours(giver.name, "/done", who))
    done = isinstance(command, given.Done)
    changed = tick(facts, command.number, done=done, by=giver.key, name=giver.name, at=giver.at)
    if changed is None:
        word = "/done" if done else "/undo"
        hint = answers.CommandHint(f"{word} {command.number}", None, f"{word} 1")
        return present_change(facts, "hint", (), slot, hint)
    state, entry = changed
    outcome = present_change(replace(facts, state=state), "ticked", (entry,), "", None)
    return outcome.and_then(replace(touched(replace(facts, state=state)), result="ticked"))


def _kick_off_state(baseline: Baseline) -> StageState:
    return baseline.stages.get(KICK_OFF) or StageState(contract=baseline.mapping.id, stage=KICK_OFF)


def _kick_off_shown(
    baseline: Baseline, state: StageState, result: str, entries: tuple[RecordEntry, ...]
) -> Outcome:
    kick_off = baseline.mapping.kick_off
    if kick_off is None or state.issue_id is None:
        return NOTHING
    zone = baseline.mapping.contract.zone
    message = say.KickOffWanted(
        contract_title=baseline.mapping.contract.title,
        who=names(baseline, tuple(key for key in kick_off.acknowledged_by if key in baseline.mapping.people)),
        agreed=tuple(say.SignedLine(word.name, None, _day(word, zone)) for word in state.words),
    )
    living = ShowVerdict(label=None, our_labels=(), comment=baseline.says(message))
    effects = (EffectRequest(state.issue_id, KICK_OFF, living), *agree_mails(baseline, state))
    return Outcome(result, stages=(state,), effects=effects, entries=entries)


def _day(word: Statement, zone: object) -> date:
    return word.at.astimezone(zone).date()  # type: ignore[arg-type]

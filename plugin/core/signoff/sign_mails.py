"""Mails to the people whose signature or acknowledgement is awaited."""

from __future__ import annotations

from typing import Literal

from mappings.model import ContractMapping, Stage
from plugin.core.due_dates.deadline_shift import stage_subject
from plugin.core.facts import Baseline, StageFacts
from plugin.core.mails.letters import VALID_DAYS, write_letter
from plugin.core.model.outcome import EffectRequest
from plugin.core.model.results import Result
from plugin.core.model.stage_state import SignOffState, StageState
from plugin.core.signoff.checklist import find_missing_signatories, make_changed_line
from plugin.core.signoff.quorum import find_signatories
from plugin.texts.mail_messages import LINK, MailAgree, MailSign

_WORDS_SAID = (Result.PRELIMINARY, Result.SIGNATURE_COUNTED)


def sign_mails(facts: StageFacts, result: Result, *, ready: bool) -> tuple[EffectRequest, ...]:
    """Return the mails to the awaited signatories, where there is news for them.

    Args:
        facts: the stage as it is now.
        result: what just happened to it.
        ready: whether every criterion is ticked and every agreed issue done.
    """
    because = _because(facts, result, ready)
    if because is None:
        return ()
    baseline, state = facts.baseline, facts.state
    by = next((statement.name for statement in reversed(state.words) if statement.outcome == "accepted"), "")
    changed = tuple(make_changed_line(facts, part) for part in state.changed)
    requests: list[EffectRequest] = []
    for key in find_missing_signatories(facts):
        person = baseline.mapping.people[key]
        message = MailSign(
            person=person.name,
            contract_title=baseline.mapping.contract.title,
            stage_title=facts.stage.title,
            because=because,
            by=by,
            changed=changed,
            link=LINK,
            valid_days=VALID_DAYS,
        )
        subject = stage_subject(baseline.mapping.id, state.stage)
        requests += write_letter(baseline, subject, key, message, "sign", state.stage, state.version)
    return tuple(requests)


def may_be_mailed(mapping: ContractMapping, stage: Stage) -> bool:
    """Tell whether anybody would be written to when a stage becomes ready."""
    return any(mapping.people[key].email for key in find_signatories(mapping, stage))


def agree_mails(baseline: Baseline, state: StageState) -> tuple[EffectRequest, ...]:
    """Return the mails to the people whose acknowledgement of the kick-off is awaited."""
    kick_off = baseline.mapping.kick_off
    if kick_off is None or state.issue_id is None or state.signed_off:
        return ()
    agreed = {statement.by for statement in state.words}
    requests: list[EffectRequest] = []
    for key in kick_off.acknowledged_by:
        if key in baseline.mapping.people and key not in agreed:
            person = baseline.mapping.people[key].name
            message = MailAgree(person, baseline.mapping.contract.title, LINK, VALID_DAYS)
            requests += write_letter(
                baseline, state.issue_id, key, message, "agree", state.issue_id, state.version
            )
    return tuple(requests)


def _because(facts: StageFacts, result: Result, ready: bool) -> Literal["word", "changed", "ready"] | None:
    if facts.state.signed_off:
        return None
    if result in _WORDS_SAID:
        return "word"
    if result is Result.SIGN_OFF_OUTDATED:
        return "changed"
    # A refusal is answered by people first: they say when it can be looked at again.
    waits = facts.state.state in (SignOffState.AWAITED, SignOffState.PRELIMINARY)
    return "ready" if ready and waits else None

"""Which mails are asked for, and what they say: to people with an address whose word is awaited.

A mail is one letter for one version: its slot names person and version, and a slot that was once sent is not
sent again whatever asks for it. Personal links go by mail alone, never into a comment that others read.
"""

from __future__ import annotations

from typing import Literal

from mappings.model import ContractMapping, Stage
from plugin.core.due_dates.deadline_shift import stage_subject
from plugin.core.facts import Baseline
from plugin.core.model.effects import SendMail
from plugin.core.model.issue_state import ChangeState, IssueState
from plugin.core.model.outcome import EffectRequest
from plugin.core.model.signed_links import VALID_FOR
from plugin.core.model.stage_state import SignOffState, StageState
from plugin.core.presenter.presenter import addressee, line, reporter_key, reporter_name
from plugin.core.signoff.checklist import changed_line, missing
from plugin.core.signoff.quorum import signatories
from plugin.core.stage_facts import StageFacts
from plugin.texts.mail_messages import LINK, MailAgree, MailChoose, MailSign
from plugin.texts.messages import Message
from plugin.texts.plain import to_plain

_VALID_DAYS = VALID_FOR.days
_WORDS_SAID = ("preliminary", "signature_counted")


def sign_mails(facts: StageFacts, result: str, *, ready: bool) -> tuple[EffectRequest, ...]:
    """Return the mails to the signatories whose signature a stage awaits, where there is news for them.

    Args:
        facts: the stage as it is now.
        result: what just happened to it.
        ready: whether every criterion is ticked and every agreed issue done.
    """
    because = _because(facts, result, ready)
    if because is None:
        return ()
    baseline, state = facts.baseline, facts.state
    by = next((word.name for word in reversed(state.words) if word.outcome == "accepted"), "")
    changed = tuple(changed_line(facts, part) for part in state.changed)
    asked: list[EffectRequest] = []
    for key in missing(facts):
        person = baseline.mapping.people[key]
        message = MailSign(
            person=person.name,
            contract_title=baseline.mapping.contract.title,
            stage_title=facts.stage.title,
            because=because,
            by=by,
            changed=changed,
            link=LINK,
            valid_days=_VALID_DAYS,
        )
        subject = stage_subject(baseline.mapping.id, state.stage)
        asked += _mail(baseline, subject, key, message, "sign", state.stage, state.version)
    return tuple(asked)


def may_be_mailed(mapping: ContractMapping, stage: Stage) -> bool:
    """Tell whether anybody would be written to when a stage becomes ready."""
    return any(mapping.people[key].email for key in signatories(mapping, stage))


def offer_mails(baseline: Baseline, state: IssueState) -> tuple[EffectRequest, ...]:
    """Return the mail to the person to whom an offer is put, one for each version that they may read."""
    change = state.change
    if change is None or change.state is not ChangeState.OFFERED or change.offer is None:
        return ()
    key = addressee(baseline, change, reporter_key(baseline, state))
    if key is None:
        return ()
    message = MailChoose(
        person=baseline.mapping.people[key].name,
        contract_title=baseline.mapping.contract.title,
        asked_by=reporter_name(baseline, state),
        summary=state.issue.summary,
        options=tuple(line(baseline, state, option) for option in change.offer.options),
        currency=baseline.mapping.contract.currency,
        answer_by=change.offer.answer_by,
        link=LINK,
        valid_days=_VALID_DAYS,
    )
    version = change.offer.version
    return _mail(baseline, state.issue.id, key, message, "choose", state.issue.id, version)


def agree_mails(baseline: Baseline, state: StageState) -> tuple[EffectRequest, ...]:
    """Return the mails to the people whose acknowledgement of the kick-off is awaited."""
    kick_off = baseline.mapping.kick_off
    if kick_off is None or state.issue_id is None or state.signed_off:
        return ()
    agreed = {word.by for word in state.words}
    asked: list[EffectRequest] = []
    for key in kick_off.acknowledged_by:
        if key in baseline.mapping.people and key not in agreed:
            person = baseline.mapping.people[key].name
            message = MailAgree(person, baseline.mapping.contract.title, LINK, _VALID_DAYS)
            asked += _mail(baseline, state.issue_id, key, message, "agree", state.issue_id, state.version)
    return tuple(asked)


def _because(facts: StageFacts, result: str, ready: bool) -> Literal["word", "changed", "ready"] | None:
    if facts.state.signed_off:
        return None
    if result in _WORDS_SAID:
        return "word"
    if result == "sign_off_outdated":
        return "changed"
    # A refusal is answered by people first: they say when it can be looked at again.
    waits = facts.state.state in (SignOffState.AWAITED, SignOffState.PRELIMINARY)
    return "ready" if ready and waits else None


def _mail(
    baseline: Baseline,
    subject: str,
    key: str,
    message: Message,
    purpose: Literal["sign", "choose", "agree"],
    about: str,
    version: int,
) -> tuple[EffectRequest, ...]:
    """Return the mail to one person, in their own language; none to somebody without an address."""
    person = baseline.mapping.people[key]
    if person.email is None:
        return ()
    language = person.language or baseline.mapping.contract.language
    title, _, text = to_plain(baseline.texts.render(message, language)).partition("\n")
    mail = SendMail(
        person=key,
        address=person.email,
        title=title,
        text=text.strip("\n"),
        purpose=purpose,
        about=about,
        version=version,
    )
    return (EffectRequest(subject, f"mail:{purpose}:{version}:{key}", mail),)

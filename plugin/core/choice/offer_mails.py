"""The mail to the person to whom an offer is put."""

from __future__ import annotations

from plugin.core.facts import Baseline
from plugin.core.mails.letters import VALID_DAYS, write_letter
from plugin.core.model.issue_state import ChangeState, IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, Outcome
from plugin.core.presenter.addressees import find_addressee, find_reporter_key, find_reporter_name, is_ours
from plugin.core.presenter.offer_lines import option_line
from plugin.core.presenter.policy import is_shown
from plugin.core.step import Step
from plugin.texts.mail_messages import LINK, MailChoose


def mail_offers(step: Step) -> Outcome:
    """Request the mails to the people to whom new or changed offers are put."""
    effects = tuple(
        mail
        for was, state in step.followed
        if is_shown(was, state)
        for mail in offer_mails(step.now.baseline, state)
    )
    return Outcome(effects=effects) if effects else NOTHING


def offer_mails(baseline: Baseline, state: IssueState) -> tuple[EffectRequest, ...]:
    """Return the mail about an offer to its addressee, one for each version."""
    change = state.change
    if change is None or change.state is not ChangeState.OFFERED or change.offer is None:
        return ()
    key = find_addressee(baseline, change, find_reporter_key(baseline, state))
    if key is None:
        return ()
    message = MailChoose(
        person=baseline.mapping.people[key].name,
        contract_title=baseline.mapping.contract.title,
        asked_by=find_reporter_name(baseline, state),
        summary=state.issue.summary,
        options=tuple(option_line(baseline, state, option) for option in change.offer.options),
        currency=baseline.mapping.contract.currency,
        answer_by=change.offer.answer_by,
        link=LINK,
        valid_days=VALID_DAYS,
        ours=is_ours(baseline, state),
    )
    version = change.offer.version
    return write_letter(baseline, state.issue.id, key, message, "choose", state.issue.id, version)

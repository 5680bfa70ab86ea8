"""The mails that confirm a decision to the people whom it concerns."""

from __future__ import annotations

from plugin.core.facts import Baseline
from plugin.core.mails.letters import write_letter
from plugin.core.model.authority import who_may
from plugin.core.model.issue_state import Decision, IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, Outcome
from plugin.core.model.slots import Slot, SlotKind
from plugin.core.presenter.addressees import find_reporter_key, name_deciders
from plugin.core.presenter.offer_lines import option_line
from plugin.core.step import Step
from plugin.texts.mail_messages import MailDecided


def mail_decisions(step: Step) -> Outcome:
    """Request the mails that confirm each new decision."""
    effects = tuple(mail for was, state in step.followed for mail in _confirm(step.now.baseline, was, state))
    return Outcome(effects=effects) if effects else NOTHING


def _confirm(baseline: Baseline, was: IssueState | None, state: IssueState) -> tuple[EffectRequest, ...]:
    change = state.change
    known = was.change.decisions if was and was.change else ()
    if change is None or change.decision is None or len(change.decisions) <= len(known):
        return ()
    decision, superseded = change.decision, change.decisions[-2] if len(change.decisions) > 1 else None
    people = baseline.mapping.people
    principal = people.get(decision.on_behalf_of or "")
    requests: list[EffectRequest] = []
    for key in list_concerned(baseline, state, decision):
        message = MailDecided(
            person=people[key].name,
            contract_title=baseline.mapping.contract.title,
            issue_key=state.issue.key,
            summary=state.issue.summary,
            option=option_line(baseline, state, decision.option),
            decider=name_deciders(baseline, decision),
            on_behalf_of=principal.name if principal else None,
            decided_on=decision.on,
            currency=baseline.mapping.contract.currency,
            supersedes=superseded.option.option if superseded else None,
        )
        slot = Slot(SlotKind.MAIL, f"decided:{decision.id}:{key}")
        requests += write_letter(
            baseline, state.issue.id, key, message, "told", state.issue.id, len(change.decisions), slot
        )
    return tuple(requests)


def list_concerned(baseline: Baseline, state: IssueState, decision: Decision) -> tuple[str, ...]:
    """Return whom a decision concerns.

    Those who decided and for whom, the author of the request, and our side's first to rule.
    """
    ours = who_may(baseline.mapping, "rule_scope", baseline.today)[:1]
    others = (key for choice in decision.others for key in (choice.by, choice.on_behalf_of))
    asked = (decision.by, decision.on_behalf_of, *others, find_reporter_key(baseline, state), *ours)
    return tuple(dict.fromkeys(key for key in asked if key is not None and key in baseline.mapping.people))

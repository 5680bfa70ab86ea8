"""Answers `/why`: verdict, clause, reasons, price, precedents, possible changes."""

from __future__ import annotations

from plugin.core.facts import IssueFacts
from plugin.core.model.authority import who_may
from plugin.core.model.issue_state import IssueState
from plugin.core.model.placement import Evidence
from plugin.core.offer.offer_versions import is_draft
from plugin.core.presenter.addressees import list_names, name_deciders
from plugin.core.presenter.offer_lines import message_reason, option_line
from plugin.core.presenter.team_comments import list_precedents
from plugin.core.scope.precedents import earlier_issues_of
from plugin.texts import answer_messages as answers
from plugin.texts import messages as say


def explain(facts: IssueFacts, state: IssueState) -> say.Message:
    """Return the explanation of an issue's verdict, or why no rule judges it.

    The figures of a draft stay out of it: the client may read every answer to `/why`.
    """
    mapping = facts.baseline.mapping
    verdict = state.verdict
    if verdict is None:
        return answers.NotGoverned(_why_not(state))
    decision = state.change.decision if state.change else None
    draft = is_draft(facts.baseline, state)
    offer = state.change.offer if state.change and not draft and decision is None else None
    excluded = next((each for each in mapping.exclusions if each.clause == verdict.clause), None)
    item = mapping.item(verdict.item) if verdict.item else None
    return answers.WhyShown(
        summary=state.issue.summary,
        verdict=verdict.kind.value,
        clause=verdict.clause,
        clause_text=item.title if item else excluded.text if excluded else "",
        reasons=tuple(message_reason(reason) for reason in verdict.reasons),
        options=()
        if decision or not offer
        else tuple(option_line(facts.baseline, state, each) for each in offer.options),
        not_offered=()
        if decision or not offer
        else tuple((each.option, each.why_not) for each in offer.not_offered),
        decided=option_line(facts.baseline, state, decision.option) if decision else None,
        decider=name_deciders(facts.baseline, decision) if decision else "",
        precedents=list_precedents(earlier_issues_of(facts, state)[:3]),
        currency=mapping.contract.currency,
        who_rules=list_names(facts.baseline, who_may(mapping, "rule_scope", facts.baseline.today)),
    )


def _why_not(state: IssueState) -> str:
    if state.counts_only:
        return "counts_only"
    return state.why_not or ("named" if state.evidence is Evidence.NAMED else "project")

"""What our own side reads when the state of an issue changes."""

from __future__ import annotations

from decimal import Decimal

from mappings.model import ContractMapping
from plugin.core.facts import Baseline, EarlierIssue, IssueFacts
from plugin.core.model.authority import who_may
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import EffectRequest
from plugin.core.model.placement import Evidence
from plugin.core.model.slots import Slot, team_slot
from plugin.core.model.verdict import VerdictKind
from plugin.core.offer.offer_versions import find_doubtful_name, is_draft
from plugin.core.presenter.addressees import list_names
from plugin.core.presenter.client_message import find_client_message
from plugin.core.presenter.comments import make_comment
from plugin.core.scope.doubt import find_stage_hours, write_hours
from plugin.texts import messages as say
from plugin.texts import team_messages


def team_effects(
    facts: IssueFacts, before: IssueState | None, state: IssueState
) -> tuple[EffectRequest, ...]:
    """Return what the team is told about a state: a draft, or a ruling to give."""
    baseline, requests = facts.baseline, []

    def tell(slot: Slot, message: say.Message, asks: tuple[str, ...] = ()) -> None:
        comment = make_comment(baseline, message, asks, living=True)
        requests.append(EffectRequest(state.issue.id, slot, comment))

    is_kept, was_kept = is_draft(baseline, state), before is not None and _was_draft(baseline, before)
    # What the client would read is written for a draft alone.
    message = find_client_message(baseline, state)[0] if is_kept or was_kept else None
    if message and is_kept:
        why: team_messages.WhyDraft = (
            "mode_draft"
            if baseline.mapping.contract.mode == "draft"
            else "name_unknown"
            if find_doubtful_name(baseline, state)
            else "raised_by_team"
        )
        publishers = who_may(baseline.mapping, "publish", baseline.today)
        draft = team_messages.DraftReady(baseline.says(message), list_names(baseline, publishers), why)
        tell(team_slot("draft"), draft, publishers)
    elif was_kept:
        tell(team_slot("draft"), team_messages.DraftOver(state.issue.summary, _end_of_draft(message, state)))
    if state.kind is VerdictKind.UNCLEAR:
        ruling = ask_for_ruling(facts, state)
        tell(team_slot("ruling"), ruling, who_may(baseline.mapping, "rule_scope", baseline.today))
    if state.estimate_doubted and state.estimate is None and state.judged:
        who = who_may(baseline.mapping, "estimate", baseline.today)
        hours = state.issue.estimate_hours or Decimal(0)
        stage_hours, figure = find_stage_hours(baseline, state), write_hours(hours)
        doubted = team_messages.EstimateDoubted(hours, stage_hours, list_names(baseline, who), figure)
        tell(team_slot("estimate"), doubted, who)
    found_words = state.verdict.because("exclusion_words_in_linked") if state.verdict else None
    if found_words and (
        before is None or before.verdict is None or not before.verdict.because(found_words.word)
    ):
        item = baseline.mapping.item(state.item or "")
        tell(
            team_slot("exclusion-words"),
            team_messages.ExclusionWordsFound(
                matched=found_words.values["matched"],
                clause=found_words.values["clause"],
                clause_text=found_words.values["text"],
                item=state.item or "",
                item_title=item.title if item else "",
            ),
        )
    over = _ruled_over(baseline, state)
    if over:
        tell(team_slot("over-quantity"), over)
    requests += _ask_for_forecast(baseline, state)
    requests += _ask_about_name(baseline, state)
    return tuple(requests)


def _was_draft(baseline: Baseline, before: IssueState) -> bool:
    return (
        before.judged and find_client_message(baseline, before)[0] is not None and is_draft(baseline, before)
    )


def _end_of_draft(message: say.Message | None, state: IssueState) -> team_messages.DraftEnd:
    """Return why a draft is not needed any more."""
    if message is None or state.change is None:
        return "not_offered"
    return "decided" if state.change.decision is not None else "published"


def _ask_about_name(baseline: Baseline, state: IssueState) -> list[EffectRequest]:
    """Return what is said, once, of a name that could not be resolved."""
    found = find_doubtful_name(baseline, state) if is_draft(baseline, state) else None
    if found is None or find_client_message(baseline, state)[0] is None:
        return []
    kind, shown, name = found
    message = team_messages.NameUnknown(kind, name, shown)
    return [
        EffectRequest(
            state.issue.id, team_slot(f"name:{kind}:{name}"), make_comment(baseline, message), once=True
        )
    ]


def _ask_for_forecast(baseline: Baseline, state: IssueState) -> list[EffectRequest]:
    """Return the question which date will hold, once for a stage and contract date."""
    offer = state.change.offer if state.change and not state.decided else None
    stage, due = baseline.mapping.stage(state.stage or ""), baseline.schedule.dates.get(state.stage or "")
    late = offer is not None and any(option.overdue for option in offer.options)
    if stage is None or due is None or not late or baseline.forecast_of(stage.id):
        return []
    message = team_messages.ForecastWanted(stage.title, due)
    slot = team_slot(f"forecast:{stage.id}:{due.isoformat()}")
    return [EffectRequest(state.issue.id, slot, make_comment(baseline, message), once=True)]


def ask_for_ruling(facts: IssueFacts, state: IssueState) -> team_messages.RulingWanted:
    """Return the question for a ruling, with the contract's items and precedents."""
    mapping = facts.baseline.mapping
    return team_messages.RulingWanted(
        summary=state.issue.summary,
        who_rules=list_names(facts.baseline, who_may(mapping, "rule_scope", facts.baseline.today)),
        items=tuple((item.id, item.title) for stage in mapping.stages for item in stage.items),
        precedents=list_precedents(
            tuple(issue for issue in facts.earlier_issues if issue.created <= state.created)[:3]
        ),
        suggestion=_name_suggested(mapping, state),
    )


def _name_suggested(mapping: ContractMapping, state: IssueState) -> team_messages.SuggestedItem | None:
    told = state.suggestion
    item = mapping.item(told.item) if told is not None else None
    if told is None or item is None:
        return None
    return team_messages.SuggestedItem(item.id, item.title, told.percent, told.words)


def list_precedents(earlier_issues: tuple[EarlierIssue, ...]) -> tuple[say.Precedent, ...]:
    """Return earlier similar issues as a message names them."""
    return tuple(
        say.Precedent(issue.key, issue.summary, issue.verdict, issue.option)  # type: ignore[arg-type]
        for issue in earlier_issues
    )


def _ruled_over(baseline: Baseline, state: IssueState) -> team_messages.RuledOverQuantity | None:
    verdict = state.verdict
    if verdict is None or state.evidence is not Evidence.RULING or verdict.kind is not VerdictKind.IN_SCOPE:
        return None
    item = baseline.mapping.item(verdict.item or "")
    over = [reason for reason in verdict.reasons if reason.word.endswith("_over")]
    if not over or item is None:
        return None
    return team_messages.RuledOverQuantity(item.id, item.title, Decimal(over[0].values.get("over", "0")))

"""Reports rulings that depart from earlier ones, and requests that repeat."""

from __future__ import annotations

from datetime import timedelta

from plugin.core.facts import Baseline, EarlierIssue, IssueFacts
from plugin.core.model.effects import PostComment
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, Outcome
from plugin.core.model.slots import Slot, team_slot
from plugin.core.model.verdict import VerdictKind
from plugin.core.presenter.team_comments import list_precedents
from plugin.core.scope.precedents import earlier_issues_of
from plugin.core.step import Step
from plugin.texts import messages as say
from plugin.texts import team_messages

_EXTRA = (VerdictKind.BONUS, VerdictKind.BEYOND_SCOPE)


def tell_repeats(step: Step) -> Outcome:
    """Give the manager the task to talk to the client about repeated extras."""
    if not step.judges or step.state is None:
        return NOTHING
    effects = report_repeats(step.about, step.was, step.state)
    return Outcome(effects=effects) if effects else NOTHING


def report_departure(facts: IssueFacts, state: IssueState, person: str) -> tuple[EffectRequest, ...]:
    """Tell the team that a ruling departs from all earlier similar issues."""
    ruling = state.ruling
    earlier_issues = earlier_issues_of(facts, state)
    if ruling is None or not earlier_issues or any(issue.verdict == ruling.kind for issue in earlier_issues):
        return ()
    message = team_messages.RulingDeparts(
        person=person, verdict=ruling.kind, precedents=list_precedents(earlier_issues[:3])
    )
    return (_tell(facts.baseline, state, team_slot(f"departs:{ruling.at}"), message),)


def report_repeats(
    facts: IssueFacts, before: IssueState | None, state: IssueState
) -> tuple[EffectRequest, ...]:
    """Give the manager the task on the n-th similar extra within the window, once.

    The n-th is counted in the order of creation: an earlier issue that arrives late completes the count of a
    later one.
    """
    repeat = facts.baseline.mapping.repeat
    was_extra = before is not None and before.kind in _EXTRA
    if repeat is None or state.kind not in _EXTRA or was_extra:
        return ()
    by_precedent_key: dict[str, list[EarlierIssue]] = {}
    for issue in facts.earlier_issues:
        if issue.verdict in _EXTRA:
            by_precedent_key.setdefault(issue.precedent_key, []).append(issue)
    for precedent_key, earlier_issues in by_precedent_key.items():
        if len(earlier_issues) + 1 < repeat.count:
            continue
        own = _as_earlier_issue(state, precedent_key)
        row = sorted([*earlier_issues, own], key=lambda issue: (issue.created, issue.issue))
        # A window that ends before this issue does not hold it.
        for nth in range(max(repeat.count - 1, row.index(own)), len(row)):
            window = [
                each for each in row[: nth + 1] if row[nth].created - each.created <= timedelta(repeat.within)
            ]
            if len(window) == repeat.count and any(each.issue == state.issue.id for each in window):
                return (_task(facts.baseline, row[nth].issue, precedent_key, window),)
    return ()


def _task(baseline: Baseline, subject: str, precedent_key: str, window: list[EarlierIssue]) -> EffectRequest:
    repeat = baseline.mapping.repeat
    message = team_messages.RepeatedRequest(
        manager=manager_name(baseline),
        count=len(window),
        within_days=repeat.within if repeat else 0,
        likeness=precedent_key,
        issues=list_precedents(tuple(each for each in window if each.issue != subject)),
    )
    text = baseline.says(message)
    return EffectRequest(subject, team_slot("repeated"), PostComment(text=text, audience="team"))


def _as_earlier_issue(state: IssueState, precedent_key: str) -> EarlierIssue:
    kind = state.kind.value if state.kind else ""
    return EarlierIssue(
        state.issue.id, state.issue.key, state.issue.summary, kind, None, state.created, precedent_key
    )


def manager_name(baseline: Baseline) -> str | None:
    """Return the first person of our own side who may rule: the one who gets a task."""
    rows = [row for row in baseline.mapping.authority if "rule_scope" in row.may]
    people = [baseline.mapping.people.get(row.person) for row in rows]
    return next((person.name for person in people if person and person.side == "contractor"), None)


def _tell(baseline: Baseline, state: IssueState, slot: Slot, message: say.Message) -> EffectRequest:
    text = baseline.says(message)
    return EffectRequest(state.issue.id, slot, PostComment(text=text, audience="team"))

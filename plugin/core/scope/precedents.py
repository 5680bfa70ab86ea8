"""Earlier like issues: the same request gets the same answer, and a departure from it is said aloud."""

from __future__ import annotations

from datetime import timedelta

from plugin.core.facts import Baseline, EarlierIssue, Facts
from plugin.core.model.effects import PostComment
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import EffectRequest
from plugin.core.model.placement import Placement
from plugin.core.model.verdict import VerdictKind
from plugin.core.presenter.presenter import precedents
from plugin.texts import messages as say
from plugin.texts import team_messages

_EXTRA = (VerdictKind.BONUS, VerdictKind.BEYOND_SCOPE)


def precedent_keys(state: IssueState, placement: Placement | None = None) -> tuple[str, ...]:
    """Return the keys by which issues are alike: exclusion clause, scope item, components.

    Args:
        state: the issue on record.
        placement: where it belongs, for an issue that has no verdict yet.
    """
    verdict = state.verdict
    if placement is not None:
        clause = placement.exclusion.clause if placement.exclusion and placement.item is None else None
        item = placement.item.id if placement.item else None
    else:
        excluded = verdict.because("excluded") if verdict else None
        clause = excluded.values["clause"] if excluded else None
        item = verdict.item if verdict else None
    keys = [f"clause:{clause}"] if clause else []
    keys += [f"item:{item}"] if item else []
    return (*keys, *(f"component:{name}" for name in sorted(state.issue.components)))


def earlier(facts: Facts, state: IssueState) -> tuple[EarlierIssue, ...]:
    """Return the like issues that were created before this one, newest first."""
    return tuple(like for like in facts.earlier_issues if like.created <= state.created)


def departs(facts: Facts, state: IssueState, person: str) -> tuple[EffectRequest, ...]:
    """Tell the team that a ruling departs from what was decided about every earlier like issue."""
    ruling = state.ruling
    earlier_issues = earlier(facts, state)
    if ruling is None or not earlier_issues or any(like.verdict == ruling.kind for like in earlier_issues):
        return ()
    message = team_messages.RulingDeparts(
        person=person, verdict=ruling.kind, precedents=precedents(earlier_issues[:3])
    )
    return (_tell(facts.baseline, state, f"team:departs:{ruling.at}", message),)


def repeated(facts: Facts, before: IssueState | None, state: IssueState) -> tuple[EffectRequest, ...]:
    """Give the manager the task on the n-th like extra within the window, once for that issue.

    The n-th is counted in the order of creation: an earlier issue that arrives late completes the count of
    a later one.
    """
    repeat = facts.baseline.mapping.repeat
    was_extra = before is not None and before.kind in _EXTRA
    if repeat is None or state.kind not in _EXTRA or was_extra:
        return ()
    by_likeness: dict[str, list[EarlierIssue]] = {}
    for like in facts.earlier_issues:
        if like.verdict in _EXTRA:
            by_likeness.setdefault(like.precedent_key, []).append(like)
    for precedent_key, earlier_issues in by_likeness.items():
        row = sorted(
            [*earlier_issues, _as_like(state, precedent_key)], key=lambda like: (like.created, like.issue)
        )
        for nth in range(repeat.count - 1, len(row)):
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
        issues=precedents(tuple(each for each in window if each.issue != subject)),
    )
    text = baseline.says(message)
    return EffectRequest(subject, "team:repeated", PostComment(text=text, audience="team"))


def _as_like(state: IssueState, precedent_key: str) -> EarlierIssue:
    kind = state.kind.value if state.kind else ""
    return EarlierIssue(
        state.issue.id, state.issue.key, state.issue.summary, kind, None, state.created, precedent_key
    )


def manager_name(baseline: Baseline) -> str | None:
    """Return the first person of our own side who may rule: the one who gets a task."""
    rows = [row for row in baseline.mapping.authority if "rule_scope" in row.may]
    people = [baseline.mapping.people.get(row.person) for row in rows]
    return next((person.name for person in people if person and person.side == "contractor"), None)


def _tell(baseline: Baseline, state: IssueState, slot: str, message: say.Message) -> EffectRequest:
    text = baseline.says(message)
    return EffectRequest(state.issue.id, slot, PostComment(text=text, audience="team"))

"""What a signature of a stage covers, what is open, and what changed since.

It covers the criteria and the agreed issues.
"""

from __future__ import annotations

from plugin.core.facts import StageFacts
from plugin.core.model.issue_state import IssueState
from plugin.core.model.stage_issues import is_done
from plugin.core.model.stage_state import ChangedPart, SignedIssue, SignOffState, Statement
from plugin.core.model.verdict import VerdictKind
from plugin.core.signoff.fingerprint import (
    MATERIAL,
    changed_fields,
    content_hash,
    material_fields,
    to_comparable,
)


def is_agreed(state: IssueState) -> bool:
    """Tell whether an issue is agreed work, which a signature covers.

    An extra that nobody decided is not.
    """
    if state.deleted or state.verdict is None:
        return False
    if state.kind is VerdictKind.BEYOND_SCOPE:
        return state.change is not None and state.change.state == "decided"
    return state.kind is not VerdictKind.UNCLEAR


def list_signed_issues(facts: StageFacts) -> tuple[SignedIssue, ...]:
    """Return the stage's agreed issues with what a signature is bound to."""
    return tuple(_as_signed(facts, each) for each in facts.issues if is_agreed(each))


def material_of(facts: StageFacts, state: IssueState) -> dict[str, str]:
    """Return an issue's material fields; its estimate is the one in force.

    That may be one by `/estimate`.
    """
    issue = state.issue.model_copy(update={"estimate_hours": state.estimate})
    return material_fields(issue, _material(facts))


def _material(facts: StageFacts) -> tuple[str, ...]:
    """Return the names of the fields to which a signature is bound."""
    return facts.stage.sign_off.material if facts.stage.sign_off else MATERIAL


def _as_signed(facts: StageFacts, state: IssueState) -> SignedIssue:
    fields = material_of(facts, state)
    return SignedIssue(
        id=state.issue.id, key=state.issue.key, fields=fields, hash=content_hash(state.issue.id, fields)
    )


def hash_coverage(facts: StageFacts) -> str:
    """Return the hash of what a signature would cover now.

    A page sends back the hash that it showed; meanwhile a tracker may give the same texts in its other form.
    """
    issues = [(each.id, to_comparable(each.fields)) for each in list_signed_issues(facts)]
    return content_hash(facts.stage.criteria, issues)


def find_changed_parts(facts: StageFacts) -> tuple[ChangedPart, ...]:
    """Return the parts that differ materially from what the newest certificate covers."""
    certificate = facts.state.certificate
    return () if certificate is None else compare_parts(facts, certificate.criteria, certificate.issues)


def compare_parts(
    facts: StageFacts, criteria: tuple[str, ...], issues: tuple[SignedIssue, ...]
) -> tuple[ChangedPart, ...]:
    """Return the parts that differ materially from these criteria and issues."""
    now = {state.issue.id: state for state in facts.issues}
    parts: list[ChangedPart] = []
    if criteria != facts.stage.criteria:
        parts.append(ChangedPart(issue="", key="", what=("criteria",)))
    for signed in issues:
        current = now.get(signed.id)
        if current is None or current.deleted:
            parts.append(ChangedPart(issue=signed.id, key=signed.key, what=("deleted",)))
            continue
        what = changed_fields(signed.fields, material_of(facts, current))
        if what:
            parts.append(ChangedPart(issue=signed.id, key=current.issue.key, what=what))
    return tuple(parts)


def has_changed_since(facts: StageFacts, statement: Statement) -> bool:
    """Tell whether what the statement was about has materially changed."""
    return bool(compare_parts(facts, statement.criteria, statement.issues))


def find_signatory(statement: Statement) -> str:
    """Return the signatory for whom a statement was made."""
    return statement.on_behalf_of or statement.by


def find_open_criteria(facts: StageFacts) -> tuple[str, ...]:
    """Return the criteria that nobody has ticked."""
    ticked = {tick.number for tick in facts.state.ticks}
    return tuple(text for number, text in enumerate(facts.stage.criteria, 1) if number not in ticked)


def find_open_issues(facts: StageFacts) -> tuple[str, ...]:
    """Return the keys of the stage's agreed issues that are not done."""
    return tuple(
        state.issue.key
        for state in facts.issues
        if is_agreed(state) and not is_done(facts.baseline.mapping, state)
    )


def is_ready(facts: StageFacts) -> bool:
    """Tell whether all criteria are ticked and all agreed issues closed."""
    has_content = bool(facts.stage.criteria) or any(is_agreed(each) for each in facts.issues)
    return has_content and not find_open_criteria(facts) and not find_open_issues(facts)


def is_due(facts: StageFacts) -> bool:
    """Tell whether a stage is with its signatories now.

    It was handed over, is complete, somebody has signed, or a signed part of it changed.
    """
    begun = facts.state.state in (SignOffState.PRELIMINARY, SignOffState.OUTDATED)
    return begun or facts.state.is_handed_over or is_ready(facts)

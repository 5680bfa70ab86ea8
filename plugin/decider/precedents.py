"""Earlier like issues: the same request gets the same answer, and a departure from it is said aloud."""

from __future__ import annotations

from datetime import timedelta

from plugin.decider.facts import Facts, Ground, Like
from plugin.decider.outcome import Asked
from plugin.decider.showing import precedents
from plugin.decider.state import IssueState
from plugin.effects import PostComment
from plugin.rules.verdict import VerdictKind
from plugin.texts import messages as say
from plugin.texts.render import render

_EXTRA = (VerdictKind.BONUS, VerdictKind.BEYOND_SCOPE)


def likeness_of(state: IssueState) -> tuple[str, ...]:
    """Return the keys by which issues are alike: exclusion clause, scope item, components."""
    verdict = state.verdict
    if verdict is None:
        return ()
    excluded = verdict.because("excluded")
    keys = [f"clause:{excluded.values['clause']}"] if excluded else []
    keys += [f"item:{verdict.item}"] if verdict.item else []
    return (*keys, *(f"component:{name}" for name in sorted(state.issue.components)))


def departs(facts: Facts, state: IssueState, person: str) -> tuple[Asked, ...]:
    """Tell the team that a ruling departs from what was decided about every earlier like issue."""
    ruling = state.ruling
    if ruling is None or not facts.likes:
        return ()
    if any(like.verdict == ruling.kind for like in facts.likes):
        return ()
    message = say.RulingDeparts(person=person, verdict=ruling.kind, precedents=precedents(facts.likes[:3]))
    return (_tell(facts.ground, state, f"team:departs:{ruling.at}", message),)


def repeated(facts: Facts, before: IssueState | None, state: IssueState) -> tuple[Asked, ...]:
    """Give the manager the task on the n-th like extra within the window (B4), once for that issue."""
    repeat = facts.ground.mapping.repeat
    was_extra = before is not None and before.kind in _EXTRA
    if repeat is None or state.kind not in _EXTRA or was_extra:
        return ()
    since = state.created - timedelta(days=repeat.within)
    by_likeness: dict[str, list[Like]] = {}
    for like in facts.likes:
        if since <= like.created <= state.created and like.verdict in _EXTRA:
            by_likeness.setdefault(like.likeness, []).append(like)
    for likeness, likes in by_likeness.items():
        if len(likes) + 1 >= repeat.count:
            message = say.RepeatedRequest(
                manager=manager_name(facts.ground),
                count=len(likes) + 1,
                within_days=repeat.within,
                likeness=likeness,
                issues=precedents(tuple(likes)),
            )
            return (_tell(facts.ground, state, "team:repeated", message),)
    return ()


def manager_name(ground: Ground) -> str | None:
    """Return the first person of our own side who may rule: the one who gets a task."""
    rows = [row for row in ground.mapping.authority if "rule_scope" in row.may]
    people = [ground.mapping.people.get(row.person) for row in rows]
    return next((person.name for person in people if person and person.side == "contractor"), None)


def _tell(ground: Ground, state: IssueState, slot: str, message: say.Message) -> Asked:
    text = render(message, ground.mapping.contract.language)
    return Asked(state.issue.id, slot, PostComment(text=text, audience="team"))

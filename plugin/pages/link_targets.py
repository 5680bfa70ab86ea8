"""What a person's own link leads to: what somebody named, or what awaits them first."""

from __future__ import annotations

from sqlalchemy import Connection

from plugin.core.facts import Ground
from plugin.core.model.authority import may
from plugin.core.model.issue_state import ChangeState, IssueState
from plugin.core.model.signed_links import Link, mark_of
from plugin.core.model.stage_state import StageState
from plugin.core.offer.offer_versions import is_draft
from plugin.core.signoff.checklist import missing
from plugin.core.signoff.gate import gate_of
from plugin.core.signoff.quorum import standing
from plugin.core.stage_facts import KICK_OFF, StageFacts
from plugin.pages.read_model import look_at_stage
from plugin.store import issues


def awaiting(connection: Connection, ground: Ground, person: str) -> Link | None:
    """Return what awaits a person first: a stage that is open, the kick-off, an offer; None: nothing does."""
    for stage in ground.mapping.stages:
        facts = look_at_stage(connection, ground, stage.id)
        if facts is not None and gate_of(ground, stage.id) is None and _awaits(facts, person):
            return sign_link(facts, person)
    if _kick_off_awaits(ground, person) and (link := agree_link(ground, person)):
        return link
    for state in issues.changes(connection, ground.mapping.id):
        link = choose_link(ground, state, person)
        if link is not None and _may_choose(ground, state, person):
            return link
    return None


def sign_link(facts: StageFacts, person: str) -> Link:
    """Return the link by which a person signs a stage as it stands."""
    mapping = facts.ground.mapping
    mark = mark_of(mapping.people[person])
    return Link(mapping.id, person, "sign", facts.stage.id, facts.state.version, mark=mark)


def agree_link(ground: Ground, person: str) -> Link | None:
    """Return the link to the kick-off, or None before its issue was seen."""
    state = _kick_off(ground)
    if ground.mapping.kick_off is None or state.issue_id is None:
        return None
    mark = mark_of(ground.mapping.people[person])
    return Link(ground.mapping.id, person, "agree", state.issue_id, state.version, mark=mark)


def choose_link(ground: Ground, state: IssueState, person: str) -> Link | None:
    """Return the link to an issue's offer, or None where there is none that a client may read."""
    change = state.change
    if state.deleted or change is None or change.offer is None or is_draft(ground, state):
        return None
    mark = mark_of(ground.mapping.people[person])
    return Link(ground.mapping.id, person, "choose", state.issue.id, change.offer.version, mark=mark)


def _awaits(facts: StageFacts, person: str) -> bool:
    stands = standing(facts.ground.mapping, facts.stage, person, facts.ground.today)
    return bool(set(stands.signs_for) & set(missing(facts)))


def _kick_off_awaits(ground: Ground, person: str) -> bool:
    kick_off, state = ground.mapping.kick_off, _kick_off(ground)
    agreed = {word.by for word in state.words}
    return kick_off is not None and person in kick_off.acknowledged_by and person not in agreed


def _kick_off(ground: Ground) -> StageState:
    return ground.stages.get(KICK_OFF) or StageState(contract=ground.mapping.id, stage=KICK_OFF)


def _may_choose(ground: Ground, state: IssueState, person: str) -> bool:
    change = state.change
    if change is None or change.state is not ChangeState.OFFERED or change.offer is None:
        return False
    costs = [option.cost for option in change.offer.options]
    return any(may(ground.mapping, person, "decide", ground.today, cost).granted for cost in costs)

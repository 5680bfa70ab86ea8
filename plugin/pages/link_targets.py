"""Targets of personal links: what was named, or what awaits a person first."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.core.facts import Baseline, StageFacts
from plugin.core.gate.gate import gate_of
from plugin.core.model.issue_state import ChangeState, IssueState
from plugin.core.model.signed_links import SignedLink, mark_of
from plugin.core.model.stage_issues import KICK_OFF
from plugin.core.model.stage_state import StageState
from plugin.core.offer.deciders import may_decide
from plugin.core.offer.offer_versions import is_draft
from plugin.core.presenter.addressees import find_reporter_key
from plugin.core.signoff.checklist import find_missing_signatories
from plugin.core.signoff.coverage import is_due
from plugin.core.signoff.quorum import judge_standing
from plugin.pages.read_model import read_stage
from plugin.store import issues, waits
from plugin.store.connection import Connection


def find_first_awaited(
    connection: Connection,
    baseline: Baseline,
    person: str,
    *,
    due_first: bool = False,
    loaded: Sequence[StageFacts] | None = None,
) -> SignedLink | None:
    """Return what awaits a person first, or None: stages, then the kick-off, offers.

    Args:
        connection: a transaction that reads.
        baseline: the contract.
        person: the person's key.
        due_first: a stage that is still worked on, which they may sign all the same, comes last.
        loaded: the open stages, where they are loaded already.
    """
    known = load_open_stages(connection, baseline) if loaded is None else loaded
    open_stages = [facts for facts in known if _awaits(facts, person)]
    due = next((facts for facts in open_stages if not due_first or is_due(facts)), None)
    if due is not None:
        return sign_link(due, person)
    if _kick_off_awaits(baseline, person) and (link := agree_link(baseline, person)):
        return link
    for state in issues.load_changes(connection, baseline.mapping.id):
        link = choose_link(baseline, state, person)
        if link is not None and _may_choose(baseline, state, person):
            return link
    return sign_link(open_stages[0], person) if open_stages else None


def load_open_stages(connection: Connection, baseline: Baseline) -> tuple[StageFacts, ...]:
    """Return the stages that no gate keeps shut and that nobody has signed off."""
    open_ones = (
        stage.id
        for stage in baseline.mapping.stages
        if gate_of(baseline, stage.id) is None and not baseline.is_signed_off(stage.id)
    )
    found = (read_stage(connection, baseline, each) for each in open_ones)
    return tuple(facts for facts in found if facts is not None)


def sign_link(facts: StageFacts, person: str) -> SignedLink:
    """Return the link by which a person signs a stage as it stands."""
    mapping = facts.baseline.mapping
    mark = mark_of(mapping.people[person])
    return SignedLink(mapping.id, person, "sign", facts.stage.id, facts.state.version, mark=mark)


def agree_link(baseline: Baseline, person: str) -> SignedLink | None:
    """Return the link to the kick-off, or None before its issue was seen."""
    state = _kick_off(baseline)
    if baseline.mapping.kick_off is None or state.issue_id is None:
        return None
    mark = mark_of(baseline.mapping.people[person])
    return SignedLink(baseline.mapping.id, person, "agree", state.issue_id, state.version, mark=mark)


def choose_link(baseline: Baseline, state: IssueState, person: str) -> SignedLink | None:
    """Return the link to an issue's offer, or None where a client may read none."""
    change = state.change
    if state.deleted or change is None or change.offer is None or is_draft(baseline, state):
        return None
    mark = mark_of(baseline.mapping.people[person])
    return SignedLink(baseline.mapping.id, person, "choose", state.issue.id, change.offer.version, mark=mark)


def answer_link(
    connection: Connection, baseline: Baseline, person: str, issue: str | None = None
) -> SignedLink | None:
    """Return the link by which a person answers what they were asked, or None.

    Args:
        connection: a transaction that reads.
        baseline: the contract.
        person: the person's key.
        issue: the tracker's id of the issue; None: any.
    """
    open_ones = waits.load_of_contract(connection, baseline.mapping.id, only_open=True)
    asked = [each for each in open_ones if each.owed_by == person and each.series == "asked"]
    wait = next((each for each in asked if issue in (None, each.issue)), None)
    if wait is None:
        return None
    mark = mark_of(baseline.mapping.people[person])
    return SignedLink(baseline.mapping.id, person, "answer", wait.issue, wait.number, mark=mark)


def find_title(connection: Connection, baseline: Baseline, link: SignedLink) -> str:
    """Return the title of a link's stage or issue, else an empty text."""
    stage = baseline.mapping.stage(link.about) if link.purpose == "sign" else None
    if stage is not None:
        return stage.title
    state = issues.load(connection, baseline.mapping.tracker.name, link.about)
    return state.issue.summary if state is not None else ""


def _awaits(facts: StageFacts, person: str) -> bool:
    stands = judge_standing(facts.baseline.mapping, facts.stage, person, facts.baseline.today)
    return bool(set(stands.signs_for) & set(find_missing_signatories(facts)))


def _kick_off_awaits(baseline: Baseline, person: str) -> bool:
    kick_off, state = baseline.mapping.kick_off, _kick_off(baseline)
    agreed = {each.by for each in state.words}
    return kick_off is not None and person in kick_off.acknowledged_by and person not in agreed


def _kick_off(baseline: Baseline) -> StageState:
    return baseline.stages.get(KICK_OFF) or StageState(contract=baseline.mapping.id, stage=KICK_OFF)


def _may_choose(baseline: Baseline, state: IssueState, person: str) -> bool:
    change = state.change
    if change is None or change.state is not ChangeState.OFFERED or change.offer is None:
        return False
    costs = [option.cost for option in change.offer.options]
    asked_by = find_reporter_key(baseline, state)
    return any(may_decide(baseline, change, person, cost, asked_by=asked_by).granted for cost in costs)

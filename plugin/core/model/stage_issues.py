"""Which issues stand for a stage or for the kick-off."""

from __future__ import annotations

from mappings.model import ContractMapping, Stage
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import IssueState

KICK_OFF = "@kick-off"
"""The key under which the acknowledgement of the kick-off is kept, beside the stages'."""


def get_names(issue: IssueSnapshot) -> tuple[str, ...]:
    """Return by what a mapping may name an issue: its key, its id, the key it had."""
    return (issue.key, issue.id, issue.called) if issue.called else (issue.key, issue.id)


def stage_of(mapping: ContractMapping, issue: IssueSnapshot) -> Stage | None:
    """Return the stage for which an issue stands, or None."""
    return next((stage for stage in mapping.stages if stage.issue and stage.issue in get_names(issue)), None)


def is_kick_off(mapping: ContractMapping, issue: IssueSnapshot) -> bool:
    """Tell whether the issue is the one on which the kick-off is acknowledged."""
    return mapping.kick_off is not None and mapping.kick_off.issue in get_names(issue)


def is_done(mapping: ContractMapping, state: IssueState) -> bool:
    """Tell whether an issue of a stage is finished."""
    statuses = mapping.tracker.statuses
    return state.issue.status in {*statuses.done, *statuses.accepted}

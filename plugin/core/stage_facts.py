"""The facts of a stage's sign-off: the stage, its issues, and who speaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mappings.model import ContractMapping, Stage
from plugin.core.facts import Baseline
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.model.stage_state import Means, StageState
from plugin.core.signoff.fingerprint import MATERIAL

KICK_OFF = "@kick-off"
"""The key under which the acknowledgement of the kick-off is kept, beside the stages'."""


@dataclass(frozen=True)
class StageFacts:
    """A stage at one moment.

    Attributes:
        baseline: the contract as it stands.
        stage: the stage by the mapping.
        state: what is on record about it.
        issues: the issues that belong to it and are judged, oldest first.
    """

    baseline: Baseline
    stage: Stage
    state: StageState
    issues: tuple[IssueState, ...] = ()

    @property
    def material(self) -> tuple[str, ...]:
        """The names of the fields to which a signature is bound."""
        return self.stage.sign_off.material if self.stage.sign_off else MATERIAL


@dataclass(frozen=True)
class Actor:
    """Who gives a word, by what means, when.

    Attributes:
        key: the person's key; None for somebody whom the mapping does not name.
        said_in: id of the comment, the page's link, or the stamp of the move: it names the answer's slot.
        written_at: when the comment was first written, which an edit leaves; None for other means.
        moved_from: the status before, where the word was given by moving the issue.
        moved_to: and after.
    """

    key: str | None
    name: str
    means: Means
    at: datetime
    said_in: str
    moved_from: str = ""
    moved_to: str = ""
    written_at: datetime | None = None


def stage_of(mapping: ContractMapping, issue: IssueSnapshot) -> Stage | None:
    """Return the stage for which an issue stands, or None."""
    return next(
        (stage for stage in mapping.stages if stage.issue in (issue.key, issue.id) and stage.issue), None
    )


def is_kick_off(mapping: ContractMapping, issue: IssueSnapshot) -> bool:
    """Tell whether the issue is the one on which the kick-off is acknowledged."""
    return mapping.kick_off is not None and mapping.kick_off.issue in (issue.key, issue.id)


def is_done(baseline: Baseline, state: IssueState) -> bool:
    """Tell whether an issue of a stage is finished."""
    statuses = baseline.mapping.tracker.statuses
    return state.issue.status in {*statuses.done, *statuses.accepted}

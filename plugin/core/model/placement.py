"""Where an issue belongs in its contract, and by which evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mappings.model import ContractMapping, Exclusion, ScopeItem


class Evidence(StrEnum):
    """What decided where an issue belongs."""

    UNGOVERNED = "ungoverned"
    """Outside the contract: nothing is written, nothing is counted."""
    NAMED = "named"
    """The mapping names it (a stage, an epic of a link, the kick-off): never judged."""
    RULING = "ruling"
    DEFECT = "defect"
    WARRANTY = "warranty"
    LINK = "link"
    EXCLUSION = "exclusion"
    UNMATCHED = "unmatched"


@dataclass(frozen=True)
class SignedOff:
    """Which stages are signed off, and since when."""

    stages: tuple[tuple[str, datetime], ...] = ()

    def at(self, stage: str | None) -> datetime | None:
        """Return when the stage was signed off, or None."""
        return next((moment for key, moment in self.stages if key == stage), None)

    def last_of(self, mapping: ContractMapping) -> datetime | None:
        """Return when the last stage was signed off, or None while one is open."""
        moments = [self.at(stage.id) for stage in mapping.stages]
        if any(moment is None for moment in moments):
            return None
        return max(moment for moment in moments if moment is not None)


@dataclass(frozen=True)
class Placement:
    """Where an issue belongs.

    Attributes:
        evidence: the rule that decided.
        why_not: for an ungoverned issue, the reason, for programs.
        item: the scope item, by link or by ruling.
        stage: the item's stage, or the first stage that was not signed off when the issue was created.
        exclusion: the exclusion whose words stand in the summary, also where a link decided.
        matched: the words that were found.
        also_linked: other items whose link holds too; the first in the mapping counts.
        counts_only: older than `live_from`: counts for quantities, is never judged or written to.
    """

    evidence: Evidence
    why_not: str = ""
    item: ScopeItem | None = None
    stage: str | None = None
    exclusion: Exclusion | None = None
    matched: str = ""
    also_linked: tuple[str, ...] = ()
    counts_only: bool = False

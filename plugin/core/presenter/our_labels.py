"""The labels that are ours: which one shows, which do not belong."""

from __future__ import annotations

from operator import attrgetter

from mappings.model import ContractMapping
from plugin.core.facts import Baseline
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.verdict import VerdictKind

_get_verdict_labels = attrgetter(*(kind.value for kind in VerdictKind))


def find_label(mapping: ContractMapping, kind: VerdictKind) -> str:
    """Return the configured label of a verdict."""
    return str(getattr(mapping.tracker.labels, kind.value))


def list_our_labels(mapping: ContractMapping) -> tuple[str, ...]:
    """Return the labels that show verdicts; an issue carries at most one of them."""
    labels: tuple[str, ...] = _get_verdict_labels(mapping.tracker.labels)
    return labels


def list_stray_labels(baseline: Baseline, issue: IssueSnapshot) -> tuple[str, ...]:
    """Return the stages' labels, where they do not belong on an issue.

    No issue but a stage's is signed off; outdated is one of which a signed stage says that it changed.
    """
    labels = baseline.mapping.tracker.labels
    changed = {part.issue for stage in baseline.stages.values() for part in stage.changed}
    return (labels.signed_off,) if issue.id in changed else (labels.signed_off, labels.outdated)

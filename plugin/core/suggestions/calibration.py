"""From likeness to confidence: how often such suggestions were right.

The weights were learned from the issues of nineteen public Jira projects, each counting the same, by Newton's
method; `make bench BENCH=suggesting` learns them anew and says where they differ. Many of those issues are
about what no item of the made-up contract covers: any suggestion for such an issue counts as wrong. What
confidence is worth where it was not learned is in docs/suggestions.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Evidence = tuple[float, float, float, float, float]
"""What confidence is read from: see `list_evidence`."""

INTERCEPT = -3.380
WEIGHTS: Evidence = (2.390, 6.844, 3.130, 0.560, -0.212)


def list_evidence(clause: float, linked: float, lead: float, item_issues: int, issues: int) -> Evidence:
    """Return what speaks for the likeliest item.

    Args:
        clause: how alike the text and its clause are, from 0 to 1.
        linked: how alike the text and its linked issues are.
        lead: by which share of its score it is ahead of the next item.
        item_issues: how many issues are linked to it.
        issues: how many are linked to any.
    """
    return clause, linked, lead, math.log1p(item_issues), math.log1p(issues)


def compute_confidence(evidence: Evidence, weights: Sequence[float] = (INTERCEPT, *WEIGHTS)) -> float:
    """Return how likely a suggestion is right, from 0 to 1.

    Args:
        evidence: as `list_evidence` gives it.
        weights: of a logistic function, its intercept first.
    """
    sum_ = weights[0] + sum(weight * each for weight, each in zip(weights[1:], evidence, strict=True))
    return 1 / (1 + math.exp(-sum_))

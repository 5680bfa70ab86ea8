"""Plays an export: each issue once, in the order of creation, by its last state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from mappings.model import ContractMapping
from plugin.core.backtest.export_memory import ExportMemory
from plugin.core.backtest.results import BacktestResult
from plugin.core.backtest.tally import Tally
from plugin.core.backtest.terms import begin, make_live, without_moments, without_our_labels
from plugin.core.decide import decide_first_look
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import IssueSnapshot

PLAYED = frozenset({"scope", "offer", "choice", "presenter", "alerts"})
"""What a last state can tell of: verdicts, offers, mails, and what the team is asked and told.

The others follow moves, words and dates, of which it knows none: a test holds both against each other.
"""
EACH = 1_000
"""After how many issues the caller hears how far it is."""


def play_export(
    mapping: ContractMapping,
    issues: Iterable[IssueSnapshot],
    since: date | None,
    *,
    name: str,
    source: str,
    progress: Callable[[int], None] = lambda _: None,
) -> BacktestResult:
    """Return what a contract would have done with the issues of an export.

    Args:
        mapping: the contract.
        issues: as the export shows them, the oldest first, each with its time of creation.
        since: from when on the contract counts as live; None: from the first issue on.
        name: by which the mapping is told apart from another.
        source: where the past comes from.
        progress: hears how many issues were played.
    """
    played = without_moments(make_live(mapping))
    zone = played.contract.zone
    memory, tally = ExportMemory(played), Tally(played)
    baseline, until, count = None, since, 0
    for issue in issues:
        if issue.created is None:
            continue
        day = issue.created.astimezone(zone).date()
        if baseline is None:
            since = since or day
            baseline = begin(played, since, issue.created)
        baseline = baseline.at(issue.created)
        until = max(until or day, day)
        event = IssueSeen(issue=without_our_labels(played, issue), at=issue.created)
        outcome = decide_first_look(event, memory.facts(baseline, event), PLAYED)
        state = next((each for each in outcome.states if each.issue.id == issue.id), None)
        if state is not None:
            memory.keep(state)
            tally.add(baseline, outcome, {state.issue.id: state})
            tally.judge(baseline, state)
        count += 1
        if count % EACH == 0:
            progress(count)
    progress(count)
    first = since or date.min
    return tally.finish(name, source, first, until or first, is_export=True)

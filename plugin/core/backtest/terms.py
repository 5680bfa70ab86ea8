"""The contract as it is played: live, and without what the past cannot show."""

from __future__ import annotations

from datetime import date, datetime

from mappings.model import ContractMapping, Stage
from plugin.core.backtest.unwritten_texts import UNWRITTEN
from plugin.core.calendar.working_days import make_calendar
from plugin.core.facts import Baseline
from plugin.core.model.issue import IssueSnapshot


def make_live(mapping: ContractMapping) -> ContractMapping:
    """Return the contract as if it had been live: in `mode: act` if it only observes."""
    if mapping.contract.mode != "observe":
        return mapping
    return mapping.model_copy(update={"contract": mapping.contract.model_copy(update={"mode": "act"})})


def without_moments(mapping: ContractMapping) -> ContractMapping:
    """Return the contract without what depends on when something was done.

    The last state of an issue tells of no sign-off, no begin of work and no answer: gates, sign-offs and
    waits would be judged by nothing.
    """
    stages = tuple(_without_sign_off(stage) for stage in mapping.stages)
    return mapping.model_copy(update={"stages": stages, "kick_off": None, "waiting": None})


def _without_sign_off(stage: Stage) -> Stage:
    return stage.model_copy(update={"sign_off": None, "criteria": ()})


def begin(mapping: ContractMapping, live_from: date, now: datetime) -> Baseline:
    """Return the contract as it stands before anything happened."""
    return Baseline(
        tracker=mapping.tracker.name,
        mapping=mapping,
        calendar=make_calendar(mapping.contract),
        live_from=live_from,
        now=now,
        texts=UNWRITTEN,
    )


def without_our_labels(mapping: ContractMapping, issue: IssueSnapshot, shown: str = "") -> IssueSnapshot:
    """Return an issue of the past with no label of the service but the one shown then.

    Args:
        mapping: the contract.
        issue: as the tracker shows it, where the service may have been at work already.
        shown: the label of the verdict that was decided last; empty: none.
    """
    labels = (issue.labels - mapping.tracker.labels.all) | ({shown} if shown else set())
    return issue if labels == issue.labels else issue.model_copy(update={"labels": labels})

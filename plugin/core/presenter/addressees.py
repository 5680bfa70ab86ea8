"""Who is spoken to, and by what name."""

from __future__ import annotations

from decimal import Decimal

from plugin.core.facts import Baseline
from plugin.core.model.authority import Cost, who_may
from plugin.core.model.issue_state import Change, Decision, IssueState
from plugin.core.offer.deciders import (
    count_needed,
    find_deputies,
    missing_deciders,
    who_decides,
)
from plugin.texts import formats


def list_names(baseline: Baseline, people: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of people by their keys."""
    return tuple(baseline.mapping.people[key].name for key in people)


def find_addressee(baseline: Baseline, change: Change, reporter: str | None) -> str | None:
    """Return the key of the person to whom the choice is put.

    That is somebody who may decide every option: the person who asked where they may, so that nobody else has
    to be troubled; else the first whom the mapping names.
    """
    cost = find_largest_cost(change)
    chose = {choice.principal for choice in change.choices}
    deciders = [person for person in who_decides(baseline, change, cost, reporter) if person not in chose]
    if reporter in deciders:
        return reporter
    return deciders[0] if deciders else next(iter(who_may(baseline.mapping, "decide", baseline.today)), None)


def find_largest_cost(change: Change) -> Cost:
    """Return the largest fee and the largest shift among the options on offer."""
    costs = [option.cost for option in change.offer.options] if change.offer else []
    return Cost(
        max((cost.fee for cost in costs), default=Decimal(0)),
        max((cost.working_days for cost in costs), default=0),
    )


def find_addressees(baseline: Baseline, change: Change, reporter: str | None) -> tuple[str, ...]:
    """Return the people whose word a change awaits.

    Where one word decides that is the addressee alone; where several are needed, each whose word is missing.
    """
    addressee = find_addressee(baseline, change, reporter)
    options = change.offer.options if change.offer else ()
    if addressee is None:
        return ()
    if count_needed(baseline.mapping) == 1 or not options:
        return (addressee, *list_deputies(baseline, change, addressee, reporter))
    missing = {person for option in options for person in missing_deciders(baseline, change, option)}
    chose = {choice.principal for choice in change.choices}
    return tuple(key for key in baseline.mapping.people if key in missing - chose)


def list_deputies(
    baseline: Baseline, change: Change, addressee: str, reporter: str | None
) -> tuple[str, ...]:
    """Return today's deputies of an addressee, who may answer as well."""
    found = find_deputies(baseline, change, addressee, find_largest_cost(change))
    return tuple(key for key in found if key not in (addressee, reporter))


def name_deciders(baseline: Baseline, decision: Decision) -> str:
    """Return the names of everybody whose word made a decision."""
    people = baseline.mapping.people
    earlier = [choice.by_name for choice in decision.others]
    own = people[decision.by].name if decision.by in people else decision.by_name or decision.by
    return formats.listed([*earlier, own], baseline.mapping.contract.language)


def find_addressee_name(baseline: Baseline, state: IssueState) -> str | None:
    """Return the name of the person to whom the choice is put, or None."""
    if state.change is None:
        return None
    key = find_addressee(baseline, state.change, find_reporter_key(baseline, state))
    return baseline.mapping.people[key].name if key else None


def is_ours(baseline: Baseline, state: IssueState) -> bool:
    """Tell whether somebody of our own side raised the request."""
    key = find_reporter_key(baseline, state)
    return key is not None and baseline.mapping.people[key].side == "contractor"


def find_reporter_key(baseline: Baseline, state: IssueState) -> str | None:
    """Return the mapping's key of the reporter, or None for a stranger."""
    found = baseline.mapping.person_by_account(state.issue.reporter.id) if state.issue.reporter else None
    return found[0] if found else None


def find_reporter_name(baseline: Baseline, state: IssueState) -> str:
    """Return the reporter's name; empty where the tracker gives none."""
    key = find_reporter_key(baseline, state)
    if key:
        return baseline.mapping.people[key].name
    return state.issue.reporter.name if state.issue.reporter else ""

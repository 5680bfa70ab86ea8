"""Who may decide an option now, and whose word a change still needs.

Authority is measured by the option's own cost and, where the mapping says so, by all that a person decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mappings.model import ContractMapping
from plugin.core.facts import Baseline
from plugin.core.model.authority import Cost, Permission, Spent, may, who_may
from plugin.core.model.issue_state import Change, Choice
from plugin.core.model.options import OfferOption
from plugin.core.offer.options import have_same_figures


def may_decide(
    baseline: Baseline,
    change: Change,
    person: str | None,
    cost: Cost,
    on: date | None = None,
    asked_by: str | None = None,
) -> Permission:
    """Decide whether a person may choose an option of this cost, today or on a day.

    Nobody decides alone about their own request by a deputy's power.

    Args:
        baseline: the contract at this moment.
        change: what is decided.
        person: the person's key; None for a stranger.
        cost: of the option.
        on: the day; None: today.
        asked_by: the key of who raised the request.
    """
    mapping, spent = baseline.mapping, _spent(baseline, change)
    day = on or baseline.today
    permission = may(mapping, person, "decide", day, cost, spent)
    if not permission.granted or not permission.on_behalf_of:
        return permission
    own = may(_without_deputies(mapping), person, "decide", day, cost, spent)
    if own.granted:
        return own
    if person == asked_by and count_needed(mapping) == 1:
        return Permission(False, person, why_not="own_request")
    return permission


def who_decides(
    baseline: Baseline, change: Change, cost: Cost, asked_by: str | None = None
) -> tuple[str, ...]:
    """Return the people who may choose an option of this cost."""
    people = who_may(baseline.mapping, "decide", baseline.today, cost, _spent(baseline, change))
    if asked_by not in people:
        return people
    return tuple(
        person
        for person in people
        if person != asked_by or may_decide(baseline, change, person, cost, asked_by=asked_by).granted
    )


def find_principal(baseline: Baseline, change: Change, person: str, cost: Cost) -> str | None:
    """Return for whom a person decides as a deputy; None where the power is their own."""
    return may_decide(baseline, change, person, cost).on_behalf_of


def find_deputies(baseline: Baseline, change: Change, principal: str, cost: Cost) -> tuple[str, ...]:
    """Return today's deputies of a person who may choose an option of this cost."""
    return tuple(
        person
        for person in who_decides(baseline, change, cost)
        if find_principal(baseline, change, person, cost) == principal
    )


def _without_deputies(mapping: ContractMapping) -> ContractMapping:
    own = tuple(row for row in mapping.authority if row.on_behalf_of is None)
    return mapping.model_copy(update={"authority": own})


def count_needed(mapping: ContractMapping) -> int:
    """Return how many people's words a change needs."""
    terms = mapping.decision
    if terms is None:
        return 1
    return len(set(terms.needs)) if terms.needs else terms.client + terms.contractor


def count_words(mapping: ContractMapping, choosers: Iterable[str]) -> int:
    """Return how many of the words that a change needs are there."""
    terms, there = mapping.decision, set(choosers)
    if terms is None:
        return min(1, len(there))
    if terms.needs:
        return len(there & set(terms.needs))
    sides = [person.side for key, person in mapping.people.items() if key in there]
    return min(terms.client, sides.count("client")) + min(terms.contractor, sides.count("contractor"))


def agreeing_choices(change: Change, option: OfferOption) -> tuple[Choice, ...]:
    """Return the waiting choices of the same option with the same figures."""
    return tuple(choice for choice in change.choices if is_same_option(choice.option, option))


def count_agreeing(baseline: Baseline, change: Change) -> int:
    """Return how many of the words that are needed agree on one option by now."""
    agreeing = (agreeing_choices(change, choice.option) for choice in change.choices)
    there = ({each.principal for each in choices} for choices in agreeing)
    return max((count_words(baseline.mapping, people) for people in there), default=0)


def missing_deciders(baseline: Baseline, change: Change, option: OfferOption) -> tuple[str, ...]:
    """Return the people of whom at least one still has to choose this option.

    Their words are wanted who may decide it and have not chosen it yet.
    """
    mapping = baseline.mapping
    there = {choice.principal for choice in agreeing_choices(change, option)}
    now = count_words(mapping, there)
    return tuple(
        person
        for person in who_decides(baseline, change, option.cost)
        if person not in there and count_words(mapping, {*there, person}) > now
    )


def is_same_option(one: OfferOption, other: OfferOption) -> bool:
    """Tell whether two options are of one kind and have the same figures."""
    return have_same_figures([_without_number(one)], [_without_number(other)])


def _without_number(option: OfferOption) -> OfferOption:
    """Return the option without its number, which may differ between versions."""
    return option.model_copy(update={"number": 0})


def _spent(baseline: Baseline, change: Change) -> Spent:
    """Return what was spent besides this change, whose decision may be replaced."""
    return baseline.spent_besides(frozenset(decision.id for decision in change.decisions))

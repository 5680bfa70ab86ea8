"""The offer of a beyond-scope issue: made, kept, remade or dropped.

It follows the verdict and the figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from mappings.model import ContractMapping, OfferDays
from plugin.core.facts import Baseline
from plugin.core.model.issue import TermKind
from plugin.core.model.issue_state import Change, ChangeState, IssueState, OfferVersion
from plugin.core.model.options import OfferOption, OpenWork, SwapFit
from plugin.core.model.verdict import VerdictKind
from plugin.core.offer.deciders import count_agreeing, count_needed, is_same_option
from plugin.core.offer.offer_dates import OfferDates, find_offer_dates
from plugin.core.offer.options import (
    FlatPrice,
    TradeOffFacts,
    best_swap,
    build_options,
    have_same_figures,
)
from plugin.core.offer.price import traits_of


def may_have_offer(state: IssueState) -> bool:
    """Tell whether an issue has an offer, or may get one."""
    is_extra = state.kind is VerdictKind.BEYOND_SCOPE
    return is_extra or state.change is not None or state.swap_fit is not None


def with_change(baseline: Baseline, state: IssueState, open_work: tuple[OpenWork, ...]) -> IssueState:
    """Return the state with the change that its verdict calls for.

    A decided change stays as it was decided. An undecided one is dropped when the issue is no extra any
    more; its offer gets a new version only when the figures that a reader sees have changed.
    """
    if state.decided:
        return state
    if state.kind is not VerdictKind.BEYOND_SCOPE:
        gone = {"change": None, "swap_fit": None}
        return state.model_copy(update=gone) if may_have_offer(state) else state
    change = state.change or Change(raised_on=baseline.today)
    if change.choices and count_agreeing(baseline, change) >= count_needed(baseline.mapping):
        # The contract asks for fewer words than before. A changed contract decides nothing: it is asked anew.
        change = change.model_copy(update={"choices": ()})
    state = state.model_copy(update={"change": change})
    offer = make_offer(baseline, state, change, open_work)
    if offer is not None and offer != change.offer:
        # What somebody chose with other figures is asked anew; an option may have another number now.
        waiting = tuple(
            choice.model_copy(update={"option": option})
            for choice in change.choices
            for option in offer.options
            if is_same_option(choice.option, option)
        )
        change = change.model_copy(update={"versions": (*change.versions, offer), "choices": waiting})
    shown = (
        offer is not None and not is_draft(baseline, state) and baseline.mapping.contract.mode != "observe"
    )
    new_state = ChangeState.OFFERED if shown else ChangeState.RAISED
    change = change.model_copy(update={"state": new_state})
    return state.model_copy(update={"change": change, "swap_fit": _swap_fit(baseline, state, open_work)})


def _swap_fit(baseline: Baseline, state: IssueState, open_work: tuple[OpenWork, ...]) -> SwapFit | None:
    """Return how well the best open work fits a swap.

    By it a better fit is noticed without a look at all open work.
    """
    hours = state.verdict.over_hours if state.verdict else None
    if not hours or "swap" not in baseline.mapping.options:
        return None
    best = best_swap(hours, state.stage, [work for work in open_work if work.issue != state.issue.id])
    if best is None:
        return None
    return SwapFit(issue=best.issue, gap_hours=abs(best.hours - hours), same_stage=best.stage == state.stage)


def make_offer(
    baseline: Baseline,
    state: IssueState,
    change: Change,
    open_work: tuple[OpenWork, ...],
    at: datetime | None = None,
) -> OfferVersion | None:
    """Return the offer as of now: the version in force, or a new one.

    The version in force stays while its figures hold.

    None while nothing is known that could be offered: neither an estimate nor a sum.

    Args:
        baseline: the contract at this moment.
        state: the issue.
        change: its change.
        open_work: what a swap could name.
        at: when the choice was written for which the figures are compared; None: now.
    """
    if state.verdict is None or not has_figures(baseline.mapping, state):
        return None
    hours = state.verdict.over_hours or None
    own = frozenset(decision.id for decision in change.decisions)
    facts = TradeOffFacts(
        hours=hours,
        stage=state.stage,
        named_fee=state.named_fee,
        schedule=baseline.schedule_without(own),
        today=baseline.today,
        dates=find_offer_dates(baseline, state, change, at),
        open_work=tuple(work for work in open_work if work.issue != state.issue.id),
        flat=find_flat_price(baseline.mapping, state),
        traits=traits_of(state.counted),
    )
    options, not_offered = build_options(baseline.mapping, facts)
    last = change.offer
    stands = last is not None and last.hours == hours
    forecast = find_later_forecast(baseline, state.stage or "", options, besides=own)
    if (
        last is not None
        and stands
        and (have_same_figures(last.options, options) or _stands_as_made(baseline, last, facts))
    ):
        # A forecast is no figure that anybody agrees to: the offer stands as long as it did.
        told = {"version": last.version + 1, "forecast": forecast}
        return last if last.forecast == forecast else last.model_copy(update=told)
    return OfferVersion(
        version=last.version + 1 if last else 1,
        made_on=baseline.today,
        answer_by=find_answer_by(baseline),
        hours=hours,
        options=options,
        not_offered=not_offered,
        forecast=forecast,
    )


def find_later_forecast(
    baseline: Baseline, stage: str, options: Iterable[OfferOption], besides: frozenset[str]
) -> date | None:
    """Return the forecast of a stage that options name an earlier contract date of.

    Args:
        baseline: the contract at this moment.
        stage: the stage's id.
        options: those that are shown.
        besides: decisions whose shifts are left out.
    """
    due = baseline.schedule_without(besides).dates.get(stage)
    forecast = baseline.forecast_of(stage, besides=besides)
    named = any(option.before is not None and not option.overdue for option in options)
    return forecast if named and due is not None and forecast is not None and forecast > due else None


def find_answer_by(baseline: Baseline) -> date:
    """Return the last day of an offer made today, by working or by calendar days."""
    valid = baseline.mapping.offer_valid
    if isinstance(valid, OfferDays):
        return baseline.today + timedelta(days=valid.days)
    return baseline.calendar.add_working_days(baseline.today, valid)


def _stands_as_made(baseline: Baseline, last: OfferVersion, facts: TradeOffFacts) -> bool:
    """Tell whether an offer of an older version of the service holds its figures.

    It counted from the day of the offer where the stage was late; what was published keeps its figures until
    something of it changes.
    """
    starts = [option.counted_from for option in last.options if option.counted_from is not None]
    if not starts or facts.dates.own_from is not None or last.answer_by < baseline.today:
        return False
    dates = OfferDates(calendar=facts.dates.calendar, counted_from=starts[0])
    as_made, _ = build_options(baseline.mapping, replace(facts, dates=dates))
    return have_same_figures(last.options, as_made)


def has_figures(mapping: ContractMapping, state: IssueState) -> bool:
    """Tell whether an extra can be offered: its hours or its sum are known."""
    if state.verdict is None:
        return False
    if state.verdict.over_hours:
        return True
    has_sum = state.named_fee is not None or find_flat_price(mapping, state) is not None
    return has_sum and bool({"extra_fee", "fee_and_date"} & set(mapping.options))


def find_flat_price(mapping: ContractMapping, state: IssueState) -> FlatPrice | None:
    """Return the price of the round or piece over its limit; of two the larger."""
    verdict = state.verdict
    item = mapping.item(verdict.item or "") if verdict else None
    if verdict is None or item is None:
        return None
    found: list[FlatPrice] = []
    if item.rounds and item.rounds.price is not None and verdict.because("rounds_over"):
        found.append(FlatPrice(item.rounds.price, "rounds"))
    if item.pieces and item.pieces.price is not None and verdict.because("pieces_over"):
        found.append(FlatPrice(item.pieces.price, "pieces"))
    return max(found, key=lambda price: price.sum, default=None)


def is_draft(baseline: Baseline, state: IssueState) -> bool:
    """Tell whether the client may not read yet what the service would say.

    In `mode: draft` that is everything; else the offers on issues that our own side raised, unless the
    mapping publishes those, and those that hang on a name which could not be resolved. `/publish` releases
    it; a decision was read by everybody already.
    """
    if state.released or state.decided:
        return False
    if baseline.mapping.contract.mode == "draft" or find_doubtful_name(baseline, state) is not None:
        return True
    return state.change is not None and raised_by_team(baseline, state)


def find_doubtful_name(baseline: Baseline, state: IssueState) -> tuple[TermKind, str, str] | None:
    """Return the name by which an issue may be something else than it was judged.

    The mapping says it otherwise, and the tracker has no such name: kind, the issue's name, the mapping's.
    What the client has read already stays.
    """
    if state.spoke or not baseline.doubtful_names:
        return None
    issue = state.issue
    given: tuple[tuple[TermKind, Iterable[str]], ...] = (
        ("type", (issue.type,)),
        ("component", sorted(issue.components)),
        ("version", sorted(issue.versions)),
    )
    shown = ((kind, name) for kind, names in given for name in names)
    found = next((each for each in shown if each in baseline.doubtful_names), None)
    return (*found, baseline.doubtful_names[found]) if found else None


def raised_by_team(baseline: Baseline, state: IssueState) -> bool:
    """Tell whether our own side raised the issue and its offers wait for `/publish`."""
    if baseline.mapping.tracker.raised_by_team == "publish" or state.issue.reporter is None:
        return False
    found = baseline.mapping.person_by_account(state.issue.reporter.id)
    return found is not None and found[1].side == "contractor"


def open_work_hours(mapping: ContractMapping, state: IssueState | None) -> Decimal | None:
    """Return the hours of agreed work that nobody has begun, or None."""
    if state is None or state.deleted or state.kind is not VerdictKind.IN_SCOPE or state.started(mapping):
        return None
    return state.estimate


def open_work_now(
    mapping: ContractMapping, on_record: tuple[OpenWork, ...], states: tuple[IssueState, ...]
) -> tuple[OpenWork, ...]:
    """Return the open work, with what was just judged in place of the record."""
    judged = {state.issue.id for state in states}
    swapped = {
        decision.option.swap_issue
        for state in states
        if (decision := state.change.decision if state.change else None) is not None
    }
    fresh = [
        OpenWork(state.issue.id, state.issue.key, state.issue.summary, hours, state.stage)
        for state in states
        if (hours := open_work_hours(mapping, state)) is not None
    ]
    known = (work for work in on_record if work.issue not in judged)
    return tuple(work for work in (*known, *fresh) if work.issue not in swapped)

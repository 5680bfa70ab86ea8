"""Stages as a contract's page shows them: sign-off, criteria, hours, gate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from mappings.model import ScopeItem, Stage
from plugin.core.facts import Baseline, StageFacts
from plugin.core.gate.gate import Gate, gate_of
from plugin.core.model.quantity_claims import ItemUsage
from plugin.core.model.stage_state import StageState, Statement
from plugin.core.presenter.addressees import list_names
from plugin.core.scope.monthly_hours import MonthlyHours
from plugin.core.signoff.checklist import find_missing_signatories
from plugin.core.signoff.coverage import find_signatory
from plugin.core.signoff.quorum import find_signatories
from plugin.pages.contract_view import StageLine
from plugin.pages.stage_words import count_needed, name_progress

Usage = Mapping[str, Mapping[str, ItemUsage]]
"""What issues hold of each item, by its id and by month."""


@dataclass(frozen=True)
class QuantityLine:
    """How much of an item is used.

    Attributes:
        item: its title.
        unit: what is counted; `month`: hours of the present month.
        used: so far.
        included: in all.
        left: of it, never below zero.
        over: beyond it.
        share: used of included, from 0 to 100.
    """

    item: str
    unit: Literal["hours", "month", "rounds", "pieces"]
    used: Decimal
    included: Decimal
    left: Decimal
    over: Decimal
    share: int


@dataclass(frozen=True)
class SignatoryLine:
    """Somebody who signs a stage; who signed for them, and when, or None."""

    name: str
    signed_by: str | None = None
    signed_on: date | None = None


@dataclass(frozen=True)
class StageCard:
    """A stage as a contract's page shows it.

    Attributes:
        id: of the stage.
        dates: contract date, shift and forecast.
        state: what is on record about its sign-off.
        ticked: how many of its criteria are ticked.
        criteria: how many it has.
        signatories: everybody who may sign, in the contract's order.
        signed: how many signatures are there.
        needed: how many are needed in all.
        awaited: names of those whose signature is missing.
        accepted_on: the day on which it was accepted as it stands.
        agreed_days: by how many working days decisions move it.
        waited_days: by how many working days the waiting for the client moves it.
        quantities: of its items.
        gate: what keeps it shut; None where it is open.
        opened_by: names of the people who can open it and have not yet.
        is_overdue: whether its contract date has passed unsigned.
        progress: where it is, in one word: a state of its sign-off, `working`, or `shut` by a gate.
        remarks: open points of its acceptance.
        refusal: the newest no of a signatory to the version in force.
        refused_on: its day in the contract's time zone.
        after: the title of the stage that it comes after; empty where there is none, or more than one.
    """

    id: str
    dates: StageLine
    state: StageState
    ticked: int
    criteria: int
    signatories: tuple[SignatoryLine, ...]
    signed: int
    needed: int
    awaited: tuple[str, ...]
    accepted_on: date | None
    agreed_days: int
    waited_days: int
    quantities: tuple[QuantityLine, ...]
    gate: Gate | None
    opened_by: tuple[str, ...]
    is_overdue: bool
    progress: str
    remarks: int
    refusal: Statement | None
    refused_on: date | None
    after: str


def make_stage_cards(
    baseline: Baseline, lines: tuple[StageLine, ...], usage: Usage, due: frozenset[str]
) -> tuple[StageCard, ...]:
    """Return a contract's stages in their order.

    Args:
        baseline: the contract in force.
        lines: their dates, in the same order.
        usage: what issues hold of its items.
        due: ids of the stages that are with their signatories now.
    """
    stages = zip(baseline.mapping.stages, lines, strict=True)
    return tuple(_make_card(baseline, stage, line, usage, is_due=stage.id in due) for stage, line in stages)


def _make_card(baseline: Baseline, stage: Stage, line: StageLine, usage: Usage, *, is_due: bool) -> StageCard:
    state = baseline.stages.get(stage.id) or StageState(contract=baseline.mapping.id, stage=stage.id)
    gate = gate_of(baseline, stage.id)
    missing = find_missing_signatories(StageFacts(baseline, stage, state, ()))
    named = find_signatories(baseline.mapping, stage)
    statements = _signatures(state)
    signed = sum(1 for key in named if key in statements)
    own = [shift for _, shift in baseline.shifts if shift.stage == stage.id]
    zone, certificate = baseline.mapping.contract.zone, state.certificate
    refusals = [each for each in state.words if each.counts and each.outcome == "refused"]
    refusal = refusals[-1] if refusals else None
    return StageCard(
        id=stage.id,
        dates=line,
        state=state,
        ticked=len({tick.number for tick in state.ticks if tick.number <= len(stage.criteria)}),
        criteria=len(stage.criteria),
        signatories=tuple(
            SignatoryLine(
                name,
                statements[key].name if key in statements else None,
                statements[key].at.astimezone(zone).date() if key in statements else None,
            )
            for key, name in zip(named, list_names(baseline, named), strict=True)
        ),
        signed=signed,
        needed=count_needed(stage, len(named)) if missing or not signed else signed,
        awaited=list_names(baseline, missing),
        accepted_on=certificate.signed_at.astimezone(zone).date()
        if certificate and state.signed_off
        else None,
        agreed_days=sum(shift.working_days for shift in own if not shift.by_waiting),
        waited_days=sum(shift.working_days for shift in own if shift.by_waiting),
        quantities=tuple(_quantities(baseline, stage, usage)),
        gate=gate,
        opened_by=_list_openers(baseline, stage, gate) if gate else (),
        is_overdue=baseline.is_overdue(stage.id),
        progress=name_progress(state, is_due=is_due, is_shut=gate is not None),
        remarks=sum(1 for point in state.points if point.closed_at is None),
        refusal=refusal,
        refused_on=refusal.at.astimezone(zone).date() if refusal else None,
        after=_title_before(baseline, stage),
    )


def _list_openers(baseline: Baseline, stage: Stage, gate: Gate) -> tuple[str, ...]:
    """Return the names of those whose word opens a stage."""
    before = next(
        (each for each in map(baseline.mapping.stage, stage.after) if each and each.title == gate.title), None
    )
    state = baseline.stages.get(before.id) if before else None
    if gate.missing != "sign_off" or before is None or state is None:
        return list_names(baseline, gate.who)
    return list_names(baseline, find_missing_signatories(StageFacts(baseline, before, state, ())))


def _title_before(baseline: Baseline, stage: Stage) -> str:
    """Return the title of the one stage that a stage comes after."""
    before = [baseline.mapping.stage(each) for each in stage.after]
    return before[0].title if len(before) == 1 and before[0] else ""


def _signatures(state: StageState) -> dict[str, Statement]:
    """Return the signatures of the version in force, by the signatory whose they are."""
    words = state.words or (state.certificate.words if state.certificate and state.signed_off else ())
    return {find_signatory(each): each for each in words if each.counts and each.outcome == "accepted"}


def _quantities(baseline: Baseline, stage: Stage, usage: Usage) -> Iterator[QuantityLine]:
    month = baseline.today.strftime("%Y-%m")
    for item in stage.items:
        by_month = usage.get(item.id, {})
        hours = sum((each.hours for each in by_month.values()), item.used)
        if item.hours is not None:
            yield _make_line(item, "hours", hours, item.hours)
        if item.monthly_hours is not None:
            own = by_month.get(month, ItemUsage()).hours
            yield _make_line(item, "month", own, _included_in_month(baseline, item, by_month, month))
        if item.rounds is not None:
            used = sum(each.rounds for each in by_month.values())
            yield _make_line(item, "rounds", Decimal(used), Decimal(item.rounds.max))
        if item.pieces is not None:
            used = sum(each.pieces for each in by_month.values())
            yield _make_line(item, "pieces", Decimal(used), Decimal(item.pieces.max))


def _included_in_month(
    baseline: Baseline, item: ScopeItem, by_month: Mapping[str, ItemUsage], month: str
) -> Decimal:
    """Return the hours of the present month, with what the month before leaves to it."""
    own = item.monthly_hours or Decimal(0)
    months = MonthlyHours(own, item.most_rolled_over, baseline.live_from.strftime("%Y-%m"))
    for each, usage in by_month.items():
        months.take(each, usage.hours)
    return own + months.carried_into(month)


def _make_line(
    item: ScopeItem, unit: Literal["hours", "month", "rounds", "pieces"], used: Decimal, included: Decimal
) -> QuantityLine:
    nothing = Decimal(0)
    share = min(100, round(used * 100 / included)) if included else (100 if used else 0)
    return QuantityLine(
        item=item.title,
        unit=unit,
        used=used,
        included=included,
        left=max(nothing, included - used),
        over=max(nothing, used - included),
        share=share,
    )


def find_next_stage(cards: Iterable[StageCard]) -> StageCard | None:
    """Return the stage that is delivered next, or None where every one is accepted.

    A stage whose date has passed without a new one comes first, a stage without any date last.
    """
    open_ones = [card for card in cards if not card.state.signed_off]
    return min(open_ones, key=_order_of_delivery, default=None)


def _order_of_delivery(card: StageCard) -> date:
    return card.dates.forecast or card.dates.now or date.max


def sum_hours(cards: Iterable[StageCard]) -> QuantityLine | None:
    """Return the hours of the stages that are not accepted, as one line, or None."""
    lines = [
        line
        for card in cards
        if not card.state.signed_off
        for line in card.quantities
        if line.unit == "hours"
    ]
    if not lines:
        return None
    nothing = Decimal(0)
    return QuantityLine(
        item="",
        unit="hours",
        used=sum((line.used for line in lines), nothing),
        included=sum((line.included for line in lines), nothing),
        left=sum((line.left for line in lines), nothing),
        over=sum((line.over for line in lines), nothing),
        share=0,
    )

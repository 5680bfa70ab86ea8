"""A contract in short: where it is, what it waits for, what comes next.

Nothing in it is for one side alone: it may be forwarded to anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mappings.model import ContractMapping, Language
from plugin.core.model.stage_state import StageState
from plugin.core.model.waits import WaitKind, WaitState
from plugin.pages.contract_view import ContractView, StageLine, read_contract
from plugin.reports.register import RegisterSums
from plugin.reports.register_labels import charges_vat
from plugin.reports.waits import WaitRow, read_waits
from plugin.store import stages
from plugin.store.connection import Connection

MAX_LINES = 3
"""Of each list that many are shown; the others are counted."""


@dataclass(frozen=True)
class NextDate:
    """A day that comes: of a stage, or by which something was asked for.

    Attributes:
        on: the day by the contract, the forecast where that day has passed, or the one asked for.
        what: the stage's title, or what is owed.
        kind: `stage`, or the kind of a wait.
        forecast: what is believed now, where that is another day than the contract's.
    """

    on: date
    what: str
    kind: str
    forecast: date | None = None


@dataclass(frozen=True)
class Brief:
    """What a contract is about now.

    Attributes:
        at: of which moment this is, in the contract's time zone.
        current: the first stage that is not signed off; None: all are.
        done: how many stages are signed off.
        waiting: what is waited for, the oldest first.
        dates: the next days, the nearest first.
        agreed: what was agreed beside the contract: changes, sum and working days.
        unsigned: stages that were handed over and are not signed.
        has_vat: whether sums contain VAT.
    """

    mapping: ContractMapping
    at: datetime
    current: StageLine | None
    done: int
    waiting: tuple[WaitRow, ...]
    dates: tuple[NextDate, ...]
    agreed: RegisterSums
    unsigned: tuple[str, ...]
    has_vat: bool


def read_brief(connection: Connection, contract: str, language: Language, now: datetime) -> Brief | None:
    """Return a contract in short, or None where there is none.

    Args:
        connection: a transaction that reads.
        contract: the contract's id.
        language: the reader's.
        now: the moment.
    """
    view = read_contract(connection, contract, language, now)
    return make_brief(connection, view, now) if view is not None else None


def make_brief(connection: Connection, view: ContractView, now: datetime) -> Brief:
    """Return a contract in short, by what was read of it."""
    mapping = view.mapping
    at = now.astimezone(mapping.contract.zone)
    on_record = stages.load_all(connection, mapping.id)
    open_stages = [
        line
        for stage, line in zip(mapping.stages, view.stages, strict=True)
        if not _is_signed(on_record.get(stage.id))
    ]
    waiting = [row for row in read_waits(connection, mapping, now) if row.is_open]
    return Brief(
        mapping=mapping,
        at=at,
        current=open_stages[0] if open_stages else None,
        done=len(view.stages) - len(open_stages),
        waiting=tuple(sorted(waiting, key=lambda row: row.asked_at)),
        dates=tuple(sorted(_dates(open_stages, waiting, at.date()), key=lambda each: (each.on, each.what))),
        agreed=view.totals.agreed,
        unsigned=tuple(_unsigned(mapping, on_record)),
        has_vat=charges_vat(mapping),
    )


def _is_signed(state: StageState | None) -> bool:
    return state is not None and state.signed_off


def _dates(open_stages: Sequence[StageLine], waiting: Sequence[WaitRow], today: date) -> Iterator[NextDate]:
    for line in open_stages:
        if line.now is None:
            continue
        if line.now >= today:
            yield NextDate(line.now, line.title, "stage", line.forecast)
        elif line.forecast is not None and line.forecast >= today:
            # A contract date that has passed is no date to come; the forecast is.
            yield NextDate(line.forecast, line.title, "stage", line.forecast)
    for row in waiting:
        if row.due >= today and row.state == WaitState.OPEN and row.kind != WaitKind.SIGNATURE:
            yield NextDate(row.due, row.what, row.kind)


def _unsigned(mapping: ContractMapping, on_record: dict[str, StageState]) -> Iterator[str]:
    for stage in mapping.stages:
        state = on_record.get(stage.id)
        if state is not None and state.is_handed_over and not state.signed_off:
            yield stage.title

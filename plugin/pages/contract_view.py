"""A contract as a page shows it: changes, totals, stages, last entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mappings.model import ContractMapping, Language
from plugin.core.calendar.schedule import compute_due_dates
from plugin.core.calendar.working_days import make_calendar
from plugin.core.model.issue_state import IssueState
from plugin.core.model.stage_state import list_signed_dates
from plugin.pages.date_causes import DateCause, list_causes
from plugin.pages.entry_text import entry_sentence
from plugin.reports.register import RegisterRow, RegisterTotals, register_rows, register_totals
from plugin.store import contracts, issues, record, shifts, stages, waits
from plugin.store.connection import Connection

MAX_ENTRIES = 12


@dataclass(frozen=True)
class StageLine:
    """A stage's date as signed and by the contract now, and the forecast.

    Attributes:
        title: of the stage.
        issue: its issue's key.
        signed: the date as signed; None: it has none.
        now: the contract date; None likewise.
        working_days: by how much it has moved.
        forecast: what is believed now, where it is another date; a stage that is signed off has none.
        reason: why, in the words of the person who named it.
        causes: what moved the contract date, earliest first.
    """

    title: str
    issue: str | None
    signed: date | None
    now: date | None
    working_days: int
    forecast: date | None = None
    reason: str = ""
    causes: tuple[DateCause, ...] = ()


@dataclass(frozen=True)
class EntryLine:
    """An entry of the record as a sentence; `at` is in the contract's time zone."""

    at: datetime
    sentence: str


@dataclass(frozen=True)
class ContractView:
    """What a page shows about one contract.

    Attributes:
        states: the changes, as they are on record.
        register: the same as rows.
        kinds: which kinds of entry stand on record.
    """

    mapping: ContractMapping
    states: tuple[IssueState, ...]
    register: tuple[RegisterRow, ...]
    totals: RegisterTotals
    summaries: dict[str, str]
    stages: tuple[StageLine, ...]
    entries: tuple[EntryLine, ...]
    kinds: frozenset[str]


def read_contract(
    connection: Connection, contract: str, language: Language, now: datetime | None = None
) -> ContractView | None:
    """Return a contract as it stands on record, or None while it is not loaded.

    Args:
        connection: a transaction that reads.
        contract: the contract's id.
        language: of the entries' sentences.
        now: the moment; a forecast that has passed by then is not shown. None: it is shown.
    """
    mapping = next((each for each in contracts.load_latest(connection) if each.id == contract), None)
    if mapping is None:
        return None
    states = tuple(issues.load_changes(connection, contract))
    counted = waits.load_all_counted(connection, contract)
    register = register_rows(mapping, states, counted)
    return ContractView(
        mapping=mapping,
        states=states,
        register=register,
        totals=register_totals(register),
        summaries={state.issue.key: state.issue.summary for state in states},
        stages=_stage_lines(connection, mapping, list_causes(mapping, states, counted), now),
        entries=_entry_lines(connection, mapping, language),
        kinds=record.load_kinds(connection, contract),
    )


def _stage_lines(
    connection: Connection,
    mapping: ContractMapping,
    causes: Mapping[str, tuple[DateCause, ...]],
    at: datetime | None,
) -> tuple[StageLine, ...]:
    today = at.astimezone(mapping.contract.zone).date() if at else date.min
    calendar = make_calendar(mapping.contract)
    moved_by = [shift for _, shift in shifts.load_shifts(connection, mapping.id)]
    on_record = stages.load_all(connection, mapping.id)
    dates = compute_due_dates(mapping, calendar, moved_by, list_signed_dates(on_record))
    lines = []
    for stage in mapping.stages:
        now = dates[stage.id]
        moved = calendar.working_days_between(stage.due, now) if stage.due and now else 0
        state = on_record.get(stage.id)
        named = state.forecasts[-1] if state and state.forecasts and not state.signed_off else None
        forecast = named.moved_by(moved_by, stage.id, calendar) if named else None
        shown = forecast if forecast and forecast >= today and forecast != now else None
        lines.append(
            StageLine(
                title=stage.title,
                issue=stage.issue,
                signed=stage.due,
                now=now,
                working_days=moved,
                forecast=shown,
                reason=named.reason if named and shown else "",
                causes=causes.get(stage.id, ()),
            )
        )
    return tuple(lines)


def _entry_lines(
    connection: Connection, mapping: ContractMapping, language: Language
) -> tuple[EntryLine, ...]:
    zone = mapping.contract.zone
    return tuple(
        EntryLine(
            entry["at"].astimezone(zone), entry_sentence(entry["kind"], entry["payload"], mapping, language)
        )
        for entry in record.load_newest(connection, mapping.id, MAX_ENTRIES)
    )

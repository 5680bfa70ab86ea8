"""The start page: what waits for its reader, and how their contracts stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from mappings.model import ContractMapping
from plugin.core.model.waits import WaitKind
from plugin.pages.contract_access import Reader
from plugin.pages.read_model import read_baseline
from plugin.pages.waits_view import WaitingForReader, list_for_reader
from plugin.reports.register import RegisterRow, register_rows
from plugin.store import issues
from plugin.store.connection import Connection
from plugin.texts.render import Texts


@dataclass(frozen=True)
class HomeWait:
    """One thing whose next step is the reader's.

    Attributes:
        row: what it is, of which contract, and for how long it has waited.
        change: of a choice, what the ways to do it would cost.
    """

    row: WaitingForReader
    change: RegisterRow | None = None


@dataclass(frozen=True)
class HomeContract:
    """A contract on the start page.

    Attributes:
        reader: who looks at it.
        accepted: how many of its stages are accepted.
        stages: how many it has.
        today: in its time zone.
        next_on: when the next stage is due, by the forecast where there is one; None: no date ahead is named.
        next_title: the title of that stage.
        is_forecast: whether the day is a forecast.
    """

    reader: Reader
    accepted: int
    stages: int
    today: date
    next_on: date | None = None
    next_title: str = ""
    is_forecast: bool = False

    @property
    def mapping(self) -> ContractMapping:
        """The contract."""
        return self.reader.mapping


@dataclass(frozen=True)
class Home:
    """What the start page shows; what has waited longest comes first."""

    waits: tuple[HomeWait, ...]
    contracts: tuple[HomeContract, ...]


def read_home(connection: Connection, readers: Iterable[Reader], now: datetime, texts: Texts) -> Home:
    """Return what waits for a reader over all their contracts, and these contracts.

    Args:
        connection: a transaction that reads.
        readers: the reader in each contract.
        now: the moment up to which days are counted.
        texts: of the service.
    """
    listed = tuple(readers)
    return Home(
        waits=list_waits(connection, listed, now),
        contracts=tuple(_stand(connection, reader, now, texts) for reader in listed),
    )


def list_waits(connection: Connection, readers: Iterable[Reader], now: datetime) -> tuple[HomeWait, ...]:
    """Return what waits for a reader, and what each choice would cost."""
    waiting = list_for_reader(connection, readers, now)
    return tuple(HomeWait(row, _find_change(connection, row)) for row in waiting)


def _find_change(connection: Connection, row: WaitingForReader) -> RegisterRow | None:
    if row.wait.kind != WaitKind.DECISION or row.is_answer:
        return None
    state = issues.load(connection, row.mapping.tracker.name, row.wait.issue)
    return next(iter(register_rows(row.mapping, [state])), None) if state is not None else None


def _stand(connection: Connection, reader: Reader, now: datetime, texts: Texts) -> HomeContract:
    mapping = reader.mapping
    today = now.astimezone(mapping.contract.zone).date()
    baseline = read_baseline(connection, mapping.id, now, texts)
    if baseline is None:
        return HomeContract(reader, 0, len(mapping.stages), today)
    left = [stage for stage in mapping.stages if baseline.signed_off.at(stage.id) is None]
    dated = [
        (on, stage.title, baseline.forecast_of(stage.id) is not None)
        for stage in left
        if (on := baseline.forecast_of(stage.id) or baseline.schedule.dates.get(stage.id))
    ]
    return HomeContract(
        reader, len(mapping.stages) - len(left), len(mapping.stages), today, *min(dated, default=())
    )

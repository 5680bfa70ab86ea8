"""The start page: what waits for its reader, and how their contracts stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mappings.model import ContractMapping
from plugin.core.model.waits import WaitKind
from plugin.pages.contract_access import Reader
from plugin.pages.waits_view import WaitingForReader, list_for_reader
from plugin.reports.register import RegisterRow, register_rows
from plugin.store import issues, stages
from plugin.store.connection import Connection


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
    """A contract on the start page: how many of its stages are accepted."""

    reader: Reader
    accepted: int
    stages: int

    @property
    def mapping(self) -> ContractMapping:
        """The contract."""
        return self.reader.mapping


@dataclass(frozen=True)
class Home:
    """What the start page shows; what has waited longest comes first."""

    waits: tuple[HomeWait, ...]
    contracts: tuple[HomeContract, ...]


def read_home(connection: Connection, readers: Iterable[Reader], now: datetime) -> Home:
    """Return what waits for a reader over all their contracts, and these contracts.

    Args:
        connection: a transaction that reads.
        readers: the reader in each contract.
        now: the moment up to which days are counted.
    """
    listed = tuple(readers)
    return Home(
        waits=list_waits(connection, listed, now),
        contracts=tuple(_stand(connection, reader) for reader in listed),
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


def _stand(connection: Connection, reader: Reader) -> HomeContract:
    on_record = stages.load_all(connection, reader.mapping.id)
    accepted = sum(
        1 for stage in reader.mapping.stages if stage.id in on_record and on_record[stage.id].signed_off
    )
    return HomeContract(reader, accepted, len(reader.mapping.stages))

"""Everything that is kept about a person: found, and erased."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import zip_longest
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select, update

from mappings.addresses import normalise_email as one_form
from plugin.core.model.redaction import Somebody, Traces, collect_account_names
from plugin.store import contracts, record, sessions, sign_in_requests, uploads
from plugin.store.connection import Connection, Row
from plugin.store.engine import Database
from plugin.store.tables import baselines, calls, deliveries, effects, exchanges, issues, stages, waits
from plugin.store.tables import contracts as contracts_table
from plugin.store.tables import record as record_table
from plugin.store.tables import sessions as sessions_table
from plugin.store.tables import sign_in_requests as requests_table

_ROWS_PER_FETCH = 200


@dataclass(frozen=True)
class Named:
    """A person as one version of a mapping names them, while it was in force.

    `until` is None while it still is.
    """

    tracker: str
    contract: str
    key: str
    name: str
    account: str | None
    email: str | None
    since: datetime
    until: datetime | None

    def was(self, contract: str | None, key: str | None, at: datetime) -> bool:
        """Tell whether a contract's key meant this person then.

        A successor has the same key.
        """
        is_theirs = (contract, key) == (self.contract, self.key)
        return is_theirs and self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class Held:
    """Something that is kept about a person.

    Attributes:
        where: the table.
        row: which row of it.
        data: what the row holds.
        waits: it cannot be deleted before it is handled.
    """

    where: str
    row: str
    data: Any
    waits: bool = False


@dataclass(frozen=True)
class _RewrittenTable:
    """A table whose rows stay while the person's name is taken out of them.

    `texts` are the columns that hold no JSON.
    """

    table: Table
    key: tuple[str, ...]
    json: tuple[str, ...]
    texts: tuple[str, ...] = ()


_REWRITTEN_TABLES = (
    _RewrittenTable(exchanges, ("tracker", "id"), ("writer", "details"), ("what",)),
    _RewrittenTable(waits, ("tracker", "issue", "series", "number"), ("state",)),
    _RewrittenTable(calls, ("tracker", "comment"), (), ("topic",)),
    _RewrittenTable(stages, ("contract", "stage"), ("state",)),
    _RewrittenTable(effects, ("id",), ("payload", "last_applied"), ("reason",)),
    _RewrittenTable(issues, ("tracker", "issue"), ("state",), ("summary",)),
    _RewrittenTable(baselines, ("contract", "version"), ("mapping",)),
)
"""In the order in which they are rewritten: issues and baselines say by which names the person is found, so
they come after everything else, so that an interrupted erasure can be found and started again."""


def load_people(connection: Connection) -> list[Named]:
    """Return every person of every version of every mapping."""
    rows = connection.execute(select(baselines).order_by(baselines.c.contract, baselines.c.version)).all()
    found = []
    for row, after in zip_longest(rows, rows[1:]):
        until = after.loaded_at if after is not None and after.contract == row.contract else None
        for key, each in row.mapping.get("people", {}).items():
            found.append(
                Named(
                    row.mapping["tracker"]["name"],
                    row.contract,
                    key,
                    each["name"],
                    each.get("account"),
                    each.get("email"),
                    row.loaded_at,
                    until,
                )
            )
    return found


def find_names_in_issues(connection: Connection, traces: Traces) -> frozenset[str]:
    """Return the names that trackers gave the person's accounts."""
    found: set[str] = set()
    for tracker in {tracker for tracker, _ in traces.accounts}:
        states = select(issues.c.state).where(issues.c.tracker == tracker)
        for text in connection.execute(states.execution_options(yield_per=_ROWS_PER_FETCH)).scalars():
            collect_account_names(json.loads(text), traces.at(tracker).accounts, found.add)
    return frozenset(found)


def find_naming_contracts(connection: Connection, traces: Traces) -> list[str]:
    """Return the contracts in force whose mappings still name the person."""
    return [
        mapping["contract"]["id"]
        for mapping in contracts.load_in_force(connection)
        if traces.at(mapping["tracker"]["name"]).without(mapping, "") != mapping
    ]


def find_kept(connection: Connection, traces: Traces, people: Sequence[Named]) -> Iterator[Held]:
    """Give all that is kept about a person.

    Args:
        connection: looks.
        traces: by what they are named.
        people: whom of the contracts they were.
    """
    for row in _deliveries(connection, traces, people):
        body = row.body.decode("utf-8", errors="replace")
        data = {"headers": row.headers, "body": body, "events": json.loads(row.events)}
        yield Held("deliveries", str(row.id), data, row.state == "waiting")
    for kept in _REWRITTEN_TABLES:
        for row, _ in _changed(connection, kept, traces, ""):
            which = "/".join(str(row._mapping[name]) for name in kept.key)
            read = {name: _read(row._mapping[name]) for name in kept.json}
            yield Held(kept.table.name, which, read)
    for row, _ in _changed_entries(connection, traces, ""):
        yield Held("record", str(row.seq), json.loads(row.payload))
    for session in _sessions(connection, traces, people):
        yield Held("sessions", session[:8], {})
    for address in _requested_addresses(connection, traces):
        yield Held("sign_in_requests", address, {})


def erase(database: Database, traces: Traces, people: Sequence[Named], instead: str, now: datetime) -> None:
    """Erase a person from everything but deliveries that wait to be handled.

    In the record another text replaces the name, and an entry says so (`record.erase`). Each row is a
    transaction of its own and is read again under its lock; the record's entries are one together. Workers
    continue meanwhile. An erasure that was interrupted can be started again.
    """
    with database.look() as connection:
        gone = [row.id for row in _deliveries(connection, traces, people)]
        looked = record.count_entries(connection)
        entered = [row.seq for row, _ in _changed_entries(connection, traces, instead)]
        rows = [
            (kept, row)
            for kept in _REWRITTEN_TABLES
            for row, _ in _changed(connection, kept, traces, instead)
        ]
    for delivery in gone:
        with database.change() as connection:
            is_it = (deliveries.c.id == delivery) & (deliveries.c.state != "waiting")
            connection.execute(update(deliveries).where(is_it).values(body=b"", headers={}, events=""))
    with database.change() as connection:
        for each in people:
            uploads.remove_of_person(connection, each.contract, each.key)
        sessions.end_by_id(connection, _sessions(connection, traces, people))
        for address in _requested_addresses(connection, traces):
            sign_in_requests.delete_request(connection, address)
        # Reading the whole record here would keep every writer waiting for as long as that takes.
        again = [*(record_table.c.seq == seq for seq in entered), record_table.c.seq > looked]
        found = (each for which in again for each in _changed_entries(connection, traces, instead, which))
        record.erase(connection, now, {row.seq: payload for row, payload in found}, instead)
    for kept, row in rows:
        here = [kept.table.c[name] == row._mapping[name] for name in kept.key]
        with database.change() as connection:
            _rewrite(connection, kept, here, traces, instead)


def _rewrite(
    connection: Connection,
    kept: _RewrittenTable,
    here: list[ColumnElement[bool]],
    traces: Traces,
    instead: str,
) -> None:
    """Take the person out of one row, as it stands now."""
    locked = select(kept.table).where(*here).with_for_update()
    for row, values in list(_changed(connection, kept, traces, instead, locked)):
        if kept.table is effects and row.state == "waiting" and _is_mail(row.payload):
            values |= {"state": "done", "reason": "not sent: its person was erased"}
        connection.execute(update(kept.table).where(*here).values(values))
        if kept.table is stages:
            contracts.count_change(connection, row.contract)


def _sessions(connection: Connection, traces: Traces, people: Sequence[Named]) -> list[str]:
    """Return the ids of the person's sessions, by address or by who they were then."""
    theirs = set(map(one_form, traces.emails))
    return [
        row.id
        for row in connection.execute(select(sessions_table))
        if row.email in theirs or any(each.was(row.contract, row.person, row.began_at) for each in people)
    ]


def _deliveries(connection: Connection, traces: Traces, people: Sequence[Named]) -> list[Row]:
    """Return the deliveries that name the person or hold their answer on a page.

    Those whose bodies were deleted are not among them.
    """
    rows = connection.execute(
        select(deliveries).where(deliveries.c.events != "").execution_options(yield_per=_ROWS_PER_FETCH)
    )
    return [row for row in rows if _is_about(row, traces.at(row.tracker), people)]


def _is_about(row: Row, somebody: Somebody, people: Sequence[Named]) -> bool:
    events = json.loads(row.events)
    return (
        any(
            each.was(event.get("contract"), event.get("person"), row.received_at)
            for event in events
            for each in people
        )
        or somebody.without(events, "") != events
        or somebody.stands_in(row.body.decode("utf-8", errors="replace"))
    )


def _changed(
    connection: Connection,
    kept: _RewrittenTable,
    traces: Traces,
    instead: str,
    which: Select[Any] | None = None,
) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Yield the rows that name the person, with the values that would not.

    Without `which` all rows are looked at.
    """
    trackers = _trackers(connection)
    rows = select(kept.table).execution_options(yield_per=_ROWS_PER_FETCH) if which is None else which
    for row in connection.execute(rows):
        stored = row._mapping
        somebody = traces.at(stored.get("tracker") or trackers.get(stored["contract"], ""))
        values = {}
        for name in (*kept.json, *kept.texts):
            fresh = _rewritten(stored[name], name in kept.json, partial(somebody.without, instead=instead))
            if fresh != stored[name]:
                values[name] = fresh
        if values:
            yield row, values


def _trackers(connection: Connection) -> dict[str, str]:
    """Return the tracker of each contract."""
    rows = connection.execute(select(contracts_table.c.id, contracts_table.c.tracker))
    return {row.id: row.tracker for row in rows}


def _rewritten(was: Any, is_json: bool, rewrite: Callable[[Any], Any]) -> Any:  # noqa: ANN401 -- a column's value
    """Return a column's value rewritten; unchanged JSON text keeps its form."""
    if not (is_json and isinstance(was, str)):
        return was if was is None else rewrite(was)
    data = json.loads(was)
    fresh = rewrite(data)
    return was if fresh == data else json.dumps(fresh, ensure_ascii=False, separators=(",", ":"))


def _changed_entries(
    connection: Connection, traces: Traces, instead: str, which: ColumnElement[bool] | None = None
) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Yield the entries that name the person, with payloads that would not.

    Without `which` all entries are looked at.
    """
    trackers = _trackers(connection)
    query = select(record_table) if which is None else select(record_table).where(which)
    rows = connection.execute(query.order_by(record_table.c.seq).execution_options(yield_per=_ROWS_PER_FETCH))
    for row in rows:
        payload = json.loads(row.payload)
        fresh = traces.at(row.tracker or trackers.get(row.contract, "")).without(payload, instead)
        if fresh != payload:
            yield row, fresh


def _requested_addresses(connection: Connection, traces: Traces) -> list[str]:
    theirs = list(map(one_form, traces.emails))
    return list(
        connection.execute(
            select(requests_table.c.address).where(requests_table.c.address.in_(theirs))
        ).scalars()
    )


def _read(value: Any) -> Any:  # noqa: ANN401 -- a column's value
    return json.loads(value) if isinstance(value, str) else value


def _is_mail(payload: str) -> bool:
    return bool(json.loads(payload).get("kind") == "send_mail")

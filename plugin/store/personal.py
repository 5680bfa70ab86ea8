"""Everything that is kept about a person: found, and erased."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, Table, select, update

from mappings.addresses import one_form
from plugin.personal import Somebody, Traces, names_of_accounts
from plugin.store import contracts, entries, record, sessions
from plugin.store.tables import baselines, deliveries, effects, issues, stages
from plugin.store.tables import contracts as in_force
from plugin.store.tables import entries as asked
from plugin.store.tables import record as chain

_AT_A_TIME = 200


@dataclass(frozen=True)
class Named:
    """A person as a version of a mapping names them."""

    tracker: str
    contract: str
    key: str
    name: str
    account: str | None
    email: str | None


@dataclass(frozen=True)
class Held:
    """Something that is kept about a person.

    Attributes:
        where: the table.
        row: which row of it.
        data: what stands there.
        waits: it cannot be let go of before it is handled.
    """

    where: str
    row: str
    data: Any
    waits: bool = False


@dataclass(frozen=True)
class _Kept:
    """A table whose rows stay while the person's name leaves them; `texts` are columns that are no JSON."""

    table: Table
    key: tuple[str, ...]
    json: tuple[str, ...]
    texts: tuple[str, ...] = ()


_KEPT = (
    _Kept(issues, ("tracker", "issue"), ("state",), ("summary",)),
    _Kept(stages, ("contract", "stage"), ("state",)),
    _Kept(effects, ("id",), ("payload", "applied"), ("reason",)),
    _Kept(baselines, ("contract", "version"), ("mapping",)),
)


def people(connection: Connection) -> list[Named]:
    """Return every person of every version of every mapping."""
    return [
        Named(mapping["tracker"]["name"], contract, key, each["name"], each.get("account"), each.get("email"))
        for contract, mapping in connection.execute(select(baselines.c.contract, baselines.c.mapping))
        for key, each in mapping.get("people", {}).items()
    ]


def names_in_issues(connection: Connection, traces: Traces) -> frozenset[str]:
    """Return the names that trackers gave the person's accounts."""
    found: set[str] = set()
    for tracker in {tracker for tracker, _ in traces.accounts}:
        states = select(issues.c.state).where(issues.c.tracker == tracker)
        for text in connection.execute(states.execution_options(yield_per=_AT_A_TIME)).scalars():
            names_of_accounts(json.loads(text), traces.at(tracker).accounts, found.add)
    return frozenset(found)


def standing_in(connection: Connection, traces: Traces) -> list[str]:
    """Return the contracts in force whose mappings still name the person."""
    return [
        mapping["contract"]["id"]
        for mapping in contracts.in_force(connection)
        if traces.at(mapping["tracker"]["name"]).without(mapping, "") != mapping
    ]


def held(connection: Connection, traces: Traces, keys: set[tuple[str, str]]) -> Iterator[Held]:
    """Give all that is kept about a person.

    Args:
        connection: looks.
        traces: by what they are named.
        keys: contract and key of the people that they were.
    """
    for row in _deliveries(connection, traces, keys):
        body = row.body.decode("utf-8", errors="replace")
        data = {"headers": row.headers, "body": body, "events": json.loads(row.events)}
        yield Held("deliveries", str(row.id), data, row.state == "waiting")
    for kept in _KEPT:
        for row, _ in _changed(connection, kept, traces, ""):
            which = "/".join(str(row._mapping[name]) for name in kept.key)
            read = {name: _read(row._mapping[name]) for name in kept.json}
            yield Held(kept.table.name, which, read)
    for row, _ in _changed_entries(connection, traces, ""):
        yield Held("record", str(row.seq), json.loads(row.payload))
    for session in sessions.of_person(connection, map(one_form, traces.emails), keys):
        yield Held("sessions", session[:8], {})
    for address in _asked(connection, traces):
        yield Held("entries", address, {})


def erase(
    connection: Connection, traces: Traces, keys: set[tuple[str, str]], instead: str, now: datetime
) -> None:
    """Erase a person from everything but deliveries that wait to be handled.

    In the record something else stands in the place of the name, and an entry says so (`record.erase`).
    """
    gone = [row.id for row in _deliveries(connection, traces, keys) if row.state != "waiting"]
    for delivery in gone:
        values = {"body": b"", "headers": {}, "events": ""}
        connection.execute(update(deliveries).where(deliveries.c.id == delivery).values(values))
    for kept in _KEPT:
        for row, values in list(_changed(connection, kept, traces, instead)):
            here = [kept.table.c[name] == row._mapping[name] for name in kept.key]
            if kept.table is effects and row.state == "waiting" and _is_mail(row.payload):
                values |= {"state": "done", "reason": "not sent: its person was erased"}
            connection.execute(update(kept.table).where(*here).values(values))
    sessions.end_these(connection, sessions.of_person(connection, map(one_form, traces.emails), keys))
    for address in _asked(connection, traces):
        entries.forget(connection, address)
    fresh = {row.seq: payload for row, payload in _changed_entries(connection, traces, instead)}
    record.erase(connection, now, fresh, instead)


def _deliveries(connection: Connection, traces: Traces, keys: set[tuple[str, str]]) -> list[Row[Any]]:
    """Return the deliveries whose bodies are still kept and name the person, or hold their word on a page."""
    rows = connection.execute(
        select(deliveries).where(deliveries.c.events != "").execution_options(yield_per=_AT_A_TIME)
    )
    return [row for row in rows if _is_about(row, traces.at(row.tracker), keys)]


def _is_about(row: Row[Any], somebody: Somebody, keys: set[tuple[str, str]]) -> bool:
    told = json.loads(row.events)
    return (
        any((event.get("contract"), event.get("person")) in keys for event in told)
        or somebody.without(told, "") != told
        or somebody.stands_in(row.body.decode("utf-8", errors="replace"))
    )


def _changed(
    connection: Connection, kept: _Kept, traces: Traces, instead: str
) -> Iterator[tuple[Row[Any], dict[str, Any]]]:
    """Give the rows that name the person, with the values that would not."""
    trackers = _trackers(connection)
    for row in connection.execute(select(kept.table).execution_options(yield_per=_AT_A_TIME)):
        told = row._mapping
        somebody = traces.at(told.get("tracker") or trackers.get(told["contract"], ""))
        values = {}
        for name in (*kept.json, *kept.texts):
            fresh = _rewritten(told[name], name in kept.json, partial(somebody.without, instead=instead))
            if fresh != told[name]:
                values[name] = fresh
        if values:
            yield row, values


def _trackers(connection: Connection) -> dict[str, str]:
    """Return the tracker of each contract."""
    rows = connection.execute(select(in_force.c.id, in_force.c.tracker))
    return {row.id: row.tracker for row in rows}


def _rewritten(was: Any, is_json: bool, rewrite: Callable[[Any], Any]) -> Any:  # noqa: ANN401 -- a column's value
    """Return a column's value rewritten; JSON that is kept as text keeps its form where nothing changes."""
    if not (is_json and isinstance(was, str)):
        return was if was is None else rewrite(was)
    data = json.loads(was)
    fresh = rewrite(data)
    return was if fresh == data else json.dumps(fresh, ensure_ascii=False, separators=(",", ":"))


def _changed_entries(
    connection: Connection, traces: Traces, instead: str
) -> Iterator[tuple[Row[Any], dict[str, Any]]]:
    trackers = _trackers(connection)
    rows = connection.execute(select(chain).order_by(chain.c.seq).execution_options(yield_per=_AT_A_TIME))
    for row in rows:
        payload = json.loads(row.payload)
        fresh = traces.at(row.tracker or trackers.get(row.contract, "")).without(payload, instead)
        if fresh != payload:
            yield row, fresh


def _asked(connection: Connection, traces: Traces) -> list[str]:
    theirs = list(map(one_form, traces.emails))
    return list(connection.execute(select(asked.c.address).where(asked.c.address.in_(theirs))).scalars())


def _read(value: Any) -> Any:  # noqa: ANN401 -- a column's value
    return json.loads(value) if isinstance(value, str) else value


def _is_mail(payload: str) -> bool:
    return bool(json.loads(payload).get("kind") == "send_mail")

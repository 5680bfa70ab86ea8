"""Whether handling grows with a contract's open offers, swaps switched on.

The offers are linked to a scope item or not.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median

from chaos.contract import write_contracts
from sqlalchemy import insert, select

from plugin.bootstrap import Service
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import Account, IssueSnapshot
from plugin.store.inbox import Arrival
from plugin.store.tables import issues

from .databases import fresh
from .figures import Figure
from .handling import MOST_GROWTH, open_service, prepare

OPEN = (0, 200, 1_000)
SAMPLES = 40
_FIRST = 2_000
_LABEL = "html"
_ITEM = "link: {label: html}"
KINDS = {False: "without a link to the scope", True: "linked to a scope item that is used up"}


def offers(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Measure new issues beside ever more open offers of about their size."""
    del seconds
    for linked, kind in KINDS.items():
        name = "offers.linked" if linked else "offers"
        took: dict[int, float] = {}
        for count in OPEN:
            home = folder / f"{name}-{count}"
            home.mkdir()
            service = open_service_with_swaps(home, server)
            open_offers(service, count, linked=linked)
            took[count] = _median_ms(service, linked=linked)
            service.close()
            sentence = (
                f"{took[count]:.1f} ms of the processor for a delivery beside {count:,} open offers {kind}"
            )
            yield Figure(f"{name}.open.{count}", sentence, took[count])
        growth = took[OPEN[-1]] / took[OPEN[0]]
        sentence = f"{growth:.2f} times as long beside {OPEN[-1]:,} open offers {kind} as beside none"
        yield Figure(f"{name}.growth", sentence, growth, f"at most {MOST_GROWTH}", growth <= MOST_GROWTH)


def open_service_with_swaps(home: Path, server: str) -> Service:
    """Open a service with a contract that offers swaps; its item is used up."""
    write_contracts(home / "mappings-1", ("ACME",), mode="observe")
    mapping = home / "mappings-1" / "acme.yaml"
    text = mapping.read_text(encoding="utf-8").replace(_ITEM, "pieces: {max: 1}, " + _ITEM)
    # An estimate of the client's side would wait to be confirmed.
    text = text.replace("  name: main\n", "  name: main\n  raised_by_team: publish\n")
    mapping.write_text(f"{text}options: [swap, move_deadline, extra_fee]\n", encoding="utf-8")
    service = open_service(fresh("sqlite", home, server), home / "mappings-1")
    prepare(service)
    service.inbox.accept(_arrival(_FIRST - 1, linked=True))
    service.worker().run_until_idle()
    return service


def open_offers(service: Service, count: int, *, linked: bool) -> None:
    """Handle one offer, then put as many like it on record, each an issue of its own."""
    if not count:
        return
    service.inbox.accept(_arrival(_FIRST, linked=linked))
    service.worker().run_until_idle()
    with service.database.change() as connection:
        whole = connection.execute(select(issues).where(issues.c.issue == str(_FIRST))).one()._mapping
        if whole["offer_hours"] is None or linked is not (whole["item"] is not None):
            raise RuntimeError("the first request is not the open offer that is to be measured beside")
        rows = []
        for number in range(_FIRST + 1, _FIRST + count):
            state = (
                whole["state"]
                .replace(f'"{_FIRST}"', f'"{number}"')
                .replace(f"ACME-{_FIRST}", f"ACME-{number}")
            )
            rows.append({**whole, "issue": str(number), "key": f"ACME-{number}", "state": state})
        connection.execute(insert(issues), rows)
        connection.exec_driver_sql("ANALYZE")


def _median_ms(service: Service, *, linked: bool) -> float:
    worker, times = service.worker(), []
    worker.run_until_idle()
    for number in range(SAMPLES):
        service.inbox.accept(_arrival(10_000_000 + number, linked=linked))
        began = time.thread_time()
        worker.run_once()
        times.append(time.thread_time() - began)
    return median(times) * 1000


def _arrival(number: int, *, linked: bool) -> Arrival:
    now = datetime.now(UTC)
    issue = IssueSnapshot(
        id=str(number),
        key=f"ACME-{number}",
        project="ACME",
        type="Task",
        summary=f"{'Страница' if linked else 'Калькулятор'} {number}",
        labels=frozenset({_LABEL} if linked else ()),
        status="To Do",
        reporter=Account(id="manager", name="Мария Орлова"),
        estimate_hours=Decimal(5),
        created=now,
        updated=now,
    )
    event = IssueSeen(issue=issue, change="created", at=now)
    return Arrival("main", f"offers-{number}", now, {}, b"{}", "handled", subject=issue.id, events=(event,))

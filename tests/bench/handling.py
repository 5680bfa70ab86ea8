"""How long a delivery is handled beside ever more issues and contracts.

There the contracts are observed only: what is measured is deciding and keeping, no tracker's answer. The rate
from end to end, with the tracker's answers, comes last (`end_to_end.py`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median

from chaos.contract import write_contracts
from sqlalchemy import text

from plugin.bootstrap import Service, build
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import Account, IssueSnapshot
from plugin.settings.model import Settings
from plugin.store.inbox import Arrival

from .accepting import bare_rate
from .databases import fresh
from .end_to_end import end_to_end
from .figures import Figure

SIZES = (1_000, 100_000, 1_000_000)
CONTRACTS = (1, 1_000)
OPEN = (10, 1_000)
SAMPLES = 60
MOST_GROWTH = 1.2
_PROJECT = "ACME"

_CLONE = """
WITH RECURSIVE numbers(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)
INSERT INTO {table} ({columns}) SELECT {values} FROM numbers,
(SELECT * FROM {table} WHERE issue = '1' LIMIT 1)
"""


def handling(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Measure new issues beside ever more locked issues of the same contract."""
    took: dict[int, float] = {}
    service = _service(folder, fresh("sqlite", folder, server), (_PROJECT,))
    on_record = prepare(service)
    for size in SIZES:
        _fill(service, on_record, size)
        on_record = size
        took[size] = _median_ms(service, size)
        sentence = f"{took[size]:.1f} ms of the processor for a delivery with {size:,} issues on record"
        yield Figure(f"handling.issues.{size}", sentence, took[size])
    service.close()
    growth = took[SIZES[-1]] / took[SIZES[0]]
    sentence = f"{growth:.2f} times as long with {SIZES[-1]:,} issues on record as with {SIZES[0]:,}"
    yield Figure("handling.growth", sentence, growth, f"at most {MOST_GROWTH}", growth <= MOST_GROWTH)
    by_open = {count: _beside_open(folder, server, count) for count in OPEN}
    few, many = (by_open[count] for count in OPEN)
    sentence = (
        f"{many / few:.2f} times as long beside {OPEN[-1]:,} undecided issues of its item as beside {OPEN[0]}"
    )
    yield Figure("handling.open", sentence, many / few, f"at most {MOST_GROWTH}", many / few <= MOST_GROWTH)
    by_contracts = {count: _with_contracts(folder, server, count) for count in CONTRACTS}
    few, many = (by_contracts[count] for count in CONTRACTS)
    sentence = f"{many / few:.2f} times as long with {CONTRACTS[-1]:,} contracts as with one ({many:.1f} ms)"
    yield Figure(
        "handling.contracts", sentence, many / few, f"at most {MOST_GROWTH}", many / few <= MOST_GROWTH
    )
    yield from end_to_end(folder, server, bare_rate(folder, seconds))


def _beside_open(folder: Path, server: str, count: int) -> float:
    """Measure beside issues of the same item and month that are still open."""
    service = _service(folder, fresh("sqlite", folder, server), (_PROJECT,))
    _fill(service, prepare(service), count, locked_in=False)
    took = _median_ms(service, 0)
    service.close()
    return took


def _with_contracts(folder: Path, server: str, count: int) -> float:
    projects = (_PROJECT, *(f"P{number:04}" for number in range(1, count)))
    service = _service(folder, fresh("sqlite", folder, server), projects)
    prepare(service)
    took = _median_ms(service, 0)
    service.close()
    return took


def _service(folder: Path, database: str, projects: tuple[str, ...]) -> Service:
    mappings = folder / f"mappings-{len(projects)}"
    write_contracts(mappings, projects, mode="observe")
    return open_service(database, mappings)


def open_service(database: str, mappings: Path) -> Service:
    """Build a service whose tracker nobody reaches."""
    tracker = {
        "kind": "jira_cloud",
        "url": "http://127.0.0.1:1",
        "user": "bot@acme.example",
        "token": "token-of-the-bot",
        "webhook_secrets": ("a secret of the bench",),
        "account": "bot",
    }
    settings = {"service": {"database": database, "mappings": mappings}, "trackers": {"main": tracker}}
    return build(Settings.model_validate(settings))


def prepare(service: Service) -> int:
    """Load the contracts without an import, and handle the first issue.

    The number of issues on record is returned.
    """
    service.active_contracts.refresh(datetime.now(UTC))
    with service.database.change() as connection:
        connection.execute(text("DELETE FROM timers"))
        connection.execute(text("UPDATE subjects SET due_at = NULL"))
    service.inbox.accept(_arrival(1, "To Do"))
    service.worker().run_until_idle()
    return 1


def _fill(service: Service, first: int, last: int, *, locked_in: bool = True) -> None:
    """Clone the first issue as others of the same item."""
    with service.database.change() as connection:
        for table in ("issues", "precedent_keys"):
            names = [row.name for row in connection.execute(text(f"PRAGMA table_info({table})"))]
            given = {
                "issue": "CAST(n AS TEXT)",
                "key": f"'{_PROJECT}-' || n",
                "locked_in": str(int(locked_in)),
                "held_hours": "60",
                "verdict": "verdict" if locked_in else "'beyond_scope'",
                "requested_hours": "requested_hours" if locked_in else "9000",
                "change_state": "NULL" if locked_in else "'offered'",
                "offer_hours": "NULL" if locked_in else "9000",
            }
            values = ", ".join(given.get(name, name) for name in names)
            clone = _CLONE.format(table=table, columns=", ".join(names), values=values)
            connection.execute(text(clone), {"first": first + 1, "last": last})
        connection.execute(text("ANALYZE"))


def _median_ms(service: Service, offset: int) -> float:
    """Return the median processor time of a delivery, from claim to release.

    The issue is decided.
    """
    worker, times = service.worker(), []
    worker.run_until_idle()
    for number in range(SAMPLES):
        service.inbox.accept(_arrival(10_000_000 + offset + number, "Done"))
        began = time.thread_time()
        worker.run_once()
        times.append(time.thread_time() - began)
    return median(times) * 1000


def _arrival(number: int, status: str) -> Arrival:
    now = datetime.now(UTC)
    issue = IssueSnapshot(
        id=str(number),
        key=f"{_PROJECT}-{number}",
        project=_PROJECT,
        type="Task",
        summary=f"Экран {number}",
        status=status,
        fields={"customfield_10014": (f"{_PROJECT}-3",)},
        reporter=Account(id="contact", name="Анна Белова"),
        estimate_hours=Decimal("0.1"),
        created=now,
        updated=now,
    )
    event = IssueSeen(issue=issue, change="created", at=now)
    return Arrival("main", f"bench-{number}", now, {}, b"{}", "handled", subject=issue.id, events=(event,))

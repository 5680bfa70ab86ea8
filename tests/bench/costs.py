"""What one verdict costs: statements, writing transactions, processor time.

The worker runs in this process beside the tracker's stand-in, on SQLite, which tells of every statement.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chaos.contract import write_contracts
from chaos.story import SECRET, Site
from sqlalchemy import event

from plugin.bootstrap import Service, build
from plugin.practice.tracker.app import serve_practice_site
from plugin.settings.model import Settings
from plugin.worker import Worker
from webhooks.app import create_app

from .databases import fresh
from .figures import Figure

VERDICTS = 40
MAX_STATEMENTS, MAX_WRITES = 25, 3
_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")
_WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Heard:
    """The statements of a worker, and in how many transactions it wrote."""

    statements: list[str] = field(default_factory=list)
    transactions: int = 0
    _writes: bool = False

    def hear(self, text: str) -> None:
        """Count one statement as SQLite was given it."""
        word = text.split(None, 1)[0].upper() if text.strip() else ""
        if word == "COMMIT":
            self.transactions += self._writes
        if word in ("BEGIN", "COMMIT", "ROLLBACK"):
            self._writes = False
        if word == "WITH" and any(f" {each} " in text.upper().replace("\n", " ") for each in _WRITES):
            word = "UPDATE"
        self._writes = self._writes or word in _WRITES
        # SQLite tells of a statement again where a trigger has run within it.
        is_told_again = bool(self.statements) and self.statements[-1] == " ".join(text.split())
        if word not in _FRAME and not is_told_again:
            self.statements.append(" ".join(text.split()))


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.moment = datetime.now(UTC)

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment


def costs(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Count what an estimate costs that leads to an offer.

    The estimate is our side's; what asking for it had cost before is not counted.
    """
    del seconds
    home = folder / "costs"
    home.mkdir()
    with _opened(home, fresh("sqlite", home, server)) as (service, site, worker, deliver, clock):
        for number in range(5):
            site.create("contact", "ACME", f"Калькулятор {number}", hours=5)
        _work(deliver, worker, clock)
        heard = Heard()

        @event.listens_for(service.database.engine, "connect")
        def listen(driver: Any, record: Any) -> None:
            del record
            driver.set_trace_callback(heard.hear)

        service.database.close()
        asked = [site.create("contact", "ACME", f"Калькулятор А{number}") for number in range(VERDICTS)]
        _work(deliver, worker, clock)
        for issue in asked:
            site.edit("manager", issue, hours=5)
        deliver()
        heard.statements.clear()
        heard.transactions = 0
        began = time.thread_time()
        _finish(worker, clock)
        took_ms = 1000 * (time.thread_time() - began) / VERDICTS
    statements, writes = len(heard.statements) / VERDICTS, heard.transactions / VERDICTS
    yield Figure(
        "costs.statements",
        f"{statements:.1f} statements of the worker for a verdict",
        statements,
        f"at most {MAX_STATEMENTS}",
        statements <= MAX_STATEMENTS,
    )
    yield Figure(
        "costs.transactions",
        f"{writes:.1f} transactions that write for a verdict",
        writes,
        f"at most {MAX_WRITES}",
        writes <= MAX_WRITES + 0.2,
    )
    yield Figure("costs.processor", f"{took_ms:.1f} ms of the worker's thread for a verdict", took_ms)
    for text, count in Counter(_shape(text) for text in heard.statements).most_common(60):
        print(f"    {count / VERDICTS:5.2f}  {text}")


def _shape(text: str) -> str:
    words = text.split()
    tables = [words[n + 1] for n, word in enumerate(words[:-1]) if word.upper() in ("FROM", "INTO", "UPDATE")]
    return f"{words[0]} {' '.join(dict.fromkeys(tables))}"


@contextmanager
def _opened(folder: Path, address: str) -> Iterator[tuple[Service, Site, Worker, Any, Clock]]:
    site = Site(("ACME",))
    server = serve_practice_site(site.state)
    write_contracts(folder / "mappings", ("ACME",))
    tracker = {
        "kind": "jira_cloud",
        "url": site.state.url,
        "user": "bot@acme.example",
        "token": "token-of-the-bot",
        "webhook_secrets": (SECRET,),
        "account": "bot",
    }
    settings = Settings.model_validate(
        {"service": {"database": address, "mappings": folder / "mappings"}, "trackers": {"main": tracker}}
    )
    clock = Clock()
    try:
        with closing(build(settings, clock)) as service:
            web = create_app(
                settings=settings, inbox=service.inbox, clock=clock, health=service.health()
            ).test_client()

            def deliver() -> None:
                for delivery in site.state.hooks.take():
                    web.post(delivery.url, data=delivery.body, headers=dict(delivery.headers))

            worker = service.worker()
            for summary, type_ in (("Дизайн", "Stage"), ("Сборка", "Stage"), ("Главная страница", "Epic")):
                site.create("manager", "ACME", summary, type=type_)
            _work(deliver, worker, clock)
            yield service, site, worker, deliver, clock
    finally:
        threading.Thread(target=server.shutdown).start()


def _work(deliver: Any, worker: Worker, clock: Clock) -> None:
    deliver()
    _finish(worker, clock)
    deliver()
    _finish(worker, clock)


def _finish(worker: Worker, clock: Clock) -> None:
    """Do everything that is due now and in the seconds after."""
    for _ in range(4):
        worker.run_until_idle()
        clock.moment += timedelta(seconds=1)

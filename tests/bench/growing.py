"""How many more deliveries two and three workers handle than one.

The tracker takes most of the time.

People ask for work of the contract, the verdict is written, the work is done: two deliveries and one write
each. Enough are under way at any time to keep every worker busy.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from chaos.contract import write_contracts
from chaos.ending import wait_until_quiet
from chaos.sending import MailSender
from chaos.service import Process, write_settings
from chaos.story import SECRET
from ports import free_port
from sqlalchemy import text

from plugin.store.engine import Database

from .databases import fresh
from .figures import Figure
from .slow_site import ANSWER_S, SlowSite, ask, close, open_contracts, slow_site

WORKERS = (1, 2, 3)
GOALS = {2: 1.8, 3: 2.5}
UNDER_WAY = 40
WARM_UP_S = 5.0
_LOOK_EVERY_S = 0.05
PROJECTS = {"contracts": ("ACME", "BETA", "GAMA", "DELT"), "contract": ("ACME",)}


def growing(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Measure deliveries and their verdicts, over four contracts and in one."""
    for kind, projects in PROJECTS.items():
        rates = {}
        for workers in WORKERS:
            home = folder / f"growing-{kind}-{workers}"
            home.mkdir()
            rates[workers] = _a_second(home, fresh("postgres", home, server), projects, workers, seconds * 3)
        yield _figure(kind, len(projects), rates)


def _figure(kind: str, contracts: int, rates: dict[int, float]) -> Figure:
    ratios = {workers: rates[workers] / rates[1] for workers in GOALS}
    where = "in one contract" if contracts == 1 else f"over {contracts} contracts"
    sentence = (
        f"{ratios[2]:.2f} times as many deliveries handled {where} by two workers and {ratios[3]:.2f} times "
        f"by three as by one ({rates[1]:.1f} a second); the tracker takes {ANSWER_S * 1000:.0f} ms an answer"
    )
    goal = ", ".join(f"at least {GOALS[workers]} by {workers}" for workers in GOALS)
    reached = all(ratios[workers] >= GOALS[workers] for workers in GOALS)
    return Figure(f"growing.{kind}", sentence, ratios[3], goal, reached)


def _a_second(folder: Path, address: str, projects: tuple[str, ...], workers: int, seconds: float) -> float:
    """Return the deliveries a second of a number of workers, effects included."""
    host = f"127.0.0.1:{free_port()}"
    write_contracts(folder / "mappings", projects)
    with ExitStack() as stack:
        site = stack.enter_context(slow_site(projects))
        config = write_settings(folder, host, address, site.url, SECRET)
        processes = [Process("web", "web", config, folder / "web.log")]
        processes += [
            Process("worker", f"worker{n}", config, folder / f"worker{n}.log") for n in range(workers)
        ]
        for process in processes:
            stack.callback(process.kill)
            process.start()
            process.wait_until_up(threading.Event())
        database = Database(address)
        stack.callback(database.close)
        sender = MailSender([f"http://{host}"])
        sender.send(site.act(open_contracts))
        wait_until_quiet(database)
        return _steady(site, sender, database, seconds)


def _steady(site: SlowSite, sender: MailSender, database: Database, seconds: float) -> float:
    asked = closed = 0
    first, warm, began = _shown(database), 0, time.monotonic()
    began_warm: float | None = None
    while True:
        shown, now = _shown(database) - first, time.monotonic()
        if began_warm is None and now - began > WARM_UP_S:
            began_warm, warm = now, shown
        if began_warm is not None and now - began_warm > seconds:
            # One delivery asked for it, another one closed it.
            return 2 * (shown - warm) / (now - began_warm)
        more, done = shown + UNDER_WAY - asked, shown - closed
        asked, closed = asked + more, closed + done
        sender.send([*site.act(close, done), *site.act(ask, more)])
        time.sleep(_LOOK_EVERY_S)


def _shown(database: Database) -> int:
    """Return how many verdicts stand in the tracker."""
    shown = text("SELECT count(*) FROM effects WHERE slot = 'verdict' AND state = 'done'")
    with database.look() as connection:
        return int(connection.execute(shown).scalar_one())

"""Plays a story on real processes, in fair weather or in a storm.

Then it reads what the story ended in.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ports import free_port

from plugin.practice.tracker.webhooks import WebhookDelivery
from plugin.store.engine import Database

from .contract import write_contracts
from .ending import Ending, Faults, ending, faults, wait_until_quiet
from .sending import MailSender
from .service import Process, write_settings
from .story import SECRET, Site, Story
from .weather import WORKER_POINTS, Storm, die_at

_BUILDING = threading.Lock()
"""Routes are compiled by `ast`, which in Python 3.11 two threads must not use at once."""

_IDENTIFIER = "X-Atlassian-Webhook-Identifier"


@dataclass(frozen=True)
class Plan:
    """How long a story is and on what it is played.

    Attributes:
        size: requests of each round.
        rounds: of requests, each followed by decisions.
        hosts: how many web hosts, each on an address of its own.
        workers: how many workers.
        linger_s: how long the storm goes on after a round was sent.
        every_point: whether a worker dies at each named point first, with a request under way.
    """

    size: int
    rounds: int
    projects: tuple[str, ...] = ("ACME", "BETA", "GAMA", "DELT")
    hosts: int = 1
    workers: int = 1
    linger_s: float = 2.0
    every_point: bool = False


@dataclass
class Played:
    """What came of it."""

    ending: Ending
    faults: Faults
    deliveries: int
    refused: int
    statuses: set[int]
    seconds: float
    happened: Counter[str] = field(default_factory=Counter)


class Stage:
    """The site, the processes and the database of one play."""

    def __init__(self, plan: Plan, folder: Path, address: str) -> None:
        self.plan = plan
        self.site = Site(plan.projects)
        self._server = self.site.state.serve()
        write_contracts(folder / "mappings", plan.projects)
        hosts = [f"127.0.0.{n + 1}:{free_port()}" for n in range(plan.hosts)]
        url = self.site.state.url
        self.configs = [write_settings(folder, host, address, url, SECRET) for host in hosts]
        self.webs = [
            Process("web", f"web{n}", config, folder / f"web{n}.log") for n, config in enumerate(self.configs)
        ]
        self.workers = [
            Process("worker", f"worker{n}", self.configs[n % plan.hosts], folder / f"worker{n}.log")
            for n in range(plan.workers)
        ]
        self.sender = MailSender([f"http://{host}" for host in hosts])
        self.database = Database(address)
        self.delivered: set[str] = set()
        self.happened: Counter[str] = Counter()

    @property
    def processes(self) -> list[Process]:
        """Every process of the service."""
        return [*self.webs, *self.workers]

    def deliver(self, disorder: random.Random | None) -> None:
        """Send what the site has to tell, once and in order or shuffled and doubled."""
        taken: list[WebhookDelivery] = self.site.state.hooks.take()
        self.delivered |= {delivery.headers[_IDENTIFIER] for delivery in taken}
        self.sender.send(taken, disorder)

    def settle(self) -> None:
        """Wait until nothing waits, and tell the service what it did itself."""
        wait_until_quiet(self.database)
        while self.site.state.hooks.has_waiting:
            self.deliver(None)
            wait_until_quiet(self.database)

    def close(self) -> None:
        """End everything."""
        for process in self.processes:
            process.kill()
        self.database.close()
        self._server.shutdown()
        self._server.server_close()


def play(
    plan: Plan,
    folder: Path,
    address: str,
    *,
    chance: random.Random | None = None,
    restart_database: Callable[[], None] | None = None,
) -> Played:
    """Play a story to its end.

    Args:
        plan: how long it is.
        folder: for settings, mappings and logs.
        address: of an empty database.
        chance: draws the weather and the disorder; None: fair weather, everything once and in order.
        restart_database: what a storm does to the database now and then.
    """
    with _stage(plan, folder, address) as stage:
        began = time.monotonic()
        story = Story(stage.site, plan.size)
        rounds = story.rounds(plan.rounds)
        _round(stage, next(rounds), chance, restart_database)
        if plan.every_point:
            _every_point(stage, story, chance, restart_database)
        for act in rounds:
            _round(stage, act, chance, restart_database)
        for process in stage.processes:
            process.stop()
        stage.happened["web killed at a named point"] = _killed_inside(stage.webs)
        return Played(
            ending(stage.site, stage.configs[0]),
            faults(stage.site, stage.database, stage.configs[0], stage.delivered),
            stage.sender.sent,
            stage.sender.refused,
            stage.sender.statuses,
            time.monotonic() - began,
            stage.happened,
        )


@contextmanager
def _stage(plan: Plan, folder: Path, address: str) -> Iterator[Stage]:
    with _BUILDING:
        stage = Stage(plan, folder, address)
    try:
        for process in stage.processes:
            process.start()
        yield stage
    finally:
        stage.close()


def _round(
    stage: Stage,
    act: Callable[[], None],
    chance: random.Random | None,
    restart_database: Callable[[], None] | None,
) -> None:
    act()
    if chance is None:
        stage.deliver(None)
    else:
        with Storm(chance, stage.site.state.faults, stage.processes, restart_database) as storm:
            stage.deliver(chance)
            time.sleep(stage.plan.linger_s)
        stage.happened += storm.happened
    stage.settle()


def _every_point(
    stage: Stage,
    story: Story,
    chance: random.Random | None,
    restart_database: Callable[[], None] | None,
) -> None:
    """Kill a worker at each point in turn, with a first request under way."""
    for number, point in enumerate(WORKER_POINTS):
        if restart_database is not None and number == len(WORKER_POINTS) // 2:
            restart_database()
            stage.happened["database restarted"] += 1
        story.ask_once(number)
        if chance is None:
            stage.deliver(None)
        elif die_at(stage.workers[0], point, lambda: stage.deliver(chance)):
            stage.happened[f"killed at {point}"] += 1
    if chance is not None:
        stage.workers[0].kill()
        stage.workers[0].start()
    stage.settle()


def _killed_inside(webs: list[Process]) -> int:
    """Count the web workers that died at a point; their first process says so."""
    return sum(process.log.read_text(encoding="utf-8").count("SIGKILL") for process in webs)

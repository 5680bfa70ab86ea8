"""Bad weather: tracker faults, and deaths of processes and databases."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import get_args

from injected_faults import FaultKind, FaultQueue

from plugin.runtime.failpoints import POINTS

from .service import Process

FAULTS: tuple[FaultKind, ...] = (
    "429", "409", "500", "503", "login_page", "lie", "drop_before", "500_after", "drop", "hang",
)  # fmt: skip
"""401, 403 and 404 are left out: they mean that an operator has to do something."""
assert set(FAULTS) <= set(get_args(FaultKind))

WEB_POINTS = ("received", "keeping", "kept")
WORKER_POINTS = tuple(point for point in POINTS if point not in WEB_POINTS)


@dataclass
class Storm:
    """Everything that goes wrong, in threads of its own, until it is over."""

    chance: random.Random
    faults: FaultQueue
    processes: Sequence[Process]
    restart_database: Callable[[], None] | None = None
    fault_every_s: float = 0.5
    kill_every_s: float = 3.0
    restart_every_s: float = 15.0
    happened: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._every, args=(self.fault_every_s, self._fault)),
            *(threading.Thread(target=self._kill_in_turn, args=(process,)) for process in self.processes),
        ]
        if self.restart_database is not None:
            again = threading.Thread(target=self._every, args=(self.restart_every_s, self._restart))
            self._threads.append(again)
        self._points = {
            "web": iter(_in_turn(WEB_POINTS, self.chance)),
            "worker": iter(_in_turn(WORKER_POINTS, self.chance)),
        }

    def __enter__(self) -> Storm:
        self.faults.released.clear()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        self.faults.clear()
        self.faults.release()
        for process in self.processes:
            process.kill()
            process.breaks_off_at = ""
            process.start()

    def _every(self, seconds: float, happen: Callable[..., None], *given: object) -> None:
        while not self._over.wait(self.chance.uniform(seconds / 2, seconds * 1.5)):
            happen(*given)

    def _fault(self) -> None:
        if len(self.faults):
            # One at a time: what gathered while nobody asked would meet one issue all at once.
            return
        kind = self.chance.choice(FAULTS)
        method = self.chance.choice(("PUT", "POST", "GET"))
        retry_after = "1" if kind == "429" else None
        self.faults.next(method, "^/rest/", kind, retry_after=retry_after)
        self.happened[f"tracker: {kind}"] += 1

    def _kill_in_turn(self, process: Process) -> None:
        """Kill a process at one named point after the other.

        If it never comes there, it dies at any moment.
        """
        while not self._over.is_set():
            process.wait_until_up(self._over)
            lives_s = self.chance.uniform(0, self.kill_every_s)
            if process.wait_for_death(lives_s, self._over):
                point = process.breaks_off_at.partition(":")[0]
                # Without a point it could not start, such as while the database is away.
                self.happened[f"killed at {point}" if point else "could not start"] += 1
            elif self._over.is_set():
                return
            else:
                process.kill()
                self.happened[f"{process.role} killed"] += 1
            point = next(self._points[process.role])
            process.breaks_off_at = f"{point}:{self.chance.randint(1, 4)}" if point else ""
            process.start()

    def _restart(self) -> None:
        assert self.restart_database is not None
        self.restart_database()
        self.happened["database restarted"] += 1


def die_at(process: Process, point: str, meanwhile: Callable[[], None], patience_s: float = 40.0) -> bool:
    """Kill a process at a point while something is done.

    False where it never came there.
    """
    process.kill()
    process.breaks_off_at = f"{point}:1"
    process.start()
    meanwhile()
    died = process.wait_for_death(patience_s, threading.Event())
    process.breaks_off_at = ""
    return died


def _in_turn(points: Sequence[str], chance: random.Random) -> list[str]:
    """Give every point again and again, each round in another order.

    Some rounds have no point at all.
    """
    rounds = [chance.sample([*points, ""], len(points) + 1) for _ in range(1000)]
    return [point for each in rounds for point in each]

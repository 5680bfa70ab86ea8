"""Today's service beside another installation and beside thirty lines.

The thirty lines are what a user would write instead.

From HTTP until the tracker shows label and comment: a web process, one worker process, and the tracker's
stand-in in a process of its own, on both databases, with a tracker that answers at once or after a while.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from chaos.contract import write_contracts
from chaos.ending import wait_until_quiet
from chaos.sending import MailSender
from chaos.service import Process, Role, write_settings
from chaos.story import SECRET
from ports import free_port

from plugin.practice.tracker.webhooks import WebhookDelivery
from plugin.store.engine import Database

from .databases import KINDS, fresh
from .figures import Figure
from .slow_site import ANSWER_S, SlowSite, answered, ask_beyond, open_contracts, slow_site
from .thirty_lines import __file__ as thirty_lines

PROJECTS = {"contracts": tuple(f"AB{number:02}" for number in range(20)), "contract": ("ACME",)}
IN_FLIGHT = 32
SENDERS = 16
"""As many threads as the thirty lines have."""
_PATIENCE_S = 600.0
_LOOK_EVERY_S = 0.05
_AT_LEAST = {("sqlite", 0.0): 3.0, ("postgres", 0.0): 6.0}
_SLOW = {"contracts": 10.0, "contract": 5.0}


@dataclass(frozen=True)
class Setup:
    """Who is measured, and how.

    Attributes:
        python: runs the installation beside it.
        counts: how many issues are asked for with a tracker that answers at once, and with a slow one.
        environment: more settings.
    """

    python: str
    counts: tuple[int, int]
    environment: dict[str, str]


OURS = Setup(sys.executable, (600, 400), {"UGOVOR_SERVICE__SUBJECTS_IN_FLIGHT": str(IN_FLIGHT)})


def side_by_side(folder: Path, server: str, against: Path | None) -> Iterator[Figure]:
    """Measure today's service, the one in a folder, and the thirty lines in turns."""
    for answer_s in (0.0, ANSWER_S):
        for where, projects in PROJECTS.items():
            lines = _thirty_lines(folder, projects, answer_s)
            for kind in KINDS:
                home = folder / f"side-{kind}-{where}-{answer_s}"
                ours = _rate(home / "ours", fresh(kind, folder, server), projects, answer_s, OURS)
                before = None
                if against is not None:
                    other = Setup(str(against / "bin" / "python"), (200, 60), {})
                    before = _rate(home / "other", fresh(kind, folder, server), projects, answer_s, other)
                yield from _figures(kind, where, answer_s, ours, before, lines)


def _figures(
    kind: str, where: str, answer_s: float, ours: float, before: float | None, lines: float
) -> Iterator[Figure]:
    name = f"{kind}.{where}.{round(answer_s * 1000)}ms"
    place = "in one contract" if where == "contract" else "over 20 contracts"
    tracker = f"a tracker that takes {answer_s * 1000:.0f} ms an answer" if answer_s else "an instant tracker"
    goal = _SLOW[where] if answer_s else _AT_LEAST[kind, answer_s]
    if before is not None:
        sentence = (
            f"{ours / before:.1f} times the rate of the version before ({ours:.0f} against {before:.1f} a "
            f"second) on {kind} {place} with {tracker}"
        )
        reached = ours / before >= goal
        yield Figure(f"beside.before.{name}", sentence, ours / before, f"at least {goal:g}", reached)
    sentence = (
        f"{ours / lines:.2f} of the thirty lines' rate, which keep nothing ({ours:.0f} against {lines:.0f} a "
        f"second), on {kind} {place} with {tracker}"
    )
    yield Figure(f"beside.lines.{name}", sentence, ours / lines)


def _rate(home: Path, address: str, projects: tuple[str, ...], answer_s: float, setup: Setup) -> float:
    """Return how many issues a second got label and comment."""
    with running_service(home, address, projects, answer_s, setup) as (site, host):
        return _answered_a_second(site, host, setup.counts[answer_s > 0])


@contextmanager
def running_service(
    home: Path, address: str, projects: tuple[str, ...], answer_s: float, setup: Setup
) -> Iterator[tuple[SlowSite, str]]:
    """Run web and worker with settled contracts; give the site and the web's host."""
    home.mkdir(parents=True)
    write_contracts(home / "mappings", projects)
    host = f"127.0.0.1:{free_port()}"
    roles: tuple[Role, ...] = ("web", "worker")
    with ExitStack() as stack:
        site = stack.enter_context(slow_site(projects, answer_s))
        config = write_settings(home, host, address, site.url, SECRET)
        for role in roles:
            process = Process(
                role, role, config, home / f"{role}.log", python=setup.python, environment=setup.environment
            )
            stack.callback(process.kill)
            process.start()
            process.wait_until_up(threading.Event())
        database = Database(address)
        stack.callback(database.close)
        sender = MailSender([f"http://{host}"])
        sender.send(site.act(open_contracts))
        wait_until_quiet(database)
        yield site, host


def _thirty_lines(folder: Path, projects: tuple[str, ...], answer_s: float) -> float:
    host, port = "127.0.0.1", free_port()
    with ExitStack() as stack:
        site = stack.enter_context(slow_site(projects, answer_s))
        log = folder / f"lines-{port}.log"
        environment = {"TRACKER": site.url, "PORT": str(port)}
        process = Process("worker", "lines", log, log, program=(thirty_lines,), environment=environment)
        stack.callback(process.kill)
        process.start()
        sender = MailSender([f"http://{host}:{port}"])
        sender.send(site.act(open_contracts))
        return _answered_a_second(site, f"{host}:{port}", OURS.counts[answer_s > 0])


def _answered_a_second(site: SlowSite, host: str, count: int) -> float:
    deliveries = site.act(ask_beyond, count)
    began = time.monotonic()
    threads = [
        threading.Thread(target=_send, args=(host, deliveries[nth::SENDERS])) for nth in range(SENDERS)
    ]
    for thread in threads:
        thread.start()
    while site.count(answered) < count:
        if time.monotonic() - began > _PATIENCE_S:
            raise TimeoutError(f"{count - site.count(answered)} of {count} issues were not answered")
        time.sleep(_LOOK_EVERY_S)
    took_s = time.monotonic() - began
    for thread in threads:
        thread.join()
    return count / took_s


def _send(host: str, deliveries: Sequence[WebhookDelivery]) -> None:
    MailSender([f"http://{host}"]).send(deliveries)

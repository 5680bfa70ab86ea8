"""How fast deliveries are accepted, against the bare handler in the same run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from ports import free_port

from plugin.settings.model import ServiceSettings

from .bare import __file__ as bare
from .databases import KINDS, fresh
from .deliveries import requests
from .figures import Figure
from .load import closed_loop, steady
from .processes import running, serve, settings_file

CONNECTIONS = 16
ROUNDS = 3
STEADY_A_SECOND = 50
LONGEST_P99_MS = 50
GOALS = {"sqlite": 0.5, "postgres": 0.4}


def accepting(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Measure the rate of accepting in turns with the bare handler.

    In turns, so that both see the same machine.
    """
    with ExitStack() as stack:
        ports = {"bare": stack.enter_context(_bare(folder))}
        for kind in KINDS:
            ports[kind] = port = free_port()
            config = settings_file(folder, fresh(kind, folder, server), port)
            stack.enter_context(running(serve(config, "--web"), port, folder / f"{kind}.log"))
        rates: dict[str, list[float]] = {name: [] for name in ports}
        for _ in range(ROUNDS):
            for name, port in ports.items():
                rates[name].append(_rate(port, seconds))
    beside = median(rates["bare"])
    yield Figure("accepting.bare", f"the bare handler answers {beside:.0f} a second", beside)
    for kind in KINDS:
        rate, goal = median(rates[kind]), GOALS[kind]
        sentence = f"{rate / beside:.2f} of the bare handler ({rate:.0f} a second) on {kind}"
        yield Figure(f"accepting.{kind}", sentence, rate / beside, f"at least {goal}", rate / beside >= goal)


def answering(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Measure how long an answer takes at a steady rate, beside a busy worker."""
    for kind in KINDS:
        port = free_port()
        config = settings_file(folder, fresh(kind, folder, server), port)
        with running(serve(config), port, folder / f"{kind}-steady.log"):
            steady(port, requests(), STEADY_A_SECOND, 2)
            answers = steady(port, requests(), STEADY_A_SECOND, seconds * 2)
        p99 = answers.percentile_ms(99)
        sentence = f"99 of 100 answered within {p99:.0f} ms at {STEADY_A_SECOND} a second on {kind}"
        reached = p99 < LONGEST_P99_MS and set(answers.statuses) == {204}
        yield Figure(f"answering.{kind}", sentence, p99, f"under {LONGEST_P99_MS} ms", reached)


def bare_rate(folder: Path, seconds: float) -> float:
    """Return the requests a second of the bare handler when nothing else runs."""
    with _bare(folder) as port:
        return _rate(port, seconds)


@contextmanager
def _bare(folder: Path) -> Iterator[int]:
    port = free_port()
    command = [bare, f"127.0.0.1:{port}", str(ServiceSettings().web_threads)]
    with running(command, port, folder / f"bare-{port}.log"):
        yield port


def _rate(port: int, seconds: float) -> float:
    answers = closed_loop(port, requests(), CONNECTIONS, seconds)
    if set(answers.statuses) != {204}:
        raise RuntimeError(f"not every delivery was accepted: {answers.statuses}")
    return answers.a_second

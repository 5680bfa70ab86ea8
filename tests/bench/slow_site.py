"""The stand-in tracker in its own process, with answers that take a while."""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from chaos.story import EPIC_FIELD, Site, Story
from werkzeug.serving import make_server

from plugin.practice.tracker import actions
from plugin.practice.tracker.app import create_practice_app
from plugin.practice.tracker.state import PracticeIssue
from plugin.practice.tracker.webhooks import WebhookDelivery

ANSWER_S = 0.075
"""Jira Cloud answers reads and writes of one issue in about 50 to 100 ms."""

Act = Callable[[Site, int], int | None]


class SlowSite:
    """Makes people act on the site in the other process; gives its deliveries."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.url: str = pipe.recv()

    def act(self, act: Act, count: int = 0) -> list[WebhookDelivery]:
        """Call a function of a module on the site, and return its deliveries."""
        self._pipe.send((act, count))
        _, deliveries = self._pipe.recv()
        return list(deliveries)

    def count(self, act: Act) -> int:
        """Return what a function of a module counts on the site."""
        self._pipe.send((act, -1))
        counted, _ = self._pipe.recv()
        return int(counted)


@contextmanager
def slow_site(projects: tuple[str, ...], answer_s: float = ANSWER_S) -> Iterator[SlowSite]:
    """Run a site with these projects; each answer takes that long."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(theirs, projects, answer_s), daemon=True)
    process.start()
    try:
        yield SlowSite(ours)
    finally:
        ours.send(None)
        process.join(10)


def open_contracts(site: Site, count: int) -> None:
    """Create what the contracts name."""
    del count
    Story(site, 0).open()


def ask(site: Site, count: int) -> None:
    """Ask for a number of screens that the contracts name, contract by contract."""
    asked = len(site.state.issues)
    for number in range(asked, asked + count):
        project = site.projects[number % len(site.projects)]
        epic = {EPIC_FIELD: f"{project}-3"}
        site.create("contact", project, f"Экран {number}", hours=0.1, **epic)


def ask_beyond(site: Site, count: int) -> None:
    """Ask for a number of things beyond the contracts, contract by contract."""
    asked = len(site.state.issues)
    for number in range(asked, asked + count):
        site.create("contact", site.projects[number % len(site.projects)], f"Калькулятор {number}", hours=5)


def answered(site: Site, count: int) -> int:
    """Count what was asked beyond the contracts and carries its label and our comment."""
    del count
    with site.state.lock:
        asked = [one for one in site.state.issues.values() if str(one.fields["summary"]).startswith("Кальк")]
        return sum(
            bool(one.fields.get("labels")) and any(note.author.id == "bot" for note in one.notes)
            for one in asked
        )


def labelled(site: Site, count: int) -> int:
    """Count the screens that carry a label."""
    del count
    with site.state.lock:
        return sum(
            bool(one.fields.get("labels"))
            for one in site.state.issues.values()
            if str(one.fields["summary"]).startswith("Экран")
        )


def close(site: Site, count: int) -> None:
    """Finish the oldest unfinished screens as the agency."""
    open_ones = [issue for issue in site.state.issues.values() if _is_open(issue)]
    for issue in open_ones[:count]:
        with site.state.lock:
            actions.move_issue(site.state, issue, site.state.person("manager"), "Done")


def _is_open(issue: PracticeIssue) -> bool:
    return issue.status != "Done" and str(issue.fields["summary"]).startswith("Экран")


def _run(pipe: Connection, projects: tuple[str, ...], answer_s: float) -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    site = Site(projects)
    app = create_practice_app(site.state)

    def slow(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        # Outside the site's own lock: a tracker answers many at once.
        if answer_s:
            time.sleep(answer_s)
        return app(environ, start)

    server = make_server("127.0.0.1", 0, slow, threaded=True)
    site.state.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pipe.send(site.state.url)
    while (asked := pipe.recv()) is not None:
        act, count = asked
        done = act(site, count)
        pipe.send((done, site.state.hooks.take() if count >= 0 else []))

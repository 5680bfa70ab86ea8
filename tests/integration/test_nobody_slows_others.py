"""What is strange about one contract does not delay the verdict of another."""

from __future__ import annotations

import gzip
import os
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jira_standin import JiraStandIn
from processes import until
from scene import PEOPLE, tracker_of
from service_scene import CONTRACTS, SECRET

from plugin.bootstrap import Service, build
from plugin.cli.web_server import make_app
from plugin.practice.tracker import actions
from plugin.practice.tracker.edits import Edit
from plugin.practice.tracker.state import PracticeIssue, Project
from plugin.practice.tracker.webhooks import WebhookOutbox
from plugin.runtime.clock import SystemClock
from plugin.settings.model import Settings

MOST = 1.5
"""By how much another contract's verdict may take longer."""
VERDICTS = 5
ROUNDS = 3
"""A busy machine disturbs one measurement, not all of them."""

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_PIECE = b"10000\r\n" + b"[" * 65536 + b"\r\n"
_BOMB = gzip.compress(b"0" * 80_000_000)

Answer = Callable[[socket.socket, threading.Event], None]


def drip(connection: socket.socket, over: threading.Event) -> None:
    """Send a byte now and then, for ever."""
    connection.sendall(_HEAD + b"Content-Length: 1000000\r\n\r\n")
    while not over.wait(0.05):
        connection.sendall(b" ")


def flood(connection: socket.socket, over: threading.Event) -> None:
    """Send without an end."""
    connection.sendall(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while not over.is_set():
        connection.sendall(_PIECE)


def bomb(connection: socket.socket, over: threading.Event) -> None:
    """Send 80 MB of zeros in a few kilobytes."""
    del over
    head = f"Content-Encoding: gzip\r\nContent-Length: {len(_BOMB)}\r\n\r\n"
    connection.sendall(_HEAD + head.encode() + _BOMB)


@contextmanager
def strange_server(answer: Answer) -> Iterator[tuple[str, list[bytes]]]:
    """Run a server that answers all in one strange way.

    Give its address, and what it was asked.
    """
    over, listening = threading.Event(), socket.create_server(("127.0.0.1", 0))
    asked: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            asked.append(connection.recv(65536))
            answer(connection, over)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
    finally:
        over.set()
        listening.close()


@dataclass
class Site:
    """A tracker whose webhooks go to the service."""

    name: str
    web: list[FlaskClient]
    state: JiraStandIn = field(init=False)

    def __post_init__(self) -> None:
        self.state = JiraStandIn(people=list(PEOPLE), projects=[Project("ACME", "Acme")])
        self.state.hooks = WebhookOutbox(
            deliver=self._deliver, back_off_s=lambda _: 0.0, monotonic_s=lambda: 0.0
        )
        self.server = self.state.serve()
        self.state.hooks.register(f"/webhooks/{self.name}", frozenset(), SECRET)

    def _deliver(self, url: str, headers: Any, body: bytes) -> int:
        return self.web[0].post(url, data=body, headers=dict(headers)).status_code

    def ask(self, summary: str, estimate_s: int = 36_000, **fields: Any) -> PracticeIssue:
        """Create an issue as the client, estimated by the manager.

        And deliver what is told of it.
        """
        given = {"summary": summary, "description": "Нужно посетителям сайта", **fields}
        issue = actions.create_issue(self.state, self.state.person("contact"), "ACME", fields=given)
        estimate = Edit(fields={"timeoriginalestimate": estimate_s})
        actions.apply_edit(self.state, issue, self.state.person("manager"), estimate)
        self.state.hooks.deliver_due()
        return issue

    def seconds_to_verdict(self, number: int) -> float:
        """Return how long a request waits for its label and comment."""
        began = time.monotonic()
        issue = self.ask(f"Калькулятор стоимости {number}")
        until(lambda: issue.notes and issue.fields.get("labels"), "the verdict")
        return time.monotonic() - began


@dataclass
class Running:
    """The service with two contracts, each on a tracker of its own."""

    calm: Site
    strange: Site
    service: Service

    def median_s(self) -> float:
        """Return the median time that the calm contract's verdicts take."""
        return statistics.median(self.calm.seconds_to_verdict(number) for number in range(VERDICTS))


@contextmanager
def running(folder: Path, url: str | None, terms: str = "") -> Iterator[Running]:
    """Run the service, both contracts and a pool of workers.

    The strange tracker is at `url`.
    """
    web: list[FlaskClient] = []
    calm, strange = Site("main", web), Site("strange", web)
    mappings = folder / "mappings"
    mappings.mkdir()
    text = (CONTRACTS / "acme.yaml").read_text(encoding="utf-8")
    other = text.replace("id: ACME-SITE", "id: OTHER").replace("name: main", "name: strange")
    for name, content in (
        ("acme", text),
        ("other", other.replace("offer_valid: 5", terms or "offer_valid: 5")),
    ):
        path = mappings / f"{name}.yaml"
        path.write_text(content, encoding="utf-8")
        os.utime(path, (time.time() - 60, time.time() - 60))
    at_strange = {**tracker_of(strange.state), **({"url": url} if url else {})}
    settings = Settings.model_validate(
        {
            "service": {"database": f"sqlite:///{folder}/ugovor.db", "mappings": mappings},
            "trackers": {"main": tracker_of(calm.state), "strange": at_strange},
        }
    )
    service, stop = build(settings, SystemClock()), threading.Event()
    web.append(make_app(settings, SystemClock(), service.database).test_client())
    for site in (calm, strange):
        for title in ("Дизайн", "Сборка и запуск", "Главная страница"):
            kind = "Epic" if title == "Главная страница" else "Stage"
            actions.create_issue(site.state, site.state.person("manager"), "ACME", kind, {"summary": title})
    worker = threading.Thread(target=service.worker_pool().run, args=(stop,), daemon=True)
    worker.start()
    try:
        yield Running(calm, strange, service)
    finally:
        stop.set()
        calm.server.shutdown()
        strange.server.shutdown()
        worker.join(60)
        service.close()


@pytest.mark.parametrize("answer", [drip, flood, bomb], ids=["dripping", "without an end", "a gzip bomb"])
def test_one_strange_answer_holds_up_its_own_issue_only(tmp_path: Path, answer: Answer) -> None:
    """One dripping, huge or gzip-bombing answer.

    Another contract's verdict takes at most 1.5 times.
    """
    with strange_server(answer) as (url, asked), running(tmp_path, url) as run:
        run.calm.seconds_to_verdict(0)

        def trouble(number: int) -> None:
            before = len(asked)
            run.strange.ask(f"Калькулятор срока {number}")
            until(lambda: len(asked) > before, "the strange tracker's first call")

        _compare(run, trouble)


@pytest.mark.parametrize(
    ("terms", "fields"),
    [
        pytest.param("", {"estimate_s": 3_600 * 900_000}, id="an estimate of 900,000 hours"),
        pytest.param("", {"estimate_s": 3_600 * 1_999}, id="an estimate just below what is asked about"),
        pytest.param("", {"duedate": "9999-12-31"}, id="a date at the end of time"),
        pytest.param("offer_valid: 365", {}, id="an offer valid for 365 working days"),
        pytest.param("offer_valid: {days: 365}", {}, id="an offer valid for a year"),
    ],
)
def test_one_absurd_figure_holds_up_its_own_issue_only(
    tmp_path: Path, terms: str, fields: dict[str, Any]
) -> None:
    """One absurd estimate, date or offer_valid.

    Another contract's verdict takes at most 1.5 times.
    """
    with running(tmp_path, None, terms) as run:
        run.calm.seconds_to_verdict(0)

        def trouble(number: int) -> None:
            run.strange.ask(f"Калькулятор срока {number}", **fields)

        _compare(run, trouble)


def _compare(run: Running, trouble: Callable[[int], None]) -> None:
    """Compare verdicts alone and beside the trouble, in the same run.

    One quiet round is enough.
    """
    found = []
    for number in range(ROUNDS):
        alone = run.median_s()
        trouble(number)
        found.append(run.median_s() / alone)
        if found[-1] <= MOST:
            return
    raise AssertionError(f"another contract's verdict took {found} times as long")

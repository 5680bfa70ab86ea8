"""A database that is held, full or away: reported, and recovered by itself."""

from __future__ import annotations

import hashlib
import hmac
import random
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from chaos.ending import faults
from chaos.play import Plan, Stage
from chaos.story import Story
from flask.testing import FlaskClient
from page_player import hidden, link, reader
from processes import WAIT_LIMIT_S, started, until
from scene import SECRET, Scene, opened
from service_scene import SetClock, settings_for
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from plugin.cli.web_server import make_app, open_web_database
from plugin.practice.tracker.state import PracticeIssue
from plugin.store import group_commit
from plugin.store.connection import Connection
from plugin.store.engine import Database

BODY = b'{"webhookEvent": "jira:issue_deleted", "issue": {"id": "10021", "key": "ACME-9"}}'
TRACKER = {
    "kind": "jira_cloud",
    "url": "http://127.0.0.1:9",
    "user": "bot@acme.example",
    "token": "t",
    "webhook_secrets": (SECRET,),
    "account": "bot",
}


@pytest.fixture
def web(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """The web side as `ugovor serve` makes it, but for its patience."""
    monkeypatch.setattr(group_commit, "TIMEOUT_S", 0.2)
    settings = settings_for(TRACKER, database, tmp_path)
    with closing(open_web_database(settings)) as opened:
        yield make_app(settings, SetClock(), opened).test_client()


@contextmanager
def held(address: str) -> Iterator[None]:
    """Hold the table that is written to, as a long shell session would."""
    with closing(Database(address)) as another, another.change() as connection:
        if not another.is_sqlite:
            connection.execute(text("LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE"))
        yield


@contextmanager
def full(database: Database) -> Iterator[None]:
    """Give a SQLite database no further page, in any connection, like a full disk."""
    change, pages = database.change, 1

    @contextmanager
    def limited() -> Iterator[Connection]:
        with change() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            yield connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "change", limited)
        yield
    pages = 1_000_000
    database.change = limited  # type: ignore[method-assign]  # connections remember how small it was


def post(web: FlaskClient) -> TestResponse:
    """Deliver a webhook."""
    mac = hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest()
    return web.post("/webhooks/main", data=BODY, headers={"X-Hub-Signature": f"sha256={mac}"})


def database_line(web: FlaskClient) -> tuple[int, bool, str]:
    """Return what `/readyz` answers, and what it says of the database."""
    answer = web.get("/readyz")
    (line,) = (check for check in answer.get_json()["checks"] if check["name"] == "database")
    return answer.status_code, line["ok"], f"{line['sentence']} {line.get('remedy', '')}"


def test_held_database_asks_the_tracker_to_repeat(
    web: FlaskClient, database: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The operator is told what to do."""
    with held(database):
        refused = post(web)
        assert (503, True) == (refused.status_code, int(refused.headers["Retry-After"]) > 0)
        status, ok, sentence = database_line(web)
        assert (503, False) == (status, ok)
        assert "somebody else holds it locked" in sentence
        assert "a backup" in sentence
        assert 200 == web.get("/healthz").status_code
    assert 204 == post(web).status_code
    assert database_line(web)[1]
    assert [] == [record for record in caplog.records if record.exc_info]
    assert "somebody else holds it locked" in caplog.text


def test_reader_gets_503_while_the_database_is_held(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """So do an answer being sent and the metrics; no link is logged."""
    director, address = reader(scene), link(scene, "director")
    asked = director.press(address, said="accept")
    with away(scene.service.database):
        page = director.get(address)
        sent = director.client.post(address, data={**hidden(asked), "step": "confirm"})
        metrics, front = scene.web.get("/metrics"), scene.web.get("/?lang=en")
    assert [503] * 3 == [answer.status_code for answer in (page, sent, metrics)]
    assert "Сейчас страница не открывается" in page.text
    assert "он пока не записан" in sent.text
    assert "5" == sent.headers["Retry-After"]
    assert "a secret place" not in page.text + sent.text + metrics.text + front.text + caplog.text
    assert address.rpartition("/")[2] not in caplog.text
    assert [] == [record for record in caplog.records if record.exc_info]
    again = director.client.post(address, data={**hidden(asked), "step": "confirm"})
    assert 303 == again.status_code


@contextmanager
def away(database: Database) -> Iterator[None]:
    """Make every transaction fail to begin."""

    @contextmanager
    def fail() -> Iterator[Connection]:
        raise OperationalError("", {}, psycopg.OperationalError("no server at a secret place"))
        yield

    with pytest.MonkeyPatch.context() as patch:
        for begin in ("change", "look"):
            patch.setattr(database, begin, fail)
        yield


def test_worker_on_a_full_disk_continues_with_room(
    fresh_sqlite: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It neither dies nor parks, and says so once."""
    scene = opened(Scene(tmp_path, fresh_sqlite))
    stop = threading.Event()
    worker = threading.Thread(target=scene.worker.run, args=(stop,), daemon=True)
    caplog.set_level("INFO")
    try:
        # What is kept of it needs pages of its own, of which there are none then.
        issue = scene.create("contact", "Калькулятор стоимости", hours=18, description="Нужно. " * 2_000)
        scene.deliver()
        with full(scene.service.database):
            late = scene.create("contact", "Калькулятор срока", hours=9)
            waiting = scene.take()
            scene.post(waiting)
            assert 503 == scene.answers[-1]
            worker.start()
            until(lambda: "trying again" in caplog.text, "the worker's complaint")
            ready = scene.web.get("/readyz")
            assert (503, True) == (ready.status_code, "no room left" in ready.text)
        scene.post(waiting)
        until(lambda: both_said(scene, issue, late), "both comments")
        until(lambda: "answers again" in caplog.text, "the end of it in the log")
    finally:
        stop.set()
        worker.join(WAIT_LIMIT_S)
        scene.close()
    assert [({"beyond-scope"}, 1)] * 2 == [
        (scene.labels(each), len(scene.said(each))) for each in (issue, late)
    ]
    assert 1 == sum("no room left" in line for line in caplog.messages if "trying again" in line)
    assert [] == [record for record in caplog.records if record.exc_info]


def both_said(scene: Scene, *issues: PracticeIssue) -> bool:
    """Move the clock on; tell whether each issue has a comment."""
    scene.clock.move(seconds=1)
    return all(scene.said(issue) for issue in issues)


def test_clock_set_back_stops_no_worker(scene: Scene) -> None:
    """Heartbeats go on, and nothing waits longer than an hour."""
    waits = scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.deliver()
    scene.worker.run_once()
    scene.clock.move(hours=-1, minutes=2)
    fresh = scene.create("contact", "Калькулятор срока", hours=9)
    scene.settle()
    assert all(check["ok"] for check in scene.web.get("/readyz").get_json()["checks"])
    assert {"beyond-scope"} == scene.labels(fresh)
    scene.clock.move(hours=1)
    scene.settle()
    assert [({"beyond-scope"}, 1)] * 2 == [
        (scene.labels(each), len(scene.said(each))) for each in (waits, fresh)
    ]


def test_two_services_on_one_file_do_nothing_twice(fresh_sqlite: str, tmp_path: Path) -> None:
    """Real processes, started by mistake, share the work."""
    stage = Stage(Plan(0, 0, ("ACME",), hosts=2, workers=2), tmp_path, fresh_sqlite)
    try:
        for process in stage.processes:
            started(process)
        Story(stage.site, 0).open()
        stage.deliver(None)
        stage.settle()
        asked = [stage.site.create("contact", "ACME", f"Калькулятор {n}", hours=9) for n in range(8)]
        stage.deliver(random.Random(7))
        stage.settle()
        found = faults(stage.site, stage.database, stage.configs[0], stage.delivered)
    finally:
        stage.close()
    assert not found, found
    assert {204} == stage.sender.statuses
    assert {1} == {sum(note.author.id == "bot" for note in issue.notes) for issue in asked}


def test_full_disk_of_postgresql_refuses_and_loses_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """PostgreSQL's 53100: 503 with Retry-After, said in /readyz and the log.

    Nothing is lost.
    """
    issue = scene.create("contact", "Калькулятор стоимости", hours=18)
    waiting = scene.take()

    @contextmanager
    def have_no_room() -> Iterator[Connection]:
        raise OperationalError("INSERT", {}, psycopg.errors.DiskFull("could not extend file"))
        yield

    with monkeypatch.context() as full_disk:
        full_disk.setattr(scene.service.database, "change", have_no_room)
        for delivery in waiting:
            refused = scene.web.post(delivery.url, data=delivery.body, headers=dict(delivery.headers))
            assert (503, True) == (refused.status_code, refused.headers["Retry-After"].isdecimal())
        ready = scene.web.get("/readyz")
        assert (503, True) == (ready.status_code, "no room left" in ready.text)
    assert "no room left on its disk" in caplog.text
    assert "could not extend file" not in caplog.text
    scene.post(waiting)
    scene.settle()
    assert ({"beyond-scope"}, 1) == (scene.labels(issue), len(scene.said(issue)))

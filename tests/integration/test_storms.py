"""A database that is held, full or away: told in time and in words, and all goes on by itself afterwards."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from scene import SECRET
from service_scene import SetClock, settings_for
from sqlalchemy import text
from werkzeug.test import TestResponse

from plugin.cli.web_side import make_app, web_database
from plugin.store import group_commit
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
    monkeypatch.setattr(group_commit, "PATIENCE_S", 0.2)
    settings = settings_for(TRACKER, database, tmp_path)
    with closing(web_database(settings)) as opened:
        yield make_app(settings, SetClock(), opened).test_client()


@contextmanager
def held(address: str) -> Iterator[None]:
    """Hold what is written to, as a table that is rewritten or a shell that was left open does."""
    with closing(Database(address)) as another, another.change() as connection:
        if not another.is_sqlite:
            connection.execute(text("LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE"))
        yield


def post(web: FlaskClient) -> TestResponse:
    """Deliver a webhook."""
    mac = hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest()
    return web.post("/webhooks/main", data=BODY, headers={"X-Hub-Signature": f"sha256={mac}"})


def database_line(web: FlaskClient) -> tuple[int, bool, str]:
    """Return what `/readyz` answers, and what it says of the database."""
    answer = web.get("/readyz")
    (line,) = (check for check in answer.get_json()["checks"] if check["name"] == "database")
    return answer.status_code, line["ok"], f"{line['sentence']} {line.get('remedy', '')}"


def test_a_database_that_is_held(web: FlaskClient, database: str, caplog: pytest.LogCaptureFixture) -> None:
    """A tracker is asked to come again in time, an operator is told what to do, and then all is well."""
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

"""A database from before revision 0008 goes on after the upgrade."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from mail_server import Post, post_office
from prepared import Prepared
from scene import PEOPLE, SECRET, Scene
from service_scene import CONTRACTS
from sqlalchemy import text
from three_weeks import row

from plugin.practice.tracker.state import PracticeIssue, PracticeNote, StatusMove
from plugin.practice.tracker.webhooks import WebhookDelivery, signature
from plugin.store import claims, record, schema, stages, waits
from plugin.store.engine import Database, normalise_address
from plugin.store.migration_helpers import migrate

DUMPS = Path(__file__).parents[1] / "data" / "upgrade"
BEFORE = "0007"
OPEN, PARKED_MAIL = "ACME-21", "10090"
STAGES = ("ACME-1", "ACME-2")
WITH_WAITS, WORK = "0019", "10045"
ASKED = (
    "INSERT INTO waits (tracker, issue, series, number, contract, stage, kind, is_open, owed_by, due, state)"
    " VALUES ('main', :issue, 'asked', 1, 'ACME-SITE', 'design', 'input', true, 'contact', '2026-03-13',"
    " :state)"
)
ASKED_STATE = {
    "contract": "ACME-SITE",
    "issue": WORK,
    "number": 1,
    "kind": "input",
    "what": "тексты для главной",
    "owed_by": "contact",
    "owed_side": "client",
    "asked_by": "manager",
    "asked_side": "contractor",
    "asked_at": "2026-03-10T09:00:00Z",
    "due": "2026-03-13",
    "stage": "design",
    "turns": [{"side": "client", "since": "2026-03-10T09:00:00Z"}],
}
"""As a question was kept by the first revision that knew of them."""
RECEIVED = "SELECT id, headers, body FROM deliveries ORDER BY id"


@dataclass
class Upgraded:
    """The service of today on the database of then.

    Attributes:
        scene: with the tracker as it was left.
        told: what the code of then said.
        post: where mails arrive.
    """

    scene: Scene
    told: Mapping[str, Any]
    post: Post

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return what the database answers to a statement."""
        with self.scene.service.database.look() as connection:
            return [tuple(each) for each in connection.execute(text(statement))]

    def said(self, *, team: bool = False) -> dict[str, list[str]]:
        """Return what the service says on each issue."""
        return {issue.key: self.scene.said(issue, team=team) for issue in self.scene.issues()}


@pytest.fixture(params=["sqlite", "postgres"])
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Upgraded]:
    """Restore the dump, upgrade it, and start the service on it.

    On the way, at the revision with the first waits, somebody is asked for something.
    """
    address: str = request.getfixturevalue(f"fresh_{request.param}")
    told = json.loads(gzip.decompress((DUMPS / f"{request.param}.json.gz").read_bytes()))
    restore_dump(address, gzip.decompress((DUMPS / f"{request.param}.sql.gz").read_bytes()).decode())
    database = Database(address)
    with database.look() as connection:
        assert BEFORE == schema.load_revision(connection)
    migrations = write_migrations(tmp_path / "migrations", WITH_WAITS)
    migrate(database, migrations, lambda: revision_of(database) != WITH_WAITS)
    with database.change() as connection:
        connection.execute(text(ASKED), {"issue": WORK, "state": json.dumps(ASKED_STATE)})
    schema.upgrade(database)
    database.close()
    site = {
        "issues": {key: issue_of(each) for key, each in told["issues"].items()},
        "_next_id": told["next_id"],
        "_used": told["used"],
    }
    with post_office() as post:
        left = Prepared("", site, datetime.fromisoformat(told["moment"]), ())
        scene = Scene(tmp_path, address, contract="upgraded.yaml", mail=post.settings, prepared=left)
        yield Upgraded(scene, told, post)
        scene.close()


def write_migrations(folder: Path, newest: str) -> Path:
    """Write the migrations up to a revision into a folder."""
    shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (folder / "versions").glob("[0-9]*.py"):
        if path.name[: len(newest)] > newest:
            path.unlink()
    return folder


def revision_of(database: Database) -> str | None:
    """Return what a database was brought to."""
    with database.look() as connection:
        return schema.load_revision(connection)


def restore_dump(address: str, dump: str) -> None:
    """Run a dump against an empty database."""
    if address.startswith("sqlite"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as connection:
            connection.executescript(dump)
        return
    # What is meant for psql, and what older servers do not know.
    ours = [line for line in dump.splitlines() if not line.startswith(("\\", "SET transaction_timeout"))]
    plain = normalise_address(address).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("\n".join(ours).encode())


def issue_of(told: Mapping[str, Any]) -> PracticeIssue:
    """Return an issue as the dump tells it."""
    given = dict(told)
    for name in ("created", "updated"):
        given[name] = datetime.fromisoformat(given[name])
    given["reporter"] = person_of(given["reporter"])
    given["notes"] = [
        PracticeNote(
            **{
                **note,
                "author": person_of(note["author"]),
                "editor": person_of(note["editor"]),
                "created": datetime.fromisoformat(note["created"]),
                "updated": datetime.fromisoformat(note["updated"]),
            }
        )
        for note in given["notes"]
    ]
    given["moves"] = [
        StatusMove(**{**move, "by": person_of(move["by"]), "at": datetime.fromisoformat(move["at"])})
        for move in given["moves"]
    ]
    return PracticeIssue(**given)


def person_of(told: Mapping[str, str]) -> Any:
    """Return somebody of the site."""
    return next(person for person in PEOPLE if person.id == told["person"])


def test_upgraded_database_holds_everything(upgraded: Upgraded) -> None:
    """Register, offers, stages, record and effects are the same."""
    before, team = upgraded.said(), upgraded.said(team=True)
    effects = upgraded.rows(
        "SELECT subject, slot, comment_id, message_id FROM effects ORDER BY subject, slot"
    )
    told = {(subject, slot): kept for subject, slot, _, _, kept in upgraded.told["effects"]}
    for subject, slot, comment, message in effects:
        kept, empty = (message, comment) if slot.startswith("mail:") else (comment, message)
        assert (told[subject, slot], None) == (kept or "", empty), slot
    assert len(told) == len(effects)
    assert upgraded.told["record"] == len(upgraded.rows("SELECT seq FROM record"))
    upgraded.scene.settle()
    assert [row(each) for each in upgraded.told["register"]] == [
        row(each) for each in upgraded.scene.register()
    ]
    with upgraded.scene.service.database.look() as connection:
        assert record.verify(connection) is None
        states = {stage: state.state for stage, state in stages.load_all(connection, "ACME-SITE").items()}
    assert upgraded.told["stages"] == states
    after = upgraded.said()
    assert {key: len(texts) for key, texts in before.items()} == {
        key: len(texts) for key, texts in after.items()
    }
    assert team == upgraded.said(team=True)
    assert without_stages(before) == without_stages(after)


def test_repeated_webhook_repeats_no_comment(upgraded: Upgraded) -> None:
    """Every delivery with a body comes again, by its id and by a new one."""
    upgraded.scene.settle()
    comments, entries = upgraded.said(), len(upgraded.rows("SELECT seq FROM record"))
    received = [each for each in upgraded.rows(RECEIVED) if each[2]]
    for again in (False, True):
        for number, headers, body in received:
            given = dict(headers if isinstance(headers, dict) else json.loads(headers))
            if again:
                given["x-atlassian-webhook-identifier"] = f"again-{number}"
            given["X-Hub-Signature"] = signature(SECRET, bytes(body))
            upgraded.scene.post([WebhookDelivery("/webhooks/main", given, bytes(body))])
        upgraded.scene.work()
        if not again:
            assert entries == len(upgraded.rows("SELECT seq FROM record"))
    assert {204} == set(upgraded.scene.answers)
    assert comments == upgraded.said()


def test_waiting_mails_are_sent_once(upgraded: Upgraded) -> None:
    """One that had been sent is not sent again; one that had not arrives."""
    waiting = "SELECT subject, message_id FROM effects WHERE slot LIKE 'mail:%' AND state = 'waiting'"
    sent = dict(upgraded.rows(waiting))
    assert [None, True] == [sent.pop(PARKED_MAIL), all(sent.values())]
    upgraded.scene.clock.move(hours=1)
    with upgraded.scene.service.database.change() as connection:
        for subject in sent:
            claims.make_due(connection, "main", subject, upgraded.scene.clock.now())
    upgraded.scene.settle()
    assert [] == upgraded.rows(waiting)
    titles = [str(mail["Subject"]).partition("»")[0] for mail in upgraded.post.letters]
    assert ["«Калькулятор ипотеки"] == titles


def test_choice_on_an_old_offer_decides(upgraded: Upgraded) -> None:
    """The numbers of an offer that was published before mean what they meant."""
    scene = upgraded.scene
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("director", scene.site.issue(OPEN), "2")
    scene.settle()
    decided = next(entry for entry in scene.register() if entry["issue"] == OPEN)
    assert ("decided", "extra_fee", "Пётр Соколов") == (
        decided["state"],
        decided["option"],
        decided["decided_by"],
    )
    assert "Решили по запросу" in scene.said(scene.site.issue(OPEN))[-1]


def test_question_of_an_old_revision_goes_on(upgraded: Upgraded) -> None:
    """It is reminded of, answered and received."""
    scene = upgraded.scene
    terms = yaml.safe_load((CONTRACTS / "upgraded.yaml").read_text(encoding="utf-8"))
    waiting = {"contact": "contact", "moves_deadline": True}
    scene.set_contract(yaml.safe_dump({**terms, "waiting": waiting}, allow_unicode=True))
    scene.settle()
    work = next(each for each in scene.issues() if each.id == WORK)
    scene.clock.to("2026-03-17T10:00")
    scene.settle()
    assert "просили к 13 марта" in scene.said(work)[-1].replace("\xa0", " ")
    scene.comment("contact", work, "Тексты в папке, ссылка в описании")
    scene.settle()
    scene.clock.move(minutes=1)
    scene.comment("manager", work, "/получили")
    scene.settle()
    with scene.service.database.look() as connection:
        (got,) = [each for each in waits.load_of_contract(connection, "ACME-SITE") if each.series == "asked"]
    assert (got.state.value, got.holder) == ("got", "")


def without_stages(said: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Leave out the checklists of the stages, which show what is due."""
    return {key: texts for key, texts in said.items() if key not in STAGES}

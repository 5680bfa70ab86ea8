"""Erasing a person: shown first, then done everywhere, and the record still holds."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from page_player import held, link, reader, signed_in
from scene import Scene, opened
from scenes import Scenes

from plugin.bootstrap import build
from plugin.cli import main
from plugin.cli.context import CliContext
from plugin.core.model.redaction import Traces
from plugin.settings.model import Settings
from plugin.store import erasure, record
from plugin.store.connection import Connection
from plugin.store.engine import Database

DIRECTOR = "director: {name: Пётр Соколов, side: client, email: director@acme.example}"
VERIFY = Path(__file__).parents[2] / "deploy" / "verify_record.py"
EMAIL = "director@acme.example"


@dataclass(frozen=True)
class Settled(CliContext):
    """Surroundings with given settings."""

    given: Settings = field(default_factory=Settings)

    def settings(self) -> Settings:
        """Return them."""
        return self.given


def run(scene: Scene, *args: str) -> Result:
    """Run a command against the scene's database."""
    context = Settled(clock=scene.clock, build=build, given=scene.settings)
    result = CliRunner().invoke(main, args, obj=context)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(name="scene")
def scene_with_a_history(scenes: Scenes) -> Scene:
    """A director who decided and signed on pages; a contact who wrote."""
    mail = {"host": "localhost", "port": 1, "sender": "ugovor@example.com"}
    return scenes.after(opened_with_a_history, contract="director_by_mail.yaml", mail=mail)


def opened_with_a_history(scene: Scene) -> None:
    """Decide and sign on pages as the director, and write as the contact."""
    opened(scene)
    scene.create("manager", "Старт проекта")
    scene.settle()
    extra = scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    scene.comment("contact", extra, "1")
    scene.settle()
    scene.comment("manager", extra, "/спросить contact: кого спросить, если Пётр Соколов уехал")
    scene.settle()
    scene.comment("manager", extra, "/созвон contact, завтра 15:00: кого позовёт Пётр Соколов")
    scene.settle()
    who, page = reader(scene), link(scene, "director", "choose", extra.id)
    assert 303 == who.answer(page, said="choose", number="2").status_code
    scene.work()
    assert 303 == who.answer(link(scene, "director"), said="remarks", remarks="фото").status_code
    scene.work()
    signed_in(scene)


def naming(scene: Scene, word: str) -> list[str]:
    """Return the tables in which a word stands, in bytes and behind escapes too."""
    pattern = re.compile("|".join((re.escape(word), re.escape(repr(word.encode())[2:-1]), _escaped(word))))
    return [table for table, rows in held(scene).items() if any(map(pattern.search, rows))]


def _escaped(word: str) -> str:
    """Return the pattern of a word as JSON escapes it, once or more often."""
    return "".join(rf"\\+u{ord(letter):04x}" if ord(letter) > 127 else re.escape(letter) for letter in word)


def taken_out(scene: Scene) -> None:
    """Give the director's place to somebody else."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(text.replace(DIRECTOR, "director: {name: Ольга Новая, side: client}"))
    scene.clock.move(seconds=10)
    scene.work()


def exported(scene: Scene) -> list[dict[str, Any]]:
    """Return the record as it is exported."""
    return [json.loads(line) for line in run(scene, "record", "export").stdout.splitlines()]


def verified(scene: Scene, folder: Path) -> str:
    """Verify the export with Python alone, and the record itself."""
    assert 0 == run(scene, "record", "verify").exit_code
    file = folder / "record.jsonl"
    file.write_text(run(scene, "record", "export").stdout, encoding="utf-8")
    done = subprocess.run([sys.executable, VERIFY, file], capture_output=True, text=True, check=False)  # noqa: S603
    assert 0 == done.returncode, done.stdout
    return done.stdout


def _is_shown_first(scene: Scene) -> None:
    """Without confirmation the command only lists what is kept, and where."""
    before = held(scene)
    shown = run(scene, "erase", EMAIL)
    assert 0 == shown.exit_code
    assert "Пётр Соколов" in shown.stdout
    assert "Nothing was changed." in shown.stdout
    everywhere = (
        "deliveries",
        "stages",
        "effects",
        "baselines",
        "record",
        "sessions",
        "issues",
        "exchanges",
        "waits",
        "calls",
    )
    for where in everywhere:
        assert f"\n{where} " in shown.stdout, where
    whole = json.loads(run(scene, "erase", EMAIL, "--json").stdout)
    assert (["Пётр Соколов"], [EMAIL]) == (whole["names"], whole["emails"])
    assert {"stages", "record"} < {each["where"] for each in whole["held"]}
    data = json.dumps([each["data"] for each in whole["held"]], ensure_ascii=False)
    assert {"Пётр Соколов", "word_given"} == {each for each in ("Пётр Соколов", "word_given") if each in data}
    refused = run(scene, "erase", EMAIL, "--yes")
    assert (1, True) == (refused.exit_code, "still stand in the mapping of ACME-SITE" in refused.stderr)
    assert before == held(scene)


def test_erased_person_is_named_nowhere(scene: Scene, tmp_path: Path) -> None:
    """Afterwards nothing names them, and the chain verifies, in an old export too."""
    _is_shown_first(scene)
    taken_out(scene)
    successor = signed_in(scene)
    old = exported(scene)
    assert {"baselines", "deliveries", "effects", "record", "stages", "waits", "calls"} <= set(
        naming(scene, "Пётр Соколов")
    )
    register = scene.register()
    assert 0 == run(scene, "erase", EMAIL, "--yes").exit_code
    assert ([], []) == (naming(scene, "Пётр"), naming(scene, "director@acme"))
    assert (1, 200) == (len(held(scene)["sessions"]), successor.get("/contracts/ACME-SITE").status_code)
    assert "the chain holds" in verified(scene, tmp_path)
    new = exported(scene)
    assert [each["hash"] for each in old] == [each["hash"] for each in new[: len(old)]]
    assert {"erasure"} == {each["kind"] for each in new[len(old) :]}
    assert "Nothing is kept of them." in run(scene, "erase", EMAIL).stdout
    _is_guarded_like_the_rest(scene)
    _goes_on(scene, register, tmp_path)


def _goes_on(scene: Scene, register: list[dict[str, Any]], folder: Path) -> None:
    """The service works as before: pages, register, judging anew."""
    manager = signed_in(scene, "manager")
    assert "Участник" in manager.get("/contracts/ACME-SITE").text
    assert [row["issue"] for row in register] == [row["issue"] for row in scene.register()]
    assert 200 == manager.get("/contracts/ACME-SITE/stages/design").status_code
    scene.edit("manager", scene.site.issue("ACME-5"), hours=20)
    scene.settle()
    assert "the chain holds" in verified(scene, folder)


def _is_guarded_like_the_rest(scene: Scene) -> None:
    """A change of an erased entry, or of the erasure itself, is found."""
    with scene.service.database.look() as connection:
        erased, last = sorted(record.load_erasures(connection)), record.count_entries(connection)
    database = scene.service.database
    for seq, column, value in (
        (erased[0], "payload", "'{}'"),
        (erased[0], "kind", "'verdict2'"),
        (last, "payload", 'replace(payload, \'"as":"\', \'"as":"x\')'),
    ):
        with database.engine.connect() as connection, connection.begin() as change:
            connection.exec_driver_sql(f"UPDATE record SET {column} = {value} WHERE seq = {seq}")  # noqa: S608
            found = record.verify(connection)
            change.rollback()
        assert (seq, True) == (found.seq if found else None, found is not None), column
    with database.look() as connection:
        assert record.verify(connection) is None


class BreaksOff(Database):
    """A database that is gone before a transaction of that number, counted from 1."""

    def __init__(self, address: str, before: int) -> None:
        """Take where it is, and before which change it goes."""
        super().__init__(address)
        self.left = before

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """Open a transaction that writes, as long as there is one left."""
        self.left -= 1
        if self.left == 0:
            raise ConnectionError("gone")
        with super().change() as connection:
            yield connection


def test_interrupted_erasure_can_be_repeated(scene: Scene) -> None:
    """The same command finds what is left: what holds the name goes last."""
    taken_out(scene)
    traces = Traces(emails=frozenset({EMAIL}), names=frozenset({"Пётр Соколов"}))
    with scene.service.database.look() as connection:
        people = [each for each in erasure.load_people(connection) if each.email == EMAIL]
    for before in range(2, 40):
        broken = BreaksOff(scene.settings.service.database, before)
        with suppress(ConnectionError):
            erasure.erase(broken, traces, people, f"Участник {before}", scene.clock.now())
        broken.close()
        told, left = run(scene, "erase", EMAIL).stdout, naming(scene, "Пётр Соколов")
        assert ("Looked for: Пётр Соколов" in told) == bool(left), (before, left)
        if not left:
            break
    assert (before > 4, []) == (True, left)
    assert 0 == run(scene, "record", "verify").exit_code


def test_unknown_address_erases_nothing(scene: Scene) -> None:
    """A misspelt address has nothing on record; an empty one is no person."""
    before = held(scene)
    misspelt = run(scene, "erase", "dirctor@acme.example", "--yes")
    assert (0, True, False) == (
        misspelt.exit_code,
        "Nothing is kept of them." in misspelt.stdout,
        "Erased" in misspelt.stdout,
    )
    assert {2} == {run(scene, "erase", who, "--yes").exit_code for who in ("", " ", "@")}
    assert before == held(scene)


def test_short_account_is_erased_with_its_tracker_name(scene: Scene) -> None:
    """A short account is found where data marks it as one."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    gone = text.replace(
        "contact: {name: Анна Белова, side: client, account: contact}",
        "contact: {name: Бывший, side: client}",
    )
    scene.set_contract(gone)
    scene.clock.move(seconds=10)
    scene.work()
    shown = run(scene, "erase", "contact").stdout
    assert "Looked for: Анна Белова, main/contact." in shown
    assert 0 == run(scene, "erase", "contact", "--yes").exit_code
    assert [] == naming(scene, "Анна Белова")
    assert {"issues", "baselines"} <= {*naming(scene, "Калькулятор стоимости"), *naming(scene, "contact")}


def test_ambiguous_person_is_asked_about(scenes: Scenes) -> None:
    """An address of two people, or an unknown tracker, needs an answer first."""
    scene = scenes.opened(contract="director_by_mail.yaml")
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8").replace(EMAIL, "office@acme.example")
    scene.set_contract(text.replace("account: contact", "email: Office@acme.example"))
    scene.clock.move(seconds=10)
    scene.work()
    shared = run(scene, "erase", "office@acme.example")
    assert (2, True) == (shared.exit_code, "Анна Белова, Пётр Соколов. Say whom you mean" in shared.stderr)
    nowhere = run(scene, "erase", "contact", "--tracker", "other")
    assert (2, True) == (nowhere.exit_code, "There is no tracker 'other'" in nowhere.stderr)
    one = run(scene, "erase", "office@acme.example", "--name", "Пётр Соколов")
    assert ("Looked for: Пётр Соколов." in one.stdout, "Анна" in one.stdout) == (True, False)

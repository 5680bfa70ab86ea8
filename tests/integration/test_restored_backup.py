"""Yesterday's backup against today's tracker: nothing is said twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from scene import Scene
from test_operator_page import backed_up

from plugin.bootstrap import build
from plugin.core.model.effects import reference_in
from plugin.practice.tracker.state import PracticeIssue
from plugin.store import record


def restore(scene: Scene, address: str) -> None:
    """Start the service again on another database, with the tracker as it is."""
    scene.service.close()
    service = scene.settings.service.model_copy(update={"database": address})
    scene.settings = scene.settings.model_copy(update={"service": service})
    scene.service = build(scene.settings, scene.clock)
    scene.web = scene._web()
    scene.worker = scene.service.worker()


def said_twice(scene: Scene) -> dict[str, list[str]]:
    """Return what stands more than once on an issue, by the reference at its end."""
    found = {}
    for issue in scene.issues():
        marks = Counter(filter(None, map(reference_in, scene.said(issue))))
        found[issue.key] = [mark for mark, times in marks.items() if times > 1]
    return {key: marks for key, marks in found.items() if marks}


def test_older_backup_repeats_no_comment(
    scene: Scene, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Later acts are found; comments are known by their reference."""
    known = request(scene, "Калькулятор стоимости")
    address = backed_up(scene, tmp_path)
    scene.clock.move(hours=20)
    fresh = request(scene, "Калькулятор срока")
    say(scene, "director", known, "2")
    say(scene, "director", fresh, "1")
    say(scene, "director", scene.issue(1), "/принято")
    labels = {issue.key: scene.labels(issue) for issue in scene.issues()}
    restore(scene, address)
    for _ in range(4):
        scene.clock.move(minutes=10)
        scene.settle()
    assert {} == said_twice(scene)
    assert labels == {issue.key: scene.labels(issue) for issue in scene.issues()}
    states = {row["issue"]: row["state"] for row in scene.register()}
    # The choice is older than any offer on record: the director is asked once more.
    assert {known.key: "decided", fresh.key: "offered"} == states
    assert "seems to be an older backup" in caplog.text
    with scene.service.database.look() as connection:
        assert record.verify(connection) is None
        assert "sign_off" in record.load_kinds(connection, "ACME-SITE")


def request(scene: Scene, summary: str) -> PracticeIssue:
    """Ask for something beyond the contract as the client."""
    issue = scene.create("contact", summary, hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    return issue


def say(scene: Scene, who: str, issue: PracticeIssue, text: str) -> None:
    """Comment as a person, and work until the service has answered."""
    scene.comment(who, issue, text)
    scene.settle()
    scene.clock.move(hours=1)


def test_empty_database_where_there_was_one_is_said_loudly(
    scene: Scene, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The tracker shows our labels, but nothing is on record: the log says so."""
    known = request(scene, "Калькулятор стоимости")
    restore(scene, f"sqlite:///{tmp_path}/empty.db")
    scene.settle()
    (told,) = [line for line in caplog.records if "is this the right database?" in line.getMessage()]
    assert (told.levelname, known.key in told.getMessage()) == ("ERROR", True)
    assert "newest backup" in told.getMessage()


def test_a_new_project_is_no_lost_record(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """Without our labels nothing is said."""
    request(scene, "Калькулятор стоимости")
    assert "right database" not in caplog.text

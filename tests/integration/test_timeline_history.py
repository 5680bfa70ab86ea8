"""The past of a contract's issues comes into its timeline, once."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from scene import Scene, opened
from scenes import Scenes
from sqlalchemy import delete, select
from test_timeline import timeline, told

from mappings.model import TrackerTerms
from plugin.core.model.readings import IssueReading
from plugin.practice.tracker import actions
from plugin.store import tables as t
from plugin.trackers.base import Tracker, TrackerUnreachable
from plugin.worker.history_import import HistoryImport

QUESTION, ANSWER = "Когда покажете слайдер?", "Завтра утром"


@pytest.fixture(name="scene")
def scene_with_a_past(scenes: Scenes) -> Scene:
    """A site on which people wrote for a day before the service first ran."""
    scene = scenes()
    opened_before(scene)
    return scene


def opened_before(scene: Scene) -> None:
    """Write on three issues while nobody works and no webhook arrives."""
    for summary in ("Дизайн", "Сборка и запуск"):
        scene.create("manager", summary, type="Stage")
    scene.create("manager", "Главная страница", type="Epic")
    issue = scene.create("contact", "Слайдер", customfield_10014="ACME-3", hours=4)
    scene.comment("contact", issue, QUESTION)
    scene.clock.move(hours=2)
    scene.comment("manager", issue, ANSWER)
    private = {"body": "Не успеваем", "visibility": {"type": "role", "value": "Agency"}}
    actions.add_note(scene.site, issue, scene.person("manager"), private)
    scene.clock.move(days=1)
    scene.take()


def work_through(scene: Scene) -> None:
    """Work until the history is there; pages of it wait for one another."""
    for _ in range(30):
        scene.work()
        scene.clock.move(seconds=10)


@dataclass
class CountingTracker:
    """The tracker as the import of history sees it; some issues are not answered.

    Attributes:
        seen: the issues that were asked for, in order.
        fails: how often the last issue is not answered yet.
        error: what happens instead.
    """

    last: str
    fails: int = 0
    error: BaseException = field(default_factory=lambda: TrackerUnreachable("the tracker does not answer"))
    seen: list[str] = field(default_factory=list)
    tracker: Tracker | None = None

    def read(self, issue: str) -> IssueReading:
        """Read an issue, and count it."""
        assert self.tracker is not None
        self.seen.append(issue)
        if issue == self.last and self.fails:
            self.fails -= 1
            raise self.error
        return self.tracker.read(issue)

    @property
    def name(self) -> str:
        """The tracker's name."""
        assert self.tracker is not None
        return self.tracker.name

    def is_in_team(self, account: str, project: str, terms: TrackerTerms) -> bool:
        """Tell whether somebody is in the team."""
        assert self.tracker is not None
        return self.tracker.is_in_team(account, project, terms)

    def get_own_account(self) -> str:
        """Return the service's own account."""
        assert self.tracker is not None
        return self.tracker.get_own_account()


def counted(scene: Scene, monkeypatch: pytest.MonkeyPatch, fails: int = 0) -> CountingTracker:
    """Count what the import of history reads from now on."""
    counting = CountingTracker(max(issue.id for issue in scene.site.issues.values()), fails)
    run = HistoryImport.run

    def run_counted(self: HistoryImport, lease: Any, active: Any, tracker: Tracker, now: Any) -> None:
        counting.tracker = tracker
        run(self, lease, active, cast(Tracker, counting), now)

    monkeypatch.setattr(HistoryImport, "run", run_counted)
    return counting


def is_done(scene: Scene) -> bool:
    """Tell whether the whole history was read."""
    with scene.service.database.look() as connection:
        row = connection.execute(select(t.history_imports)).one()
    return row.done_at is not None


def test_first_import_brings_the_past(scene: Scene) -> None:
    """Public comments of both sides come with their times and answers."""
    work_through(scene)
    rows = timeline(scene)
    assert [(QUESTION, "client"), (ANSWER, "contractor")] == [(row["what"], row["from_side"]) for row in rows]
    assert (2, rows[0]["id"]) == (round(rows[0]["working_hours"]), rows[1]["answers"])
    assert is_done(scene)


def test_each_issue_is_read_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tracker is asked once an issue, and never again after that."""
    counting = counted(scene, monkeypatch)
    work_through(scene)
    assert is_done(scene)
    assert ["10001", "10002", "10003", "10004"] == counting.seen


def test_interrupted_import_goes_on_where_it_was(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read is not read again; what failed is tried later."""
    counting = counted(scene, monkeypatch, fails=2)
    work_through(scene)
    assert is_done(scene)
    assert ["10001", "10002", "10003", "10004", "10004", "10004"] == counting.seen
    assert [QUESTION, ANSWER] == [row["what"] for row in timeline(scene)]


def test_killed_worker_goes_on_where_it_was(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each issue is saved with how far it is: another worker begins behind it."""
    counting = counted(scene, monkeypatch, fails=1)
    counting.error = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        work_through(scene)
    scene.worker = scene.service.worker()
    scene.clock.move(minutes=5)
    work_through(scene)
    assert is_done(scene)
    assert ["10001", "10002", "10003", "10004", "10004"] == counting.seen
    assert [QUESTION, ANSWER] == [row["what"] for row in timeline(scene)]


def forget_the_timeline(scene: Scene) -> None:
    """Leave the database as a version without timelines left it, and start anew."""
    with scene.service.database.change() as connection:
        for table in (t.exchanges, t.history_imports):
            connection.execute(delete(table))
    scene.worker = scene.service.worker()


def test_contract_that_is_in_force_gets_its_past_once(scenes: Scenes) -> None:
    """Comments, offers, decisions and signatures from before this version, each once."""
    scene = scenes.after(opened)
    extra = scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("manager", extra, "Смотрите варианты выше")
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("director", extra, "1")
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("director", scene.site.issue("ACME-1"), "/принято")
    scene.settle()
    before = told(scene)
    assert ["offer", "comment", "decision", "signature"] == [row[0] for row in before]
    forget_the_timeline(scene)
    scene.service.active_contracts._seen = None
    work_through(scene)
    assert before == told(scene)
    again = json.dumps(timeline(scene))
    scene.worker = scene.service.worker()
    work_through(scene)
    assert again == json.dumps(timeline(scene))


def test_files_of_the_past_are_told(scene: Scene) -> None:
    """A file that was attached before has its time and the name of who attached it."""
    at = scene.clock.now().isoformat(timespec="milliseconds").replace("+00:00", "+0000")
    author = {"accountId": "contact", "displayName": "Анна Белова"}
    file = {"id": "10400", "filename": "logo.svg", "author": author, "created": at}
    scene.site.issue("ACME-4").fields["attachment"] = [file]
    work_through(scene)
    assert ("file", "Анна Белова", "logo.svg") == told(scene)[-1]

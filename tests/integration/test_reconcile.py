"""What no webhook reported is found within minutes, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from click.testing import CliRunner
from scene import Scene
from scenes import Scenes

from plugin.bootstrap import Service
from plugin.cli.context import CliContext
from plugin.cli.recheck import recheck
from plugin.practice.tracker import actions
from plugin.store import deliveries, reconcile_cursors
from plugin.worker import reconcile

CALCULATOR = "Калькулятор стоимости"


def lose(scene: Scene) -> None:
    """Drop every webhook that waits."""
    scene.site.hooks.take()


def pass_by(scene: Scene, minutes: float = 6) -> None:
    """Move the clock on until the next pass is due, and work."""
    scene.clock.move(minutes=minutes)
    scene.work()


def recovered_count(scene: Scene) -> int:
    """Return how many changes were taken up without a webhook."""
    with scene.service.database.look() as connection:
        return sum(cursor.recovered_count for cursor in reconcile_cursors.load_all(connection))


def test_lost_creation_is_found(scene: Scene) -> None:
    """The issue gets label and comment; the late webhook changes nothing."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    late = scene.site.hooks.take()
    scene.work()
    assert set() == scene.labels(issue)
    pass_by(scene)
    assert ({"beyond-scope"}, 1, 1) == (scene.labels(issue), len(scene.said(issue)), recovered_count(scene))
    scene.post(late)
    scene.settle()
    assert ({"beyond-scope"}, 1) == (scene.labels(issue), len(scene.said(issue)))


def test_lost_decision_counts_once(scene: Scene) -> None:
    """The director's answer counts as if it had been told, once."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    scene.work()
    scene.comment("director", issue, "1")
    late = scene.site.hooks.take()
    pass_by(scene)
    (row,) = scene.register()
    assert ("decided", "move_deadline", "Пётр Соколов") == (row["state"], row["option"], row["decided_by"])
    scene.post(late)
    pass_by(scene)
    assert len(scene.said(issue)) == 2


def test_lost_early_start_is_found(scene: Scene) -> None:
    """The move is noticed by the tracker's history; the late webhook adds nothing."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(minutes=1)
    scene.move("developer", issue, "In Progress")
    late = scene.site.hooks.take()
    pass_by(scene)
    assert len(scene.said(issue)) == 2
    scene.post(late)
    scene.settle()
    assert len(scene.said(issue)) == 2


def test_lost_signature_by_status_counts(scene: Scene) -> None:
    """A stage that the director moved to accepted is signed by the director."""
    stage = scene.site.issue("ACME-1")
    scene.move("director", stage, "Accepted")
    lose(scene)
    pass_by(scene)
    assert "signed-off" in scene.labels(stage)


def test_lost_deletion_is_found_after_two_passes(scene: Scene) -> None:
    """Missing twice beside others that exist, it leaves the register."""
    kept = scene.create("contact", CALCULATOR, hours=18)
    issue = scene.create("contact", "Второй калькулятор", hours=10)
    scene.settle()
    actions.delete_issue(scene.site, issue, scene.person("contact"))
    lose(scene)
    pass_by(scene)
    assert [kept.key, issue.key] == [row["issue"] for row in scene.register()]
    pass_by(scene)
    assert [kept.key] == [row["issue"] for row in scene.register()]


def test_hidden_issue_comes_back(scene: Scene) -> None:
    """It counts as deleted after two passes, and returns to the register."""
    scene.create("contact", CALCULATOR, hours=18)
    issue = scene.create("contact", "Второй калькулятор", hours=10)
    scene.settle()
    scene.site.faults.next("GET", rf"/issue/{issue.id}", "404", times=4)
    pass_by(scene)
    pass_by(scene)
    assert len(scene.register()) == 1
    scene.site.faults.clear()
    pass_by(scene)
    assert len(scene.register()) == 2


def test_hidden_project_is_no_deletion(scene: Scene) -> None:
    """No issue is taken for deleted while the account sees none of them."""
    scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.site.faults.next("GET", r"/issue/\w+", "404", times=50)
    for _ in range(4):
        pass_by(scene)
    assert len(scene.register()) == 1


def test_one_hidden_project_of_two_is_no_deletion(scene: Scene) -> None:
    """The other project says nothing about the hidden one's issues."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(text.replace("projects: [ACME]", "projects: [ACME, OTHER]"))
    scene.clock.move(seconds=10)
    scene.work()
    scene.create("contact", CALCULATOR, hours=18)
    scene.create("contact", "Второй калькулятор", hours=10, project="OTHER")
    scene.settle()
    for issue in scene.issues():
        if issue.project == "ACME":
            scene.site.faults.next("GET", rf"/issue/{issue.id}", "404", times=50)
    for _ in range(4):
        pass_by(scene)
    assert len(scene.register()) == 2


def test_lost_move_to_another_project_is_found(scene: Scene) -> None:
    """Changes are searched in the contract's projects only."""
    kept = scene.create("contact", CALCULATOR, hours=18)
    issue = scene.create("contact", "Второй калькулятор", hours=10)
    scene.settle()
    scene.move_to("manager", issue, "OTHER")
    lose(scene)
    pass_by(scene)
    assert [kept.key] == [row["issue"] for row in scene.register()]


def test_missing_project_stops_no_other(scene: Scene) -> None:
    """Jira refuses the whole query; operators read which project is left out."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(text.replace("projects: [ACME]", "projects: [ACME, GONE]"))
    scene.clock.move(seconds=10)
    scene.work()
    issue = scene.create("contact", CALCULATOR, hours=18)
    lose(scene)
    pass_by(scene)
    assert {"beyond-scope"} == scene.labels(issue)
    with scene.service.database.look() as connection:
        assert "GONE" in reconcile_cursors.load_all(connection)[0].reason


def test_returned_project_is_caught_up(scene: Scene) -> None:
    """Its changes are found, no matter how long it was refused."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(text.replace("projects: [ACME]", "projects: [ACME, OTHER]"))
    scene.clock.move(seconds=10)
    scene.work()
    other = next(each for each in scene.site.projects if each.key == "OTHER")
    scene.site.projects.remove(other)
    pass_by(scene)
    scene.site.projects.append(other)
    issue = scene.create("contact", "Второй калькулятор", hours=10, project="OTHER")
    lose(scene)
    scene.site.projects.remove(other)
    for _ in range(6):
        scene.create("contact", "Баннер")
        scene.settle()
        pass_by(scene)
    scene.site.projects.append(other)
    assert scene.labels(issue) == set()
    pass_by(scene)
    pass_by(scene)
    assert scene.labels(issue) == {"beyond-scope"}


def test_issue_dated_in_the_future_does_not_skip_others(scene: Scene) -> None:
    """The cursor never passes the present."""
    issue = scene.create("contact", "Страница контактов")
    issue.updated += timedelta(days=3)
    lose(scene)
    pass_by(scene)
    later = scene.create("contact", CALCULATOR, hours=18)
    lose(scene)
    pass_by(scene)
    assert {"beyond-scope"} == scene.labels(later)


@pytest.mark.parametrize("hours", [2, -2])
def test_wrong_tracker_clock_loses_nothing(scene: Scene, hours: int) -> None:
    """Hours ahead or behind, changes and comments are found."""
    scene.site.now = lambda: scene.clock.now() + timedelta(hours=hours)  # type: ignore[method-assign]
    made = []
    for number in range(3):
        made.append(scene.create("contact", f"{CALCULATOR} {number}", hours=18))
        lose(scene)
        pass_by(scene, minutes=3)
        pass_by(scene)
    assert [{"beyond-scope"}] * 3 == [scene.labels(issue) for issue in made]
    scene.comment("director", made[0], "1")
    lose(scene)
    pass_by(scene)
    assert "decided" == scene.register()[0]["state"]


def test_backlog_with_a_fast_tracker_clock_is_complete(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost, though a pass takes up three issues."""
    monkeypatch.setattr(reconcile, "MAX_ISSUES", 3)
    scene.site.now = lambda: scene.clock.now() + timedelta(hours=1)  # type: ignore[method-assign]
    made = []
    for number in range(7):
        made.append(scene.create("contact", f"{CALCULATOR} {number}", hours=18))
        scene.clock.move(minutes=8)
    lose(scene)
    for _ in range(5):
        pass_by(scene)
    assert [{"beyond-scope"}] * 7 == [scene.labels(issue) for issue in made]


def test_lost_deletion_of_an_own_comment_is_repaired(scene: Scene) -> None:
    """The offer is put back though nobody told that it was deleted."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(minutes=1)
    actions.delete_note(scene.site, issue, issue.notes[0], scene.person("contact"))
    lose(scene)
    pass_by(scene)
    assert len(scene.said(issue)) == 1


def test_known_change_is_not_taken_up_again(scene: Scene) -> None:
    """Where every webhook came, passes write nothing and count nothing."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(minutes=1)
    scene.comment("director", issue, "1")
    scene.settle()
    said = scene.said(issue)
    for _ in range(3):
        pass_by(scene)
    assert (said, 0) == (scene.said(issue), recovered_count(scene))


def test_day_without_the_tracker_is_caught_up(scene: Scene) -> None:
    """Passes fail quietly, and find everything afterwards."""
    for method in ("GET", "POST"):
        scene.site.faults.next(method, ".*", "503", times=40)
    pass_by(scene, minutes=60 * 24)
    with scene.service.database.look() as connection:
        (cursor,) = reconcile_cursors.load_all(connection)
    assert cursor.failures > 0
    assert "503" in cursor.reason
    issue = scene.create("contact", CALCULATOR, hours=18)
    lose(scene)
    for _ in range(45):
        pass_by(scene)
    assert {"beyond-scope"} == scene.labels(issue)


def test_many_changes_are_taken_up_in_several_passes(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """More changes than a pass takes up are caught up by the next ones."""
    monkeypatch.setattr(reconcile, "MAX_ISSUES", 4)
    made = [scene.create("contact", f"{CALCULATOR} {number}", hours=18) for number in range(11)]
    lose(scene)
    for _ in range(10):
        pass_by(scene)
    assert [{"beyond-scope"}] * 11 == [scene.labels(issue) for issue in made]


def test_two_changes_within_a_second_are_both_found(scenes: Scenes) -> None:
    """The second look finds a change with the same time."""
    scene = scenes.opened()
    issue = scene.create("contact", "Страница контактов")
    lose(scene)
    scene.clock.move(minutes=5)
    scene.worker.run_until_idle()
    before = issue.updated
    scene.edit("contact", issue, summary=CALCULATOR, hours=18)
    lose(scene)
    issue.updated = before
    pass_by(scene)
    assert {"beyond-scope"} == scene.labels(issue)


def test_reconciled_deliveries_are_listed(scene: Scene) -> None:
    """The list of deliveries tells what was found and whether it was missed."""
    scene.create("contact", CALCULATOR, hours=18)
    lose(scene)
    pass_by(scene)
    with scene.service.database.look() as connection:
        found = [row for row in deliveries.list_newest(connection) if row["event_name"] == "reconcile"]
    assert "healed" in [row["reason"] for row in found]


def test_recheck_takes_up_missed_comments(scene: Scene) -> None:
    """An operator need not wait for the next pass."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(minutes=1)
    scene.comment("director", issue, "1")
    lose(scene)
    result = CliRunner().invoke(recheck, [issue.key], obj=_Open(scene))
    assert 0 == result.exit_code, result.output
    scene.work()
    assert ["decided"] == [row["state"] for row in scene.register()]


class _Open(CliContext):
    """The context of a command whose service is the scene's, and stays open."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(clock=scene.clock, rest=lambda _: None)
        object.__setattr__(self, "_scene", scene)

    @contextmanager
    def service(self) -> Iterator[Service]:
        """Give the scene's service."""
        yield self._scene.service  # type: ignore[attr-defined]

"""A tracker's bad days: every fault ends in one label, one comment, one decision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from injected_faults import FaultKind
from scene import Scene

from plugin.practice.tracker import actions
from plugin.practice.tracker.edits import Edit
from plugin.store import claims, deliveries, effect_recovery

CALCULATOR = "Калькулятор стоимости"


def wait_it_out(scene: Scene) -> None:
    """Move the clock on until every repeat is due, and work."""
    for _ in range(8):
        scene.clock.move(minutes=3)
        scene.work()


@pytest.mark.parametrize(
    "kind", ["429", "500", "503", "500_after", "drop_before", "drop", "lie", "409", "login_page"]
)
@pytest.mark.parametrize("times", [1, 2])
def test_verdict_survives_a_failed_write(scene: Scene, kind: FaultKind, times: int) -> None:
    """Whatever happens to the edit, the issue ends with one label and one comment."""
    scene.site.faults.next("PUT", r"/issue/\w+$", kind, times=times)
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    wait_it_out(scene)
    assert {"beyond-scope"} == scene.labels(issue)
    assert len(scene.said(issue)) == 1


@pytest.mark.parametrize("kind", ["429", "500", "500_after", "drop", "lie"])
def test_living_comment_survives_a_failed_edit(scene: Scene, kind: FaultKind) -> None:
    """The comment ends with the sum, even if the tracker wrongly said so before."""
    issue = scene.create("contact", CALCULATOR)
    scene.settle()
    scene.site.faults.next("PUT", r"/comment/\d+$", kind)
    scene.edit("manager", issue, hours=18)
    scene.settle()
    wait_it_out(scene)
    (said,) = scene.said(issue)
    assert "76 900" in said.replace("\u00a0", " ")


def test_late_refusal_parks_nothing(scene: Scene) -> None:
    """A conflict after two faults is tried again: it is the first refusal."""
    for kind in ("500", "503", "409"):
        scene.site.faults.next("PUT", r"/issue/\w+$", kind)
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    wait_it_out(scene)
    assert {"beyond-scope"} == scene.labels(issue)


@pytest.mark.parametrize("kind", ["429", "500", "500_after", "drop", "drop_before"])
def test_answer_is_given_once(scene: Scene, kind: FaultKind) -> None:
    """A comment whose answer was lost is looked for before it is written again."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    scene.site.faults.next("POST", "/comment$", kind)
    scene.comment("contact", issue, "1")
    scene.settle()
    wait_it_out(scene)
    assert len(scene.said(issue)) == 2


@pytest.mark.parametrize("kind", ["429", "500", "500_after", "drop", "lie"])
def test_due_date_survives_a_failed_write(scene: Scene, kind: FaultKind) -> None:
    """The stage ends with the decided date."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    scene.site.faults.next("PUT", "/issue/ACME-1$", kind)
    scene.comment("director", issue, "1")
    scene.settle()
    wait_it_out(scene)
    assert scene.due(scene.site.issue("ACME-1")) == "2026-04-15"


@pytest.mark.parametrize("kind", ["429", "500", "drop", "401"])
def test_choice_waits_for_a_tracker_that_cannot_be_read(scene: Scene, kind: FaultKind) -> None:
    """The decision is neither lost nor taken twice."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    scene.site.faults.next("GET", r"/issue/\w+$", kind, times=2)
    scene.comment("director", issue, "4")
    scene.settle()
    wait_it_out(scene)
    assert [row["state"] for row in scene.register()] == ["withdrawn"]


def test_one_bad_issue_delays_no_other(scene: Scene) -> None:
    """The others are labelled at once."""
    bad = scene.create("contact", CALCULATOR, hours=18)
    scene.site.faults.next("PUT", f"/issue/{bad.id}$", "503", times=3)
    others = [scene.create("contact", f"Калькулятор {n}", hours=20 + n) for n in range(3)]
    scene.settle()
    assert [{"beyond-scope"}] * 3 == [scene.labels(issue) for issue in others]
    assert set() == scene.labels(bad)


def test_retry_after_is_honoured(scene: Scene) -> None:
    """Nothing is written before the tracker wants to be asked again."""
    scene.site.faults.next("PUT", r"/issue/\w+$", "429", retry_after="900")
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(minutes=10)
    scene.work()
    assert set() == scene.labels(issue)
    scene.clock.move(minutes=6)
    scene.work()
    assert {"beyond-scope"} == scene.labels(issue)


def test_field_missing_on_the_screen_parks_the_write(scene: Scene) -> None:
    """Jira refuses the due date; a retry succeeds after the fix."""
    scene.site.screen.discard("duedate")
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(minutes=1)
    scene.comment("director", issue, "1")
    scene.settle()
    wait_it_out(scene)
    with scene.service.database.look() as connection:
        (stuck,) = effect_recovery.load_stuck(connection)
    assert "duedate" in stuck.reason
    assert (stuck.slot, stuck.is_parked) == ("due", True)
    scene.site.screen.add("duedate")
    with scene.service.database.change() as connection:
        effect_recovery.retry_all(connection, "main", stuck.subject, scene.clock.now())
    wait_it_out(scene)
    assert scene.due(scene.issue(1)) == "2026-04-15"


def test_label_missing_on_the_screen_waits(scene: Scene) -> None:
    """The comment stands, and the operator sees why the label waits for the fix."""
    scene.site.screen.discard("labels")
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    wait_it_out(scene)
    assert (set(), 1) == (scene.labels(issue), len(scene.said(issue)))
    with scene.service.database.look() as connection:
        (stuck,) = effect_recovery.load_stuck(connection)
    assert (stuck.slot, stuck.is_parked) == ("verdict", False)
    assert "Field 'labels' cannot be set" in stuck.reason
    scene.site.screen.add("labels")
    scene.clock.move(hours=7)
    scene.settle()
    assert ({"beyond-scope"}, 1) == (scene.labels(issue), len(scene.said(issue)))


def test_missing_role_posts_no_team_text(scene: Scene) -> None:
    """Where the role is unknown to the tracker, the text stands nowhere."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(text.replace("team_comments: {role: Agency}", "team_comments: {role: Nobody}"))
    scene.clock.move(seconds=10)
    issue = scene.create("contact", "Поменять баннер")
    scene.settle()
    wait_it_out(scene)
    assert (scene.said(issue), scene.said(issue, team=True)) == ([], [])


def test_unset_team_comments_post_no_team_text(scene: Scene) -> None:
    """Fail closed: unset means not at all."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(text.replace("  team_comments: {role: Agency}\n", ""))
    scene.clock.move(seconds=10)
    issue = scene.create("contact", "Поменять баннер")
    scene.settle()
    assert ({"scope-unclear"}, []) == (scene.labels(issue), issue.notes)


def test_woken_worker_cannot_write(scene: Scene) -> None:
    """Its lease was taken over; what it would keep is refused."""
    scene.create("contact", CALCULATOR, hours=18)
    scene.deliver()
    database, now = scene.service.database, scene.clock.now()
    with database.change() as connection:
        asleep = claims.claim(connection, now, timedelta(seconds=60))
    assert asleep is not None
    later = now + timedelta(seconds=61)
    with database.change() as connection:
        awake = claims.claim(connection, later, timedelta(seconds=60))
    assert awake is not None
    assert asleep.subject == awake.subject
    with pytest.raises(claims.LeaseLost), database.change() as connection:
        claims.release(connection, asleep, later, None)


def test_unchanged_text_is_not_written(scene: Scene) -> None:
    """An edit that changes nothing about the verdict makes no call at all."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.site.calls.clear()
    scene.edit("contact", issue, description="Теперь подробнее, но цифры те же самые")
    scene.settle()
    assert list(scene.site.calls) == []


def test_own_events_change_nothing(scene: Scene) -> None:
    """Labels that our account sets, and comments that it writes, start nothing."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    bot = scene.person("bot")
    actions.apply_edit(scene.site, issue, bot, Edit(fields={"labels": []}))
    scene.settle()
    assert len(scene.said(issue)) == 1
    with scene.service.database.look() as connection:
        reasons = {row["reason"] for row in deliveries.list_newest(connection)}
    assert "own" in reasons


def test_deleted_own_comment_is_posted_again(scene: Scene) -> None:
    """What was said stays said."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    before = scene.said(issue)
    actions.delete_note(scene.site, issue, issue.notes[0], scene.person("manager"))
    scene.settle()
    assert before == scene.said(issue)

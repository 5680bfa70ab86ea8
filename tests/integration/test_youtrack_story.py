"""The three weeks and a sign-off on YouTrack, with each app and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
import test_sign_off
import three_weeks
from injected_faults import FaultKind
from scenes import Databases, Preparations, Scenes
from youtrack_scene import MailSender, YouTrackScene
from youtrack_standin import acts

from plugin.store import deliveries, record

Make = Callable[..., YouTrackScene]


@pytest.fixture
def youtracks(tmp_path: Path, databases: Databases, preparations: Preparations) -> Iterator[Make]:
    """Make scenes with their stage issues and epic; they are closed at the end."""
    scenes = Scenes(tmp_path, databases, preparations, YouTrackScene)
    yield cast(Make, scenes.opened)
    scenes.close()


def comments_by(sender: MailSender) -> dict[str, list[str]]:
    """Return the final comments; only our own app names who touched a tag."""
    untold = {"ACME-15": ["decided", "decision"]} if sender != "app" else {}
    return {**three_weeks.CLIENT_COMMENTS, **untold}


@pytest.mark.parametrize("sender", ["app", "triggers", "nobody"])
def test_three_weeks_end_as_on_jira(youtracks: Make, sender: MailSender) -> None:
    """Labels, comments, decisions, gifts, dates and register are the same."""
    scene = youtracks(sender=sender)
    three_weeks.tell(scene)
    issues = {issue.key: issue for issue in scene.site.issues.values()}
    assert {key: scene.labels(issue) for key, issue in issues.items()} == three_weeks.LABELS
    assert [three_weeks.row(entry) for entry in scene.register()] == three_weeks.REGISTER
    for key, issue in issues.items():
        said, wanted = scene.said(issue), comments_by(sender).get(key, [])
        assert len(wanted) == len(said), (key, said)
        for mark, text in zip(wanted, said, strict=True):
            assert three_weeks.MARKS[mark] in text, (key, mark, text)
    assert ("2026-05-12", "2026-06-01") == (scene.due(issues["ACME-1"]), scene.due(issues["ACME-2"]))
    team = {key: len(scene.said(issue, team=True)) for key, issue in issues.items()}
    told = {
        key: count for key, count in three_weeks.TEAM_COMMENTS.items() if sender == "app" or key != "ACME-15"
    }
    assert told == {key: count for key, count in team.items() if count}
    assert {204} >= set(scene.answers)
    with scene.service.database.look() as connection:
        assert record.verify(connection) is None


@pytest.mark.parametrize("sender", ["app", "triggers", "nobody"])
def test_stage_is_signed_off_as_on_jira(youtracks: Make, sender: MailSender) -> None:
    """Contact, director, a changed part, and the build opens."""
    scene = youtracks(sender=sender, contract="signing.yaml")
    test_sign_off.test_design_stage_is_signed_off(test_sign_off.agreed(scene))


@pytest.mark.parametrize("sender", ["app", "triggers", "nobody"])
def test_signature_by_status_behind_a_comment_counts(youtracks: Make, sender: MailSender) -> None:
    """JetBrains' app tells of the comment alone; the director has signed all the same."""
    scene = youtracks(sender=sender, contract="signing.yaml")
    test_sign_off.agreed(scene)
    stage = test_sign_off.stage_issue(scene)
    scene.comment("director", stage, "Спасибо, всё хорошо", status="Accepted")
    scene.settle()
    assert "accepted" == test_sign_off.on_record(scene).state
    assert {"signed-off"} == scene.labels(stage)


@pytest.mark.parametrize("sender", ["app", "triggers", "nobody"])
def test_gate_behind_a_comment_holds(youtracks: Make, sender: MailSender) -> None:
    """Work begun together with a comment is moved back."""
    scene = youtracks(sender=sender, contract="signing.yaml")
    test_sign_off.agreed(scene)
    build = scene.create("manager", "Вёрстка главной", labels=["html"], hours=8)
    scene.settle()
    scene.clock.move(minutes=1)
    scene.comment("developer", build, "Начинаю", status="In Progress")
    scene.settle()
    assert "To Do" == build.status
    assert 1 == len(scene.said(build))


def test_box_ticked_in_our_comment_is_its_editors(youtracks: Make) -> None:
    """Our own app names who edited the checklist; the tick is theirs."""
    scene = youtracks(sender="app", contract="signing.yaml")
    test_sign_off.agreed(scene)
    stage = test_sign_off.stage_issue(scene)
    note = next(note for note in stage.notes if note.author.login == "bot")
    change = acts.begin(scene.site, stage, scene.person("contact"))
    acts.edit_note(change, note, note.text.replace("[ ] 1", "[x] 1"))
    scene.site.commit(change)
    scene.settle()
    assert [(1, "contact")] == [(tick.number, tick.by) for tick in test_sign_off.on_record(scene).ticks]


@pytest.mark.parametrize("sender", ["app", "triggers"])
def test_command_in_a_limited_comment_is_answered_privately(youtracks: Make, sender: MailSender) -> None:
    """The ruling counts, and the answer has the same audience."""
    scene = youtracks(sender=sender)
    issue = scene.create("contact", "Калькулятор доставки", hours=18)
    scene.settle()
    scene.clock.move(minutes=1)
    change = acts.begin(scene.site, issue, scene.person("manager"))
    acts.add_note(scene.site, change, "/why", groups=("3-2",))
    scene.site.commit(change)
    before = len(scene.said(issue))
    scene.settle()
    assert (before, 1) == (len(scene.said(issue)), len(scene.said(issue, team=True)))


@pytest.mark.parametrize("sender", ["app", "triggers"])
def test_unreadable_comment_does_not_count(youtracks: Make, sender: MailSender) -> None:
    """A word that is not there for the service to read again does not count."""
    scene = youtracks(sender=sender)
    issue = scene.create("contact", "Калькулятор доставки", hours=18)
    scene.settle()
    scene.clock.move(minutes=1)
    change = acts.begin(scene.site, issue, scene.person("director"))
    acts.add_note(scene.site, change, "/choose 1", users=("director",))
    scene.site.commit(change)
    scene.settle()
    assert ["offered"] == [row["state"] for row in scene.register()]


def test_limited_comment_without_readable_comments_does_not_count(youtracks: Make) -> None:
    """The payload alone is no word, where there is nothing to read it again in."""
    scene = youtracks(sender="triggers")
    issue = scene.create("contact", "Слайдер на главной", epic="ACME-3", hours=10)
    scene.settle()
    scene.clock.move(minutes=1)
    change = acts.begin(scene.site, issue, scene.person("manager"))
    acts.add_note(scene.site, change, "/scope beyond", users=("manager",))
    scene.site.commit(change)
    scene.settle()
    assert {"in-scope"} == scene.labels(issue)


@pytest.mark.parametrize(
    "kind", ["429", "500", "503", "500_after", "drop", "drop_before", "lie", "409", "login_page"]
)
def test_verdict_survives_a_failed_write(youtracks: Make, kind: FaultKind) -> None:
    """Whatever happens to the command, the issue ends with one label and one comment."""
    scene = youtracks(sender="app")
    scene.site.faults.next("POST", "/commands$", kind)
    issue = scene.create("contact", "Калькулятор доставки", hours=18)
    scene.settle()
    for _ in range(6):
        scene.clock.move(minutes=3)
        scene.work()
    assert ({"beyond-scope"}, 1) == (scene.labels(issue), len(scene.said(issue)))


@pytest.mark.parametrize("kind", ["drop", "500_after"])
def test_team_comment_without_proof_is_taken_back(youtracks: Make, kind: FaultKind) -> None:
    """The answer was lost; the repeat takes the open comment back."""
    scene = youtracks(sender="app")
    scene.site.forgets_visibility = True
    scene.site.faults.next("POST", "/comments$", kind)
    issue = scene.create("contact", "Поменять подрядчика хостинга")
    scene.settle()
    assert 1 == len(scene.said(issue))
    for _ in range(4):
        scene.clock.move(minutes=3)
        scene.work()
    assert [] == scene.said(issue)


def test_shuffled_and_repeated_events_end_the_same(youtracks: Make) -> None:
    """Both kinds of issue names end the same as in order."""
    scene = youtracks(sender="app")
    issue = scene.create("contact", "Калькулятор доставки")
    scene.edit("manager", issue, hours=18)
    scene.move_to("manager", issue, "OTHER")
    early = scene.site.hooks.take()
    scene.post([*reversed(early), *early])
    scene.settle()
    assert set() == scene.labels(issue)
    scene.move_to("manager", issue, "ACME")
    late = scene.site.hooks.take()
    scene.post([*late, *early])
    scene.settle()
    assert ({"beyond-scope"}, 1) == (scene.labels(issue), len(scene.said(issue)))


def test_issue_deleted_before_its_events_parks_nothing(youtracks: Make) -> None:
    """Nothing waits for it, and nothing is parked."""
    scene = youtracks(sender="app")
    issue = scene.create("contact", "Калькулятор доставки", hours=18)
    scene.settle()
    scene.edit("manager", issue, hours=20)
    scene.comment("contact", issue, "1")
    acts.delete(scene.site, issue, scene.person("contact"))
    scene.settle()
    for _ in range(3):
        scene.clock.move(minutes=3)
        scene.work()
    with scene.service.database.look() as connection:
        assert {"done"} == {row["state"] for row in deliveries.list_newest(connection)}


def test_own_comments_reported_by_both_apps_change_nothing(youtracks: Make) -> None:
    """Both apps tell of what the service writes itself; nothing is written twice."""
    scene = youtracks(sender="triggers")
    issue = scene.create("contact", "Калькулятор доставки", hours=18)
    scene.settle()
    writes = [path for method, path in scene.site.calls if method == "POST"]
    scene.clock.move(hours=1)
    scene.settle()
    assert writes == [path for method, path in scene.site.calls if method == "POST"]
    assert 1 == len(scene.said(issue))

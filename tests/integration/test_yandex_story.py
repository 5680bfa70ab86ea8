"""The three weeks and a sign-off on Yandex Tracker, with its triggers and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
import test_sign_off
import three_weeks
from injected_faults import FaultKind
from scenes import Databases, Preparations, Scenes
from yandex_scene import IDS, Teller, YandexScene
from yandex_standin import acts

from plugin.store import deliveries, effect_recovery, record

Make = Callable[..., YandexScene]


@pytest.fixture
def yandexes(tmp_path: Path, databases: Databases, preparations: Preparations) -> Iterator[Make]:
    """Make scenes with their stage issues and epic; they are closed at the end."""
    scenes = Scenes(tmp_path, databases, preparations, YandexScene)
    yield cast(Make, scenes.opened)
    scenes.close()


def comments_by(teller: Teller) -> dict[str, list[str]]:
    """Return the final comments; only a trigger makes the service look at once."""
    untold = {"ACME-15": ["decided", "decision"]} if teller == "nobody" else {}
    return {**three_weeks.CLIENT_COMMENTS, **untold}


def list_writes(scene: YandexScene) -> list[str]:
    """Return the paths that were written to."""
    calls = [path for method, path in scene.site.calls if method in ("POST", "PATCH")]
    return [path for path in calls if not path.endswith("/_search")]


@pytest.mark.parametrize("teller", ["triggers", "nobody"])
def test_three_weeks_end_as_on_jira(yandexes: Make, teller: Teller) -> None:
    """Labels, comments, decisions, gifts, dates and register are the same."""
    scene = yandexes(teller=teller)
    three_weeks.tell(scene)
    issues = {issue.key: issue for issue in scene.site.issues.values()}
    assert {key: scene.labels(issue) for key, issue in issues.items()} == three_weeks.LABELS
    assert [three_weeks.row(entry) for entry in scene.register()] == three_weeks.REGISTER
    for key, issue in issues.items():
        said, wanted = scene.said(issue), comments_by(teller).get(key, [])
        assert len(wanted) == len(said), (key, said)
        for mark, text in zip(wanted, said, strict=True):
            assert three_weeks.MARKS[mark] in text, (key, mark, text)
    assert ("2026-05-12", "2026-06-01") == (scene.due(issues["ACME-1"]), scene.due(issues["ACME-2"]))
    assert {204} >= set(scene.answers)
    with scene.service.database.look() as connection:
        assert record.verify(connection) is None


@pytest.mark.parametrize("teller", ["triggers", "nobody"])
def test_stage_is_signed_off_as_on_jira(yandexes: Make, teller: Teller) -> None:
    """Contact, director, a changed part, and the build opens."""
    scene = yandexes(teller=teller, contract="signing.yaml")
    test_sign_off.test_design_stage_is_signed_off(test_sign_off.agreed(scene))


@pytest.mark.parametrize("teller", ["triggers", "nobody"])
def test_signature_by_status_behind_a_comment_counts(yandexes: Make, teller: Teller) -> None:
    """One act comments and accepts; the director has signed."""
    scene = yandexes(teller=teller, contract="signing.yaml")
    test_sign_off.agreed(scene)
    stage = test_sign_off.stage_issue(scene)
    scene.comment("director", stage, "Спасибо, всё хорошо", status="Accepted")
    scene.settle()
    assert "accepted" == test_sign_off.on_record(scene).state
    assert {"signed-off"} == scene.labels(stage)


@pytest.mark.parametrize("teller", ["triggers", "nobody"])
def test_gate_behind_a_comment_holds(yandexes: Make, teller: Teller) -> None:
    """Work begun together with a comment is moved back."""
    scene = yandexes(teller=teller, contract="signing.yaml")
    test_sign_off.agreed(scene)
    build = scene.create("manager", "Вёрстка главной", labels=["html"], hours=8)
    scene.settle()
    scene.clock.move(minutes=1)
    scene.comment("developer", build, "Начинаю", status="In Progress")
    scene.settle()
    assert "To Do" == build.status
    assert 1 == len(scene.said(build))


def test_names_of_statuses_and_types_may_be_keys(yandexes: Make) -> None:
    """A mapping may say `inProgress`, or what people see."""
    scene = yandexes(contract="signing.yaml", by_key=True)
    test_sign_off.agreed(scene)
    stage = test_sign_off.stage_issue(scene)
    scene.move("director", stage, "Accepted")
    scene.settle()
    assert "accepted" == test_sign_off.on_record(scene).state


@pytest.mark.parametrize(
    "kind", ["429", "500", "503", "500_after", "drop", "drop_before", "lie", "409", "login_page"]
)
@pytest.mark.parametrize("call", [("POST", "/comments$"), ("PATCH", "/issues/[^/]+$")], ids=["text", "tags"])
def test_verdict_survives_a_failed_write(yandexes: Make, call: tuple[str, str], kind: FaultKind) -> None:
    """Whichever of its two writes fails, it ends with one label and one comment."""
    scene = yandexes()
    scene.site.faults.next(*call, kind)
    issue = scene.create("contact", "Калькулятор доставки", hours=18)
    scene.settle()
    for _ in range(6):
        scene.clock.move(minutes=3)
        scene.work()
    assert ({"beyond-scope"}, 1) == (scene.labels(issue), len(scene.said(issue)))


def test_refused_tag_leaves_one_comment(yandexes: Make) -> None:
    """The comment stands already when the tags are refused; it is not posted again."""
    scene = yandexes()
    scene.site.faults.next("PATCH", "/issues/[^/]+$", "422")
    issue = scene.create("contact", "Калькулятор доставки", hours=18)
    scene.settle()
    assert 1 == len(scene.said(issue))


def test_shuffled_and_repeated_calls_end_the_same(yandexes: Make) -> None:
    """A call under a key of before a move still leads to its issue."""
    scene = yandexes()
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


def test_own_writes_that_fire_triggers_change_nothing(yandexes: Make) -> None:
    """The service hears of what it writes itself; nothing is written twice."""
    scene = yandexes()
    issue = scene.create("contact", "Калькулятор доставки", hours=18)
    scene.settle()
    before = list_writes(scene)
    scene.clock.move(hours=1)
    scene.settle()
    assert before == list_writes(scene)
    assert 1 == len(scene.said(issue))


def test_label_taken_off_names_who_did_it(yandexes: Make) -> None:
    """The trigger names nobody; the changelog does."""
    scene = yandexes()
    issue = scene.create("contact", "Калькулятор доставки", hours=18)
    scene.settle()
    scene.clock.move(minutes=1)
    scene.edit("contact", issue, labels=["own"])
    scene.settle()
    assert {"beyond-scope", "own"} == scene.labels(issue)
    assert scene.said(issue)[-1].startswith("Анна, метку «beyond-scope» вернули")


def test_who_is_asked_is_summoned(yandexes: Make) -> None:
    """`@login` tells nobody: the decider stands in `summonees`."""
    scene = yandexes()
    issue = scene.create("contact", "Калькулятор доставки", hours=18)
    scene.settle()
    assert [IDS["director"]] == issue.notes[0].summonees
    assert [IDS["director"]] == issue.pending
    assert "@director" in issue.notes[0].text
    assert IDS["bot"] not in issue.followers


def test_what_is_for_the_team_goes_by_mail(yandexes: Make) -> None:
    """Nothing for the team stands on an issue that the client sees."""
    scene = yandexes()
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(text.replace("team: {group: Agency}", "team_comments: {group: Agency}"))
    scene.clock.move(seconds=5)
    issue = scene.create("contact", "Поменять подрядчика хостинга")
    scene.settle()
    assert ({"scope-unclear"}, []) == (scene.labels(issue), scene.said(issue))
    with scene.service.database.look() as connection:
        assert [] == effect_recovery.load_stuck(connection)


def test_comment_that_came_by_mail_decides_nothing(yandexes: Make) -> None:
    """Whose account stands under it is not known."""
    scene = yandexes()
    issue = scene.create("contact", "Калькулятор доставки", hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    change = acts.begin(scene.site, issue, scene.person("director"))
    acts.add_note(scene.site, change, "1").transport = "email"
    acts.commit(scene.site, change)
    scene.settle()
    assert ["offered"] == [row["state"] for row in scene.register()]


def test_box_ticked_in_our_comment_is_its_editors(yandexes: Make) -> None:
    """Editing a comment fires no trigger; the next call of the issue finds the tick."""
    scene = yandexes(contract="signing.yaml")
    test_sign_off.agreed(scene)
    stage = test_sign_off.stage_issue(scene)
    note = next(note for note in stage.notes if note.author.login == "bot")
    change = acts.begin(scene.site, stage, scene.person("contact"))
    acts.edit_note(scene.site, change, note, note.text.replace("[ ] 1", "[x] 1"))
    acts.commit(scene.site, change)
    scene.clock.move(minutes=6)
    scene.settle()
    assert [(1, "contact")] == [(tick.number, tick.by) for tick in test_sign_off.on_record(scene).ticks]


def test_no_delivery_is_parked(yandexes: Make) -> None:
    """An issue that cannot be read any more parks nothing."""
    scene = yandexes()
    issue = scene.create("contact", "Калькулятор доставки", hours=18)
    scene.settle()
    scene.edit("manager", issue, hours=20)
    scene.comment("contact", issue, "1")
    del scene.site.issues[issue.id]
    scene.settle()
    for _ in range(3):
        scene.clock.move(minutes=3)
        scene.work()
    with scene.service.database.look() as connection:
        assert {"done"} == {row["state"] for row in deliveries.list_newest(connection)}

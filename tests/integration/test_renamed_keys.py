"""A stage that moves and a project that is renamed stay what they are."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from jira_standin import rename_project
from scene import Scene, opened
from scenes import Databases, Preparations, Scenes
from yandex_scene import YandexScene
from youtrack_scene import YouTrackScene

from plugin.core.model.stage_state import StageState
from plugin.practice.tracker.state import PracticeIssue
from plugin.store import record, stages

EPIC = {"epic": "ACME-3"}


@pytest.fixture
def signing(scenes: Scenes) -> Scene:
    """A project with stages that were seen, a kick-off and agreed work."""
    return scenes.after(_opened_and_agreed, contract="signing.yaml")


def _opened_and_agreed(scene: Scene) -> Scene:
    opened(scene)
    kick_off = scene.create("manager", "Старт проекта")
    scene.settle()
    scene.comment("director", kick_off, "/согласен")
    scene.settle()
    scene.create("contact", "Слайдер", **EPIC, hours=10)
    scene.settle()
    scene.clock.move(hours=1)
    scene.work()
    return scene


def _design(scene: Scene) -> StageState:
    with scene.service.database.look() as connection:
        return stages.load_all(connection, "ACME-SITE")["design"]


def _kinds(scene: Scene) -> list[str]:
    with scene.service.database.look() as connection:
        return [entry["kind"] for entry in record.export(connection)]


def _say(scene: Scene, who: str, issue: PracticeIssue, words: str) -> None:
    scene.comment(who, issue, words)
    scene.settle()
    scene.clock.move(minutes=1)


def test_moved_stage_is_signed_under_its_new_key(signing: Scene) -> None:
    """A stage's issue that went to another project is still the stage's."""
    stage = signing.site.issue("ACME-1")
    signing.move_to("manager", stage, "OTHER")
    signing.settle()
    assert "OTHER-1" == stage.key
    _say(signing, "contact", stage, "/принято")
    assert "preliminary" == _design(signing).state
    _say(signing, "director", stage, "/принято")
    assert "accepted" == _design(signing).state
    assert {"signed-off"} == signing.labels(stage)
    assert (stage.id, 1) == (_design(signing).issue_id, _kinds(signing).count("sign_off"))


def test_moved_stage_is_signed_by_its_status(signing: Scene) -> None:
    """The director moves the moved issue to Accepted."""
    stage = signing.site.issue("ACME-1")
    signing.move_to("manager", stage, "OTHER")
    signing.settle()
    signing.move("director", stage, "Accepted")
    signing.settle()
    assert "accepted" == _design(signing).state


def test_epic_that_moved_still_holds_its_items(signing: Scene) -> None:
    """New work below the epic's new key belongs to the same item."""
    epic = signing.site.issue("ACME-3")
    signing.move_to("manager", epic, "OTHER")
    signing.settle()
    signing.clock.move(minutes=5)
    signing.work()
    work = signing.create("contact", "Второй слайдер", epic=epic.key, hours=4)
    signing.settle()
    assert {"in-scope"} == signing.labels(work)


def test_renamed_project_stays_governed(scene: Scene) -> None:
    """No webhook tells of it: an open offer and a new request go on under the new key."""
    asked = scene.create("contact", "Нужен калькулятор", hours=18)
    scene.settle()
    (offered,) = scene.register()
    scene.clock.move(minutes=5)
    scene.work()
    rename_project(scene.site, "ACME", "ACM")
    _say(scene, "director", asked, "2")
    (decided,) = scene.register()
    assert (offered["issue"], asked.key) == (asked.key.replace("ACM-", "ACME-"), decided["issue"])
    assert "decided" == decided["state"]
    fresh = scene.create("contact", "Ещё один калькулятор", project="ACM", hours=9)
    scene.settle()
    assert {"beyond-scope"} == scene.labels(fresh)
    assert not {"left_contract", "left_contract_decided"} & set(_kinds(scene))


def test_mapping_that_follows_the_rename_governs_as_before(scene: Scene) -> None:
    """A kept name that no mapping writes any more does not hide the new one."""
    asked = scene.create("contact", "Нужен калькулятор", hours=18)
    scene.settle()
    rename_project(scene.site, "ACME", "ACM")
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(re.sub(r"\bACME-(?=\d)", "ACM-", text.replace("[ACME]", "[ACM]")))
    scene.clock.move(seconds=5)
    fresh = scene.create("contact", "Ещё один калькулятор", project="ACM", hours=9)
    scene.settle()
    assert {"beyond-scope"} == scene.labels(fresh)
    assert {asked.key, fresh.key} == {row["issue"] for row in scene.register()}
    assert not {"left_contract", "left_contract_decided"} & set(_kinds(scene))


def test_stage_of_a_renamed_project_is_signed(signing: Scene) -> None:
    """The director accepts on the stage's issue under its new key."""
    rename_project(signing.site, "ACME", "ACM")
    _say(signing, "director", signing.site.issue("ACM-1"), "/принято")
    assert "accepted" == _design(signing).state


def test_renamed_project_is_reconciled(scene: Scene) -> None:
    """A query with the old key is refused; the project's number is asked for."""
    scene.clock.move(minutes=5)
    scene.work()
    rename_project(scene.site, "ACME", "ACM")
    lost = scene.create("contact", "Ещё один калькулятор", project="ACM", hours=9)
    scene.take()
    scene.clock.move(minutes=30)
    scene.work()
    assert {"beyond-scope"} == scene.labels(lost)


def test_offer_that_is_moved_away_leaves_with_an_entry(scene: Scene) -> None:
    """An open offer never leaves the register without an entry that says why."""
    asked = scene.create("contact", "Нужен калькулятор", hours=18)
    scene.settle()
    scene.move_to("manager", asked, "OTHER")
    scene.settle()
    assert [] == scene.register()
    assert 1 == _kinds(scene).count("left_contract")


@pytest.mark.parametrize("tracker", [YouTrackScene, YandexScene])
def test_moved_stage_is_signed_where_keys_stand_for_numbers(
    tmp_path: Path, sqlite_databases: Databases, preparations: Preparations, tracker: type[Scene]
) -> None:
    """An issue that moves keeps its id, once it was seen."""
    with closing(Scenes(tmp_path, sqlite_databases, preparations, tracker)) as scenes:
        scene = scenes.opened()
        stage: Any = scene.issue(1)
        scene.comment("manager", stage, "Готово к показу")
        scene.settle()
        scene.clock.move(hours=1)
        scene.work()
        scene.move_to("manager", stage, "OTHER")
        scene.settle()
        assert stage.key == "OTHER-1"
        scene.comment("director", stage, "/принято")
        scene.settle()
        assert _design(scene).state == "accepted"

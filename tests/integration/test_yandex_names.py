"""Renamed names of Yandex Tracker are what they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from scene import Scene
from scenes import Databases, Preparations, Scenes
from yandex_scene import YandexScene
from yandex_standin import acts

from plugin.core.model.stage_state import StageState
from plugin.store import stages

CALCULATOR = "Калькулятор стоимости"
Make = Callable[..., Scene]


@pytest.fixture
def known(tmp_path: Path, sqlite_databases: Databases, preparations: Preparations) -> Iterator[Make]:
    """Return a scene whose names were looked up at the start."""
    scenes = Scenes(tmp_path, sqlite_databases, preparations, YandexScene)

    def make(**options: Any) -> Scene:
        scene = scenes.opened(**options)
        scene.clock.move(minutes=16)
        scene.work()
        return scene

    yield make
    scenes.close()


def design(scene: Scene) -> StageState:
    """Return what is on record about the first stage."""
    with scene.service.database.look() as connection:
        return stages.load_all(connection, "ACME-SITE")["design"]


def rename(scene: Scene, kind: str, before: str, after: str) -> None:
    """Give something another name."""
    site: Any = scene.site
    acts.rename(site, kind, before, after)


@pytest.mark.parametrize("by_key", [False, True], ids=["by-name", "by-key"])
@pytest.mark.parametrize("teller", ["triggers", "nobody"])
def test_renamed_names_are_what_they_were(known: Make, teller: str, by_key: bool) -> None:
    """By their numbers, whether the mapping writes keys or names."""
    scene = known(teller=teller, by_key=by_key)
    rename(scene, "types", "Bug", "Ошибка")
    rename(scene, "statuses", "Accepted", "Принято")
    rename(scene, "components", "inner-pages", "Внутренние страницы")
    bug = scene.create("contact", CALCULATOR, type="Ошибка", hours=3)
    work = scene.create("contact", "Шаблон", components=["Внутренние страницы"], hours=4)
    scene.settle()
    assert (scene.labels(bug), scene.labels(work)) == ({"our-defect"}, {"in-scope"})
    scene.move("director", scene.issue(1), "Принято")
    scene.settle()
    assert design(scene).state == "accepted"


def test_work_begun_undecided_goes_back_by_the_number(known: Make) -> None:
    """The status has another name now, and is found."""
    scene = known()
    issue: Any = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    rename(scene, "statuses", "To Do", "Открыт")
    rename(scene, "statuses", "In Progress", "В работе")
    scene.clock.move(minutes=5)
    scene.move("contact", issue, "В работе")
    scene.settle()
    assert issue.status == "Открыт"

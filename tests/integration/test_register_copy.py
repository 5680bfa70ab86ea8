"""The register that an issue of the tracker keeps in a living comment."""

from __future__ import annotations

import re

import pytest
from scene import Scene
from scenes import Scenes


@pytest.fixture(name="scene")
def scene_with_a_register(scenes: Scenes) -> Scene:
    """A contract whose register stands on its fourth issue."""
    scene = scenes.opened()
    register = scene.create("manager", "Реестр изменений")
    assert "ACME-4" == register.key
    name_register(scene, "ACME-4")
    return scene


def name_register(scene: Scene, issue: str) -> None:
    """Name an issue for the register in the mapping."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    text = re.sub(r"  register_issue: .*\n", "", text)
    named = text.replace("  stage_type:", f"  register_issue: {issue}\n  stage_type:", 1)
    scene.set_contract(named, "acme.yaml")
    # The file counts once it has rested, and the copy follows a little later.
    rest(scene)
    rest(scene)


def rest(scene: Scene) -> None:
    """Work until nothing is due, and once more half a minute later."""
    scene.settle()
    scene.clock.move(seconds=30)
    scene.settle()


def copies(scene: Scene) -> list[str]:
    """Return what the issue says about the register, without spaces that do not break."""
    said = scene.said(scene.issue(4))
    return [" ".join(text.replace("\xa0", " ").split()) for text in said]


def test_register_is_kept_on_an_issue(scene: Scene) -> None:
    """One comment, edited in place: from nothing over an offer to a decision."""
    assert 1 == len(copies(scene))
    assert "Пока всё по договору" in copies(scene)[0]
    extra = scene.create("contact", "Калькулятор стоимости")
    scene.settle()
    scene.edit("manager", extra, hours=18)
    rest(scene)
    assert 1 == len(copies(scene))
    assert "Ждёт решения: 1 изменение" in copies(scene)[0]
    assert f"{extra.key} «Калькулятор стоимости»: ждёт выбора" in copies(scene)[0]
    scene.comment("director", extra, "/выбор 2")
    rest(scene)
    assert 1 == len(copies(scene))
    for told in ("Согласовано: 1 изменение", "доплата", "Пётр Соколов", "₽"):
        assert told in copies(scene)[0]


def test_nothing_is_written_where_nothing_changed(scene: Scene) -> None:
    """Work of the contract leaves the comment alone; its issue is never judged."""
    before = scene.issue(4).notes[-1].updated
    scene.create("contact", "Слайдер", customfield_10014="ACME-3", hours=4)
    rest(scene)
    assert before == scene.issue(4).notes[-1].updated
    assert set() == scene.labels(scene.issue(4))


def test_old_copy_says_where_the_register_is_now(scene: Scene) -> None:
    """Nobody reads an old state as today's; without a new place it says so, too."""
    other = scene.create("manager", "Новый реестр")
    name_register(scene, other.key)
    assert 1 == len(copies(scene))
    assert copies(scene)[0].startswith(f"Реестр изменений теперь ведётся в задаче {other.key}.")
    assert "Пока всё по договору" in scene.said(other)[-1].replace("\xa0", " ")
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(re.sub(r"  register_issue: .*\n", "", text), "acme.yaml")
    rest(scene)
    rest(scene)
    assert "здесь больше не ведётся" in scene.said(other)[-1]


def test_an_issue_that_is_not_there_is_looked_for_again(scene: Scene) -> None:
    """Nothing stops; once it is there, it gets its comment."""
    name_register(scene, "ACME-5")
    assert scene.create("manager", "Ещё один реестр").key == "ACME-5"
    scene.clock.move(minutes=16)
    rest(scene)
    assert any("Реестр изменений" in text for text in scene.said(scene.issue(5)))

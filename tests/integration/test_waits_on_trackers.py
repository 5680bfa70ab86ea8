"""A question, its answer and the rest of it mean the same on every tracker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scene import Scene, opened
from scenes import Databases, Preparations, Scenes
from test_natural_answers import TELL
from yandex_scene import YandexScene
from youtrack_scene import YouTrackScene

from plugin.core.model.waits import Wait
from plugin.store import waits


def asked(scene: Any) -> tuple[Wait, ...]:
    """Return what people asked for, as it is on record."""
    with scene.service.database.look() as connection:
        found = waits.load_of_contract(connection, "ACME-SITE")
    return tuple(wait for wait in found if wait.series == "asked")


def tell_story(scene: Any, tell: Any) -> None:
    """Ask, thank, answer, miss a part, get the rest; check each state on the way."""
    work = scene.create("manager", "Форма обратной связи", hours=4)
    tell(scene)

    def say(who: str, words: str) -> Wait:
        scene.clock.move(minutes=1)
        scene.comment(who, work, words)
        tell(scene)
        (wait,) = asked(scene)
        return wait

    wait = say("manager", "/спросить Анну через 3 дня: тексты и логотип")
    assert (wait.owed_by, wait.owed_side, wait.state) == ("contact", "client", "open")
    said = [text.replace("\xa0", " ") for text in scene.said(work)]
    assert any("Анна, ждём от вас: «тексты и логотип»" in text for text in said)
    assert say("contact", "Спасибо!").state == "open"
    assert say("contact", "Тексты готовы, лежат в папке").state == "answered"
    back = say("manager", "/получили не всё: нет логотипа")
    assert (back.state, back.missing) == ("open", "нет логотипа")
    assert say("contact", "Вот логотип: https://example.org/logo.svg").state == "answered"
    assert say("manager", "/получили").state == "got"
    said = [text.replace("\xa0", " ") for text in scene.said(work)]
    assert any("Тексты и логотип: получили" in text for text in said)


@TELL
@pytest.mark.parametrize("flavour", ["cloud", "dc"])
def test_question_on_jira(scenes: Scenes, flavour: str, tell: Any) -> None:
    """In ADF and wiki markup, by webhook and by reconciling."""
    tell_story(scenes.after(opened, flavour=flavour), tell)


@pytest.fixture
def youtrack(tmp_path: Path, sqlite_databases: Databases, preparations: Preparations) -> Iterator[Scene]:
    """A scene on YouTrack with its stage issues and epic."""
    scenes = Scenes(tmp_path, sqlite_databases, preparations, YouTrackScene)
    yield scenes.opened()
    scenes.close()


@TELL
def test_question_on_youtrack(youtrack: Scene, tell: Any) -> None:
    """In Markdown, by webhook and by reconciling."""
    tell_story(youtrack, tell)


@pytest.fixture
def yandex(tmp_path: Path, sqlite_databases: Databases, preparations: Preparations) -> Iterator[Scene]:
    """A scene on Yandex Tracker with its stage issues and epic."""
    scenes = Scenes(tmp_path, sqlite_databases, preparations, YandexScene)
    yield scenes.opened()
    scenes.close()


@TELL
def test_question_on_yandex(yandex: Scene, tell: Any) -> None:
    """In its Markdown, by a trigger's call and by reconciling."""
    tell_story(yandex, tell)


def test_whom_our_side_calls_on_yandex_owes_a_reply(yandex: YandexScene) -> None:
    """By the tracker's own field, until they write."""
    work = yandex.create("manager", "Форма обратной связи", hours=4)
    yandex.settle()
    yandex.clock.move(minutes=1)
    yandex.edit("manager", work, pending=[yandex.person("contact").id])
    yandex.settle()
    (wait,) = asked(yandex)
    assert (wait.owed_by, wait.state, wait.urgent) == ("contact", "open", False)
    yandex.clock.move(minutes=1)
    yandex.comment("contact", work, "Всё нужное в папке на диске")
    yandex.settle()
    (wait,) = asked(yandex)
    assert wait.state == "answered"

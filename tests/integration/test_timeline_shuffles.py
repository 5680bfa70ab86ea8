"""The same timeline in whatever order webhooks arrive, doubled or lost."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scene import Scene, opened
from scenes import Databases, Preparations, Scenes
from test_timeline import timeline
from yandex_scene import YandexScene

from plugin.practice.tracker import actions

EPIC = {"customfield_10014": "ACME-3"}
WRONG = "Это в другую задачу"
TEAM = {"type": "role", "value": "Agency"}


@contextmanager
def fresh() -> Iterator[Scene]:
    """Open a scene of its own, with two agreed pieces of work."""
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(Path(folder), f"sqlite:///{folder}/ugovor.db")
        try:
            opened(scene)
            for name in ("Слайдер", "Меню"):
                scene.create("contact", name, **EPIC, hours=4)
            scene.settle()
            scene.clock.move(hours=1)
            scene.settle()
            yield scene
        finally:
            scene.close()


def talk(scene: Scene) -> None:
    """Write, edit, delete and hide on two old issues and a new one."""
    slider, menu = scene.issue(4), scene.issue(5)
    first = scene.comment("contact", slider, "Когда покажете слайдер?")
    scene.clock.move(minutes=30)
    scene.comment("contact", menu, "Меню ждём к среде")
    wrong = scene.comment("manager", menu, WRONG)
    scene.clock.move(minutes=30)
    actions.edit_note(scene.site, slider, first, scene.person("contact"), {"body": "Когда слайдер и форма?"})
    scene.comment("manager", slider, "Анна, завтра")
    scene.clock.move(minutes=30)
    actions.delete_note(scene.site, menu, wrong, scene.person("manager"))
    secret = {"body": "Не успеваем", "visibility": TEAM}
    hidden = actions.add_note(scene.site, slider, scene.person("manager"), {"body": "Не успеваем"})
    scene.clock.move(minutes=1)
    actions.edit_note(scene.site, slider, hidden, scene.person("manager"), secret)
    scene.clock.move(minutes=30)
    form = scene.create("contact", "Форма", **EPIC, hours=2)
    scene.comment("contact", form, "[^бриф.docx]")
    scene.clock.move(minutes=30)
    scene.comment("manager", form, "Получили, спасибо! Вернёмся с вопросами в четверг")
    scene.comment("contact", form, "Спасибо!")
    scene.comment("manager", menu, "Меню готово")


def told_after(order: random.Random | None, chunks: int = 1) -> list[dict[str, Any]]:
    """Return the timeline of the talk, in order or shuffled, doubled and partly lost."""
    with fresh() as scene:
        talk(scene)
        deliveries = scene.site.hooks.take()
        if order is not None:
            deliveries = deliveries + order.choices(deliveries, k=len(deliveries) // 2)
            order.shuffle(deliveries)
            # Of a comment that is gone nothing but its webhook tells; any other may be lost.
            kept = [each for each in deliveries if WRONG.encode() in each.body]
            deliveries = [*deliveries[len(deliveries) // 4 :], *kept]
            order.shuffle(deliveries)
        size = len(deliveries) // chunks + 1
        for start in range(0, len(deliveries), size):
            scene.post(deliveries[start : start + size])
            scene.worker.run_until_idle()
        scene.work()
        for _ in range(2):
            scene.clock.move(minutes=20)
            scene.work()
        return timeline(scene)


@pytest.fixture(scope="module")
def in_order() -> list[dict[str, Any]]:
    """What the talk ends in when everything arrives once and in order."""
    return told_after(None)


def test_talk_has_every_kind_of_fate(in_order: list[dict[str, Any]]) -> None:
    """The comparison below is about edits, a deletion, files, thanks and answers."""
    assert [
        ("Когда слайдер и форма?", True, False),
        ("Меню ждём к среде", False, False),
        ("", False, True),
        ("Анна, завтра", False, False),
        ("бриф.docx", False, False),
        ("Получили, спасибо! Вернёмся с вопросами в четверг", False, False),
        ("Спасибо!", False, False),
        ("Меню готово", False, False),
    ] == [(row["what"], row["edited"], row["deleted"]) for row in in_order]
    assert 3 == len([row for row in in_order if row["answered_by"]])


@given(seed=st.integers(0, 10_000), chunks=st.integers(1, 4))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shuffled_doubled_and_lost_talk_is_told_the_same(
    in_order: list[dict[str, Any]], seed: int, chunks: int
) -> None:
    """Every exchange once, with the same times and answers."""
    assert in_order == told_after(random.Random(seed), chunks)


@pytest.mark.parametrize("teller", ["triggers", "nobody"])
def test_talk_on_yandex_tracker(
    tmp_path: Path, databases: Databases, preparations: Preparations, teller: str
) -> None:
    """By its triggers, or by looking alone: both sides with their answers."""
    scenes = Scenes(tmp_path, databases, preparations, YandexScene)
    try:
        scene = scenes.opened(teller=teller)
        issue = scene.create("contact", "Слайдер", epic="ACME-3", hours=4)
        scene.settle()
        scene.comment("contact", issue, "Когда покажете слайдер?")
        scene.settle()
        scene.clock.move(hours=1)
        scene.comment("developer", issue, "Завтра")
        scene.settle()
        scene.clock.move(minutes=20)
        scene.settle()
        asked, answered = timeline(scene)
        assert ("Анна Белова", "client", answered["id"]) == tuple(
            asked[key] for key in ("from", "from_side", "answered_by")
        )
        assert ("Денис Котов", "contractor", "Завтра") == tuple(
            answered[key] for key in ("from", "from_side", "what")
        )
    finally:
        scenes.close()

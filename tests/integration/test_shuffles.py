"""Between two human decisions the order of arrival does not matter, and nothing is done twice."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scene import Scene, opened

from plugin.sandbox import acts

EPIC = {"customfield_10014": "ACME-3"}


def play(scene: Scene) -> None:
    """Do what people do in a busy week, without a decision or a status move among it."""
    first = scene.create("contact", "Первый экран", **EPIC, hours=20)
    scene.clock.move(minutes=1)
    calculator = scene.create("contact", "Калькулятор доставки")
    scene.clock.move(minutes=1)
    second = scene.create("contact", "Второй экран", **EPIC, hours=15)
    small = scene.create("contact", "Калькулятор НДС", hours=1)
    scene.clock.move(minutes=1)
    scene.create("contact", "Ещё калькулятор", hours=1)
    scene.create("contact", "Третий калькулятор", hours=0.5)
    scene.create("contact", "Последний калькулятор", hours=1)
    scene.edit("manager", calculator, hours=18)
    scene.clock.move(minutes=1)
    scene.edit("manager", first, hours=30)
    gone = scene.create("contact", "Форма на главной", **EPIC, hours=9)
    scene.create("contact", "Баннер на главной", **EPIC, hours=7)
    scene.clock.move(minutes=1)
    acts.delete_issue(scene.site, gone, scene.person("manager"))
    scene.edit("contact", second, summary="Второй экран и меню")
    scene.comment("contact", small, "Спасибо!")
    for number in (1, 2, 3):
        scene.create("contact", f"Шаблон {number}", components=["inner-pages"], hours=4)
    scene.clock.move(minutes=1)
    scene.edit("manager", calculator, hours=15)


def ends_in(scene: Scene) -> dict[str, Any]:
    """Return labels, register and living comments."""
    shown = {
        issue.key: (sorted(scene.labels(issue)), scene.said(issue)[:1], len(scene.said(issue)))
        for issue in scene.site.issues.values()
    }
    return {"issues": shown, "register": scene.register()}


@contextmanager
def fresh() -> Iterator[Scene]:
    """Open a scene of its own, for a run beside others in the same test."""
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(Path(folder), f"sqlite:///{folder}/ugovor.db")
        try:
            opened(scene)
            yield scene
        finally:
            scene.close()


def run(order: random.Random | None, *, chunks: int = 1) -> dict[str, Any]:
    """Play the week and deliver it in order, or shuffled with duplicates in several chunks."""
    with fresh() as scene:
        play(scene)
        deliveries = scene.site.hooks.take()
        if order is not None:
            deliveries = deliveries + order.choices(deliveries, k=len(deliveries) // 2)
            order.shuffle(deliveries)
        size = len(deliveries) // chunks + 1
        for start in range(0, len(deliveries), size):
            scene.post(deliveries[start : start + size])
            scene.worker.run_until_idle()
        scene.work()
        assert {204} == set(scene.answers)
        return ends_in(scene)


@pytest.fixture(scope="module")
def in_order() -> dict[str, Any]:
    """What the week ends in when everything arrives once and in order."""
    return run(None)


def test_the_week_says_something(in_order: dict[str, Any]) -> None:
    """The comparison below is about many labels, comments and changes."""
    labels = [labels for labels, _, _ in in_order["issues"].values() if labels]
    assert {"in-scope", "beyond-scope", "scope-bonus"} == {label for each in labels for label in each}
    assert len(in_order["register"]) >= 6


@given(seed=st.integers(0, 10_000), chunks=st.integers(1, 4))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_shuffle_with_duplicates_ends_in_the_same(
    in_order: dict[str, Any], seed: int, chunks: int
) -> None:
    """The labels, the register and the living comments are those of the orderly run."""
    assert in_order == run(random.Random(seed), chunks=chunks)


def give_three(order: tuple[int, ...]) -> dict[str, Any]:
    """Create three small extras and let them arrive in an order, each announced before the next arrives."""
    with fresh() as scene:
        for number, hours in enumerate((1, 0.5, 0.25)):
            scene.create("contact", f"Калькулятор {number}", hours=hours)
            scene.clock.move(minutes=1)
        deliveries = scene.site.hooks.take()
        assert len(deliveries) == len(order)
        for place in order:
            scene.post([deliveries[place]])
            scene.work()
        return ends_in(scene)


def test_gifts_end_in_the_same_however_late_they_arrive() -> None:
    """What an announced gift says is left counts by the order of creation, not of arrival."""
    first, *others = (give_three(order) for order in permutations(range(3)))
    assert [labels for labels, _, _ in first["issues"].values()].count(["scope-bonus"]) == 3
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    ("sentence", "was_read", "said"),
    [
        ("Nobody has read the offer: nothing is said.", False, []),
        ("It was published: it is put right.", True, ["Прежние варианты больше не действуют."]),
    ],
)
def test_an_offer_that_was_only_for_a_moment(sentence: str, was_read: bool, said: list[str]) -> None:
    """An issue that fits once another one's lower estimate has arrived, late."""
    with fresh() as scene:
        first = scene.create("contact", "Первый экран", **EPIC, hours=38)
        scene.edit("manager", first, hours=5)
        second = scene.create("contact", "Второй экран", **EPIC, hours=9)
        created, edited, other = scene.site.hooks.take()
        scene.post([created, other])
        scene.worker.run_until_idle()
        if was_read:
            scene.work()
        scene.post([edited])
        scene.work()
        assert {"in-scope"} == scene.labels(second)
        read = [text.split("\n")[0].split(". ")[-1] for text in scene.said(second)]
        assert said == read, sentence

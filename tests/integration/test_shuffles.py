"""Between two decisions the order of arrival does not matter."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scene import Scene, opened

from plugin.practice.tracker import actions

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
    actions.delete_issue(scene.site, gone, scene.person("manager"))
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
    """Play the week and deliver it in order, or shuffled with duplicates."""
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


def test_week_has_many_labels_and_changes(in_order: dict[str, Any]) -> None:
    """The comparison below is about many labels, comments and changes."""
    labels = [labels for labels, _, _ in in_order["issues"].values() if labels]
    assert {"in-scope", "beyond-scope", "scope-bonus"} == {label for each in labels for label in each}
    assert len(in_order["register"]) >= 6


@given(seed=st.integers(0, 10_000), chunks=st.integers(1, 4))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shuffled_and_repeated_week_ends_the_same(in_order: dict[str, Any], seed: int, chunks: int) -> None:
    """The labels, the register and the living comments are those of the orderly run."""
    assert in_order == run(random.Random(seed), chunks=chunks)


def play_gifts(scene: Scene) -> None:
    """Play small extras and an overrun of 2.75 hours in a month of three."""
    begin = scene.create("contact", "Первый экран", **EPIC, hours=20)
    scene.clock.move(seconds=1)
    late = scene.create("contact", "Калькулятор доставки")
    gone = scene.create("contact", "Калькулятор рассрочки", hours=0.5)
    scene.create("contact", "Второй экран", **EPIC, hours=15)
    scene.clock.move(seconds=1)
    scene.create("contact", "Третий экран", **EPIC, hours=5.5)
    shrinks = scene.create("contact", "Калькулятор НДС", hours=0.75)
    scene.create("contact", "Четвёртый экран", **EPIC, hours=0.75)
    scene.create("contact", "Большой калькулятор", hours=8)
    scene.clock.move(seconds=1)
    scene.edit("manager", late, hours=1)
    scene.edit("manager", shrinks, hours=0.5)
    actions.delete_issue(scene.site, gone, scene.person("manager"))
    scene.edit("contact", begin, summary="Первый экран и меню")


def announced(order: random.Random | None) -> dict[str, Any]:
    """Play the gifts and deliver them at once, or shuffled in announced groups."""
    with fresh() as scene:
        play_gifts(scene)
        deliveries = scene.site.hooks.take()
        if order is not None:
            deliveries = deliveries + order.choices(deliveries, k=len(deliveries) // 2)
            order.shuffle(deliveries)
        while deliveries:
            size = order.randint(1, 4) if order else len(deliveries)
            scene.post(deliveries[:size])
            del deliveries[:size]
            scene.work()
        return ends_in(scene)


@pytest.fixture(scope="module")
def all_at_once() -> dict[str, Any]:
    """The result when everything arrives once, in order, before any announcement."""
    return announced(None)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_fitting_gifts_end_the_same_in_any_order(all_at_once: dict[str, Any], seed: int) -> None:
    """While goodwill suffices, announcements in between change nothing."""
    labels = [labels for labels, _, _ in all_at_once["issues"].values()]
    assert labels.count(["scope-bonus"]) == 4
    assert all_at_once == announced(random.Random(seed))


def give_three(order: tuple[int, ...]) -> dict[str, Any]:
    """Create three small extras that arrive in an order, each announced at once."""
    with fresh() as scene:
        for number, hours in enumerate((1, 0.5, 0.25)):
            scene.create("developer", f"Калькулятор {number}", hours=hours)
            scene.clock.move(minutes=1)
        deliveries = scene.site.hooks.take()
        assert len(deliveries) == len(order)
        for place in order:
            scene.post([deliveries[place]])
            scene.work()
        return ends_in(scene)


def test_late_gifts_end_the_same() -> None:
    """What a gift says is left follows the order of creation."""
    first, *others = (give_three(order) for order in permutations(range(3)))
    assert [labels for labels, _, _ in first["issues"].values()].count(["scope-bonus"]) == 3
    assert all(other == first for other in others)


WANTED = (1, 0.75, 1, 0.5, 0.25)
"""Hours of small extras that together ask for half an hour more than the month's three hours."""


def spoken(hours: Decimal) -> str:
    """Return hours as a gift's comment names what is left."""
    whole, minutes = int(hours), int(hours * 60) % 60
    parts = [f"{whole} ч"] * bool(whole) + [f"{minutes} мин"] * bool(minutes)
    return f"в запасе ещё {' '.join(parts)} бонусов." if parts else "на этом закончились"


@pytest.mark.parametrize(
    ("sentence", "order", "given"),
    [
        ("In order the first come first, and what still fits behind one that does not.", "01234", "0124"),
        ("Who was told keeps it: an earlier one that comes late has to fit beside them.", "43210", "1234"),
        ("A large one that comes late gets nothing, a smaller one after it does.", "01324", "0134"),
        ("What takes just the rest is given.", "20413", "0124"),
    ],
)
def test_exhausted_goodwill_is_never_given_twice(sentence: str, order: str, given: str) -> None:
    """Which gifts are given may differ then, and nothing else.

    The month never gives more than it has, nobody who was told is untold, and what each comment says is left
    is what the order of creation leaves of those that are gifts now.
    """
    with fresh() as scene:
        wanted = []
        for number, hours in enumerate(WANTED):
            wanted.append(scene.create("developer", f"Калькулятор {number}", hours=hours))
            scene.clock.move(seconds=1)
        deliveries = scene.site.hooks.take()
        told: set[str] = set()
        for place in order:
            scene.post([deliveries[int(place)]])
            scene.work()
            gifts = {issue.key for issue in wanted if scene.labels(issue) == {"scope-bonus"}}
            assert told <= gifts, sentence
            told = gifts
        left = Decimal(3)
        for issue, hours in zip(wanted, WANTED, strict=True):
            (comment,) = scene.said(issue)
            if issue.key in told:
                left -= Decimal(str(hours))
                assert spoken(left) in comment.replace("\xa0", " "), (sentence, comment)
        assert left >= 0
        assert "".join(str(nth) for nth, issue in enumerate(wanted) if issue.key in told) == given, sentence


@pytest.mark.parametrize(
    ("sentence", "order", "warned"),
    [
        ("In order it stands where the mark is passed.", "0123", 2),
        ("One that passes the mark first keeps it, though an earlier one passes it later.", "0132", 3),
    ],
)
def test_team_is_warned_once_a_month(sentence: str, order: str, warned: int) -> None:
    """The warning is on the first issue that passed the mark."""
    with fresh() as scene:
        wanted = []
        for number, hours in enumerate((1, 1, 0.5, 0.5)):
            wanted.append(scene.create("developer", f"Калькулятор {number}", hours=hours))
            scene.clock.move(seconds=1)
        deliveries = scene.site.hooks.take()
        for place in order:
            scene.post([deliveries[int(place)]])
            scene.work()
        on = [
            nth
            for nth, issue in enumerate(wanted)
            if "израсходовано" in " ".join(scene.said(issue, team=True))
        ]
        assert on == [warned], sentence


@pytest.mark.parametrize(
    ("sentence", "was_read", "said"),
    [
        ("Nobody has read the offer: nothing is said.", False, []),
        ("It was published: it is put right.", True, ["Прежние варианты больше не действуют."]),
    ],
)
def test_offer_of_a_moment_is_not_announced(sentence: str, was_read: bool, said: list[str]) -> None:
    """An issue that fits once another one's lower estimate has arrived, late."""
    with fresh() as scene:
        first = scene.create("developer", "Первый экран", **EPIC, hours=38)
        scene.edit("manager", first, hours=5)
        second = scene.create("developer", "Второй экран", **EPIC, hours=9)
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

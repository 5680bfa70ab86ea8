"""What people write on Yandex Tracker, of which a trigger tells no word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest
from scenes import Databases, Preparations, Scenes
from test_notices import found as notices_of
from test_timeline import timeline, told
from test_waits import terms, waits_of
from yandex_scene import IDS, YandexScene
from yandex_standin import acts
from yandex_standin.state import YandexIssue

Make = Callable[..., YandexScene]


@pytest.fixture
def yandexes(tmp_path: Path, sqlite_databases: Databases, preparations: Preparations) -> Iterator[Make]:
    """Make scenes with their stage issues and epic; they are closed at the end."""
    scenes = Scenes(tmp_path, sqlite_databases, preparations, YandexScene)
    yield cast(Make, scenes.opened)
    scenes.close()


def agreed_work(scene: YandexScene) -> YandexIssue:
    """Return a piece of agreed work, an hour old."""
    made = scene.create("contact", "Слайдер", epic="ACME-3", hours=4)
    scene.settle()
    scene.clock.move(hours=1)
    scene.settle()
    return made


@pytest.mark.parametrize("teller", ["triggers", "nobody"])
def test_the_timeline_has_what_was_written(yandexes: Make, teller: str) -> None:
    """Each word once, however often the issue is looked at."""
    scene = yandexes(teller=teller)
    issue = agreed_work(scene)
    scene.comment("contact", issue, "Когда покажете слайдер?")
    scene.settle()
    scene.clock.move(minutes=3)
    scene.comment("manager", issue, "Завтра")
    scene.settle()
    wanted = [("comment", "Анна Белова", "Когда покажете слайдер?"), ("comment", "Мария Орлова", "Завтра")]
    assert wanted == told(scene)
    scene.clock.move(minutes=20)
    scene.work()
    assert wanted == told(scene)


def test_what_was_written_before_is_read_in(
    tmp_path: Path, sqlite_databases: Databases, preparations: Preparations
) -> None:
    """What came by mail counts as nobody's, since its author is not known."""
    with closing(Scenes(tmp_path, sqlite_databases, preparations, YandexScene)) as scenes:
        scene = cast(YandexScene, scenes())
        issue = scene.create("contact", "Слайдер", hours=4)
        scene.comment("contact", issue, "Когда покажете слайдер?")
        scene.clock.move(hours=2)
        scene.comment("manager", issue, "Завтра")
        scene.comment("manager", issue, "Пересланное письмо").transport = "email"
        scene.clock.move(days=1)
        scene.take()
        for _ in range(30):
            scene.work()
            scene.clock.move(seconds=10)
        rows = timeline(scene)
        assert [
            ("Когда покажете слайдер?", "client"),
            ("Завтра", "contractor"),
            ("Пересланное письмо", ""),
        ] == [(row["what"], row["from_side"] or "") for row in rows]
        assert rows[1]["answers"] == rows[0]["id"]


def test_edits_and_deletions_are_found_at_the_next_look(yandexes: Make) -> None:
    """No trigger fires for either."""
    scene = yandexes()
    issue = agreed_work(scene)
    first = scene.comment("contact", issue, "Когда покажете слайдер?")
    second = scene.comment("manager", issue, "Завтра")
    scene.settle()
    scene.clock.move(hours=1)
    change = acts.begin(scene.site, issue, scene.person("contact"))
    acts.edit_note(scene.site, change, first, "Когда покажете меню?")
    acts.remove_note(change, second)
    acts.commit(scene.site, change)
    assert [] == scene.take()
    scene.clock.move(minutes=6)
    scene.settle()
    assert [("Когда покажете меню?", True, False), ("", False, True)] == [
        (row["what"], row["edited"], row["deleted"]) for row in timeline(scene)
    ]


def test_a_file_is_told_with_who_sent_it(yandexes: Make) -> None:
    """The changelog names it; the comment beside it made the trigger call."""
    scene = yandexes()
    issue = agreed_work(scene)
    change = acts.begin(scene.site, issue, scene.person("contact"))
    change.files_added.append("логотип.svg")
    acts.add_note(scene.site, change, "Вот логотип")
    acts.commit(scene.site, change)
    scene.settle()
    rows = sorted(told(scene))
    assert [("comment", "Анна Белова", "Вот логотип"), ("file", "Анна Белова", "логотип.svg")] == rows


@pytest.mark.parametrize("teller", ["triggers", "nobody"])
def test_a_word_after_a_notice_is_seen(yandexes: Make, teller: str) -> None:
    """One before it is not, though it is read once more."""
    scene = yandexes(teller=teller)
    issue = scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("contact", issue, "Очень ждём этот калькулятор к выставке")
    scene.comment("director", issue, "1")
    scene.settle()
    scene.clock.move(minutes=2)
    scene.edit("manager", issue, summary="Калькулятор стоимости доставки")
    scene.settle()
    assert {"contact": "sent"} == {person: each.state for person, each in notices_of(scene).items()}
    scene.clock.move(minutes=5)
    scene.comment("contact", issue, "Отлично, спасибо всем за оперативность и терпение")
    scene.settle()
    assert "seen" == notices_of(scene)["contact"].state


def asked(scene: YandexScene) -> YandexIssue:
    """Ask the contact for texts on a piece of our own work."""
    scene.set_contract(terms())
    scene.clock.to("2026-12-07T06:00")
    scene.settle()
    work = scene.create("manager", "Главная страница", labels=["main"], hours=4)
    scene.settle()
    scene.comment("manager", work, "/спросить Анну до среды: тексты для главной")
    scene.settle()
    scene.clock.move(hours=3)
    return work


@pytest.mark.parametrize(
    ("why", "who", "state"),
    [
        ("who was asked answers", "contact", "answered"),
        ("anybody else of the client answers", "stranger", "answered"),
        ("one of ours by the group, whom the mapping does not name, does not", "developer", "open"),
    ],
)
def test_who_answers_a_question(yandexes: Make, why: str, who: str, state: str) -> None:
    """The group proves who is ours, although the call named nobody."""
    scene = yandexes(contract="review.yaml")
    work = asked(scene)
    assert [("contact", "open")] == [(each.owed_by, each.state) for each in waits_of(scene)]
    assert [IDS["contact"]] == work.pending
    scene.comment(who, work, "Тексты в папке, ссылка в описании")
    scene.settle()
    assert [state] == [each.state for each in waits_of(scene)], why


def test_a_word_above_our_pasted_line_is_its_writers(yandexes: Make) -> None:
    """Who answers below a copy of our comment has answered."""
    scene = yandexes()
    issue = scene.create("contact", "Калькулятор доставки", hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    last: Any = scene.said(issue)[0].splitlines()[-1]
    scene.comment("director", issue, f"/choose 1\n\n{last}")
    scene.settle()
    assert ["decided"] == [row["state"] for row in scene.register()]

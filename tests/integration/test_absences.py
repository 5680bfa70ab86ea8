"""Absences as people tell of them: no reminder, and who stands in is named."""

from __future__ import annotations

import pytest
from scene import Scene
from scenes import Scenes
from test_waits import begun, kinds, on, say, terms, texts


@pytest.fixture
def acme(scenes: Scenes) -> Scene:
    """The contract with reminders; it is Monday, 7 December 2026."""
    scene = scenes(contract="review.yaml")
    scene.set_contract(terms())
    return begun(scene)


def test_absence_is_answered_and_moves_reminders(acme: Scene) -> None:
    """An absence moves reminders, and is answered with what is open."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    other = acme.create("manager", "Вторая страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "manager", work, "/спросить Анну до среды: тексты для главной")
    say(acme, "contact", other, "/отсутствую с 10 по 15 декабря")
    told = texts(acme, other)[-1]
    assert "вас не будет 10–15 декабря, напоминать в эти дни не будем" in told
    assert "Сейчас ждём от вас: «тексты для главной» к 9 декабря" in told
    assert "вернёмся к этому в среду, 16 декабря" in told
    count = len(texts(acme, work))
    for moment in ("11T09:00", "14T09:00", "15T09:00"):
        on(acme, moment)
    assert len(texts(acme, work)) == count
    on(acme, "16T09:00")
    assert len(texts(acme, work)) == count + 1
    assert kinds(acme).count("away") == 1


def test_later_word_about_the_same_days_counts(acme: Scene) -> None:
    """Days that overlap what was said before take its place."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "manager", work, "/ask Анна by 9 December: тексты")
    say(acme, "contact", work, "/away from 10 December until 31 December")
    say(acme, "contact", work, "/away from 11 December until 14 December")
    count = len(texts(acme, work))
    on(acme, "14T09:00")
    assert len(texts(acme, work)) == count
    on(acme, "15T09:00")
    assert len(texts(acme, work)) == count + 1


def test_deputy_of_these_days_is_named(acme: Scene) -> None:
    """Who stands in on any day of the absence is named."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "director", work, "/заместитель Игорь до 20 декабря")
    say(acme, "director", work, "/отсутствую с 18.12 по 25.12")
    assert "За вас отвечает: Игорь Ким." in texts(acme, work)[-1]
    say(acme, "director", work, "/отсутствую с 21.12 по 25.12")
    assert "За вас" not in texts(acme, work)[-1]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/отсутствую с 15.12 по 10.12", "раньше первого"),
        ("/отсутствую с 01.12.2026 по 04.12.2026", "эти дни уже прошли: последний — 4 декабря 2026 года"),
        ("/отсутствую с 10.12", "Не поняли, что следует за «/отсутствую»"),
        ("/отсутствую с 04/05 по 10.05", "какой это день"),
    ],
)
def test_days_that_cannot_be_meant_are_asked_about(acme: Scene, words: str, answer: str) -> None:
    """Reversed or past days, and those with two readings, are asked about."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "contact", work, words)
    assert answer in texts(acme, work)[-1]
    assert kinds(acme).count("away") == 0


def test_absence_that_has_begun_is_kept(acme: Scene) -> None:
    """Somebody who fell ill says it afterwards: a first day in the past is taken."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "contact", work, "/отсутствую с 3.12 по 11.12")
    assert "вас не будет 3–11 декабря" in texts(acme, work)[-1]

"""From a signed webhook to the verdict's label, on both databases."""

from __future__ import annotations

import pytest
from jira_standin import move_to_project
from scene import Scene

from plugin.practice.tracker import actions

EPIC = {"customfield_10014": "ACME-3"}

CASES = [
    ("an issue of the item's epic is in scope", "contact", "Слайдер на главной", EPIC, {"in-scope"}),
    (
        "a component links as well",
        "contact",
        "Шаблон «Контакты»",
        {"components": ["inner-pages"]},
        {"in-scope"},
    ),
    ("a label links as well and stays", "contact", "Сверстать", {"labels": ["html"]}, {"in-scope", "html"}),
    ("an excluded word is beyond scope", "contact", "Нужен калькулятор", {}, {"beyond-scope"}),
    ("in another inflection too", "contact", "Экраны личных кабинетов", {}, {"beyond-scope"}),
    ("a part of a word is no match", "contact", "Микрокалькуляторный завод", {}, {"scope-unclear"}),
    ("a link stands above an exclusion", "contact", "Калькулятор", EPIC, {"in-scope"}),
    ("nothing says: unclear", "contact", "Поменять баннер", {}, {"scope-unclear"}),
    ("a defect is ours", "contact", "Кнопка не работает", {"type": "Bug"}, {"our-defect"}),
    ("a defect is ours even when excluded", "contact", "Калькулятор врёт", {"type": "Bug"}, {"our-defect"}),
    ("an ignored type is left alone", "contact", "Подзадача", {"type": "Sub-task"}, set()),
    ("an ignored label is left alone", "manager", "Внутреннее", {"labels": ["internal"]}, {"internal"}),
    ("another project is left alone", "contact", "Калькулятор", {"project": "OTHER"}, set()),
    ("a stage is never judged", "manager", "Ещё этап", {"type": "Stage"}, set()),
    ("a small excluded request is a bonus", "contact", "Калькулятор НДС", {"hours": 0.5}, {"scope-bonus"}),
    ("over an hour it is not", "contact", "Калькулятор НДС", {"hours": 1.5}, {"beyond-scope"}),
    ("unclear never becomes a bonus by itself", "contact", "Баннер", {"hours": 0.5}, {"scope-unclear"}),
    ("within the item's hours", "contact", "Главная", {**EPIC, "hours": 40}, {"in-scope"}),
    ("over the item's hours", "contact", "Главная", {**EPIC, "hours": 43}, {"beyond-scope"}),
    ("over by half an hour: a bonus", "contact", "Главная", {**EPIC, "hours": 40.5}, {"scope-bonus"}),
]


@pytest.mark.parametrize(
    ("who", "summary", "fields", "labels"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_issue_gets_its_label(
    scene: Scene, who: str, summary: str, fields: dict[str, object], labels: set[str]
) -> None:
    """The label says the verdict; what no contract governs is left alone."""
    issue = scene.create(who, summary, **fields)
    scene.settle()
    assert labels == scene.labels(issue)
    assert set(scene.answers) == {204}


def test_only_the_hours_beyond_the_limit_are_offered(scene: Scene) -> None:
    """Of 43 hours in an item of 40, three are offered: 3 x 3500 and VAT."""
    issue = scene.create("contact", "Главная", **EPIC, hours=43)
    scene.settle()
    (offer,) = scene.said(issue)
    assert "12 900 ₽" in offer.replace("\xa0", " ")


def test_third_piece_is_extra_by_its_own_hours(scene: Scene) -> None:
    """Two templates are included; the third is extra as a whole."""
    pieces = [scene.create("contact", f"Шаблон {n}", components=["inner-pages"], hours=5) for n in (1, 2, 3)]
    scene.settle()
    assert [{"in-scope"}, {"in-scope"}, {"beyond-scope"}] == [scene.labels(issue) for issue in pieces]


def test_monthly_hours_begin_anew_each_month(scene: Scene) -> None:
    """Of five hours a month, the sixth is extra; the next month's first is not."""
    march = [scene.create("contact", f"Поддержка {n}", labels=["support"], hours=3) for n in (1, 2)]
    scene.settle()
    scene.clock.to("2026-04-01T09:00")
    april = scene.create("contact", "Поддержка 3", labels=["support"], hours=3)
    scene.settle()
    shown = [scene.labels(issue) - {"support"} for issue in (*march, april)]
    assert [{"in-scope"}, {"scope-bonus"}, {"in-scope"}] == shown


def test_deleted_issue_returns_its_hours(scene: Scene) -> None:
    """The later issue is judged again when an earlier one goes."""
    first = scene.create("contact", "Главная: первый экран", **EPIC, hours=30)
    second = scene.create("contact", "Главная: второй экран", **EPIC, hours=20)
    scene.settle()
    assert {"beyond-scope"} == scene.labels(second)

    actions.delete_issue(scene.site, first, scene.person("manager"))
    scene.settle()
    assert {"in-scope"} == scene.labels(second)


def test_growing_earlier_issue_takes_from_a_later_one(scene: Scene) -> None:
    """Hours are given out in the order of creation."""
    first = scene.create("contact", "Первый экран", **EPIC, hours=20)
    second = scene.create("contact", "Второй экран", **EPIC, hours=20)
    scene.settle()
    assert {"in-scope"} == scene.labels(second)
    scene.edit("manager", first, hours=30)
    scene.settle()
    assert ({"in-scope"}, {"beyond-scope"}) == (scene.labels(first), scene.labels(second))


def test_issue_in_work_keeps_its_hours(scene: Scene) -> None:
    """What is begun is never judged again because of others."""
    first = scene.create("contact", "Первый экран", **EPIC, hours=20)
    second = scene.create("contact", "Второй экран", **EPIC, hours=20)
    scene.settle()
    scene.move("developer", second, "In Progress")
    scene.settle()
    scene.edit("manager", first, hours=30)
    scene.settle()
    assert ({"beyond-scope"}, {"in-scope"}) == (scene.labels(first), scene.labels(second))


def test_older_issue_counts_silently(scene: Scene) -> None:
    """An issue from before `live_from` takes hours and is never written to."""
    scene.clock.to("2026-02-20T09:00")
    old = scene.create("contact", "Старая", **EPIC, hours=39)
    scene.clock.to("2026-03-02T10:00")
    new = scene.create("contact", "Новая", **EPIC, hours=4)
    scene.settle()
    assert (set(), [], {"beyond-scope"}) == (scene.labels(old), scene.said(old), scene.labels(new))


def test_moved_issue_takes_its_hours_with_it(scene: Scene) -> None:
    """Moved out of the project, it leaves the totals; its key changed, its id did not."""
    first = scene.create("contact", "Первый экран", **EPIC, hours=30)
    second = scene.create("contact", "Второй экран", **EPIC, hours=20)
    scene.settle()

    move_to_project(scene.site, first, scene.person("manager"), "OTHER")
    scene.settle()
    assert {"in-scope"} == scene.labels(second)


def test_verdict_is_one_write_and_one_read(scene: Scene) -> None:
    """Label, comment and marker go in one edit; one look says that they are there."""
    issue = scene.create("contact", "Нужен калькулятор", hours=18)
    scene.deliver()
    scene.worker.run_until_idle()
    scene.clock.move(seconds=1)
    scene.site.calls.clear()
    scene.worker.run_until_idle()
    assert [method for method, _ in scene.site.calls] == ["PUT", "GET"]
    assert {"beyond-scope"} == scene.labels(issue)

"""What our side reads about an unclear issue once some issues are linked."""

from __future__ import annotations

from scene import Scene

EPIC = {"customfield_10014": "ACME-3"}
LINKED = ("Слайдер на главной", "Главная: баннер в шапке", "Подвал главной страницы", "Баннер и слайдер")


def test_an_unclear_issue_names_the_item_it_is_like(scene: Scene) -> None:
    """Our side reads item, words and command; the client and the label know nothing."""
    for summary in LINKED:
        scene.create("contact", summary, **EPIC)
    scene.create("contact", "Шаблон «Контакты»", components=["inner-pages"])
    scene.settle()
    unclear = scene.create("contact", "Поменять баннер и слайдер на главной")
    scene.settle()
    (asked,) = scene.said(unclear, team=True)
    said = asked.replace("\N{NO-BREAK SPACE}", " ")
    assert "Похоже на п. 2.1" in said
    assert "«слайдер»" in said
    assert "/объём в 2.1" in said
    assert {"scope-unclear"} == scene.labels(unclear)
    assert scene.said(unclear) == []

    scene.comment("manager", unclear, "/объём в 2.1")
    scene.settle()
    assert {"in-scope"} == scene.labels(unclear)

    # A ruling teaches as a link does.
    ruled = scene.create("contact", "Сменить цвет логотипа")
    scene.comment("manager", ruled, "/объём в 3.1")
    scene.settle()
    alike = scene.create("contact", "Логотип: сменить цвет и тень")
    scene.settle()
    (asked,) = scene.said(alike, team=True)
    assert "Похоже на п. 3.1" in asked.replace("\N{NO-BREAK SPACE}", " ")

"""What our side reads about an unclear issue once some issues are linked."""

from __future__ import annotations

from page_player import signed_in, words
from scene import Scene, opened
from scenes import Scenes

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


def test_our_side_reads_it_on_the_contracts_page(scenes: Scenes) -> None:
    """In `mode: observe` only there; the client's page says nothing of it."""
    scene = scenes()
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(text.replace("live_from: 2026-03-02", "live_from: 2026-03-02\n  mode: observe"))
    opened(scene)
    for summary in LINKED:
        scene.create("contact", summary, **EPIC)
    scene.settle()
    unclear = scene.create("contact", "Поменять баннер и слайдер на главной")
    scene.settle()
    assert ([], set()) == (scene.said(unclear, team=True), scene.labels(unclear))
    page = signed_in(scene, "manager")
    said = words(page.get("/contracts/ACME-SITE"))
    assert (
        f"Неясно, входит ли в договор {unclear.key} Поменять баннер и слайдер на главной Похоже на п. 2.1"
        in said
    )
    assert "«слайдер»" in said
    in_english = words(page.get("/contracts/ACME-SITE?lang=en"))
    assert "Not clear whether the contract covers it" in in_english
    assert "It looks like clause 2.1" in in_english
    for person in ("director", "contact"):
        assert "Похоже на" not in words(signed_in(scene, person).get("/contracts/ACME-SITE"))

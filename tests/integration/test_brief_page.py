"""A contract in short: what it says, and a link that may be forwarded and revoked."""

from __future__ import annotations

import pytest
import yaml
from page_player import held, hidden, operator, reader, signed_in, words
from scene import Scene, opened
from scenes import Scenes
from service_scene import CONTRACTS

from plugin.store import shared_links

PAGE = "/contracts/ACME-SITE/brief"
HOST = "http://localhost"


@pytest.fixture
def scene(scenes: Scenes) -> Scene:
    """A question, an agreed extra, a handed-over stage, and a word for the team alone."""
    made = scenes(contract="review.yaml")
    mapping = yaml.safe_load((CONTRACTS / "review.yaml").read_text(encoding="utf-8"))
    mapping["waiting"] = {"contact": "contact"}
    made.set_contract(yaml.safe_dump(mapping, allow_unicode=True))
    opened(made)
    made.clock.to("2026-12-07T06:00")
    made.settle()
    extra = made.create("contact", "Калькулятор стоимости", hours=18)
    made.settle()
    made.comment("director", extra, "2")
    made.settle()
    work = made.create("manager", "Тексты", labels=["main"], hours=4)
    made.settle()
    made.clock.move(minutes=1)
    made.comment("manager", work, "/спросить Анну до 9 декабря: тексты для главной")
    made.settle()
    made.clock.to("2026-12-08T06:00")
    made.comment("manager", made.site.issue("ACME-1"), "/передаём")
    made.settle()
    return made


def test_brief_says_where_it_stands(scene: Scene) -> None:
    """Stage, waits, next dates, what was agreed extra, what is unsigned."""
    page = words(signed_in(scene).get(PAGE))
    for shown in (
        "Этап «Дизайн»",
        "Принято этапов: 0 из 2",
        "Анна Белова : нужно «тексты для главной» с 7 декабря",
        "9 декабря нужно «тексты для главной»",
        "1 изменение: 76 900 ₽ с НДС, сроки прежние",
        "Этап «Дизайн»: сдан, ждёт приёмки",
    ):
        assert shown in page, page


def test_everybody_sees_the_same(scene: Scene) -> None:
    """Both sides, an operator, a stranger with the link; there is nothing to press."""
    ours = signed_in(scene, "manager")
    made = ours.press(PAGE)
    address = words(ours.get(made.headers["Location"])).split(HOST)[1].split()[0]
    who = reader(scene)
    page = who.get(address)
    assert page.status_code == 200
    told = words(page).split("Коротко, на")[1]
    for each in (signed_in(scene), signed_in(scene, "manager"), operator(scene)):
        assert words(each.get(PAGE)).split("Коротко, на")[1].startswith(told)
    assert "<form" not in page.text
    assert "<script" not in page.text
    assert who.client.post(address).status_code == 405
    assert "In short, as of" in words(who.get(f"{address}?lang=en"))


def test_forwarded_link_opens_until_it_is_revoked(scene: Scene) -> None:
    """Opening changes nothing; a revoked link says so kindly."""
    ours = signed_in(scene, "manager")
    made = ours.press(PAGE)
    address = words(ours.get(made.headers["Location"])).split(HOST)[1].split()[0]
    before = held(scene)
    scene.clock.move(days=60)
    assert [200, 200] == [reader(scene).get(address).status_code for _ in range(2)]
    assert held(scene) == before
    with scene.service.database.change() as connection:
        (link,) = shared_links.load_of_contract(connection, "ACME-SITE")
        assert (link.made_by, link.purpose) == ("manager", "brief")
        shared_links.revoke(connection, link.id, scene.clock.now())
    closed = reader(scene).get(address)
    assert closed.status_code == 410
    assert "Эта ссылка больше не действует" in words(closed)
    assert HOST not in words(ours.get(made.headers["Location"]))


def test_button_pressed_twice_makes_one_link(scene: Scene) -> None:
    """A double click makes no second link; a stranger's form makes none."""
    ours = signed_in(scene, "manager")
    fields = hidden(ours.get(PAGE))
    assert [303, 303] == [ours.client.post(PAGE, data=fields).status_code for _ in range(2)]
    assert signed_in(scene).client.post(PAGE, data=fields).status_code == 400
    with scene.service.database.look() as connection:
        assert len(shared_links.load_of_contract(connection, "ACME-SITE")) == 1


@pytest.mark.parametrize(
    ("sentence", "address", "status"),
    [
        ("nobody is signed in", PAGE, 403),
        ("the token is made up", "/brief/abc", 404),
        ("the token is cut", "/brief/ImFiY2RlZiI.x", 404),
    ],
)
def test_strangers_see_nothing(scene: Scene, sentence: str, address: str, status: int) -> None:
    """Without a link or a sign-in the page is closed."""
    assert status == reader(scene).get(address).status_code, sentence


def test_contract_page_leads_there(scene: Scene) -> None:
    """A button of the contract's page opens it."""
    assert f'href="{PAGE}?lang=ru"' in signed_in(scene).get("/contracts/ACME-SITE").text


def test_passed_date_gives_way_to_the_forecast(scene: Scene) -> None:
    """No day in the past is a next date; the contract's page names the reason."""
    scene.comment("manager", scene.site.issue("ACME-1"), "/прогноз 25.01.2027: переснимаем офис")
    scene.settle()
    scene.clock.to("2027-01-12T06:00")
    scene.settle()
    brief = words(signed_in(scene).get(PAGE))
    assert "25 января этап «Дизайн», прогноз" in brief
    assert "31 декабря этап" not in brief
    assert "25 января «Дизайн», прогноз принято этапов: 0 из 2" in words(signed_in(scene).get("/"))
    contract = words(signed_in(scene).get("/contracts/ACME-SITE"))
    assert "25 января «Дизайн» прогноз, по договору 31 декабря 2026 года: переснимаем офис" in contract

"""Sessions end when readers say so, and follow mappings and settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from mail_server import Post, post_office, said
from page_player import PageReader, held, operator, reader, signed_in, words
from scene import Scene
from scenes import Scenes

from plugin.pages.sessions import COOKIE
from plugin.store.connection import Connection, Rows

CONTRACT = "/contracts/ACME-SITE"
STAGE = f"{CONTRACT}/stages/design"
DIRECTOR = "director: {name: Пётр Соколов, side: client, email: director@acme.example}"
CONTACT = "contact: {name: Анна Белова, side: client, account: contact}"


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server that takes everything."""
    with post_office() as server:
        yield server


@pytest.fixture(name="scene")
def scene_with_mail(scenes: Scenes, post: Post) -> Scene:
    """A contract whose director has an address."""
    return scenes.opened(contract="director_by_mail.yaml", mail=post.settings)


def copied(scene: Scene, who: PageReader) -> PageReader:
    """Return somebody who copied a reader's cookie."""
    cookie = who.client.get_cookie(COOKIE)
    assert cookie is not None
    other = reader(scene)
    other.client.set_cookie(COOKIE, cookie.value)
    return other


def changed(scene: Scene, old: str, new: str) -> None:
    """Change the mapping and reload it."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    assert old in text
    scene.set_contract(text.replace(old, new))
    scene.clock.move(seconds=10)
    scene.work()


def another_contract(scene: Scene, old: str = "", new: str = "") -> None:
    """Add a second contract with the same people, one thing changed."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    other = text.replace("ACME-SITE", "OTHER-SITE").replace("[ACME]", "[OTHER]").replace("ACME-", "OTHER-")
    scene.set_contract(other.replace(old, new) if old else other, "other.yaml")
    scene.clock.move(seconds=10)
    scene.work()


def test_copied_cookie_ends_with_its_session(scene: Scene) -> None:
    """The copy is worthless at once; another session goes on."""
    director, elsewhere = signed_in(scene), signed_in(scene)
    thief = copied(scene, director)
    assert 200 == thief.get(CONTRACT).status_code
    assert 303 == director.press("/auth/leave").status_code
    assert [403, 403, 200] == [who.get(CONTRACT).status_code for who in (director, thief, elsewhere)]


def test_signing_out_everywhere_ends_all_sessions_of_a_reader(scene: Scene) -> None:
    """Sessions of other readers go on."""
    by_mail, lost = signed_in(scene, by_mail=True), signed_in(scene, by_mail=True)
    by_link, lost_too = signed_in(scene), signed_in(scene)
    contact, chief = signed_in(scene, "contact"), operator(scene)
    assert 303 == by_mail.press("/auth/leave", everywhere="1").status_code
    assert 303 == by_link.press("/auth/leave", everywhere="1").status_code
    out, others = (by_mail, lost, by_link, lost_too), (contact, chief)
    assert [403] * 4 == [who.get(CONTRACT).status_code for who in out]
    assert [200] * 2 == [who.get(CONTRACT).status_code for who in others]


def test_database_holds_no_usable_session(scene: Scene) -> None:
    """Nothing in it works as a cookie; ended sessions are deleted."""
    director, chief = signed_in(scene), operator(scene)
    before = held(scene)
    for address in ("/", CONTRACT, STAGE, f"{CONTRACT}/register", "/auth/leave", "/auth/sign-in"):
        assert 200 == director.get(address).status_code
    assert 200 == chief.get("/operator").status_code
    assert before == held(scene)
    cookie = director.client.get_cookie(COOKIE)
    assert cookie is not None
    assert (2, False) == (len(before["sessions"]), cookie.value in repr(before))
    scene.clock.move(days=1, minutes=1)
    scene.work()
    assert [] == held(scene)["sessions"]


def test_session_follows_the_mapping(scene: Scene) -> None:
    """A person who was removed or renamed is refused at the next request."""
    for sentence, by_mail, old, new in (
        ("another address, by link", False, "director@acme.example", "new@acme.example"),
        ("another address, by mail", True, "director@acme.example", "new@acme.example"),
        ("taken out, by link", False, DIRECTOR, "director: {name: Бывший директор, side: client}"),
        ("taken out, by mail", True, DIRECTOR, "director: {name: Бывший директор, side: client}"),
        ("another name: a successor", False, "Пётр Соколов", "Ольга Новая"),
    ):
        director = signed_in(scene, by_mail=by_mail)
        page = director.get(f"{STAGE}/mine").headers["Location"]
        assert 200 == director.get(CONTRACT).status_code, sentence
        changed(scene, old, new)
        addresses = (CONTRACT, f"{CONTRACT}/register", f"{CONTRACT}/register.csv", STAGE, f"{STAGE}/mine")
        assert {404} == {director.get(address).status_code for address in addresses}, sentence
        assert 410 == director.get(page).status_code, sentence
        changed(scene, new, old)


def test_lost_power_ends_signing_but_not_reading(scene: Scene) -> None:
    """Their statement on a page opened before is no signature."""
    director = signed_in(scene)
    page = director.get(f"{STAGE}/mine").headers["Location"]
    changed(scene, "{person: director, may: [decide, sign_off]}", "{person: director, may: [decide]}")
    assert 200 == director.get(CONTRACT).status_code
    director.answer(page, said="accept")
    scene.work()
    assert "preliminary" in repr(held(scene)["stages"])
    assert "signed-off" not in scene.labels(scene.site.issue("ACME-1"))


def test_shared_address_may_only_look(scene: Scene, post: Post) -> None:
    """A link for one of the two people does more."""
    shared = CONTACT.replace("account: contact", "account: contact, email: Director@ACME.example")
    changed(scene, CONTACT, shared)
    before = len(post.letters)
    asked = reader(scene).press("/auth/sign-in", email="director@acme.example")
    assert 200 == asked.status_code
    scene.work()
    (letter,) = post.letters[before:]
    assert not {"Пётр", "Анна"} & set(said(letter).replace(",", " ").split())
    whoever = signed_in(scene, "director", by_mail=True)
    page = words(whoever.get(CONTRACT))
    assert "Этот адрес указан у нескольких людей" in page
    assert "Последние записи" not in page
    home = words(whoever.get("/"))
    assert "часть списка здесь не видна" in home
    assert "ничего не ждут" not in home
    assert [410, 410] == [whoever.get(f"{each}/mine").status_code for each in (CONTRACT, STAGE)]
    assert "Ответить по этапу" not in words(whoever.get(STAGE))
    own = signed_in(scene, "contact").get(f"{STAGE}/mine").headers["Location"]
    assert "Вы отвечаете как Анна Белова" in words(reader(scene).get(own))


def test_address_opens_both_contracts_of_a_person(scene: Scene) -> None:
    """Where it belongs to two people, they may only look."""
    another_contract(scene, "director@acme.example", "Director@Acme.Example")
    director = signed_in(scene, by_mail=True)
    assert 2 == words(director.get("/")).count("Сайт компании Acme")
    for contract in (CONTRACT, "/contracts/OTHER-SITE"):
        assert director.get(f"{contract}/stages/design/mine").headers["Location"].startswith("/sign/")
    changed(scene, "Пётр Соколов", "Анна Иванова")
    assert [410, 410] == [
        director.get(f"{each}/stages/design/mine").status_code for each in (CONTRACT, "/contracts/OTHER-SITE")
    ]


@contextmanager
def statements() -> Iterator[list[Any]]:
    """Record the statements that the database gets, and their row counts."""
    heard: list[Any] = []

    run = Connection.execute

    def hear(connection: Connection, statement: Any, parameters: Any = None) -> Rows:
        heard.append((str(statement), len(parameters or ())))
        return run(connection, statement, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "execute", hear)
        yield heard


def test_known_address_takes_no_more_work(scene: Scene, post: Post) -> None:
    """Any address runs the same statements; a worker does the rest."""
    before, told = len(post.letters), {}
    for email in ("nobody@acme.example", "director@acme.example", "no-one@acme.example"):
        who = reader(scene)
        who.get("/auth/sign-in")
        with statements() as told[email]:
            assert 200 == who.press("/auth/sign-in", email=email).status_code
        assert 1 == len(held(scene)["sign_in_requests"])
        scene.work()
        assert [] == held(scene)["sign_in_requests"]
    unknown, known, unknown_too = told.values()
    assert unknown == known == unknown_too
    assert len(known) >= 2
    assert 1 == len(post.letters) - before
    assert "nobody@acme" not in repr(held(scene))

"""Pages need a link or a sign-in, and follow the mappings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from mail_server import Post, post_office, said
from oidc_provider import CLIENT, SECRET, Provider, oidc_provider
from page_player import PageReader, link, operator, reader, signed_in, through, words
from scene import Scene
from scenes import Scenes
from time_limits import scaled

from plugin.core.model.signed_links import SignedLink, mark_of
from plugin.pages.sessions import COOKIE
from plugin.store import contracts, deliveries
from plugin.store.inbox import Arrival

CONTRACT = "/contracts/ACME-SITE"
CLOSED = (
    CONTRACT,
    f"{CONTRACT}/register",
    f"{CONTRACT}/register.csv",
    f"{CONTRACT}/timeline",
    f"{CONTRACT}/timeline.csv",
    f"{CONTRACT}/timeline.xlsx",
    f"{CONTRACT}/timeline.pdf",
    f"{CONTRACT}/stages/design",
    "/operator",
)


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server that takes everything."""
    with post_office() as server:
        yield server


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider of OpenID Connect."""
    with oidc_provider() as served:
        yield served


@pytest.fixture(name="scene")
def scene_with_mail(scenes: Scenes, post: Post) -> Scene:
    """A contract whose director has an address."""
    return scenes.opened(contract="director_by_mail.yaml", mail=post.settings)


@pytest.mark.parametrize("address", CLOSED)
def test_stranger_sees_nothing(scene: Scene, address: str) -> None:
    """A stranger learns nothing, not even whether the contract exists."""
    answer = reader(scene).get(address)
    assert 403 == answer.status_code
    assert "Сайт компании" not in answer.text
    assert "Войти" in words(answer)


def test_person_sees_their_contract(scene: Scene) -> None:
    """The director finds the contract, its stages and its register."""
    director = signed_in(scene)
    assert "Сайт компании Acme" in words(director.get("/"))
    assert "Ближайший срок" in words(director.get(CONTRACT))
    assert "Изменений пока нет" in words(director.get(f"{CONTRACT}/register"))
    assert "text/csv; charset=utf-8" == director.get(f"{CONTRACT}/register.csv").headers["Content-Type"]
    stage = director.get(f"{CONTRACT}/stages/design")
    assert "Ответить по этапу" in words(stage)
    mine = director.get(f"{CONTRACT}/stages/design/mine")
    assert mine.headers["Location"].startswith("/sign/")
    assert "Вы отвечаете как Пётр Соколов" in words(director.get(mine.headers["Location"]))


@pytest.mark.parametrize("address", [*CLOSED[:-1], "/contracts/NONE"])
def test_foreign_contract_looks_like_none(scene: Scene, address: str) -> None:
    """Who is signed in for another contract sees that they have no such page."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    other = text.replace("ACME-SITE", "OTHER-SITE").replace("projects: [ACME]", "projects: [OTHER]")
    other = other.replace("director@", "somebody@").replace("ACME-", "OTHER-")
    scene.set_contract(re.sub(r"\bOTHER-SITE\b", "OTHER-SITE", other), "other.yaml")
    scene.clock.move(seconds=10)
    scene.work()
    mapping = next(
        each.mapping for each in scene.service.active_contracts.all if each.mapping.id == "OTHER-SITE"
    )
    made = SignedLink(mapping.id, "director", "enter", "", 0, mark=mark_of(mapping.people["director"]))
    stranger = through(scene, made)
    answer = stranger.get(address)
    assert (404, False) == (answer.status_code, "Сайт компании" in answer.text)


def test_link_for_one_of_two_people_opens_only_theirs(scene: Scene) -> None:
    """It never leads to the other person's signature."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    shared = "name: Анна Белова, email: director@acme.example"
    scene.set_contract(text.replace("name: Анна Белова", shared))
    scene.clock.move(seconds=10)
    scene.work()
    contact = signed_in(scene, "contact")
    assert 200 == contact.get(CONTRACT).status_code
    mine = contact.get(f"{CONTRACT}/stages/design/mine").headers["Location"]
    assert "Вы отвечаете как Анна Белова" in words(contact.get(mine))


def test_non_latin_address_signs_in(scene: Scene) -> None:
    """Whom the mapping names by one is known by it, in whatever case it is written."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(text.replace("director@acme.example", "Директор@пример.рф"))
    scene.clock.move(seconds=10)
    scene.work()
    with scene.service.database.look() as connection:
        assert ["ACME-SITE"] == [each.id for each in contracts.load_naming(connection, "директор@пример.рф")]


def test_sign_in_link_counts_once(scene: Scene) -> None:
    """Opening it changes nothing; pressing the button twice works once."""
    mapping = scene.service.active_contracts.all[0].mapping
    made = SignedLink(mapping.id, "director", "enter", "", 0, mark=mark_of(mapping.people["director"]))
    address = scene.service.links.address(made).removeprefix("http://localhost")
    scanner = reader(scene)
    assert 200 == scanner.get(address).status_code
    assert 303 == reader(scene).press(address).status_code
    assert 410 == reader(scene).press(address).status_code


def test_sign_in_link_expires_within_the_hour(scene: Scene) -> None:
    """What opens all pages is good for a short time."""
    made = scene.service.links.address(SignedLink("", "", "enter", "", 0)).removeprefix("http://localhost")
    scene.clock.move(minutes=61)
    assert 410 == reader(scene).get(made).status_code


@pytest.mark.parametrize("purpose", ["sign", "look"])
def test_link_of_a_page_signs_nobody_in(scene: Scene, purpose: Any) -> None:
    """A page's link opens its page and no other."""
    token = link(scene, "director", purpose).rpartition("/")[2]
    assert 404 == reader(scene).get(f"/auth/link/{token}").status_code


def test_known_address_gets_a_link_by_mail(scene: Scene, post: Post) -> None:
    """At most one in five minutes."""
    before = len(post.letters)
    director = reader(scene)
    asked = director.press("/auth/sign-in", email="DIRECTOR@acme.example")
    director.press("/auth/sign-in", email="director@acme.example")
    scene.work()
    (letter,) = post.letters[before:]
    assert "director@acme.example" in str(letter["To"])
    assert "письмо со ссылкой уже в пути" in words(asked)
    found = re.search(r"http://localhost(/auth/link/\S+)", said(letter))
    assert found
    assert 303 == director.press(found[1]).status_code
    assert "Сайт компании Acme" in words(director.get("/"))


def test_second_request_within_five_minutes_sends_no_mail(scene: Scene, post: Post) -> None:
    """Also when the clock is set."""
    before = len(post.letters)
    for moment in ("10:04:55", "10:05:05", "10:09:50", "10:10:00"):
        scene.clock.to(f"2026-03-05T{moment}")
        reader(scene).press("/auth/sign-in", email="director@acme.example")
        scene.work()
    assert 2 == len(post.letters) - before


def test_unknown_address_gets_the_same_answer(scene: Scene, post: Post) -> None:
    """The page does not tell who is in a contract, and nothing is sent."""
    before = len(post.letters)
    known = reader(scene).press("/auth/sign-in", email="director@acme.example")
    unknown = reader(scene).press("/auth/sign-in", email="nobody@acme.example")
    scene.work()
    assert words(known) == words(unknown)
    assert 1 == len(post.letters) - before


@pytest.mark.parametrize("email", ["", "director", "x" * 300 + "@acme.example", "a\x00b@acme.example"])
def test_invalid_address_is_explained(scene: Scene, email: str) -> None:
    """What is no address gets a sentence and stays to be mended; nothing is asked for."""
    answer = reader(scene).press("/auth/sign-in", email=email)
    assert (422, True) == (answer.status_code, "нужен знак @" in words(answer))
    kept = email[:100] if email.isprintable() else '"'
    assert f'type="email" value="{kept}' in answer.text


def test_signing_out_closes_everything(scene: Scene) -> None:
    """Afterwards everything is closed again."""
    director = signed_in(scene)
    assert 303 == director.press("/auth/leave").status_code
    assert 403 == director.get(CONTRACT).status_code


def test_sign_in_lasts_twelve_hours(scene: Scene) -> None:
    """After twelve hours the cookie is worth nothing."""
    director = signed_in(scene)
    scene.clock.move(hours=13)
    assert 403 == director.get(CONTRACT).status_code


def test_forged_cookie_signs_nobody_in(scene: Scene) -> None:
    """A cookie that was changed by a character signs nobody in."""
    director = signed_in(scene)
    cookie = director.client.get_cookie(COOKIE)
    assert cookie is not None
    forged = ("f" if cookie.value[0] == "e" else "e") + cookie.value[1:]
    director.client.set_cookie(COOKIE, forged)
    assert 403 == director.get(CONTRACT).status_code


def test_successor_does_not_inherit_a_sign_in(scene: Scene) -> None:
    """The same key now names another person."""
    director = signed_in(scene, "contact")
    assert 200 == director.get(CONTRACT).status_code
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(text.replace("Анна Белова", "Ольга Новая"))
    scene.clock.move(seconds=10)
    scene.work()
    assert 404 == director.get(CONTRACT).status_code


def test_operator_page_retries_parked_work(scene: Scene) -> None:
    """It shows what is parked and why, and tries it again at the press of a button."""
    now = scene.clock.now()
    why = "no event is known by the name jira:odd"
    scene.service.inbox.accept(Arrival("main", "odd", now, {}, b"{}", "unknown", "jira:odd", reason=why))
    somebody = operator(scene)
    shown = somebody.get("/operator")
    assert why in words(shown)
    with scene.service.database.look() as connection:
        number = deliveries.list_newest(connection, "parked")[0]["id"]
    pressed = somebody.press("/operator", delivery=str(number))
    assert "done=not_understood" in pressed.headers["Location"]
    assert "пока не получается понять" in words(somebody.get(pressed.headers["Location"]))


def test_parked_write_can_be_retried(scene: Scene) -> None:
    """A verdict that Jira refused is shown, and goes out after the cause was mended."""
    scene.create("manager", "Старт проекта")
    scene.settle()
    scene.site.screen.discard("labels")
    issue = scene.create("contact", "Мобильное приложение", hours=18)
    scene.settle()
    for _ in range(6):
        scene.clock.move(minutes=3)
        scene.work()
    somebody = operator(scene)
    assert "Field 'labels' cannot be set" in words(somebody.get("/operator"))
    scene.site.screen.add("labels")
    somebody.press("/operator", tracker="main", subject=issue.id)
    scene.work()
    assert scene.labels(issue)
    assert "Field 'labels'" not in words(somebody.get("/operator"))


def test_foreign_form_retries_nothing(scene: Scene) -> None:
    """Without the field that belongs to the reader's own page nothing is tried again."""
    somebody = operator(scene)
    assert 400 == somebody.client.post("/operator", data={"delivery": "1"}).status_code


@pytest.mark.parametrize("person", ["director", "manager"])
def test_operator_page_is_for_operators(scene: Scene, person: str) -> None:
    """Neither a client nor a manager has such a page."""
    assert 404 == signed_in(scene, person).get("/operator").status_code


def with_provider(scenes: Scenes, provider: Provider) -> Scene:
    """Return a scene whose people sign in through the provider."""
    section = {
        "issuer": provider.url,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "operators": ("ops@agency.example",),
    }
    return scenes.opened(contract="director_by_mail.yaml", sign_in=section)


def come_back(who: PageReader) -> Any:
    """Go to the provider and back; return the answer of the service."""
    there = who.get("/auth/provider").headers["Location"]
    back = requests.get(there, allow_redirects=False, timeout=scaled(5)).headers["Location"]
    return who.get(back.removeprefix("http://localhost"))


@pytest.mark.parametrize(
    ("claims", "status", "operates"),
    [
        ({"email": "director@acme.example", "email_verified": True}, 200, 404),
        ({"email": "Director@Acme.Example", "email_verified": True}, 200, 404),
        ({"email": "nobody@acme.example", "email_verified": True}, 404, 404),
        ({"email": "ops@agency.example", "email_verified": True}, 200, 200),
    ],
)
def test_provider_signs_a_verified_address_in(
    scenes: Scenes, provider: Provider, claims: dict[str, Any], status: int, operates: int
) -> None:
    """Mappings give the roles, settings name the operators."""
    scene = with_provider(scenes, provider)
    provider.claims = claims
    who = reader(scene)
    assert 303 == come_back(who).status_code
    assert (status, operates) == (who.get(CONTRACT).status_code, who.get("/operator").status_code)


@pytest.mark.parametrize(
    "wrong",
    [
        {"claims": {"email": "director@acme.example", "email_verified": False}},
        {"claims": {"email": "director@acme.example"}},
        {"claims": {"email_verified": True}},
        {"claims": {"email": "director@acme.example", "email_verified": True, "nonce": "another"}},
        {"claims": {"email": "director@acme.example", "email_verified": True, "exp": 1}},
        {"claims": {"email": "director@acme.example", "email_verified": True}, "audience": "another client"},
        {"claims": {"email": "director@acme.example", "email_verified": True}, "broken": True},
    ],
)
def test_unverified_provider_answer_signs_nobody_in(
    scenes: Scenes, provider: Provider, wrong: dict[str, Any]
) -> None:
    """Unverified addresses, foreign, old and broken tokens are refused."""
    scene = with_provider(scenes, provider)
    for name, value in wrong.items():
        setattr(provider, name, value)
    who = reader(scene)
    answer = come_back(who)
    assert (403, 403) == (answer.status_code, who.get(CONTRACT).status_code)
    assert "Войти не получилось" in words(answer)


def test_unrequested_provider_answer_signs_nobody_in(scenes: Scenes, provider: Provider) -> None:
    """A code without the state of this very browser signs nobody in."""
    scene = with_provider(scenes, provider)
    who = reader(scene)
    who.get("/auth/provider")
    assert 403 == who.get("/auth/callback?code=code&state=another").status_code
    assert 403 == reader(scene).get("/auth/callback?code=code&state=x").status_code


def test_command_line_link_opens_one_contract(scene: Scene) -> None:
    """It proves no address: another contract that names the same one stays closed."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    other = text.replace("ACME-SITE", "OTHER-SITE").replace("projects: [ACME]", "projects: [OTHER]")
    scene.set_contract(other.replace("ACME-", "OTHER-"), "other.yaml")
    scene.clock.move(seconds=10)
    scene.work()
    director = signed_in(scene)
    assert (200, 404) == (
        director.get(CONTRACT).status_code,
        director.get("/contracts/OTHER-SITE").status_code,
    )


def test_removed_operator_loses_the_page(scenes: Scenes, provider: Provider) -> None:
    """The settings count at each page, not the cookie."""
    scene = with_provider(scenes, provider)
    provider.claims = {"email": "ops@agency.example", "email_verified": True}
    who = reader(scene)
    come_back(who)
    assert 200 == who.get("/operator").status_code
    kept = who.client.get_cookie(COOKIE)
    assert kept is not None
    section = scene.settings.sign_in
    assert section is not None
    fewer = section.model_copy(update={"operators": ()})
    scene.settings = scene.settings.model_copy(update={"sign_in": fewer})
    scene.web = scene._web()
    later = reader(scene)
    later.client.set_cookie(COOKIE, kept.value)
    assert 404 == later.get("/operator").status_code

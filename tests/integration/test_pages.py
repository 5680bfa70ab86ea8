"""Signed pages: who opened what with which link, and the results."""

from __future__ import annotations

import io
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from page_player import PageReader, held, hidden, link, reader, signed_in, words
from pypdf import PdfReader
from scene import Scene, opened
from scenes import Scenes
from werkzeug.test import TestResponse

from plugin.core.model.signed_links import LINK_VALIDITY, LinkSigner, SignedLink
from plugin.core.model.stage_state import StageState
from plugin.pages.form_tokens import COOKIE
from plugin.practice.tracker.state import PracticeIssue
from plugin.runtime.logs import OneLineFormatter
from plugin.store import deliveries, record, stages

EPIC = {"customfield_10014": "ACME-3"}
CALCULATOR = "Мобильное приложение"


@pytest.fixture
def signing(scenes: Scenes) -> Scene:
    """Two stages, an acknowledged kick-off, and one agreed piece of work."""
    return scenes.after(opened_and_agreed, contract="signing.yaml")


def opened_and_agreed(scene: Scene) -> None:
    """Acknowledge the kick-off and create one agreed piece of work."""
    opened(scene)
    kick_off = scene.create("manager", "Старт проекта")
    scene.settle()
    scene.comment("director", kick_off, "/согласен")
    scene.create("contact", "Слайдер", **EPIC, hours=10)
    scene.settle()


@pytest.fixture
def offering(scenes: Scenes) -> tuple[Scene, PracticeIssue]:
    """An extra with an offer that stands."""
    scene = scenes.after(opened_and_offered)
    return scene, scene.issue(4)


def opened_and_offered(scene: Scene) -> None:
    """Ask for an extra."""
    opened(scene)
    scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()


@pytest.fixture
def director(signing: Scene) -> PageReader:
    """A reader without cookies."""
    return reader(signing)


def on_record(scene: Scene, stage: str = "design") -> StageState:
    """Return what is on record about a stage."""
    with scene.service.database.look() as connection:
        found = stages.load_all(connection, "ACME-SITE").get(stage)
        return found or StageState(contract="ACME-SITE", stage=stage)


def words_of_pdf(data: bytes) -> str:
    """Return what a PDF says, without spaces: lines are broken anywhere."""
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def entries(scene: Scene, kind: str) -> list[dict[str, Any]]:
    """Return the record's entries of a kind; the chain has to hold."""
    with scene.service.database.look() as connection:
        assert record.verify(connection) is None
        return [entry for entry in record.export(connection) if entry["kind"] == kind]


def test_page_shows_what_is_to_be_signed(signing: Scene, director: PageReader) -> None:
    """Contract, stage, criteria, work, people, buttons; no words of the tracker."""
    page = words(director.get(link(signing, "director")))
    for shown in (
        "Сайт компании Acme",
        "Этап «Дизайн»: ещё не принят",
        "Главная согласована в двух ширинах",
        "Слайдер ACME-5 ",
        "Подписи: 0 из 1 Пётр Соколов ждём подпись",
        "Принять",
        "Принять с замечаниями",
        "Не принимать",
    ):
        assert shown in page
    assert "To Do" not in page


def test_opening_a_page_changes_nothing(signing: Scene, director: PageReader) -> None:
    """Neither do HEAD requests, the certificate, or a bad link."""
    address = link(signing, "director")
    before = held(signing)
    for each in (address, f"{address}?lang=en", f"{address}/certificate", f"{address}x", "/sign/x"):
        director.get(each)
        director.client.head(each)
    assert before == held(signing)


def test_certificate_can_be_seen_before_it_is_signed(signing: Scene, director: PageReader) -> None:
    """It says that nothing is signed yet, and what would be."""
    address = f"{link(signing, 'director')}/certificate"
    page = words(director.get(f"{address}?preview"))
    assert "Пока ничего не подписано" in page
    for shown in (
        "Пётр Соколов подписант по договору появится после подписи",
        "Главная согласована",
        "ACME-5",
    ):
        assert shown in page
    assert "Подтверждения приёмки пока нет" in words(director.get(address))
    assert 404 == director.get(f"{address}.pdf").status_code


def test_confirmation_page_changes_nothing(signing: Scene, director: PageReader) -> None:
    """It says what will be signed and as whom; nothing is written yet."""
    before = held(signing)
    asked = words(director.press(link(signing, "director"), said="accept"))
    assert "Пётр Соколов: принимаю этап «Дизайн» («Сайт компании Acme»)" in asked
    assert "Шесть шаблонов согласованы" in asked
    assert before == held(signing)


def test_stage_is_accepted_on_the_page(signing: Scene, director: PageReader) -> None:
    """Pending first, then accepted; the certificate says by what means."""
    address = link(signing, "director")
    confirmed = director.answer(address, said="accept")
    assert (303, address) == (confirmed.status_code, confirmed.location)
    pending = director.get(address)
    assert "Ответ получен, записываем" in words(pending)
    assert "3" == pending.headers["Refresh"]
    signing.work()
    assert "accepted" == on_record(signing).state
    assert {"signed-off"} == signing.labels(signing.site.issue("ACME-1"))
    assert "Спасибо! Этап принят" in words(director.get(address))
    certificate = words(director.get(f"{address}/certificate"))
    for shown in ("Пётр Соколов", "подписант по договору", "личная ссылка на страницу", "ACME-5"):
        assert shown in certificate
    kept = on_record(signing).certificate
    assert kept is not None
    assert "ACME-5 Слайдер" in certificate
    assert kept.hash in certificate
    pdf = "".join(words_of_pdf(director.get(f"{address}/certificate.pdf").data))
    for shown in (kept.hash, "ПётрСоколов", "подписантподоговору", "Подтверждениеприёмкиэтапа", "ACME-5"):
        assert shown in pdf
    stage = "/contracts/ACME-SITE/stages/design/certificate"
    assert kept.hash in words(signed_in(signing, "manager").get(stage))
    assert kept.hash in words_of_pdf(signed_in(signing, "director").get(f"{stage}.pdf").data)
    assert set(kept.waived) == {
        "Главная согласована в двух ширинах",
        "Шесть шаблонов согласованы",
        "ACME-5",
    }


def test_remarks_on_the_page_become_open_points(signing: Scene, director: PageReader) -> None:
    """One remark a line; each becomes an open point."""
    address = link(signing, "director")
    director.answer(address, said="remarks", remarks="- поправить отступы\n\n  заменить фото ")
    signing.work()
    assert "accepted_with_remarks" == on_record(signing).state
    assert ["поправить отступы", "заменить фото"] == [point.text for point in on_record(signing).points]


def test_refusal_on_the_page_posts_its_reason(signing: Scene, director: PageReader) -> None:
    """The reason goes to the stage's issue in the person's words."""
    director.answer(link(signing, "director"), said="refuse", reason="шрифты не те")
    signing.work()
    assert "refused" == on_record(signing).state
    assert "шрифты не те" in signing.said(signing.site.issue("ACME-1"))[-1]


@pytest.mark.parametrize(
    ("sentence", "fields", "field"),
    [
        ("remarks without any", {"said": "remarks", "remarks": " \n - "}, "remarks"),
        ("remarks that another button would lose", {"said": "accept", "remarks": "фото"}, "remarks"),
        ("too many remarks", {"said": "remarks", "remarks": "раз\n" * 31}, "remarks"),
        ("a remark that is too long", {"said": "remarks", "remarks": "а" * 501}, "remarks"),
        ("a refusal without a reason", {"said": "refuse", "reason": "  "}, "reason"),
        ("a reason that is too long", {"said": "refuse", "reason": "а" * 1001}, "reason"),
        ("a button that is not there", {"said": "choose"}, "said"),
    ],
)
def test_invalid_answer_is_reported_beside_its_field(
    signing: Scene, director: PageReader, sentence: str, fields: dict[str, str], field: str
) -> None:
    """The page keeps the input, and nothing is on record."""
    before = held(signing)
    page = director.press(link(signing, "director"), **fields)
    assert 422 == page.status_code, sentence
    assert f'id="{field}-fault"' in page.text
    if field != "said":
        assert f'{field}-fault" aria-invalid="true"' in page.text
    assert before == held(signing)


def test_going_back_keeps_the_input(signing: Scene, director: PageReader) -> None:
    """From the page that asks once more, `back` leads to the form as it was filled in."""
    address = link(signing, "director")
    asked = director.press(address, said="remarks", remarks="заменить фото")
    back = director.client.post(address, data={**hidden(asked), "step": "back"})
    assert 200 == back.status_code
    assert ">заменить фото</textarea>" in back.text


def test_double_confirmation_counts_once(signing: Scene, director: PageReader) -> None:
    """A double click, a reload, the back button: one delivery, one signature."""
    address = link(signing, "director")
    asked = hidden(director.press(address, said="accept"))
    answers = [director.client.post(address, data={**asked, "step": "confirm"}).status_code for _ in range(3)]
    signing.work()
    late = director.client.post(address, data={**asked, "step": "confirm"})
    assert [303, 409, 409] == answers
    assert 409 == late.status_code
    assert "Спасибо! Этап принят" in words(late)
    assert 1 == len(entries(signing, "signature"))


def test_replayed_page_answer_counts_once(signing: Scene, director: PageReader) -> None:
    """An operator may replay everything: the link was heard."""
    director.answer(link(signing, "director"), said="accept")
    signing.work()
    with signing.service.database.change() as connection:
        deliveries.replay(connection, signing.clock.now())
    signing.work()
    assert 1 == len(entries(signing, "signature"))


@pytest.mark.parametrize("purpose", ["sign", "agree", "choose", "look"])
def test_link_opens_only_its_kind_of_page(signing: Scene, director: PageReader, purpose: Any) -> None:
    """What was made for signing is no link for choosing, and the other way round."""
    token = link(signing, "director", purpose).rpartition("/")[2]
    assert 404 == director.get(f"/{'sign' if purpose == 'choose' else 'choose'}/{token}").status_code


def _changed(address: str) -> str:
    """Return the address with one character of its token changed."""
    at = len(address) // 2
    return address[:at] + ("A" if address[at] != "A" else "B") + address[at + 1 :]


@pytest.mark.parametrize(
    ("sentence", "status", "says"),
    [
        ("cut off", 404, "Ссылка неполная"),
        ("changed by a character", 404, "Ссылка неполная"),
        ("signed by another key", 404, "Ссылка неполная"),
        ("expired", 410, "Срок ссылки закончился"),
        ("of an earlier version", 200, "Эта ссылка — на прежнюю версию"),
        ("of a contract that is not there", 410, "Здесь уже нечего показать"),
        ("of a person who is not there", 410, "Здесь уже нечего показать"),
        ("of a stage that is not there", 410, "Здесь уже нечего показать"),
        ("used", 200, "Спасибо! Этап принят"),
        ("only to look", 200, "Этап «Дизайн»: ещё не принят"),
    ],
)
def test_invalid_link_takes_no_answer(
    signing: Scene, director: PageReader, sentence: str, status: int, says: str
) -> None:
    """No form is shown, and a posted answer is not recorded."""
    good = SignedLink("ACME-SITE", "director", "sign", "design", 1)
    address = signing.service.links.address
    foreign = LinkSigner("another key", "http://localhost", signing.clock.now).address(good)
    expired = address(good)
    if sentence == "expired":
        signing.clock.move(seconds=LINK_VALIDITY.total_seconds() + 1)
    if sentence == "of an earlier version":
        director.answer(link(signing, "director"), said="accept")
        signing.work()
        signing.edit("manager", signing.site.issue("ACME-5"), hours=30)
        signing.settle()
    opened_by = {
        "cut off": address(good)[:-5],
        "changed by a character": _changed(address(good)),
        "signed by another key": foreign,
        "expired": expired,
        "of an earlier version": address(good),
        "of a contract that is not there": address(replace(good, contract="OTHER")),
        "of a person who is not there": address(replace(good, person="nobody")),
        "of a stage that is not there": address(replace(good, about="nothing")),
        "used": address(good),
        "only to look": address(replace(good, purpose="look")),
    }[sentence].removeprefix("http://localhost")
    if sentence == "used":
        director.answer(opened_by, said="accept")
        signing.work()
    page = director.get(opened_by)
    assert (status, True) == (page.status_code, says in words(page))
    assert "<form" not in page.text
    before = held(signing)
    assert 400 <= director.client.post(opened_by, data={"said": "accept"}).status_code < 500
    assert before == held(signing)


@pytest.mark.parametrize(
    "sentence",
    ["missing", "made up", "without the cookie", "of another reader", "of another link", "of the first step"],
)
def test_foreign_form_is_refused_with_a_page(signing: Scene, director: PageReader, sentence: str) -> None:
    """400 with a page that explains; nothing is recorded."""
    address, other = link(signing, "director"), link(signing, "contact")
    first = hidden(director.get(address))
    asked = hidden(director.press(address, said="accept"))
    stranger = reader(signing)
    foreign = hidden(stranger.press(address, said="accept"))
    fields = {
        "missing": {**asked, "form": ""},
        "made up": {**asked, "form": "IjEi.aaVRnA.AAAA"},
        "without the cookie": asked,
        "of another reader": foreign,
        "of another link": hidden(director.press(other, said="accept")),
        "of the first step": {**asked, "form": first["form"]},
    }[sentence]
    if sentence == "without the cookie":
        director.client.delete_cookie(COOKIE, path=address)
    before = held(signing)
    page = director.client.post(address, data={**fields, "step": "confirm"})
    assert (400, True) == (page.status_code, "Форма устарела, ответ не записан" in words(page))
    assert before == held(signing)


def test_changed_confirmation_is_refused(signing: Scene, director: PageReader) -> None:
    """Changing the words of a confirmation makes its form worthless."""
    address = link(signing, "director")
    asked = hidden(director.press(address, said="remarks", remarks="заменить фото"))
    page = director.client.post(address, data={**asked, "remarks": "другое", "step": "confirm"})
    assert 400 == page.status_code


def test_change_while_the_page_is_open_is_not_signed(signing: Scene, director: PageReader) -> None:
    """The page shows the edited work and asks again."""
    address = link(signing, "director")
    asked = hidden(director.press(address, said="accept"))
    signing.edit("manager", signing.site.issue("ACME-5"), hours=30)
    signing.settle()
    page = director.client.post(address, data={**asked, "step": "confirm"})
    assert (409, True) == (page.status_code, "Пока страница была открыта" in words(page))
    signing.work()
    assert "awaited" == on_record(signing).state
    assert 303 == director.answer(address, said="accept").status_code


def test_form_open_too_long_must_be_reopened(signing: Scene, director: PageReader) -> None:
    """After some hours the page is to be opened anew; the link still holds."""
    address = link(signing, "director")
    asked = hidden(director.press(address, said="accept"))
    signing.clock.move(hours=5)
    assert 400 == director.client.post(address, data={**asked, "step": "confirm"}).status_code
    assert 303 == director.answer(address, said="accept").status_code


def test_large_body_is_not_read(signing: Scene, director: PageReader) -> None:
    """Far more than anybody types is refused before it is parsed."""
    page = director.client.post(link(signing, "director"), data={"remarks": "а" * 70_000})
    assert 413 == page.status_code


def test_contacts_link_is_preliminary(signing: Scene, director: PageReader) -> None:
    """The page says so before and after; the director's signature stays awaited."""
    address = link(signing, "contact")
    assert "Ответ запишем как предварительный" in words(director.press(address, said="accept"))
    director.answer(address, said="accept")
    signing.work()
    assert "preliminary" == on_record(signing).state
    assert "Ответ записан как предварительный" in words(director.get(address))


def test_forwarded_link_signs_as_its_person(signing: Scene, director: PageReader) -> None:
    """The signature is the director's, and its means say that it was a link."""
    address = link(signing, "director")
    director.get(address)
    other = reader(signing)
    other.answer(address, said="accept")
    signing.work()
    (word,) = on_record(signing).words
    assert ("director", "page", True) == (word.by, word.means, word.counts)


def test_deputy_signs_on_the_page(signing: Scene, director: PageReader) -> None:
    """Within the dates; the certificate names both."""
    signing.clock.to("2026-07-10T09:00")
    address = link(signing, "deputy")
    assert "и это будет подпись за: Пётр Соколов" in words(director.get(address))
    director.answer(address, said="accept")
    signing.work()
    certificate = words(director.get(f"{address}/certificate"))
    assert "Игорь Ким заместитель, вместо: Пётр Соколов" in certificate


def test_change_since_the_signature_is_shown(signing: Scene, director: PageReader) -> None:
    """Before and after of the material fields; only that part is signed again."""
    director.answer(link(signing, "director"), said="accept")
    signing.work()
    signing.edit("manager", signing.site.issue("ACME-5"), hours=30)
    signing.settle()
    again = link(signing, "director", version=2)
    page = words(director.get(again))
    assert "Оценка, часы было: 10 стало: 30" in page
    assert "Подписано раньше ✓ Пётр Соколов" in page
    asked = words(director.press(again, said="accept"))
    assert "принимаю изменения в этапе «Дизайн»" in asked
    director.answer(again, said="accept")
    signing.work()
    assert "accepted" == on_record(signing).state


def test_stage_without_a_seen_issue_can_be_signed(scenes: Scenes) -> None:
    """The word is kept under the stage itself and counts."""
    scene = scenes(contract="signing.yaml")
    scene.work()
    director = reader(scene)
    address = link(scene, "director")
    director.answer(address, said="accept")
    scene.work()
    assert "accepted" == on_record(scene).state
    assert "Спасибо! Этап принят" in words(director.get(address))


def test_kick_off_is_acknowledged_on_the_page(scenes: Scenes) -> None:
    """The same words as in the tracker, and one button."""
    scene = scenes.opened(contract="signing.yaml")
    kick_off = scene.create("manager", "Старт проекта")
    scene.settle()
    director = reader(scene)
    address = link(scene, "director", "agree", kick_off.id)
    assert "Молчание выбором не считаем" in words(director.get(address))
    director.answer(address, said="agree")
    scene.work()
    assert 1 == len(entries(scene, "kick_off_agreed"))
    assert "Ваше согласие записано" in words(director.get(address))


@pytest.mark.parametrize(
    ("after", "title", "russian", "english"),
    [
        ("the stage is handed over", "", "Приёмка этапа «Дизайн»", "Acceptance of the stage “Дизайн”"),
        ("nothing", "Старт проекта", "Порядок работы с новыми запросами", "How we handle new requests"),
        (
            "a request that the contact may decide",
            "Калькулятор стоимости",
            "Калькулятор стоимости",
            "Калькулятор стоимости",
        ),
    ],
)
def test_contract_page_says_what_awaits_its_reader(
    scenes: Scenes, after: str, title: str, russian: str, english: str
) -> None:
    """What waits is named, and one press opens it; nobody else is told."""
    if after == "the stage is handed over":
        scene = scenes.after(opened_and_agreed, contract="signing.yaml")
        assert "Ждёт вас" not in words(signed_in(scene, "director").get("/contracts/ACME-SITE"))
        scene.comment("manager", scene.site.issue("ACME-1"), "/передаём")
        scene.settle()
    elif after == "nothing":
        scene = scenes.opened(contract="signing.yaml")
        scene.create("manager", title)
        scene.settle()
    else:
        scene = scenes.opened()
        scene.create("contact", title, hours=6)
        scene.settle()
    page = signed_in(scene, "contact" if title.startswith("К") else "director")
    contract = "/contracts/ACME-SITE"
    assert f"Ждёт вас {russian}" in words(page.get(contract))
    assert f"Waiting for you {english}" in words(page.get(f"{contract}?lang=en"))
    assert page.get(f"{contract}/mine").headers["Location"].startswith("/")
    assert "Ждёт вас" not in words(signed_in(scene, "manager").get(contract))


def test_option_is_chosen_on_the_page(offering: tuple[Scene, PracticeIssue]) -> None:
    """The page shows dates, sums and reasons; the choice moves the date."""
    scene, extra = offering
    director = reader(scene)
    address = link(scene, "director", "choose", extra.id)
    page = words(director.get(address))
    for shown in (
        "1. Делаем, «Дизайн» сдаём 15 апреля, в среду",
        "76 900 ₽",
        "18 ч × 3 500 ₽",
        "п. 5.3",
    ):
        assert shown in page
    asked = words(director.press(address, said="choose", number="1"))
    assert "выбираю вариант 1" in asked
    director.answer(address, said="choose", number="1")
    scene.work()
    assert "2026-04-15" == scene.due(scene.site.issue("ACME-1"))
    assert ["decided"] == [row["state"] for row in scene.register()]
    assert "Спасибо! Решение записано" in words(director.get(address))


def test_choice_without_authority_is_explained_first(offering: tuple[Scene, PracticeIssue]) -> None:
    """The page names who can; the contact's choice is an opinion."""
    scene, extra = offering
    contact = reader(scene)
    address = link(scene, "contact", "choose", extra.id)
    asked = words(contact.press(address, said="choose", number="1"))
    assert "Этот вариант может выбрать: Пётр Соколов" in asked
    contact.answer(address, said="choose", number="1")
    scene.work()
    assert ["offered"] == [row["state"] for row in scene.register()]
    assert "Записали как мнение" in words(contact.get(address))


@pytest.mark.parametrize("number", ["", "9", "0", "x", "²"])
def test_invalid_choice_is_reported_beside_the_options(
    offering: tuple[Scene, PracticeIssue], number: str
) -> None:
    """Nothing chosen, or a number that is not offered: told beside the options."""
    scene, extra = offering
    page = reader(scene).press(link(scene, "director", "choose", extra.id), said="choose", number=number)
    assert (422, True) == (page.status_code, 'id="number-fault"' in page.text)


def test_link_of_an_older_offer_takes_no_choice(offering: tuple[Scene, PracticeIssue]) -> None:
    """A link of the earlier version shows the new figures and takes no choice."""
    scene, extra = offering
    scene.edit("manager", extra, hours=36)
    scene.settle()
    page = reader(scene).get(link(scene, "director", "choose", extra.id))
    assert "Эта ссылка — на прежнюю версию" in words(page)
    assert "<form" not in page.text


def test_draft_is_not_shown(scenes: Scenes) -> None:
    """What nobody has published yet is not on the page either."""
    scene = scenes.opened()
    extra = scene.create("manager", "Калькулятор стоимости", hours=18)
    scene.settle()
    page = reader(scene).get(link(scene, "director", "choose", extra.id))
    assert (410, False) == (page.status_code, "Калькулятор" in page.text)


@pytest.mark.parametrize(
    ("sentence", "query", "status"),
    [
        ("without a link", "", 403),
        ("with a link of its contract", "look", 200),
        ("with a link to sign", "sign", 200),
        ("with a link to choose", "choose", 404),
        ("with a broken link", "broken", 404),
    ],
)
def test_stage_page_needs_a_link(
    signing: Scene, director: PageReader, sentence: str, query: Any, status: int
) -> None:
    """Nobody can sign there; a link of the contract shows it."""
    token = "x" if query == "broken" else link(signing, "contact", query or "look").rpartition("/")[2]
    page = director.get(f"/contracts/ACME-SITE/stages/build{f'?link={token}' if query else ''}")
    assert (status, False) == (page.status_code, "<form" in page.text), sentence
    assert ("Сайт открывается на домене клиента" in words(page)) == (status == 200)


def test_link_of_another_contract_opens_no_stage(signing: Scene, director: PageReader) -> None:
    """And what exists there is not told."""
    token = link(signing, "contact", "look").rpartition("/")[2]
    for address in ("/contracts/OTHER/stages/design", "/contracts/OTHER/stages/nothing"):
        assert 403 == director.get(f"{address}?link={token}").status_code


def test_every_page_is_private_to_its_reader(signing: Scene, director: PageReader) -> None:
    """Not stored, not indexed, no referrer, and a cookie for this page alone."""
    address = link(signing, "director")
    for response in (director.get(address), director.get("/sign/x"), director.get("/contracts/a/stages/b")):
        assert "no-store" == response.headers["Cache-Control"]
        assert "no-referrer" == response.headers["Referrer-Policy"]
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    cookie = reader(signing).get(address).headers["Set-Cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", f"Path={address}"))


def test_link_is_never_logged(signing: Scene) -> None:
    """Whatever writes an address down, the token is left out."""
    address = link(signing, "director")
    token = address.rpartition("/")[2]
    record_ = logging.makeLogRecord(
        {"msg": f"GET {address} and /contracts/A/stages/b?lang=ru&link={token} and /choose/{token}?lang=en"}
    )
    line = OneLineFormatter().format(record_)
    assert token not in line
    assert "/sign/… and /contracts/A/stages/b?lang=ru&link=… and /choose/…?lang=en" in line


@pytest.mark.parametrize(
    ("lang", "says"), [("", "Принять"), ("ru", "Принять"), ("en", "Accept"), ("xx", "Принять")]
)
def test_page_speaks_the_readers_language(signing: Scene, director: PageReader, lang: str, says: str) -> None:
    """The contract's by default; another is a click away."""
    page = director.get(link(signing, "director") + (f"?lang={lang}" if lang else ""))
    assert f">{says}</button>" in page.text
    assert f'<html lang="{lang if lang in ("ru", "en") else "ru"}">' in page.text


def test_simultaneous_confirmations_sign_once(signing: Scene) -> None:
    """A double click in two windows is kept once, on either database, and signs once."""
    address = link(signing, "director")
    windows = [reader(signing) for _ in range(4)]
    asked = [window.press(address, said="accept") for window in windows]

    def confirm(number: int) -> int:
        fields = {**hidden(asked[number]), "step": "confirm"}
        return windows[number].client.post(address, data=fields).status_code

    with ThreadPoolExecutor(len(windows)) as pool:
        answers = list(pool.map(confirm, range(len(windows))))
    signing.work()
    assert not [answer for answer in answers if answer >= 500]
    assert "accepted" == on_record(signing).state
    with signing.service.database.look() as connection:
        kinds = [entry["kind"] for entry in record.export(connection)]
    assert (1, 1) == (kinds.count("signature"), kinds.count("sign_off"))


def confirm(window: PageReader, address: str, asked: TestResponse) -> TestResponse:
    """Press the button of the page that asks once more."""
    return window.client.post(address, data={**hidden(asked), "step": "confirm"})


def test_simultaneous_choices_decide_once(offering: tuple[Scene, PracticeIssue]) -> None:
    """Two windows choose differently: one is taken, and both windows say which."""
    scene, extra = offering
    address = link(scene, "director", "choose", extra.id)
    windows = [reader(scene), reader(scene)]
    asked = [window.press(address, said="choose", number=str(n + 1)) for n, window in enumerate(windows)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(confirm, windows, [address] * 2, asked))
    # Who comes a moment later is shown at once what was answered.
    assert {303} <= {answer.status_code for answer in answers} <= {303, 409}
    scene.work()
    (decision,) = entries(scene, "decision")
    chosen = {"move_deadline": "сдаём 15 апреля, в среду", "extra_fee": "за 76 900 ₽"}
    for window in windows:
        said = words(window.get(address))
        assert "Спасибо! Решение записано" in said
        assert chosen[decision["payload"]["decision"]["option"]["option"]] in said


def test_simultaneous_page_and_comment_sign_once(signing: Scene, director: PageReader) -> None:
    """One certificate; the page says that the stage is accepted, whichever was first."""
    address = link(signing, "director")
    asked = director.press(address, said="accept")
    signing.comment("director", signing.site.issue("ACME-1"), "/принято")
    with ThreadPoolExecutor(2) as pool:
        sent = pool.submit(confirm, director, address, asked)
        delivered = pool.submit(signing.deliver)
        assert 303 == sent.result().status_code
        delivered.result()
    signing.work()
    assert (1, 1) == (len(entries(signing, "signature")), len(entries(signing, "sign_off")))
    assert "Этап «Дизайн»: принят" in words(director.get(address))


@pytest.mark.parametrize(
    ("sentence", "now_there"),
    [
        ("Another person has the key.", "director: {name: Олег Дорн, side: client, account: director2}"),
        ("They were taken out of their place.", "director: {name: бывший контакт, side: client}"),
    ],
)
def test_waiting_answer_does_not_pass_to_a_successor(
    signing: Scene, director: PageReader, sentence: str, now_there: str
) -> None:
    """The mapping changed while the worker was away."""
    address = link(signing, "director")
    assert 303 == director.answer(address, said="accept").status_code
    text = (signing.mappings / "acme.yaml").read_text(encoding="utf-8")
    was = "director: {name: Пётр Соколов, side: client, account: director}"
    assert was in text
    signing.set_contract(text.replace(was, now_there))
    signing.clock.move(seconds=10)
    signing.work()
    assert () == on_record(signing).words, sentence
    assert [] == entries(signing, "sign_off")
    assert "ответ не засчитан, и ничего не решено" in words(director.get(address))


def test_form_of_an_ended_deputy_is_preliminary(signing: Scene, director: PageReader) -> None:
    """Sent after midnight it does not count, and says who is awaited."""
    signing.clock.to("2026-07-31T20:45")
    address = link(signing, "deputy")
    asked = director.press(address, said="accept")
    signing.clock.move(minutes=30)
    assert 303 == confirm(director, address, asked).status_code
    signing.work()
    assert [] == entries(signing, "sign_off")
    said = words(director.get(address))
    assert "Ответ записан как предварительный По договору нужна ещё подпись: Пётр Соколов" in said


def test_stage_that_has_not_begun_asks_for_no_answer(signing: Scene) -> None:
    """Its gate is shut; the one before it was handed over and names the day."""
    signing.clock.move(days=1)
    stage = signing.site.issue("ACME-1")
    signing.comment("manager", stage, "/передаём")
    signing.settle()
    who = signed_in(signing, "director")
    shut, open_ = (words(who.get(f"/contracts/ACME-SITE/stages/{name}")) for name in ("build", "design"))
    assert "ещё не начат" in shut
    assert ("Ответить по этапу" in shut, "Ответить по этапу" in open_) == (False, True)
    assert ("Ждём ваш ответ" in shut, "Ждём ваш ответ" in open_) == (False, True)

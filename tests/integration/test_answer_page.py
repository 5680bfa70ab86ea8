"""The page behind a reminder: what waits for a person, answered in two steps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from mail_server import Post, post_office, said
from page_player import PageReader, held, hidden, link, reader, words
from scene import Scene, opened
from scenes import Scenes
from service_scene import CONTRACTS

from plugin.core.model.waits import Wait
from plugin.practice.tracker.state import PracticeIssue
from plugin.reports.timeline import read_timeline
from plugin.store import contracts, record, waits

TEXTS, LOGO = "тексты для главной", "логотип в векторе"


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server that takes everything."""
    with post_office() as server:
        yield server


@pytest.fixture
def scene(scenes: Scenes, post: Post) -> Scene:
    """A contract whose contact has an address and no account, on 7 December."""
    made = scenes(contract="review.yaml", mail=post.settings)
    mapping = yaml.safe_load((CONTRACTS / "review.yaml").read_text(encoding="utf-8"))
    mapping["waiting"] = {"contact": "contact"}
    mapping["people"]["contact"] = {"name": "Анна Белова", "side": "client", "email": "anna@acme.example"}
    made.set_contract(yaml.safe_dump(mapping, allow_unicode=True))
    opened(made)
    made.clock.to("2026-12-07T06:00")
    made.settle()
    return made


def asked(scene: Scene, *what: str) -> PracticeIssue:
    """Return an issue on which the manager has asked Anna for these."""
    work = scene.create("manager", "Главная страница", labels=["main"], hours=4)
    scene.settle()
    for each in what:
        scene.comment("manager", work, f"/спросить Анну до 8 декабря: {each}")
        scene.settle()
        scene.clock.move(minutes=1)
    return work


def on(scene: Scene, moment: str) -> None:
    """Go to a moment of December and do what is due."""
    scene.clock.to(f"2026-12-{moment}")
    scene.settle()


def page_of(scene: Scene, person: str = "contact") -> str:
    """Return the path of a new link for answers."""
    return link(scene, person, "answer", "10", 1)


def states(scene: Scene) -> dict[str, str]:
    """Return what was asked for, with how far it has come."""
    return {wait.what: wait.state.value for wait in waits_of(scene)}


def waits_of(scene: Scene) -> tuple[Wait, ...]:
    """Return everything that was asked for."""
    with scene.service.database.look() as connection:
        found = waits.load_of_contract(connection, "ACME-SITE")
    return tuple(wait for wait in found if wait.series == "asked")


def comments(scene: Scene, issue: PracticeIssue) -> list[str]:
    """Return the service's comments on an issue, with ordinary spaces."""
    return [text.replace("\xa0", " ") for text in scene.said(issue)]


def answers(scene: Scene, issue: PracticeIssue) -> list[str]:
    """Return the comments that came from the page."""
    return [text for text in comments(scene, issue) if "со страницы" in text]


def give(who: PageReader, address: str, text: str, wait: int = 1) -> None:
    """Answer what stands at a place on the page, and confirm."""
    key = who.get(address).text.split('name="wait" value="')[wait].split('"')[0]
    seen = who.get(address).text.split('name="seen" value="')[wait].split('"')[0]
    answered = who.answer(address, said="answer", text=text, wait=key, seen=seen)
    assert answered.status_code == 303


def test_link_of_the_mail_leads_to_the_page_and_the_answer_hands_the_ball_over(
    scene: Scene, post: Post
) -> None:
    """An answer becomes a public comment in their name and hands the ball over."""
    work = asked(scene, TEXTS)
    on(scene, "10T09:00")
    (letter,) = post.letters
    address = said(letter).split("http://localhost")[1].split()[0]
    anna = reader(scene)
    page = words(anna.get(address))
    for shown in (TEXTS.capitalize(), "просит Мария Орлова", "до вторника, 8 декабря", "Анна Белова", "Файл"):
        assert shown in page
    give(anna, address, "Тексты готовы:\nhttps://example.org/texts\n\n/принято")
    scene.settle()
    (told,) = answers(scene, work)
    assert f"Ответ на вопрос «{TEXTS}» (со страницы, Анна Белова)" in told
    assert "https://example.org/texts" in told
    assert states(scene) == {TEXTS: "answered"}
    on(scene, "16T09:00")
    assert len(post.letters) == 1
    assert states(scene) == {TEXTS: "got"}
    assert f"Уже получили, спасибо! {TEXTS}" in words(anna.get(address))


def test_page_says_when_the_answer_is_on_record(scene: Scene) -> None:
    """The answer is in the inbox before the page confirms it; then it is on record."""
    asked(scene, TEXTS)
    anna, address = reader(scene), page_of(scene)
    confirmed = anna.answer(address, said="answer", text="Готово")
    waiting = anna.get(confirmed.headers["Location"])
    assert "Ответ получен, записываем" in words(waiting)
    assert ("3", False) == (waiting.headers.get("Refresh"), "<textarea" in waiting.text)
    scene.settle()
    recorded = anna.get(confirmed.headers["Location"])
    assert "Спасибо! Ответ записан" in words(recorded)
    assert "Refresh" not in recorded.headers


def test_one_link_answers_several_waits_again_and_again(scene: Scene) -> None:
    """A link is good for several waits and again; each answer counts once."""
    work = asked(scene, TEXTS, LOGO)
    anna, address = reader(scene), page_of(scene)
    give(anna, address, "Тексты в папке", 1)
    scene.settle()
    scene.clock.move(minutes=5)
    assert states(scene) == {TEXTS: "answered", LOGO: "answered"}
    give(anna, address, "А это логотип", 2)
    logo = next(wait for wait in waits_of(scene) if wait.what == LOGO)
    again = anna.press(address, said="answer", text="А это логотип", wait=f"{logo.issue}/asked/{logo.number}")
    assert again.status_code == 303
    scene.settle()
    assert ["Тексты в папке", "А это логотип"] == quotations(scene, work)


def quotations(scene: Scene, work: PracticeIssue) -> list[str]:
    """Return the first line that each answer on an issue quotes."""
    found = []
    for text in answers(scene, work):
        lines = [line for line in text.splitlines() if line.strip()]
        place = next(index for index, line in enumerate(lines) if "со страницы" in line)
        found.append(lines[place + 1].lstrip("> "))
    return found


def test_double_click_counts_once(scene: Scene) -> None:
    """The confirmation sent twice, also after it was handled, is one answer."""
    work = asked(scene, TEXTS)
    anna, address = reader(scene), page_of(scene)
    question = anna.press(address, said="answer", text="Готово")
    fields = {**hidden(question), "step": "confirm"}
    first = anna.client.post(address, data=fields)
    assert first.headers["Location"] == anna.client.post(address, data=fields).headers["Location"]
    scene.settle()
    assert first.headers["Location"] == anna.client.post(address, data=fields).headers["Location"]
    scene.settle()
    assert len(answers(scene, work)) == 1


def test_answer_is_nobodys_command(scene: Scene) -> None:
    """The text is quoted in our own comment: commands and mentions in it do nothing."""
    work = asked(scene, TEXTS)
    anna, address = reader(scene), page_of(scene)
    give(anna, address, "/снять 1\n/bonus\n[~director] *x* {code}\n1. раз")
    scene.settle()
    assert states(scene) == {TEXTS: "answered"}
    (told,) = answers(scene, work)
    assert "/bonus" in told
    with scene.service.database.look() as connection:
        kinds = [entry["kind"] for entry in record.export(connection)]
    assert "wait_cancelled" not in kinds
    assert "ruling" not in kinds


def test_answer_shows_on_the_timeline_as_the_persons(scene: Scene) -> None:
    """It is an exchange of the client's side, addressed to who asked."""
    asked(scene, TEXTS)
    anna, address = reader(scene), page_of(scene)
    give(anna, address, "Тексты в папке")
    scene.settle()
    with scene.service.database.look() as connection:
        (mapping,) = contracts.load_latest(connection)
        line = read_timeline(connection, mapping, "ru")[-1]
    assert (line.sender, line.side, line.what) == ("Анна Белова", "client", "Тексты в папке")


@pytest.mark.parametrize(
    ("sentence", "text", "status", "says"),
    [
        ("nothing is written", " \n ", 422, "Напишите, пожалуйста, хотя бы слово"),
        ("only thanks are written", "Спасибо, Мария!", 422, "«спасибо», «ок» и команды здесь ответом не"),
        ("too much is written", "я" * 4001, 422, "длиннее 4000 знаков"),
        ("as much as fits", "я" * 4000, 200, "Всё верно?"),
    ],
)
def test_size_of_the_text_is_limited(scene: Scene, sentence: str, text: str, status: int, says: str) -> None:
    """What does not fit is said beside the field, and the text stays in it."""
    asked(scene, TEXTS)
    shown = reader(scene).press(page_of(scene), said="answer", text=text)
    assert status == shown.status_code, sentence
    assert says in words(shown), sentence
    assert text.strip() in shown.text


def test_opening_changes_nothing(scene: Scene) -> None:
    """A scanner of mails may open the link however often."""
    asked(scene, TEXTS)
    address = page_of(scene)
    before = held(scene)
    for _ in range(3):
        assert reader(scene).get(address).status_code == 200
    assert held(scene) == before


def test_page_shows_its_own_persons_waits_alone(scene: Scene) -> None:
    """A link is bound to contract and person, and to the purpose of answering."""
    asked(scene, TEXTS)
    assert TEXTS not in words(reader(scene).get(page_of(scene, "director"))).lower()
    assert "Сейчас от вас ничего не ждём" in words(reader(scene).get(page_of(scene, "director")))
    sign = link(scene, "contact").replace("/sign/", "/answer/")
    assert reader(scene).get(sign).status_code == 404


def test_offers_and_sign_offs_lead_to_their_own_pages(scene: Scene) -> None:
    """A decision or a signature is linked, never given in words."""
    extra = scene.create("director", "Калькулятор стоимости", hours=18)
    scene.settle()
    assert extra
    with scene.service.database.look() as connection:
        open_ones = waits.load_of_contract(connection, "ACME-SITE", only_open=True)
    (offer,) = (wait for wait in open_ones if wait.kind == "decision")
    page = reader(scene).get(page_of(scene, offer.owed_by))
    assert "Здесь нужен ваш выбор" in words(page)
    assert "<textarea" not in page.text
    target = page.text.split('class="go" href="')[1].split('"')[0]
    assert target.startswith("/choose/")
    assert reader(scene).get(target).status_code == 200
    forged = reader(scene).press(
        page_of(scene, offer.owed_by), said="answer", text="1", wait=f"{offer.issue}/offer/1"
    )
    assert forged.status_code == 400


def test_received_meanwhile_is_said_and_the_text_kept(scene: Scene) -> None:
    """An ended wait says "already received, thank you"; what was typed is shown again."""
    work = asked(scene, TEXTS)
    anna, address = reader(scene), page_of(scene)
    question = anna.press(address, said="answer", text="Вот тексты")
    scene.comment("manager", work, "/получили")
    scene.settle()
    late = anna.client.post(address, data={**hidden(question), "step": "confirm"})
    assert late.status_code == 409
    assert "Это уже получили, спасибо! Ваш текст, если он ещё нужен: Вот тексты" in words(late)
    scene.settle()
    assert answers(scene, work) == []


def test_page_speaks_english_and_has_no_script(scene: Scene) -> None:
    """The page is there in both languages, without any script."""
    asked(scene, TEXTS)
    page = reader(scene).get(f"{page_of(scene)}?lang=en")
    assert "What waits for your answer" in words(page)
    assert "asked by Мария Орлова · by Tuesday, 8 December" in words(page)
    assert "<script" not in page.text


def test_form_of_another_reader_is_refused(scene: Scene) -> None:
    """Only a form that this reader got for this step is taken."""
    asked(scene, TEXTS)
    address = page_of(scene)
    page = reader(scene).get(address)
    stolen = reader(scene).client.post(address, data={**hidden(page), "said": "answer", "text": "x"})
    assert stolen.status_code == 400

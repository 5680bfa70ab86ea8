"""The page behind a reminder: what waits for a person, answered in two steps."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
import yaml
from mail_server import Post, post_office, said
from page_player import PageReader, held, hidden, link, reader, words
from scene import Scene, opened
from scenes import Scenes
from service_scene import CONTRACTS
from sqlalchemy import select

from plugin.core.model.waits import Wait
from plugin.pages import form_files
from plugin.practice.tracker.state import PracticeIssue
from plugin.reports.timeline import read_timeline
from plugin.store import contracts, record, waits
from plugin.store import uploads as uploads_store
from plugin.store.tables import uploads

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
    assert f"Уже получили, спасибо! {TEXTS[:1].upper()}{TEXTS[1:]}" in words(anna.get(address))


def test_mail_over_two_contracts_has_a_page_for_each(scene: Scene, post: Post) -> None:
    """What waits in one contract is not to be looked for on the page of another."""
    other = yaml.safe_load((CONTRACTS / "review.yaml").read_text(encoding="utf-8"))
    other["contract"] |= {"id": "OTHER-SHOP", "title": "Магазин"}
    other["tracker"]["projects"] = ["OTHER"]
    other["waiting"] = {"contact": "anna"}
    del other["people"]["contact"]
    other["people"]["anna"] = {"name": "Анна Белова", "side": "client", "email": "anna@acme.example"}
    other["authority"] = [row for row in other["authority"] if row["person"] != "contact"]
    for stage in other["stages"]:
        stage["issue"] = None
        for item in stage["items"]:
            item["link"] = {"label": item["id"]}
    scene.set_contract(yaml.safe_dump(other, allow_unicode=True), "other.yaml")
    scene.settle()
    asked(scene, TEXTS)
    shop = scene.create("manager", "Витрина", project="OTHER", labels=["2.1"], hours=4)
    scene.settle()
    scene.comment("manager", shop, f"/спросить Анну до 8 декабря: {LOGO}")
    scene.settle()
    on(scene, "10T09:00")
    (letter,) = post.letters
    anna, pages = reader(scene), said(letter).split("http://localhost")[1:]
    shown = [words(anna.get(page.split()[0])).lower() for page in pages]
    assert [(TEXTS in page, LOGO in page) for page in shown] == [(True, False), (False, True)]
    assert "Магазин: http" in said(letter)


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


def attached(work: PracticeIssue) -> list[tuple[str, int, str]]:
    """Return name, size and giver's account of each file of an issue."""
    files = work.fields.get("attachment") or []
    return [(each["filename"], each["size"], each["author"]["accountId"]) for each in files]


def file(name: str, content: bytes = b"x" * 2048) -> tuple[BytesIO, str]:
    """Return a file as a browser sends it."""
    return BytesIO(content), name


def kept(scene: Scene) -> int:
    """Return how many files wait in the database."""
    with scene.service.database.look() as connection:
        return len(connection.execute(select(uploads.c.id)).all())


@pytest.mark.parametrize("text", ["Тексты во вложении", ""])
def test_files_go_into_the_issue_in_their_givers_name(scene: Scene, text: str) -> None:
    """A file is an answer, and is kept until the tracker has it."""
    work = asked(scene, TEXTS)
    anna, address = reader(scene), page_of(scene)
    files = [file("тексты.docx"), file("logo.svg", b"<svg/>" * 50_000)]
    question = anna.press(address, said="answer", text=text, files=files)
    assert "тексты.docx 2 КБ" in words(question).replace("\xa0", " ")
    assert "logo.svg 293 КБ" in words(question).replace("\xa0", " ")
    assert (attached(work), kept(scene)) == ([], 2)
    confirmed = anna.client.post(address, data={**hidden(question), "step": "confirm"})
    scene.settle()
    assert attached(work) == [("тексты.docx", 2048, "bot"), ("logo.svg", 300_000, "bot")]
    assert kept(scene) == 0
    (told,) = answers(scene, work)
    assert "(со страницы, Анна Белова)" in told
    assert "Файлы: «тексты.docx» (2 КБ), «logo.svg» (293 КБ)" in told
    assert states(scene) == {TEXTS: "answered"}
    assert "Файлы: тексты.docx, logo.svg" in words(anna.get(confirmed.headers["Location"]))
    with scene.service.database.look() as connection:
        (mapping,) = contracts.load_latest(connection)
        line = read_timeline(connection, mapping, "ru")[-1]
    assert (line.sender, line.side, line.what) == (
        "Анна Белова",
        "client",
        text or "тексты.docx, logo.svg",
    )


def test_file_is_kept_on_the_way_back(scene: Scene) -> None:
    """Who goes back has not to choose it again, and one more joins it."""
    work = asked(scene, TEXTS)
    anna, address = reader(scene), page_of(scene)
    question = anna.press(address, said="answer", text="Тексты", files=[file("a.docx")])
    back = anna.client.post(address, data={**hidden(question), "step": "back"})
    assert "Уже приложено: a.docx" in words(back)
    again = {**hidden(back), "said": "answer", "text": "Тексты", "files": [file("b.docx")]}
    question = anna.client.post(address, data=again)
    anna.client.post(address, data={**hidden(question), "step": "confirm"})
    scene.settle()
    assert [name for name, _, _ in attached(work)] == ["a.docx", "b.docx"]


def test_files_of_another_reader_cannot_be_confirmed(scene: Scene) -> None:
    """What was sent over one link is attached by nobody else's."""
    asked(scene, TEXTS)
    anna, address = reader(scene), page_of(scene)
    ids = hidden(anna.press(address, said="answer", text="Тексты", files=[file("a.docx")]))["kept"]
    other = reader(scene)
    question = other.press(page_of(scene), said="answer", text="Тексты", kept=ids)
    assert "a.docx" not in words(question)


def test_file_that_the_tracker_does_not_take_is_told_to_the_team(scene: Scene) -> None:
    """It is kept for an operator, and the team asks for it another way."""
    work = asked(scene, TEXTS)
    scene.site.upload_limit = 1000
    anna, address = reader(scene), page_of(scene)
    anna.answer(address, said="answer", text="Тексты", files=[file("a.docx")])
    for _ in range(4):
        scene.settle()
        scene.clock.move(hours=1)
    told = [text for text in scene.said(work, team=True) if "a.docx" in text]
    assert len(told) == 1
    assert "Трекер не принимает" in told[0]
    assert (attached(work), kept(scene)) == ([], 1)


def test_confirmation_sent_again_after_the_tracker_has_the_files(scene: Scene) -> None:
    """A reload leads to the answer that is on record, and is not told to be too late."""
    work = asked(scene, TEXTS)
    anna, address = reader(scene), page_of(scene)
    question = anna.press(address, said="answer", text="Тексты", files=[file("a.docx")])
    fields = {**hidden(question), "step": "confirm"}
    first = anna.client.post(address, data=fields)
    scene.settle()
    again = anna.client.post(address, data=fields)
    assert (303, first.headers["Location"]) == (again.status_code, again.headers["Location"])
    scene.settle()
    assert (1, 1) == (len(answers(scene, work)), len(attached(work)))


def test_file_named_twice_is_given_once(scene: Scene) -> None:
    """A form that repeats a file, or names none, says nothing new."""
    work = asked(scene, TEXTS)
    anna, address = reader(scene), page_of(scene)
    ids = hidden(anna.press(address, said="answer", text="Тексты", files=[file("a.docx")]))["kept"]
    anna.answer(address, said="answer", text="Тексты", kept=f"{ids},{ids},a\0")
    scene.settle()
    (told,) = answers(scene, work)
    assert told.count("a.docx") == 1


def test_limit_of_all_files_holds_over_several_steps(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier step has kept counts."""
    asked(scene, TEXTS)
    monkeypatch.setattr(form_files, "MAX_FILES_BYTES", 3000)
    anna, address = reader(scene), page_of(scene)
    ids = hidden(anna.press(address, said="answer", text="Тексты", files=[file("a.docx")]))["kept"]
    more = anna.press(address, said="answer", text="Тексты", kept=ids, files=[file("b.docx")])
    assert (422, True) == (more.status_code, "вместе до 20 МБ" in words(more).replace("\xa0", " "))


def test_files_that_nobody_confirms_do_not_pile_up(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The older ones of a person make room; nothing that was confirmed is lost."""
    asked(scene, TEXTS)
    monkeypatch.setattr(uploads_store, "MAX_UNCONFIRMED", 2)
    anna, address = reader(scene), page_of(scene)
    anna.answer(address, said="answer", text="Тексты", files=[file("given.docx")])
    for number in range(4):
        anna.press(address, said="answer", text="Тексты", files=[file(f"{number}.docx")])
    with scene.service.database.look() as connection:
        names = sorted(connection.execute(select(uploads.c.name)).scalars())
    assert (3, True) == (len(names), "given.docx" in names)


def test_sign_that_no_link_has_leads_nowhere(scene: Scene) -> None:
    """PostgreSQL takes no text with a NUL."""
    asked(scene, TEXTS)
    address = page_of(scene)
    assert reader(scene).get(f"{address}?given=%00").status_code == 404
    files = [(BytesIO(b"x"), "a.txt", "a/b\0")]
    assert reader(scene).press(address, said="answer", text="Тексты", files=files).status_code == 200


@pytest.mark.parametrize(
    ("sentence", "files", "says"),
    [
        ("a program", [("setup.exe", 9)], "Программы и веб-страницы не принимаем"),
        ("a shortcut", [("letter.pif", 9)], "Программы и веб-страницы не принимаем"),
        ("a page that runs", [("page.HTML", 9)], "Программы и веб-страницы не принимаем"),
        ("nothing in it", [("a.docx", 0)], "Файл пустой"),
        ("too large", [("a.mov", 1001)], "каждый до 10 МБ"),
        ("too large together", [(f"{n}.mov", 700) for n in "abc"], "вместе до 20 МБ"),
        ("too many", [(f"{n}.txt", 9) for n in "abcdef"], "Файлов больше 5"),
    ],
)
def test_file_that_is_not_taken_is_said_beside_the_field(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, sentence: str, files: list[tuple[str, int]], says: str
) -> None:
    """What was typed stays, and nothing is kept."""
    asked(scene, TEXTS)
    # In small: a client of tests leaves the body of a large form open.
    monkeypatch.setattr(form_files, "MAX_FILE_BYTES", 1000)
    monkeypatch.setattr(form_files, "MAX_FILES_BYTES", 2000)
    sent = [file(name, b"x" * size) for name, size in files]
    shown = reader(scene).press(page_of(scene), said="answer", text="Вот тексты", files=sent)
    assert shown.status_code == 422, sentence
    assert says in words(shown).replace("\xa0", " "), sentence
    assert "Вот тексты" in shown.text
    assert kept(scene) == 0


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
    assert "What is waiting for your answer" in words(page)
    assert "asked by Мария Орлова · by Tuesday, 8 December" in words(page)
    assert "<script" not in page.text


def test_form_of_another_reader_is_refused(scene: Scene) -> None:
    """Only a form that this reader got for this step is taken."""
    asked(scene, TEXTS)
    address = page_of(scene)
    page = reader(scene).get(address)
    stolen = reader(scene).client.post(address, data={**hidden(page), "said": "answer", "text": "x"})
    assert stolen.status_code == 400

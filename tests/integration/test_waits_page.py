"""The pages about waits: the same for both sides, and what waits for oneself."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
import yaml
from openpyxl import load_workbook
from page_player import PageReader, hidden, operator, reader, signed_in, words
from pypdf import PdfReader
from scene import Scene, opened
from scenes import Scenes
from service_scene import CONTRACTS

from plugin.pages import pdf_limit
from plugin.practice.tracker.state import PracticeIssue
from plugin.store import record, waits

PAGE = "/contracts/ACME-SITE/waits"


@pytest.fixture
def scene(scenes: Scenes) -> Scene:
    """Two questions to Anna and one to Maria, on the morning of 11 December."""
    made = scenes(contract="review.yaml")
    mapping = yaml.safe_load((CONTRACTS / "review.yaml").read_text(encoding="utf-8"))
    mapping["waiting"] = {"contact": "contact"}
    made.set_contract(yaml.safe_dump(mapping, allow_unicode=True))
    opened(made)
    made.clock.to("2026-12-07T06:00")
    made.settle()
    issue = made.create("manager", "Тексты главной", labels=["main"], hours=4)
    made.settle()
    say(made, "manager", issue, "/спросить Анну до 8 декабря: =тексты")
    say(made, "manager", issue, "/спросить Анну до 9 декабря: логотип")
    other = made.create("manager", "Хостинг", labels=["main"], hours=2)
    made.settle()
    say(made, "contact", other, "/спросить Марию до 10 декабря: доступ к хостингу")
    made.clock.to("2026-12-11T06:00")
    made.settle()
    return made


def say(scene: Scene, who: str, issue: PracticeIssue, text: str) -> None:
    """Comment as a person, and a minute later it was heard."""
    scene.comment(who, issue, text)
    scene.settle()
    scene.clock.move(minutes=1)


def work(scene: Scene) -> PracticeIssue:
    """Return the issue that everything was asked on."""
    return next(each for each in scene.site.issues.values() if each.fields["summary"] == "Тексты главной")


def asked(scene: Scene) -> dict[str, tuple[str, bool]]:
    """Return state and silence of what was asked for, by what it is."""
    with scene.service.database.look() as connection:
        found = waits.load_of_contract(connection, "ACME-SITE")
    return {wait.what: (wait.state.value, wait.quiet) for wait in found if wait.series == "asked"}


def entries(scene: Scene, kind: str) -> list[dict[str, object]]:
    """Return the payloads of the record's entries of a kind."""
    with scene.service.database.look() as connection:
        return [entry["payload"] for entry in record.export(connection) if entry["kind"] == kind]


def test_both_sides_see_the_same(scene: Scene) -> None:
    """Everybody reads the same list; only our side may switch reminders."""
    client, ours, other = (
        words(who.get(PAGE)) for who in (signed_in(scene), signed_in(scene, "manager"), operator(scene))
    )
    for shown in ("=тексты", "Логотип", "Доступ к хостингу", "до вторника, 8 декабря", "Дальше:"):
        assert shown in client
    for button in re.findall(r"Не напоминать : \S+(?: к хостингу)?", ours):
        ours = ours.replace(button, "")
    plain = [" ".join(page.replace("Ждёт меня", "").split()) for page in (client, ours, other)]
    assert plain[0] == plain[1] == plain[2]
    assert "Не напоминать" not in client


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}.csv", "/mine", "/mine/answer?contract=ACME-SITE"])
def test_pages_are_closed_to_strangers(scene: Scene, path: str) -> None:
    """Without a sign-in nothing is shown."""
    assert reader(scene).get(path).status_code == 403


def test_date_at_risk_stands_wherever_the_late_thing_does(scene: Scene) -> None:
    """With the last day on which it can be kept; only what is late has one."""
    who = signed_in(scene, "contact")
    keeps = "тобы сдать этап «Дизайн» 31 декабря, нужно до среды, 30 декабря"
    paths = (PAGE, "/mine", "/contracts/ACME-SITE", "/contracts/ACME-SITE/brief")
    assert {path: keeps in words(who.get(path)) for path in paths} == dict.fromkeys(paths, True)
    # Two are late for the same reason: what may be forwarded says it once.
    assert words(who.get("/contracts/ACME-SITE/brief")).count(keeps) == 1
    # Two of the client's are late; what is asked of our side moves no date.
    assert words(who.get(PAGE)).count(keeps) == 2
    pages = PdfReader(io.BytesIO(who.get(f"{PAGE}.pdf").data)).pages
    assert "30 декабря" in " ".join(page.extract_text() for page in pages)
    assert "risk" not in who.get(f"{PAGE}.json").text


def test_exports_hold_what_the_page_shows(scene: Scene) -> None:
    """CSV, workbook and PDF carry the rows, and the record's head where there is room."""
    who = signed_in(scene)
    rows = list(csv.DictReader(io.StringIO(who.get(f"{PAGE}.csv").text)))
    assert ["'=тексты", "логотип", "доступ к хостингу"] == [row["what"] for row in rows]
    book = load_workbook(io.BytesIO(who.get(f"{PAGE}.xlsx").data))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    with scene.service.database.look() as connection:
        number, hashed = record.load_head(connection)
    text = PdfReader(io.BytesIO(who.get(f"{PAGE}.pdf").data)).pages[0].extract_text()
    assert f"Запись {number} · {hashed[:12]}" in text
    assert who.get(f"{PAGE}.exe").status_code == 410


def switch(who: PageReader) -> Callable[[], object]:
    """Return the press of the switch for the texts, to be pressed as often as wanted."""
    forms = who.get(PAGE).text.split('<form method="post"')[1:]
    form = next(each for each in (part.split("</form>")[0] for part in forms) if "=тексты" in each)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return lambda: who.client.post(PAGE, data=fields)


def test_our_side_switches_reminders_off_and_on(scene: Scene) -> None:
    """The same effect and entry as `/remind`; a double click counts once."""
    ours = signed_in(scene, "manager")
    off = switch(ours)
    answer, again = off(), off()
    assert [303, 303] == [each.status_code for each in (answer, again)]  # type: ignore[attr-defined]
    scene.settle()
    assert asked(scene)["=тексты"] == ("open", True)
    page = words(ours.get(answer.headers["Location"]))  # type: ignore[attr-defined]
    assert "Напоминания выключены. " in page
    assert "Напоминать снова" in page
    switch(ours)()
    scene.settle()
    assert asked(scene)["=тексты"] == ("open", False)
    switched = entries(scene, "reminders_switched")
    assert [False, True] == [each["on"] for each in switched]
    assert {"manager"} == {each["by"] for each in switched}
    said = [text.replace("\xa0", " ") for text in scene.said(work(scene))]
    say(scene, "manager", work(scene), "/напоминания нет 1")
    by_command = scene.said(work(scene))[-1].replace("\xa0", " ")
    assert by_command.splitlines()[0] in {text.splitlines()[0] for text in said}


@pytest.mark.parametrize("person", ["director", "contact"])
def test_the_clients_side_cannot_switch_reminders(scene: Scene, person: str) -> None:
    """A form that our side got is of no use to somebody else, nor is a made-up one."""
    ours, client = signed_in(scene, "manager"), signed_in(scene, person)
    fields = {**hidden(ours.get(PAGE)), "switch": "off"}
    assert client.client.post(PAGE, data=fields).status_code == 400
    scene.settle()
    assert not any(quiet for _, quiet in asked(scene).values())


def test_mine_lists_what_waits_for_the_reader_oldest_first(scene: Scene) -> None:
    """With its age in working days, and where it is answered."""
    page = words(signed_in(scene, "contact").get("/mine"))
    assert page.index("=тексты") < page.index("логотип")
    assert "доступ к хостингу" not in page
    assert "ждёт с 7 декабря, 4 рабочих дня" in page
    assert "нужно: просили к 8 декабря" in page.replace("\xa0", " ")
    assert "доступ к хостингу" in words(signed_in(scene, "manager").get("/mine"))
    assert "Сейчас от вас ничего не ждут" in words(signed_in(scene, "director").get("/mine"))


def test_mine_leads_to_a_page_where_it_is_answered(scene: Scene) -> None:
    """By a fresh personal link; the answer counts, and the asker's list says so."""
    anna = signed_in(scene, "contact")
    target = anna.get("/mine").text.split('class="go" href="')[1].split('"')[0].replace("&amp;", "&")
    opened_page = anna.get(target)
    assert opened_page.status_code == 303
    address = opened_page.headers["Location"]
    assert address.startswith("/answer/")
    fields = hidden(anna.get(address))
    assert anna.answer(address, **{**fields, "said": "answer", "text": "Вот"}).status_code == 303
    scene.settle()
    assert {"answered"} == {state for what, (state, _) in asked(scene).items() if what != "доступ к хостингу"}
    page = words(signed_in(scene, "manager").get("/mine"))
    assert "ответ пришёл: Анна Белова" in page


def test_mine_leads_to_offers_and_stages(scene: Scene) -> None:
    """A decision leads to its options, a signature to its stage."""
    scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    say(scene, "manager", scene.site.issue("ACME-1"), "/передаём")
    director = signed_in(scene)
    page = director.get("/mine").text
    targets = [each.split('"')[0].replace("&amp;", "&") for each in page.split('class="go" href="')[1:]]
    led_to = {director.get(each).headers["Location"].split("/")[1] for each in targets}
    assert {"choose", "sign"} == led_to


def test_nobody_opens_anothers_wait(scene: Scene) -> None:
    """What the reader does not owe leads nowhere."""
    wait = f"/mine/answer?contract=ACME-SITE&issue={work(scene).id}&series=asked&number=1"
    assert signed_in(scene).get(wait).status_code == 410
    assert signed_in(scene, "contact").get(wait).status_code == 303
    assert signed_in(scene).get("/mine/answer?contract=OTHER&number=x").status_code == 404


def test_pages_lead_there_and_have_no_script(scene: Scene) -> None:
    """Home, contract page and timeline name them, in both languages."""
    anna = signed_in(scene, "contact")
    assert 'href="/mine?lang=ru"' in anna.get("/").text
    for page in ("/contracts/ACME-SITE", "/contracts/ACME-SITE/timeline"):
        assert f'href="{PAGE}?lang=ru"' in anna.get(page).text
    for path in (PAGE, "/mine"):
        assert "<script" not in anna.get(path).text
    assert "Who waits for whom" in words(anna.get(f"{PAGE}?lang=en"))
    assert "Waiting for you" in words(anna.get("/mine?lang=en"))


def test_a_pdf_of_too_many_waits_is_not_offered(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open and ended ones count; this page has no days to choose."""
    monkeypatch.setattr(pdf_limit, "MAX_PDF_ROWS", 2)
    who = signed_in(scene)
    page = who.get(PAGE)
    assert "В PDF до 2 строк: здесь больше, возьмите Excel или CSV." in words(page)
    assert "waits.pdf" not in page.text
    assert [400, 200] == [who.get(f"{PAGE}.{form}").status_code for form in ("pdf", "xlsx")]


def test_absences_are_told_beforehand_with_who_stands_in(scene: Scene) -> None:
    """Those of the mapping and those that people told of, to both sides."""
    mapping = yaml.safe_load((CONTRACTS / "review.yaml").read_text(encoding="utf-8"))
    mapping["waiting"] = {"contact": "contact"}
    mapping["people"]["director"]["away"] = [
        {"from": "2026-12-21", "until": "2026-12-24"},
        {"from": "2027-03-01", "until": "2027-03-02"},
    ]
    scene.set_contract(yaml.safe_dump(mapping, allow_unicode=True))
    scene.settle()
    say(scene, "contact", work(scene), "/отсутствую с 14.12.2026 по 16.12.2026")
    say(scene, "director", work(scene), "/заместитель Анна до 31.12.2026")
    for who in ("manager", "contact"):
        shown = words(signed_in(scene, who).get(PAGE)).replace("\xa0", " ")
        told = shown.partition("Кого не будет ")[2].partition(" В эти дни")[0]
        director = "Пётр Соколов : 21–24 декабря; вместо отвечает Анна Белова"
        assert f"Анна Белова : 14–16 декабря {director}" == told
        assert "марта" not in shown

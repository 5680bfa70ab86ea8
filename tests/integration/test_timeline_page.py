"""The timeline's page and its files: the same for both sides, by filters."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime

import pytest
from openpyxl import load_workbook
from page_player import PageReader, operator, signed_in, words
from pypdf import PdfReader
from scene import Scene, opened
from scenes import Scenes

from plugin.pages import pdf_limit
from plugin.store import record

PAGE = "/contracts/ACME-SITE/timeline"


@pytest.fixture(name="scene")
def scene_with_a_talk(scenes: Scenes) -> Scene:
    """A question and its answer two hours later, then an offer that was decided."""
    return scenes.after(opened_and_talked)


def opened_and_talked(scene: Scene) -> None:
    """Write on an agreed issue from both sides, ask for an extra and choose."""
    opened(scene)
    issue = scene.create("contact", "Слайдер", customfield_10014="ACME-3", hours=4)
    scene.settle()
    scene.comment("contact", issue, "=1+1 & когда покажете слайдер?")
    scene.settle()
    scene.clock.move(hours=2)
    scene.comment("manager", issue, "Завтра утром")
    scene.settle()
    scene.clock.move(days=1)
    extra = scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    scene.comment("director", extra, "1")
    scene.settle()


def shown(who: PageReader, query: str = "") -> str:
    """Return the words of the page."""
    return words(who.get(f"{PAGE}?{query}"))


def test_page_says_who_wrote_what_and_who_answered(scene: Scene) -> None:
    """Our own answers are counted first; each row has its people, text and hours."""
    page = shown(signed_in(scene))
    first, second = page.index("Исполнитель отвечал обычно за 2"), page.index("Клиент отвечал обычно за")
    assert first < second
    for told in ("Анна Белова (клиент) → исполнитель", "Мария Орлова (исполнитель)", "Завтра утром"):
        assert told in page
    assert "& когда покажете слайдер?" in page
    assert re.search(r"Ответ через 2\sч рабочего времени", page)


def test_both_sides_see_the_same(scene: Scene) -> None:
    """Client, our side and operator: word for word."""
    readers = (signed_in(scene), signed_in(scene, "manager"), operator(scene))
    pages = [" ".join(shown(who).replace("Ждёт меня", "").split()) for who in readers]
    assert pages[0] == pages[1] == pages[2]


def test_page_speaks_the_readers_language(scene: Scene) -> None:
    """What the service itself says is said in English where English is asked for."""
    page = shown(signed_in(scene), "lang=en")
    for told in ("Timeline", "Chosen: move the deadline", "The contractor usually answered after"):
        assert told in page, page


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("side=client", "покажете слайдер", "Завтра утром"),
        ("side=contractor", "Завтра утром", "покажете слайдер"),
        ("kind=decision", "Выбрано: перенос срока", "Завтра утром"),
        ("person=director", "Выбрано: перенос срока", "Завтра утром"),
        ("until=2026-03-02", "Завтра утром", "Выбрано"),
        ("since=2026-03-03", "Выбрано", "Завтра утром"),
        ("side=nobody&kind=&person=x&since=yesterday&page=99999999999", "Завтра утром", "Такого"),
        ("since=2030-01-01", "Такого в хронологии нет", "Завтра утром"),
    ],
)
def test_filters_narrow_the_page(scene: Scene, query: str, there: str, gone: str) -> None:
    """By side, kind, person and days; what is not known is left out."""
    page = shown(signed_in(scene), query)
    assert (True, False) == (there in page, gone in page)


def test_page_has_no_script(scene: Scene) -> None:
    """Filters are a plain form that is sent by GET."""
    text = signed_in(scene).get(PAGE).text
    assert "<script" not in text
    assert re.search(r'<form class="filters" method="get">', text)


def test_contract_page_leads_there(scene: Scene) -> None:
    """The navigation names it."""
    assert f'href="{PAGE}?lang=ru"' in signed_in(scene).get("/contracts/ACME-SITE").text


def test_csv_has_the_rows_of_the_filter(scene: Scene) -> None:
    """A text that a spreadsheet would take for a formula gets an apostrophe."""
    answer = signed_in(scene).get(f"{PAGE}.csv?side=client")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert ["comment", "decision"] == [row["kind"] for row in rows]
    assert rows[0]["what"].startswith("'=1+1")
    assert "text/csv; charset=utf-8" == answer.headers["Content-Type"]


def test_workbook_keeps_texts_as_texts(scene: Scene) -> None:
    """Texts make no formula, dates are dates, numbers are numbers; the head is frozen."""
    answer = signed_in(scene).get(f"{PAGE}.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    sheet = book.worksheets[0]
    head, first = list(sheet.iter_rows(min_row=1, max_row=2))
    assert "A2" == sheet.freeze_panes
    assert "Содержание" == head[5].value
    assert ("s", "=1+1 & когда покажете слайдер?") == (first[5].data_type, first[5].value)
    assert isinstance(first[0].value, datetime)
    assert isinstance(first[7].value, int | float)
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
    told = " ".join(str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row)
    assert head_of(scene) in told


def test_pdf_carries_the_records_head_and_page_numbers(scene: Scene) -> None:
    """Cyrillic letters can be read and copied; head and number stand on each page."""
    answer = signed_in(scene).get(f"{PAGE}.pdf")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages]
    assert "application/pdf" == answer.headers["Content-Type"]
    for number, text in enumerate(pages, 1):
        assert head_of(scene) in text
        assert f"Страница {number} из {len(pages)}" in text
    assert "Завтра утром" in pages[0]


def head_of(scene: Scene) -> str:
    """Return number and first digits of the record's head as exports show them."""
    with scene.service.database.look() as connection:
        number, hashed = record.load_head(connection)
    return f"Запись {number} · {hashed[:12]}"


@pytest.mark.parametrize("name", ["timeline", "register"])
def test_a_pdf_of_too_many_rows_is_not_offered(
    scene: Scene, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says what to do; other files hold everything."""
    page, who = f"/contracts/ACME-SITE/{name}", signed_in(scene)
    assert f"{name}.pdf" in who.get(page).text
    monkeypatch.setattr(pdf_limit, "MAX_PDF_ROWS", 0)
    shown_now = who.get(page)
    assert f"{name}.pdf" not in shown_now.text
    assert f"{name}.xlsx" in shown_now.text
    assert "В PDF до 0 строк: выберите дни или возьмите Excel." in words(shown_now)
    assert "A PDF holds up to 0 rows: choose some days" in words(who.get(f"{page}?lang=en"))
    refused = who.get(f"{page}.pdf")
    assert (400, True) == (refused.status_code, "Для PDF здесь слишком много строк" in refused.text)
    assert [200, 200, 200] == [
        who.get(each).status_code for each in (f"{page}.xlsx", f"{page}.csv", f"{page}.pdf?since=2030-01-01")
    ]

"""Tables as files: texts stay texts, dates are dates, heads stand on every page."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from plugin.reports.pdf_file import write_pdf
from plugin.reports.tables import Column, ReportTable, write_csv
from plugin.reports.xlsx_file import write_xlsx

COLUMNS = (
    Column("Текст", width=40),
    Column("Момент", "moment", 18),
    Column("День", "date", 12),
    Column("Число", "number", 10),
)
MOMENT = datetime(2026, 4, 10, 12, 30, tzinfo=UTC)
DANGEROUS = (
    "=1+1",
    "+7 900",
    "@sum(A1)",
    "-2",
    "https://a.example",
    "mailto:a@b.example",
    "12",
    "<b>x</b>",
)


def table(*rows: tuple[object, ...], language: str = "ru") -> ReportTable:
    """Return a table with these rows."""
    about = ("Запись 412 · 3f9a2b7c10de", "Вторая строка")
    return ReportTable("Реестр: «Акме»/2026", about, COLUMNS, rows, language, "Пусто.")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["<r>& <b></r>", "<r><t>x</t></r>"])
def test_workbook_writes_no_text_as_its_own_markup(text: str) -> None:
    """A summary that looks like the XML of a cell breaks no workbook."""
    told = replace(table((text, MOMENT, None, None)), about=(text,))
    book = load_workbook(io.BytesIO(write_xlsx(told)))
    cells = (book.worksheets[0]["A2"], book.worksheets[1]["A2"])
    assert [text, text] == [str(cell.value).removesuffix(" ") for cell in cells]


@pytest.mark.parametrize("text", DANGEROUS)
def test_workbook_makes_nothing_of_a_text(text: str) -> None:
    """No formula, no link, no number."""
    sheet = load_workbook(io.BytesIO(write_xlsx(table((text, MOMENT, None, None))))).worksheets[0]
    cell = sheet["A2"]
    assert ("s", text, None) == (cell.data_type, cell.value, cell.hyperlink)


def test_workbook_keeps_the_kinds_of_cells() -> None:
    """Days are dates, sums are numbers, nothing is nothing; the head stays in view."""
    made = write_xlsx(table(("a", MOMENT, date(2026, 4, 10), Decimal("1.25")), ("b", None, None, None)))
    sheet = load_workbook(io.BytesIO(made)).worksheets[0]
    assert ["Текст", "Момент", "День", "Число"] == [cell.value for cell in sheet[1]]
    assert ["a", datetime(2026, 4, 10, 12, 30), datetime(2026, 4, 10), 1.25] == [  # noqa: DTZ001 -- as Excel has it
        cell.value for cell in sheet[2]
    ]
    assert ["b", None, None, None] == [cell.value for cell in sheet[3]]
    assert ("A2", True) == (sheet.freeze_panes, 40 <= sheet.column_dimensions["A"].width < 41)


def test_workbook_tells_what_it_is_about() -> None:
    """A second sheet has the title and the record's head."""
    book = load_workbook(io.BytesIO(write_xlsx(table())))
    assert ["Реестр «Акме» 2026", "О выгрузке"] == [" ".join(name.split()) for name in book.sheetnames]
    assert ["Реестр: «Акме»/2026", "Запись 412 · 3f9a2b7c10de", "Вторая строка"] == [
        row[0].value for row in book.worksheets[1].iter_rows()
    ]


def test_pdf_repeats_head_and_numbers() -> None:
    """On every page: title, record, columns, and the page's number of how many."""
    made = write_pdf(table(*((f"Строка {number} <i>", MOMENT, None, number) for number in range(500))))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert f"Страница {number} из {len(pages)}" in text
        assert "Запись 412 · 3f9a2b7c10de" in text
        assert "Реестр: «Акме»/2026" in text
    whole = "\n".join(pages)
    assert all(f"Строка {number} <i>" in whole for number in (0, 199, 200, 499))
    assert "10.04.2026 12:30" in whole


def test_pdf_goes_on_with_a_row_higher_than_a_page() -> None:
    """One long text does not take the file from everybody."""
    columns = (Column("Текст", width=8), *(replace(each, width=40) for each in COLUMNS[1:]))
    long = replace(table(("слово " * 166, None, None, 1)), columns=columns)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(long))).pages]
    assert len(pages) > 1
    assert "".join("".join(pages).split()).count("слово") == 166


def test_pdf_says_beside_the_table_what_no_line_holds() -> None:
    """A long line of totals stands above the table whole; a long title is cut."""
    long = replace(table(("a", None, None, 1)), about=("Запись 1", "итоги " * 80), title="Договор " * 40)
    (page,) = PdfReader(io.BytesIO(write_pdf(long))).pages
    text = page.extract_text()
    assert text.count("итоги") == 80
    assert "Договор Договор" in text
    assert text.count("Договор") < 25


@pytest.mark.parametrize("name", ["\N{GRINNING FACE}" * 31, "a\ufffeb", "\u202eabc"])
def test_workbook_has_a_sheet_whatever_the_title(name: str) -> None:
    """Signs that no sheet's name may have are left out of it."""
    made = write_xlsx(replace(table(("a", None, None, 1)), title=name))
    assert load_workbook(io.BytesIO(made)).sheetnames[0] in ("1", "ab", "abc")


def test_files_for_people_turn_no_direction() -> None:
    """A sign that turns the direction of writing would show a sum in another order."""
    told = table(("75\u202e600", None, None, 1))
    sheet = load_workbook(io.BytesIO(write_xlsx(told))).worksheets[0]
    assert sheet["A2"].value == "75600"
    (page,) = PdfReader(io.BytesIO(write_pdf(told))).pages
    assert "75600" in page.extract_text()


def test_pdf_of_nothing_says_so() -> None:
    """An empty table is a page with a sentence."""
    (page,) = PdfReader(io.BytesIO(write_pdf(table()))).pages
    assert "Пусто." in page.extract_text()


def test_pdf_carries_its_font() -> None:
    """Cyrillic letters do not depend on the fonts of the reader's machine."""
    (page,) = PdfReader(io.BytesIO(write_pdf(table(("Привет", None, None, None))))).pages
    fonts = page["/Resources"]["/Font"]
    embedded = [fonts[name].get_object() for name in fonts]
    ours = [font for font in embedded if "DejaVuSans" in font["/BaseFont"]]
    assert ours
    assert all("/FontFile2" in font["/FontDescriptor"] for font in ours)


EMOJI = [
    ("Готово \N{PARTY POPPER}", "Готово \N{PARTY POPPER}"),
    ("a < b \N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4} & c", "a < b \N{THUMBS UP SIGN} & c"),
    ("\N{WOMAN}\u200d\N{GIRL} \N{ABACUS}", "\N{WOMAN}\N{GIRL} \N{ABACUS}"),
    ("\N{HEAVY CHECK MARK}\ufe0f да", "\N{HEAVY CHECK MARK} да"),
]


@pytest.mark.parametrize(("written", "shown"), EMOJI, ids=[each[1] for each in EMOJI])
def test_pdf_shows_emoji(written: str, shown: str) -> None:
    """In a cell, in the title and above the table, without what joins them."""
    told = replace(table((written, None, None, None)), title=written, about=(written,))
    reader = PdfReader(io.BytesIO(write_pdf(told)))
    (page,) = reader.pages
    text = page.extract_text()
    assert 3 == text.count(shown)
    drawn = "".join(str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values())
    assert ("NotoEmoji" in drawn) == ("\N{HEAVY CHECK MARK}" not in shown)


def test_csv_guards_against_formulas() -> None:
    """What looks like a formula gets an apostrophe; a truth is true or false."""
    assert 'text,yes\r\n"\'=1+1","true"\r\n"a","false"\r\n' == write_csv(
        ("text", "yes"), [("=1+1", True), ("a", False)]
    )

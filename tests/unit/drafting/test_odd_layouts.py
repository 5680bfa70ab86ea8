"""Merged cells, tables typed with tabs, pages of two columns or pictures."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

import pytest
from contract_blocks import FONT, make_zip
from test_small_contracts import RUSSIAN_PROJECT

from plugin.drafting.contract_terms.reader import read_terms
from plugin.drafting.contract_terms.terms import ContractTerms
from plugin.drafting.documents.page_columns import part_page
from plugin.drafting.documents.reader import read_document
from plugin.drafting.mapping_draft import DraftSources, draft_mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def make_word(body: str, numbering: str = "") -> bytes:
    """Return a .docx of a body."""
    parts = {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'}
    if numbering:
        parts["word/numbering.xml"] = f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>'
    return make_zip(parts)


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph; its tabs are Word's own."""
    runs = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t"))
    return f"<w:p>{properties}<w:r>{runs}</w:r></w:p>"


def cell(text: str) -> str:
    """Return a cell; `^` goes on from above, `v` begins that, `>` spans two."""
    merge = '<w:vMerge w:val="restart"/>' if text.endswith(" v") else "<w:vMerge/>" if text == "^" else ""
    span = '<w:gridSpan w:val="2"/>' if text.endswith(" >") else ""
    shown = text.removesuffix(" v").removesuffix(" >").replace("^", "")
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraph(shown)}</w:tc>"


def table(*rows: str) -> str:
    """Return a table; bars part the cells of a row."""
    cells = ("".join(map(cell, row.split("|"))) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{each}</w:tr>' for each in cells)}</w:tbl>"


def read(content: bytes, name: str = "x.docx") -> ContractTerms:
    """Return the terms of a file."""
    return read_terms(read_document(name, content))


MERGED = table(
    "№ v|Наименование услуги v|Срок оказания >|Стоимость, руб. v",
    "^|^|начало|окончание|^",
    "1|Прототипы|15.09.2026|в течение 20 рабочих дней с даты подписания|360 000,00",
    "2 v|Дизайн портала|16.10.2026 v|27.11.2026 v|420 000,00",
    "^|Дизайн разделов|^|^|280 000,00",
    "3|Запуск v|30.11.2026|25.12.2026|500 000,00",
    "4|^|28.12.2026|26.02.2027|300 000,00",
    "Итого >||1 860 000,00|",
)


def test_merged_cells_belong_to_every_row_beside_them() -> None:
    """Two rows of heads: the day of the end counts, and never that of the beginning."""
    stages = read(make_word(paragraph("2. Сроки") + MERGED)).stages
    assert [
        ("Прототипы", None, "в течение 20 рабочих дней с даты подписания", 360_000),
        ("Дизайн портала", date(2026, 11, 27), "", 420_000),
        ("Дизайн разделов", date(2026, 11, 27), "", 280_000),
        ("Запуск", date(2027, 2, 26), "", 800_000),
    ] == [(each.title, each.due, each.term, each.price) for each in stages]
    # The words behind a line say what stands in it.
    assert "2 | Дизайн разделов | 16.10.2026 | 27.11.2026 | 280 000,00" == stages[2].quotation.text


def test_a_table_of_work_has_merged_cells() -> None:
    """Hours stand below a head of two rows; a month's are none of the whole contract."""
    rows = ("Task v|Effort >", "^|Hours|Due", "Design v|40|1 May 2026", "^|16|2 May 2026")
    items = read(make_word(paragraph("1. Scope of work") + table(*rows))).items
    assert [("Design", 40), ("Design", 16)] == [(each.title, each.hours) for each in items]


TABBED = (
    "1.1\tПлан работ:",
    "№\tЭтап\t\tСрок сдачи\tЦена, руб.",
    "1\tНовая главная\t\t30.10.2026\t150 000",
    "2\tКаталог и поиск\t20.11.2026\t230 000",
    "\tИтого\t\t\t380 000",
    "1.2\tОстальное",
)


def test_a_table_typed_with_tabs_is_one() -> None:
    """Whatever the number of tabs; what stands beside it stays a clause."""
    content = make_word("".join(map(paragraph, TABBED)))
    document = read_document("x.docx", content)
    assert [("1.1", "План работ:"), ("1.2", "Остальное")] == [(e.number, e.text) for e in document.clauses]
    terms = read_terms(document)
    assert [
        ("Новая главная", date(2026, 10, 30), 150_000),
        ("Каталог и поиск", date(2026, 11, 20), 230_000),
    ] == [(each.title, each.due, each.price) for each in terms.stages]
    assert terms.price is not None
    assert Decimal(380_000) == terms.price.value


def test_a_line_of_signatures_is_no_table() -> None:
    """One line with tabs alone stays what it is."""
    content = make_word(paragraph("Заказчик\t____\tСоколов\tМ.П.") + paragraph("Конец"))
    assert [] == list(read_document("x.docx", content).tables)


@pytest.mark.parametrize(
    ("text", "number"), [("%2.", "2.1"), ("%2)", "2.1"), ("%1.%2.", "2.1"), ("%2 –", "1 –")]
)
def test_a_bare_number_below_another_is_cited_with_it(text: str, number: str) -> None:
    """`1.` below `2.` is clause 2.1, as browsers and converters number lists."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="{shown}"/></w:lvl>'
        for level, shown in enumerate(("%1.", text))
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = "".join(
        paragraph(name, f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>')
        for name, level in (("Definitions", 0), ("Acceptance", 0), ("The Client shall accept.", 1))
    )
    assert number == read_document("x.docx", make_word(body, numbering)).clauses[-1].number


LEFT = """\
CONSULTING AND DEVELOPMENT AGREEMENT
This Agreement is dated 6 October 2026, between Larkspur Ltd (the “Client”) and Quill Ltd (the “Agency”).
1. Services
1.1 The Contractor will build an online archive for the Client's magazine in the phases set out in clause 2.
1.2 The Services do not include digitisation of printed issues, copyright clearance or hosting.
2. Phases
2.1 Phase 1: Archive design, due 13 November 2026, £6,500."""
RIGHT = """2.2 Phase 2: Search and reading pages, due 22 January 2027, £14,800.
3. Fees
3.1 The total fee is £31,000 plus VAT at 20%.
4. Changes
4.1 Each phase includes two rounds of amendments.
5. Acceptance
5.1 The Client shall review each phase within 10 working days. If the Client gives none, the \
phase is deemed accepted."""


def make_columns(left: str, right: str) -> bytes:
    """Return a PDF with two columns of text."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Paragraph

    pdfmetrics.registerFont(TTFont("DejaVuSans", str(FONT)))
    style = ParagraphStyle("body", fontName="DejaVuSans", fontSize=9, leading=12, spaceAfter=5)
    columns: list[list[Any]] = [
        [Paragraph(escape(line), style) for line in text.split("\n")] for text in (left, right)
    ]
    file = io.BytesIO()
    document = BaseDocTemplate(file, pagesize=(595, 842))
    frames = [Frame(40, 300, 250, 500, id="left"), Frame(305, 300, 250, 500, id="right")]
    document.addPageTemplates([PageTemplate(frames=frames)])
    document.build([*columns[0], FrameBreak(), *columns[1]])
    return file.getvalue()


def test_columns_are_read_one_after_the_other() -> None:
    """Sentences that break over lines stay whole, and clauses in their order."""
    terms = read(make_columns(LEFT, RIGHT), "x.pdf")
    assert [
        ("2.1", "Archive design", date(2026, 11, 13), 6_500),
        ("2.2", "Search and reading pages", date(2027, 1, 22), 14_800),
    ] == [(each.quotation.clause, each.title, each.due, each.price) for each in terms.stages]
    assert ("digitisation", "copyright clearance", "hosting") == terms.exclusions[0].words
    found = (terms.rounds, terms.review_days, terms.silence)
    assert [2, 10, True] == [each and each.value for each in found]


@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        ([f"{'words of the left column':<40}and words of the right one"] * 8, 2),
        (["A heading that goes over both of the columns of the page",
          *[f"{'words of the left column':<40}and words of the right one"] * 8], 3),
        # a table of three columns, one of short cells, signatures
        ([f"{'the first column here':<30}{'the second column here':<40}and the third column here"] * 8, 1),
        ([f"{'A stage with a long title':<40}10 May 2026"] * 8, 1),
        ([f"{'The Client and its address':<40}The Agency and its address"] * 3, 1),
        (["One column of text"] * 9, 1),
        ([], 1),
    ],
)  # fmt: skip
def test_only_text_is_parted(lines: list[str], parts: int) -> None:
    """Tables and the few lines of signatures stay as they are."""
    assert parts == len(part_page(lines))
    assert sorted(" ".join(lines).split()) == sorted(
        word for part in part_page(lines) for line in part.lines for word in line.split()
    )


def make_half_scan() -> bytes:
    """Return a PDF whose second page is a picture."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawString(50, 700, "1.1 The Supplier builds a website for the Customer and hands it over.")
    canvas.drawString(50, 680, "1.2 The Customer pays for it.")
    canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("L", (20, 20))), 50, 50)
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_pages_that_are_pictures_are_named() -> None:
    """A blank page is none; what was not read may hold the table of stages."""
    terms = read(make_half_scan(), "x.pdf")
    assert (2,) == terms.picture_pages
    draft = draft_mapping(DraftSources(RUSSIAN_PROJECT, "main", "jira_cloud", date(2026, 11, 30), terms))
    assert "\n# Pictures (a scan), and not read: pages 2. Run" in draft
    assert "\n# no stages were found in the contract" in draft


def test_a_document_that_changes_a_contract_says_so() -> None:
    """Its draft is a part of what holds."""
    text = "ДОПОЛНИТЕЛЬНОЕ СОГЛАШЕНИЕ № 2\nк договору № 45 от 12 мая 2026 г.\n1. Этап 2. Кабинет: 18.12.2026."
    terms = read(text.encode(), "x.txt")
    draft = draft_mapping(DraftSources(RUSSIAN_PROJECT, "main", "jira_cloud", date(2026, 11, 30), terms))
    assert "\n# Это документ к другому договору." in draft

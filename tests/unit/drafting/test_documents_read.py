"""Files of all kinds: Word's numbers, broken files, tables of PDFs."""

from __future__ import annotations

import io
import zipfile

import pytest
from contract_blocks import Par, Tab, columns, make_docx, make_pdf, make_text, make_zip, typed

from plugin.drafting.documents.document import Clause, UnreadableDocument
from plugin.drafting.documents.docx_file import MAX_UNPACKED_BYTES
from plugin.drafting.documents.docx_numbers import format_number
from plugin.drafting.documents.reader import read_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def numbers(content: bytes, name: str = "x.docx") -> list[tuple[str, str]]:
    """Return part, number and text of each clause."""
    clauses = read_document(name, content).clauses
    return [(f"{each.part}/{each.number}".strip("/"), each.text) for each in clauses]


def test_words_own_numbers_count_levels_and_restart() -> None:
    """Deeper levels begin anew, an annex by its own start; bullets have none."""
    blocks = [
        Par("First", 0), Par("a", 1), Par("b", 1), Par("x", 2), Par("y", 2),
        Par("Second", 0), Par("c", 1), Par("z", 2), Par("dot", -1),
        Par("Приложение № 2"), Par("Anew", style="Annex"),
    ]  # fmt: skip
    expected = [
        ("1", "First"), ("1.1", "a"), ("1.2", "b"), ("1.2 а)", "x"), ("1.2 б)", "y"),
        ("2", "Second"), ("2.1", "c"), ("2.1 а)", "z"), ("2.1 а)", "dot"),
        ("Приложение № 2", "Приложение № 2"), ("Приложение № 2/1", "Anew"),
    ]  # fmt: skip
    assert expected == numbers(make_docx(blocks))


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", ["1", "9", "27"]),
        ("lowerLetter", ["a", "i", "a"]),
        ("lowerRoman", ["i", "ix", "xxvii"]),
        ("russianUpper", ["А", "И", "Ю"]),
        ("decimalZero", ["01", "09", "27"]),
    ],
)
def test_formats_of_numbers(form: str, shown: list[str]) -> None:
    """As Word shows 1, 9 and 27."""
    assert shown == [format_number(number, form) for number in (1, 9, 27)]


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("5.3. Не входит", "5.3", "Не входит"),
        ("5.3 Не входит", "5.3", "Не входит"),
        ("5.3.Не входит", "5.3", "Не входит"),
        ("п. 5.3. Не входит", "5.3", "Не входит"),
        ("Статья 4. Предмет", "4", "Предмет"),
        ("12) Срок", "12", "Срок"),
        ("Clause 2.1 Fees", "2.1", "Fees"),
        ("10.04.2026 подписан акт", "", "10.04.2026 подписан акт"),
        ("15 рабочих дней с даты", "", "15 рабочих дней с даты"),
        ("2026 год", "", "2026 год"),
    ],
)
def test_typed_numbers(text: str, number: str, rest: str) -> None:
    """A number of a clause is told from a date and from a quantity."""
    (clause,) = read_document("x.txt", text.encode()).clauses
    assert (number, rest) == (clause.number, clause.text)


def test_a_list_may_name_a_style_of_lists() -> None:
    """Word keeps the levels with another list then."""
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
        '<w:numStyleLink w:val="Legal"/></w:abstractNum><w:abstractNum w:abstractNumId="1">'
        '<w:styleLink w:val="Legal"/><w:lvl w:ilvl="0"><w:start w:val="4"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="Article %1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    paragraph = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        "<w:r><w:t>Fees</w:t></w:r></w:p>"
    )
    document = f'<w:document xmlns:w="{W}"><w:body>{paragraph * 2}</w:body></w:document>'
    content = make_zip({"word/document.xml": document, "word/numbering.xml": numbering})
    assert [("4", "Fees"), ("5", "Fees")] == numbers(content)


def test_tracked_insertions_and_controls_count_and_deletions_do_not() -> None:
    """A contract under negotiation is read as it would be accepted."""
    body = (
        "<w:p><w:r><w:t>Цена </w:t></w:r><w:del><w:r><w:delText>100</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>200</w:t></w:r></w:ins>"
        "<w:sdt><w:sdtContent><w:r><w:t> руб.</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>В блоке</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    content = make_zip(
        {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'}
    )
    assert [("", "Цена 200 руб."), ("", "В блоке")] == numbers(content)


def make_protected_pdf() -> bytes:
    """Return a PDF that a password opens."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf(typed("1. Text")))))
    writer.encrypt("secret")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def make_scan() -> bytes:
    """Return a PDF whose page holds no text."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def make_bomb() -> bytes:
    """Return a small .docx that unpacks to more than is read."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (MAX_UNPACKED_BYTES + 1))
    return file.getvalue()


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&b;&f;</w:t></w:r></w:p></w:body></w:document>'
)


def nest(tag: str, depth: int) -> str:
    """Return a document with elements that stand in each other."""
    inner = f"<w:{tag}>" * depth + f"</w:{tag}>" * depth
    return f'<w:document xmlns:w="{W}"><w:body><w:p>{inner}</w:p>{inner}</w:body></w:document>'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.docx", b"no zip", "broken, or is no .docx"),
        ("x.docx", make_docx([Par("a")])[:300], "broken, or is no .docx"),
        ("x.docx", make_zip({"other.xml": "<a/>"}), "no document in this file"),
        ("x.docx", make_zip({"word/document.xml": "<w:document"}), "is broken (ParseError)"),
        ("x.docx", make_zip({"word/document.xml": ENTITIES}), "is broken (DTDForbidden)"),
        ("x.docx", make_zip({"word/document.xml": nest("r", 5000)}), "nested too deeply"),
        ("x.docx", make_zip({"word/document.xml": nest("sdt", 5000)}), "nested too deeply"),
        ("x.docx", b"\xd0\xcf\x11\xe0" + b"\x00" * 100, "password"),
        ("x.docx", make_docx([]), "no text in this file"),
        ("x.pdf", b"%PDF-1.7 nothing else", "broken, or is no PDF"),
        ("x.pdf", b"hello", "broken, or is no PDF"),
        ("x.pdf", make_pdf(typed("1. Text of a clause that is long enough"))[:900], "broken, or is no PDF"),
        ("x.txt", b"a\x00b", "no plain text"),
        ("x.txt", b"  \n ", "no text in this file"),
        (
            "x.doc",
            b"anything",
            "files that end in .doc are not read. Open it in Word or LibreOffice, and save",
        ),
        ("x.odt", b"anything", "save it as .docx"),
        ("x.jpg", b"anything", "this is a picture"),
        ("contract", b"anything", "files that end in nothing are not read"),
    ],
)
def test_a_file_that_gives_no_text_is_told_with_its_remedy(name: str, content: bytes, said: str) -> None:
    """Broken, hostile, empty or of another kind."""
    with pytest.raises(UnreadableDocument) as error:
        read_document(name, content)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [
        (make_protected_pdf, "x.pdf", "a password protects this PDF"),
        (make_scan, "x.pdf", "a scan"),
        (make_bomb, "x.docx", "more than 20 MB"),
        (lambda: b"x" * (20 * 1024 * 1024 + 1), "x.txt", "more than 20 MB"),
    ],
)
def test_protected_scanned_and_huge_files(make, name: str, said: str) -> None:  # noqa: ANN001
    """Each says what to do."""
    with pytest.raises(UnreadableDocument) as error:
        read_document(name, make())
    assert said in str(error.value)


TABLE = columns(
    ("№", "Этап", "Срок", "Цена"),
    ("1", "Дизайн главной и внутренних страниц сайта компании", "10.04.2026", "450 000 ₽"),
    ("2", "Сборка", "29.05.2026", "400 000 ₽"),
    ("", "Итого", "", "850 000 ₽"),
)


WIDE = columns(
    ("Этап", "Срок завершения работ по этапу", "Стоимость этапа, руб."),
    ("Обследование процессов заказчика, подготовка отчёта и концепции", "28.02.2026", "1 200 000,00"),
    ("Прототип", "31.03.2026", "800 000,00"),
    ("Опытная эксплуатация, обучение и поддержка в первый месяц работы",
     "в течение 30 дней с даты подписания акта по предыдущему этапу", "500 000,00"),
    ("Всего", "", "2 500 000,00"),
)  # fmt: skip


NUMBERED = columns(
    ("№", "Этап", "Срок", "Цена"),
    ("1", "Обследование процессов заказчика и подготовка отчёта", "28.02.2026", "1 200 000,00"),
    ("2", "Прототип", "31.03.2026", "800 000,00"),
    ("3", "Опытная эксплуатация и поддержка в первый месяц работы", "30.04.2026", "500 000,00"),
    ("", "Итого", "", "2 500 000,00"),
)


@pytest.mark.parametrize("align", ["TOP", "MIDDLE", "BOTTOM"])
@pytest.mark.parametrize("page_height", [842, 230])
@pytest.mark.parametrize("table", [WIDE, NUMBERED], ids=["titles first", "numbers first"])
def test_cells_of_a_pdf_break_over_lines(table: Tab, page_height: float, align: str) -> None:
    """In any column, above or below the line with the sum."""
    if table is WIDE and align != "TOP":
        table = columns(*((row[0], row[1], row[2]) for row in WIDE.rows if "акта" not in row[1]))
    blocks = [Par("2.1. Этапы:"), table, Par("2.2. Прочее")]
    document = read_document("x.pdf", make_pdf(blocks, page_height=page_height, align=align))
    assert [table.rows] == [each.rows for each in document.tables]
    assert "2.2" == document.clauses[-1].number


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.docx", make_docx([Par("2.1. Этапы:"), TABLE, Par("3. Прочее")])),
        ("x.txt", make_text([Par("2.1. Этапы:"), TABLE, Par("3. Прочее")])),
        ("x.pdf", make_pdf([Par("2.1. Этапы:"), TABLE, Par("3. Прочее")])),
        ("over pages", make_pdf([Par("2.1. Этапы:"), TABLE, Par("3. Прочее")], page_height=170)),
    ],
)
def test_a_table_is_the_same_in_every_file(name: str, content: bytes) -> None:
    """Rows, cells and the clause above it; a repeated head is dropped."""
    document = read_document("x.pdf" if name == "over pages" else name, content)
    (table,) = document.tables
    assert ("2.1", TABLE.rows) == (table.number, table.rows)
    assert isinstance(document.blocks[-1], Clause)
    assert "3" == document.blocks[-1].number


def test_a_pdf_over_pages_has_more_than_one() -> None:
    """The case above is what it says."""
    from pypdf import PdfReader

    content = make_pdf([Par("2.1. Этапы:"), TABLE, Par("3. Прочее")], page_height=170)
    assert len(PdfReader(io.BytesIO(content)).pages) > 1


def test_huge_texts_are_cut_or_refused() -> None:
    """A line without an end is no clause; 20,000 paragraphs are no contract."""
    (clause,) = read_document("x.txt", b"word " * 100_000).clauses
    assert len(clause.text) == 5000
    with pytest.raises(UnreadableDocument, match="give the contract alone"):
        read_document("x.txt", b"a\n" * 20_001)


def test_old_encodings_of_texts_are_read() -> None:
    """Windows-1251 and UTF-16, as Russian programs save them."""
    text = "5.1. Не входит: перевод."
    for encoding in ("cp1251", "utf-16", "utf-8-sig"):
        (clause,) = read_document("x.TXT", text.encode(encoding)).clauses
        assert ("5.1", "Не входит: перевод.") == (clause.number, clause.text)


@pytest.mark.parametrize(("span", "empty"), [("2", 1), ("9" * 5000, 0)], ids=["two", "no number"])
def test_cells_over_columns_keep_their_place(span: str, empty: int) -> None:
    """A cell that spans two columns is followed by an empty one."""
    row = (
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>'
        "<w:p><w:r><w:t>Итого</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    content = make_zip(
        {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{row}</w:body></w:document>'}
    )
    (table,) = read_document("x.docx", content).tables
    assert Tab((("Итого", *[""] * empty, "5"),)).rows == table.rows


def test_a_number_that_no_list_begins_with_is_none() -> None:
    """A list that begins with thousands of digits is numbered from its first."""
    content = make_zip(
        {
            "word/document.xml": (
                f'<w:document xmlns:w="{W}"><w:body><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/>'
                '<w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Текст</w:t></w:r></w:p>'
                "</w:body></w:document>"
            ),
            "word/numbering.xml": (
                f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
                f'<w:start w:val="{"9" * 5000}"/><w:numFmt w:val="upperRoman"/>'
                '<w:lvlText w:val="%1."/></w:lvl>'
                '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
            ),
        }
    )
    (clause,) = read_document("x.docx", content).clauses
    assert clause.text.endswith("Текст")

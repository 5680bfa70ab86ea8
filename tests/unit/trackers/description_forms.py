"""Descriptions as Jira gives them.

Webhooks and REST v2 give wiki markup, REST v3 gives documents.
"""

from __future__ import annotations

from typing import Any

Node = dict[str, Any]


def text(words: str, *marks: str, **attributes: Any) -> Node:
    """Return a text node; `attributes` belong to its one mark."""
    made: list[Node] = [{"type": mark, **({"attrs": attributes} if attributes else {})} for mark in marks]
    return {"type": "text", "text": words, **({"marks": made} if made else {})}


def node(kind: str, *content: Node, **attributes: Any) -> Node:
    """Return any other node."""
    return {"type": kind, **({"attrs": attributes} if attributes else {}), "content": list(content)}


def par(*content: Node | str) -> Node:
    """Return a paragraph."""
    return node("paragraph", *(text(each) if isinstance(each, str) else each for each in content))


def doc(*content: Node) -> Node:
    """Return a document."""
    return {"type": "doc", "version": 1, "content": list(content)}


def leaf(kind: str, **attributes: Any) -> Node:
    """Return a node without content."""
    return {"type": kind, "attrs": attributes}


def cell(kind: str, *content: Node | str) -> Node:
    """Return a cell of a table."""
    return node(kind, par(*content))


MENTION = leaf("mention", id="70121:ab-4", text="@Вера Ильина", accessLevel="")
SMILE = leaf("emoji", shortName=":slight_smile:", id="1f642", text="🙂")
CHECK = leaf("emoji", shortName=":check_mark:", id="atlassian-check_mark", text="✅")
PICTURE = node("mediaSingle", leaf("media", id="9a1", type="file", collection="", alt="корзина.png"))
NAMELESS = node("mediaSingle", leaf("media", id="9a1", type="file", collection=""))

SAME: tuple[tuple[str, str, Node], ...] = (
    ("plain text", "Каталог на две колонки.", doc(par("Каталог на две колонки."))),
    (
        "a mention in a sentence",
        "Тексты даёт [~accountid:70121:ab-4], до среды.",
        doc(par("Тексты даёт ", MENTION, ", до среды.")),
    ),
    ("a mention at the end", "Спросить [~accountid:70121:ab-4]", doc(par("Спросить ", MENTION))),
    ("a mention alone", "[~accountid:70121:ab-4]", doc(par(MENTION))),
    (
        "two mentions side by side",
        "[~accountid:70121:ab-4] [~accountid:70121:ab-4] решают",
        doc(par(MENTION, " ", MENTION, " решают")),
    ),
    (
        "a block of code",
        'Запрос:\n{code:json}{"page": 2, "tags": ["a"]}{code}\nи ответ',
        doc(
            par("Запрос:"),
            node("codeBlock", text('{"page": 2, "tags": ["a"]}'), language="json"),
            par("и ответ"),
        ),
    ),
    (
        "text without format",
        "{noformat}\nGET /v1/cart\n{noformat}",
        doc(node("codeBlock", text("GET /v1/cart"))),
    ),
    (
        "code within a line",
        "Ключ {{order_id}}, не {{id}}.",
        doc(par("Ключ ", text("order_id", "code"), ", не ", text("id", "code"), ".")),
    ),
    (
        "a table",
        "||*Шаг*||*Срок*||\n|макет|три дня|\n|вёрстка| |",
        doc(
            node(
                "table",
                node(
                    "tableRow",
                    cell("tableHeader", text("Шаг", "strong")),
                    cell("tableHeader", text("Срок", "strong")),
                ),
                node("tableRow", cell("tableCell", "макет"), cell("tableCell", "три дня")),
                node("tableRow", cell("tableCell", "вёрстка"), cell("tableCell")),
            )
        ),
    ),
    (
        "a picture",
        'Вид:\n\n!корзина.png|width=640,height=480,alt="корзина.png"!',
        doc(par("Вид:"), PICTURE),
    ),
    ("a picture that the document does not name", "Вид: !корзина.png|thumbnail!", doc(par("Вид:"), NAMELESS)),
    (
        "an attached file",
        "Смета: [^смета.xlsx]",
        doc(par("Смета: ", leaf("mediaInline", id="1", type="file", alt="смета.xlsx"))),
    ),
    ("an emoji", "Почти :slight_smile: готово", doc(par("Почти ", SMILE, " готово"))),
    ("an emoticon of wiki markup", "Почти :) готово", doc(par("Почти ", SMILE, " готово"))),
    ("a check mark", "(/) Главная", doc(par(CHECK, " Главная"))),
    (
        "a panel",
        "{panel:bgColor=#eae6ff}\nДве ширины: 360 и 1280\n{panel}",
        doc(node("panel", par("Две ширины: 360 и 1280"), panelType="note")),
    ),
    (
        "a link with words",
        "Смотри [образец|https://example.org/s?a=1] целиком",
        doc(par("Смотри ", text("образец", "link", href="https://example.org/s?a=1"), " целиком")),
    ),
    (
        "a smart link",
        "См. [https://example.org/b/3|https://example.org/b/3|smart-link] ",
        doc(par("См. ", leaf("inlineCard", url="https://example.org/b/3"), " ")),
    ),
    (
        "a link to write to",
        "Почта [здесь|mailto:shop@example.org]",
        doc(par("Почта ", text("здесь", "link", href="mailto:shop@example.org"))),
    ),
    (
        "colour within a word",
        "Цена {color:#ff5630}крас{color}ная, {color:red}скидка{color} нет",
        doc(
            par(
                "Цена ",
                text("крас", "textColor", color="#ff5630"),
                "ная, ",
                text("скидка", "textColor"),
                " нет",
            )
        ),
    ),
    (
        "bold, italic and both",
        "*Важно*: _курсив_ и *_оба_*, {*}пол{*}слова",
        doc(
            par(
                text("Важно", "strong"),
                ": ",
                text("курсив", "em"),
                " и ",
                text("оба", "strong", "em"),
                ", ",
                text("пол", "strong"),
                "слова",
            )
        ),
    ),
    (
        "lists in lists",
        "# макет\n## мобильный\n* вёрстка",
        doc(
            node(
                "orderedList",
                node("listItem", par("макет"), node("orderedList", node("listItem", par("мобильный")))),
            ),
            node("bulletList", node("listItem", par("вёрстка"))),
        ),
    ),
    (
        "a heading",
        "h2. Главная\nДве колонки",
        doc(node("heading", text("Главная"), level=2), par("Две колонки")),
    ),
    (
        "a quotation",
        "{quote}как в брифе{quote}\nдалее",
        doc(node("blockquote", par("как в брифе")), par("далее")),
    ),
    ("a rule", "до\n----\nпосле", doc(par("до"), {"type": "rule"}, par("после"))),
    ("signs with a backslash before them", r"Файл \{имя\}, поле \[x\]", doc(par("Файл {имя}, поле [x]"))),
    ("a hard break", "раз\\\\ два", doc(par("раз", {"type": "hardBreak"}, "два"))),
    (
        "an outside picture",
        "!https://example.org/a.png!",
        doc(leaf("media", type="external", url="https://example.org/a.png")),
    ),
)
"""One description in both forms."""

CHANGED: tuple[tuple[str, str, Node], ...] = (
    ("another word", "Каталог на две колонки", doc(par("Каталог на три колонки"))),
    ("a word less", "Тексты не наши", doc(par("Тексты наши"))),
    ("another person", "Спросить [~accountid:5]", doc(par("Спросить ", MENTION))),
    ("another code", "Ключ {{order_id}}", doc(par("Ключ ", text("id", "code")))),
    (
        "another cell",
        "|макет|три|",
        doc(node("tableRow", cell("tableCell", "макет"), cell("tableCell", "пять"))),
    ),
    ("another picture", "!меню.png!", doc(PICTURE)),
    ("a picture less", "Вид: !корзина.png!", doc(par("Вид:"))),
    ("another emoji", "(x) Главная", doc(par(CHECK, " Главная"))),
    ("another number", "{panel}\nширина 360\n{panel}", doc(node("panel", par("ширина 320")))),
    (
        "another target",
        "[тут|https://example.org/1]",
        doc(par(text("тут", "link", href="https://example.org/2"))),
    ),
)
"""Two descriptions that do not say the same."""

# ruff: noqa: E501, ISC004 -- answers are kept as they were written
"""Answers as people write them, with what each must do.

They come in five markups and from mail programs. Each row names what stands there, the text, and what it is read as; the offer has the options 1 to 5.
"""

from __future__ import annotations

from typing import Any

from plugin.core.model.answer import Agreed, Answer, Chosen, Named, Several
from plugin.core.model.markup import Markup

NAMES = ("Пётр Соколов", "Анна Белова", "Мария Орлова", "Nora Walsh", "Liam Byrne", "Ugovor")
OFFER = (
    "Пётр, новый запрос от клиента (Анна Белова): «Калькулятор стоимости». В договоре его нет (п. 5.2), выбор "
    "за вами:\n1. Делаем, «Дизайн» сдаём 15 апреля, в среду, вместо 10-го. Цена прежняя.\n2. Делаем в срок, к "
    "10 апреля, за 75 600 ₽ с НДС.\n3. Откладываем: вернёмся после сдачи этапа.\nОтветьте, пожалуйста, цифрой "
    "или строкой /выбор 1 до среды, 8 апреля."
)
"""What the service wrote on the issue."""

Row = tuple[str, str, Answer | None]

CHOSEN: tuple[Row, ...] = (
    ("a number", "2", Chosen(2)),
    ("a number with a stop", "2.", Chosen(2)),
    ("a number with a bracket", "2)", Chosen(2)),
    ("a number in brackets", "(2)", Chosen(2)),
    ("a number in quotation marks", "«2»", Chosen(2)),
    ("a number with joy", "2!!!", Chosen(2)),
    ("a number with a smile of signs", "2 :)", Chosen(2)),
    ("a number with an emoji", "2 😀", Chosen(2)),
    ("a number with a thumb up", "2 👍", Chosen(2)),
    ("the English sign for a number", "No. 2", Chosen(2)),
    ("a number among lines", "\n 2 \n", Chosen(2)),
    ("a Windows line end", "2\r\n", Chosen(2)),
    ("a full-width digit", "２", Chosen(2)),
    ("a keycap", "2️⃣", Chosen(2)),
    ("the name of a keycap", ":two:", Chosen(2)),
    ("a circled digit", "②", Chosen(2)),
    ("a non-breaking space", "2\u00a0", Chosen(2)),
    ("a non-breaking space as an entity", "&nbsp;2", Chosen(2)),
    ("a number sign", "№2", Chosen(2)),
    ("a number sign with a space", "№ 2", Chosen(2)),
    ("a hash", "#2", Chosen(2)),
    ("a slash", "/2", Chosen(2)),
    ("a word for option", "вариант 2", Chosen(2)),
    ("with a capital letter", "Вариант 2", Chosen(2)),
    ("with a colon", "Вариант: 2", Chosen(2)),
    ("with a number sign", "вариант №2", Chosen(2)),
    ("a number in a word", "вариант два", Chosen(2)),
    ("the number first", "2 вариант", Chosen(2)),
    ("the number with an ending", "2-й вариант", Chosen(2)),
    ("the number with an ending and no hyphen", "2й", Chosen(2)),
    ("the number as a word", "второй", Chosen(2)),
    ("with a capital letter and a stop", "Второй.", Chosen(2)),
    ("of another gender", "второе", Chosen(2)),
    ("the ordinal with its noun", "третий вариант", Chosen(3)),
    ("a cardinal alone", "два", Chosen(2)),
    ("a command without its slash", "выбор 2", Chosen(2)),
    ("I choose", "выбираю 2", Chosen(2)),
    ("we choose an option", "Выбираем вариант 4", Chosen(4)),
    ("let us take the second", "Давайте второй", Chosen(2)),
    ("we take", "берём 2", Chosen(2)),
    ("I take the first", "беру первый", Chosen(1)),
    ("we stop at", "Остановимся на варианте 3", Chosen(3)),
    ("agreed to", "согласен на вариант 1", Chosen(1)),
    ("yes and a number", "Да, 2", Chosen(2)),
    ("fine and a number", "ок, 2", Chosen(2)),
    ("good, let us", "Хорошо, давайте 2", Chosen(2)),
    ("it suits us", "2 подходит", Chosen(2)),
    ("it suits us, at length", "нас устраивает второй вариант", Chosen(2)),
    ("let it be", "Пусть будет 2-й", Chosen(2)),
    ("the accusative of five", "давайте пятый", Chosen(5)),
    ("a dash between", "ответ - второй", Chosen(2)),
    ("my choice", "Мой выбор - 2", Chosen(2)),
    ("I confirm", "Подтверждаю 2", Chosen(2)),
    ("a figure", "цифра 2", Chosen(2)),
    ("ready to pay", "оплатим, вариант 2", Chosen(2)),
    ("two of them by a verb", "I'll take two", Chosen(2)),
    ("a name and a title below", "Вариант 2\n\nПётр Соколов\nГенеральный директор\nООО «Акме»", Chosen(2)),
    ("please behind", "2, пожалуйста", Chosen(2)),
    ("please in front", "Пожалуйста, 2", Chosen(2)),
    ("thanks in front", "Спасибо! 2", Chosen(2)),
    ("thanks on a line of its own", "Спасибо!\n2", Chosen(2)),
    ("thanks for something", "Спасибо за быстрый ответ! Второй вариант", Chosen(2)),
    ("thanks behind", "2, спасибо большое", Chosen(2)),
    ("a greeting in front", "Добрый день! 2", Chosen(2)),
    ("a greeting by name", "Добрый день, Мария!\n2", Chosen(2)),
    ("a greeting by name on the same line", "Здравствуйте, Мария! Вариант 2", Chosen(2)),
    ("a name in front", "Мария, 2", Chosen(2)),
    ("a greeting to all", "Коллеги, берём 2", Chosen(2)),
    ("regards on the same line", "Вариант 2. С уважением, Пётр", Chosen(2)),
    ("regards below", "2\n\nС уважением,\nПётр Соколов\nдиректор", Chosen(2)),
    ("a name below", "2\n\nПётр", Chosen(2)),
    ("option and number", "option 2", Chosen(2)),
    ("option and please", "Option 2 please", Chosen(2)),
    ("number and number", "number 2", Chosen(2)),
    ("an English cardinal", "option two", Chosen(2)),
    ("the second one", "the second one", Chosen(2)),
    ("the second", "second", Chosen(2)),
    ("second option", "second option", Chosen(2)),
    ("2nd", "2nd", Chosen(2)),
    ("the 2nd option", "the 2nd option, thanks", Chosen(2)),
    ("let's take", "let's take the second one", Chosen(2)),
    ("a curly apostrophe", "let’s go with 2", Chosen(2)),
    ("go with", "Go with option 2", Chosen(2)),
    ("we will go with", "We'll go with the first one, thanks!", Chosen(1)),
    ("I choose, in English", "I choose 2", Chosen(2)),
    ("works for us", "The second one works for us", Chosen(2)),
    ("yes, 2", "Yes, 2", Chosen(2)),
    ("ok, 3 please", "ok, 3 please", Chosen(3)),
    ("an English greeting", "Hi Nora,\n\noption 2 please\n\nBest regards,\nLiam", Chosen(2)),
    ("a mention in front", "@Ugovor 2", Chosen(2)),
    ("a mention with a comma", "@ugovor, второй", Chosen(2)),
    ("a mention behind", "2 @maria.orlova", Chosen(2)),
    ("a mention of the manager by name", "@Мария Орлова 2", Chosen(2)),
    ("a mention of Jira Cloud", "[~accountid:712020:7f1c] 2", Chosen(2)),
    ("a mention of Data Center", "[~m.orlova] 2", Chosen(2)),
    ("a mention of Redmine", "user#5 2", Chosen(2)),
    ("two mentions", "@ugovor @maria 2", Chosen(2)),
    ("bold in wiki markup", "*2*", Chosen(2)),
    ("bold in Markdown", "**2**", Chosen(2)),
    ("italic", "_2_", Chosen(2)),
    ("underlined in wiki markup", "+2+", Chosen(2)),
    ("coloured in wiki markup", "{color:#172b4d}2{color}", Chosen(2)),
    ("a heading of wiki markup", "h2. 2", Chosen(2)),
    ("in a panel", "{panel:bgColor=#deebff}\n2\n{panel}", Chosen(2)),
    ("a tag of HTML", "<b>2</b>", Chosen(2)),
    ("a picture of wiki markup", "2\n\n!снимок.png|width=300!", Chosen(2)),
    ("a picture of Markdown", "2\n\n![снимок](image.png)", Chosen(2)),
    ("a picture of YouTrack", "![](снимок.png){width=70%}\n\n2", Chosen(2)),
    ("an attachment of wiki markup", "2 [^смета.pdf]", Chosen(2)),
    ("a bullet", "- 2", Chosen(2)),
    ("a bullet of wiki markup", "* 2", Chosen(2)),
    ("a list item that the writer numbered", "2. берём", Chosen(2)),
    ("an empty item is none", "1. \n2. берём", Chosen(2)),
    ("struck out in Markdown", "~~1~~ 2", Chosen(2)),
    ("struck out in wiki markup", "-1- 2", Chosen(2)),
    ("struck out in HTML", "<del>1</del> 2", Chosen(2)),
    ("a quotation above in Markdown", "> 2. Делаем к 28 декабря\n\n1", Chosen(1)),
    ("a quotation above in wiki markup", "{quote}\n2. Делаем к 28 декабря\n{quote}\n\n2", Chosen(2)),
    ("a quoted line of Textile", "bq. 1. Делаем\n\n2", Chosen(2)),
    ("a quotation below", "2\r\n\r\n> Ответьте, пожалуйста, цифрой\r\n> 1. Делаем", Chosen(2)),
    ("a mail signature", "2\r\n\r\n--\r\nПётр Соколов\r\nдиректор, ACME", Chosen(2)),
    ("a mail signature with a space", "2\n-- \nPeter", Chosen(2)),
    ("a telephone in the signature", "2\n\nПётр\nтел. +7 999 123-45-67", Chosen(2)),
    ("an iPhone", "2\n\nSent from my iPhone", Chosen(2)),
    ("a Russian iPhone", "Второй\n\nОтправлено с iPhone", Chosen(2)),
    ("a mail program of Russia", "2\n\nОтправлено из мобильной Почты Mail.ru", Chosen(2)),
    ("Outlook on a phone", "option 2\n\nGet Outlook for iOS", Chosen(2)),
    (
        "Outlook's header",
        "2\r\n\r\nОт: Ugovor <jira@acme.example>\r\nОтправлено: 30 ноября 2026 г.\r\n"
        "Тема: (ACME-7) отзывы\r\n\r\nЧто решаем?\n1. Делаем",
        Chosen(2),
    ),
    (
        "Outlook's header in English",
        "2\n\nFrom: Ugovor <jira@acme.example>\nSent: Monday, 30 November 2026\nTo: Peter\n"
        "Subject: ACME-7\n\n1. Do it\n2. Pay",
        Chosen(2),
    ),
    (
        "Gmail's header",
        "2\n\nOn Mon, 30 Nov 2026 at 09:00, Ugovor <u@a.example> wrote:\n> 1. Do it",
        Chosen(2),
    ),
    (
        "Gmail's header wrapped",
        "2\n\nOn Mon, 30 Nov 2026 at 09:00, Ugovor\n<u@a.example> wrote:\n\n> 1. Do it",
        Chosen(2),
    ),
    (
        "the answer below the quotation",
        "On Mon, 30 Nov 2026, Ugovor <u@a.example> wrote:\n> 1. Do it\n> 2. Pay\n\n2",
        Chosen(2),
    ),
    (
        "Gmail's header in Russian",
        "второй\n\nпн, 30 нояб. 2026 г. в 09:00, Ugovor <u@a.example>:\n> 1. Делаем",
        Chosen(2),
    ),
    (
        "Yandex's header",
        "2\n\n30.11.2026, 09:00, Ugovor <u@a.example> пишет:\n1. Делаем\n2. Доплата",
        Chosen(2),
    ),
    ("a divider of Outlook", "2\n\n-----Original Message-----\n1. Do it", Chosen(2)),
    ("a service desk's divider", "2\n\n— Reply above this line —\n1. Do it", Chosen(2)),
)

NAMED: tuple[Row, ...] = (
    ("a question", "2?", Named(2)),
    ("a number with a thumb down", "2 👎", Named(2)),
    ("a number with a cross", "❌ 2", Named(2)),
    ("a number with a stop sign", "вариант 2 🚫", Named(2)),
    ("a number with a face that doubts", "2 🤔", Named(2)),
    ("a number with Jira's thumb down", "2 (n)", Named(2)),
    ("a number with the name of a thumb down", "2 :thumbsdown:", Named(2)),
    ("a question about an option", "Вариант 2?", Named(2)),
    ("in favour of, without a word that chooses", "мы за второй", Named(2)),
    ("towards", "склоняемся ко второму варианту", Named(2)),
    ("probably", "наверное, 2", Named(2)),
    ("more interesting", "Второй вариант интереснее", Named(2)),
    ("in the second option", "во втором варианте всё понятно", Named(2)),
    ("in the second option, by a digit", "в 2 варианте", Named(2)),
    ("under a condition", "вариант 2, если успеем к маю", Named(2)),
    ("leaning, in English", "leaning towards option 2", Named(2)),
    ("what about", "what about option 3?", Named(3)),
    ("inline code of Markdown", "`2`", Named(2)),
    ("inline code of wiki markup", "{{2}}", Named(2)),
    ("an option and a date", "вариант 2, но до 15 апреля", Named(2)),
    ("an option and a sum", "берём вариант 2 за 50 000 ₽", Named(2)),
    ("an option that is thought of", "я думаю про второй", Named(2)),
    ("minus", "-2", Named(2)),
    ("plus", "+2", Named(2)),
    ("the words of an option", "5. Не делаем", Named(5)),
    ("with a remark", "2 - доплата", Named(2)),
)

AGREED: tuple[Row, ...] = (
    ("a no before the number, in English", "no 2", Agreed()),
    ("fine", "ок", Agreed()),
    ("fine, in capitals", "ОК!", Agreed()),
    ("fine in English", "Okay", Agreed()),
    ("yes", "да", Agreed()),
    ("yes, in English", "Yes, please", Agreed()),
    ("agreed to the fee", "согласен на доплату", Agreed()),
    ("agreed by a woman", "Согласна", Agreed()),
    ("we agree", "мы согласны", Agreed()),
    ("it suits", "нам подходит", Agreed()),
    ("good, do it", "Хорошо, делаем", Agreed()),
    ("settled", "Договорились, спасибо!", Agreed()),
    ("approved", "approved", Agreed()),
    ("go ahead", "Ok, go ahead", Agreed()),
    ("sounds good", "Sounds good to me", Agreed()),
    ("a thumb", "👍", Agreed()),
    ("a plus", "+", Agreed()),
    ("a plus and a one is a yes, no option", "+1", Agreed()),
    ("a yes with a day", "15 апреля подходит", Agreed()),
    ("we pay", "Доплачиваем", Agreed()),
    ("a yes with a mention", "@Ugovor ок", Agreed()),
    ("not that one names none", "не 2", Agreed()),
    ("one is out", "вариант 2 не подходит", Agreed()),
)

SEVERAL: tuple[Row, ...] = (
    ("one or the other", "1 или 2", Several((1, 2))),
    ("one and the other", "давайте 1 и 3", Several((1, 3))),
    ("two lines", "1\n2", Several((1, 2))),
    ("two words", "первый или второй?", Several((1, 2))),
    ("English", "option 1 or 2", Several((1, 2))),
    ("one rather than the other", "лучше 2, чем 1", Several((2, 1))),
    ("a range", "1-2", Several((1, 2))),
    ("a sum of two", "1+2", Several((1, 2))),
    ("with a comma", "1,2", Several((1, 2))),
    ("a list of two", "1. нет\n2. да", Several((1, 2))),
)

CONVERSATION: tuple[Row, ...] = (
    ("nothing", "", None),
    ("thanks alone", "Спасибо!", None),
    ("a greeting alone", "Добрый день!", None),
    ("thinking", "Спасибо, подумаем", None),
    ("fine, we will think", "Хорошо, подумаем до завтра", None),
    ("a call at two", "созвонимся в 2?", None),
    ("a call at two, in English", "let's talk at 2", None),
    ("two weeks", "2 недели подумаем", None),
    ("two days in words", "дайте два дня", None),
    ("until a date", "ответим до 2 апреля", None),
    ("a date in figures", "02.04.2026", None),
    ("a date in English", "April 2", None),
    ("a time", "в 15:30", None),
    ("a sum", "75 600 ₽ дорого", None),
    ("two thousand", "2 тыс. максимум", None),
    ("a percentage", "скидка 2%", None),
    ("two buttons", "2 кнопки не работают", None),
    ("the second time", "второй раз пишу", None),
    ("the first stage", "первый этап уже сдали", None),
    ("the second half", "во второй половине дня", None),
    ("first of all", "в первую очередь формы", None),
    ("a clause", "пункт 2.1", None),
    ("a number that no offer can have", "12", None),
    ("another issue", "ACME-2", None),
    ("a stage", "этап 2 пока не трогаем", None),
    ("a negation", "не согласен", None),
    ("a refusal in English", "not agreed", None),
    ("let us discuss", "Давайте обсудим", None),
    ("a question without a number", "это точно хорошо?", None),
    ("a command in a sentence", "Напишите /choose 1, пожалуйста", None),
    ("a quotation alone", "> 2", None),
    ("a quotation that ends on a quoted line", "> {quote}\n> {quote} 1", None),
    ("code", "```\n2\n```", None),
    ("struck out alone", "~~2~~", None),
    ("struck out alone in wiki markup", "-2-", None),
    ("a picture alone", "!2.png!", None),
    ("a phone alone", "Sent from my iPhone 2", None),
    ("a signature alone is nobody's choice", "--\nдоб. 2", None),
    (
        "a long text",
        "Посмотрели с командой, вариант 2 выглядит разумно, но есть сомнения по датам, и хочется понять, что будет "
        "с остальными задачами этапа.",
        None,
    ),
)

QUOTED_BACK: tuple[Row, ...] = (
    ("our offer, marked", "\n".join(f"> {line}" for line in OFFER.split("\n")), None),
    ("our offer, unmarked", OFFER, None),
    ("our offer, wrapped anew", OFFER.replace(", ", ",\n"), None),
    ("our offer in one line", OFFER.replace("\n", " "), None),
    ("our offer in bold", f"*{OFFER}*", None),
    ("a line of it", "2. Делаем в срок, к 10 апреля, за 75 600 ₽ с НДС.", None),
    ("an answer above our offer", f"3\n\n{OFFER}", Chosen(3)),
    ("an answer above our offer, wrapped anew", "3\n\n" + OFFER.replace(" за ", "\nза "), Chosen(3)),
    ("an answer below our offer", f"{OFFER}\n\nвариант 3", Chosen(3)),
    ("thanks above our offer", f"Спасибо!\n\n{OFFER}", None),
    ("a yes above our offer", f"Ок\n\n{OFFER}", Agreed()),
)

BY_MARKUP: tuple[tuple[str, str, Markup, Answer | None], ...] = (
    ("a heading of Markdown", "## 2", Markup.MARKDOWN, Chosen(2)),
    ("a heading of Markdown with words", "# Вариант 2", Markup.MARKDOWN, Chosen(2)),
    ("the first item of a wiki list is 1 to its reader", "# берём", Markup.WIKI, Chosen(1)),
    ("the second item of a wiki list, the first empty", "# \n# берём", Markup.WIKI, Chosen(2)),
    ("a number in the first item of a wiki list", "# 2", Markup.WIKI, Several((1, 2))),
    ("a hash where the markup is not known is asked about", "# 2", Markup.UNKNOWN, Named(2)),
    ("a list of Textile that begins at five", "#5 берём", Markup.UNKNOWN, Named(5)),
    ("a list of Markdown is numbered through", "1. нет\n1. да", Markup.MARKDOWN, Several((1, 2))),
    ("a list of Markdown begins where its writer says", "3. берём", Markup.MARKDOWN, Chosen(3)),
    ("an escaped point of Markdown", "2\\. берём", Markup.MARKDOWN, Chosen(2)),
)


def adf(*content: dict[str, Any]) -> dict[str, Any]:
    """Return a document of Jira Cloud."""
    return {"type": "doc", "version": 1, "content": list(content)}


def paragraph(*content: dict[str, Any] | str) -> dict[str, Any]:
    """Return a paragraph; texts become text nodes."""
    nodes = [{"type": "text", "text": each} if isinstance(each, str) else each for each in content]
    return {"type": "paragraph", "content": nodes}


def marked(text: str, *marks: str) -> dict[str, Any]:
    """Return a text with marks."""
    return {"type": "text", "text": text, "marks": [{"type": mark} for mark in marks]}


def numbered(*items: str, order: int = 1) -> dict[str, Any]:
    """Return a numbered list."""
    listed = [{"type": "listItem", "content": [paragraph(item) if item else paragraph()]} for item in items]
    return {"type": "orderedList", "attrs": {"order": order}, "content": listed}


MENTION = {"type": "mention", "attrs": {"id": "712020:7f1c", "text": "@Мария Орлова", "accessLevel": ""}}
EMOJI = {"type": "emoji", "attrs": {"shortName": ":two:", "id": "0031-fe0f-20e3", "text": "2️⃣"}}
PICTURE = {
    "type": "mediaSingle",
    "attrs": {"layout": "center"},
    "content": [{"type": "media", "attrs": {"id": "77", "type": "file", "alt": "2.png"}}],
}

DOCUMENTS: tuple[tuple[str, dict[str, Any], Answer | None], ...] = (
    ("a number", adf(paragraph("2")), Chosen(2)),
    ("a mention in front", adf(paragraph(MENTION, " 2")), Chosen(2)),
    ("a mention behind", adf(paragraph("2 ", MENTION)), Chosen(2)),
    ("bold", adf(paragraph(marked("2", "strong"))), Chosen(2)),
    ("a keycap", adf(paragraph(EMOJI)), Chosen(2)),
    ("a heading", adf({"type": "heading", "attrs": {"level": 2}, "content": [marked("2")]}), Chosen(2)),
    ("a picture below", adf(paragraph("2"), PICTURE), Chosen(2)),
    ("a picture alone", adf(PICTURE), None),
    (
        "a panel",
        adf({"type": "panel", "attrs": {"panelType": "info"}, "content": [paragraph("2")]}),
        Chosen(2),
    ),
    ("an expand", adf({"type": "expand", "attrs": {"title": "1"}, "content": [paragraph("2")]}), Chosen(2)),
    (
        "a quotation above",
        adf({"type": "blockquote", "content": [paragraph("1")]}, paragraph("2")),
        Chosen(2),
    ),
    ("a quotation alone", adf({"type": "blockquote", "content": [paragraph("2")]}), None),
    ("inline code", adf(paragraph(marked("2", "code"))), Named(2)),
    ("struck out in front", adf(paragraph(marked("1", "strike"), " 2")), Chosen(2)),
    ("struck out alone", adf(paragraph(marked("2", "strike"))), None),
    ("an item that Jira numbers", adf(numbered("берём", order=2)), Chosen(2)),
    ("the number that the reader sees counts", adf(numbered("берём")), Chosen(1)),
    ("an empty item is none", adf(numbered("", order=2)), None),
    ("an empty item before another", adf(numbered("", "берём")), Chosen(2)),
    ("two items", adf(numbered("да", "нет")), Several((1, 2))),
    ("a number in an item with another number", adf(numbered("2")), Several((1, 2))),
    ("a signature", adf(paragraph("2"), paragraph("--", {"type": "hardBreak"}, "Пётр Соколов")), Chosen(2)),
    (
        "Outlook's header",
        adf(paragraph("2"), paragraph("От: Ugovor <jira@acme.example>"), paragraph("Что решаем?")),
        Chosen(2),
    ),
    (
        "a quotation by signs",
        adf(paragraph("2"), paragraph("> Ответьте цифрой", {"type": "hardBreak"}, "> 1. Делаем")),
        Chosen(2),
    ),
)

ACCEPTANCES: tuple[tuple[str, str, bool], ...] = (
    ("accepted", "принято", True),
    ("I accept", "Принимаю!", True),
    ("all fine, we accept", "всё отлично, принимаем", True),
    ("with thanks", "Спасибо! Принято", True),
    ("to somebody", "[~m.orlova] принимаем работу", True),
    ("without remarks", "Принимаем без замечаний", True),
    ("signed", "подписываю", True),
    ("accepted, in English", "Accepted, thank you", True),
    ("we accept, in English", "Looks great, we accept", True),
    ("approved", "approved", True),
    ("not accepted", "не принято", False),
    ("a question", "принято?", False),
    ("under a condition", "примем, если поправите", False),
    ("accepted, but", "принято, но логотип размыт", False),
    ("later", "завтра принимаем", False),
    ("praise alone", "всё отлично", False),
    ("a quotation", "> принято", False),
    ("struck out", "~~принято~~", False),
    (
        "a long text",
        "Посмотрели всё ещё раз вместе с отделом маркетинга, в целом макет уже принято считать хорошим, ждём "
        "остальные страницы.",
        False,
    ),
)

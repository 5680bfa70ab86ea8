"""Whatever a person wrote stays text in every tracker's markup."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sample_messages import every_message, offer
from sample_worlds import WORLDS, World

from plugin.texts import answer_messages
from plugin.texts import messages as say
from plugin.texts.escaping import escape_value, link_addresses, shorten, to_one_line
from plugin.texts.markup import REFERENCE_LINE, add_reference_line, to_adf, to_markdown, to_wiki
from plugin.texts.plain import to_plain
from plugin.texts.render import render

RLO, ZWSP, ZWJ, NUL = "\u202e", "\u200b", "\u200d", "\x00"
REFERENCE = "3f9a2b7c10"

HOSTILE = [
    pytest.param("{color:red}", id="a colour macro"),
    pytest.param("[~accountid:123] [~anna]", id="mentions of Jira"),
    pytest.param("!image.png! !http://a/b.png|width=300!", id="images of Jira"),
    pytest.param("@all @anna, mail a@b.example", id="mentions"),
    pytest.param("</p><script>alert(1)</script><!-- x -->", id="HTML"),
    pytest.param("|a|b| ||c||", id="a table"),
    pytest.param("# x", id="a heading of Markdown, a list of Jira"),
    pytest.param("h1. x", id="a heading of Jira"),
    pytest.param("bq. x", id="a quotation of Jira"),
    pytest.param("> x", id="a quotation of Markdown"),
    pytest.param("- x", id="a list"),
    pytest.param("* x", id="another list"),
    pytest.param("1. x", id="a numbered list"),
    pytest.param("12) x", id="another numbered list"),
    pytest.param("----", id="a rule"),
    pytest.param("===", id="a heading by underlining"),
    pytest.param("/choose 1", id="a command"),
    pytest.param("/выбор 1", id="a Russian command"),
    pytest.param("[text](http://a.example) ![x](y) [a|http://b.example]", id="links"),
    pytest.param("http://a.example mailto:a@b.example www.c.example", id="bare addresses"),
    pytest.param("*bold* _em_ -del- +ins+ ^sup^ ~sub~ ??cite?? {{mono}} `code`", id="emphasis"),
    pytest.param("**bold** __em__ ~~del~~ ``code``", id="emphasis of Markdown"),
    pytest.param(":) ;) :( :D :P (/) (x) (!) (?) (i) (y) (*r) (on) :-)", id="smileys"),
    pytest.param("!) &) -) #;) a&amp;) \\) &#123;b&#125;", id="smileys made by entities"),
    pytest.param("&amp; &#123;color&#125; &copy; R&D a&b;", id="entities"),
    pytest.param("C:\\temp\\new \\{x\\} \\\\server \\", id="backslashes"),
    pytest.param("{noformat} {code} {quote} {panel}", id="macros"),
    pytest.param(f"a{RLO}b{ZWSP}c{NUL}d\x07e\x1bf\u2066g\ufeffh", id="invisible characters"),
    pytest.param(f"👨{ZWJ}👩{ZWJ}👧 🏳️ ¯\\_(ツ)_/¯", id="emoji"),
    pytest.param("one\ntwo\r\nthree\u2028four\u2029five\tsix\x0bseven", id="line breaks"),
    pytest.param("\n/choose 1\n1", id="a command on a line of its own"),
    pytest.param("a" * 10_000, id="a very long word"),
    pytest.param("слово " * 2_000, id="very many words"),
    pytest.param("\ud800 lone", id="a lone surrogate"),
    pytest.param("", id="nothing"),
    pytest.param(f"{ZWSP}{RLO}", id="nothing to see"),
    pytest.param(f"Уговор · {REFERENCE}", id="a signature"),
]


def flat(node: dict[str, Any]) -> str:
    """Return the text of an ADF node, a line for each paragraph."""
    if node["type"] == "text":
        return str(node["text"])
    between = "\n" if node["type"] in ("doc", "blockquote", "bulletList", "listItem") else ""
    return between.join(flat(child) for child in node.get("content", []))


def types(node: dict[str, Any]) -> set[str]:
    """Return the types of a node, of all inside it, and of their marks."""
    found = {node["type"], *(mark["type"] for mark in node.get("marks", []))}
    return found.union(*(types(child) for child in node.get("content", [])))


def texts(node: dict[str, Any]) -> list[str]:
    """Return the text nodes inside a node."""
    if node["type"] == "text":
        return [node["text"]]
    return [text for child in node.get("content", []) for text in texts(child)]


def read_wiki(wiki: str) -> str:
    """Return what Jira shows of escaped text: backslashes first, then entities."""
    return html.unescape(re.sub(r"(?<!\\)\\([-#*_+?^~|%{}\[\]()!@])", r"\1", wiki))


def bare(wiki: str) -> str:
    """Return the wiki text as Jira's later passes see it, with entities."""
    return re.sub(r"(?<!\\)\\([-#*_+?^~|%{}\[\]()!@])", lambda found: f"&#{ord(found[1])};", wiki)


def read_commonmark(markdown: str) -> str:
    """Return the text that a CommonMark reader shows, without word joiners."""
    shown = MarkdownIt("commonmark").render(markdown)
    return html.unescape(re.sub(r"<[^>]+>", "", shown)).replace("\u2060", "").strip("\n")


def assert_only_text(summary: str) -> None:
    """Assert that a text stays as it is in each markup, anywhere in a line."""
    line = to_one_line(summary)
    for before in ("", "Запрос "):
        source = before + escape_value(summary)
        expected = (before + line).strip()
        adf = to_adf(source)
        assert flat(adf) == expected
        assert types(adf) <= {"doc", "paragraph", "text"}
        assert all(texts(adf))
        wiki = to_wiki(source)
        if "\u00a0" not in summary and "&" not in summary:
            assert read_wiki(wiki).removeprefix("{color:#6b778c}").removesuffix("{color}") == expected
        assert "\n" not in wiki
        shown = bare(wiki).removeprefix("{color:#6b778c}").removesuffix("{color}")
        assert re.findall(r"[{}\[\]*_+^~!|#@](?<!&#)", shown) == []
        assert not re.search(
            r"(?<!\w)-|-(?!\w)|\?\?|[A-Za-z]://|mailto:\S|:-?[()PD]|;-?\)|\([a-z!?/*]{1,8}\)", shown
        )
        assert not re.match(r"h[1-6]\.|bq\.|/", shown)


@pytest.mark.parametrize("summary", HOSTILE)
def test_hostile_summaries_stay_text(summary: str) -> None:
    """Each trick that a tracker would act on."""
    assert_only_text(summary)


@given(summary=st.text())
def test_any_summary_stays_text(summary: str) -> None:
    """Whatever characters there are."""
    assert_only_text(summary)


@given(summary=st.text(alphabet="\\`*_{}[]()#+-.!|<>~@:;?/&=ah1 \n", max_size=30))
def test_any_mixture_of_signs_stays_text(summary: str) -> None:
    """The signs of every markup, mixed."""
    assert_only_text(summary)


@given(summary=st.text(alphabet="\\`*_{}[]()#+-.!|<>~@:;?/&=ah1 \n\u202e", max_size=30))
def test_commonmark_says_the_same(summary: str) -> None:
    """Inside a line the text for Redmine and YouTrack reads as it was written."""
    source = "Запрос " + escape_value(summary) + " (ACME-1)"
    assert read_commonmark(to_markdown(source)) == f"Запрос {to_one_line(summary)} (ACME-1)"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Позовите @all и @anna", "Позовите &#64;\u2060all и &#64;\u2060anna"),
        ("почта a@b.example, @ и @", "почта a@b.example, @ и @"),
        ("\\/choose 1", "\\/choose 1"),
        ("/scope beyond", "/scope beyond"),
        ("a|b", "a\\|b"),
        ("{{include(Страница)}}", "{\u2060{include(Страница)}}"),
        ("один\nдва", "один  \nдва"),
        ("1\\. один\n2\\. два", "1. один  \n2. два"),
        ("- один\n- **два**", "- один\n- **два**"),
        ("3. один\n4. *два*", "3. один\n4. *два*"),
        ("> один\n>\n> два", "> один\n>\n> два"),
        ("## Итог", "## Итог"),
        ("---", "---"),
        ("`a` и ``b`c``", "`a` и `` b`c ``"),
        ("```\nx\n```", "```\nx\n```"),
        ("[сайт](https://a.example/b)", "[сайт](<https://a.example/b>)"),
        ("", ""),
    ],
)
def test_commonmark_of_our_own_texts(source: str, expected: str) -> None:
    """Line breaks are kept, nobody is mentioned, options keep their numbers."""
    assert to_markdown(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("один\nдва\n\nтри", "один\nдва\n\nтри"),
        ("1\\. один\n2\\. два", "1. один\n2. два"),
        ("**да** и *нет*", "*да* и _нет_"),
        ("`x{y}`", "{{x\\{y\\}}}"),
        ("- один\n- два", "* один\n* два"),
        ("1. один\n2. два", "# один\n# два"),
        ("> один\n>\n> два", "{quote}\nодин\n\nдва\n{quote}"),
        ("## Итог", "h2. Итог"),
        ("---", "----"),
        ("```\n{noformat}\n```", "{noformat}\n{ noformat }\n{noformat}"),
        ("[сайт](https://a.example/b)", "[сайт|https://a.example/b]"),
        ("\\/choose 1", "&#47;choose 1"),
        ("/scope beyond", "/scope beyond"),
        (
            "Вместо «Отзывы» (ACME-31): 10-го, 75%, спасибо?",
            "Вместо «Отзывы» (ACME-31): 10-го, 75%, спасибо?",
        ),
        ("R&D", "R&D"),
        ("", ""),
    ],
)
def test_wiki_of_our_own_texts(source: str, expected: str) -> None:
    """Blocks are an empty line apart, lines a break; ordinary words are untouched."""
    assert to_wiki(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("один\nдва", [("paragraph", "один"), ("paragraph", "два")]),
        ("- один\n- два", [("bulletList", "один\nдва")]),
        ("3. один", [("orderedList", "один")]),
        ("> один\n> два", [("blockquote", "один\nдва")]),
        ("## Итог", [("heading", "Итог")]),
        ("```\nx\ny\n```", [("codeBlock", "x\ny")]),
        ("---", [("rule", "")]),
        ("> # Итог\n> > внутри\n>\n> ---", [("blockquote", "Итог\nвнутри")]),
        (">", [("blockquote", "")]),
        ("<b>x</b> &amp;", [("paragraph", "<b>x</b> &")]),
        ("![alt](http://a.example/x.png)", [("paragraph", "alt")]),
        ("", []),
    ],
)
def test_adf_of_our_own_texts(source: str, expected: list[tuple[str, str]]) -> None:
    """Each line is a paragraph; what a container may not hold is flattened."""
    content = to_adf(source)["content"]
    assert [(node["type"], flat(node)) for node in content] == expected


def test_adf_marks_follow_the_schema() -> None:
    """`code` stands alone or with a link; the same mark never twice."""
    (paragraph,) = to_adf("***a*** **b `c`** [d](https://e.example) **f **g****")["content"]
    marks = [
        (node["text"], [mark["type"] for mark in node.get("marks", [])]) for node in paragraph["content"]
    ]
    assert marks[:6] == [
        ("a", ["em", "strong"]),
        (" ", []),
        ("b ", ["strong"]),
        ("c", ["code"]),
        (" ", []),
        ("d", ["link"]),
    ]
    assert {node["type"] for node in paragraph["content"]} == {"text"}
    assert to_adf("3. a")["content"][0]["attrs"] == {"order": 3}


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_each_option_begins_its_own_line_in_every_markup(world: World) -> None:
    """A reader finds the digit to answer with at the beginning of a line."""
    text = render(offer(world), world.language)
    paragraphs = [flat(node) for node in to_adf(text)["content"]]
    for lines in (paragraphs, to_wiki(text).split("\n"), to_markdown(text).split("\n")):
        assert [line[:3] for line in lines if line[:1].isdigit()] == ["1. ", "2. ", "3. ", "4. ", "5. "]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_reference_is_the_last_line_in_every_markup(language: str) -> None:
    """A comment is looked for by it before a repeat, in any form of the tracker."""
    text = add_reference_line(render(offer(WORLDS[language]), language), REFERENCE, language)
    name = {"ru": "Уговор", "en": "Ugovor"}[language]
    paragraphs = [flat(node) for node in to_adf(text)["content"]]
    assert paragraphs[-1] == f"{name} · {REFERENCE}"
    assert to_wiki(text).split("\n")[-1] == f"{{color:#6b778c}}{name} · {REFERENCE}{{color}}"
    assert to_markdown(text).split("\n")[-1] == f"{name} · {REFERENCE}"
    for whole in ("\n".join(paragraphs), to_wiki(text), to_markdown(text)):
        assert REFERENCE_LINE.findall(whole) == [REFERENCE]


def test_the_reference_line_of_another_language_is_english() -> None:
    """A language that the texts do not know does not stop them."""
    assert add_reference_line("Hello.\n", REFERENCE, "de") == f"Hello.\n\nUgovor · {REFERENCE}"


@pytest.mark.parametrize("language", WORLDS)
@pytest.mark.parametrize("summary", HOSTILE)
def test_no_message_gives_hostile_words_a_line_of_their_own(summary: str, language: str) -> None:
    """Messages that quote people have no more lines than with plain words."""
    world = WORLDS[language]
    plain, hostile = (
        [
            render(say.SwappedOut(words, words, words, words), language),
            render(answer_messages.CommandHint(words, None, None), language),
            render(answer_messages.NotTheDecider(words, (words,), "no_such_power", None, "RUB"), language),
        ]
        for words in ("слово", summary)
    )
    for one, other in zip(plain, hostile, strict=True):
        assert len(to_adf(one)["content"]) == len(to_adf(other)["content"])
        assert types(to_adf(other)) == {"doc", "paragraph", "text"}
    assert world.language == language


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_every_message_comes_through_each_markup(world: World) -> None:
    """Nothing is lost between Markdown and what a tracker gets."""
    for message in every_message(world):
        source = render(message, world.language)
        words = re.sub(r"[\W_]+", "", flat(to_adf(source)))
        # A link's address stands beside its words there, in a document it is an attribute.
        listed = re.sub(r"(?m)^[*#] |^\([/x]\) |\{quote\}|\|https:[^\]]+(?=\])", "", to_wiki(source))
        marked = re.sub(r"(?m)^- \[[ x]\] |\(<https:[^>]+>\)", "", to_markdown(source))
        assert re.sub(r"[\W_]+", "", read_wiki(listed)) == words
        assert re.sub(r"[\W_]+", "", marked.replace("&#64;", "")) == words


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        pytest.param("калькулятор стоимости", 80, "калькулятор стоимости", id="short enough"),
        pytest.param("калькулятор стоимости работ", 22, "калькулятор стоимости…", id="cut at a word"),
        pytest.param("калькулятор, стоимости", 14, "калькулятор…", id="no comma before the dots"),
        pytest.param("a" * 30, 10, "a" * 9 + "…", id="one long word is cut inside"),
        pytest.param("a " + "b" * 30, 10, "a " + "b" * 7 + "…", id="a short first word does not stand alone"),
        pytest.param("  два\n слова ", 80, "два слова", id="one line"),
    ],
)
def test_long_summaries_are_shortened(text: str, longest: int, expected: str) -> None:
    """At a word where there is one, never longer than allowed."""
    assert shorten(text, longest) == expected


@given(text=st.text(), longest=st.integers(2, 100))
def test_a_shortened_text_is_never_longer(text: str, longest: int) -> None:
    """Also when there is no space in it at all."""
    assert len(shorten(text, longest)) <= longest


@pytest.mark.parametrize(
    ("sentence", "text", "links"),
    [
        ("an address becomes a link", "вот https://e.org/a_b?x=1&y=2", ["https://e.org/a_b?x=1&y=2"]),
        ("the end of a sentence is none of it", "см. (http://e.org/a).", ["http://e.org/a"]),
        ("several in a line", "http://a.org и «https://b.org»", ["http://a.org", "https://b.org"]),
        ("what would end it early is encoded", "https://e.org/](x)<b>", ["https://e.org/%5D%28x"]),
        ("no other scheme", "javascript:alert(1) file:///etc ftp://e.org", []),
        ("made-up markup stays text", "[x](<y>) # 1. **b**", []),
        ("nothing after the scheme", "https:// и всё", []),
    ],
)
def test_addresses_in_somebodys_text_can_be_followed(sentence: str, text: str, links: list[str]) -> None:
    """The text reads as it was written; web addresses become links to themselves."""
    written = str(link_addresses(text))
    assert text == to_plain(written), sentence
    found = re.findall(r'"href": "([^"]*)"', json.dumps(to_adf(written)))
    assert links == found, sentence

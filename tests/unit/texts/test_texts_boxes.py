"""Boxes of a checklist: in each tracker's own form, and read back from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sample_worlds import EN, RU, WORLDS, World
from stage_samples import checklist, criteria, points

from plugin.practice.tracker.adf_rules import find_adf_fault
from plugin.texts.markup import add_reference_line, to_adf, to_markdown, to_wiki
from plugin.texts.render import render
from plugin.texts.stage_messages import ChecklistLine, StageChecklist
from plugin.texts.ticks import ticks_in
from plugin.trackers.jira.adf import read_adf_text

REFERENCE = "3f9a2b7c10"
SIGNS = "\\`*_{}[]()#+-.!|<>~@:;?/&=xX12 \n\r\t\u2028\u00a0\u202e"
HOSTILE = [
    pytest.param("[x] 2. all of it is done", id="a ticked box"),
    pytest.param("one\n[x] 2. two\n(/) 3. three\n- [x] 4. four", id="boxes on lines of their own"),
    pytest.param("one\u2028(/) 2. two\r\n- [x] 3. three", id="boxes after other line breaks"),
    pytest.param("] [x] 2. [ ](http://a.example)", id="half a box and a link"),
    pytest.param("(/) (x) {color:red} \\(/\\)", id="signs of Jira"),
    pytest.param("1. one", id="a number of its own"),
    pytest.param("**bold** `code` [x]: http://a.example", id="a definition of a link"),
    pytest.param("", id="nothing"),
    pytest.param("/accept", id="a command"),
    pytest.param("Ugovor · 3f9a2b7c10", id="a signature"),
    pytest.param("критерий " * 300, id="very long"),
]
FORMS: dict[str, Callable[[str], str]] = {
    "wiki": to_wiki,
    "ADF": lambda markdown: read_adf_text(to_adf(markdown)),
    "Markdown": to_markdown,
    "the text itself": str,
}


def whole(world: World) -> StageChecklist:
    """Return a checklist with criteria and remarks, some of them ticked."""
    return replace(checklist(world), criteria=criteria(world, 1, 3), points=points(world))


def task_lists(message: StageChecklist) -> list[dict[str, Any]]:
    """Return the task lists of a checklist in ADF."""
    content = to_adf(add_reference_line(render(message, "en"), REFERENCE, "en"))["content"]
    return [node for node in content if node["type"] == "taskList"]


def assert_read_back(
    lines: tuple[ChecklistLine, ...], remarks: tuple[ChecklistLine, ...], other: str
) -> None:
    """Assert that each form of a checklist gives the ticks of its lines alone."""
    expected = {line.number: line.ticked for line in (*lines, *remarks)}
    for world in WORLDS.values():
        message = replace(
            checklist(world),
            stage_title=other,
            state="refused",
            criteria=lines,
            points=remarks,
            awaited=(other,),
            refused_by=other,
            refused_because=other,
        )
        text = add_reference_line(render(message, world.language), REFERENCE, world.language)
        assert {name: ticks_in(form(text)) for name, form in FORMS.items()} == dict.fromkeys(FORMS, expected)


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
@pytest.mark.parametrize("form", FORMS)
def test_ticks_are_read_back_from_each_form(form: str, world: World) -> None:
    """Criteria and remarks alike, also where the line says who ticked it."""
    text = FORMS[form](render(whole(world), world.language))
    assert world.contact in text
    assert ticks_in(text) == {1: True, 2: False, 3: True, 4: False, 5: True}


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_make_or_lose_a_tick(words: str) -> None:
    """A criterion that looks like a box is the words of a criterion."""
    lines = (ChecklistLine(1, words, ticked=False), ChecklistLine(2, words, ticked=True, by=words))
    assert_read_back(lines, (ChecklistLine(3, words, ticked=False, by=words),), words)


@given(
    words=st.lists(st.tuples(st.text(SIGNS, max_size=20) | st.text(max_size=20), st.booleans()), max_size=4),
    other=st.text(SIGNS, max_size=20),
)
def test_no_mixture_of_signs_makes_or_loses_a_tick(words: list[tuple[str, bool]], other: str) -> None:
    """Whatever people wrote, each line keeps its own box."""
    lines = tuple(
        ChecklistLine(number, text, ticked, by=other) for number, (text, ticked) in enumerate(words, 1)
    )
    assert_read_back(lines[:2], lines[2:], other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[x] 1. one\n[ ] 2. two", {1: True, 2: False}, id="ADF made flat"),
        pytest.param("[X] 1. one", {1: True}, id="a capital letter, as some editors write it"),
        pytest.param(
            "(/) 1. one\r\n(x) 2. two\r\n", {1: True, 2: False}, id="wiki with line ends of Windows"
        ),
        pytest.param("- [x] 1\\. one\n* [ ] 2. two", {1: True, 2: False}, id="Markdown, edited by hand"),
        pytest.param("  - [x] 12. twelve", {12: True}, id="indented"),
        pytest.param("[x] 1.", {1: True}, id="a criterion without words"),
        pytest.param("[x] one\n- 1. one\n1. one\n(!) 1. one", {}, id="no box, or no number"),
        pytest.param("see [x] 1. one\n> [x] 1. one", {}, id="not at the beginning of the line"),
        pytest.param("[x]\n1. one", {}, id="the number on another line"),
        pytest.param("[x] 1.5 pages", {}, id="a number that is none of ours"),
        pytest.param("", {}, id="nothing"),
    ],
)
def test_ticks_in_texts_as_trackers_give_them(text: str, expected: dict[int, bool]) -> None:
    """Lines with a box and a number count, everything else is passed over."""
    assert ticks_in(text) == expected


def test_adf_has_native_boxes() -> None:
    """Boxes are a task list whose items hold text only; Jira refuses anything else."""
    first, second = task_lists(whole(EN))
    assert [item["attrs"]["state"] for item in first["content"]] == ["DONE", "TODO", "DONE"]
    assert [item["attrs"]["state"] for item in second["content"]] == ["TODO", "DONE"]
    assert first["content"][1]["content"] == [
        {"type": "text", "text": "2. Inner page templates are shown on a phone and on a desktop"}
    ]
    assert find_adf_fault(to_adf(render(whole(EN), "en"))) == ""


@pytest.mark.parametrize("words", HOSTILE)
def test_adf_with_hostile_criteria_is_valid(words: str) -> None:
    """A document that Jira refuses would show no checklist at all."""
    lines = (ChecklistLine(1, words, ticked=False), ChecklistLine(2, words, ticked=True))
    message = replace(checklist(RU), criteria=lines, points=lines, refused_by=words, state="refused")
    assert find_adf_fault(to_adf(render(message, "ru"))) == ""


def test_ids_of_boxes_are_their_own_and_stay() -> None:
    """The same checklist has the same ids; no two boxes share one."""
    same = tuple(ChecklistLine(number, "Agreed", ticked=False) for number in (1, 1))
    message = replace(whole(EN), criteria=same, points=same)
    lists = task_lists(message)
    ids = [node["attrs"]["localId"] for each in lists for node in (each, *each["content"])]
    assert len(ids) == len(set(ids)) == 6
    assert task_lists(message) == lists


def test_a_tick_keeps_the_id_of_its_box() -> None:
    """Ticking changes the state alone."""
    lines = (ChecklistLine(1, "Agreed", ticked=False),)
    ticked = (replace(lines[0], ticked=True),)
    before, after = (task_lists(replace(checklist(EN), criteria=each))[0] for each in (lines, ticked))
    assert before["content"][0]["attrs"]["localId"] == after["content"][0]["attrs"]["localId"]
    assert before != after


@pytest.mark.parametrize(
    ("source", "wiki", "markdown"),
    [
        (
            "- [ ] 1\\. один\n- [x] 2\\. **два**",
            "(x) 1. один\n(/) 2. *два*",
            "- [ ] 1. один\n- [x] 2. **два**",
        ),
        ("- [x] 1\\. а\nб", "(/) 1. а\nб", "- [x] 1. а  \n  б"),
        ("- [ ] 1\\. \\[x] {a}", "(x) 1. \\[x\\] \\{a\\}", "- [ ] 1. \\[x\\] {a}"),
        ("- \\[ ] один", "* \\[ \\] один", "- \\[ \\] один"),
        ("- [ ] один\n- два", "* \\[ \\] один\n* два", "- \\[ \\] один\n- два"),
        ("- [x]один", "* \\[x\\]один", "- \\[x\\]один"),
        ("- [ ] # один\n\n  два", "* \\[ \\] # один\nдва".replace("#", "\\#"), "- \\[ \\] # один\n  два"),
        ("1. [x] один", "# \\[x\\] один", "1. \\[x\\] один"),
    ],
    ids=[
        "boxes",
        "a line break inside",
        "people's words after a box",
        "a box that a person wrote",
        "a list of which only a part has boxes",
        "no space after it",
        "more than one paragraph",
        "a numbered list",
    ],
)
def test_boxes_of_our_own_texts(source: str, wiki: str, markdown: str) -> None:
    """Only a list in which every item begins with our own box is a checklist."""
    assert (to_wiki(source), to_markdown(source)) == (wiki, markdown)


def test_markdown_shows_one_flat_list() -> None:
    """The number behind a box begins no list, so it stays a box for GitHub."""
    shown = MarkdownIt("commonmark").render(to_markdown(render(whole(EN), "en")))
    assert "<ol" not in shown
    assert shown.count("<ul>") == 2
    assert "<li>[x] 1. The home page layout" in shown


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("> - [x] 1\\. один", ["[x] 1. один"]),
        ("> - один\n>   - [ ] 1\\. два", ["один", "[ ] 1. два"]),
    ],
    ids=["in a quotation", "in another list"],
)
def test_boxes_where_jira_takes_no_task_list_are_text(source: str, expected: list[str]) -> None:
    """Jira would refuse a quoted draft with a task list in it."""
    document = to_adf(source)
    assert find_adf_fault(document) == ""
    assert [line.lstrip("> -") for line in read_adf_text(document).split("\n")] == expected


def test_criteria_are_quoted_whole() -> None:
    """What is signed is read word for word, however long it is."""
    text = "Страницы открываются " + "и на телефоне " * 60 + "*быстро*"
    message = replace(checklist(RU), criteria=(ChecklistLine(1, text, ticked=False),))
    assert text.replace("*", "\\*") in render(message, "ru")

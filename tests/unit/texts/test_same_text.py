"""A comment is known again in every tracker's own form of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sample_messages import every_message
from sample_worlds import WORLDS, World
from stage_samples import checklist

from plugin.texts import messages as say
from plugin.texts.adf import to_adf
from plugin.texts.commonmark import to_markdown
from plugin.texts.markup import add_reference_line
from plugin.texts.render import render
from plugin.texts.same_text import says_the_same
from plugin.texts.wiki import to_wiki
from plugin.trackers.jira.adf import read_adf_text

FORMS: dict[str, Callable[[str], str]] = {
    "ADF, read as text": lambda markdown: read_adf_text(to_adf(markdown)),
    "wiki markup": to_wiki,
    "CommonMark": to_markdown,
}
MESSAGES = [(world, message) for world in WORLDS.values() for message in every_message(world)]
PAGE = "https://ugovor.agency.example/contracts/ACME-SITE/stages/design"


def names(value: object) -> str | None:
    """Name a case by its language and message."""
    return value.language if isinstance(value, World) else type(value).__name__


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("world", "message"), MESSAGES, ids=names)
def test_a_message_is_known_again(form: str, world: World, message: say.Message) -> None:
    """Whatever the tracker keeps of the markup, the words and boxes are ours."""
    text = render(message, world.language)
    shown = FORMS[form](add_reference_line(text, "2993bdd254", world.language))
    assert says_the_same(shown, text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("world", WORLDS.values(), ids=names)
def test_a_checklist_with_a_link_is_known_again(form: str, world: World) -> None:
    """Jira Cloud's text does not show where a link leads to."""
    text = render(replace(checklist(world), page=PAGE), world.language)
    assert PAGE in text
    assert says_the_same(FORMS[form](add_reference_line(text, "2993bdd254", world.language)), text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("summary", ["C:drive :) {code}", "a &amp; b; c", "[x](y) <b>", "back\\slash (/) ok"])
def test_a_title_that_needs_escapes_is_known_again(form: str, summary: str) -> None:
    """What people wrote may hold anything; wiki markup writes some signs as entities."""
    world = WORLDS["en"]
    text = render(replace(checklist(world), stage_title=summary), world.language)
    assert says_the_same(FORMS[form](add_reference_line(text, "2993bdd254", world.language)), text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("world", WORLDS.values(), ids=names)
def test_other_words_and_ticks_are_noticed(form: str, world: World) -> None:
    """A changed word and a changed tick make another text, with a link in it, too."""
    message = replace(checklist(world), page=PAGE)
    text = render(message, world.language)
    first, *rest = message.criteria
    ticked = render(
        replace(message, criteria=(replace(first, ticked=not first.ticked), *rest)), world.language
    )
    reworded = render(
        replace(message, criteria=(replace(first, text="Something else"), *rest)), world.language
    )
    assert not says_the_same(FORMS[form](ticked), text)
    assert not says_the_same(FORMS[form](reworded), text)

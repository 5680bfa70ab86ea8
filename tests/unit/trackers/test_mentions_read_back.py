"""A mention that comes back from a tracker is an address, in each markup."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plugin.core.commands import Choose, read_commands
from plugin.core.commands.own_lines import find_own_lines
from plugin.texts.adf import to_adf
from plugin.texts.commonmark import to_markdown
from plugin.texts.markup import add_reference_line
from plugin.texts.mentions import Mention, list_mentions
from plugin.texts.same_text import says_the_same
from plugin.texts.wiki import to_wiki
from plugin.trackers.jira.adf_comments import read_adf_comment

TEXT = "Пётр, выбор за вами:\n\n1\\. Делаем к **10 апреля**.\n2\\. Не делаем."
CLOUD = "712020:5e4f0d0c-5f5b-4a4e-9d5d-000000000001"

Render = Callable[[str], Any]


def read(rendered: Any) -> str:
    """Return a comment as the adapters read it."""
    return rendered if isinstance(rendered, str) else read_adf_comment(rendered)


MARKUPS: tuple[tuple[str, Render, str, str], ...] = (
    ("ADF of Jira Cloud", to_adf, CLOUD, f"[~accountid:{CLOUD}]"),
    ("wiki markup of Jira Cloud", to_wiki, CLOUD, f"[~accountid:{CLOUD}]"),
    ("wiki markup of Data Center", to_wiki, "p.sokolov", "[~p.sokolov]"),
    ("Markdown of YouTrack", to_markdown, "p.sokolov", "@p.sokolov"),
    ("Markdown and Textile of Redmine", to_markdown, "p_sokolov", "@p_sokolov"),
)


@pytest.mark.parametrize(("markup", "render", "account", "shown"), MARKUPS, ids=[row[0] for row in MARKUPS])
def test_our_mention_is_read_back(markup: str, render: Render, account: str, shown: str) -> None:
    """The comment is known as ours, and its last lines quoted back say nothing."""
    mentioned = list_mentions([Mention("Пётр Соколов", account)], "ru")
    told = read(render(add_reference_line(f"{TEXT}\n\n{mentioned}", "2993bdd254")))
    assert says_the_same(told, TEXT), markup
    assert shown in told, markup
    footer = "\n".join(line for line in told.split("\n")[-3:] if shown in line or "2993bdd254" in line)
    answered = [line for line in find_own_lines(f"2\n{footer}") if line.strip()]
    assert answered == ["2"], markup


WRITTEN: tuple[tuple[str, Any], ...] = (
    (
        "a node of ADF",
        {
            "type": "doc",
            "version": 1,
            "content": [
                {
                    "type": "paragraph",
                    "content": [
                        {"type": "mention", "attrs": {"id": CLOUD, "text": "@Ugovor"}},
                        {"type": "text", "text": " /choose 2"},
                    ],
                }
            ],
        },
    ),
    ("wiki markup of Jira Cloud", f"[~accountid:{CLOUD}] /choose 2"),
    ("wiki markup of Data Center", "[~ugovor]: /choose 2"),
    ("Markdown", "@ugovor /choose 2"),
    ("Textile by a number", "user#17 /choose 2"),
    ("Textile by a login in quotes", '@"u.govor" /choose 2'),
    ("bold in Textile", "*@ugovor* /choose 2"),
)


@pytest.mark.parametrize(("markup", "written"), WRITTEN, ids=[row[0] for row in WRITTEN])
def test_command_after_a_mention_is_heard(markup: str, written: Any) -> None:
    """Who addresses the service first has said the same."""
    assert read_commands(read(written)).commands == (Choose(number=2),), markup

"""Which comments are the service's own, and what proves a comment private."""

from __future__ import annotations

import pytest

from mappings.model import TeamComments
from plugin.core.model.issue import Account, Comment
from plugin.trackers.jira.comments import is_private
from plugin.trackers.own_comments import select_own_comments

REFERENCE = "2993bdd254"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(f"text\n\nУговор · {REFERENCE}", [REFERENCE], id="Russian footer"),
        pytest.param(f"text\n\nUgovor · {REFERENCE}", [REFERENCE], id="English footer"),
        pytest.param(f"text\n{{color:#777}}_Уговор · {REFERENCE}_{{color}}\n", [REFERENCE], id="wiki markup"),
        pytest.param(f"Уговор · {REFERENCE}\nmore", [], id="not at the end"),
        pytest.param("Уговор · 2993", [], id="too short"),
        pytest.param(f"Сговор · {REFERENCE}", [], id="another word"),
        pytest.param("", [], id="empty"),
    ],
)
def test_own_comments_are_known_by_their_reference(body: str, expected: list[str]) -> None:
    """The reference is the last line of a comment."""
    comment = Comment(id="1", author=Account(id="bot"), body=body)
    assert expected == list(select_own_comments([comment], {"bot"}))


def test_the_oldest_of_two_counts() -> None:
    """Of two comments with one reference the first is the living one."""
    body = f"Ugovor · {REFERENCE}"
    comments = [Comment(id=str(number), author=Account(id="bot"), body=body) for number in (1, 2)]
    assert select_own_comments(comments, {"bot"})[REFERENCE].id == "1"


def test_a_nameless_author_is_never_the_service() -> None:
    """A body that names nobody, with no account known, proves nothing."""
    comment = Comment(id="1", author=Account(id=""), body=f"Ugovor · {REFERENCE}")
    assert select_own_comments([comment], {""}) == {}


ROLE, GROUP, INTERNAL = TeamComments(role="Agency"), TeamComments(group="team"), TeamComments(internal=True)


@pytest.mark.parametrize(
    ("answer", "team", "expected"),
    [
        pytest.param(
            {"visibility": {"type": "role", "value": "Agency"}}, ROLE, True, id="the role is echoed"
        ),
        pytest.param({"visibility": {"type": "role", "value": "Users"}}, ROLE, False, id="another role"),
        pytest.param(
            {"visibility": {"type": "group", "value": "Agency"}}, ROLE, False, id="a group of that name"
        ),
        pytest.param({}, ROLE, False, id="no visibility"),
        pytest.param({"visibility": {"type": "group", "identifier": "team"}}, GROUP, True, id="a group's id"),
        pytest.param({"jsdPublic": False}, INTERNAL, True, id="internal"),
        pytest.param({"jsdPublic": True}, INTERNAL, False, id="public"),
        pytest.param({}, INTERNAL, False, id="nothing said"),
        pytest.param(None, INTERNAL, False, id="no answer"),
    ],
)
def test_only_a_proven_audience_is_private(answer: object, team: TeamComments, expected: bool) -> None:
    """Only an answer that says so proves it."""
    assert expected is is_private(answer, team)

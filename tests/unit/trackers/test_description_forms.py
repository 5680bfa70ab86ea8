"""One description is the same in both of Jira's forms; another is another in both."""

from __future__ import annotations

import pytest
from description_forms import CHANGED, SAME, Node

from plugin.core.signoff.fingerprint import changed_fields, material_fields, to_comparable
from plugin.trackers.jira.adf import read_adf_text
from plugin.trackers.jira.fields import read_snapshot


def signed(description: object) -> dict[str, str]:
    """Return what a signature of an issue with this description is bound to."""
    return material_fields(
        read_snapshot({"id": "1", "key": "A-1", "fields": {"summary": "Работа", "description": description}})
    )


@pytest.mark.parametrize(("sentence", "wiki", "document"), SAME, ids=[row[0] for row in SAME])
def test_both_forms_of_a_description_are_the_same(sentence: str, wiki: str, document: Node) -> None:
    """Before a change is told, like is compared with like."""
    one, other = signed(wiki), signed(document)
    assert ((), ()) == (changed_fields(one, other), changed_fields(other, one)), sentence


@pytest.mark.parametrize(("sentence", "wiki", "document"), SAME, ids=[row[0] for row in SAME])
def test_both_forms_are_shown_as_the_same(sentence: str, wiki: str, document: Node) -> None:
    """A page that showed one form takes an answer when the other has come meanwhile."""
    one, other = ({**to_comparable(signed(each)), "files": ""} for each in (wiki, document))
    assert one == other, sentence


@pytest.mark.parametrize(("sentence", "wiki", "document"), SAME, ids=[row[0] for row in SAME])
def test_what_an_earlier_version_kept_is_the_same(sentence: str, wiki: str, document: Node) -> None:
    """An earlier version kept names of people and signs of emoji, and no files."""
    earlier = {"description": read_adf_text(document)}
    found = [changed_fields(earlier, signed(each)) for each in (wiki, document)]
    assert [(), ()] == found, sentence


@pytest.mark.parametrize(("sentence", "wiki", "document"), CHANGED, ids=[row[0] for row in CHANGED])
def test_another_description_is_another_in_both_forms(sentence: str, wiki: str, document: Node) -> None:
    """What was really changed is told, whichever form it was signed in."""
    one, other = signed(wiki), signed(document)
    assert changed_fields(one, other), sentence
    assert changed_fields(other, one), sentence

"""An issue's past, told from its last state, and what is played of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from backtest_past import BEGAN, load_contract

from plugin.core.backtest.past import PastIssue, list_moments, revert
from plugin.core.backtest.play_past import Surroundings, play_past
from plugin.core.backtest.results import BacktestResult
from plugin.core.model.issue import Account, Comment, FieldChange, IssueSnapshot
from plugin.core.model.readings import FieldEdit, Move
from plugin.core.model.verdict import VerdictKind

CONTACT = Account(id="u-contact", name="Ann White")
MANAGER = Account(id="u-manager", name="Maria Noor")
DIRECTOR = Account(id="u-director", name="Peter Falk")
OWN = Account(id="u-ugovor", name="Ugovor")

ISSUE = IssueSnapshot(
    id="7",
    key="ACME-70",
    project="ACME",
    type="Task",
    summary="Mobile app for guests",
    description="So that guests find what they look for at once.",
    status="Done",
    labels=frozenset({"beyond-scope", "web"}),
    components=frozenset({"Catalogue"}),
    estimate_hours=Decimal(20),
    reporter=CONTACT,
    created=BEGAN,
    updated=BEGAN + timedelta(days=9),
)
EXTRA = ISSUE.model_copy(update={"components": frozenset()})
"""The same without a link to what was sold."""


def at(days: int) -> datetime:
    """Return a moment some days after the beginning."""
    return BEGAN + timedelta(days=days)


def edited(days: int, by: Account, field: str, before: str, after: str) -> FieldEdit:
    """Return an edit that tells what stood there before."""
    return FieldEdit(by, field, at(days), FieldChange(field=field, before=before, after=after))


def said(days: int, by: Account, body: str) -> Comment:
    """Return a comment."""
    return Comment(id=f"c{days}", author=by, body=body, created=at(days))


def play(*pasts: PastIssue, own: str = "u-ugovor") -> BacktestResult:
    """Return what the contract makes of these issues."""
    return play_past(load_contract(), pasts, None, Surroundings(own), name="acme", source="main")


REVERTED = {
    "the summary": (FieldChange(field="summary", before="App", after=ISSUE.summary), {"summary": "App"}),
    "the type, by its name": (
        FieldChange(field="10", name="issuetype", before="Bug", after="Task"),
        {"type": "Bug"},
    ),
    "the status": (FieldChange(field="status", before="To Do", after="Done"), {"status": "To Do"}),
    "a label that came": (
        FieldChange(field="labels", before="beyond-scope", after="beyond-scope web"),
        {"labels": frozenset({"beyond-scope"})},
    ),
    "a component that went": (
        FieldChange(field="Component", before="Shop two", after=""),
        {"components": frozenset({"Catalogue", "Shop two"})},
    ),
    "the estimate": (FieldChange(field="estimate", before="3", after="20"), {"estimate_hours": Decimal(3)}),
    "the first estimate": (FieldChange(field="estimate", before="", after="20"), {"estimate_hours": None}),
    "the parent": (FieldChange(field="parent", before="ACME-3", after=""), {"parent": "ACME-3"}),
    "what does not fit": (FieldChange(field="summary", before="App", after="Another"), {}),
    "a size that nobody can read": (FieldChange(field="estimate", before="soon", after="20"), {}),
    "a field that decides nothing": (FieldChange(field="priority", before="Low", after="High"), {}),
}


@pytest.mark.parametrize(("change", "differs"), REVERTED.values(), ids=list(REVERTED))
def test_a_change_is_taken_back(change: FieldChange, differs: dict[str, object]) -> None:
    """What stood there before stands there again, and nothing else is touched."""
    assert ISSUE.model_copy(update=differs) == revert(ISSUE, change)


def test_a_past_has_its_edits_moves_and_comments_in_order() -> None:
    """Each look shows the issue of its time; what came at once is one look."""
    past = PastIssue(
        ISSUE,
        comments=(said(3, DIRECTOR, "When?"), said(1, CONTACT, "Hello")),
        moves=(Move(MANAGER, "To Do", "Done", at(4)),),
        edits=(
            edited(2, MANAGER, "estimate", "", "20"),
            edited(2, MANAGER, "summary", "App", ISSUE.summary),
            edited(5, CONTACT, "labels", "beyond-scope", "beyond-scope web"),
        ),
    )
    moments = list_moments(past)
    told = [(each.at, each.comment.body if each.comment else len(each.changes)) for each in moments]
    assert [(at(0), 0), (at(1), "Hello"), (at(2), 2), (at(3), "When?"), (at(4), 1), (at(5), 1)] == told
    looks = [(each.issue.summary, each.issue.estimate_hours, each.issue.status) for each in moments]
    assert [("App", None, "To Do")] * 2 == looks[:2]
    assert [(ISSUE.summary, Decimal(20), "To Do")] * 2 == looks[2:4]
    assert [(ISSUE.summary, Decimal(20), "Done")] * 2 == looks[4:]
    assert moments[0].is_first


def test_an_estimate_of_ours_makes_the_offer_on_its_day() -> None:
    """Before it the request has no figure; then the decider is asked."""
    past = PastIssue(EXTRA, edits=(edited(2, MANAGER, "estimate", "", "20"),), moves=())
    asked = [(each.on, each.what, each.people) for each in play(past).asked if each.people]
    assert [(at(2).date(), "offer", ("director",))] == asked


def test_an_estimate_of_the_client_makes_none() -> None:
    """It is asked about, as the service would have asked."""
    past = PastIssue(EXTRA, edits=(edited(2, CONTACT, "estimate", "", "20"),), moves=())
    whats = {each.what for each in play(past).asked}
    assert "client-estimate" in whats
    assert "offer" not in whats


def test_words_of_the_past_count() -> None:
    """A project where the service was at work before ends as it did."""
    past = PastIssue(
        EXTRA,
        comments=(said(3, CONTACT, "/choose 1"), said(4, DIRECTOR, "/choose 2")),
        edits=(edited(2, MANAGER, "estimate", "", "20"),),
        moves=(),
    )
    result = play(past)
    assert (VerdictKind.BEYOND_SCOPE, Decimal(2400)) == (result.played[0].kind, result.played[0].fee)
    assert 0 == result.verdict(VerdictKind.BEYOND_SCOPE).working_days


def test_the_services_own_acts_are_nobodys() -> None:
    """Its comments and labels of another time are no word and no edit."""
    quiet = PastIssue(EXTRA, edits=(edited(2, MANAGER, "estimate", "", "20"),), moves=())
    loud = PastIssue(
        EXTRA,
        comments=(said(3, OWN, "1. The stage moves\n2. A fee"),),
        edits=(*quiet.edits, edited(3, OWN, "labels", "web", "beyond-scope web")),
        moves=(),
    )
    assert play(quiet).asked == play(loud).asked


def test_an_issue_that_was_moved_away_is_no_more_counted() -> None:
    """The tracker shows it where it is now."""
    past = PastIssue(EXTRA.model_copy(update={"project": "OTHER"}), moves=(), edits=())
    assert (0, 0) == (play(past).judged, len(play(past).asked))


def test_nothing_to_play() -> None:
    """An empty project."""
    assert (0, ()) == (play().issues, play().asked)


def test_offers_that_pass_the_stages_date_are_made_anew_and_ask_nobody_twice() -> None:
    """A timer falls due between two things that happened."""
    late = EXTRA.model_copy(update={"id": "8", "key": "ACME-71", "created": at(320), "updated": at(320)})
    past = PastIssue(EXTRA, edits=(edited(2, MANAGER, "estimate", "", "20"),), moves=())
    result = play(past, PastIssue(late, edits=(), moves=()))
    offers = [each for each in result.asked if each.issue == "ACME-70" and each.what == "offer"]
    assert 1 == len(offers)
    assert result.edits > 0

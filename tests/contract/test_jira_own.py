"""What only Jira does, of both flavours, over real HTTP.

What every adapter does is in `test_conformance`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mappings.model import TeamComments
from plugin.practice.tracker.actions import create_issue
from plugin.trackers.base import (
    NotPrivate,
    TrackerBusy,
    TrackerError,
    TrackerRefused,
    VerdictWrite,
)

if TYPE_CHECKING:
    from conftest import Bench

REFERENCE = "2993bdd254"
VERDICT = VerdictWrite(("beyond-scope",), ("in-scope",), "Анна, …\n1. Да", REFERENCE, "m1")


def test_a_refused_label_leaves_no_comment(bench: Bench) -> None:
    """An edit is all or nothing: a label that Jira refuses takes the comment with it."""
    tracker = bench.tracker()
    with pytest.raises(TrackerRefused, match="contains spaces"):
        tracker.show_verdict(bench.issue.id, VerdictWrite(("beyond scope",), (), "text", REFERENCE))
    assert tracker.read(bench.issue.id).comments == ()


def test_labels_off_the_screen_are_named(bench: Bench) -> None:
    """The sentence repeats Jira's own words, with the field."""
    bench.state.screen.discard("labels")
    with pytest.raises(TrackerRefused, match="labels: Field 'labels' cannot be set"):
        bench.tracker().show_verdict(bench.issue.id, VERDICT)


def test_data_center_that_takes_no_properties_in_edits_keeps_the_marker_apart(data_center: Bench) -> None:
    """Where an edit takes no properties the marker is kept by another request."""
    data_center.state.edits_take_properties = False
    tracker = data_center.tracker()
    tracker.show_verdict(data_center.issue.id, VERDICT)
    tracker.show_verdict(data_center.issue.id, VerdictWrite(marker="m2"))
    read = tracker.read(data_center.issue.id)
    assert (read.marker, len(read.comments)) == ("m2", 1)


def test_an_internal_comment_of_a_service_desk_is_hidden(cloud: Bench) -> None:
    """In a service desk's project `internal` hides the comment from customers."""
    issue = create_issue(cloud.state, cloud.contact, "DESK", fields={"summary": "Help"})
    cloud.tracker().post_comment(issue.id, "for us", REFERENCE, TeamComments(internal=True))
    assert [note.internal for note in issue.notes] == [True]


def test_a_comment_that_is_not_private_is_taken_back(bench: Bench) -> None:
    """Outside a service desk `internal` means nothing to Jira.

    Nothing of the comment may stay.
    """
    with pytest.raises(NotPrivate):
        bench.tracker().post_comment(bench.issue.id, "margin", REFERENCE, TeamComments(internal=True))
    assert bench.issue.notes == []


def test_a_comment_that_cannot_be_taken_back_is_named(bench: Bench) -> None:
    """If Jira refuses deleting and blanking, the operator is told the comment."""
    bench.state.faults.next("DELETE", "/comment/", "403")
    bench.state.faults.next("PUT", "/comment/", "403")
    with pytest.raises(TrackerError, match="delete it by hand") as raised:
        bench.tracker().post_comment(bench.issue.id, "margin", REFERENCE, TeamComments(internal=True))
    assert not isinstance(raised.value, NotPrivate)


def test_a_role_that_the_account_lacks_is_refused(bench: Bench) -> None:
    """Jira takes no visibility of a role that the author is not in."""
    with pytest.raises(TrackerRefused, match="not a member"):
        bench.tracker().post_comment(bench.issue.id, "x", REFERENCE, TeamComments(role="Owners"))
    assert bench.issue.notes == []


@pytest.mark.parametrize("status", ["In Progress", "in progress"])
def test_moves_by_the_name_of_the_status(bench: Bench, status: str) -> None:
    """The transition is found by where it leads."""
    bench.tracker().move(bench.issue.id, status)
    assert bench.issue.status == "In Progress"


def test_a_move_that_nothing_offers_names_what_is_offered(bench: Bench) -> None:
    """The refusal helps to mend the mapping."""
    with pytest.raises(TrackerRefused, match="Jira offers: Accepted, Done"):
        bench.tracker().move(bench.issue.id, "Closed")


def test_a_429_tells_seconds_and_reason(bench: Bench) -> None:
    """429 tells when to come back and why, and nothing sleeps meanwhile."""
    bench.state.faults.next("PUT", "/issue/", "429", retry_after="1800")
    with pytest.raises(TrackerBusy, match="jira-burst-based") as raised:
        bench.tracker().show_verdict(bench.issue.id, VERDICT)
    assert raised.value.retry_after_s == 1800.0

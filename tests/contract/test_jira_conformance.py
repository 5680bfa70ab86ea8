"""The adapter against a strict Jira of both flavours, over real HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mappings.model import TeamComments
from plugin.issue import Account
from plugin.sandbox.acts import add_note, create_issue
from plugin.trackers.base import (
    IssueGone,
    NotPermitted,
    NotPrivate,
    TrackerBusy,
    TrackerError,
    TrackerRefused,
    TrackerUnreachable,
    VerdictWrite,
)

if TYPE_CHECKING:
    from conftest import Bench

REFERENCE = "2993bdd254"
VERDICT = VerdictWrite(("beyond-scope",), ("in-scope",), "Анна, …\n1. Да", REFERENCE, "m1")


def test_reads_an_issue_whole(bench: Bench) -> None:
    """One read gives the snapshot, and says that nothing of it is missing."""
    read = bench.tracker().read(bench.issue.key)
    assert (bench.issue.id, "ACME-1", "ACME") == (read.issue.id, read.issue.key, read.issue.project)
    assert frozenset({"site"}) == read.issue.labels
    assert Account(id="anna", name="Анна Белова") == read.issue.reporter
    assert read.issue.whole


def test_a_verdict_is_one_write(bench: Bench) -> None:
    """Label, comment and marker arrive together and are read back."""
    tracker = bench.tracker()
    tracker.show_verdict(bench.issue.id, VERDICT)
    read = tracker.read(bench.issue.id)
    assert frozenset({"site", "beyond-scope"}) == read.issue.labels
    assert read.marker == "m1"
    assert read.own_comments[REFERENCE].text.startswith("Анна, …\n1. Да")
    assert [comment.body.split("\n")[0] for comment in read.comments] == ["Анна, …"]


def test_an_empty_verdict_writes_nothing(bench: Bench) -> None:
    """Without label, text and marker no request is sent."""
    bench.state.faults.next("*", ".*", "500")
    bench.tracker().show_verdict(bench.issue.id, VerdictWrite())
    assert bench.state.faults.take("PUT", "/") is not None


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


def test_data_center_without_properties_in_edits(data_center: Bench) -> None:
    """Where an edit takes no properties the marker is kept by a request of its own, from then on."""
    data_center.state.edits_take_properties = False
    tracker = data_center.tracker()
    tracker.show_verdict(data_center.issue.id, VERDICT)
    tracker.show_verdict(data_center.issue.id, VerdictWrite(marker="m2"))
    read = tracker.read(data_center.issue.id)
    assert (read.marker, len(read.comments)) == ("m2", 1)


def test_a_pasted_reference_of_others_does_not_count(bench: Bench) -> None:
    """Only the service's own account leaves references."""
    add_note(bench.state, bench.issue, bench.contact, {"body": f"Смотрите\n\nУговор · {REFERENCE}"})
    assert dict(bench.tracker().read(bench.issue.id).own_comments) == {}


def test_the_account_is_asked_for_where_none_is_set(bench: Bench) -> None:
    """Without `account` in the settings the token says whose comments are our own."""
    tracker = bench.tracker(account=None)
    tracker.show_verdict(bench.issue.id, VERDICT)
    assert list(tracker.read(bench.issue.id).own_comments) == [REFERENCE]


@pytest.mark.parametrize(
    "team",
    [
        pytest.param(None, id="a comment for the client is public"),
        pytest.param(TeamComments(role="Agency"), id="a role may read it"),
        pytest.param(TeamComments(group="agency"), id="a group may read it"),
    ],
)
def test_posts_and_edits_a_comment(bench: Bench, team: TeamComments | None) -> None:
    """A comment keeps its readers when its text is replaced."""
    tracker = bench.tracker()
    comment_id = tracker.post_comment(bench.issue.id, "before", REFERENCE, team)
    tracker.edit_comment(bench.issue.id, comment_id, "after", REFERENCE, team)
    (comment,) = tracker.read(bench.issue.id).comments
    assert ("after", team is None) == (comment.body.split("\n")[0], comment.public)


def test_an_internal_comment_of_a_service_desk(cloud: Bench) -> None:
    """In a service desk's project `internal` hides the comment from customers."""
    issue = create_issue(cloud.state, cloud.contact, "DESK", fields={"summary": "Help"})
    cloud.tracker().post_comment(issue.id, "for us", REFERENCE, TeamComments(internal=True))
    assert [note.internal for note in issue.notes] == [True]


def test_a_comment_that_is_not_private_is_taken_back(bench: Bench) -> None:
    """Outside a service desk `internal` means nothing to Jira: nothing of the comment may stay."""
    with pytest.raises(NotPrivate):
        bench.tracker().post_comment(bench.issue.id, "margin", REFERENCE, TeamComments(internal=True))
    assert bench.issue.notes == []


def test_a_comment_that_cannot_be_taken_back_is_named(bench: Bench) -> None:
    """When Jira refuses both deleting and blanking, the operator is told which comment to delete."""
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


def test_sets_the_due_date(bench: Bench) -> None:
    """The date is read back as it was written."""
    tracker = bench.tracker()
    tracker.set_due_date(bench.issue.key, date(2026, 4, 15), "duedate")
    assert date(2026, 4, 15) == tracker.read(bench.issue.id).issue.due


@pytest.mark.parametrize("status", ["In Progress", "in progress"])
def test_moves_by_the_name_of_the_status(bench: Bench, status: str) -> None:
    """The transition is found by where it leads."""
    bench.tracker().move(bench.issue.id, status)
    assert bench.issue.status == "In Progress"


def test_a_move_that_nothing_offers_names_what_is_offered(bench: Bench) -> None:
    """The refusal helps to mend the mapping."""
    with pytest.raises(TrackerRefused, match="Jira offers: Accepted, Done"):
        bench.tracker().move(bench.issue.id, "Closed")


def test_reads_comments_beyond_the_first_page(bench: Bench) -> None:
    """All comments come, oldest first, though the issue shows only some."""
    bench.state.comments_shown = 2
    for number in range(5):
        add_note(bench.state, bench.issue, bench.contact, {"body": str(number)})
    comments = bench.tracker().read(bench.issue.id).comments
    assert [comment.body for comment in comments] == ["0", "1", "2", "3", "4"]


def test_gives_every_issue_of_the_projects_once(bench: Bench) -> None:
    """Pages do not overlap in what they give, and other projects stay out."""
    for number in range(120):
        create_issue(bench.state, bench.contact, "ACME", fields={"summary": str(number)})
    create_issue(bench.state, bench.contact, "DESK", fields={"summary": "other"})
    found = [issue.id for issue in bench.tracker().issues_of(("ACME",), None)]
    assert (len(found), len(set(found))) == (121, 121)


def test_gives_only_what_changed(bench: Bench) -> None:
    """An issue that has been quiet since long before the moment is left out."""
    bench.issue.updated = datetime.now(UTC) - timedelta(days=2)
    fresh = create_issue(bench.state, bench.contact, "ACME", fields={"summary": "fresh"})
    found = bench.tracker().issues_of(("ACME",), datetime.now(UTC) - timedelta(hours=1))
    assert [fresh.id] == [issue.id for issue in found]


def test_an_unknown_project_is_refused(bench: Bench) -> None:
    """A key that does not exist is an error, not an empty project."""
    with pytest.raises(TrackerRefused, match="NONE"):
        list(bench.tracker().issues_of(("NONE",), None))


def test_whoami(bench: Bench) -> None:
    """The token's own account, by the id of its flavour."""
    assert Account(id="bot", name="Ugovor") == bench.tracker().whoami()


def test_a_wrong_token_is_not_permitted(bench: Bench) -> None:
    """The sentence names no secret."""
    tracker = bench.tracker(token="wrong-token")
    with pytest.raises(NotPermitted) as raised:
        tracker.read(bench.issue.id)
    assert "wrong-token" not in str(raised.value) + repr(tracker)


def test_a_token_that_cannot_be_sent_stays_secret(bench: Bench) -> None:
    """A line break in the token is refused before it is sent, and not quoted."""
    with pytest.raises(NotPermitted, match="cannot be sent") as raised:
        bench.tracker(token="half\nhalf", user=None).whoami()
    assert "half" not in str(raised.value)
    assert raised.value.__suppress_context__


def test_a_missing_issue_is_gone(bench: Bench) -> None:
    """Reading what was deleted says so."""
    with pytest.raises(IssueGone):
        bench.tracker().read("ACME-99")


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("401", NotPermitted),
        ("403", NotPermitted),
        ("404", IssueGone),
        ("409", TrackerRefused),
        ("413", TrackerRefused),
        ("422", TrackerRefused),
        ("500", TrackerUnreachable),
        ("503", TrackerUnreachable),
        ("login_page", TrackerUnreachable),
        ("drop_before", TrackerUnreachable),
    ],
)
def test_what_went_wrong_is_told_apart(bench: Bench, kind: str, error: type[TrackerError]) -> None:
    """Each failure is its own error, is asked once, and leaves the issue as it was."""
    bench.state.faults.next("PUT", "/issue/", kind)  # type: ignore[arg-type]
    with pytest.raises(error) as raised:
        bench.tracker().show_verdict(bench.issue.id, VERDICT)
    assert error is type(raised.value)
    assert bench.issue.notes == []


@pytest.mark.parametrize("kind", ["500_after", "drop"])
def test_an_answer_lost_after_the_write(bench: Bench, kind: str) -> None:
    """The write stands though the call failed, it is not repeated, and its marker is found."""
    bench.state.faults.next("PUT", "/issue/", kind)  # type: ignore[arg-type]
    tracker = bench.tracker()
    with pytest.raises(TrackerUnreachable):
        tracker.show_verdict(bench.issue.id, VERDICT)
    read = tracker.read(bench.issue.id)
    assert (read.marker, list(read.own_comments), len(read.comments)) == ("m1", [REFERENCE], 1)


def test_a_slow_answer_is_given_up(bench: Bench) -> None:
    """The time-out of the settings ends the call."""
    bench.state.faults.next("PUT", "/issue/", "hang")
    with pytest.raises(TrackerUnreachable, match="no answer in time"):
        bench.tracker(timeout_s=0.2).show_verdict(bench.issue.id, VERDICT)


def test_a_lie_is_seen_by_reading_back(bench: Bench) -> None:
    """A 204 without effect is no error, so that only reading back proves a write."""
    bench.state.faults.next("PUT", "/issue/", "lie")
    tracker = bench.tracker()
    tracker.show_verdict(bench.issue.id, VERDICT)
    assert (
        tracker.read(bench.issue.id).marker,
        dict(tracker.read(bench.issue.id).own_comments),
    ) == (None, {})


def test_retry_after_in_seconds(bench: Bench) -> None:
    """429 tells when to come back and why, and nothing sleeps meanwhile."""
    bench.state.faults.next("PUT", "/issue/", "429", retry_after="1800")
    with pytest.raises(TrackerBusy, match="jira-burst-based") as raised:
        bench.tracker().show_verdict(bench.issue.id, VERDICT)
    assert raised.value.retry_after_s == 1800.0


def test_retry_after_as_a_date(bench: Bench) -> None:
    """A date that is over by now means at once."""
    bench.state.faults.next("PUT", "/issue/", "429", retry_after="Wed, 21 Oct 2015 07:28:00 GMT")
    with pytest.raises(TrackerBusy) as raised:
        bench.tracker().show_verdict(bench.issue.id, VERDICT)
    assert raised.value.retry_after_s == 0.0


def test_nothing_listens(bench: Bench) -> None:
    """A refused connection is told at once."""
    with pytest.raises(TrackerUnreachable, match="broke off"):
        bench.tracker(url="http://127.0.0.1:9").whoami()

"""What only YouTrack does.

Commands, tags that must be seen, private comments, keys that change.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from youtrack_site import AGENCY, TEAM, YouTrackSite
from youtrack_standin import acts
from youtrack_standin.fields import FIELDS
from youtrack_standin.people import SERVICE, Tag

from mappings.model import TeamComments
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import FieldChange, IssueSnapshot
from plugin.trackers.base import (
    IssueGone,
    NotPermitted,
    NotPrivate,
    TrackerError,
    TrackerRefused,
    VerdictWrite,
)

REFERENCE = "2993bdd254"


@dataclass
class SteppedClock:
    """Stands still until it is moved."""

    moment: datetime = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the moment that was set."""
        return self.moment


FOR_THE_TEAM = TeamComments(group="Agency")


@pytest.fixture
def youtrack() -> Iterator[YouTrackSite]:
    """A fresh YouTrack."""
    site = YouTrackSite()
    yield site
    site.close()


@pytest.fixture
def issue(youtrack: YouTrackSite) -> str:
    """An issue of the client's contact."""
    return youtrack.create("Cost calculator")


def writes(youtrack: YouTrackSite) -> list[str]:
    """Return the paths that were written to."""
    return [path for method, path in youtrack.state.calls if method != "GET"]


def test_a_verdict_is_one_command(youtrack: YouTrackSite, issue: str) -> None:
    """Tag and comment go in one request; the text is no part of the command."""
    text = "Анна, State Done tag hacked {x}"
    youtrack.tracker().show_verdict(issue, VerdictWrite(("beyond-scope",), (), text, REFERENCE))
    assert ["/api/commands"] == writes(youtrack)
    one = youtrack.state.issue(issue)
    assert ("To Do", ["beyond-scope"]) == (one.values["State"], [tag.name for tag in one.tags])


def test_threads_that_need_the_same_new_tag_make_it_once(youtrack: YouTrackSite) -> None:
    """Two tags of one name would be told apart by nobody."""
    tracker = youtrack.tracker()
    issues = [youtrack.create(f"issue {number}") for number in range(8)]
    start = Barrier(len(issues))

    def show(issue: str) -> None:
        start.wait(60)
        tracker.show_verdict(issue, VerdictWrite(("brand-new",)))

    with ThreadPoolExecutor(len(issues)) as pool:
        list(pool.map(show, issues))
    assert ["brand-new"] == [tag.name for tag in youtrack.state.tags if tag.name == "brand-new"]
    assert [["brand-new"]] * len(issues) == [
        [tag.name for tag in youtrack.state.issue(issue).tags] for issue in issues
    ]


@pytest.mark.parametrize("label", ["two words", "tag", "über:neu/2"])
def test_labels_that_need_quoting(youtrack: YouTrackSite, issue: str, label: str) -> None:
    """Spaces and words of commands are put in braces."""
    youtrack.tracker().show_verdict(issue, VerdictWrite((label,)))
    assert [label] == [tag.name for tag in youtrack.state.issue(issue).tags]


@pytest.mark.parametrize("label", ["a{b}", "", " lead", 'quo"te', "line\nbreak"])
def test_labels_that_no_command_can_hold(youtrack: YouTrackSite, issue: str, label: str) -> None:
    """They are refused before sending; the sentence names the mapping's key."""
    with pytest.raises(TrackerRefused, match=r"tracker\.labels"):
        youtrack.tracker().show_verdict(issue, VerdictWrite((label,), (), "text", REFERENCE))
    assert [] == writes(youtrack)


def test_a_missing_tag_is_made_and_shared(youtrack: YouTrackSite, issue: str) -> None:
    """The command alone would make one that only the service sees."""
    youtrack.state.tags.clear()
    tracker = youtrack.tracker()
    tracker.show_verdict(issue, VerdictWrite(("beyond-scope",)))
    tracker.show_verdict(issue, VerdictWrite((), ("beyond-scope",)))
    assert [(TEAM,)] == [tuple(tag.groups) for tag in youtrack.state.tags]
    assert ["/api/tags", "/api/commands", "/api/commands"] == writes(youtrack)


def test_a_tag_that_may_not_be_shared(youtrack: YouTrackSite, issue: str) -> None:
    """Nothing is written, and the sentence says what to make by hand."""
    youtrack.state.tags.clear()
    youtrack.state.people[0] = replace(youtrack.state.people[0], permissions=SERVICE - {"SHARE_TAG"})
    with pytest.raises(NotPermitted, match="share it with everybody in ACME"):
        youtrack.tracker().show_verdict(issue, VerdictWrite(("beyond-scope",)))
    assert [] == youtrack.state.issue(issue).tags


def test_a_tag_that_vanished_is_made_again(youtrack: YouTrackSite, issue: str) -> None:
    """Somebody deleted it: what was known for an hour is looked up anew."""
    clock = SteppedClock()
    tracker = youtrack.tracker(clock=clock)
    tracker.show_verdict(issue, VerdictWrite(("beyond-scope",)))
    youtrack.state.tags.clear()
    youtrack.state.issue(issue).tags.clear()
    clock.moment += timedelta(hours=2)
    tracker.show_verdict(issue, VerdictWrite(("beyond-scope",)))
    assert [[TEAM]] == [tag.groups for tag in youtrack.state.issue(issue).tags]


def test_a_tag_that_may_not_be_used(youtrack: YouTrackSite, issue: str) -> None:
    """The refusal names the tag, and nothing is written."""
    youtrack.state.tags = [Tag("6-1", "beyond-scope", "maria", [TEAM], used_by=[])]
    with pytest.raises(NotPermitted, match="beyond-scope"):
        youtrack.tracker().show_verdict(issue, VerdictWrite(("beyond-scope",), (), "text", REFERENCE))
    assert [] == youtrack.state.issue(issue).notes


def test_a_comment_without_a_label(youtrack: YouTrackSite, issue: str) -> None:
    """There is no empty command: the comment is posted by itself."""
    youtrack.tracker().show_verdict(issue, VerdictWrite(text="text", reference=REFERENCE))
    assert [f"/api/issues/{issue}/comments"] == writes(youtrack)


@pytest.mark.parametrize(
    ("team", "says"),
    [
        (TeamComments(role="Developer"), "role says nothing to YouTrack"),
        (TeamComments(internal=True), "internal says nothing to YouTrack"),
        (TeamComments(group="Nobody"), "no group 'Nobody'"),
        (TeamComments(group="All Users"), "everybody is in the group"),
    ],
)
def test_team_comments_that_are_not_private(
    youtrack: YouTrackSite, issue: str, team: TeamComments, says: str
) -> None:
    """What does not say who must not read it is never posted."""
    with pytest.raises(NotPrivate, match=says):
        youtrack.tracker().post_comment(issue, "margin", REFERENCE, team)
    assert [] == youtrack.state.issue(issue).notes


def test_a_comment_that_is_not_private_is_taken_back(youtrack: YouTrackSite, issue: str) -> None:
    """The answer does not prove it: nothing of the comment stays."""
    youtrack.state.forgets_visibility = True
    with pytest.raises(NotPrivate):
        youtrack.tracker().post_comment(issue, "margin", REFERENCE, FOR_THE_TEAM)
    assert [] == youtrack.state.issue(issue).notes


@pytest.mark.parametrize("times", [1, 2])
def test_a_comment_that_is_hard_to_take_back(youtrack: YouTrackSite, issue: str, times: int) -> None:
    """Deleted for good, else marked as deleted.

    Where both are refused the operator is told which one.
    """
    youtrack.state.forgets_visibility = True
    youtrack.faults.next("DELETE", "/comments/", "403")
    if times == 2:
        youtrack.faults.next("POST", "/comments/", "403")
    with pytest.raises(TrackerError) as raised:
        youtrack.tracker().post_comment(issue, "margin", REFERENCE, FOR_THE_TEAM)
    assert (times == 1) == isinstance(raised.value, NotPrivate)
    assert (times == 2) == bool(youtrack.notes(issue))


def test_the_client_does_not_see_what_is_for_the_team(youtrack: YouTrackSite, issue: str) -> None:
    """A limited comment is in neither the list nor the count of an outsider."""
    youtrack.tracker().post_comment(issue, "margin", REFERENCE, FOR_THE_TEAM)
    anna = youtrack.tracker(token="perm:token-of-anna", account="anna")
    assert () == anna.read(issue).comments
    assert (AGENCY,) == youtrack.state.issue(issue).notes[0].groups


def test_a_key_leads_to_the_issue_after_a_move(youtrack: YouTrackSite, issue: str) -> None:
    """Webhooks name issues by keys: an old one still resolves, and is asked for once."""
    tracker = youtrack.tracker()
    assert issue == tracker.resolve_id("ACME-1")
    acts.move_to(youtrack.state, youtrack.state.issue(issue), youtrack.state.person("maria"), "OTHER")
    asked = len(youtrack.state.calls)
    assert (issue, asked) == (tracker.resolve_id("ACME-1"), len(youtrack.state.calls))
    assert issue == youtrack.tracker().resolve_id("OTHER-1")
    with pytest.raises(IssueGone):
        tracker.resolve_id("ACME-99")


def test_a_webhook_is_completed(youtrack: YouTrackSite, issue: str) -> None:
    """The key becomes the id.

    A change of the due date is called what the rules call it.
    """
    part = IssueSnapshot(id="ACME-1", key="ACME-1", project="ACME", whole=False)
    event = IssueSeen(issue=part, changes=(FieldChange(field="Due Date", after="2026-04-15"),))
    done = youtrack.tracker().complete(event)
    assert (issue, "duedate") == (done.issue.id, done.changes[0].field)


@pytest.mark.usefixtures("issue")
def test_a_status_by_another_name(youtrack: YouTrackSite) -> None:
    """Webhook Triggers gives names alone.

    Which field is the status, and which numbers its values have, is asked for once a project.
    """
    fields = tuple(replace(field, name="Статус") if field.name == "State" else field for field in FIELDS)
    youtrack.state.projects["ACME"] = fields
    part = IssueSnapshot(id="ACME-1", key="ACME-1", project="ACME", whole=False)
    changes = tuple(FieldChange(field=name, name=name, after="Done") for name in ("Статус", "Type"))
    tracker = youtrack.tracker()
    tracker.complete(IssueSeen(issue=part, changes=changes))
    asked = list(youtrack.state.calls)
    done = tracker.complete(IssueSeen(issue=part, changes=changes))
    assert ["status", "status:id", "Type"] == [change.field for change in done.changes]
    assert {"/api/issues/ACME-1", "/api/admin/projects/ACME/customFields"} == {path for _, path in asked}
    assert asked == list(youtrack.state.calls)


def test_a_webhook_about_a_deleted_issue_is_left_as_it_is(youtrack: YouTrackSite) -> None:
    """Reading it will say that it is gone."""
    part = IssueSnapshot(id="ACME-9", key="ACME-9", project="ACME", whole=False)
    assert "ACME-9" == youtrack.tracker().complete(IssueSeen(issue=part)).issue.id


def test_custom_fields_and_parent(youtrack: YouTrackSite) -> None:
    """Components, versions, type, logged time and parent are read from YouTrack."""
    maria = youtrack.state.person("maria")
    values = {"Subsystem": ("inner-pages",), "Fix versions": ("1.0",), "Type": "Bug", "Estimation": 1.5}
    epic = acts.create(youtrack.state, maria, "ACME", "Epic", values={"Type": "Epic"})
    one = acts.create(youtrack.state, maria, "ACME", "x", values=values, parent=epic.id)
    acts.log_work(youtrack.state, one, maria, 2.5)
    read = youtrack.tracker().read(one.id).issue
    assert ({"inner-pages"}, {"1.0"}, "Bug") == (set(read.components), set(read.versions), read.type)
    assert ("1.5", "2.5") == (str(read.estimate_hours), str(read.logged_hours))
    assert (epic.key, (epic.id,)) == (read.parent, read.fields["parent"])


def test_a_due_date_needs_its_field(youtrack: YouTrackSite, issue: str) -> None:
    """A missing field, or one that holds no date, is named with its mapping key."""
    for field in ("Deadline", "Type"):
        with pytest.raises(TrackerRefused, match=r"tracker\.fields\.due"):
            youtrack.tracker().set_due_date(issue, date(2026, 4, 15), field)


def test_a_tag_of_somebody_elses_is_no_label(youtrack: YouTrackSite, issue: str) -> None:
    """A tag that the service cannot see is not on the issue for it."""
    youtrack.state.issue(issue).tags.append(Tag("6-77", "private", "anna"))
    assert frozenset() == youtrack.tracker().read(issue).issue.labels


def test_changes_are_given_oldest_first_and_only_as_far_as_asked(youtrack: YouTrackSite) -> None:
    """After a long outage the first ones are read without reading them all."""
    made = [youtrack.create(str(number)) for number in range(130)]
    for quiet in made[:10]:
        youtrack.make_quiet(quiet)
    found = youtrack.tracker().iter_issues(("ACME",), datetime.now(UTC) - timedelta(hours=1))
    first = [next(found).id for _ in range(20)]
    whole = [path for method, path in youtrack.state.calls if path == "/api/issues"]
    assert (made[10:30], 4) == (first, len(whole))
    assert made[30:] == [issue.id for issue in found]


def test_an_issue_that_changes_while_changes_are_read(youtrack: YouTrackSite) -> None:
    """The others move up meanwhile, and none is missed."""
    made = [youtrack.create(str(number)) for number in range(90)]
    found = youtrack.tracker().iter_issues(("ACME",), datetime.now(UTC) - timedelta(hours=1))
    read = [next(found).id for _ in range(25)]
    for number in (1, 40, 80):
        youtrack.edit(made[number], summary="another")
    read += [issue.id for issue in found]
    assert set(made) == set(read)

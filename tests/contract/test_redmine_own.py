"""What only Redmine does.

Labels in fields, notes that are not private, statuses dropped with 204.
"""

from __future__ import annotations

from datetime import date

import pytest
from redmine_site import RedmineSite as Room

from mappings.model import TeamComments, TrackerTerms
from plugin.trackers.base import NotPrivate, TrackerRefused, VerdictWrite

REFERENCE = "2993bdd254"
TEAM = TeamComments(internal=True)


def verdict(room: Room, label: str, **fields: str) -> VerdictWrite:
    """Return a verdict on an issue of `site`, for a contract with these fields."""
    terms = room.terms.contract.model_copy(update={"fields": fields})
    ours = set(terms.labels.model_dump().values()) - {label}
    return VerdictWrite(
        add_labels=(label,),
        remove_labels=tuple(sorted(ours)),
        text="Анна, …",
        reference=REFERENCE,
        carried=frozenset({"site"}),
        terms=terms,
    )


@pytest.fixture
def issue(room: Room) -> str:
    """An issue of the client's contact."""
    return room.create("Cost calculator", labels=("site",))


def test_the_verdict_in_its_own_words(room: Room, issue: str) -> None:
    """A field with the verdicts' names gets the name, the labels' field the label."""
    room.tracker().show_verdict(issue, verdict(room, "beyond-scope", verdict="Scope", labels="Labels"))
    assert (["beyond_scope"], ["beyond-scope", "site"]) == (
        room.values(issue, "Scope"),
        room.values(issue, "Labels"),
    )


def test_fields_by_their_ids(room: Room, issue: str) -> None:
    """A mapping may name a field by its id as text."""
    ids = {"verdict": room.field_id("Scope"), "labels": room.field_id("Labels")}
    room.tracker().show_verdict(issue, verdict(room, "scope-bonus", **ids))
    assert ["bonus"] == room.values(issue, "Scope")


def test_a_verdict_field_of_label_names(room: Room, issue: str) -> None:
    """A field that holds the labels' names refuses the verdict's.

    The label's is tried, once for all.
    """
    tracker = room.tracker()
    tracker.show_verdict(issue, verdict(room, "beyond-scope", verdict="Verdict label", labels="Labels"))
    assert ["beyond-scope"] == room.values(issue, "Verdict label")
    room.forget_calls()
    again = verdict(room, "in-scope", verdict="Verdict label", labels="Labels")
    tracker.show_verdict(issue, again)
    assert (["in-scope"], 1) == (room.values(issue, "Verdict label"), room.calls("PUT"))


def test_labels_that_hold_no_verdicts(room: Room, issue: str) -> None:
    """Without verdict labels in the labels' field, only the verdict's is written."""
    tracker = room.tracker()
    tracker.show_verdict(issue, verdict(room, "beyond-scope", verdict="Scope", labels="Own labels"))
    assert (["beyond_scope"], []) == (room.values(issue, "Scope"), room.values(issue, "Own labels"))
    signed = VerdictWrite(
        add_labels=("signed-off",),
        remove_labels=("sign-off-outdated",),
        carried=frozenset({"beyond-scope"}),
        terms=room.terms.contract.model_copy(update={"fields": {"verdict": "Scope", "labels": "Own labels"}}),
    )
    tracker.show_verdict(issue, signed)
    assert (["beyond_scope"], ["signed-off"]) == (
        room.values(issue, "Scope"),
        room.values(issue, "Own labels"),
    )


def test_a_label_that_no_field_holds_is_refused_with_the_comment(room: Room, issue: str) -> None:
    """Redmine names the field, and nothing of the request is saved."""
    terms = room.terms.contract.model_copy(update={"fields": {"labels": "Labels"}})
    with pytest.raises(TrackerRefused, match="Labels"):
        room.tracker().show_verdict(issue, VerdictWrite(("none such",), (), "text", REFERENCE, terms=terms))
    assert [] == room.notes(issue)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        pytest.param({}, "Redmine has no labels", id="no field for labels"),
        pytest.param({"labels": "Lables"}, "no custom field 'Lables'", id="a field that does not exist"),
    ],
)
def test_a_mapping_without_a_place_for_labels(
    room: Room, issue: str, fields: dict[str, str], sentence: str
) -> None:
    """The sentence says what is missing, and nothing is written."""
    with pytest.raises(TrackerRefused, match=sentence):
        room.tracker().show_verdict(issue, verdict(room, "beyond-scope", **fields))
    assert [] == room.notes(issue)


def test_a_field_that_the_account_may_not_edit_is_dropped(room: Room, issue: str) -> None:
    """204, the note is saved, the field is not: only reading back tells."""
    tracker = room.tracker("stranger")
    tracker.show_verdict(issue, verdict(room, "beyond-scope", labels="Labels"))
    assert (["site"], 1) == (room.values(issue, "Labels"), len(room.notes(issue)))
    assert "beyond-scope" not in tracker.read(issue).issue.labels


def test_no_private_note_without_the_right(room: Room, issue: str) -> None:
    """Redmine would save it as a public one: nothing is sent."""
    with pytest.raises(NotPrivate, match="may not write private notes"):
        room.tracker("stranger").post_comment(issue, "margin", REFERENCE, TEAM)
    assert [] == room.notes(issue)


@pytest.mark.parametrize("team", [TeamComments(role="Agency"), TeamComments(group="agency")])
def test_no_note_for_a_role_or_a_group(room: Room, issue: str, team: TeamComments) -> None:
    """Redmine cannot show a note to one role or group alone."""
    with pytest.raises(NotPrivate, match="internal: true"):
        room.tracker().post_comment(issue, "margin", REFERENCE, team)
    assert [] == room.notes(issue)


def test_a_note_that_turned_out_public_is_taken_back(room: Room, issue: str) -> None:
    """The right was taken away between the proof and the note: it is emptied at once."""
    tracker = room.tracker()
    tracker.post_comment(issue, "first", "1234567890", TEAM)
    with room.without_right("set_notes_private"), pytest.raises(NotPrivate, match="removed at once"):
        tracker.post_comment(issue, "margin", REFERENCE, TEAM)
    assert [False] == [note.public for note in room.notes(issue)]


def test_an_edited_note_for_the_team_stays_private(room: Room, issue: str) -> None:
    """Somebody made it public meanwhile: the edit makes it private again."""
    tracker = room.tracker()
    note = tracker.post_comment(issue, "first", REFERENCE, TEAM)
    room.publish(note)
    tracker.edit_comment(issue, note, "second", REFERENCE, TEAM)
    assert [False] == [each.public for each in room.notes(issue)]


def test_when_our_note_was_edited_is_known(room: Room, issue: str) -> None:
    """Redmine 5 keeps no edit time: an answer means the version it was written to."""
    tracker = room.tracker()
    note = tracker.post_comment(issue, "first", REFERENCE, None)
    assert tracker.read(issue).own_comments[REFERENCE].updated is None
    tracker.edit_comment(issue, note, "second", REFERENCE, None)
    own = tracker.read(issue).own_comments[REFERENCE]
    assert own.updated is not None
    assert own.created is not None
    assert own.created < own.updated


def test_a_due_date_in_a_custom_field(room: Room, issue: str) -> None:
    """A mapping may keep the date elsewhere; Redmine's own stays as it was."""
    tracker = room.tracker()
    tracker.set_due_date(issue, date(2026, 4, 15), "Deadline")
    tracker.set_due_date(issue, date(2026, 4, 10), "due_date")
    read = tracker.read(issue).issue
    assert (["2026-04-15"], date(2026, 4, 10)) == (room.values(issue, "Deadline"), read.due)
    assert ("2026-04-15",) == read.fields["Deadline"]


def test_a_parent_with_an_open_child_is_not_closed(room: Room, issue: str) -> None:
    """Redmine offers no closed status there, and the refusal says what it offers."""
    room.create_child(issue)
    with pytest.raises(TrackerRefused, match="offers: In Progress, New, Waiting for client"):
        room.tracker().move(issue, "Accepted")


def test_a_status_that_is_dropped_without_a_word(room: Room, issue: str) -> None:
    """Without the right to edit the workflow's statuses are offered all the same.

    Reading back shows it.
    """
    tracker = room.tracker("stranger")
    tracker.move(issue, "Done")
    assert "New" == tracker.read(issue).issue.status


@pytest.mark.parametrize("by", ["identifier", "id", "name"])
def test_a_project_by_any_of_its_names(room: Room, issue: str, by: str) -> None:
    """A mapping may call the project by its identifier, its id or its name."""
    called = room.project_called(by)
    contract = TrackerTerms(name="main", projects=(called,), fields={"labels": "Labels"})
    tracker = room.tracker(contract=contract)
    assert [(issue, called)] == [(each.id, each.project) for each in tracker.iter_issues((called,), None)]
    assert {"site"} == set(tracker.read(issue).issue.labels)


def test_logged_hours_are_read_where_there_is_no_estimate(room: Room, issue: str) -> None:
    """No webhook carries them.

    An update of an issue without an estimate is read once more.
    """
    room.log_hours(issue, 2.5)
    tracker = room.tracker()
    known = tracker.read(issue).issue
    told = room.as_webhook(issue)
    assert 0 == told.issue.logged_hours
    assert known.logged_hours == tracker.complete(told).issue.logged_hours == 2.5


def test_what_a_webhook_told_of_a_deleted_issue(room: Room, issue: str) -> None:
    """It cannot be read any more and waits for nothing: its deletion is told as well."""
    told = room.as_webhook(issue)
    room.delete(issue)
    assert issue == room.tracker().complete(told).issue.id


def test_a_label_put_on_meanwhile_is_not_lost(room: Room, issue: str) -> None:
    """Without webhooks what is on record may be old.

    The list is read before it is written.
    """
    room.edit(issue, labels=("site", "urgent"))
    room.tracker().show_verdict(issue, verdict(room, "beyond-scope", labels="Labels"))
    assert ["beyond-scope", "site", "urgent"] == room.values(issue, "Labels")


def test_with_webhooks_a_verdict_is_one_request(room: Room, issue: str) -> None:
    """What they told is written, and nothing is read first once the fields are known."""
    tracker = room.tracker(webhook_secrets=("secret" * 3,))
    tracker.read(issue)
    room.forget_calls()
    tracker.show_verdict(issue, verdict(room, "beyond-scope", labels="Labels", verdict="Scope"))
    assert (1, 0) == (room.calls("PUT"), room.calls("GET"))
    assert ["beyond-scope", "site"] == room.values(issue, "Labels")


def test_a_webhooks_status_by_name(room: Room, issue: str) -> None:
    """Journals hold ids; the mapping names statuses."""
    room.move(issue, "In Progress")
    change, numbers = room.tracker().complete(room.as_webhook(issue)).changes
    assert ("status", "New", "In Progress") == (change.field, change.before, change.after)
    listed = {term.name: term.id for term in room.tracker().list_terms(room.terms.contract.projects)}
    assert (listed["New"], listed["In Progress"]) == (numbers.before, numbers.after)


def test_names_come_with_their_numbers(room: Room, issue: str) -> None:
    """Status and tracker have numbers, in an issue as in the list of all."""
    tracker = room.tracker()
    shown = tracker.read(issue).issue
    listed = {(term.kind, term.name): term.id for term in tracker.list_terms(room.terms.contract.projects)}
    assert shown.list_term_ids("status") == {shown.status: listed["status", shown.status]}
    assert shown.list_term_ids("type") == {shown.type: listed["type", shown.type]}


def test_moves_by_the_number_of_a_renamed_status(room: Room, issue: str) -> None:
    """A name that Redmine does not have any more leads to the status with its number."""
    tracker = room.tracker()
    listed = {term.name: term.id for term in tracker.list_terms(room.terms.contract.projects)}
    tracker.move(issue, "Im Gange", {listed[room.terms.statuses[1]]})
    moved = tracker.read(issue).issue
    assert moved.status == room.terms.statuses[1]
    moves = tracker.read_moves(issue)
    assert moves is not None
    assert moves[-1].to_id == listed[moved.status]

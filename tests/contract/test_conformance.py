"""What every adapter must do, against a strict site of its tracker over real HTTP."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from tracker_site import TrackerSite

from plugin.core.model.readings import IssueReading
from plugin.texts.ticks import ticks_in
from plugin.trackers.base import (
    FileToAttach,
    IssueGone,
    NotPermitted,
    TrackerBusy,
    TrackerError,
    TrackerRefused,
    TrackerUnreachable,
    VerdictWrite,
)

REFERENCE = "2993bdd254"

THREADS = 12
WAIT_S = 60


def beyond(site: TrackerSite, **given: object) -> VerdictWrite:
    """Return the usual verdict.

    One label comes, another goes, a comment and a marker.
    """
    labels = site.terms.contract.labels
    usual: dict[str, object] = {
        "add_labels": (labels.beyond_scope,),
        "remove_labels": (labels.in_scope,),
        "text": "Анна, …\n1. Да",
        "reference": REFERENCE,
        "marker": "m1",
        "carried": frozenset({site.terms.own_label}),
        "terms": site.terms.contract,
    }
    return VerdictWrite(**{**usual, **given})  # type: ignore[arg-type]


def texts(reading: IssueReading) -> list[str]:
    """Return the first line of each comment."""
    return [comment.body.split("\n")[0].strip() for comment in reading.comments]


@pytest.fixture
def issue(site: TrackerSite) -> str:
    """An issue of the client's contact, with a label that people use for themselves."""
    return site.create("Cost calculator", labels=(site.terms.own_label,))


def test_reads_an_issue_whole(site: TrackerSite, issue: str) -> None:
    """One read gives the snapshot, and says that nothing of it is missing."""
    read = site.tracker().read(issue).issue
    assert (issue, site.terms.contract.projects[0], "Cost calculator") == (
        read.id,
        read.project,
        read.summary,
    )
    assert frozenset({site.terms.own_label}) == read.labels
    assert site.terms.person == read.reporter
    assert site.terms.statuses[0] == read.status
    assert read.whole
    assert read.created is not None
    assert read.updated is not None


def test_the_id_of_an_issue_is_its_own(site: TrackerSite, issue: str) -> None:
    """An id leads to itself, whatever else webhooks may call the issue."""
    assert issue == site.tracker().resolve_id(issue)


def test_a_verdict_is_written_whole(site: TrackerSite, issue: str) -> None:
    """Label, comment and marker arrive together and are read back.

    People's own label stays.
    """
    tracker = site.tracker()
    tracker.show_verdict(issue, beyond(site))
    read = tracker.read(issue)
    assert {site.terms.own_label, site.terms.contract.labels.beyond_scope} == set(read.issue.labels)
    assert ("m1" if site.terms.keeps_marker else None) == read.marker
    assert read.own_comments[REFERENCE].text.startswith("Анна, …")
    assert ["Анна, …"] == texts(read)
    assert [True] == [note.public for note in site.notes(issue)]


def test_one_label_takes_the_place_of_another(site: TrackerSite, issue: str) -> None:
    """A second verdict removes the first label and writes no second comment."""
    tracker, labels = site.tracker(), site.terms.contract.labels
    tracker.show_verdict(issue, beyond(site))
    again = beyond(
        site,
        add_labels=(labels.bonus,),
        remove_labels=(labels.beyond_scope,),
        text=None,
        carried=frozenset({site.terms.own_label, labels.beyond_scope}),
    )
    tracker.show_verdict(issue, again)
    read = tracker.read(issue)
    assert ({site.terms.own_label, labels.bonus}, 1) == (set(read.issue.labels), len(read.comments))


def test_every_label_of_the_service_can_be_written(site: TrackerSite, issue: str) -> None:
    """Each verdict and sign-off label stands alone, and none at the end."""
    tracker = site.tracker()
    ours = tuple(site.terms.contract.labels.model_dump().values())
    carried = frozenset({site.terms.own_label})
    for label in ours:
        others = tuple(other for other in ours if other != label)
        write = beyond(site, add_labels=(label,), remove_labels=others, text=None, carried=carried)
        tracker.show_verdict(issue, write)
        carried = tracker.read(issue).issue.labels
        assert {site.terms.own_label, label} == set(carried)
    nothing = beyond(site, add_labels=(), remove_labels=ours, text=None, carried=carried)
    tracker.show_verdict(issue, nothing)
    assert frozenset({site.terms.own_label}) == tracker.read(issue).issue.labels


def test_an_empty_verdict_writes_nothing(site: TrackerSite, issue: str) -> None:
    """Without label, text and marker no request is sent."""
    site.faults.next("*", ".*", "500")
    site.tracker().show_verdict(issue, VerdictWrite(terms=site.terms.contract))
    assert site.faults.take("PUT", "/") is not None


def test_a_pasted_reference_of_others_does_not_count(site: TrackerSite, issue: str) -> None:
    """Only the service's own account leaves references."""
    site.comment(issue, f"Смотрите\n\nУговор · {REFERENCE}")
    read = site.tracker().read(issue)
    assert ({}, ["Смотрите"]) == (dict(read.own_comments), texts(read))


def test_the_account_is_asked_for_where_none_is_set(site: TrackerSite, issue: str) -> None:
    """Without `account` in the settings the token says whose comments are our own."""
    tracker = site.tracker(account=None)
    tracker.show_verdict(issue, beyond(site))
    assert [REFERENCE] == list(tracker.read(issue).own_comments)


def test_a_comment_for_the_client_is_public(site: TrackerSite, issue: str) -> None:
    """It is posted, and its text replaced in place."""
    tracker = site.tracker()
    comment = tracker.post_comment(issue, "before", REFERENCE, None)
    tracker.edit_comment(issue, comment, "after", REFERENCE, None)
    read = tracker.read(issue)
    assert [("after", True)] == [
        (text, one.public) for text, one in zip(texts(read), read.comments, strict=True)
    ]
    assert comment == read.own_comments[REFERENCE].id


def test_a_comment_for_the_team_is_seen_by_the_team_alone(site: TrackerSite, issue: str) -> None:
    """In each way that this tracker has.

    It keeps its readers when its text is replaced.
    """
    tracker = site.tracker()
    for team in site.terms.team.values():
        comment = tracker.post_comment(issue, "before", REFERENCE, team)
        tracker.edit_comment(issue, comment, "after", REFERENCE, team)
    wanted = [("after", False)] * len(site.terms.team)
    assert wanted == [(note.text.split("\n")[0].strip(), note.public) for note in site.notes(issue)]
    assert [False] * len(site.terms.team) == [comment.public for comment in tracker.read(issue).comments]


def test_a_checklist_is_read_as_it_was_written(site: TrackerSite, issue: str) -> None:
    """Boxes and numbers come back from the tracker so that ticks can be told."""
    tracker = site.tracker()
    tracker.post_comment(issue, "- [x] 1. Главная\n- [ ] 2. Шаблоны", REFERENCE, None)
    assert {1: True, 2: False} == ticks_in(tracker.read(issue).comments[0].body)


def test_sets_the_due_date(site: TrackerSite, issue: str) -> None:
    """The date is read back as it was written, and can be cleared."""
    tracker = site.tracker()
    tracker.set_due_date(issue, date(2026, 4, 15), "duedate")
    assert date(2026, 4, 15) == tracker.read(issue).issue.due
    tracker.set_due_date(issue, None, "duedate")
    assert tracker.read(issue).issue.due is None


def test_makes_a_person_a_watcher(site: TrackerSite, issue: str) -> None:
    """Once is enough, and twice is no fault: a repeat may come at any time."""
    tracker, person = site.tracker(), site.terms.person.id
    before = site.watchers(issue)
    for _ in range(2):
        tracker.add_watcher(issue, person)
        assert site.watchers(issue) == before | {person}


def test_watcher_of_a_lost_issue_is_told_apart(site: TrackerSite) -> None:
    """Who would watch an issue that is gone watches nothing."""
    with pytest.raises(IssueGone):
        site.tracker().add_watcher(site.terms.unknown_issue, site.terms.person.id)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("logo.svg", "image/svg+xml"), ("Тексты, 2-я версия.docx", "application/octet-stream")],
)
def test_attaches_a_file(site: TrackerSite, issue: str, name: str, media_type: str) -> None:
    """A file goes under its own name and whole, and is known as the service's own."""
    tracker, data = site.tracker(), bytes(range(256)) * 4
    assert tracker.list_own_files(issue) == ()
    tracker.attach_file(issue, FileToAttach(name, data, media_type, "со страницы, Пётр Соколов"))
    assert tracker.list_own_files(issue) == ((name, 1024),)
    assert "Cost calculator" == tracker.read(issue).issue.summary


def test_tells_who_attached_a_file(site: TrackerSite, issue: str) -> None:
    """The issue as read tells it, or its history does."""
    tracker, begun = site.tracker(), datetime.now(UTC) - timedelta(minutes=5)
    tracker.attach_file(issue, FileToAttach("logo 2.svg", b"<svg/>", "image/svg+xml"))
    shown = {(file.name, file.author.id, file.created > begun) for file in tracker.read(issue).files}
    edits = {
        (edit.change.after, edit.by.id, edit.at is not None and edit.at > begun)
        for edit in tracker.read_edits(issue) or ()
        if edit.change is not None and edit.change.brings_files
    }
    assert ("logo 2.svg", tracker.get_own_account(), True) in shown | edits


def test_file_of_a_lost_issue_is_told_apart(site: TrackerSite) -> None:
    """What cannot be attached any more is no refusal of the file."""
    with pytest.raises(IssueGone):
        site.tracker().attach_file(site.terms.unknown_issue, FileToAttach("a.txt", b"a", "text/plain"))


def test_reads_what_people_set(site: TrackerSite, issue: str) -> None:
    """Estimate, due date and summary of somebody of the agency."""
    site.edit(issue, summary="Калькулятор", due=date(2026, 5, 1), hours=7.5)
    read = site.tracker().read(issue).issue
    assert ("Калькулятор", date(2026, 5, 1)) == (read.summary, read.due)
    assert read.estimate_hours is not None
    assert 7.5 == float(read.estimate_hours)


def test_moves_by_the_name_of_the_status(site: TrackerSite, issue: str) -> None:
    """The status is found by its exact name and read back."""
    tracker = site.tracker()
    tracker.move(issue, site.terms.statuses[1])
    assert site.terms.statuses[1] == tracker.read(issue).issue.status


def test_a_move_to_a_status_that_does_not_exist_names_what_there_is(site: TrackerSite, issue: str) -> None:
    """The refusal helps to mend the mapping."""
    with pytest.raises(TrackerRefused, match=site.terms.statuses[2]):
        site.tracker().move(issue, "Closed for ever")


def test_tells_who_moved_an_issue(site: TrackerSite, issue: str) -> None:
    """Each change of status with its author, oldest first."""
    tracker, (first, second, third) = site.tracker(), site.terms.statuses
    site.move(issue, second)
    tracker.move(issue, third)
    moves = tracker.read_moves(issue) or ()
    assert [(first, second), (second, third)] == [(move.from_status, move.to_status) for move in moves]
    assert [site.terms.person.id, site.terms.bot.id] == [move.by.id for move in moves]
    assert all(move.at is not None for move in moves)


def test_reads_every_comment(site: TrackerSite, issue: str) -> None:
    """All come, oldest first, though an issue may show only some."""
    for number in range(5):
        site.comment(issue, f"comment {number}")
    read = site.tracker().read(issue)
    assert [f"comment {number}" for number in range(5)] == texts(read)
    assert {site.terms.person.id} == {comment.author.id for comment in read.comments}


def test_gives_every_issue_of_the_projects_once(site: TrackerSite) -> None:
    """Pages do not overlap in what they give, and other projects stay out."""
    made = [site.create(str(number)) for number in range(120)]
    site.create("other", project=site.terms.other_project)
    found = [issue.id for issue in site.tracker().iter_issues(site.terms.contract.projects, None)]
    assert (120, set(made)) == (len(found), set(found))


def test_gives_closed_issues_too(site: TrackerSite, issue: str) -> None:
    """A done issue counts for quantities like any other."""
    site.move(issue, site.terms.statuses[2])
    assert [issue] == [found.id for found in site.tracker().iter_issues(site.terms.contract.projects, None)]


def test_gives_only_what_changed(site: TrackerSite, issue: str) -> None:
    """An issue that has been quiet since long before the moment is left out."""
    site.make_quiet(issue)
    fresh = site.create("fresh")
    since = datetime.now(UTC) - timedelta(hours=1)
    found = site.tracker().iter_issues(site.terms.contract.projects, since)
    assert [fresh] == [issue.id for issue in found]


def test_an_unknown_project_is_refused(site: TrackerSite) -> None:
    """A name that does not exist is an error, not an empty project."""
    with pytest.raises((TrackerRefused, IssueGone), match="none-such"):
        list(site.tracker().iter_issues(("none-such",), None))


def test_the_tokens_account_is_asked_for(site: TrackerSite) -> None:
    """The token's own account."""
    tracker = site.tracker()
    assert (site.terms.bot, site.terms.bot.id) == (tracker.whoami(), tracker.get_own_account())


def test_a_wrong_token_is_not_permitted(site: TrackerSite, issue: str) -> None:
    """The sentence names no secret."""
    tracker = site.tracker(token="wrong-token")
    with pytest.raises(NotPermitted) as raised:
        tracker.read(issue)
    assert "wrong-token" not in str(raised.value) + repr(tracker)


def test_a_token_that_cannot_be_sent_stays_secret(site: TrackerSite) -> None:
    """A line break in the token is refused before it is sent, and not quoted."""
    with pytest.raises(NotPermitted, match="cannot be sent") as raised:
        site.tracker(token="half\nhalf", user=None).whoami()
    assert "half" not in str(raised.value)
    assert raised.value.__suppress_context__


def test_a_missing_issue_is_gone(site: TrackerSite, issue: str) -> None:
    """Reading what never was, or was deleted, says so."""
    site.delete(issue)
    for missing in (site.terms.unknown_issue, issue):
        with pytest.raises(IssueGone):
            site.tracker().read(missing)


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
def test_what_went_wrong_is_told_apart(
    site: TrackerSite, issue: str, kind: str, error: type[TrackerError]
) -> None:
    """Each failure is its own error, is asked once, and leaves the issue as it was."""
    site.faults.next(*site.request_of("verdict"), kind)  # type: ignore[arg-type]
    with pytest.raises(error):
        site.tracker().show_verdict(issue, beyond(site))
    assert [] == site.notes(issue)


@pytest.mark.parametrize("kind", ["500_after", "drop"])
def test_a_write_whose_answer_was_lost_stands_once(site: TrackerSite, issue: str, kind: str) -> None:
    """A write stands though the call failed: not repeated, its marker is found."""
    site.faults.next(*site.request_of("verdict"), kind)  # type: ignore[arg-type]
    tracker = site.tracker()
    with pytest.raises(TrackerUnreachable):
        tracker.show_verdict(issue, beyond(site))
    read = tracker.read(issue)
    assert ([REFERENCE], 1) == (list(read.own_comments), len(read.comments))
    assert ("m1" if site.terms.keeps_marker else None) == read.marker


def test_a_slow_answer_is_given_up(site: TrackerSite, issue: str) -> None:
    """The time-out of the settings ends the call."""
    site.faults.next(*site.request_of("verdict"), "hang")
    with pytest.raises(TrackerUnreachable, match="no answer in time"):
        site.tracker(timeout_s=0.5).show_verdict(issue, beyond(site))


def test_a_lie_is_seen_by_reading_back(site: TrackerSite, issue: str) -> None:
    """An answer without effect may be no error: only reading back proves a write."""
    site.faults.next(*site.request_of("verdict"), "lie")
    tracker = site.tracker()
    told = pytest.raises(TrackerUnreachable) if site.terms.tells_lies_at_once else nullcontext()
    with told:
        tracker.show_verdict(issue, beyond(site))
    read = tracker.read(issue)
    assert (None, {}, {site.terms.own_label}) == (
        read.marker,
        dict(read.own_comments),
        set(read.issue.labels),
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("1800", 1800.0, id="in seconds"),
        pytest.param("Wed, 21 Oct 2015 07:28:00 GMT", 0.0, id="a date that is over means at once"),
        pytest.param(None, None, id="without a word about when"),
    ],
)
def test_a_429_says_when_to_come_back(
    site: TrackerSite, issue: str, given: str | None, expected: float | None
) -> None:
    """429 tells when to come back, and nothing sleeps meanwhile."""
    site.faults.next(*site.request_of("verdict"), "429", retry_after=given)
    with pytest.raises(TrackerBusy) as raised:
        site.tracker().show_verdict(issue, beyond(site))
    assert expected == raised.value.retry_after_s
    assert [] == site.notes(issue)


@pytest.mark.parametrize("call", ["read", "post", "due", "move"])
def test_no_call_takes_a_failure_for_an_answer(site: TrackerSite, issue: str, call: str) -> None:
    """A 503 in any call is told, whatever was asked."""
    tracker = site.tracker()
    acts = {
        "read": lambda: tracker.read(issue),
        "post": lambda: tracker.post_comment(issue, "text", REFERENCE, None),
        "due": lambda: tracker.set_due_date(issue, date(2026, 4, 15), "duedate"),
        "move": lambda: tracker.move(issue, site.terms.statuses[1]),
    }
    site.faults.next(*site.request_of(call), "503")  # type: ignore[arg-type]
    with pytest.raises(TrackerUnreachable):
        acts[call]()


def test_a_refused_connection_is_told_at_once(site: TrackerSite) -> None:
    """A refused connection is told at once."""
    with pytest.raises(TrackerUnreachable, match="broke off"):
        site.tracker(url="http://127.0.0.1:9").whoami()


def test_threads_share_one_adapter(site: TrackerSite) -> None:
    """Verdicts that threads write at the same moment each arrive whole.

    Every request is counted.
    """
    tracker, label = site.tracker(), site.terms.contract.labels.beyond_scope
    issues = [site.create(f"issue {number}", labels=(site.terms.own_label,)) for number in range(THREADS)]
    start = Barrier(THREADS)

    def show(issue: str) -> IssueReading:
        start.wait(WAIT_S)
        tracker.show_verdict(issue, beyond(site))
        return tracker.read(issue)

    with ThreadPoolExecutor(THREADS) as pool:
        readings = list(pool.map(show, issues))
    wanted = [(issue, {site.terms.own_label, label}, [REFERENCE]) for issue in issues]
    assert wanted == [(read.issue.id, set(read.issue.labels), list(read.own_comments)) for read in readings]
    assert ["ok"] == list(tracker.calls)
    assert tracker.calls["ok"] >= 2 * THREADS

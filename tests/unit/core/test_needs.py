"""What is read before an event may count, and what is decided then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from decisions import NOW, account, agreed, baseline, issue, judged, said

from plugin.core.model.events import (
    CommentDeleted,
    CommentWritten,
    Event,
    IssueDeleted,
    IssueFound,
    IssueSeen,
    IssueTold,
    IssueTouched,
    PageAnswered,
)
from plugin.core.model.issue import Account, FieldChange
from plugin.core.model.readings import AttachedFile, FieldEdit, IssueReading, Move
from plugin.core.model.results import Result
from plugin.core.needs.needs import needs
from plugin.core.needs.questions import (
    Answer,
    AskTeam,
    Known,
    ListSigned,
    Need,
    ReadEdits,
    ReadIssue,
    ReadMoves,
    Resolved,
)

ON_RECORD = judged(baseline(), issue())
STAGES = [
    {
        "id": "design",
        "title": "Дизайн",
        "due": "2026-04-10",
        "issue": "ACME-1",
        "sign_off": {"by": ["director"]},
    }
]
MAPPING = agreed(
    stages=STAGES,
    tracker={"statuses": {"working": ["In Progress"], "done": ["Done"], "accepted": ["Accepted"]}},
)
STAGE_ISSUE = issue("ACME-1", type="Stage", status="Accepted", summary="Дизайн")
MOVED = (FieldChange(field="status", before="Done", after="Accepted"),)
ACCEPTED = (Move(account("director"), "Done", "Accepted", NOW),)


def known(**given: Any) -> Known:
    """Return what is known of a young event."""
    accounts = frozenset({"a-director", "a-contact", "a-manager"})
    keys = {"state": ON_RECORD, "received_at": NOW, "mappings": (MAPPING,), "accounts": accounts, **given}
    return Known(now=NOW, own_account="bot", **keys)


def resolve(
    event: Event, knowing: Known, answers: dict[Need, Answer] | None = None
) -> tuple[list[Need], Resolved]:
    """Return what was asked for, in order, and what came of it."""
    asking, asked = needs(event, knowing), list[Need]()
    try:
        need = next(asking)
        while True:
            asked.append(need)
            need = asking.send((answers or {}).get(need))
    except StopIteration as ended:
        return asked, ended.value


READ = ReadIssue("1009")
READING = IssueReading(issue(), comments=(said("director", "/choose 1").comment,))


@pytest.mark.parametrize(
    ("sentence", "event", "knowing", "asked"),
    [
        ("A young and whole payload is believed.", IssueSeen(issue=issue()), {}, []),
        ("An old one is not.", IssueSeen(issue=issue()), {"received_at": NOW - timedelta(hours=1)}, [READ]),
        ("Nor is one that was tried before.", IssueSeen(issue=issue()), {"is_repeat": True}, [READ]),
        ("Nor one that lacks fields.", IssueSeen(issue=issue(whole=False)), {}, [READ]),
        ("What was said to be deleted is looked at.", IssueSeen(issue=issue()), {"is_deleted": True}, [READ]),
        ("Nobody's issue is left alone.", IssueSeen(issue=issue(project="X")), {"state": None}, []),
        ("Our own edit is nothing.", IssueSeen(issue=issue(), actor=Account(id="bot")), {}, []),
        ("Work logged names the issue only.", IssueTouched(issue_id="1009"), {}, [READ]),
        ("A deletion needs no look.", IssueDeleted(issue_id="1009"), {}, []),
        ("A deleted comment needs none.", CommentDeleted(issue_id="1009", comment_id="5"), {}, []),
        ("A comment that asks for nothing is not looked at.", said("director", "Спасибо!"), {}, []),
        ("A command is.", said("director", "/choose 1"), {}, [READ]),
        ("Reconciling reads.", IssueFound(issue_id="1009", since=NOW), {}, [READ]),
        (
            "A tracker that names the issue alone makes us read.",
            IssueTold(issue_id="1009"),
            {},
            [READ],
        ),
    ],
)
def test_event_reads_no_more_than_it_needs(
    sentence: str, event: Event, knowing: dict[str, Any], asked: list[Need]
) -> None:
    """No call more than the event asks for."""
    assert resolve(event, known(**knowing))[0] == asked, sentence


@pytest.mark.parametrize(
    ("sentence", "event", "answer", "kinds", "result"),
    [
        (
            "Gone meanwhile.",
            said("director", "/choose 1"),
            None,
            ["issue_deleted"],
            Result.NOTHING,
        ),
        (
            "As it is now: the issue first, then the comment.",
            said("director", "/choose 1"),
            READING,
            ["issue_seen", "comment_written"],
            Result.NOTHING,
        ),
        (
            "A comment that is not there for us to read.",
            said("director", "/choose 1", comment="999"),
            READING,
            [],
            Result.COMMENT_GONE,
        ),
    ],
)
def test_resolved_event_has_events_or_a_result(
    sentence: str, event: Event, answer: IssueReading | None, kinds: list[str], result: Result
) -> None:
    """The events in their order, or the result where nothing is decided."""
    _, resolved = resolve(event, known(), {READ: answer})
    assert [getattr(each, "kind", "") for each in resolved.events] == kinds, sentence
    assert resolved.result is result


@pytest.mark.parametrize(
    "event",
    [
        IssueTouched(issue_id="1009"),
        IssueFound(issue_id="1009", since=NOW - timedelta(hours=1)),
        IssueSeen(issue=issue().model_copy(update={"whole": False}), change="updated"),
    ],
    ids=lambda event: event.kind,
)
@pytest.mark.parametrize(
    ("sentence", "who", "before", "updated", "told"),
    [
        ("A file of a moment ago.", "contact", timedelta(0), NOW, True),
        ("One that is told late.", "contact", timedelta(minutes=14), NOW, True),
        ("One of yesterday, which was told then.", "contact", timedelta(days=1), NOW, False),
        ("The service's own.", "", timedelta(0), NOW, False),
    ],
)
def test_file_that_a_look_shows_is_told_as_an_edit(
    sentence: str, who: str, before: timedelta, updated: datetime, told: bool, event: Event
) -> None:
    """By who attached it, with its time: most webhooks say nothing of it."""
    author = account(who) if who else Account(id="bot")
    file = AttachedFile("Логотип 2.svg", author, NOW - before)
    state = ON_RECORD.model_copy(update={"issue": issue(updated=updated)})
    _, resolved = resolve(event, known(state=state), {READ: IssueReading(issue(), files=(file,))})
    found = [
        (each.actor, each.at, each.changes[0].after)
        for each in resolved.events
        if isinstance(each, IssueSeen) and any(change.brings_files for change in each.changes)
    ]
    assert ([(author, file.created, file.name)] if told else []) == found, sentence


@pytest.mark.parametrize("is_waited_for", [True, False])
@pytest.mark.parametrize(
    "event",
    [IssueTouched(issue_id="1009"), IssueFound(issue_id="1009", since=NOW)],
    ids=lambda each: each.kind,
)
def test_history_tells_edits_where_something_is_waited_for(event: Event, is_waited_for: bool) -> None:
    """The field that was asked for may be among them."""
    filled = FieldChange(field="Цвет", after="Синий")
    later, before = NOW + timedelta(minutes=1), NOW - timedelta(days=1)
    history = (
        FieldEdit(account("contact"), "Цвет", later, filled),
        FieldEdit(account("contact"), "Цвет", before, filled),
        FieldEdit(Account(id="bot"), "Цвет", later, filled),
    )
    state = ON_RECORD.model_copy(update={"issue": issue(updated=NOW)})
    answers: dict[Need, Answer] = {
        READ: IssueReading(issue(updated=later)),
        ReadEdits("1009"): history,
    }
    asked, resolved = resolve(event, known(state=state, is_waited_for=is_waited_for), answers)
    told = [
        (each.actor, each.at)
        for each in resolved.events
        if isinstance(each, IssueSeen) and each.changes == (filled,)
    ]
    assert ([(account("contact"), later)] if is_waited_for else []) == told
    assert is_waited_for == (ReadEdits("1009") in asked)


def test_file_since_the_issue_was_last_seen_is_told() -> None:
    """Deliveries may have been lost in between."""
    file = AttachedFile("Логотип.svg", account("contact"), NOW - timedelta(days=1))
    state = ON_RECORD.model_copy(update={"issue": issue(updated=NOW - timedelta(days=2))})
    answers: dict[Need, Answer] = {READ: IssueReading(issue(), files=(file,))}
    _, resolved = resolve(IssueTouched(issue_id="1009"), known(state=state), answers)
    told = [each.at for each in resolved.events if isinstance(each, IssueSeen) and each.changes]
    assert [file.created] == told


def test_own_comments_are_ignored() -> None:
    """The service ignores itself, by its account and by the last line of its comments."""
    own = said("manager", "/choose 1")
    ours = own.model_copy(update={"comment": own.comment.model_copy(update={"author": Account(id="bot")})})
    assert resolve(ours, known())[1].result is Result.OWN
    pasted = CommentWritten(
        issue_id="1009",
        comment=own.comment.model_copy(
            update={"author": Account(id="x"), "body": "/choose 1\n\nУговор · 2993bdd254"}
        ),
    )
    assert resolve(pasted, known())[1].result is Result.OWN


@pytest.mark.parametrize(
    ("sentence", "given", "project", "is_read"),
    [
        ("its issue is not on record, in a project of the contract", {"state": None}, "ACME", True),
        ("its issue is not on record, and no project was told", {"state": None}, "", True),
        ("its issue is of nobody's project", {"state": None}, "OTHER", False),
        ("its issue was deleted", {"state": None, "is_deleted": True}, "ACME", False),
        ("its issue is on record", {}, "ACME", False),
    ],
)
def test_comment_that_overtakes_its_issue_is_read(
    sentence: str, given: dict[str, Any], project: str, is_read: bool
) -> None:
    """Nobody would tell of it again once its issue is on record."""
    event = said("contact", "Спасибо заранее").model_copy(update={"project": project})
    reading = IssueReading(issue(), comments=(event.comment,))
    answers: dict[Need, Answer] = {ReadIssue(event.issue_id): reading, ReadEdits(event.issue_id): ()}
    asked, resolved = resolve(event, known(**given), answers)
    assert is_read == (ReadIssue(event.issue_id) in asked), sentence
    assert is_read == any(isinstance(each, IssueSeen) for each in resolved.events), sentence


def test_move_of_a_stage_counts_for_its_mover() -> None:
    """The history shows who moved it; what it would sign is read first."""
    event = IssueSeen(issue=STAGE_ISSUE, changes=MOVED, actor=account("contact"), at=NOW)
    listed, other = ListSigned("ACME", "design"), ReadIssue("1009")
    answers: dict[Need, Answer] = {
        ReadMoves(STAGE_ISSUE.id): ACCEPTED,
        listed: {"1009": ON_RECORD},
        other: IssueReading(issue()),
    }
    asked, resolved = resolve(event, known(state=None), answers)
    assert asked == [ReadMoves(STAGE_ISSUE.id), listed, other]
    assert resolved.movers[STAGE_ISSUE.id].key == "director"
    assert [each.issue.key for each in resolved.events if isinstance(each, IssueSeen)] == ["ACME-9", "ACME-1"]


@pytest.mark.parametrize(
    ("sentence", "moves"),
    [("Moved on since.", (*ACCEPTED, Move(account("director"), "Accepted", "Done"))), ("Never moved.", ())],
)
def test_move_unknown_to_the_history_signs_nothing(sentence: str, moves: tuple[Move, ...]) -> None:
    """What the issue shows now is nobody's yes."""
    event = IssueSeen(issue=STAGE_ISSUE, changes=MOVED, actor=account("contact"), at=NOW)
    _, resolved = resolve(event, known(state=None), {ReadMoves(STAGE_ISSUE.id): moves})
    assert resolved.movers == {}, sentence


def test_move_between_two_accepted_statuses_signs_nothing() -> None:
    """A move between two statuses that both mean accepted signs nothing."""
    mapping = agreed(tracker={"statuses": {"accepted": ["Accepted", "Closed"]}})
    closed = STAGE_ISSUE.model_copy(update={"status": "Closed"})
    tidied = (*ACCEPTED, Move(account("manager"), "Accepted", "Closed"))
    told = FieldChange(field="status", before="Accepted", after="Closed")
    event = IssueSeen(issue=closed, changes=(told,), actor=account("manager"), at=NOW)
    assert resolve(event, known(state=None, mappings=(mapping,)))[1].movers == {}
    missed = event.model_copy(update={"changes": (told.model_copy(update={"before": "To Do"}),)})
    answers: dict[Need, Answer] = {ReadMoves(closed.id): tidied, ListSigned("ACME", "design"): {}}
    _, resolved = resolve(missed, known(state=None, mappings=(mapping,)), answers)
    assert resolved.movers[closed.id].key == "director"


def test_page_answer_reads_its_issue_first() -> None:
    """The page showed what was on record: the issue is read before the word counts."""
    event = PageAnswered(
        issue_id="1009",
        contract="ACME",
        person="director",
        word="choose",
        number=1,
        version=1,
        link="l",
        at=NOW,
    )
    asked, resolved = resolve(event, known(), {READ: READING})
    assert (asked, resolved.events[-1]) == ([READ], event)
    gone = resolve(event.model_copy(update={"contract": "OTHER"}), known())
    assert gone == ([], Resolved(result=Result.NOT_GOVERNED))


TAKEN_OFF = FieldChange(field="labels", name="tags", before="beyond-scope site", after="site")
LATER = NOW + timedelta(minutes=1)


def told(
    *history: FieldEdit, updated: object = LATER, at: datetime | None = NOW, **comments: Any
) -> Resolved:
    """Return what comes of a call about an issue with this history."""
    call = IssueTold(issue_id="1009", at=at)
    reading = IssueReading(issue(updated=updated), **comments)
    state = ON_RECORD.model_copy(update={"issue": issue(updated=NOW)})
    answers: dict[Need, Answer] = {READ: reading, ReadEdits("1009"): history}
    return resolve(call, known(state=state), answers)[1]


def test_a_call_is_read_with_who_did_what_by_the_history() -> None:
    """Each edit since the issue was last seen, under its editor and at its time."""
    anna, maria = account("contact"), account("manager")
    due = FieldChange(field="duedate", before="2026-04-10", after="2026-04-20")
    found = told(FieldEdit(anna, "labels", LATER, TAKEN_OFF), FieldEdit(maria, "duedate", LATER, due)).events
    seen = [(each.actor, each.changes, each.at) for each in found if isinstance(each, IssueSeen)]
    assert [(None, (), LATER), (anna, (TAKEN_OFF,), LATER), (maria, (due,), LATER)] == seen


@pytest.mark.parametrize(
    ("sentence", "edit"),
    [
        ("What was seen already is not told again.", FieldEdit(account("contact"), "labels", NOW, TAKEN_OFF)),
        (
            "What we wrote is nobody's edit.",
            FieldEdit(Account(id="bot"), "labels", LATER, TAKEN_OFF),
        ),
        ("A change of status is told by the moves.", FieldEdit(account("contact"), "status", LATER, None)),
    ],
)
def test_edits_that_a_call_does_not_tell_of(sentence: str, edit: FieldEdit) -> None:
    """One look at the issue, and nobody's change."""
    assert [()] == [each.changes for each in told(edit).events if isinstance(each, IssueSeen)], sentence


def test_a_call_about_what_was_seen_already_asks_for_no_history() -> None:
    """Our own write fired it, or the call before told of the same."""
    state = ON_RECORD.model_copy(update={"issue": issue(updated=NOW)})
    asked, _ = resolve(
        IssueTold(issue_id="1009"), known(state=state), {READ: IssueReading(issue(updated=NOW))}
    )
    assert [READ] == asked


@pytest.mark.parametrize(
    ("sentence", "at", "written", "is_heard"),
    [
        ("A word of just now.", NOW, NOW - timedelta(seconds=30), True),
        ("One that the tracker was slow to tell of.", NOW, NOW - timedelta(minutes=14), True),
        ("One of long before the call.", NOW, NOW - timedelta(hours=1), False),
        ("The tracker's clock is behind.", NOW - timedelta(hours=2), NOW - timedelta(hours=2), True),
        ("The tracker's clock is ahead.", NOW + timedelta(hours=2), NOW - timedelta(minutes=14), True),
        ("The call names no time.", None, NOW - timedelta(seconds=30), True),
        ("It names one that no clock shows.", NOW - timedelta(days=90), NOW - timedelta(days=2), False),
    ],
)
def test_a_call_takes_up_the_words_of_its_time(
    sentence: str, at: datetime | None, written: datetime, is_heard: bool
) -> None:
    """By our clock and by the tracker's; nobody brings up old words by a forged call."""
    word = said("director", "/choose 1").comment.model_copy(update={"created": written, "updated": None})
    found = told(comments=(word,), at=at)
    assert is_heard is any(isinstance(each, CommentWritten) for each in found.events), sentence


def test_a_call_about_an_issue_that_cannot_be_read_waits_for_nothing() -> None:
    """Reconciling looks for it in its own time."""
    assert Result.GONE_MEANWHILE is resolve(IssueTold(issue_id="1009"), known(), {READ: None})[1].result


EDITED = (FieldChange(field="attachment", before="", after="logo.png"),)


@pytest.mark.parametrize(
    ("sentence", "who", "knowing", "answer", "is_asked", "is_by_team"),
    [
        ("Whom the contract names needs no proof.", "developer", {"is_waited_for": True}, True, False, False),
        ("A stranger does.", "stranger", {"is_waited_for": True}, True, True, True),
        ("What is not proven is not.", "stranger", {"is_waited_for": True}, False, True, False),
        ("Where nothing is waited for, nobody asks.", "stranger", {}, True, False, False),
    ],
)
def test_act_of_a_stranger_is_proven_where_something_is_waited_for(
    sentence: str, who: str, knowing: dict[str, Any], answer: bool, is_asked: bool, is_by_team: bool
) -> None:
    """Whose side a stranger is on decides who has the ball."""
    seen = IssueSeen(issue=issue(), changes=EDITED, actor=account(who), at=NOW)
    asking, asked = needs(seen, known(**knowing)), list[Need]()
    try:
        need = next(asking)
        while True:
            asked.append(need)
            need = asking.send(answer)
    except StopIteration as ended:
        (found,) = ended.value.events
    assert [isinstance(each, AskTeam) for each in asked] == [True] * is_asked, sentence
    assert found.is_by_team is is_by_team, sentence

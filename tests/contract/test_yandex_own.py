"""What only Yandex Tracker does.

Organisations, scrolls, summoning, transitions with a resolution, keys that change, triggers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from yandex_site import ANNA, BOT, MARIA, PETR, URL, YandexSite
from yandex_standin import acts
from yandex_standin.state import ORGANISATION

from mappings.model import Statuses, Team, TeamComments, TrackerTerms
from plugin.core.model.issue import FieldChange, TermKind
from plugin.texts.mentions import Mention, list_mentions
from plugin.trackers.base import (
    IssueGone,
    NotPermitted,
    NotPrivate,
    TrackerBusy,
    TrackerConflict,
    TrackerRefused,
    TrackerUnreachable,
    VerdictWrite,
)

REFERENCE = "2993bdd254"
SECRET = "a secret of more than thirty-two characters"


@dataclass
class SteppedClock:
    """Stands still until it is moved."""

    moment: datetime = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the moment that was set."""
        return self.moment


@pytest.fixture
def yandex() -> Iterator[YandexSite]:
    """A fresh organisation."""
    site = YandexSite()
    yield site
    site.close()


@pytest.fixture
def issue(yandex: YandexSite) -> str:
    """An issue of the client's contact."""
    return yandex.create("Cost calculator")


def writes(yandex: YandexSite) -> list[tuple[str, str]]:
    """Return the writes that were sent."""
    return [(method, path) for method, path in yandex.state.calls if method in ("POST", "PATCH", "DELETE")]


def test_a_verdict_is_a_comment_and_then_tags(yandex: YandexSite, issue: str) -> None:
    """The comment carries the marker, so it is written first; no call takes both."""
    yandex.state.issue(issue).tags = ["in-scope", "site"]
    write = VerdictWrite(("beyond-scope",), ("in-scope",), "Анна, …", REFERENCE)
    yandex.tracker().show_verdict(issue, write)
    path = f"/v3/issues/{issue}"
    assert [("POST", f"{path}/comments"), ("PATCH", path)] == writes(yandex)
    assert ["site", "beyond-scope"] == yandex.state.issue(issue).tags


def test_the_service_does_not_follow_what_it_comments_on(yandex: YandexSite, issue: str) -> None:
    """Its account would be told of everything else."""
    yandex.tracker().post_comment(issue, "text", REFERENCE, None)
    assert [] == yandex.state.issue(issue).followers


@pytest.mark.parametrize(
    ("header", "settings", "error"),
    [
        ("X-Org-ID", {}, None),
        ("X-Cloud-Org-ID", {"org_id": None, "cloud_org_id": ORGANISATION}, None),
        ("X-Cloud-Org-ID", {}, NotPermitted),
        ("X-Org-ID", {"org_id": None, "cloud_org_id": ORGANISATION}, NotPermitted),
        ("X-Org-ID", {"org_id": "1"}, NotPermitted),
    ],
)
def test_exactly_one_organisation_is_named(
    yandex: YandexSite, header: str, settings: dict[str, str | None], error: type[Exception] | None
) -> None:
    """In the header of its kind."""
    yandex.state.organisation_header = header
    tracker = yandex.tracker(**settings)
    if error is None:
        assert BOT == tracker.whoami().id
        return
    with pytest.raises(error):
        tracker.whoami()


def test_a_token_of_iam_is_sent_as_one(yandex: YandexSite) -> None:
    """It begins with `t1.`; all others are OAuth's."""
    yandex.state.people[0] = replace(yandex.state.people[0], token="t1.9euelZ")
    assert BOT == yandex.tracker(token="t1.9euelZ").whoami().id


def test_people_go_by_id(yandex: YandexSite, issue: str) -> None:
    """An issue names people without their logins."""
    read = yandex.tracker().read(issue).issue
    assert ANNA == (read.reporter.id if read.reporter else "")


@pytest.mark.parametrize("team", [TeamComments(group="Agency"), TeamComments(internal=True)])
def test_nothing_for_the_team_is_ever_posted(yandex: YandexSite, issue: str, team: TeamComments) -> None:
    """Everybody who sees an issue reads every comment."""
    tracker = yandex.tracker()
    assert not tracker.has_team_comments
    with pytest.raises(NotPrivate, match="take team_comments out of the mapping"):
        tracker.post_comment(issue, "margin", REFERENCE, team)
    with pytest.raises(NotPrivate):
        tracker.edit_comment(issue, "1", "margin", REFERENCE, team)
    assert [] == writes(yandex)


def mentioning(*people: tuple[str, str]) -> str:
    """Return a text that mentions people by name and login."""
    return f"Выберите\n\n{list_mentions([Mention(*each) for each in people], 'ru')}"


def test_who_is_mentioned_is_summoned(yandex: YandexSite, issue: str) -> None:
    """`@login` tells nobody: the accounts stand in `summonees`."""
    tracker = yandex.tracker()
    login = tracker.find_mention(ANNA)
    assert "a.belova" == login
    tracker.post_comment(issue, mentioning(("Анна Белова", "a.belova")), REFERENCE, None)
    one = yandex.state.issue(issue)
    assert ([ANNA], [ANNA]) == (one.notes[0].summonees, one.pending)
    assert (ANNA,) == tracker.read(issue).issue.fields["pendingReplyFrom"][1:]


def test_an_edit_summons_only_whom_the_comment_did_not(yandex: YandexSite, issue: str) -> None:
    """Nobody is called twice by one comment."""
    tracker = yandex.tracker()
    anna, maria = ("Анна Белова", "a.belova"), ("Мария Орлова", "m.orlova")
    assert tracker.find_mention(MARIA)
    assert tracker.find_mention(ANNA)
    comment = tracker.post_comment(issue, mentioning(anna), REFERENCE, None)
    one = yandex.state.issue(issue)
    one.pending = []
    tracker.edit_comment(issue, comment, mentioning(anna, maria), REFERENCE, None)
    assert ([MARIA], [ANNA, MARIA]) == (one.pending, one.notes[0].summonees)


def test_a_person_whom_nobody_knows_is_not_mentioned(yandex: YandexSite) -> None:
    """The comment is written without them."""
    assert yandex.tracker().find_mention("42") is None


def test_a_person_who_left_stops_no_comment(yandex: YandexSite, issue: str) -> None:
    """It is written, and rewritten, without calling them."""
    tracker = yandex.tracker()
    text = mentioning(("Анна Белова", str(tracker.find_mention(ANNA))))
    yandex.state.people[2] = replace(yandex.state.people[2], is_dismissed=True)
    comment = tracker.post_comment(issue, text, REFERENCE, None)
    tracker.edit_comment(issue, comment, f"{text}!", REFERENCE, None)
    (note,) = yandex.state.issue(issue).notes
    assert (comment, [], 2) == (str(note.id), note.summonees, note.version)


@pytest.mark.parametrize("kind", ["403", "404", "422"])
def test_a_person_who_cannot_be_looked_up_is_not_mentioned(yandex: YandexSite, kind: str) -> None:
    """The comment is worth more than the call; the next comment tries again."""
    tracker = yandex.tracker()
    yandex.faults.next("GET", "/users/", kind)  # type: ignore[arg-type]
    assert tracker.find_mention(ANNA) is None
    assert "a.belova" == tracker.find_mention(ANNA)


def test_a_watcher_is_a_follower(yandex: YandexSite, issue: str) -> None:
    """Those who follow already stay."""
    yandex.state.issue(issue).followers = [MARIA]
    yandex.tracker().add_watcher(issue, ANNA)
    assert [MARIA, ANNA] == yandex.state.issue(issue).followers


def test_a_key_leads_to_the_issue_after_a_move(yandex: YandexSite, issue: str) -> None:
    """Triggers name issues by keys: an old one still resolves, and is asked for once."""
    tracker = yandex.tracker()
    assert issue == tracker.resolve_id("ACME-1")
    acts.move_to(yandex.state, yandex.state.issue(issue), yandex.state.find_person(MARIA), "OTHER")
    asked = len(yandex.state.calls)
    assert (issue, asked) == (tracker.resolve_id("ACME-1"), len(yandex.state.calls))
    assert issue == yandex.tracker().resolve_id("OTHER-1")
    with pytest.raises(IssueGone):
        tracker.resolve_id("ACME-99")


@pytest.mark.parametrize("to", ["Решён", "resolved", "РЕШЁН"])
def test_closing_says_how_it_was_resolved(yandex: YandexSite, issue: str, to: str) -> None:
    """The status may be said by name or key; its transition wants a resolution."""
    yandex.tracker().move(issue, to)
    one = yandex.state.issue(issue)
    assert ("Решён", "fixed") == (one.status, one.values["resolution"])


def test_a_transition_belongs_to_the_present_status(yandex: YandexSite, issue: str) -> None:
    """Its id has another suffix there, and is asked for each time."""
    tracker = yandex.tracker()
    tracker.move(issue, "В работе")
    tracker.move(issue, "Открыт")
    assert "Открыт" == tracker.read(issue).issue.status
    done = [path for method, path in writes(yandex) if path.endswith("/_execute")]
    assert [f"/v3/issues/{issue}/transitions/{name}/_execute" for name in ("inProgress", "open1")] == done


def test_statuses_go_by_key_where_the_mapping_says_keys(yandex: YandexSite, issue: str) -> None:
    """Issue and history alike."""
    statuses = Statuses(working=("inProgress",))
    tracker = yandex.tracker(terms=TrackerTerms(name="main", projects=("ACME",), statuses=statuses))
    yandex.move(issue, "В работе")
    assert "inProgress" == tracker.read(issue).issue.status
    assert [("Открыт", "inProgress")] == [
        (move.from_status, move.to_status) for move in tracker.read_moves(issue) or ()
    ]


@pytest.mark.parametrize(("status", "type_"), [("Открыт", "Задача"), ("open", "task")])
def test_names_come_with_their_numbers(yandex: YandexSite, issue: str, status: str, type_: str) -> None:
    """In an issue as in the lists, whether the mapping says names or keys."""
    one = yandex.state.issue(issue)
    one.values |= {"components": ["main"], "fixVersions": ["1.0"]}
    terms = TrackerTerms(
        name="main", projects=("ACME",), statuses=Statuses(done=(status,)), defect_types=(type_,)
    )
    tracker = yandex.tracker(terms=terms)
    shown = tracker.read(issue).issue
    kinds: tuple[TermKind, ...] = ("status", "type", "component", "version")
    listed = {
        (term.kind, name): term.id
        for term in tracker.list_terms(("ACME", "NOWHERE"))
        for name in (term.name, *term.others)
    }
    assert [
        {name: listed[kind, name]} for kind, name in zip(kinds, (status, type_, "main", "1.0"), strict=True)
    ] == [shown.list_term_ids(kind) for kind in kinds]


def test_moves_by_the_number_of_a_renamed_status(yandex: YandexSite, issue: str) -> None:
    """A name that is no longer there leads to the status with its number."""
    tracker = yandex.tracker()
    numbers = {term.name: term.id for term in tracker.list_terms(("ACME",)) if term.kind == "status"}
    tracker.move(issue, "Im Gange", {numbers["В работе"]})
    assert "В работе" == tracker.read(issue).issue.status
    (move,) = tracker.read_moves(issue) or ()
    assert (numbers["Открыт"], numbers["В работе"]) == (move.from_id, move.to_id)


def test_edits_are_told_with_what_stood_before(yandex: YandexSite, issue: str) -> None:
    """Who changed which field, by the inside's words; a comment is no edit of a field."""
    yandex.edit(issue, labels=("beyond-scope", "site"), hours=48)
    yandex.edit(issue, labels=("site",))
    yandex.comment(issue, "Спасибо")
    edits = yandex.tracker().read_edits(issue) or ()
    assert [(MARIA, "estimate"), (MARIA, "labels"), (MARIA, "labels")] == [
        (edit.by.id, edit.field) for edit in edits
    ]
    assert (
        FieldChange(field="labels", name="tags", before="beyond-scope site", after="site") == edits[2].change
    )


def test_an_estimate_is_read_in_working_time(yandex: YandexSite, issue: str) -> None:
    """48 hours come back as `P1W1D`."""
    yandex.edit(issue, hours=48)
    assert 48 == yandex.tracker().read(issue).issue.estimate_hours


def test_every_page_is_read(yandex: YandexSite, issue: str) -> None:
    """The address of the next page has no scheme; its query is copied."""
    yandex.state.largest_page = 7
    for number in range(20):
        yandex.comment(issue, f"comment {number}")
        yandex.edit(issue, summary=f"summary {number}")
    tracker = yandex.tracker()
    assert 20 == len(tracker.read(issue).comments)
    assert 20 == len(tracker.read_edits(issue) or ())
    assert 4 == len(tracker.find_people("", ()))


def test_a_scroll_that_ends_is_begun_anew(yandex: YandexSite) -> None:
    """403 in the middle is no missing right; every issue comes once."""
    yandex.state.largest_page, yandex.state.scrolls_end_after = 10, 2
    made = [yandex.create(str(number)) for number in range(45)]
    for number, each in enumerate(made):
        yandex.state.issue(each).updated -= timedelta(minutes=60 - number)
    found = [each.id for each in yandex.tracker().iter_issues(("ACME",), None)]
    assert (45, set(made)) == (len(found), set(found))


def test_a_scroll_that_leads_nowhere_is_not_asked_for_ever(yandex: YandexSite) -> None:
    """What was changed within minutes is begun anew once, and then told."""
    yandex.state.largest_page, yandex.state.scrolls_end_after = 10, 1
    for number in range(15):
        yandex.create(str(number))
    with pytest.raises(TrackerUnreachable, match="the search ended"):
        list(yandex.tracker().iter_issues(("ACME",), None))


def test_a_search_that_is_not_permitted_is_no_ended_scroll(yandex: YandexSite) -> None:
    """403 to the first question is a missing right."""
    yandex.faults.next("POST", "/_search", "403")
    with pytest.raises(NotPermitted):
        list(yandex.tracker().iter_issues(("ACME",), None))


def test_an_issue_that_changes_while_issues_are_read(yandex: YandexSite) -> None:
    """A scroll is a snapshot: nothing is missed, and nothing comes twice."""
    yandex.state.largest_page = 10
    made = [yandex.create(str(number)) for number in range(40)]
    found = yandex.tracker().iter_issues(("ACME",), datetime.now(UTC) - timedelta(hours=1))
    read = [next(found).id for _ in range(15)]
    for number in (1, 20, 35):
        yandex.edit(made[number], summary="another")
    read += [each.id for each in found]
    assert (40, set(made)) == (len(read), set(read))


def test_changes_are_asked_for_by_minutes_before_now(yandex: YandexSite) -> None:
    """The time zone of a date in a query is not known; the index lags, so three more."""
    clock = SteppedClock()
    yandex.state.now = clock.now
    list(yandex.tracker(clock=clock).iter_issues(("ACME", "OTHER"), clock.moment - timedelta(minutes=7)))
    changed = 'AND (Updated: >= now()-10m OR "Last Comment": >= now()-10m)'
    assert [f'Queue: ACME, OTHER {changed} "Sort by": Updated ASC'] == yandex.state.queries


@pytest.mark.parametrize(("counts_comments", "finds_words"), [(True, True), (True, False), (False, True)])
def test_a_word_is_a_change(yandex: YandexSite, counts_comments: bool, finds_words: bool) -> None:
    """Whether or not Tracker counts it as one, and whether or not its search finds it."""
    yandex.state.counts_comments, yandex.state.finds_words = counts_comments, finds_words
    quiet, spoken = yandex.create("quiet"), yandex.create("spoken")
    for each in (quiet, spoken):
        yandex.make_quiet(each)
    yandex.comment(spoken, "Спасибо")
    since = datetime.now(UTC) - timedelta(minutes=5)
    (found,) = yandex.tracker().iter_issues(("ACME",), since)
    assert spoken == found.id
    assert found.updated is not None
    assert found.updated >= since


def test_changes_come_in_the_order_of_their_last_word(yandex: YandexSite) -> None:
    """The search sorts by the issues' own changes; a pass must not run ahead of words."""
    yandex.state.largest_page = 10
    made = [yandex.create(str(number)) for number in range(30)]
    for number, each in enumerate(made):
        yandex.state.issue(each).updated -= timedelta(minutes=60 - number)
    for number in (2, 11, 29):
        yandex.comment(made[number], "Спасибо")
    found = list(yandex.tracker().iter_issues(("ACME",), datetime.now(UTC) - timedelta(hours=2)))
    assert (30, set(made)) == (len(found), {each.id for each in found})
    assert [made[2], made[11], made[29]] == [each.id for each in found[-3:]]
    times = [each.updated for each in found]
    assert times == sorted(times, key=lambda at: at or datetime.min.replace(tzinfo=UTC))


@pytest.mark.parametrize("name", ["acme shop", "ACME2", 'A"B', ""])
def test_a_name_that_is_no_queue_is_refused_before_it_is_asked_for(yandex: YandexSite, name: str) -> None:
    """A query takes no quotation mark of a mapping."""
    with pytest.raises(TrackerRefused, match="no key of a Yandex Tracker queue"):
        list(yandex.tracker().iter_issues((name,), None))
    assert [] == yandex.state.calls


@pytest.mark.parametrize("kind", ["409", "412", "428"])
def test_a_stale_version_passes(yandex: YandexSite, issue: str, kind: str) -> None:
    """Somebody else saved at the same moment: asked again, it may go through."""
    yandex.faults.next("PATCH", "/issues/", kind)  # type: ignore[arg-type]
    with pytest.raises(TrackerConflict):
        yandex.tracker().add_watcher(issue, ANNA)


def test_after_a_429_nothing_is_sent_for_a_while(yandex: YandexSite, issue: str) -> None:
    """No figure is published; the next call waits as long as was asked."""
    clock = SteppedClock()
    tracker = yandex.tracker(clock=clock)
    yandex.faults.next("GET", "/issues/", "429", retry_after="30")
    with pytest.raises(TrackerBusy):
        tracker.read(issue)
    asked = len(yandex.state.calls)
    with pytest.raises(TrackerBusy) as raised:
        tracker.read(issue)
    assert (30, asked) == (raised.value.retry_after_s, len(yandex.state.calls))
    clock.moment += timedelta(seconds=31)
    assert issue == tracker.read(issue).issue.id


@pytest.mark.parametrize(
    ("account", "terms", "expected"),
    [
        (MARIA, {"team": Team(group="Agency")}, True),
        (ANNA, {"team": Team(group="Agency")}, False),
        (MARIA, {"team": Team(role="Agency")}, False),
        (MARIA, {}, False),
        ("42", {"team": Team(group="Agency")}, False),
    ],
)
def test_a_group_proves_who_is_ours(
    yandex: YandexSite, account: str, terms: dict[str, Team], expected: bool
) -> None:
    """A role cannot be asked for, and nobody is ours without proof."""
    given = TrackerTerms(name="main", projects=("ACME",), **terms)  # type: ignore[arg-type]
    assert expected is yandex.tracker().is_in_team(account, "ACME", given)


def test_a_group_that_cannot_be_asked_for_now_is_asked_for_again(yandex: YandexSite) -> None:
    """An outage is no proof that somebody is not ours."""
    terms = TrackerTerms(name="main", projects=("ACME",), team=Team(group="Agency"))
    tracker = yandex.tracker()
    yandex.faults.next("GET", "/users/", "503")
    with pytest.raises(TrackerUnreachable):
        tracker.is_in_team(MARIA, "ACME", terms)
    assert tracker.is_in_team(MARIA, "ACME", terms)


def test_a_reader_cannot_write(yandex: YandexSite, issue: str) -> None:
    """Without a licence nothing is written, and that is a right that is missing."""
    yandex.state.people[0] = replace(yandex.state.people[0], is_licensed=False)
    with pytest.raises(NotPermitted):
        yandex.tracker().post_comment(issue, "text", REFERENCE, None)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"url": "https://api.tracker.yandex.net"}, "https://tracker.yandex.ru"),
        ({"url": "https://api.tracker.yandex.net", "site_url": "https://t.example"}, "https://t.example"),
        ({"url": "http://127.0.0.1:9"}, "http://127.0.0.1:9"),
    ],
)
def test_where_people_see_the_tracker(yandex: YandexSite, settings: dict[str, str], expected: str) -> None:
    """Not where its API is."""
    assert expected == yandex.tracker(**settings).find_page_url()


# Triggers


def test_connect_makes_three_triggers_in_each_queue(yandex: YandexSite) -> None:
    """One for each event that the body tells apart; what was done is said."""
    said = yandex.tracker().connect(URL, SECRET, ("ACME", "OTHER"))
    made = [(each.queue, each.name, each.conditions) for each in yandex.state.triggers]
    assert [
        (queue, f"Ugovor: {what}", [{"type": event}])
        for queue in ("ACME", "OTHER")
        for what, event in (
            ("create", "Event.create"),
            ("update", "Event.update"),
            ("comment", "Event.comment-create"),
        )
    ] == made
    assert "ACME: made the trigger Ugovor: create." in said
    assert "AAAA" in said
    assert SECRET not in said


def test_connect_finds_what_is_there(yandex: YandexSite) -> None:
    """No second trigger; a hidden secret is written anew, and said so."""
    tracker = yandex.tracker()
    tracker.connect(URL, "an older secret", ("ACME",))
    yandex.state.triggers[1].active = False
    yandex.state.triggers[2].name = "Сообщить Уговору"
    said = tracker.connect(URL, SECRET, ("ACME",))
    assert 3 == len(yandex.state.triggers)
    secrets = [each.actions[0]["headers"]["X-Ugovor-Secret"] for each in yandex.state.triggers]
    assert ([SECRET] * 3, [True] * 3) == (secrets, [each.active for each in yandex.state.triggers])
    assert "ACME: the trigger Сообщить Уговору was there; its address and secret are set anew." in said


def test_connect_leaves_others_triggers_alone(yandex: YandexSite) -> None:
    """Those that lead elsewhere, or to another of our trackers."""
    tracker = yandex.tracker()
    tracker.connect("https://ugovor.example.com/webhooks/second", "another", ("ACME",))
    tracker.connect(URL, SECRET, ("ACME",))
    assert 6 == len(yandex.state.triggers)
    assert {1} == {each.version for each in yandex.state.triggers}


def test_connect_without_a_queue_changes_nothing(yandex: YandexSite) -> None:
    """Triggers belong to queues, which mappings name."""
    assert "no mapping names a queue" in yandex.tracker().connect(URL, SECRET)
    assert [] == yandex.state.calls


def test_only_an_owner_connects(yandex: YandexSite) -> None:
    """The refusal says whose token to use."""
    with pytest.raises(NotPermitted, match="use an owner's token"):
        yandex.tracker(token="y0_token-of-anna").connect(URL, SECRET, ("ACME",))


def test_a_trigger_sends_no_text_of_the_issue(yandex: YandexSite) -> None:
    """A customer's quotation marks would break the body."""
    yandex.tracker().connect(URL, SECRET, ("ACME",))
    issue = yandex.create('Кнопка "Купить" \\ {"a": 1}')
    yandex.comment(issue, '"; drop\n/accept')
    yandex.edit(issue, summary='Ещё "одна"')
    calls = yandex.state.hooks.take()
    bodies = [json.loads(call.body) for call in calls]
    assert ["create", "comment", "update"] == [body["what"] for body in bodies]
    assert {"ACME-1"} == {body["key"] for body in bodies}
    assert "1" == bodies[1]["comment"]
    assert [SECRET] * 3 == [call.headers["X-Ugovor-Secret"] for call in calls]
    assert not any("Купить" in call.body.decode() for call in calls)


def test_people_are_found_by_name_login_or_address(yandex: YandexSite) -> None:
    """Ids to paste; who left the organisation is told apart."""
    yandex.state.people[3] = replace(yandex.state.people[3], is_dismissed=True)
    found = {
        name: [(each.account, each.active) for each in yandex.tracker().find_people(name, ())]
        for name in ("белова", "p.sokolov", "мария орлова", "nobody")
    }
    assert {
        "белова": [(ANNA, True)],
        "p.sokolov": [(PETR, False)],
        "мария орлова": [(MARIA, True)],
        "nobody": [],
    } == found

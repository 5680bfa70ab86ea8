"""The side that gains: no edit of the client's takes an open change away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from databases import SqliteDatabases
from jira_standin import change_issue_type
from mail_server import post_office
from scene import Scene
from scenes import Preparations, Scenes
from service_scene import CONTRACTS

from plugin.practice.tracker import actions
from plugin.practice.tracker.edits import Edit
from plugin.practice.tracker.state import PracticeIssue

CALCULATOR = "Калькулятор стоимости"


@pytest.fixture
def plays(tmp_path: Path, sqlite_databases: SqliteDatabases, preparations: Preparations) -> Iterator[Scenes]:
    """Make scenes on one kind of database: nothing here depends on it."""
    made = Scenes(tmp_path, sqlite_databases, preparations)
    yield made
    made.close()


@pytest.fixture(params=["cloud", "dc"])
def play(request: pytest.FixtureRequest, plays: Scenes) -> Scene:
    """Give a scene of each flavour of Jira."""
    return plays.opened(flavour=request.param)


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\xa0", " ")


def offer(play: Scene) -> PracticeIssue:
    """Return an excluded request with its offer, an hour ago."""
    issue = play.create("contact", CALCULATOR, hours=18)
    play.settle()
    play.clock.move(hours=1)
    return issue


def change_type(play: Scene, who: str, issue: PracticeIssue) -> None:
    """Make it a defect."""
    change_issue_type(play.site, issue, play.person(who), "Bug")


def ignore_it(play: Scene, who: str, issue: PracticeIssue) -> None:
    """Put a label on it by which no rule looks at it."""
    play.edit(who, issue, labels=[*issue.fields.get("labels", []), "internal"])


def link_epic(play: Scene, who: str, issue: PracticeIssue) -> None:
    """Put it below an epic that was sold."""
    play.edit(who, issue, epic="ACME-3")


def link_component(play: Scene, who: str, issue: PracticeIssue) -> None:
    """Give it a component that was sold."""
    play.edit(who, issue, components=["inner-pages"])


def link_label(play: Scene, who: str, issue: PracticeIssue) -> None:
    """Give it a label that was sold."""
    play.edit(who, issue, labels=[*issue.fields.get("labels", []), "html"])


def rename(play: Scene, who: str, issue: PracticeIssue) -> None:
    """Take the words of the exclusion out of its summary."""
    play.edit(who, issue, summary="Правки к главной")


def move_away(play: Scene, who: str, issue: PracticeIssue) -> None:
    """Move it to a project that no contract claims."""
    play.move_to(who, issue, "OTHER")


def make_gift(play: Scene, who: str, issue: PracticeIssue) -> None:
    """Estimate it at so little that it would be a gift."""
    play.edit(who, issue, hours=0.5)


def take_estimate(play: Scene, who: str, issue: PracticeIssue) -> None:
    """Take the estimate away."""
    actions.apply_edit(play.site, issue, play.person(who), Edit(fields={"timeoriginalestimate": None}))


EDITS = [
    pytest.param(change_type, "тип", {"our-defect"}, id="a type that is a defect"),
    pytest.param(ignore_it, "метки", {"internal"}, id="a label that is ignored"),
    pytest.param(link_epic, "поле", {"in-scope"}, id="an epic"),
    pytest.param(link_component, "компоненты", {"in-scope"}, id="a component"),
    pytest.param(link_label, "метки", {"in-scope", "html"}, id="a label of an item"),
    pytest.param(rename, "название", {"scope-unclear"}, id="another summary"),
    pytest.param(move_away, "проект", None, id="another project"),
    pytest.param(make_gift, "оценка 30 мин", {"scope-bonus"}, id="a small estimate"),
]


@pytest.mark.parametrize(("edit", "named", "ours"), EDITS)
def test_clients_edit_leaves_an_open_change(play: Scene, edit: Any, named: str, ours: Any) -> None:
    """An edit by the client's side never takes an open change out of the trade-off.

    Nor does it make it a gift, a defect or ungoverned: the verdict stands, the team hears who changed what
    and what a ruling would be, the register keeps the change with that note.
    """
    del ours
    issue = offer(play)
    (before,) = play.said(issue)
    edit(play, "contact", issue)
    play.settle()
    (row,) = play.register()
    assert (row["state"], row["hours"], row["verdict"]) == ("offered", 18, "beyond_scope")
    assert row["note"].startswith("правка клиента не учтена: ")
    assert "beyond-scope" in play.labels(issue)
    assert [plain(before)[-60:]] == [plain(text)[-60:] for text in play.said(issue)], "the options stand"
    (told,) = [plain(text) for text in play.said(issue, team=True)]
    assert told.startswith("Анна Белова (клиент)")
    assert named in told
    assert "/оценка 0ч30м" in told if edit is make_gift else ("/объём в 2.1" in told and "/бонус" in told)
    play.comment("director", issue, "2")
    play.settle()
    (row,) = play.register()
    assert (row["state"], row["fee"]) == ("decided", 76900)


@pytest.mark.parametrize(("edit", "named", "ours"), EDITS)
def test_same_edit_by_our_side_counts_at_once(plays: Scenes, edit: Any, named: str, ours: Any) -> None:
    """The same edit by our side counts at once.

    An open offer never leaves the register without an entry that says why.
    """
    del named
    play = plays.opened()
    issue = offer(play)
    edit(play, "manager", issue)
    play.settle()
    if ours is None:
        assert play.register() == []
        assert "left_contract" in kinds_of(play)
        return
    assert play.labels(issue) == ours
    assert [row["state"] for row in play.register() if row["verdict"] == "beyond_scope"] == []
    assert not any("(клиент)" in text for text in play.said(issue, team=True))


@pytest.mark.parametrize("flavour", ["cloud", "dc"])
def test_ruling_after_a_held_edit_counts(plays: Scenes, flavour: str) -> None:
    """A ruling counts at once, although the edit before it did not."""
    play = plays.opened(flavour=flavour)
    issue = offer(play)
    link_component(play, "contact", issue)
    play.settle()
    play.comment("manager", issue, "/scope in 2.2")
    play.settle()
    assert play.labels(issue) == {"in-scope"}
    assert play.register() == []


def test_an_edit_taken_back_is_forgotten(plays: Scenes) -> None:
    """Where the client takes the edit back nothing is held any more."""
    play = plays.opened()
    issue = offer(play)
    link_component(play, "contact", issue)
    play.settle()
    play.edit("contact", issue, components=[])
    play.settle()
    (row,) = play.register()
    assert (row["state"], row.get("note")) == ("offered", None)
    assert len(play.said(issue, team=True)) == 1


def test_our_edit_of_something_else_releases_nothing(plays: Scenes) -> None:
    """What our side changes counts; what the client changed does not count with it."""
    play = plays.opened()
    issue = offer(play)
    link_label(play, "contact", issue)
    play.settle()
    play.edit("manager", issue, labels=[*issue.fields["labels"], "urgent"], hours=12)
    play.settle()
    (row,) = play.register()
    assert (row["state"], row["hours"]) == ("offered", 12)
    assert "beyond-scope" in play.labels(issue)


@pytest.mark.parametrize(
    ("who", "counts"),
    [
        pytest.param("contact", False, id="the client's contact"),
        pytest.param("director", False, id="the client's director"),
        pytest.param("stranger", False, id="a stranger"),
        pytest.param("manager", True, id="our manager"),
        pytest.param("developer", True, id="a developer whom only the role proves"),
    ],
)
def test_whose_estimate_counts(play: Scene, who: str, counts: bool) -> None:
    """An estimate counts unless somebody of the client's side set it.

    Somebody whom the mapping does not name counts as ours only where the tracker proves it.
    """
    issue = play.create("contact", CALCULATOR)
    play.settle()
    play.edit(who, issue, hours=18)
    play.settle()
    (row,) = play.register()
    assert (row["state"], row["hours"]) == (("offered", 18) if counts else ("raised", None))
    assert bool(play.said(issue, team=True)) is not counts


def test_clients_estimate_at_creation_does_not_count(play: Scene) -> None:
    """At creation, too: then it is as if there were none, and the team is told."""
    issue = play.create("contact", CALCULATOR, hours=18, estimated_by="contact")
    play.settle()
    (row,) = play.register()
    assert (row["state"], row["hours"], row["note"]) == ("raised", None, "правка клиента не учтена: оценка")
    (told,) = [plain(text) for text in play.said(issue, team=True)]
    assert "Анна Белова (клиент): в задаче поставлена оценка 18 ч." in told
    assert "/оценка 18ч" in told.split("\n")
    play.comment("manager", issue, "/оценка 18ч")
    play.settle()
    (row,) = play.register()
    assert (row["state"], row["hours"], row.get("note")) == ("offered", 18, None)


def test_developers_estimate_at_creation_counts(play: Scene) -> None:
    """Somebody of the team's role is ours: what they create with an estimate counts."""
    issue = play.create("developer", CALCULATOR, hours=18)
    play.settle()
    assert [row["hours"] for row in play.register()] == [18]
    assert play.labels(issue) == {"beyond-scope"}


def test_lost_webhook_is_attributed_by_the_history(play: Scene) -> None:
    """What a webhook did not tell is looked up: the history names who made the edit."""
    theirs, ours = offer(play), offer(play)
    change_type(play, "contact", theirs)
    change_type(play, "manager", ours)
    play.take()
    for issue in (theirs, ours):
        play.comment("director", issue, "/why")
    play.settle()
    assert "beyond-scope" in play.labels(theirs)
    assert play.labels(ours) == {"our-defect"}


def test_edit_without_an_actor_counts_as_the_clients(play: Scene) -> None:
    """What the tracker cannot tell counts as the client's edit of an open change."""
    issue = offer(play)
    change_type(play, "manager", issue)
    play.take()
    issue.edits.clear()
    play.comment("director", issue, "/why")
    play.settle()
    assert "beyond-scope" in play.labels(issue)
    (told,) = play.said(issue, team=True)
    assert "трекер не говорит" in plain(told)


def test_clients_edit_of_a_decided_change_is_no_news(plays: Scenes) -> None:
    """Nothing is open any more: the decision stands by itself, and nobody is told."""
    play = plays.opened()
    issue = offer(play)
    play.comment("director", issue, "2")
    play.settle()
    link_component(play, "contact", issue)
    play.settle()
    assert [row["state"] for row in play.register()] == ["decided"]
    assert play.said(issue, team=True) == []


def test_clients_label_without_a_meaning_is_no_news(plays: Scenes) -> None:
    """A label that places nothing is nobody's business."""
    play = plays.opened()
    issue = offer(play)
    play.edit("contact", issue, labels=["beyond-scope", "срочно"])
    play.settle()
    assert play.said(issue, team=True) == []
    assert [row.get("note") for row in play.register()] == [None]


def kinds_of(play: Scene) -> list[str]:
    """Return the kinds of the record's entries."""
    from sqlalchemy import select

    from plugin.store.tables import record

    with play.service.database.look() as connection:
        return [row.kind for row in connection.execute(select(record.c.kind), {})]


def test_team_without_comments_of_its_own_is_told_by_mail(plays: Scenes) -> None:
    """Where `team_comments` is not set, what the team has to know goes by mail.

    It goes to those with `rule_scope`, and stands on our side of the contract's page.
    """
    with post_office() as post:
        text = (CONTRACTS / "acme.yaml").read_text(encoding="utf-8")
        text = text.replace("  team_comments: {role: Agency}\n", "  team: {role: Agency}\n")
        text = text.replace("account: manager}", "account: manager, email: manager@agency.example}")
        play = plays.opened(contract=text, mail=post.settings)
        issue = offer(play)
        link_component(play, "contact", issue)
        play.settle()
        play.edit("developer", issue, hours=12)
        play.settle()
        (letter,) = post.letters
        body = letter.get_content()
    assert (letter["To"].addresses[0].addr_spec, issue.key in letter["Subject"]) == (
        "manager@agency.example",
        True,
    )
    assert "Анна Белова (клиент)" in plain(body)
    assert "/объём в 2.1" in body
    assert [row["hours"] for row in play.register()] == [12], "the role still proves whose edit counts"
    assert "team_told" in kinds_of(play)
    assert not any("(клиент)" in said for said in play.said(issue))

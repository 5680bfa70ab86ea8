"""Waits under words that would wipe days out, or count what nobody owes."""

from __future__ import annotations

import pytest
import yaml
from scene import Scene
from scenes import Scenes
from test_waits import DESIGN, begun, on, register_of, say, terms, texts, waits_of

from plugin.practice.tracker import actions
from plugin.practice.tracker.state import PracticeIssue


@pytest.fixture
def acme(scenes: Scenes) -> Scene:
    """The contract with waits that move the date."""
    scene = scenes(contract="review.yaml")
    scene.set_contract(terms())
    return begun(scene)


def asked(scene: Scene, question: str = "/спросить Анну до среды: тексты для главной") -> PracticeIssue:
    """Ask on Monday, 7 December, for Wednesday."""
    work = scene.create("manager", "Главная страница", labels=["main"], hours=4)
    scene.settle()
    say(scene, "manager", work, question)
    return work


@pytest.mark.parametrize("given_to", ["Анна", "Игорь"])
def test_giving_a_wait_away_wipes_no_day_out(acme: Scene, given_to: str) -> None:
    """Days of the client stay days of the client."""
    work = asked(acme)
    on(acme, "14T08:00")
    say(acme, "contact", work, f"/спросить 1 {given_to}")
    say(acme, "contact", work, "Тексты в папке, ссылка в описании")
    say(acme, "manager", work, "/получили")
    old, fresh = waits_of(acme)
    assert (old.state, old.counted) == ("moved", None)
    assert (fresh.state, fresh.counted.days if fresh.counted else None) == ("got", 2)
    assert acme.due(acme.site.issue(DESIGN)) == "2026-12-22"


def test_question_within_the_client_is_theirs_alone(acme: Scene) -> None:
    """It moves no date, and our side neither ends it nor takes it back."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "contact", work, "/спросить Пётр до среды: согласны на текст?")
    on(acme, "14T08:00")
    for words in ("/получили", "/снять 1"):
        say(acme, "manager", work, words)
        (wait,) = waits_of(acme)
        assert wait.is_open, words
    say(acme, "contact", work, "/получили")
    (wait,) = waits_of(acme)
    assert (wait.state, wait.counted) == ("got", None)


def test_got_of_the_owing_side_answers_one_question(acme: Scene) -> None:
    """The others stay with the client."""
    work = asked(acme)
    say(acme, "manager", work, "/спросить Анну до пятницы: логотип")
    say(acme, "contact", work, "/получили 1")
    assert [wait.state for wait in waits_of(acme)] == ["answered", "open"]


def test_signed_stage_is_decided_on_no_longer(scenes: Scenes) -> None:
    """A proposal that stood open when its stage was signed moves nothing."""
    scene = scenes(contract="review.yaml")
    scene.set_contract(terms(moves_deadline="propose"))
    begun(scene)
    work = asked(scene)
    on(scene, "14T08:00")
    say(scene, "contact", work, "Тексты в папке, ссылка в описании")
    say(scene, "manager", work, "/получили")
    design = scene.site.issue(DESIGN)
    assert "1." in texts(scene, design)[-1]
    say(scene, "director", design, "/принято")
    before = scene.due(design)
    say(scene, "director", design, "1")
    assert scene.due(design) == before
    assert [row for row in register_of(scene) if row["state"] == "agreed"] == []
    assert [wait.counted.state for wait in waits_of(scene) if wait.counted] == ["proposed"]


def test_what_ends_while_observing_moves_no_date(scenes: Scenes) -> None:
    """Nobody was told, so nobody is bound, later neither."""
    scene = scenes(contract="review.yaml")
    scene.set_contract(terms())
    begun(scene)
    work = asked(scene)
    scene.set_contract(terms().replace("contract:\n", "contract:\n  mode: observe\n", 1))
    on(scene, "14T08:00")
    say(scene, "contact", work, "Тексты в папке, ссылка в описании")
    say(scene, "manager", work, "/получили")
    (wait,) = waits_of(scene)
    assert (wait.state, wait.counted) == ("got", None)
    scene.set_contract(terms())
    on(scene, "15T08:00")
    assert waits_of(scene)[0].counted is None


def test_status_that_returns_hands_the_ball_back(acme: Scene) -> None:
    """Work that waits again waits for somebody, though an answer was given."""
    work = asked(acme)
    on(acme, "08T08:00")
    say(acme, "contact", work, "Тексты в папке, ссылка в описании")
    acme.move("manager", work, "Waiting for client")
    acme.settle()
    (wait,) = waits_of(acme)
    assert (wait.state, wait.turns[-1].side) == ("open", "client")


def test_edit_of_the_title_is_no_answer(acme: Scene) -> None:
    """Whatever words the question has."""
    work = asked(acme, "/спросить Анну до среды: summary of the texts")
    acme.edit("contact", work, summary="Главная")
    acme.settle()
    assert [wait.state for wait in waits_of(acme)] == ["open"]


@pytest.mark.parametrize("words", ["/получили", "/получили не всё: логотип"])
def test_received_is_said_in_public(acme: Scene, words: str) -> None:
    """The other side would have the ball again without a word that it can read."""
    work = asked(acme)
    say(acme, "contact", work, "Тексты в папке, ссылка в описании")
    hidden = {"body": words, "visibility": {"type": "role", "value": "Agency"}}
    actions.add_note(acme.site, work, acme.person("manager"), hidden)
    acme.settle()
    (wait,) = waits_of(acme)
    assert (wait.state, wait.missing) == ("answered", "")
    private = [note for note in work.notes if note.visibility is not None and note.author.is_agent]
    assert "открытом комментарии" in str(private[-1].body)


def test_full_stop_in_an_old_answer_is_no_new_one(acme: Scene) -> None:
    """What was said before is on record, and an edit says what is new in it."""
    work = asked(acme)
    said = acme.comment("contact", work, "Тексты в папке, ссылка в описании")
    acme.settle()
    acme.clock.move(minutes=1)
    say(acme, "manager", work, "/получили не всё: логотип")
    edited = {"body": _body("Тексты в папке, ссылка в описании.")}
    actions.edit_note(acme.site, work, said, acme.person("contact"), edited)
    acme.settle()
    assert [wait.state for wait in waits_of(acme)] == ["open"]


def test_pause_between_two_versions_is_not_counted(acme: Scene) -> None:
    """Days on which the contract said nothing about waiting bind nobody."""
    work = asked(acme)
    on(acme, "10T06:00")
    paused = yaml.safe_load(terms())
    del paused["waiting"]
    acme.set_contract(yaml.safe_dump(paused, allow_unicode=True))
    acme.settle()
    on(acme, "11T06:00")
    acme.set_contract(terms(answer_within=4))
    acme.settle()
    on(acme, "14T08:00")
    say(acme, "contact", work, "Тексты в папке, ссылка в описании")
    say(acme, "manager", work, "/получили")
    (wait,) = waits_of(acme)
    assert (wait.counted.days if wait.counted else None) == 1


def test_person_who_left_the_contract_is_replaced_by_its_contact(acme: Scene) -> None:
    """A new version of the mapping looks after what somebody owes who is gone."""
    work = asked(acme)
    mapping = yaml.safe_load(terms())
    del mapping["people"]["contact"]
    mapping["authority"] = [row for row in mapping["authority"] if row["person"] != "contact"]
    mapping["waiting"]["contact"] = "deputy"
    acme.set_contract(yaml.safe_dump(mapping, allow_unicode=True))
    acme.settle()
    assert [(wait.owed_by, wait.state) for wait in waits_of(acme)] == [
        ("contact", "moved"),
        ("deputy", "open"),
    ]
    assert "Игорь, ждём от вас: «тексты для главной»" in texts(acme, work)[-1]


def _body(text: str) -> dict[str, object]:
    """Return a comment of one paragraph as Jira keeps it."""
    line = {"type": "text", "text": text}
    return {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": [line]}]}

"""What a hostile client, a careless manager and a tired operator tried."""

from __future__ import annotations

from typing import Any

import pytest
from scene import Scene

from plugin.practice.tracker import actions
from plugin.practice.tracker.edits import Edit
from plugin.practice.tracker.state import PracticeIssue, PracticeNote
from plugin.store import effect_recovery
from plugin.store.claims import make_due

CALCULATOR = "Калькулятор стоимости"


@pytest.fixture
def offered(scene: Scene) -> PracticeIssue:
    """An excluded request of 18 hours with its offer, an hour ago."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    return issue


def rewrite(scene: Scene, issue: PracticeIssue, note: PracticeNote, who: str, text: str) -> None:
    """Edit a comment as somebody."""
    body: Any = {
        "type": "doc",
        "version": 1,
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}],
    }
    scene.clock.move(minutes=1)
    actions.edit_note(scene.site, issue, note, scene.person(who), {"body": body})
    scene.settle()


def test_edited_choice_is_a_new_decision(scene: Scene, offered: PracticeIssue) -> None:
    """Each decision stands in its own comment; the last word counts."""
    note = scene.comment("director", offered, "1")
    scene.settle()
    rewrite(scene, offered, note, "director", "/choose 2")
    assert ["extra_fee"] == [row["option"] for row in scene.register()]
    rewrite(scene, offered, note, "director", "/choose 1")
    assert ["move_deadline"] == [row["option"] for row in scene.register()]
    decisions = [text for text in scene.said(offered) if text.startswith("Решили по запросу")]
    assert 3 == len(decisions)


def test_author_may_confirm_anothers_edit(scene: Scene, offered: PracticeIssue) -> None:
    """The manager's edit does not count; the director saving the same text does."""
    note = scene.comment("director", offered, "подумаю")
    scene.settle()
    rewrite(scene, offered, note, "manager", "/choose 2")
    assert ["offered"] == [row["state"] for row in scene.register()]
    rewrite(scene, offered, note, "director", "/choose 2")
    assert ["decided"] == [row["state"] for row in scene.register()]


def test_passing_404_loses_nothing(scene: Scene) -> None:
    """A permission scheme being edited hides the issue for a moment."""
    scene.site.faults.next("PUT", r"/issue/\w+$", "404", times=2)
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    for _ in range(4):
        scene.clock.move(minutes=1)
        scene.work()
    assert ({"beyond-scope"}, 1) == (scene.labels(issue), len(scene.said(issue)))


def test_choice_waits_for_a_hidden_issue(scene: Scene, offered: PracticeIssue) -> None:
    """It is not taken for deleted."""
    scene.site.faults.next("GET", r"/issue/\w+$", "404", times=2)
    scene.comment("director", offered, "4")
    scene.settle()
    for _ in range(4):
        scene.clock.move(minutes=1)
        scene.work()
    assert ["withdrawn"] == [row["state"] for row in scene.register()]


def test_swapped_work_is_offered_only_once(scene: Scene) -> None:
    """The second offer is remade without the swap when the first takes it."""
    scene.create("contact", "Блок отзывов", customfield_10014="ACME-3", hours=12)
    first = scene.create("contact", CALCULATOR, hours=12)
    second = scene.create("contact", "Личный кабинет", hours=12)
    scene.settle()
    scene.clock.move(hours=1)
    assert "Блок отзывов" in scene.said(second)[0]
    scene.comment("director", first, "3")
    scene.settle()
    assert "Блок отзывов" not in scene.said(second)[0]


def test_vanished_option_is_not_replaced_by_another(scene: Scene) -> None:
    """Its number now means something else, so that none is suggested."""
    work = scene.create("contact", "Блок отзывов", customfield_10014="ACME-3", hours=12)
    issue = scene.create("contact", CALCULATOR, hours=12)
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("director", issue, "3")
    choice = scene.site.hooks.take()
    scene.move("developer", work, "In Progress")
    scene.settle()
    scene.post(choice)
    scene.work()
    assert ["offered"] == [row["state"] for row in scene.register()]
    assert "уже нет" in scene.said(issue)[-1]


def test_flood_of_wrong_choices_does_not_silence_a_decision(scene: Scene, offered: PracticeIssue) -> None:
    """Answers have a limit of their own; the decision is said."""
    for number in range(30):
        scene.comment("contact", offered, f"/choose 9 {'!' * (number % 3)}".strip())
        scene.clock.move(seconds=1)
    scene.settle()
    for _ in range(3):
        scene.clock.move(minutes=1)
        scene.work()
    scene.comment("director", offered, "/choose 2")
    scene.settle()
    scene.clock.move(minutes=3)
    scene.work()
    assert any(text.startswith("Решили по запросу") for text in scene.said(offered))


def test_pasted_reference_does_not_silence_its_author(scene: Scene, offered: PracticeIssue) -> None:
    """Only our own account's words are ours."""
    reference = scene.said(offered)[0].rsplit("\n", 1)[-1]
    scene.comment("director", offered, f"/choose 2\n\n{reference}")
    scene.settle()
    assert ["decided"] == [row["state"] for row in scene.register()]


def test_recheck_rewrites_no_unchanged_comment(scene: Scene, offered: PracticeIssue) -> None:
    """`recheck` reads; a decision's comment is never marked as edited."""
    scene.comment("director", offered, "1")
    scene.settle()
    now = scene.clock.now()
    with scene.service.database.change() as connection:
        effect_recovery.retry_all(connection, "main", offered.id, now)
        make_due(connection, "main", offered.id, now)
    scene.site.calls.clear()
    scene.work()
    assert {"GET"} == {method for method, _ in scene.site.calls}


def test_answer_to_a_private_comment_is_private(scene: Scene, offered: PracticeIssue) -> None:
    """A hint on a restricted comment is restricted as well."""
    request = {"body": _document("/scope in 7.7"), "visibility": {"type": "role", "value": "Agency"}}
    actions.add_note(scene.site, offered, scene.person("manager"), request)
    scene.settle()
    assert 1 == len(scene.said(offered))
    assert "Такого пункта в договоре нет" in scene.said(offered, team=True)[-1]


def test_lone_number_without_an_offer_is_ignored(scene: Scene) -> None:
    """People count things."""
    issue = scene.create("contact", "Слайдер", customfield_10014="ACME-3", hours=3)
    scene.settle()
    scene.comment("contact", issue, "2")
    scene.settle()
    assert [] == scene.said(issue)


def test_decided_change_stays_in_its_contract(scene: Scene, offered: PracticeIssue) -> None:
    """A label takes it out later; it stays in the register with its date."""
    scene.comment("director", offered, "1")
    scene.settle()
    actions.apply_edit(
        scene.site, offered, scene.person("contact"), Edit(fields={"labels": ["beyond-scope", "internal"]})
    )
    scene.settle()
    assert ["decided"] == [row["state"] for row in scene.register()]


def test_open_offer_taken_out_by_a_label_is_withdrawn(scene: Scene, offered: PracticeIssue) -> None:
    """Where our side does it the options no longer look as if they could be chosen."""
    labels = ["beyond-scope", "internal"]
    actions.apply_edit(scene.site, offered, scene.person("manager"), Edit(fields={"labels": labels}))
    scene.settle()
    assert "больше не действуют" in scene.said(offered)[0]


def _document(text: str) -> dict[str, Any]:
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
    return {"type": "doc", "version": 1, "content": [paragraph]}

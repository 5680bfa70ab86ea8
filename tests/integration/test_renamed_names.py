"""Statuses, types and components go by their numbers, whatever they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jira_standin import rename_name, rename_status, translate_webhooks
from scene import Scene, opened
from scenes import Databases, Preparations, Scenes
from youtrack_scene import YouTrackScene
from youtrack_standin import acts

from plugin.core.model.stage_state import StageState
from plugin.store import kept_names, stages

CALCULATOR = "Калькулятор стоимости"
RUSSIAN = {
    "To Do": "К выполнению",
    "In Progress": "В работе",
    "Done": "Готово",
    "Accepted": "Принято",
    "Bug": "Ошибка",
    "Task": "Задача",
}


@pytest.fixture(params=["cloud", "dc"])
def known(request: pytest.FixtureRequest, scenes: Scenes) -> Scene:
    """A project whose names were looked up at the start, on both flavours of Jira."""
    scene: Scene = scenes.after(opened, flavour=request.param)
    scene.clock.move(minutes=16)
    scene.work()
    return scene


def design(scene: Scene) -> StageState:
    """Return what is on record about the first stage."""
    with scene.service.database.look() as connection:
        return stages.load_all(connection, "ACME-SITE")["design"]


def said(scene: Scene, issue: Any) -> list[str]:
    """Return the comments for the client with ordinary spaces."""
    return [text.replace("\xa0", " ") for text in scene.said(issue)]


def test_numbers_are_looked_up_in_the_worker(known: Scene) -> None:
    """Types, statuses and components are kept by the tracker's ids."""
    with known.service.database.look() as connection:
        kept = kept_names.load_all(connection)["main"]
    kinds = {each.kind for each in kept.by_id.values()}
    assert {"status", "type"} <= kinds
    assert {each.name for each in kept.by_id.values() if each.kind == "status"} >= set(known.site.statuses)


def test_renamed_working_status_still_means_work(known: Scene) -> None:
    """An extra that is begun undecided is answered, and moved back by its number."""
    issue = known.create("contact", CALCULATOR, hours=18)
    known.settle()
    rename_status(known.site, "In Progress", "In Arbeit")
    rename_status(known.site, "To Do", "Offen")
    known.clock.move(minutes=5)
    known.move("contact", issue, "In Arbeit")
    known.settle()
    assert (issue.status, len(said(known, issue))) == ("Offen", 2)


def test_renamed_accepted_status_signs(known: Scene) -> None:
    """The signatory moves the stage's issue to the status under its new name."""
    rename_status(known.site, "Accepted", "Abgenommen")
    known.move("director", known.site.issue("ACME-1"), "Abgenommen")
    known.settle()
    assert design(known).state == "accepted"


def test_renamed_accepted_status_signs_without_a_webhook(known: Scene) -> None:
    """Found by reconciling, the history tells by numbers who moved it."""
    rename_status(known.site, "Accepted", "Abgenommen")
    known.move("director", known.site.issue("ACME-1"), "Abgenommen")
    known.take()
    known.clock.move(minutes=30)
    known.work()
    assert design(known).state == "accepted"


def test_renamed_defect_type_is_still_a_defect(known: Scene) -> None:
    """Nobody is asked to pay for a mistake because a type has another name."""
    rename_name(known.site, "type", "", "Bug", "Störung")
    issue = known.create("contact", CALCULATOR, type="Störung", hours=3)
    known.settle()
    assert known.labels(issue) == {"our-defect"}


def test_renamed_component_still_links(known: Scene) -> None:
    """Work in a component that was renamed belongs to its item."""
    before = known.create("contact", "Шаблон", components=["inner-pages"], hours=4)
    known.settle()
    known.clock.move(minutes=5)
    known.work()
    rename_name(known.site, "component", "components", "inner-pages", "Innenseiten")
    after = known.create("contact", "Ещё шаблон", components=["Innenseiten"], hours=4)
    known.settle()
    assert (known.labels(before), known.labels(after)) == ({"in-scope"}, {"in-scope"})


@pytest.mark.parametrize(
    ("sentence", "type_", "label"),
    [
        ("a translated defect type is a defect", "Bug", "our-defect"),
        ("any other translated type is judged as ever", "Task", "beyond-scope"),
    ],
)
def test_names_in_the_actors_language_are_known(known: Scene, sentence: str, type_: str, label: str) -> None:
    """Jira translates the names of a webhook for who acted; the numbers stay."""
    translate_webhooks(known.site, known.person("contact"), RUSSIAN)
    issue = known.create("contact", CALCULATOR, type=type_, hours=3)
    known.settle()
    assert known.labels(issue) == {label}, sentence


def test_translated_moves_keep_gate_and_work(known: Scene) -> None:
    """A Russian user begins undecided work: it is answered, and moved back."""
    translate_webhooks(known.site, known.person("contact"), RUSSIAN)
    issue = known.create("contact", CALCULATOR, hours=18)
    known.settle()
    known.clock.move(minutes=5)
    known.move("contact", issue, "In Progress")
    known.settle()
    assert issue.status == "To Do"
    assert known.labels(issue) == {"beyond-scope"}


def test_mapping_that_follows_the_new_name_works_at_once(known: Scene) -> None:
    """A name that the mapping writes is always what it says."""
    rename_status(known.site, "Accepted", "Abgenommen")
    text = (known.mappings / "acme.yaml").read_text(encoding="utf-8")
    known.set_contract(text.replace("accepted: [Accepted]", "accepted: [Abgenommen]"))
    known.clock.move(seconds=5)
    known.move("director", known.site.issue("ACME-1"), "Abgenommen")
    known.settle()
    assert design(known).state == "accepted"


def test_tracker_that_does_not_list_its_names_delays_nothing(scene: Scene) -> None:
    """The look-up fails: issues are judged, and what was seen is known by number."""
    scene.site.faults.next("GET", "/statuses", "500", times=20)
    scene.clock.move(minutes=16)
    scene.work()
    bug = scene.create("contact", "Не открывается", type="Bug")
    scene.settle()
    scene.clock.move(minutes=5)
    scene.work()
    rename_name(scene.site, "type", "", "Bug", "Störung")
    again = scene.create("contact", "Опять не открывается", type="Störung")
    scene.settle()
    assert (scene.labels(bug), scene.labels(again)) == ({"our-defect"}, {"our-defect"})


@pytest.fixture
def youtrack(tmp_path: Path, sqlite_databases: Databases, preparations: Preparations) -> Iterator[Scene]:
    """The same project on YouTrack, with its names looked up."""
    scenes = Scenes(tmp_path, sqlite_databases, preparations, YouTrackScene)
    scene = scenes.opened()
    scene.clock.move(minutes=16)
    scene.work()
    yield scene
    scenes.close()


def test_renamed_values_of_youtrack_are_followed(youtrack: Scene) -> None:
    """State, type and subsystem go by the numbers of their values."""
    state: Any = youtrack.site
    acts.rename_value(state, "Type", "Bug", "Störung")
    acts.rename_value(state, "State", "Accepted", "Abgenommen")
    acts.rename_value(state, "Subsystem", "inner-pages", "Innenseiten")
    bug = youtrack.create("contact", CALCULATOR, type="Störung", hours=3)
    work = youtrack.create("contact", "Шаблон", components=["Innenseiten"], hours=4)
    youtrack.settle()
    assert (youtrack.labels(bug), youtrack.labels(work)) == ({"our-defect"}, {"in-scope"})
    youtrack.move("director", youtrack.issue(1), "Abgenommen")
    youtrack.settle()
    assert design(youtrack).state == "accepted"


def test_youtrack_moves_back_by_the_number(youtrack: Scene) -> None:
    """An extra that is begun undecided goes back to the state under its new name."""
    issue = youtrack.create("contact", CALCULATOR, hours=18)
    youtrack.settle()
    state: Any = youtrack.site
    acts.rename_value(state, "State", "To Do", "Offen")
    acts.rename_value(state, "State", "In Progress", "In Arbeit")
    youtrack.clock.move(minutes=5)
    youtrack.move("contact", issue, "In Arbeit")
    youtrack.settle()
    found: Any = issue
    assert found.values["State"] == "Offen"


def with_types(scene: Scene, defects: str) -> None:
    """Have the mapping name other types of defects."""
    text = (scene.mappings / "acme.yaml").read_text(encoding="utf-8")
    scene.set_contract(re.sub(r"defect_types: \[.*\]", f"defect_types: [{defects}]", text))
    scene.clock.move(minutes=16)
    scene.work()


def test_nothing_is_offered_on_a_name_that_could_not_be_resolved(known: Scene) -> None:
    """An offer is never published on a type that could not be resolved."""
    with_types(known, "Ошибка")
    first = known.create("contact", CALCULATOR, type="Bug", hours=18)
    second = known.create("contact", "Ещё один калькулятор", type="Bug", hours=9)
    task = known.create("contact", "Третий калькулятор", hours=12)
    known.settle()
    assert (said(known, first), said(known, second), len(said(known, task))) == ([], [], 1)
    told = [text for issue in (first, second) for text in known.said(issue, team=True)]
    named = [text for text in told if "«Ошибка»" in text and "«Bug»" in text]
    assert len(named) == 1
    known.clock.move(minutes=5)
    known.comment("manager", first, "/publish")
    known.settle()
    assert "1. Делаем" in said(known, first)[-1]
    with_types(known, "Bug")
    known.edit("manager", second, priority="High")
    known.settle()
    assert known.labels(second) == {"our-defect"}


def test_offer_that_was_read_stays_whatever_is_doubted_now(known: Scene) -> None:
    """A name that is lost later takes nothing back that the client has read."""
    with_types(known, "Störung")
    asked = known.create("contact", CALCULATOR, type="Bug", hours=18)
    known.settle()
    assert len(said(known, asked)) == 1
    with_types(known, "Ошибка")
    known.edit("manager", asked, priority="High")
    known.settle()
    assert "1. Делаем" in said(known, asked)[0]

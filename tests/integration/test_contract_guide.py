"""The guide of clauses: its YAML is played, its sentences are what is said.

After a change of a text `UGOVOR_WRITE_GUIDE=1` writes the quoted sentences anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from scene import Scene
from scenes import Scenes
from written_terms import answered, begin, offered, write_contract

from mappings.loader import load_file

GUIDE = Path(__file__).parents[2] / "docs" / "contracts.md"
PEOPLE = {
    "director": {"name": "Nora Walsh", "side": "client", "account": "director"},
    "contact": {"name": "Liam Byrne", "side": "client", "account": "contact"},
    "manager": {"name": "Mary Orlova", "side": "contractor", "account": "manager"},
}
MARK = re.compile(r"(reads[^\n]*:\n\n)((?:>[^\n]*\n)+)")


def sections() -> dict[str, str]:
    """Return the sections of the guide by their headings."""
    parts = re.split(r"^## ", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0]: part for part in parts}


def snippet(section: str) -> dict[str, Any]:
    """Return the keys that a section writes."""
    found = re.search(r"```yaml\n(.*?)```", section, re.DOTALL)
    assert found is not None
    keys: dict[str, Any] = yaml.safe_load(found[1])
    return keys


def contract_of(section: str) -> str:
    """Return a whole contract with the section's keys."""
    keys = snippet(section)
    tracker = {"name": "main", "projects": ["ACME"], "stage_type": "Stage", "defect_types": ["Bug"]}
    tracker |= {"statuses": {"done": ["Done"], "accepted": ["Accepted"]}, **keys.pop("tracker", {})}
    terms = {"currency": "EUR", "calendar": "DE", "timezone": "Europe/Berlin"}
    return write_contract(language="en", contract=terms, tracker=tracker, people=PEOPLE, **keys)


def ask(scene: Scene, **fields: Any) -> str:
    """Return the offer on a request."""
    return offered(scene, "Cost calculator", **fields)[1]


def ask_why(scene: Scene, **fields: Any) -> str:
    """Return the explanation of a request."""
    return answered(scene, offered(scene, "One more page", **fields)[0], "director", "/why")


def ask_for_third_round(scene: Scene) -> str:
    """Return the offer on the third round."""
    rounds = [offered(scene, f"Round {n}", components=["design"], labels=["revision"])[1] for n in (1, 2, 3)]
    return rounds[-1]


def choose_first(scene: Scene) -> str:
    """Return the answer to the first of two choices."""
    return answered(scene, offered(scene, "One more page", hours=4)[0], "director", "1")


def find_defect_after_acceptance(scene: Scene) -> str:
    """Return the explanation of a defect that was found after the last acceptance."""
    stage = scene.create("manager", "Site", type="Stage")
    scene.settle()
    answered(scene, stage, "director", "/accept")
    scene.clock.move(days=3)
    return answered(scene, offered(scene, "The form is lost", type="Bug")[0], "director", "/why")


def hand_over(scene: Scene) -> str:
    """Return what is said when the first stage is handed over."""
    stage = scene.create("manager", "Site", type="Stage")
    scene.settle()
    return answered(scene, stage, "manager", "/handover")


def say_nothing(scene: Scene) -> str:
    """Return the second notice, after seven working days of silence."""
    hand_over(scene)
    for _ in range(8):
        scene.clock.move(days=2)
        scene.settle()
    return next(text for text in scene.said(scene.site.issue("ACME-1")) if "notice" in text)


def wait_for_texts(scene: Scene) -> str:
    """Return what is said when texts came four working days after the day asked for."""
    stage = scene.create("manager", "Site", type="Stage")
    scene.settle()
    issue = offered(scene, "One more page", labels=["main"])[0]
    answered(scene, issue, "manager", "/ask Liam by 2 December: texts for the page")
    scene.clock.move(days=9)
    scene.comment("contact", issue, "Here they are")
    scene.settle()
    scene.clock.move(minutes=5)
    answered(scene, issue, "manager", "/got")
    return scene.said(stage)[-1].replace("\xa0", " ")


PLAYS: dict[str, tuple[Callable[[Scene], str], str]] = {
    "Change procedure": (lambda scene: ask(scene, hours=18), "5.3"),
    "Time and materials with a cap": (lambda scene: ask(scene, hours=110, labels=["on-request"]), "100 h"),
    "Retainer with roll-over": (lambda scene: ask(scene, hours=41, labels=["support"]), "40 h"),
    "Rounds of revision": (ask_for_third_round, "€250"),
    "Urgent work": (lambda scene: ask_why(scene, hours=4, labels=["urgent"]), "50%"),
    "Acceptance within a number of days": (hand_over, "ready for your review"),
    "Both parties sign": (choose_first, "one of two"),
    "Deemed acceptance": (say_nothing, "Unless you object"),
    "Milestones": (lambda scene: ask(scene, hours=18), "Build"),
    "VAT inclusive": (lambda scene: ask_why(scene, hours=10), "20% VAT"),
    "Warranty": (find_defect_after_acceptance, "90 days"),
    "The client's delay": (wait_for_texts, "working days"),
}


@pytest.mark.parametrize("heading", PLAYS)
def test_each_clause_is_said_as_the_guide_quotes_it(scenes: Scenes, heading: str) -> None:
    """The piece of YAML loads without an error, and the client reads the sentence."""
    section = sections()[heading]
    play, word = PLAYS[heading]
    scene = begin(scenes(contract=contract_of(section)))
    assert load_file(scene.mappings / "acme.yaml").errors == ()
    said = play(scene).replace("**", "").replace("\\", "")
    (line,) = [line.strip() for line in said.split("\n") if word in line][:1]
    quoted = MARK.search(section)
    assert quoted is not None
    if os.environ.get("UGOVOR_WRITE_GUIDE"):
        new = section.replace(quoted[0], f"{quoted[1]}> {line}\n")
        GUIDE.write_text(GUIDE.read_text(encoding="utf-8").replace(section, new), encoding="utf-8")
        return
    assert quoted[2].removeprefix("> ").strip() == line


def test_every_piece_of_the_guide_is_played() -> None:
    """A clause with YAML has a play, and there are twelve clauses."""
    found = sections()
    assert [heading for heading, section in found.items() if "```yaml" in section] == list(PLAYS)
    assert len(found) == 12

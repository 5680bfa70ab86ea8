"""Certificates, decision comments and mails carry the entry that they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from mail_server import Post, post_office, said
from page_player import reader, words
from scene import Scene
from scenes import Scenes

from plugin.core.model.effects import reference_in
from plugin.practice.tracker.state import PracticeIssue
from plugin.store import record

ENTRY = re.compile(r"(?:Запись|Entry) (\d+) · ([0-9a-f]{12})\b")


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server that takes everything."""
    with post_office() as server:
        yield server


def entries(scene: Scene) -> dict[int, dict[str, object]]:
    """Return the record by number."""
    with scene.service.database.look() as connection:
        return {entry["seq"]: entry for entry in record.export(connection)}


def fits(scene: Scene, text: str) -> str:
    """Return the kind of the entry that a text carries.

    After holding the chain against it.
    """
    ((number, head),) = ENTRY.findall(text)
    with scene.service.database.look() as connection:
        assert record.verify(connection) is None
        assert record.find_unfit_head(connection, int(number), head) is None
    return str(entries(scene)[int(number)]["kind"])


def offer(scene: Scene) -> PracticeIssue:
    """Return an excluded request of 18 hours with its offer."""
    issue = scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    return issue


def test_a_decision_comment_carries_its_entry(scene: Scene) -> None:
    """The record's number and the first twelve digits of its head.

    Put in when it is written.
    """
    issue = offer(scene)
    scene.comment("director", issue, "/choose 1")
    scene.settle()
    living, decided = scene.said(issue)
    assert fits(scene, decided) == "decision"
    assert ENTRY.search(living) is None
    # The reference by which the comment is found again stays the last thing in it.
    assert reference_in(decided) is not None


def test_a_later_decision_carries_its_own(scene: Scene) -> None:
    """Each comment keeps the entry that it was written for."""
    issue = offer(scene)
    scene.comment("director", issue, "/choose 1")
    scene.settle()
    scene.clock.move(minutes=5)
    scene.comment("director", issue, "/choose 2")
    scene.settle()
    numbers = [int(ENTRY.findall(text)[0][0]) for text in scene.said(issue) if ENTRY.search(text)]
    decisions = [seq for seq, entry in entries(scene).items() if entry["kind"] == "decision"]
    assert numbers == decisions


def test_mails_and_the_certificate_carry_their_entries(scenes: Scenes, post: Post) -> None:
    """A mail speaks of the offer or of the signature before it.

    A certificate of its sign-off.
    """
    scene = scenes.opened(contract="director_by_mail.yaml", mail=post.settings)
    scene.create("manager", "Старт проекта")
    scene.settle()
    scene.create("contact", "Слайдер", customfield_10014="ACME-3", hours=10)
    scene.settle()
    scene.comment("contact", scene.site.issue("ACME-1"), "/принято")
    scene.settle()
    assert fits(scene, said(post.letters[-1])) in ("signature", "preliminary")
    assert fits(scene, scene.said(scene.site.issue("ACME-1"))[-1]) in ("signature", "preliminary")
    director, address = reader(scene), post.links()[-1]
    director.answer(address, said="accept")
    scene.work()
    assert fits(scene, scene.said(scene.site.issue("ACME-1"))[-1]) == "sign_off"
    shown = words(director.get(f"{address}/certificate"))
    entry = re.search(r"Запись в журнале договора: (\d+) · ([0-9a-f]{12})", shown)
    assert entry is not None
    assert fits(scene, f"Запись {entry[1]} · {entry[2]}") == "sign_off"
    offer(scene)
    assert fits(scene, said(post.letters[-1])) == "offer"

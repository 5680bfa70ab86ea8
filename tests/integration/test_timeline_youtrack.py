"""The timeline of a YouTrack: what is for the team never shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scene import opened
from test_timeline import timeline, told
from youtrack_scene import MailSender, YouTrackScene
from youtrack_standin import acts


@pytest.fixture
def scene_of(tmp_path: Path) -> Iterator[Callable[[MailSender], YouTrackScene]]:
    """Make a YouTrack whose webhooks come from a sender."""
    made: list[YouTrackScene] = []

    def make(sender: MailSender) -> YouTrackScene:
        scene = YouTrackScene(tmp_path, f"sqlite:///{tmp_path}/ugovor.db", sender=sender)
        made.append(scene)
        opened(scene)
        return scene

    yield make
    for scene in made:
        scene.close()


@pytest.mark.parametrize("sender", ["app", "triggers"])
def test_what_is_for_the_team_never_shows(
    scene_of: Callable[[MailSender], YouTrackScene], sender: MailSender
) -> None:
    """The app tells who can read a comment; a workflow does not, so YouTrack is asked."""
    scene = scene_of(sender)
    issue = scene.create("contact", "Слайдер", epic="ACME-3", hours=4)
    scene.settle()
    scene.comment("contact", issue, "Когда покажете слайдер?")
    change = acts.begin(scene.site, issue, scene.person("manager"))
    acts.add_note(scene.site, change, "Не успеваем", groups=("3-2",))
    scene.site.commit(change)
    scene.deliver()
    scene.worker.run_until_idle()
    assert (["comment"] if sender == "app" else []) == [row["kind"] for row in timeline(scene)]
    scene.clock.move(minutes=20)
    scene.settle()
    assert [("comment", "Анна Белова", "Когда покажете слайдер?")] == told(scene)


def test_member_of_the_team_is_on_our_side(scene_of: Callable[[MailSender], YouTrackScene]) -> None:
    """Somebody whom the mapping does not name is ours if the tracker's group says so."""
    scene = scene_of("app")
    issue = scene.create("contact", "Слайдер", epic="ACME-3", hours=4)
    scene.settle()
    for who in ("contact", "developer", "stranger"):
        scene.comment(who, issue, f"Слово от {who}")
        scene.settle()
        scene.clock.move(minutes=20)
        scene.settle()
    sides = [(row["from"], row["from_side"]) for row in timeline(scene)]
    assert [("Анна Белова", "client"), ("Денис Котов", "contractor"), ("Кто-то ещё", "client")] == sides

"""The demo's story, played over plain HTTP or by a real browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from ports import free_port
from time_limits import scaled

from plugin.cli.demo_scene import DemoScene, open_demo_scene
from plugin.practice.tracker.state import PracticeIssue
from plugin.runtime.clock import SystemClock
from plugin.trackers.jira.adf import read_adf_text

ASKED = "Добавить калькулятор стоимости"
WHY = "Посетители спрашивают цену по телефону. Пусть считают сами и сразу оставляют заявку."
STAGE = "ACME-1"
LONGEST_WAIT_S = scaled(60.0)

Seen = TypeVar("Seen")


class Player(Protocol):
    """Somebody in front of the pages."""

    def fill(self, url: str, action: str, values: Mapping[str, str]) -> str:
        """Open a page, fill in and send a form; return where it led."""

    def text(self, url: str) -> str:
        """Return what a page says."""


@dataclass
class Story:
    """Five steps, in the order in which the page names them."""

    scene: DemoScene
    player: Player
    key: str = ""

    def ask(self) -> None:
        """Anna asks for a calculator."""
        form = {"person": "contact", "summary": ASKED, "description": WHY}
        led_to = self.player.fill(f"{self.scene.site_url}/?lang=ru", "/issues", form)
        self.key = led_to.partition("/browse/")[2].partition("?")[0]
        until(lambda: "beyond-scope" in self.issue.fields.get("labels", ()), "the label")

    def estimate(self) -> None:
        """Maria estimates it."""
        before = len(self.said())
        self.player.fill(self.url, f"/browse/{self.key}", {"person": "manager", "estimate": "18h"})
        until(lambda: "76 900" in self.said()[-1].replace("\u00a0", " "), "the fee in the comment")
        assert len(self.said()) == before

    def reply(self, who: str, words: str) -> str:
        """Somebody answers; return what the service says to that."""
        before = len(self.said())
        self.player.fill(self.url, f"/browse/{self.key}/comments", {"person": who, "body": words})
        until(lambda: len(self.said()) > before, f"an answer to {words} from {who}")
        return self.said()[-1]

    def said(self) -> list[str]:
        """Return the service's comments on the issue, oldest first."""
        notes = [note for note in self.issue.notes if note.author.id == "ugovor"]
        return [note.body if isinstance(note.body, str) else read_adf_text(note.body) for note in notes]

    def page(self) -> str:
        """Return what the page of the first run says."""
        return self.player.text(f"{self.scene.url}/?lang=ru&still")

    @property
    def issue(self) -> PracticeIssue:
        """The issue that the story is about."""
        return self.scene.site.issue(self.key)

    @property
    def due(self) -> str:
        """The due date of the stage's issue in the tracker."""
        return str(self.scene.site.issue(STAGE).fields["duedate"])

    @property
    def url(self) -> str:
        """The issue's page."""
        return f"{self.scene.site_url}/browse/{self.key}?lang=ru"


@contextmanager
def running_demo(folder: Path) -> Iterator[DemoScene]:
    """Run a demo on free ports, with the labels of the agreed work in place."""
    with open_demo_scene(folder, free_port(), free_port(), "ru", SystemClock()) as scene:
        until(lambda: "in-scope" in scene.site.issue("ACME-7").fields.get("labels", ()), "the agreed work")
        yield scene


def until(look: Callable[[], Seen], what: str, within_s: float = LONGEST_WAIT_S) -> Seen:
    """Return what `look` sees as soon as it is true.

    The demo runs in other threads, on the real clock.
    """
    pause = threading.Event()
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if seen := look():
            return seen
        pause.wait(0.1)
    raise AssertionError(f"not seen within {within_s:g} s: {what}")
